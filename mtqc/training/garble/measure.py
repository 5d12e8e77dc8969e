"""What an encoder with heads is worth.

    python -m mtqc.training.garble.measure ENCODER DATA ARTICLES...

ENCODER is a folder with an exported model, DATA the development data (MLQE-PE dev, NTREX, PUD),
ARTICLES are folders of annotated articles. Nothing measured here was learned from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from mtqc.core.features import Lexicon, Reading, Vectors, Word
from mtqc.evaluation import Article, read_articles
from mtqc.features.encoder import EmbeddedEncoder
from mtqc.features.lexicon import lexicon_for
from mtqc.text import garble
from mtqc.text.layout import cut
from mtqc.text.words import words
from mtqc.training.senses.corpora import rows

RATES = (1.0, 5.0)


class Read(NamedTuple):
    """Sentences of one article: where each starts, its words, what the encoder reads in it."""

    starts: Sequence[int]
    words: Sequence[Sequence[Word]]
    readings: Sequence[Reading]


class Found(NamedTuple):
    """At so many flagged words in 1000 of human news: the share of serious errors that are met, and
    of flags that meet an error."""

    rate: float
    recall: float
    precision: float


class Figures(NamedTuple):
    """Share of parts of speech that are right, mean Pearson correlation of the estimate with human
    scores, and what the words' logits find by themselves, and weighed by the rest of the article
    where weights are known."""

    tags: float
    estimate: float
    alone: Sequence[Found]
    weighed: Sequence[Found]


def measure(folder: Path, data: Path, articles: Sequence[Article]) -> Figures:
    encoder, lexicon = EmbeddedEncoder(folder), lexicon_for("en")
    clean = list(_news(data, encoder))
    marked = [(article, _read_text(article.garbled, encoder)) for article in articles]
    fitted = folder / "garble.json"
    weights = garble.read(fitted.read_bytes()) if fitted.exists() else None
    return Figures(
        _tags(data, encoder, _manifest(folder)),
        _estimate(data, encoder),
        found(clean, marked, lexicon, None),
        found(clean, marked, lexicon, weights) if weights is not None else (),
    )


def found(
    clean: Sequence[Read],
    marked: Sequence[tuple[Article, Read]],
    lexicon: Lexicon,
    weights: garble.Weights | None,
) -> list[Found]:
    """What words find at each rate, by their logits or with `weights` by their log odds."""
    ranked = sorted(
        (value for one in clean for value, _, _ in _judged(one, lexicon, weights)), reverse=True
    )
    count = sum(len(sentence) for one in clean for sentence in one.words)
    result = []
    for rate in RATES:
        least = ranked[min(int(rate * count / 1000), len(ranked) - 1)]
        met = serious = flags = right = 0
        for article, read in marked:
            places = [
                (start, end)
                for value, start, end in _judged(read, lexicon, weights)
                if value > least
            ]
            flags += len(places)
            right += sum(
                any(e.start < end and start < e.end for e in article.errors)
                for start, end in places
            )
            grave = [e for e in article.errors if e.severity.serious]
            serious += len(grave)
            met += sum(any(e.start < end and start < e.end for start, end in places) for e in grave)
        result.append(Found(rate, met / max(serious, 1), right / max(flags, 1)))
    return result


def _judged(
    read: Read, lexicon: Lexicon, weights: garble.Weights | None
) -> Iterator[tuple[float, int, int]]:
    """Words that may be flagged: how bad, and where in the article."""
    values: Sequence[Vectors] = [reading.garble for reading in read.readings]
    if weights is not None:
        values = garble.odds(read.readings, weights).words
    for start, own, reading, row in zip(
        read.starts, read.words, read.readings, values, strict=True
    ):
        for word, tag, value in zip(own, reading.tags, row.tolist(), strict=True):
            if np.isfinite(value) and garble.is_word(word.text, tag, lexicon):
                yield value, start + word.start, start + word.end


def _news(data: Path, encoder: EmbeddedEncoder) -> Iterator[Read]:
    for row in rows(data / "ntrex" / "clean_docs.jsonl.gz"):
        yield _read(row["text"], [0] * len(row["text"]), encoder)


def _read_text(text: str, encoder: EmbeddedEncoder) -> Read:
    segments = cut("article", text, lang="en").segments
    return _read([s.text for s in segments], [s.start for s in segments], encoder)


def _read(texts: Sequence[str], starts: Sequence[int], encoder: EmbeddedEncoder) -> Read:
    own = [words(text) for text in texts]
    return Read(starts, own, encoder.read(texts, own)[1])


def _estimate(data: Path, encoder: EmbeddedEncoder) -> float:
    correlations = []
    for file in sorted((data / "mlqe").glob("*.dev.jsonl.gz")):
        found_ = list(rows(file))
        read = _read([row["target"] for row in found_], [0] * len(found_), encoder)
        chances = [garble.chance(reading.estimate) for reading in read.readings]
        correlations.append(np.corrcoef(chances, [row["z_mean"] for row in found_])[0, 1])
    return float(np.mean(correlations))


def _manifest(folder: Path) -> frozenset[str]:
    """The parts of speech that an encoder tells."""
    return frozenset(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tags"])


def _tags(data: Path, encoder: EmbeddedEncoder, told_apart: Set[str]) -> float:
    """Over the words of PUD that are one token there and one word here, with a tag that the encoder
    has."""
    right = count = 0
    trees = list(rows(data / "ud" / "pud.jsonl.gz"))
    read = _read([tree["text"] for tree in trees], [0] * len(trees), encoder)
    for tree, own, reading in zip(trees, read.words, read.readings, strict=True):
        at, known = 0, {}
        for token, tag in zip(tree["tokens"], tree["xpos"], strict=True):
            start = tree["text"].find(token, at)
            if start >= 0 and tag in told_apart:
                known[start, start + len(token)] = tag
            at = max(at, start + len(token))
        for word, tag in zip(own, reading.tags, strict=True):
            if (word.start, word.end) in known:
                count += 1
                right += tag == known[word.start, word.end]
    return right / max(count, 1)


def told(figures: Figures) -> str:
    """The figures on one line."""
    parts = [f"parts of speech {figures.tags:.3f}", f"estimate r {figures.estimate:.3f}"]
    for name, table in (("words", figures.alone), ("weighed", figures.weighed)):
        parts += [f"{name} at {f.rate:g}: {f.recall:.3f} ({f.precision:.2f})" for f in table]
    return ", ".join(parts)


@click.command(help=__doc__)
@click.argument("encoder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("articles", type=click.Path(exists=True), nargs=-1, required=True)
def main(encoder: Path, data: Path, articles: tuple[str, ...]) -> None:
    for folder in articles:
        click.echo(f"{folder}: {told(measure(encoder, data, read_articles([folder])))}")


if __name__ == "__main__":
    main()
