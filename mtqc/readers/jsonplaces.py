"""Where the keys of a JSON file stand."""

from __future__ import annotations

import json
from collections.abc import Iterable

from mtqc.readers.encoding import decode

# Each key that is written in an odd way costs a search through the rest of the file.
_MISSES = 50


def lines_of(data: bytes, keys: Iterable[str]) -> list[int]:
    """The line of each key, in the order of the file; a key not found has the line before.

    Keys are looked for as they are usually written, each behind the one before.
    """
    text = decode(data)
    found: list[int] = []
    at, line, misses = 0, 1, 0
    for key in keys:
        place = _place(text, key, at) if misses < _MISSES else -1
        if place < 0:
            misses += 1
        else:
            line += text.count("\n", at, place)
            at = place
        found.append(line)
    return found


def _place(text: str, key: str, at: int) -> int:
    for written in dict.fromkeys((json.dumps(key, ensure_ascii=False), json.dumps(key))):
        place = text.find(written, at)
        while place >= 0:
            end = place + len(written)
            if text[end : end + 20].lstrip().startswith(":"):
                return place
            place = text.find(written, end)
    return -1
