"""Measures mtqc against its budgets; run `python -m benchmarks --help`."""
