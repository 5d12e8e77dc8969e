"""Names of several words compared whole: Gebremedhin and Gebre-Medhen, Saung Oo Yi and Song U Ye.

Word by word such names are too short to be told from other people's, or cut in other places.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from mtqc.text.names.choice import merit
from mtqc.text.names.evidence import derived, family, pinyin
from mtqc.text.names.forms import Article, Form, Spot
from mtqc.text.names.similarity import similarity

_LETTERS = 9
_WORDS = 4
_MOST = 400
_ALIKE = 0.88
_NEAR = 0.6


class Whole(msgspec.Struct):
    """A name in one spelling: its words, all of them together in small letters, where it stands."""

    words: tuple[Form, ...]
    plain: str
    spots: list[Spot]

    @property
    def text(self) -> str:
        return " ".join(form.text for form in self.words)

    @property
    def joined(self) -> str:
        return "".join(form.text for form in self.words)


class Pair(msgspec.Struct, frozen=True):
    """Two spellings of one name: the likely wrong and the likely right one, and how alike."""

    wrong: Whole
    right: Whole
    likeness: float


def pairs(found: Article) -> Iterator[Pair]:
    """Spellings of one name, in order of appearance of the earlier one."""
    wholes = list(_wholes(found))[:_MOST]
    if len(wholes) < 2:
        return
    spelled = [whole.plain for whole in wholes]
    near = cdist(
        spelled, spelled, scorer=Levenshtein.normalized_similarity, score_cutoff=_NEAR,
        dtype=np.float32,
    )  # fmt: skip
    for i, j in np.argwhere(np.triu(near, 1)).tolist():
        one, other = wholes[i], wholes[j]
        likeness = _likeness(one, other)
        if likeness:
            wrong, right = sorted((one, other), key=_worth)
            yield Pair(wrong, right, likeness)


def _wholes(found: Article) -> Iterator[Whole]:
    """Every name of two to four words, the ends of longer ones, and single long words."""
    made: dict[tuple[str, ...], Whole] = {}
    forms = found.forms
    for segment, parts in found.runs:
        words: tuple[Form, ...] = ()
        plain = ""
        ends: list[tuple[tuple[Form, ...], str, Spot]] = []
        for part in reversed(parts[-_WORDS:]):
            form = forms.get(part.text)
            if form is None or form.known.common:
                break
            words, plain = (form, *words), form.known.plain + plain
            if len(plain) >= _LETTERS:
                ends.append((words, plain, Spot(segment, part.start, parts[-1].end)))
        # A full name says more than its end.
        for words, plain, spot in reversed(ends):
            key = tuple(form.text for form in words)
            made.setdefault(key, Whole(words, plain, [])).spots.append(spot)
    return iter(made.values())


def _likeness(one: Whole, other: Whole) -> float:
    """How alike two names are, 0 where they are the same or two people's."""
    if one.plain == other.plain or len(one.words) == len(other.words) == 1:
        return 0.0
    if not {s.segment for s in one.spots}.isdisjoint(s.segment for s in other.spots):
        return 0.0
    if pinyin(one.plain, other.plain):
        return 0.0
    if len(one.words) == len(other.words) and not _word_by_word(one, other):
        return 0.0
    last = sorted((one.words[-1].known.plain, other.words[-1].known.plain), key=len)
    if family(*last) or derived(*last):
        return 0.0
    alike = similarity(one.joined, other.joined)
    return alike if alike >= _ALIKE else 0.0


def _word_by_word(one: Whole, other: Whole) -> bool:
    """Whether the words that differ are several, or one of them is nobody's."""
    unlike = [
        (a.known, b.known)
        for a, b in zip(one.words, other.words, strict=True)
        if a.known.plain != b.known.plain
    ]
    if any(a.plain[0] != b.plain[0] for a, b in unlike):
        return False
    return len(unlike) > 1 or any(
        known.unknown and not known.borne for pair in unlike for known in pair
    )


def _worth(whole: Whole) -> tuple[int, float, int]:
    worth = sum(merit(form, ()) for form in whole.words) / len(whole.words)
    return len(whole.spots), worth, -whole.spots[0].segment
