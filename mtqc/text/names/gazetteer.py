"""Names that the world's news know: people, places, organisations. Read when first asked for.

`mtqc/data/names/index.tsv` is made by `mtqc.training.gazetteer`; docs/names.md says of what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from importlib.resources import files

import msgspec

from mtqc.text.names.sound import fold, general, skeleton, skeletons

PERSON, PLACE, ORGANISATION = "person", "place", "organisation"
_KINDS = {"p": PERSON, "l": PLACE, "o": ORGANISATION}


# A word alone is compared only with names that the news of the world are full of.
_PROMINENT = 5
_PROMINENT_PLACE = 6
_JOINT = re.compile(r" |-(?=[^\W\d_a-zß-ÿ])")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One public name and its capitalised words, halves of hyphened ones apart.

    `weight` 0..9: how much it is in the news of the world; `sound` and `plain` letters of its last
    word.
    """

    name: str
    kind: str
    weight: int
    sound: str
    plain: str
    words: tuple[str, ...]


def name_words(name: str) -> tuple[str, ...]:
    """The capitalised words of a name, halves of hyphened ones apart."""
    return tuple([t for t in _JOINT.split(name) if t[0].isupper()]) or (name,)


class Group(msgspec.Struct, frozen=True):
    """Entries in the order of the file; of their last words the sounds and the plain letters."""

    entries: tuple[Entry, ...]
    sounds: tuple[str, ...]
    plain: tuple[str, ...]


def _group(entries: Iterable[Entry]) -> Group:
    found = tuple(entries)
    return Group(found, tuple([e.sound for e in found]), tuple([e.plain for e in found]))


_NONE = _group(())


class Gazetteer:
    """Entries by the consonant skeletons of their last word and by their first word."""

    def __init__(self, lines: list[str], common: str, meanings: str) -> None:
        self.tokens: set[str] = set()
        self.places: set[str] = set()
        self.common = frozenset(common.split())
        self._entries: list[Entry] = []
        self._alone: dict[str, list[int]] = {}
        self._full: dict[str, list[int]] = {}
        self._by_first: dict[str, list[Entry]] = {}
        for at, line in enumerate(lines):
            kind, weight, name, sound, first, keys = line.split("\t")
            words = name_words(name)
            entry = Entry(name, _KINDS[kind], int(weight), sound, fold(words[-1]), words)
            self._entries.append(entry)
            self.tokens.update(name.lower().split(" "))
            if "-" in name:
                self.tokens.update(w.lower() for w in words)
            if kind == "l":
                self.places.update(name.lower().split(" "))
            if len(words) > 1 and kind != "l":
                self._by_first.setdefault(words[0].lower(), []).append(entry)
                for key in keys.split(" "):
                    self._full.setdefault(first + key, []).append(at)
            if entry.weight >= (_PROMINENT_PLACE if kind == "l" else _PROMINENT) and (
                len(words) == 1 or kind == "p"
            ):
                for key in keys.split(" "):
                    self._alone.setdefault(key, []).append(at)

        self._group_of_alone = lru_cache(maxsize=2_048)(partial(self._collect, self._alone))
        self._group_of_full = lru_cache(maxsize=2_048)(partial(self._collect, self._full))
        self._group_of_first: dict[str, Group] = {}
        self._meaning: dict[str, list[str]] = {}
        for line in meanings.splitlines():
            if not line.startswith("#"):
                name, _, senses = line.rpartition(" ")
                for word in senses.split(","):
                    self._meaning.setdefault(word, []).append(name)

    def meaning(self, word: str) -> list[str]:
        """Names that mean a word in their own language."""
        return self._meaning.get(word, [])

    def beginning(self, token: str) -> Group:
        """People and organisations of several words whose first is `token`."""
        lower = token.lower()
        group = self._group_of_first.get(lower)
        if group is None:
            entries = self._by_first.get(lower)
            if entries is None:
                return _NONE
            group = self._group_of_first[lower] = _group(entries)
        return group

    def alone(self, token: str) -> Group:
        """Prominent names of one word, and people, whose last word may sound like `token`."""
        return self._group_of_alone(bare_skeleton(general(token)), "")

    def full(self, first: str, last: str) -> Group:
        """Names of several words that begin with a sound like `first`'s and may end like `last`."""
        return self._group_of_full(bare_skeleton(general(last)), skeleton(general(first))[:1])

    def _collect(self, index: dict[str, list[int]], bones: str, prefix: str) -> Group:
        """Entries whose skeletons, after `prefix`, are at most one consonant from `bones`."""
        places = range(len(bones))
        keys = [bones, *[bones[:i] + bones[i + 1 :] for i in places]]
        if len(bones) > 2:
            for i in range(len(bones) + 1):
                head, tail = bones[:i], bones[i:]
                keys += [head + c + tail for c in "ptskln"]
        found = set[int]().union(*[index[k] for key in keys if (k := prefix + key) in index])
        entries = self._entries
        return _group([entries[at] for at in sorted(found)])


def bare_skeleton(sound: str) -> str:
    """The consonant skeleton of a sound without the mark of a first vowel."""
    return skeleton(sound).removeprefix("a") or "a"


def index_line(kind: str, weight: int, name: str) -> str:
    """One line of the index.

    Kind, weight, name, sound of the last word, class of the first word's first sound, and
    the skeletons of the last word.
    """
    words = name_words(name)
    first = skeleton(general(words[0]))[:1] if len(words) > 1 else ""
    keys = " ".join(skeletons(words[-1]))
    return "\t".join((kind, str(weight), name, general(words[-1]), first, keys))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    folder = files("mtqc") / "data" / "names"
    lines = (folder / "index.tsv").read_text(encoding="utf-8").splitlines()
    common, meanings = (
        (folder / name).read_text(encoding="utf-8") for name in ("common.txt", "meanings.txt")
    )
    return Gazetteer(lines, common, meanings)
