"""A small encoder with heads, made in a second: of random weights, but of the real one's form."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import numpy as np
import pytest

TAGS = ("NN", "VB", "DT", "JJ", "CD")
WIDTH, INNER, LAYERS, HEADS, POSITIONS = 32, 64, 5, 4, 64
WORDS = (
    "the a of in to and was is had not bakery bakers bread baker old town river bridge ministry "
    "sanctions opened closed sold new by on at for every morning night children school"
).split()

TEXTS = """\
The baker sold old bread in the town.
The bridge by the river was closed at night.
The ministry had not opened the new school.
Every morning the children was to the bakery.
A new bridge, 1998, NATO and iPhone; bakers' bread!
Sanctions: the Ministry of Bread opened 42 old rivers at once, and for every town a bridge.
zqx
""".splitlines()


def shapes() -> dict[str, tuple[int, ...]]:
    """The tensors of a checkpoint by name."""
    found: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(vocabulary()), WIDTH),
        "embeddings.position_embeddings.weight": (POSITIONS, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "inputs.case.weight": (8, WIDTH),
        "inputs.rarity.weight": (12, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    dense = {
        "word.dense": (128, WIDTH),
        "word.out": (1, 128),
        "tag": (len(TAGS), WIDTH),
        "estimate.dense": (128, 2 * WIDTH),
        "estimate.out": (1, 128),
        "assessment.dense": (64, 2 * WIDTH),
        "assessment.out": (1, 64),
        "pool": (WIDTH, WIDTH),
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            dense[f"{layer}.attention.{part}"] = (WIDTH, WIDTH)
        dense[f"{layer}.intermediate.dense"] = (INNER, WIDTH)
        dense[f"{layer}.output.dense"] = (WIDTH, INNER)
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
    for name in norms:
        found |= {f"{name}.weight": (WIDTH,), f"{name}.bias": (WIDTH,)}
    for name, shape in dense.items():
        found |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    return found


def vocabulary() -> dict[str, int]:
    letters = [*string.ascii_lowercase, *string.digits]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *string.punctuation, *WORDS, *letters]
    pieces += [f"##{letter}" for letter in letters]
    return {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}


def tokenizer() -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    made = Tokenizer(models.WordPiece(vocab=vocabulary(), unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(piece, vocabulary()[piece]) for piece in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=ends)
    return made


def checkpoint(folder: Path) -> Path:
    """What training leaves."""
    pytest.importorskip("onnx")
    safetensors = pytest.importorskip("safetensors.numpy")
    random = np.random.default_rng(5)
    weights = {}
    for name, shape in shapes().items():
        values = random.standard_normal(shape) * (0.5 if "embeddings" in name else 0.25)
        weights[name] = values.astype(np.float32)
        if name.endswith("LayerNorm.weight"):
            weights[name] += 1
        if name.startswith("inputs."):
            weights[name][0] = 0
    (folder / "weights.safetensors").write_bytes(safetensors.save(weights))
    (folder / "tags.json").write_text(json.dumps(TAGS), encoding="utf-8")
    config = {"num_attention_heads": HEADS, "num_hidden_layers": LAYERS}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def exported(folder: Path) -> Path:
    """The encoder of a checkpoint in `folder`, as mtqc ships one."""
    from click.testing import CliRunner

    from mtqc.training.export_encoder import main

    checkpoint(folder)
    (folder / "texts.txt").write_text("\n".join(TEXTS), encoding="utf-8")
    arguments = ["--weights", folder, "--out", folder / "out", "--calibrate", folder / "texts.txt"]
    result = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder / "out"
