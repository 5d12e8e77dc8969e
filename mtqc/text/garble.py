"""From what the encoder's heads say of single words to garbled places of an article.

A word's chance of being garbled is read from its own logit and from how garbled the rest of the
article is: so a clean article gets hardly a flag, and a garbled one gets them freely. The few
coefficients are fitted by `mtqc.training.garble.weights` and stored beside the encoder.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Sequence, Set
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from mtqc.core.document import Document
from mtqc.core.features import Features, Lexicon, Reading, Vectors, Word

# How many words of the usual kind a sentence, and the rest of an article, count with beside their
# own: of a few words it is hardly known how garbled they are.
_OWN_DOUBT, _REST_DOUBT = 5.0, 50.0
_FARTHEST = 30.0
# The chance of a word up to which it is no part of a sentence's trouble.
_FAIR = 0.15
_LONGEST = 6
_NAMES_AND_NUMBERS = frozenset({"NNP", "NNPS", "CD"})
# A capitalised word may be a name, unless it is a word as common as one in 100,000.
_COMMON = 4.0
_JOINED = re.compile(r"[\s’'‐‑–-]*")


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From these log odds on there are `per_1000` flags in 1000 words of clean news."""

    per_1000: float
    log_odds: float


class WordTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The log odds of a word: `intercept` + `logit` · its logit + `rest` · log of how many times
    more garbled the other sentences are than usual."""

    intercept: float
    logit: float
    rest: float


class SentenceTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The log odds of a sentence: `estimate` weighs its estimate turned round, `words` and `rest`
    how many times more garbled than usual its own words and the other sentences are."""

    intercept: float
    estimate: float
    words: float
    rest: float


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`usual` is the share of garbled words in an average article; a word joins a garbled place
    from `reach` below its threshold. Thresholds go from few flags to many.

    Raises `ValueError` for weights by which a worse reading would be a better verdict.
    """

    version: int
    usual: float
    reach: float
    word: WordTerms
    sentence: SentenceTerms
    spans: tuple[Threshold, ...] = ()
    sentences: tuple[Threshold, ...] = ()

    def __post_init__(self) -> None:
        terms = (*_terms(self.word), *_terms(self.sentence))
        rising = [term for name, term in terms if name != "intercept"]
        if not all(math.isfinite(term) for _, term in terms) or min(rising) < 0:
            raise ValueError("weights are finite numbers, and none of a reading is negative")
        if not 0 < self.usual < 1 or self.reach < 0:
            raise ValueError("usual lies between 0 and 1, reach is not negative")
        for table in (self.spans, self.sentences):
            rates, bounds = [t.per_1000 for t in table], [t.log_odds for t in table]
            if rates != sorted(set(rates)) or bounds != sorted(bounds, reverse=True):
                raise ValueError("more flags need a lower threshold")


def _terms(terms: WordTerms | SentenceTerms) -> list[tuple[str, float]]:
    return list(msgspec.structs.asdict(terms).items())


def bound(table: Sequence[Threshold], rate: float) -> float | None:
    """The log odds that give at most `rate` flags in 1000 words, None where none is known."""
    known = [threshold.log_odds for threshold in table if threshold.per_1000 <= rate]
    return known[-1] if known else None


def least(table: Sequence[Threshold], rate: float) -> float:
    """The confidence, rounded as issues have it, that gives at most `rate` flags in 1000 words; 1
    where none is known."""
    known = bound(table, rate)
    return 1.0 if known is None else round(chance(known), 3)


def table(thresholds: Sequence[Threshold]) -> str:
    """Thresholds in Markdown."""
    rows = [
        f"| {one.per_1000:g} | {one.log_odds:.2f} | {chance(one.log_odds):.0%} |"
        for one in thresholds
    ]
    return "\n".join(
        [
            "| flags in 1000 words of clean news | log odds from | chance |",
            "|---:|---:|---:|",
            *rows,
        ]
    )


class Shipped(NamedTuple):
    """The weights that come with mtqc, and what tells them from others."""

    weights: Weights
    digest: str


@cache
def shipped() -> Shipped | None:
    """None where the encoder that comes with mtqc has no heads."""
    file = resources.files("mtqc") / "data" / "encoder" / "garble.json"
    if not file.is_file():
        return None
    data = file.read_bytes()
    return Shipped(read(data), hashlib.sha256(data).hexdigest()[:12])


def read(data: bytes) -> Weights:
    """Raises `msgspec.ValidationError` for anything but weights."""
    return msgspec.json.decode(data, type=Weights)


class Sentence(NamedTuple):
    """A sentence of an article with its words and what the encoder reads in it."""

    text: str
    words: Sequence[Word]
    reading: Reading


class Odds(NamedTuple):
    """Log odds of being garbled: of each word of each sentence, NaN where the encoder saw nothing
    of it, and of each sentence."""

    words: list[Vectors]
    sentences: Vectors


class Evidence(NamedTuple):
    """Shape (sentences,): how many times more garbled than usual a sentence's own words and those
    of the other sentences are, as logarithms."""

    own: Vectors
    rest: Vectors


def evidence(logits: Sequence[Vectors], usual: float) -> Evidence:
    """`logits` are those of the words of each sentence of one article."""
    together = np.concatenate(logits) if logits else np.zeros(0, np.float32)
    owners = np.repeat(np.arange(len(logits)), [len(row) for row in logits])
    seen = np.isfinite(together)
    owners = owners[seen]
    sums = np.bincount(owners, _chances(together[seen]), len(logits))
    counts = np.bincount(owners, minlength=len(logits))
    own = (sums + usual * _OWN_DOUBT) / (counts + _OWN_DOUBT)
    others = counts.sum() - counts
    # Subtracting leaves a hair below nothing where one sentence is all.
    rest = (np.maximum(sums.sum() - sums, 0.0) + usual * _REST_DOUBT) / (others + _REST_DOUBT)
    return Evidence(*((np.log(share / usual)).astype(np.float32) for share in (own, rest)))


def _chances(log_odds: Vectors) -> NDArray[np.float64]:
    chances: NDArray[np.float64] = 1 / (
        1 + np.exp(-np.clip(log_odds, -_FARTHEST, _FARTHEST, dtype=np.float64))
    )
    return chances


def chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(log_odds, -_FARTHEST), _FARTHEST)))


def log_odds(share: float) -> float:
    """The log odds of a chance between 0 and 1, bounded as `chance` bounds them."""
    return min(max(math.log(share / (1 - share)), -_FARTHEST), _FARTHEST)


def odds(readings: Sequence[Reading], weights: Weights) -> Odds:
    """The readings of all sentences of one article, weighed."""
    logits = [reading.garble for reading in readings]
    own, rest = evidence(logits, weights.usual)
    by_word = weights.word
    others = (by_word.intercept + by_word.rest * rest).tolist()
    words = [by_word.logit * row + added for row, added in zip(logits, others, strict=True)]
    by_sentence = weights.sentence
    estimates = np.array([reading.estimate for reading in readings], np.float32)
    sentences = (
        by_sentence.intercept
        - by_sentence.estimate * estimates
        + by_sentence.words * own
        + by_sentence.rest * rest
    )
    return Odds(words, sentences)


class Article(NamedTuple):
    """The sentences of a document and how they are judged."""

    sentences: Sequence[Sentence]
    odds: Odds


def article_of(document: Document, features: Features, weights: Weights) -> Article:
    """Made once for a document."""

    def make() -> Article:
        readings = features.readings(document)
        sentences = [
            Sentence(segment.text, features.words(segment), reading)
            for segment, reading in zip(document.segments, readings, strict=True)
        ]
        return Article(sentences, odds(readings, weights))

    article: Article = features.shared("garble", make)
    return article


class Place(NamedTuple):
    """Garbled words that stand together: from `first` to before `end`, numbers of words. `worst` is
    the highest log odds among them."""

    sentence: int
    first: int
    end: int
    worst: float


def places(article: Article, lexicon: Lexicon, threshold: float, reach: float) -> list[Place]:
    """The garbled places of an article, in reading order.

    Each grows from a word of `threshold` or more, which is no name and no number, to its
    neighbours of `threshold - reach` or more, and over a single better word between two bad ones;
    never over a mark and to six words at most.
    """
    return [
        Place(number, *place)
        for number, (sentence, row) in enumerate(
            zip(article.sentences, article.odds.words, strict=True)
        )
        if bool((row >= np.float64(threshold)).any())
        for place in _in_sentence(sentence, row.tolist(), lexicon, threshold, reach)
    ]


def stretches(article: Article, threshold: float, min_words: int) -> list[Place]:
    """Where the trouble lies in each sentence of log odds `threshold` or more that has so many
    words: those in a row whose chances are farthest above a fair share, all together. `worst` is
    that of the sentence.
    """
    return [
        Place(number, *_stretch(article.odds.words[number]), float(article.odds.sentences[number]))
        for number in np.flatnonzero(article.odds.sentences >= threshold).tolist()
        if len(article.odds.words[number]) >= max(min_words, 1)
    ]


def _stretch(row: Vectors) -> tuple[int, int]:
    """The part of the largest sum (Bentley 1984, "Programming Pearls: algorithm design
    techniques", Kadane's scan)."""
    best, first, end = -math.inf, 0, 0
    sum_, start = 0.0, 0
    for number, value in enumerate(np.nan_to_num(row, nan=-_FARTHEST).tolist()):
        if sum_ <= 0:
            sum_, start = 0.0, number
        sum_ += chance(value) - _FAIR
        if sum_ > best:
            best, first, end = sum_, start, number + 1
    return first, end


def _in_sentence(
    sentence: Sentence, row: Sequence[float], lexicon: Lexicon, threshold: float, reach: float
) -> list[tuple[int, int, float]]:
    seeds = {
        number
        for number, value in enumerate(row)
        if value >= threshold
        and is_word(sentence.words[number].text, sentence.reading.tags[number], lexicon)
    }
    taken: set[int] = set()
    found: list[tuple[int, int, float]] = []
    for seed in sorted(seeds, key=lambda number: (-row[number], number)):
        if seed in taken:
            continue
        first, end = seed, seed + 1
        while True:
            wider = [
                (row[edge], -start, start, stop)
                for edge, start, stop in _steps(first, end, len(row), seeds)
                if row[edge] >= threshold - reach
                and stop - start <= _LONGEST
                and taken.isdisjoint(range(start, stop))
                and _together(sentence, start, stop)
            ]
            if not wider:
                break
            first, end = max(wider)[2:]
        taken.update(range(first, end))
        found.append((first, end, row[seed]))
    return sorted(found)


def _steps(first: int, end: int, words: int, seeds: Set[int]) -> Iterator[tuple[int, int, int]]:
    """A neighbour of a place, or the very bad word behind it, and the place with it."""
    if first >= 1:
        yield first - 1, first - 1, end
    if end < words:
        yield end, first, end + 1
    if {first - 2, first} <= seeds:
        yield first - 2, first - 2, end
    if {end - 1, end + 1} <= seeds:
        yield end + 1, first, end + 2


def _together(sentence: Sentence, first: int, end: int) -> bool:
    """Whether no mark stands between the words."""
    text, words = sentence.text, sentence.words
    return all(
        _JOINED.fullmatch(text, one.end, other.start)
        for one, other in zip(words[first : end - 1], words[first + 1 : end], strict=True)
    )


def likely_places(article: Article, lexicon: Lexicon, weights: Weights) -> list[Place]:
    """The garbled places by the lowest of the thresholds."""
    if not weights.spans:
        return []
    return places(article, lexicon, weights.spans[-1].log_odds, weights.reach)


def is_word(word: str, tag: str, lexicon: Lexicon) -> bool:
    """Whether a word may be called garbled by itself: names and numbers may not."""
    if tag in _NAMES_AND_NUMBERS or any(character.isdigit() for character in word):
        return False
    return word.islower() or lexicon.frequency(word.lower()) >= _COMMON


def garbled_throughout(
    article: Article, marked: Sequence[Place], threshold: float, min_words: int
) -> list[int]:
    """The sentences of `threshold` or more whose trouble is not one place of `marked` alone: such
    a place says more than a mark on the whole sentence."""
    by_sentence: dict[int, list[Place]] = {}
    for place in marked:
        by_sentence.setdefault(place.sentence, []).append(place)

    def size(number: int) -> int:
        return len(article.sentences[number].words)

    def one_place(number: int) -> bool:
        own = by_sentence.get(number, [])
        return len(own) == 1 and 2 * (own[0].end - own[0].first) < size(number)

    return [
        number
        for number in np.flatnonzero(article.odds.sentences >= threshold).tolist()
        if size(number) >= min_words and not one_place(number)
    ]
