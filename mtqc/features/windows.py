"""Texts of more tokens than a network reads at once, in windows that overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from mtqc.core.features import Lexicon, Word
from mtqc.features.word_inputs import token_inputs

OVERLAP = 64
# Of a longer text only slices are read, spread evenly over it.
LONGEST = 100_000
SLICES = 50

Pair = tuple[int, int]


class Window(NamedTuple):
    """What the network reads at once: token ids, and of each token the case and the rarity of its
    word; the latter two are empty for a network that isn't told."""

    ids: Sequence[int]
    cases: Sequence[int] = ()
    rarities: Sequence[int] = ()


class Tokens(NamedTuple):
    """A text as windows. `places` are those of the first tokens of its words, counted through all
    windows as if they stood in a row; -1 for a word that no window shows."""

    windows: list[Window]
    places: list[int]


def tokens_of(
    text: str,
    encoding: Callable[[str], Any],
    size: int,
    told: tuple[Sequence[Word], Lexicon] | None,
) -> Tokens:
    """`encoding` gives `ids` and `offsets` of a text with one special token at each end; `size` is
    the most tokens of a window; `told` are the text's words, with what is known of their language,
    for a network that is told of words."""
    if len(text) <= LONGEST:
        return _cut(encoding(text), size, told)
    windows: list[Window] = []
    places = [-1] * len(told[0] if told else ())
    before = 0
    for start, end in _slices(len(text)):
        inside, first = (None, 0) if told is None else _within(*told, start, end)
        found = _cut(encoding(text[start:end]), size, inside)
        windows += found.windows
        for number, place in enumerate(found.places, first):
            places[number] = before + place if place >= 0 else -1
        before += sum(len(window.ids) for window in found.windows)
    return Tokens(windows, places)


def _slices(length: int) -> Iterator[Pair]:
    size = LONGEST // SLICES
    for number in range(SLICES):
        start = number * (length - size) // (SLICES - 1)
        yield start, start + size


def _within(
    words: Sequence[Word], lexicon: Lexicon, start: int, end: int
) -> tuple[tuple[Sequence[Word], Lexicon], int]:
    """The words that lie whole in a slice, counted from its start, and the number of the first."""
    first = bisect_left(words, start, key=lambda word: word.start)
    last = first
    while last < len(words) and words[last].end <= end:
        last += 1
    moved = [Word(w.text, w.start - start, w.end - start) for w in words[first:last]]
    return (moved, lexicon), first


def _cut(encoding: Any, size: int, told: tuple[Sequence[Word], Lexicon] | None) -> Tokens:
    ids: list[int] = encoding.ids
    places: list[int] = []
    known = Window(ids)
    if told is not None:
        cases, rarities, places = token_inputs(encoding.offsets, *told)
        known = Window(ids, cases, rarities)
    if len(ids) <= size:
        return Tokens([known], places)
    inner = size - 2
    begins = starts(len(ids) - 2, inner)
    windows = [
        Window(*([row[0], *row[1 + b : 1 + b + inner], row[-1]] if row else row for row in known))
        for b in begins
    ]
    length = len(ids) - 2
    return Tokens(windows, [placed(p - 1, begins, inner, length) if p >= 0 else -1 for p in places])


def starts(length: int, size: int) -> list[int]:
    """Where windows of `size` begin that overlap and together show all of `length` > `size`.

    The last one begins early enough to be full.
    """
    step = size - OVERLAP if size > 2 * OVERLAP else (size + 1) // 2
    count = -(-(length - size) // step)
    return [min(number * step, length - size) for number in range(count + 1)]


def placed(at: int, begins: Sequence[int], size: int, length: int) -> int:
    """Where a token is read, counted through all windows with their special tokens.

    Of the windows that show it, the one where it is farthest from where the text was cut: what
    stands before and after a word says what to think of it.
    """

    def room(number: int) -> int:
        begin = begins[number]
        before = at - begin if begin else length
        after = begin + size - 1 - at if begin + size < length else length
        return min(before, after)

    showing = range(bisect_right(begins, at - size), bisect_right(begins, at))
    best = max(showing, key=lambda number: (room(number), -number))
    return best * (size + 2) + 1 + at - begins[best]
