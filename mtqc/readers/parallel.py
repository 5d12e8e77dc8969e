"""Line-parallel text: line n of the target, of its source and of its reference belong together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import lines, over
from mtqc.readers.encoding import as_utf8, decode, likely, looks_binary
from mtqc.readers.pieces import PIECE_BYTES, PIECE_UNITS, named
from mtqc.readers.stream import opened
from mtqc.text.layout import joined

_Row = list[str | None]


@dataclass(frozen=True)
class Parallel:
    """Each line is a segment. `Raw.data` is a JSON list of [target, source, reference]."""

    name: ClassVar[str] = "parallel"
    suffixes: ClassVar[tuple[str, ...]] = ()

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        rows: Iterator[_Row] = ([text, None, None] for text in _texts(stream, limits))
        yield from named(name, _cut(rows))

    def parse(self, raw: Raw) -> Document:
        rows = msgspec.json.decode(raw.data, type=list[_Row])
        return joined(
            raw.name,
            (
                {"text": target or "", "source": source, "reference": reference, "line": line}
                for line, (target, source, reference) in enumerate(rows, start=raw.line)
            ),
            running=False,
        )


def parallel(path: str, source: str | None, reference: str | None, limits: Limits) -> Iterator[Raw]:
    """The pieces of a file with what belongs to its lines.

    `UnreadableInput` before the first where a file can't be read or they differ in their
    number of lines: no line can be trusted then.
    """
    given = [one for one in (path, source, reference) if one]
    counts = {one: _count(one, limits) for one in given}
    if len(set(counts.values())) > 1:
        first, *others = given
        other = next(one for one in others if counts[one] != counts[first])
        raise UnreadableInput(
            f"it has {counts[first]:,} lines and {other} has {counts[other]:,}: "
            "line by line they must belong together"
        )
    with ExitStack() as stack:

        def texts(one: str | None) -> Iterator[str] | None:
            return _texts(stack.enter_context(opened(one, limits)), limits) if one else None

        yield from named(path, _cut(_together(texts(path), texts(source), texts(reference))))


def _together(
    targets: Iterator[str] | None, sources: Iterator[str] | None, references: Iterator[str] | None
) -> Iterator[_Row]:
    for target in targets or ():
        yield [
            target,
            next(sources, "") if sources else None,
            next(references, "") if references else None,
        ]


def _count(path: str, limits: Limits) -> int:
    with opened(path, limits) as stream:
        try:
            return sum(1 for _ in lines(as_utf8(stream), limits))
        except UnreadableInput as error:
            raise UnreadableInput(f"{path}: {error}") from None


def _texts(stream: BinaryIO, limits: Limits) -> Iterator[str]:
    text = as_utf8(stream)
    head = text.peek(1)
    if looks_binary(head):
        raise UnreadableInput("not text: it has NUL or control characters")
    encoding = likely(head)
    for number, line in enumerate(lines(text, limits), start=1):
        if line is None:
            raise UnreadableInput(f"line {number}: {over(limits)}")
        yield decode(line, encoding).rstrip("\r\n")


def _cut(rows: Iterator[_Row]) -> Iterator[tuple[tuple[int, str], Raw]]:
    held: list[_Row] = []
    size, began = 0, 1
    for row in rows:
        held.append(row)
        size += sum(len(text) for text in row if text)
        if len(held) >= PIECE_UNITS or size >= PIECE_BYTES:
            yield (1, ""), _raw(held, began)
            began += len(held)
            held, size = [], 0
    if held or began == 1:
        yield (1, ""), _raw(held, began)


def _raw(rows: list[Any], line: int) -> Raw:
    return Raw(name="", reader=Parallel.name, data=msgspec.json.encode(rows), line=line)
