"""Words that share a translation, and which of them a place in a text asks for.

Table and model are made by `mtqc.training.senses`; docs/senses.md says how.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]

REACH = 5
SPECIAL = ("", "<number>", "<name>", "<s>", "</s>")
NUMBER, NAME, START, END = 1, 2, 3, 4
EVIDENCE = (
    "near words", "sentence", "article", "commoner", "strength", "languages", "verb", "adjective",
    "twin elsewhere",
)  # fmt: skip
# Words that stand beside any other.
SMALL = frozenset(
    "a an the of to in on at for and or but with by from as is are was were be been has have had "
    "that this it its his her their he she they we you i not will would can could which who also "
    "than more".split()
)

_BEFORE = (0,) * (REACH - 1) + (START,)
_AFTER = (END,) + (0,) * (REACH - 1)
_STEPS = (*range(-REACH, 0), *range(1, REACH + 1))
# Sums over an article of fewer words are weighed as if it had this many.
_LEAST_ARTICLE = 8
_ARTICLE_SCALE = 3.0


class Twin(NamedTuple):
    """A word that another language does not tell from one in the text.

    `word` is in the same form as that one; `own` and `row` are the rows of both in the model.
    `languages` are those that have one word for both.
    """

    word: str
    own: int
    row: int
    kind: str
    strength: float
    languages: tuple[str, ...]


class Guesses(NamedTuple):
    """Twins of the words of a text, those of one word in a row.

    `slots` are sentence and place of the words; `slot[i]` and `twin[i]` belong to the guess i (the
    latter a number for `Senses.twin`), and the row i of `evidence`, in the order of `EVIDENCE`,
    says how much better that twin fits. Guesses of the slot k begin at `starts[k]`.
    """

    slots: Sequence[tuple[int, int]]
    starts: Ints
    slot: Ints
    twin: Ints
    evidence: Floats


def beside(first: str, second: str) -> int:
    """The key under which two neighbours are known."""
    return zlib.crc32(f"{first} {second}".encode("utf-8", "replace"))


def normal(word: str) -> str:
    """The word as the model knows it."""
    if word.isalpha():
        return word.lower()
    return SPECIAL[NUMBER] if any(c.isdigit() for c in word) else word.lower()


class Senses:
    """The table and the model."""

    def __init__(
        self,
        by_form: Mapping[str, Sequence[Twin]],
        lemmas: Mapping[str, Sequence[int]],
        numbers: Mapping[str, int],
        model: Mapping[str, NDArray[np.generic]],
    ) -> None:
        """`lemmas` are the rows of a form in the model, `numbers` the rows of its context words."""
        self._twins = [twin for twins in by_form.values() for twin in twins]
        self._range: dict[str, tuple[int, int]] = {}
        end = 0
        for form, twins in by_form.items():
            self._range[form] = (end, end + len(twins))
            end += len(twins)
        self._own = np.array([t.own for t in self._twins], np.intp)
        self._row = np.array([t.row for t in self._twins], np.intp)
        self._fixed = np.array(
            [
                (t.strength, len(t.languages), t.kind == "VERB", t.kind == "ADJ")
                for t in self._twins
            ],
            np.float32,
        )
        self._fixed[:, :2] = np.log(self._fixed[:, :2])
        self._lemmas = lemmas
        self._numbers = numbers
        self._context = _table(model, "context")
        self._targets = _table(model, "targets")
        # Differences of sorted keys: they take up half the space.
        self._beside = np.cumsum(model["beside"].astype(np.uint64))
        self._topical = model["topical"].astype(bool)
        self._bias = model["bias"].astype(np.float32)
        self._near, self._sentence, self._article = (
            model[name].astype(np.float32) for name in ("near", "sentence", "article")
        )

    def together(self, first: str, second: str) -> bool:
        """Whether the news that the model read has two words side by side, at least twice."""
        if first in SMALL or second in SMALL:
            return False
        # Of the array's own type, or the whole array is converted.
        key = self._beside.dtype.type(beside(first, second))
        place = int(np.searchsorted(self._beside, key))
        return place < len(self._beside) and bool(self._beside[place] == key)

    def twin(self, number: int) -> Twin:
        return self._twins[number]

    def twins(self, form: str) -> Sequence[Twin]:
        """The twins of a word in small letters, in the same form."""
        return self._twins[slice(*self._range.get(form, (0, 0)))]

    def guesses(self, text: Sequence[Sequence[str]]) -> Guesses | None:
        """What may stand for the words of an article; None where no word has a twin.

        `text` holds the words of each sentence as they are written. Words with capitals are left
        alone: they may be names.
        """
        slots: list[tuple[int, int]] = []
        at: list[int] = []
        tokens: list[int] = []
        owners: list[int] = []
        present: list[int] = []
        ranges: list[tuple[int, int]] = []
        numbers, known_ranges, lemmas = self._numbers, self._range, self._lemmas
        for index, sentence in enumerate(text):
            tokens += _BEFORE
            begin = len(tokens)
            for place, word in enumerate(sentence):
                number = numbers.get(word)
                if number is None:
                    number = numbers.get(normal(word), NAME if word[:1].isupper() else 0)
                tokens.append(number)
                rows = lemmas.get(word)
                if rows is not None:
                    present += rows
                    found = known_ranges.get(word)
                    if found is not None:
                        slots.append((index, place))
                        at.append(begin + place)
                        ranges.append(found)
            tokens += _AFTER
            owners += (index,) * (len(tokens) - len(owners))
        if not slots:
            return None
        bounds = np.array(ranges, np.intp)
        counts = bounds[:, 1] - bounds[:, 0]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        slot = np.repeat(np.arange(len(slots)), counts)
        twin = np.arange(len(slot)) + np.repeat(bounds[:, 0] - starts, counts)
        own, row = self._own[twin], self._row[twin]
        times = np.bincount(present, minlength=len(self._bias))
        evidence = np.empty((len(slot), len(EVIDENCE)), np.float32)
        change = self._targets[row] - self._targets[own]
        owner = np.array([index for index, _ in slots], np.intp)
        bags = self._bags(np.array(tokens), np.array(owners), np.array(at), owner)
        for column, bag in enumerate(bags):
            np.einsum("ij,ij->i", bag[slot], change, out=evidence[:, column])
        evidence[:, 3] = self._bias[row] - self._bias[own]
        evidence[:, 4:8] = self._fixed[twin]
        evidence[:, 8] = times[row] > 0
        return Guesses(slots, starts, slot, twin, evidence)

    def _bags(
        self, tokens: Ints, owners: Ints, at: Ints, owner: Ints
    ) -> tuple[Floats, Floats, Floats]:
        """What the near words, the rest of the sentence and the other sentences ask for."""
        vectors = self._context[tokens]
        counted = self._topical[tokens].astype(np.float32)
        weighted = vectors * counted[:, None]
        first = np.searchsorted(owners, np.arange(owners[-1] + 1))
        sums = np.add.reduceat(weighted, first, axis=0)
        sizes = np.add.reduceat(counted, first)
        near = np.zeros((len(at), vectors.shape[1]), np.float32)
        for weights, step in zip(self._near, _STEPS, strict=True):
            near += vectors[at + step] * weights
        size = np.maximum(sizes[owner] - counted[at], 1)
        rest = (sums[owner] - weighted[at]) / np.sqrt(size)[:, None]
        size = np.maximum(sizes.sum() - sizes[owner], _LEAST_ARTICLE)
        others = (sums.sum(axis=0) - sums[owner]) * (_ARTICLE_SCALE / size)[:, None]
        return near, rest @ self._sentence, others @ self._article


def _table(model: Mapping[str, NDArray[np.generic]], name: str) -> Floats:
    scaled: Floats = model[name].astype(np.float32) * model[f"{name}_scale"].astype(np.float32)
    return scaled


@cache
def shipped() -> Senses:
    """The table and the model that come with mtqc, read once in a process."""
    return load(resources.files("mtqc") / "data" / "words")


def load(folder: Traversable) -> Senses:
    """The table and the model of a folder."""
    import zstandard

    plain = zstandard.ZstdDecompressor()
    table = plain.decompress((folder / "senses.tsv.zst").read_bytes()).decode("utf-8")
    with np.load(io.BytesIO((folder / "senses.npz").read_bytes())) as model:
        return read(table, dict(model))


def read(table: str, model: Mapping[str, NDArray[np.generic]]) -> Senses:
    """From the text of `mtqc.training.senses.ship.table_text` and the arrays beside it."""
    head, forms, pairs = table.rstrip("\n").split("\n\n")
    numbers = {word: i for i, word in enumerate((*SPECIAL, *head.split("\n"))) if word}
    by_form: dict[str, dict[tuple[str, str], Twin]] = {}
    lemmas: dict[str, list[int]] = {}
    paradigms: dict[tuple[str, str], list[str]] = {}
    places: dict[str, int] = {}
    for line in forms.split("\n"):
        kind, *inflected = line.split("\t")
        place = places.setdefault(inflected[0], len(places))
        paradigms[kind, inflected[0]] = inflected
        for form in inflected:
            rows = lemmas.setdefault(form, [])
            if place not in rows:
                rows.append(place)
    for line in pairs.split("\n"):
        kind, one, two, strength, spoken = line.split("\t")
        languages = tuple(spoken.split())
        for word, other in ((one, two), (two, one)):
            rows_of = (places[word], places[other])
            for form, twin in zip(paradigms[kind, word], paradigms[kind, other], strict=True):
                if form != twin:
                    found = Twin(twin, *rows_of, kind, float(strength), languages)
                    by_form.setdefault(form, {}).setdefault((word, other), found)
    return Senses({f: tuple(t.values()) for f, t in by_form.items()}, lemmas, numbers, model)
