"""Weights of the evidence for a wrong sense, fitted on news in which words were exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqc.features.encoder import EmbeddedEncoder
from mtqc.text import garble
from mtqc.text.sense_evidence import Suspect, as_read, seen_by_encoder, suspects, twins_as_read
from mtqc.text.senses import Senses
from mtqc.text.words import words as cut_words
from mtqc.training.senses.news import Piece, Text
from mtqc.training.senses.words import frequency

# One word in so many is exchanged, in every other text none, or an article's other suspects would
# say nothing; a word is exchanged for one at most so much rarer, or rarity is all that is learned.
_ONE_IN = (0, 35, 0, 120)
_RARER = 1.2
_EVERYWHERE = 0.5
_RIDGE = 1.0
_ROUNDS = 12


class Spoiled(NamedTuple):
    """A text with exchanged words: by sentence and place, the row of the right word."""

    text: Text
    right: dict[tuple[int, int], int]


def spoil(text: Text, senses: Senses, random: np.random.Generator, one_in: int) -> Spoiled:
    """Words of the text exchanged for twins, in small numbers."""
    result = [list(sentence) for sentence in text]
    right: dict[tuple[int, int], int] = {}
    slots = [
        (s, place)
        for s, sentence in enumerate(text)
        for place, word in enumerate(sentence)
        if senses.twins(word)
    ]
    if not slots or not one_in:
        return Spoiled(result, right)
    count = max(1, sum(map(len, text)) // one_in)
    for at in random.permutation(len(slots))[:count].tolist():
        s, place = slots[at]
        word = text[s][place]
        twins = [t for t in senses.twins(word) if frequency(t.word) > frequency(word) - _RARER]
        if not twins or (s, place) in right:
            continue
        weights = np.array([twin.strength for twin in twins])
        twin = twins[int(random.choice(len(twins), p=weights / weights.sum()))]
        same = [q for q in slots if text[q[0]][q[1]] == word and q not in right]
        if random.random() > _EVERYWHERE:
            same = [(s, place)]
        for q in same:
            result[q[0]][q[1]] = twin.word
            right[q] = twin.own
    return Spoiled(result, right)


def examples(
    texts: Sequence[Text], senses: Senses, seed: int = 11
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Evidence of the right twin of exchanged words, and of the best twins of all others."""
    random = np.random.default_rng(seed)
    rows: list[NDArray[np.float32]] = []
    wrong: list[bool] = []
    for nth, text in enumerate(texts):
        spoiled = spoil(text, senses, random, _ONE_IN[nth % len(_ONE_IN)])
        guesses = senses.guesses(spoiled.text)
        if guesses is None:
            continue
        ends = [*guesses.starts[1:].tolist(), len(guesses.slot)]
        for slot, start, end in zip(guesses.slots, guesses.starts.tolist(), ends, strict=True):
            evidence = guesses.evidence[start:end]
            right = spoiled.right.get(slot)
            if right is None:
                rows.append(evidence[evidence[:, :4].sum(axis=1).argmax()])
                wrong.append(False)
                continue
            for number, row in zip(guesses.twin[start:end].tolist(), evidence, strict=True):
                if senses.twin(number).row == right:
                    rows.append(row)
                    wrong.append(True)
    return np.array(rows, np.float64), np.array(wrong)


def logistic(
    rows: NDArray[np.float64], wrong: NDArray[np.bool_] | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights and, last, the intercept, by Newton's method with a small ridge penalty.

    `wrong` may be chances between 0 and 1.
    """
    design = np.column_stack([rows, np.ones(len(rows))])
    weights = np.zeros(design.shape[1])
    ridge = np.full(len(weights), _RIDGE)
    ridge[-1] = 0
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (wrong - chance) - ridge * weights
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


def news(pieces: Sequence[Piece], use: str) -> list[Text]:
    return [p.text for p in pieces if p.use == use and p.kind == "news"]


class Rows(NamedTuple):
    """Evidence of words that pass the gate, and whether each was exchanged.

    `full` has the columns of `Weights.full`; `noticed` and `read` have those of the weights of that
    name, where the encoder reads.
    """

    full: NDArray[np.float64]
    noticed: NDArray[np.float64]
    read: NDArray[np.float64]
    wrong: NDArray[np.bool_]


def second_examples(
    texts: Sequence[Text], senses: Senses, gate: Sequence[float], least: float,
    encoder: EmbeddedEncoder, most: int, seed: int = 12,
) -> Rows:  # fmt: skip
    """All evidence of the words that pass the gate, at most so many a text."""
    random = np.random.default_rng(seed)
    rows: list[tuple[NDArray[np.float64], ...]] = []
    wrong: list[bool] = []
    for nth, text in enumerate(texts):
        spoiled = spoil(text, senses, random, _ONE_IN[nth % len(_ONE_IN)])
        found = suspects(spoiled.text, senses, gate, least)[:most]
        kept = []
        for suspect in found:
            right = spoiled.right.get((suspect.sentence, suspect.place))
            if right is None or right == suspect.twin.row:
                kept.append(suspect)
                wrong.append(right is not None)
        if kept:
            rows.append(_all_evidence(spoiled.text, kept, encoder))
    full, noticed, read = map(np.concatenate, zip(*rows, strict=True))
    return Rows(full, noticed, read, np.array(wrong))


def _all_evidence(
    text: Text, found: Sequence[Suspect], encoder: EmbeddedEncoder
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The columns of `Rows` for suspects of one text."""
    sentences = [" ".join(sentence) for sentence in text]
    changed, words_ = [], []
    for suspect in found:
        words = list(text[suspect.sentence])
        words_.append((suspect, words[suspect.place]))
        words[suspect.place] = suspect.twin.word
        changed.append(" ".join(words))
    own = np.array([suspect.evidence for suspect in found])
    fitted = garble.shipped()
    if not encoder.has_heads or fitted is None:
        by_encoder = seen_by_encoder(
            words_, encoder.encode(sentences), encoder.encode(changed), encoder.encode
        )
        nothing = np.zeros((len(found), 0))
        return np.column_stack([own, by_encoder]), nothing, nothing
    vectors, readings = encoder.read(sentences, list(map(cut_words, sentences)))
    others, other_readings = encoder.read(changed, list(map(cut_words, changed)))
    read = as_read(found, readings, fitted.weights.usual)
    full = np.column_stack([own, seen_by_encoder(words_, vectors, others, encoder.encode)])
    return (
        full,
        np.column_stack([own, read]),
        np.column_stack([full, read, twins_as_read(found, other_readings)]),
    )
