"""`python -m mtqc.training.garble DATA WORK`: from the data to the shipped encoder.

Its steps: rows to learn from (kept in WORK and not made again), the network (taken up again where
it was broken off), the head of its sentence estimate, the int8 export, and the weights of the
evidence with their thresholds. The first pass begins with all-MiniLM-L6-v2, each further one with
the encoder in --out.
"""

from __future__ import annotations

from pathlib import Path

import click

from mtqc.features.encoder import SHIPPED, EmbeddedEncoder
from mtqc.features.lexicon import lexicon_for
from mtqc.training.export_encoder import export, published, trained
from mtqc.training.garble import held
from mtqc.training.garble import weights as fitting
from mtqc.training.garble.data import data as make_data

STEPS = ("data", "train", "estimate", "export", "fit")
# Rows that each pass learns from, 0 for all there are.
PASSES = (
    {"clean": 70_000, "light": 0, "weak": 45_000, "systems": 0, "scored": 25_000, "tagged": 0},
    {"clean": 40_000, "light2": 55_000, "weak": 15_000, "systems": 0, "scored": 0, "tagged": 8_000},
    {"clean": 32_000, "light3": 48_000, "weak": 8_000, "systems": 0, "scored": 20_000,
     "tagged": 4_000, "broken": 8_000},
)  # fmt: skip
_TEXTS = 2_500


@click.command(help=__doc__)
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("work", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--links",
    type=click.Path(path_type=Path, exists=True),
    required=True,
    help="The tables that mtqc.training.senses made (its WORK/links).",
)
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, show_default=True)
@click.option("--step", "steps", type=click.Choice(STEPS), multiple=True, help="Only these.")
@click.option("--pass", "nth", type=click.IntRange(1, len(PASSES)), default=1, show_default=True)
@click.option("--threads", type=int, default=2, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def main(
    data: Path,
    work: Path,
    links: Path,
    out: Path,
    steps: tuple[str, ...],
    nth: int,
    threads: int,
    seed: int,
) -> None:
    chosen = steps or STEPS
    run = work / f"pass-{nth}"
    original = work / "original"
    if "data" in chosen:
        make_data(data, work / "data", _original(original), links)
    if "train" in chosen:
        import torch

        from mtqc.training.garble.shipped import unpack
        from mtqc.training.garble.train import AGAIN, Trainer

        torch.set_num_threads(threads)
        trainer = Trainer(work / "data", run, PASSES[nth - 1], seed)
        begun = run / "begun"
        if nth > 1 and not begun.exists():
            unpack(out, begun)
        first = (begun, AGAIN) if nth > 1 else (None, 1.0)
        trainer.run(_original(original), lexicon_for("en"), *first)
    if "estimate" in chosen:
        from mtqc.training.garble import estimate

        estimate.again(work / "data", run, work / "final", lexicon_for("en"), seed)
    if "export" in chosen:
        texts = _texts(data)
        for line in export(trained(work / "final"), out, texts[::2], texts[1::8]):
            click.echo(line)
    if "fit" in chosen:
        fit(data, out)


def _original(folder: Path) -> EmbeddedEncoder:
    """The encoder as it was published, whose vectors are to be kept."""
    if not folder.exists():
        for _ in export(published(), folder, None, None):
            pass
    return EmbeddedEncoder(folder)


def fit(data: Path, out: Path) -> None:
    """Writes `garble.json` beside the encoder in `out`."""
    encoder = EmbeddedEncoder(out)
    documents = [held.labelled(article, encoder) for article in held.translated(data, encoder)]
    weights = fitting.fit(documents)
    clean = [held.read(article, encoder) for article in held.human_news(data)]
    weights = fitting.with_thresholds(weights, clean, lexicon_for("en"))
    fitting.save(weights, out / "garble.json")
    click.echo(f"fitted on {len(documents)} documents, thresholds on {len(clean)} clean ones")


def _texts(data: Path) -> list[str]:
    """Sentences and single words, to measure what values the network takes."""
    texts = held.sentences(data, _TEXTS)
    alone = sorted({word for text in texts for word in text.split() if word.isalpha()})
    return texts + alone[:: max(1, len(alone) // _TEXTS)]


if __name__ == "__main__":
    main()
