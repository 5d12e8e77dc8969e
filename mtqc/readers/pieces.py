"""Names for the documents that one big file becomes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import msgspec

from mtqc.core.reader import Raw
from mtqc.readers.record import label
from mtqc.readers.unique import Unique

# A catalogue is cut after so many units or bytes: memory stays flat and workers share it.
PIECE_UNITS = 4_000
PIECE_BYTES = 1_000_000


def named(name: str, parts: Iterable[tuple[tuple[int, str], Raw]]) -> Iterator[Raw]:
    """Each `Raw` under its final name: PATH where it is the only one.

    Several pieces of one part of a file are PATH#1, PATH#2; where the file has several
    parts (known by a number and a label) they are PATH#LABEL, or PATH#NUMBER without one. Each is
    given when the next is known.
    """
    left = iter(parts)
    first = list(itertools.islice(left, 2))
    if len(first) == 1:
        yield msgspec.structs.replace(first[0][1], name=name)
    if len(first) < 2:
        return
    unique = Unique()
    whole = first[0][0] if first[0][0] == first[1][0] else None
    for count, (part, raw) in enumerate(itertools.chain(first, left), start=1):
        number, text = part
        found = str(count) if part == whole else label(text) or str(number)
        yield msgspec.structs.replace(raw, name=f"{name}#{unique(found)}")
