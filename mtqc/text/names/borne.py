"""Spellings that somebody or somewhere bears: a long list, packed small and searched where it lies.

Words are sorted, and each is written as how many letters it has in common with the one before and
the rest of it; every sixteenth begins a line and is whole, so that one line is read per look-up.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

_LINE = 16
_ZERO = ord("0")


class Packed:
    """A set of words of the letters a to z, from what `packed` made of them."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __contains__(self, word: str) -> bool:
        if not word.isascii():
            return False
        key = word.encode()
        line = self._line(key)
        before = b""
        at = 0
        while at < len(line):
            end = at + 1
            while end < len(line) and line[end] >= 0x61:
                end += 1
            before = before[: line[at] - _ZERO] + line[at + 1 : end]
            if before >= key:
                return before == key
            at = end
        return False

    def _line(self, key: bytes) -> bytes:
        """The last line whose first word is `key` or sorts before it."""
        data = self._data
        low, high = 0, len(data)
        found = b""
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.index(b"\n", start)
            line = data[start:end]
            if _first(line) <= key:
                found, low = line, end + 1
            else:
                high = start
        return found


def _first(line: bytes) -> bytes:
    end = 1
    while end < len(line) and line[end] >= 0x61:
        end += 1
    return line[1:end]


def packed(words: Iterable[str]) -> bytes:
    """The words, of the letters a to z and at most 16 long, as `Packed` reads them."""
    lines: list[str] = []
    before = ""
    for i, word in enumerate(sorted(set(words))):
        if i % _LINE == 0:
            lines.append("")
            before = ""
        same = 0
        while same < min(len(before), len(word)) and before[same] == word[same]:
            same += 1
        lines[-1] += chr(_ZERO + same) + word[same:]
        before = word
    return "".join([f"{line}\n" for line in lines]).encode()


@lru_cache(maxsize=1)
def borne() -> Packed:
    """The shipped list, `mtqc/data/names/borne.zst`; docs/names.md says of what it is made."""
    import zstandard

    data = (files("mtqc") / "data" / "names" / "borne.zst").read_bytes()
    return Packed(zstandard.ZstdDecompressor().decompress(data))
