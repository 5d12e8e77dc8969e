"""Fits what turns the encoder's readings into flags: `mtqc/data/encoder/garble.json`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from mtqc.core.features import Lexicon, Vectors
from mtqc.text.garble import (
    Article,
    Sentence,
    SentenceTerms,
    Threshold,
    Weights,
    WordTerms,
    evidence,
    garbled_throughout,
    likely_places,
    odds,
    places,
)
from mtqc.training.senses.fit import logistic

VERSION = 1
RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
REACH = 1.5
MIN_WORDS = 5
_STEPS = 20


class Labelled(NamedTuple):
    """A sentence and what readers say of it.

    `logits` and `labels` have one entry per word: the encoder's logit, and the share of readers
    who call the word garbled; `garbled` is the same for the sentence. NaN where unknown. `estimate`
    is the encoder's.
    """

    logits: Vectors
    labels: Vectors
    estimate: float
    garbled: float


class NoEvidence(ValueError):
    """What the encoder says has nothing to do with the labels."""


def fit(documents: Sequence[Sequence[Labelled]]) -> Weights:
    """Weights without thresholds, by logistic regression over all labelled words and sentences.

    No weight of a reading is negative: one that would be is left out. Raises `NoEvidence` where
    that befalls a word's own logit.
    """
    usual = _usual(documents)
    word_rows, word_labels, rows, labels = [], [], [], []
    for document in documents:
        own, rest = evidence([sentence.logits for sentence in document], usual)
        for number, sentence in enumerate(document):
            others = np.full(len(sentence.logits), rest[number])
            word_rows.append(np.column_stack([sentence.logits, others]))
            word_labels.append(sentence.labels)
            rows.append((-sentence.estimate, own[number], rest[number]))
            labels.append(sentence.garbled)
    of_words = _rising(np.concatenate(word_rows), np.concatenate(word_labels))
    of_sentences = _rising(np.array(rows, np.float64), np.array(labels, np.float64))
    if of_words[0] <= 0:
        raise NoEvidence("a higher logit does not make a word more likely to be garbled")
    return Weights(
        version=VERSION,
        usual=usual,
        reach=REACH,
        word=WordTerms(intercept=of_words[2], logit=of_words[0], rest=of_words[1]),
        sentence=SentenceTerms(
            intercept=of_sentences[3],
            estimate=of_sentences[0],
            words=of_sentences[1],
            rest=of_sentences[2],
        ),
    )


def with_thresholds(
    weights: Weights,
    clean: Sequence[Sequence[Sentence]],
    lexicon: Lexicon,
    rates: Sequence[float] = RATES,
) -> Weights:
    """The weights with the thresholds that give so many flags in 1000 words of clean articles.

    A rate at which so few words have no flag at all is left out.
    """
    articles = [
        Article(sentences, odds([one.reading for one in sentences], weights)) for sentences in clean
    ]
    words = sum(len(sentence.words) for article in articles for sentence in article.sentences)

    def spans(threshold: float) -> int:
        return sum(len(places(one, lexicon, threshold, weights.reach)) for one in articles)

    values = [row for article in articles for row in article.odds.words]
    found = _thresholds(spans, np.concatenate(values), words, rates)
    weights = msgspec.structs.replace(weights, spans=found)
    marked = [likely_places(article, lexicon, weights) for article in articles]

    def sentences(threshold: float) -> int:
        return sum(
            len(garbled_throughout(article, own, threshold, MIN_WORDS))
            for article, own in zip(articles, marked, strict=True)
        )

    by_sentence = np.concatenate([article.odds.sentences for article in articles])
    found = _thresholds(sentences, by_sentence, words, rates)
    return msgspec.structs.replace(weights, sentences=found)


def save(weights: Weights, path: Path) -> None:
    data = msgspec.json.format(msgspec.json.encode(weights), indent=2)
    path.write_bytes(data + b"\n")


def _usual(documents: Sequence[Sequence[Labelled]]) -> float:
    """The mean over articles of the mean chance that a logit means by itself."""
    shares = []
    for document in documents:
        logits = np.concatenate([sentence.logits for sentence in document])
        seen = logits[np.isfinite(logits)].astype(np.float64)
        if len(seen):
            shares.append(float((1 / (1 + np.exp(-np.clip(seen, -30, 30)))).mean()))
    return round(float(np.mean(shares)), 5)


def _rising(rows: NDArray[np.float64], labels: NDArray[np.float64]) -> list[float]:
    """Weights of the columns, none below 0, and the intercept."""
    known = np.isfinite(labels) & np.isfinite(rows).all(axis=1)
    rows, labels = rows[known].astype(np.float64), labels[known].astype(np.float64)
    columns = list(range(rows.shape[1]))
    while True:
        *found, intercept = logistic(rows[:, columns], labels).tolist()
        if not found or min(found) >= 0:
            break
        del columns[int(np.argmin(found))]
    weights = dict(zip(columns, found, strict=True))
    return [round(weights.get(n, 0.0), 4) for n in range(rows.shape[1])] + [round(intercept, 4)]


def _thresholds(
    count: Callable[[float], int],
    values: NDArray[np.floating],
    words: int,
    rates: Sequence[float],
) -> tuple[Threshold, ...]:
    """For each rate the lowest of some thresholds at which, and above which, there are not more."""
    ranked = np.sort(values[np.isfinite(values)])[::-1]
    found: list[Threshold] = []
    for rate in sorted(rates):
        allowed = rate * words / 1000
        if allowed < 1 or not len(ranked):
            continue
        # One flag holds several words, and some words can't be flagged.
        low, high = -1, min(len(ranked), int(allowed * 20))
        while high - low > 1:
            for rank in np.unique(np.linspace(low + 1, high - 1, _STEPS).astype(int)).tolist():
                if count(float(ranked[rank])) > allowed:
                    high = rank
                    break
                low = rank
        best = float(ranked[low]) if low >= 0 else None
        if best is not None and (not found or best <= found[-1].log_odds):
            # Rounded up: not a flag more than was counted.
            found.append(Threshold(rate, float(np.ceil(best * 1000) / 1000)))
    return tuple(found)
