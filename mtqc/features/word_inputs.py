"""What the shipped encoder is told of each word beside its subwords: its case and how common it is.

Its vocabulary is lower case and knows no counts; both say much about whether a word is garbled.
Training and running share this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from mtqc.core.features import Lexicon, Word

CASES = 8
RARITIES = 12

_NO_WORD, _NUMBER, _LOWER, _TITLE, _CAPITALS, _MIXED, _FIRST = range(7)
_UNKNOWN, _KNOWN, _COMPOUND = 1, 2, RARITIES - 1
_STEP = 0.7
_KNOWN_PART = 2.5


class TokenInputs(NamedTuple):
    """For each token of a text its case and rarity, 0 outside words; for each word of the text
    the place of its first token, -1 where it has none."""

    cases: list[int]
    rarities: list[int]
    places: list[int]


def token_inputs(
    offsets: Sequence[tuple[int, int]], words: Sequence[Word], lexicon: Lexicon
) -> TokenInputs:
    """`offsets` are code points of the tokens in the text, in order; empty for special tokens."""
    cases, rarities = [_NO_WORD] * len(offsets), [0] * len(offsets)
    places = [-1] * len(words)
    tokens = enumerate(offsets)
    place, (start, end) = next(tokens, (0, (0, 0)))
    for number, (word, case, rarity) in enumerate(_described(words, lexicon)):
        while end <= word.start and place < len(offsets):
            place, (start, end) = next(tokens, (len(offsets), (0, 0)))
        while place < len(offsets) and start < word.end:
            if end > start:
                cases[place], rarities[place] = case, rarity
                if places[number] < 0:
                    places[number] = place
            place, (start, end) = next(tokens, (len(offsets), (0, 0)))
    return TokenInputs(cases, rarities, places)


def _described(words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[Word, int, int]]:
    for number, word in enumerate(words):
        case = _case(word.text)
        yield word, (_FIRST if case == _TITLE and not number else case), _rarity(word.text, lexicon)


@lru_cache(16_384)
def _case(word: str) -> int:
    if not any(character.isalpha() for character in word):
        return _NUMBER
    if word.islower():
        return _LOWER
    if word.isupper():
        return _CAPITALS if len(word) > 1 else _TITLE
    return _TITLE if word[0].isupper() and word[1:].islower() else _MIXED


@lru_cache(16_384)
def _rarity(word: str, lexicon: Lexicon) -> int:
    if not any(character.isalpha() for character in word):
        return 0
    frequency = lexicon.frequency(word)
    if frequency <= 0:
        parts = [part for part in word.split("-") if part]
        if len(parts) > 1 and min(map(lexicon.frequency, parts)) > _KNOWN_PART:
            return _COMPOUND
        return _UNKNOWN
    return min(_COMPOUND - 1, _KNOWN + int(max(0.0, frequency - 1.0) / _STEP))
