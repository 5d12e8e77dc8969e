"""An exported encoder read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.features.tiny_reader import TAGS, exported

pytest.importorskip("onnx")
safetensors = pytest.importorskip("safetensors.numpy")


def weights(model: Path, original: dict[str, Any]) -> dict[str, Any]:
    from mtqc.training.garble import shipped

    return shipped.weights(model, original)


def test_what_was_exported_comes_back_but_for_eight_bits(tmp_path: Path) -> None:
    model = exported(tmp_path) / "model.onnx"
    before = safetensors.load_file(tmp_path / "weights.safetensors")
    after = weights(model, before)
    assert after.keys() == before.keys()
    for name, tensor in before.items():
        if ".intermediate." in name or (".output.dense" in name and "attention" not in name):
            # The neurons within a layer may have changed places.
            assert np.linalg.norm(after[name]) == pytest.approx(np.linalg.norm(tensor), rel=0.02)
            continue
        assert after[name].shape == tensor.shape, name
        assert np.abs(after[name] - tensor).max() <= 0.05 * np.abs(tensor).max() + 1e-6, name
    assert len(after["tag.weight"]) == len(TAGS)


def test_the_neurons_of_a_layer_move_together(tmp_path: Path) -> None:
    model = exported(tmp_path) / "model.onnx"
    before = safetensors.load_file(tmp_path / "weights.safetensors")
    after = weights(model, before)
    inner, outer = (f"encoder.layer.0.{part}.dense.weight" for part in ("intermediate", "output"))
    for one, other in ((before, after), (after, before)):
        # Linear between the two products, a layer does what it did.
        assert one[outer] @ one[inner] == pytest.approx(other[outer] @ other[inner], abs=0.15)
