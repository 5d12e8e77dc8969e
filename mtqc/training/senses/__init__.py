"""Words that share a translation, and which of two fits better: from parallel text to tables.

`python -m mtqc.training.senses --help`; docs/senses.md says what it is good for.
"""
