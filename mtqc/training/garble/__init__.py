"""The training of the encoder's heads: same-topic contrasts, the network, its measures.

`python -m mtqc.training.garble DATA WORK` does it all (docs/model-card.md).
"""
