"""CSV and TSV: a row is a document (a text column) or a segment (a target column)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import lines, over, read_all
from mtqc.readers.encoding import as_utf8, decode, likely, looks_binary
from mtqc.readers.pieces import PIECE_BYTES, PIECE_UNITS, named
from mtqc.readers.record import SOURCE_FIELDS, TARGET_FIELDS, TEXT_FIELDS, document, label
from mtqc.readers.unique import Unique

_DELIMITERS = (",", "\t", ";", "|")
# What a row has more than the header is kept under this name.
_REST = "(more)"


def role(columns: Sequence[str]) -> str:
    """The name of a table's text column, or "segments" where it has a target column.

    `UnreadableInput`, naming what was found, where it has neither.
    """
    has_target = not set(TARGET_FIELDS).isdisjoint(columns)
    if "target" in columns or (has_target and has_source(columns)):
        return "segments"
    for field in TEXT_FIELDS:
        if field in columns:
            return field
    if has_target:
        return "segments"
    found = ", ".join(column[:40] for column in columns[:10]) or "nothing"
    raise UnreadableInput(
        'a table needs a header with a column "text" (a document a row) or "target" '
        f"(a segment a row; source, reference, id); found: {found}"
    )


def has_source(columns: Sequence[str]) -> bool:
    return not set(SOURCE_FIELDS).isdisjoint(columns)


@dataclass(frozen=True)
class Table:
    """Rows under a header."""

    name: ClassVar[str] = "table"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab")

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        rows = as_utf8(stream)
        head = rows.peek(1)
        if looks_binary(head):
            raise UnreadableInput("not text: it has NUL or control characters")
        encoding = likely(head)
        first = next(lines(rows, limits), b"")
        if first is None:
            raise UnreadableInput(f"line 1: {over(limits)}")
        delimiter = _delimiter(name, first)
        columns = _columns(_fields(first, delimiter, encoding))
        if role(columns) == "segments":
            hint = {"columns": columns, "delimiter": delimiter, "likely": encoding}
            if has_source(columns):
                yield from named(name, self._cut(rows, hint, limits))
            else:
                data = read_all(rows, limits)
                yield Raw(name=name, reader=self.name, data=data, line=2, hint=hint)
            return
        unique = Unique()
        for number, row in _records(lines(rows, limits), delimiter, limits.document_bytes):
            record = None if row is None else _row(columns, _fields(row, delimiter, encoding))
            found = label(record.get("id")) if record else None
            called = f"{name}#{unique(found or str(number))}"
            if record is None:
                yield Unreadable(name=called, message=f"line {number}: {over(limits)}")
            elif _REST in record:
                yield Unreadable(
                    name=called,
                    message=f"line {number}: {len(columns) + len(record[_REST])} columns, "
                    f"where the header has {len(columns)}",
                )
            else:
                yield Raw(
                    name=called,
                    reader=self.name,
                    data=msgspec.json.encode(record),
                    line=number,
                )

    def _cut(
        self, rows: BinaryIO, hint: dict[str, Any], limits: Limits
    ) -> Iterator[tuple[tuple[int, str], Raw]]:
        """Rows of pairs, many at a time."""
        held: list[bytes] = []
        size = 0
        began = 2
        following = 2
        for number, row in _records(lines(rows, limits), hint["delimiter"], limits.document_bytes):
            if row is None:
                raise UnreadableInput(f"line {number}: {over(limits)}")
            if size >= PIECE_BYTES or len(held) >= PIECE_UNITS:
                yield (1, ""), self._piece(held, began, hint)
                held, size = [], 0
            if not held:
                began = following = number
            # Blank rows between are not given, but they count.
            held.append(b"\n" * (number - following) + row)
            size += len(row)
            following = number + row.count(b"\n")
        if held or began == 2:
            yield (1, ""), self._piece(held, began, hint)

    def _piece(self, rows: list[bytes], line: int, hint: dict[str, Any]) -> Raw:
        return Raw(name="", reader=self.name, data=b"".join(rows), line=line, hint=hint)

    def parse(self, raw: Raw) -> Document:
        if "columns" not in raw.hint:
            record = msgspec.json.decode(raw.data)
            return document(raw.name, record, raw.line, where=f"line {raw.line}: ")
        delimiter, encoding = raw.hint["delimiter"], raw.hint["likely"]
        segments: list[dict[str, Any]] = []
        numbers: list[int] = []
        for number, row in _records(io.BytesIO(raw.data), delimiter, len(raw.data), raw.line):
            record = _row(raw.hint["columns"], _fields(row or b"", delimiter, encoding))
            if set(TARGET_FIELDS).isdisjoint(record):
                record["target"] = ""
            segments.append(record)
            numbers.append(number)
        return document(raw.name, {"segments": segments}, lines=numbers, rows=True)


def _delimiter(name: str, header: bytes) -> str:
    if ".tsv" in name.lower()[-8:] or ".tab" in name.lower()[-8:]:
        return "\t"
    return max(_DELIMITERS, key=lambda mark: header.count(mark.encode()))


def _columns(fields: list[str]) -> list[str]:
    return [field.strip().lower() for field in fields]


def _records(
    rows: Iterable[bytes | None], delimiter: str, limit: int, first_line: int = 2
) -> Iterator[tuple[int, bytes | None]]:
    """(line, row); a row of CSV goes on while a quote is open.

    None for a row over the limit.
    """
    held: list[bytes] = []
    began = 0
    length = 0
    quotes = 0
    for number, line in enumerate(rows, start=first_line):
        began = began or number
        if line is not None:
            quotes += line.count(b'"')
            length += len(line)
        if line is None or length > limit:
            held, length = [], limit + 1
        else:
            held.append(line)
        if delimiter == "\t" or quotes % 2 == 0:
            row = b"".join(held)
            if length > limit:
                yield began, None
            elif row.strip():
                yield began, row
            held, began, length, quotes = [], 0, 0, 0
    if began:
        yield began, b"".join(held) if length <= limit else None


def _fields(row: bytes, delimiter: str, encoding: str | None) -> list[str]:
    text = decode(row, encoding).rstrip("\r\n")
    if delimiter == "\t":
        return [_unquoted(field) for field in text.split("\t")]
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def _unquoted(field: str) -> str:
    """A field of TSV without the quotes that spreadsheets put around it, if it has them."""
    if len(field) > 1 and field[0] == field[-1] == '"' and '"' not in field[1:-1].replace('""', ""):
        return field[1:-1].replace('""', '"')
    return field


def _row(columns: Sequence[str], fields: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = dict(zip(columns, fields, strict=False))
    if len(fields) > len(columns):
        record[_REST] = fields[len(columns) :]
    return record
