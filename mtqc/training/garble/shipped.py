"""The weights of an exported encoder read back, to train them further.

Eight bits are no more than a little noise on the weights, which the first steps of training mend.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from mtqc.training.bert_graph import Array
from mtqc.training.export_encoder import read_weights, source_folder
from mtqc.training.reading_graph import CASES, RARITIES

_ESTIMATES = [f"{head}.{part}" for head in ("estimate", "assessment") for part in ("dense", "out")]
_WORDS = "embeddings.word_embeddings.weight"
_TYPES = "embeddings.token_type_embeddings.weight"


def unpack(encoder: Path, out: Path) -> None:
    """Writes `weights.safetensors` and `tags.json` into `out`, as training leaves them."""
    from safetensors.numpy import save_file

    out.mkdir(parents=True, exist_ok=True)
    found = weights(encoder / "model.onnx", read_weights(source_folder()))
    save_file(found, out / "weights.safetensors")
    manifest = json.loads((encoder / "manifest.json").read_text(encoding="utf-8"))
    (out / "tags.json").write_text(json.dumps(manifest["tags"]), encoding="utf-8")


def weights(model: Path, original: Mapping[str, Array]) -> dict[str, Array]:
    """The tensors of an int8 encoder with heads, float32, by their names in training.

    `original` has the word table, which training leaves alone, and that of the token types.
    """
    stored = {t.name: numpy_helper.to_array(t) for t in onnx.load(model).graph.initializer}
    found = _embeddings(stored, original)
    number = 0
    while f"encoder.layer.{number}.hidden.smooth" in stored:
        layer = f"encoder.layer.{number}"
        number += 1
        attention = f"{layer}.attention"
        for part in ("query", "key", "value"):
            name = f"{attention}.self.{part}"
            _dense(found, name, *_product(stored, name, f"{attention}.input"))
        name = f"{attention}.output.dense"
        _dense(found, name, *_product(stored, name, f"{attention}.mixed"))
        # Which neuron stands where within a layer makes no difference.
        halves = [
            _product(stored, f"{layer}.intermediate.{half}", f"{layer}.hidden")
            for half in ("quiet", "loud")
        ]
        matrix, bias = (np.concatenate(parts, axis=-1) for parts in zip(*halves, strict=True))
        _dense(found, f"{layer}.intermediate.dense", matrix, bias)
        halves = [_product(stored, f"{layer}.outer.{half}") for half in ("quiet", "loud")]
        matrix = np.concatenate([half for half, _ in halves])
        _dense(found, f"{layer}.output.dense", matrix, halves[0][1] + halves[1][1])
        _norm(found, stored, f"{attention}.output.LayerNorm")
        _norm(found, stored, f"{layer}.output.LayerNorm")
    for name in ("word.dense", "tag"):
        _dense(found, name, *_product(stored, name, "heads.input"))
    for name in ("word.out", "pool", *_ESTIMATES):
        _dense(found, name, stored[f"{name}.matrix"], stored[f"{name}.bias"])
    return {name: np.ascontiguousarray(t, np.float32) for name, t in found.items()}


def _embeddings(stored: Mapping[str, Array], original: Mapping[str, Array]) -> dict[str, Array]:
    pairs = stored["known_of_words"]
    rarities = int(stored["rarity_count"][0])
    table = pairs.reshape(-1, rarities, pairs.shape[1])
    found = {
        _WORDS: original[_WORDS],
        "embeddings.position_embeddings.weight": stored["positions"] - original[_TYPES][0],
        _TYPES: original[_TYPES],
        # The first row of either is that of padding, and nothing.
        CASES: table[:, 0],
        RARITIES: table[0],
    }
    _norm(found, stored, "embeddings.LayerNorm")
    return found


def _product(
    stored: Mapping[str, Array], name: str, smoothed: str | None = None
) -> tuple[Array, Array]:
    """Matrix (inputs, outputs) and bias of a product with integers."""
    matrix = stored[f"{name}.matrix"].astype(np.float32) * stored[f"{name}.steps"]
    if smoothed is not None:
        matrix = matrix * stored[f"{smoothed}.smooth"][:, None]
    return matrix, stored[f"{name}.bias"]


def _dense(found: dict[str, Array], name: str, matrix: Array, bias: Array) -> None:
    found[f"{name}.weight"], found[f"{name}.bias"] = matrix.T, bias


def _norm(found: dict[str, Array], stored: Mapping[str, Array], name: str) -> None:
    for part in ("weight", "bias"):
        found[f"{name}.{part}"] = stored[f"{name}.{part}"]
