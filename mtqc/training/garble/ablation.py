"""What each part of the data, and each way of learning from it, brings.

    python -m mtqc.training.garble.ablation DATA WORK ARTICLES... [--rows 24000] [--only NAME]

Trains small networks on rows of WORK/data (`mtqc.training.garble` makes them) and prints what each
is worth: one as the shipped one is trained, and one for each change to that. A network that is
there is not trained again.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from mtqc.core.features import Reading, Word
from mtqc.evaluation import read_articles
from mtqc.features.encoder import EmbeddedEncoder
from mtqc.features.lexicon import lexicon_for
from mtqc.text.words import words
from mtqc.training.export_encoder import export, trained
from mtqc.training.garble import held
from mtqc.training.garble.measure import measure, parts_of_speech, told
from mtqc.training.garble.network import Shape

# Shares of the rows.
SHARES = {
    "clean": 0.27, "light": 0.33, "weak": 0.17, "systems": 0.07, "scored": 0.1, "tagged": 0.06,
}  # fmt: skip
# Without these there is nothing to tell garbled words from, and names are not told.
_NEEDED = frozenset(("clean", "tagged"))
_SEEDS = (0, 1, 2)
_TEXTS = 600


class Variant(NamedTuple):
    """A network to be trained: on which shares of `rows` times as many rows, and on what before
    these. `before` says whether it reads each sentence together with the one before it."""

    name: str
    shares: Mapping[str, float] = SHARES
    rows: float = 1.0
    first: Mapping[str, float] = {}
    shape: Shape = Shape()
    seed: int = 0
    before: bool = False


def variants() -> list[Variant]:
    """All of them, the one that the others are compared to first."""
    found = [Variant(f"seed {seed}" if seed else "nothing changed", seed=seed) for seed in _SEEDS]
    found += [
        Variant(f"without {part}", {n: s for n, s in SHARES.items() if n != part})
        for part in SHARES
        if part not in _NEEDED
    ]
    beside = {"pairs": SHARES["clean"] + SHARES["light"]}
    rest = {n: s for n, s in SHARES.items() if n not in ("clean", "light")}
    return [
        *found,
        Variant("twins of dictionaries too", _instead("light", "light3")),
        Variant("post-edits too", {**SHARES, "edited": 0.2}),
        Variant("replaced words first", first={"replaced": 0.5, "clean": 0.44, "tagged": 0.06}),
        Variant("twice the rows", rows=2.0),
        Variant("broken sentences tagged", _instead("tagged", "broken")),
        Variant("the sentence before", {**rest, **beside}, before=True),
        Variant("four layers", shape=Shape(layers=4)),
        Variant("case not told", shape=Shape(cased=False)),
    ]


def _instead(part: str, other: str) -> dict[str, float]:
    return {other if name == part else name: share for name, share in SHARES.items()}


def scaled(shares: Mapping[str, float], rows: float) -> dict[str, int]:
    """So many rows of each part."""
    whole = sum(shares.values())
    return {name: round(rows * share / whole) for name, share in shares.items()}


class WithBefore:
    """Reads each text together with the one before it."""

    def __init__(self, encoder: EmbeddedEncoder) -> None:
        self._encoder = encoder

    def read(
        self, texts: Sequence[str], found: Sequence[Sequence[Word]]
    ) -> tuple[object, list[Reading]]:
        together = [f"{texts[i - 1]} {text}" if i else text for i, text in enumerate(texts)]
        vectors, readings = self._encoder.read(together, [words(text) for text in together])
        return vectors, [
            reading._replace(garble=reading.garble[-len(own) :], tags=reading.tags[-len(own) :])
            if own
            else reading._replace(garble=reading.garble[:0], tags=())
            for reading, own in zip(readings, found, strict=True)
        ]


class Together:
    """Several encoders that read the same; what they say is averaged."""

    def __init__(self, encoders: Sequence[EmbeddedEncoder]) -> None:
        self._encoders = encoders

    def read(
        self, texts: Sequence[str], found: Sequence[Sequence[Word]]
    ) -> tuple[object, list[Reading]]:
        read = [encoder.read(texts, found) for encoder in self._encoders]
        together = [
            first._replace(
                garble=np.mean([one.garble for one in (first, *others)], axis=0),
                estimate=float(np.mean([one.estimate for one in (first, *others)])),
            )
            for first, *others in zip(*(readings for _, readings in read), strict=True)
        ]
        return read[0][0], together


@click.command(help=__doc__)
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("work", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("articles", type=click.Path(exists=True), nargs=-1, required=True)
@click.option("--rows", type=int, default=24_000, show_default=True)
@click.option("--only", multiple=True, help="Only variants whose names hold this.")
@click.option("--threads", type=int, default=2, show_default=True)
def main(
    data: Path,
    work: Path,
    articles: tuple[str, ...],
    rows: int,
    only: tuple[str, ...],
    threads: int,
) -> None:
    import torch

    torch.set_num_threads(threads)
    texts = held.sentences(data, _TEXTS)
    annotated = read_articles(articles)
    translated = list(held.translated(data, EmbeddedEncoder(work / "original")))
    same: list[EmbeddedEncoder] = []
    for variant in variants():
        if only and not any(part in variant.name for part in only):
            continue
        folder = work / "ablation" / f"{rows}-{variant.name.replace(' ', '-')}"
        if not (folder / "model.onnx").exists():
            run = _trained(variant, work, folder / "run", rows)
            for _ in export(trained(run), folder, texts, None):
                pass
            shutil.rmtree(folder / "run")
        encoder, tags = EmbeddedEncoder(folder), parts_of_speech(folder)
        reader = WithBefore(encoder) if variant.before else None
        figures = measure(encoder, tags, data, annotated, translated, in_articles=reader)
        click.echo(f"{variant.name}: {told(figures)}")
        if variant == Variant(variant.name, seed=variant.seed):
            same.append(encoder)
    if len(same) > 1:
        figures = measure(Together(same), tags, data, annotated, translated)
        click.echo(f"mean of {len(same)} seeds: {told(figures)}")


def _trained(variant: Variant, work: Path, run: Path, rows: int) -> Path:
    """Where the weights of the trained network are."""
    from mtqc.training.garble.train import Trainer

    original, lexicon = EmbeddedEncoder(work / "original"), lexicon_for("en")
    begun = None
    if variant.first:
        begun = run / "first"
        parts = scaled(variant.first, rows)
        Trainer(work / "data", begun, parts, variant.seed, variant.shape).run(original, lexicon)
    parts = scaled(variant.shares, rows * variant.rows)
    trainer = Trainer(work / "data", run, parts, variant.seed, variant.shape)
    trainer.run(original, lexicon, begun)
    return run


if __name__ == "__main__":
    main()
