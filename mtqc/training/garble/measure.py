"""What an encoder with heads is worth.

    python -m mtqc.training.garble.measure ENCODER DATA ARTICLES...

ENCODER is a folder with an exported model, DATA the development data (MLQE-PE dev, NTREX, PUD),
ARTICLES are folders of annotated articles. Nothing measured here was learned from, but that the
machine translation of WMT21 is what weights are fitted on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import click
import numpy as np

from mtqc.core.features import Lexicon, Reading, Vectors, Word
from mtqc.evaluation import Article, read_articles
from mtqc.features.encoder import EmbeddedEncoder
from mtqc.features.lexicon import lexicon_for
from mtqc.text import garble
from mtqc.text.layout import cut
from mtqc.text.words import words
from mtqc.training.garble import held
from mtqc.training.senses.corpora import rows

RATES = (1.0, 5.0)
# A word is wrong that more than half of the readers call so.
_MOST = 0.5
_FARTHEST, _NEAR = 30.0, 0.002

Span = tuple[int, int]
# How bad, and where in the article.
Flag = tuple[float, int, int]


class Read(NamedTuple):
    """Sentences of one article: where each starts, its words, what the encoder reads in it."""

    texts: Sequence[str]
    starts: Sequence[int]
    words: Sequence[Sequence[Word]]
    readings: Sequence[Reading]


class Reads(Protocol):
    """What is asked of an encoder here."""

    def read(
        self, texts: Sequence[str], words: Sequence[Sequence[Word]]
    ) -> tuple[Any, list[Reading]]: ...


class Found(NamedTuple):
    """At so many flags in 1000 words of human news: the share of serious errors that are met, and
    of flags that meet an error."""

    rate: float
    recall: float
    precision: float


# What is flagged above some log odds.
Judge = Callable[[Read, float], Iterator[Flag]]


class Figures(NamedTuple):
    """Share of parts of speech that are right; mean Pearson correlation of the assessment with
    human scores; average precision of the words of machine translation that nobody supports; area
    under the curve of the worst words of serious errors against the words of human news; and what
    is found: by the words' logits alone, and where weights are known by the words and by the flags
    of `garbled-span` when they are weighed by the rest of the article."""

    tags: float
    assessment: float
    unsupported: float
    area: float
    found: Mapping[str, Sequence[Found]]


def measure(
    encoder: Reads,
    tags: Set[str],
    data: Path,
    articles: Sequence[Article],
    translated: Sequence[held.Article],
    weights: garble.Weights | None = None,
    in_articles: Reads | None = None,
) -> Figures:
    """`tags` are the parts of speech that the encoder tells, `translated` is labelled machine
    translation. Articles are read by `in_articles` where it is given."""
    lexicon, reader = lexicon_for("en"), in_articles or encoder
    clean = list(_news(data, reader))
    marked = [(article, _read_text(article.garbled, reader)) for article in articles]

    def alone(read: Read, least: float) -> Iterator[Flag]:
        return _of_words(read, [reading.garble for reading in read.readings], lexicon, least)

    judges = {"words": alone}
    if weights is not None:
        judges["weighed"] = lambda read, least: _of_words(
            read, garble.odds(read.readings, weights).words, lexicon, least
        )
        judges["flags"] = lambda read, least: _of_spans(read, lexicon, weights, least)
    return Figures(
        _tags(data, encoder, tags),
        _assessment(data, encoder),
        _unsupported(translated, reader),
        _area(clean, marked, alone),
        {name: found(clean, marked, judge) for name, judge in judges.items()},
    )


def found(
    clean: Sequence[Read], marked: Sequence[tuple[Article, Read]], judge: Judge
) -> list[Found]:
    """What flags find at each rate."""
    count = sum(len(sentence) for one in clean for sentence in one.words)
    result = []
    for rate in RATES:
        least = _threshold(clean, judge, rate * count / 1000)
        met = serious = flags = right = 0
        for article, read in marked:
            places = [(start, end) for _, start, end in judge(read, least)]
            flags += len(places)
            errors = [(e.start, e.end) for e in article.errors]
            right += sum(_meets(place, errors) for place in places)
            grave = [(e.start, e.end) for e in article.errors if e.severity.serious]
            serious += len(grave)
            met += sum(_meets(error, places) for error in grave)
        result.append(Found(rate, met / max(serious, 1), right / max(flags, 1)))
    return result


def _meets(place: Span, others: Sequence[Span]) -> bool:
    start, end = place
    return any(first < end and start < last for first, last in others)


def _threshold(clean: Sequence[Read], judge: Judge, most: float) -> float:
    """The lowest log odds, as near as matters, above which there are at most so many flags."""
    low, high = -_FARTHEST, _FARTHEST
    while high - low > _NEAR:
        middle = (low + high) / 2
        if sum(1 for one in clean for _ in judge(one, middle)) > most:
            low = middle
        else:
            high = middle
    return high


def _of_words(
    read: Read, values: Sequence[Vectors], lexicon: Lexicon, least: float
) -> Iterator[Flag]:
    """Words that may be flagged."""
    for start, own, reading, row in zip(
        read.starts, read.words, read.readings, values, strict=True
    ):
        for word, tag, value in zip(own, reading.tags, row.tolist(), strict=True):
            if value > least and garble.is_word(word.text, tag, lexicon):
                yield value, start + word.start, start + word.end


def _of_spans(
    read: Read, lexicon: Lexicon, weights: garble.Weights, least: float
) -> Iterator[Flag]:
    """Words that stand together, as `garbled-span` takes them."""
    sentences = [
        garble.Sentence(text, own, reading)
        for text, own, reading in zip(read.texts, read.words, read.readings, strict=True)
    ]
    article = garble.Article(sentences, garble.odds(read.readings, weights))
    for place in garble.places(article, lexicon, least, weights.reach):
        start, own = read.starts[place.sentence], read.words[place.sentence]
        yield place.worst, start + own[place.first].start, start + own[place.end - 1].end


def _area(clean: Sequence[Read], marked: Sequence[tuple[Article, Read]], judge: Judge) -> float:
    """The chance that the worst word of a serious error which has words that may be flagged is
    above a word of human news."""
    usual = np.sort([value for one in clean for value, _, _ in judge(one, -_FARTHEST)])
    worst = []
    for article, read in marked:
        words_ = list(judge(read, -_FARTHEST))
        for error in article.errors:
            place = [(error.start, error.end)]
            own = [value for value, start, end in words_ if _meets((start, end), place)]
            if own and error.severity.serious:
                worst.append(max(own))
    return float(np.searchsorted(usual, worst).mean() / len(usual))


def _unsupported(translated: Sequence[held.Article], encoder: Reads) -> float:
    logits, wrong = [], []
    for article in translated:
        read = _read([row.text for row in article], [0] * len(article), encoder)
        for own, reading, row in zip(read.words, read.readings, article, strict=True):
            labels = np.array([held.label(word, row) for word in own])
            known = np.isfinite(reading.garble) & np.isfinite(labels)
            logits.append(reading.garble[known])
            wrong.append(labels[known] > _MOST)
    found = np.concatenate(wrong)[np.argsort(-np.concatenate(logits), kind="stable")]
    precision = found.cumsum() / np.arange(1, len(found) + 1)
    return float(precision[found].mean())


def _news(data: Path, encoder: Reads) -> Iterator[Read]:
    for row in rows(data / "ntrex" / "clean_docs.jsonl.gz"):
        yield _read(row["text"], [0] * len(row["text"]), encoder)


def _read_text(text: str, encoder: Reads) -> Read:
    segments = cut("article", text, lang="en").segments
    return _read([s.text for s in segments], [s.start for s in segments], encoder)


def _read(texts: Sequence[str], starts: Sequence[int], encoder: Reads) -> Read:
    own = [words(text) for text in texts]
    return Read(texts, starts, own, encoder.read(texts, own)[1])


def _assessment(data: Path, encoder: Reads) -> float:
    correlations = []
    for file in sorted((data / "mlqe").glob("*.dev.jsonl.gz")):
        found_ = list(rows(file))
        read = _read([row["target"] for row in found_], [0] * len(found_), encoder)
        chances = [garble.chance(reading.assessment) for reading in read.readings]
        correlations.append(np.corrcoef(chances, [row["z_mean"] for row in found_])[0, 1])
    return float(np.mean(correlations))


def parts_of_speech(folder: Path) -> frozenset[str]:
    """Those that an exported encoder tells."""
    return frozenset(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tags"])


def _tags(data: Path, encoder: Reads, told_apart: Set[str]) -> float:
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
    parts = [
        f"parts of speech {figures.tags:.3f}",
        f"assessment r {figures.assessment:.3f}",
        f"unsupported words {figures.unsupported:.3f}",
        f"area {figures.area:.3f}",
    ]
    for name, table in figures.found.items():
        parts += [f"{name} at {f.rate:g}: {f.recall:.3f} ({f.precision:.2f})" for f in table]
    return ", ".join(parts)


@click.command(help=__doc__)
@click.argument("encoder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("articles", type=click.Path(exists=True), nargs=-1, required=True)
def main(encoder: Path, data: Path, articles: tuple[str, ...]) -> None:
    reader, tags = EmbeddedEncoder(encoder), parts_of_speech(encoder)
    fitted = encoder / "garble.json"
    weights = garble.read(fitted.read_bytes()) if fitted.exists() else None
    translated = list(held.translated(data, reader))
    for folder in articles:
        figures = measure(reader, tags, data, read_articles([folder]), translated, weights)
        click.echo(f"{folder}: {told(figures)}")


if __name__ == "__main__":
    main()
