"""What each part of the data brings.

    python -m mtqc.training.garble.ablation DATA WORK ARTICLES... [--rows 24000]

Trains small networks on rows of WORK/data (`mtqc.training.garble` makes them): one on all parts and
one without each of them in turn, on as many rows, and prints what each is worth. A network that is
there is not trained again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from mtqc.evaluation import read_articles
from mtqc.features.encoder import EmbeddedEncoder
from mtqc.features.lexicon import lexicon_for
from mtqc.training.export_encoder import export, trained
from mtqc.training.garble import held
from mtqc.training.garble.measure import measure, told

# Shares of the rows.
SHARES = {
    "clean": 0.27, "light": 0.33, "weak": 0.17, "systems": 0.07, "scored": 0.1, "tagged": 0.06,
}  # fmt: skip
# Without these there is nothing to tell garbled words from, and names are not told.
_NEEDED = frozenset(("clean", "tagged"))
_TEXTS = 600


def mixtures(rows: int) -> Iterator[tuple[str, dict[str, int]]]:
    """What is left out, and how many rows of each part are learned from; all have the same sum."""
    yield "nothing", _scaled(SHARES, rows)
    for part in SHARES:
        if part not in _NEEDED:
            yield part, _scaled({n: s for n, s in SHARES.items() if n != part}, rows)


def _scaled(shares: Mapping[str, float], rows: int) -> dict[str, int]:
    whole = sum(shares.values())
    return {name: round(rows * share / whole) for name, share in shares.items()}


@click.command(help=__doc__)
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("work", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("articles", type=click.Path(exists=True), nargs=-1, required=True)
@click.option("--rows", type=int, default=24_000, show_default=True)
@click.option("--threads", type=int, default=2, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def main(
    data: Path, work: Path, articles: tuple[str, ...], rows: int, threads: int, seed: int
) -> None:
    import torch

    from mtqc.training.garble.train import Trainer

    torch.set_num_threads(threads)
    texts = [row.text for article in held.human_news(data) for row in article]
    texts = texts[:: max(1, len(texts) // _TEXTS)]
    annotated = read_articles(articles)
    for left_out, parts in mixtures(rows):
        folder = work / "ablation" / f"{rows}-{seed}-{left_out}"
        if not (folder / "model.onnx").exists():
            run = folder / "run"
            Trainer(work / "data", run, parts, seed).run(
                1, EmbeddedEncoder(work / "original"), lexicon_for("en")
            )
            for _ in export(trained(run), folder, texts, None):
                pass
            shutil.rmtree(run)
        click.echo(f"without {left_out}: {told(measure(folder, data, annotated))}")


if __name__ == "__main__":
    main()
