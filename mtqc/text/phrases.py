"""Finding many fixed phrases at once, word by word, in any of their inflections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise, product
from typing import Generic, TypeVar

from mtqc.core.features import Word

T = TypeVar("T")

# A slot: the words that may stand there, and whether it may be left out.
_Slot = tuple[frozenset[str], bool]
_SMALL = frozenset(
    "a an the of to in on at by for from with into out off up and or as it is was be been".split()
)
_ES = ("s", "x", "z", "ch", "sh")


class PhraseBook(Generic[T]):
    """Phrases, each with a value, indexed by their first words.

    A phrase is written as words between blanks; `a/b` stands for either, `the?` may be missing,
    `no-fly` also matches "no fly". The last word may be plural or possessive.
    """

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[_Slot, ...], T]]] = {}
        self._alone: set[str] = set()
        self._telling: set[tuple[str, str]] = set()

    def add(self, phrase: str, value: T) -> None:
        """Add a phrase. Raises `ValueError` where its first word is optional or it is empty."""
        for variant in _variants(phrase):
            slots = _slots(variant)
            if not slots or slots[0][1]:
                raise ValueError(f"a phrase must begin with a word: {phrase!r}")
            telling = _telling(slots)
            if telling is None:
                rarest = min((s for s, may_miss in slots if not may_miss), key=_small)
                self._alone.update(rarest)
            else:
                self._telling.update(telling)
            for first in sorted(slots[0][0]):
                self._by_first.setdefault(first, []).append((slots[1:], value))

    def may_match(self, words: Sequence[str], pairs: Set[tuple[str, str]]) -> bool:
        """False where `find` would find nothing; `pairs` are the neighbours in the lower-case
        `words`. Far quicker than `find`."""
        return not (self._alone.isdisjoint(words) and self._telling.isdisjoint(pairs))

    def find(self, words: Sequence[Word], text: str) -> Iterator[tuple[int, int, T]]:
        """Phrases in the `words` of `text` as (start, end, value), the longest at each
        place, and of equal ones the last added.

        Words of a phrase are parted by one blank or hyphen, never by punctuation.
        """
        lowered = [w.text.lower() for w in words]
        by_first = self._by_first
        at = 0
        for index, first in enumerate(lowered):
            entries = by_first.get(first)
            if entries is None or index < at:
                continue
            best: tuple[int, T] | None = None
            for slots, value in entries:
                end = _match(slots, lowered, index + 1)
                if (
                    end is not None
                    and (best is None or end >= best[0])
                    and _adjacent(words, index, end, text)
                ):
                    best = (end, value)
            if best is not None:
                at = best[0]
                yield words[index].start, words[at - 1].end, best[1]


def _telling(slots: tuple[_Slot, ...]) -> Iterable[tuple[str, str]] | None:
    """Neighbours of which every match of a phrase has one, the least ordinary that it offers.

    None where it has no two words side by side for certain.
    """
    sure = [
        (first, second)
        for (first, may_miss), (second, may_miss_too) in pairwise(slots)
        if not may_miss and not may_miss_too
    ]
    if not sure:
        return None
    first, second = min(sure, key=lambda pair: _small(pair[0]) + _small(pair[1]))
    return product(first, second)


def _small(slot: frozenset[str]) -> int:
    return len(_SMALL & slot)


def _match(slots: tuple[_Slot, ...], lowered: Sequence[str], at: int) -> int | None:
    """The index after the last matched word, None where the slots don't match from `at` on."""
    for accepted, optional in slots:
        if at < len(lowered) and lowered[at] in accepted:
            at += 1
        elif not optional:
            return None
    return at


def _adjacent(words: Sequence[Word], first: int, end: int, text: str) -> bool:
    return all(
        text[words[i].end : words[i + 1].start] in (" ", "-", "\u00a0")
        for i in range(first, end - 1)
    )


def _variants(phrase: str) -> tuple[str, ...]:
    """The phrase and, where it has a hyphen in a word of its own slot, the same with a blank."""
    tokens = phrase.split()
    hyphenated = [t for t in tokens if "-" in t and "/" not in t]
    if not hyphenated:
        return (phrase,)
    return (phrase, " ".join(t.replace("-", " ") if t in hyphenated else t for t in tokens))


def _slots(phrase: str) -> tuple[_Slot, ...]:
    tokens = phrase.split()
    slots: list[_Slot] = []
    for index, token in enumerate(tokens):
        optional = token.endswith("?")
        accepted = set(token.rstrip("?").split("/"))
        if index == len(tokens) - 1:
            accepted |= {form for word in accepted for form in _inflected(word)}
        slots.append((frozenset(accepted), optional))
    return tuple(slots)


def _inflected(word: str) -> tuple[str, ...]:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        plural = word[:-1] + "ies"
    elif word.endswith(_ES):
        plural = word + "es"
    else:
        plural = word + "s"
    return plural, word + "'s", word + "’s", plural + "'"
