"""Labelled documents that the network has not learned from, to fit weights and thresholds on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mtqc.core.features import Vectors, Word
from mtqc.features.encoder import EmbeddedEncoder
from mtqc.text.garble import Sentence
from mtqc.text.words import words
from mtqc.training.garble import human, systems
from mtqc.training.garble.rows import IGNORED, Row, clean, label_of
from mtqc.training.garble.weights import Labelled
from mtqc.training.senses.corpora import rows

Article = list[Row]

# Segments in a row of one translator; every so manieth system; from which half of the file.
_LENGTH = 15
_SYSTEMS = (("ha-en", 2, 1), ("is-en", 4, None), ("ja-en", 6, None), ("ru-en", 6, None))
# A sentence is garbled where so large a part of its words is wrong.
_GARBLED = 0.12


def translated(data: Path, encoder: EmbeddedEncoder) -> Iterator[Article]:
    """News of languages and halves of files that training leaves out, by machines and by people."""
    for pair, every, half in _SYSTEMS:
        found = systems.segments(data / "wmt21" / f"segments.{pair}.jsonl.gz", half)
        yield from systems.articles(found, _LENGTH, every, encoder)


def human_news(data: Path) -> Iterator[Article]:
    """Clean news: held-out blocks of test sets and the references of whole documents."""
    for block in human.news(data, "fit"):
        yield [clean("news", pair.english) for pair in block]
    for file in sorted((data / "wmt21").glob("docs.*")):
        for row in rows(file):
            if row["version"].startswith("ref:"):
                yield [clean("reference", text) for text in row["target"]]


def sentences(data: Path, most: int) -> list[str]:
    """About so many sentences of clean news, evenly drawn."""
    texts = [row.text for article in human_news(data) for row in article]
    return texts[:: max(1, len(texts) // most)]


def labelled(article: Article, encoder: EmbeddedEncoder) -> list[Labelled]:
    """What the encoder reads in an article beside what is known of it."""
    found = read(article, encoder)
    return [
        Labelled(s.reading.garble, labels, s.reading.estimate, _garbled(labels))
        for s, labels in (
            (s, np.array([label(w, row) for w in s.words], np.float32))
            for s, row in zip(found, article, strict=True)
        )
    ]


def read(article: Article, encoder: EmbeddedEncoder) -> list[Sentence]:
    found = [words(row.text) for row in article]
    _, readings = encoder.read([row.text for row in article], found)
    return [
        Sentence(row.text, own, reading)
        for row, own, reading in zip(article, found, readings, strict=True)
    ]


def label(word: Word, row: Row) -> float:
    """The share of readers who would call the word wrong, NaN where nothing is known."""
    known = label_of(row, word.start, word.end)
    return float("nan") if known == IGNORED else known


def _garbled(labels: Vectors) -> float:
    known = labels[~np.isnan(labels)]
    if not len(known):
        return float("nan")
    share = float(known.mean())
    if share == 0:
        return 0.0
    return 1.0 if share >= _GARBLED else float("nan")
