"""Which words of an article are suspected of standing for their twins, and what speaks for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from mtqc.core.features import Reading, Vectors
from mtqc.text.garble import evidence
from mtqc.text.senses import Senses, Twin

COMPANY = ("word's neighbours", "twin's neighbours", "other suspects")
ENCODER = (
    "sentence to article", "word to article", "sentence to nearest", "word to nearest",
    "sentence with twin", "word in sentence", "twin in sentence",
)  # fmt: skip
READ = ("word's logit", "rest of the article")
TWIN_READ = ("twin's logit",)
_NEAREST = 3
# The logit of a word that the encoder did not see: that of a good one.
_UNSEEN = -5.0
# Of a text of few words, the share of suspects is hardly known.
_DOUBT = 0.2


class Weights(msgspec.Struct, frozen=True):
    """Weights of the evidence, each list with the intercept at its end.

    `gate` of `EVIDENCE` alone says which words are looked at, `alone` adds `COMPANY`, `full`
    `ENCODER` too. Where an encoder reads the article, `noticed` adds `READ` to `alone`, and `read`
    adds `READ` and `TWIN_READ` to `full`.
    """

    gate: tuple[float, ...]
    alone: tuple[float, ...]
    full: tuple[float, ...]
    noticed: tuple[float, ...] = ()
    read: tuple[float, ...] = ()


class Suspect(NamedTuple):
    """A word of an article, its best twin and what speaks for it (`EVIDENCE`, `COMPANY`)."""

    sentence: int
    place: int
    twin: Twin
    evidence: tuple[float, ...]


@cache
def shipped_weights() -> Weights:
    file = resources.files("mtqc") / "data" / "words" / "senses.json"
    return msgspec.json.decode(file.read_bytes(), type=Weights)


def suspects(
    text: Sequence[Sequence[str]], senses: Senses, gate: Sequence[float], least: float
) -> list[Suspect]:
    """The best twin of every word whose log odds by `gate` are `least` or more, best first.

    A lemma that is suspected in several places is named once, where it fits least.
    """
    guesses = senses.guesses(text)
    if guesses is None:
        return []
    scores = guesses.evidence @ np.array(gate[:-1], np.float32) + gate[-1]
    best = np.maximum.reduceat(scores, guesses.starts)
    chances = 1 / (1 + np.exp(-best))
    total = float(chances.sum())
    found: list[Suspect] = []
    seen: set[int] = set()
    slots = np.flatnonzero(best >= least)
    for slot in slots[np.argsort(-best[slots], kind="stable")].tolist():
        start = int(guesses.starts[slot])
        end = int(guesses.starts[slot + 1]) if slot + 1 < len(guesses.starts) else len(scores)
        at = start + int(scores[start:end].argmax())
        twin = senses.twin(int(guesses.twin[at]))
        if twin.own in seen:
            continue
        seen.add(twin.own)
        sentence, place = guesses.slots[slot]
        told = (
            *guesses.evidence[at].tolist(),
            *_neighbours(text[sentence], place, twin.word, senses),
            math.log((total - float(chances[slot]) + _DOUBT) / (len(best) + _DOUBT)),
        )
        found.append(Suspect(sentence, place, twin, told))
    return found


def _neighbours(
    sentence: Sequence[str], place: int, twin: str, senses: Senses
) -> tuple[float, float]:
    """On how many sides the word, and its twin, are known to stand beside what stands there."""
    before = sentence[place - 1].lower() if place else ""
    after = sentence[place + 1].lower() if place + 1 < len(sentence) else ""
    own, other = (
        float(senses.together(before, word) + senses.together(word, after))
        for word in (sentence[place], twin)
    )
    return own, other


def as_read(
    found: Sequence[Suspect], readings: Sequence[Reading], usual: float
) -> NDArray[np.float64]:
    """`READ` for each suspect: how garbled the encoder takes the word to be, and how many times
    more garbled than the `usual` share the other sentences are (`mtqc.text.garble.evidence`)."""
    rest = evidence([reading.garble for reading in readings], usual).rest
    rows = [(_logit(readings[s.sentence], s.place), float(rest[s.sentence])) for s in found]
    return np.array(rows, np.float64).reshape(-1, len(READ))


def twins_as_read(found: Sequence[Suspect], changed: Sequence[Reading]) -> NDArray[np.float64]:
    """`TWIN_READ` for each suspect; `changed` are readings of its sentence with the twin."""
    rows = [_logit(reading, s.place) for s, reading in zip(found, changed, strict=True)]
    return np.array(rows, np.float64).reshape(-1, len(TWIN_READ))


def _logit(reading: Reading, place: int) -> float:
    value = float(reading.garble[place]) if place < len(reading.garble) else math.nan
    return value if math.isfinite(value) else _UNSEEN


def seen_by_encoder(
    found: Sequence[tuple[Suspect, str]],
    sentences: Vectors,
    changed: Vectors,
    encode: Callable[[Sequence[str]], Vectors],
) -> NDArray[np.float64]:
    """`ENCODER` for each suspect, given with its word.

    `sentences` are the vectors of the article's sentences as they are, `changed` those of the
    suspects' sentences with the twin in place.
    """
    words = encode([word for _, word in found])
    twins = encode([suspect.twin.word for suspect, _ in found])
    total = sentences.sum(axis=0)
    rows = []
    for i, (suspect, _) in enumerate(found):
        own = sentences[suspect.sentence]
        others = total - own
        others /= max(float(np.linalg.norm(others)), 1e-6)
        rest = np.delete(sentences, suspect.sentence, axis=0)
        shift, change = changed[i] - own, twins[i] - words[i]
        rows.append(
            (
                shift @ others,
                change @ others,
                _nearest(rest @ changed[i]) - _nearest(rest @ own),
                _nearest(rest @ twins[i]) - _nearest(rest @ words[i]),
                changed[i] @ own,
                words[i] @ own,
                twins[i] @ changed[i],
            )
        )
    return np.array(rows, np.float64).reshape(-1, len(ENCODER))


def _nearest(similarities: Vectors) -> float:
    if len(similarities) < _NEAREST:
        return 0.0
    return float(np.sort(similarities)[-_NEAREST:].mean())
