"""Texts side by side to be compared: a line for a line, or a row for a row.

Nothing is cut into sentences here and no line is dropped: the n-th line of one file belongs to the
n-th line of every other.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

import msgspec

from mtqc.core.reader import Limits, UnreadableInput
from mtqc.readers.bytestream import read_all
from mtqc.readers.encoding import decode, looks_binary
from mtqc.readers.jsonvalue import load
from mtqc.readers.stream import plain, said
from mtqc.text.layout import clean

PACKED = (".gz", ".gzip", ".zst", ".zstd")
JSON_LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv", ".tab")
STANDARD_INPUT = "-"

# The whole of a side is held; what a line may cost grows faster than its length.
_LIMITS = Limits(document_bytes=500_000_000)
LONGEST_LINE = 50_000
_TEXT_FIELDS = ("target", "hypothesis", "text")
_REFERENCE = re.compile(r"references?(?:[\W_]?\w+)?", re.IGNORECASE)


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One file: `texts` by line; `sources` and `references` where its rows have them.

    `references[name][line]` is None where a row has fewer.
    """

    path: str
    texts: list[str]
    sources: list[str | None] | None = None
    references: dict[str, list[str | None]] = {}


class _Row(msgspec.Struct):
    text: str | None
    source: str | None
    references: dict[str, str]


def read(path: str, *, as_reference: bool = False) -> Side:
    """The texts of a file, gzip and zstd unpacked; "-" is standard input.

    Lines are what ends with a line feed, and spaces at their end don't count. By its name, or on
    standard input by its first character, a file has JSON lines, or a header with columns:
    `target` (or `hypothesis`, `text`), `source`, and `reference`, several of which are told
    apart by what follows (`reference.2`); in JSON `reference` may also be a list or an object.
    With `as_reference` a row's `reference` is the text. Raises `UnreadableInput`.
    """
    try:
        if path == STANDARD_INPUT:
            data = read_all(plain(sys.stdin.buffer, _LIMITS), _LIMITS)
        else:
            with Path(path).open("rb") as stream:
                data = read_all(plain(stream, _LIMITS), _LIMITS)
    except (OSError, ValueError) as error:
        raise UnreadableInput(said(error)) from None
    if looks_binary(data[:4096]):
        raise UnreadableInput("not text")
    text = decode(data)
    form = _suffix(path)
    if form in JSON_LINES or (path == STANDARD_INPUT and text.lstrip()[:1] == "{"):
        return _side(path, _json_rows(text), as_reference)
    if form in TABLES:
        return _side(path, _table_rows(text, "\t" if form != ".csv" else None), as_reference)
    lines = [line.rstrip() for line in text.split("\n")]
    if not lines[-1]:
        lines.pop()
    return Side(path=path, texts=_bounded(lines))


def _suffix(path: str) -> str:
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes]
    if suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _side(path: str, rows: Iterator[_Row], as_reference: bool) -> Side:
    texts: list[str] = []
    sources: list[str | None] = []
    references: dict[str, list[str | None]] = {}
    for number, row in enumerate(rows):
        text = row.text
        if as_reference and row.references:
            text = next(iter(row.references.values()))
        if text is None:
            raise UnreadableInput(f"row {number + 1} has none of: {', '.join(_TEXT_FIELDS)}")
        texts.append(text)
        sources.append(row.source)
        for name, reference in row.references.items():
            references.setdefault(name, [None] * number).append(reference)
        for column in references.values():
            if len(column) == number:
                column.append(None)
    _bounded(texts)
    for column in references.values():
        _bounded(column)
    has_source = any(source is not None for source in sources)
    return Side(
        path=path, texts=texts, sources=sources if has_source else None, references=references
    )


def _bounded(texts: list[Any]) -> list[Any]:
    for number, text in enumerate(texts, start=1):
        if text is not None and len(text) > LONGEST_LINE:
            raise UnreadableInput(
                f"line {number} has {len(text):,} characters; {LONGEST_LINE:,} is the limit"
            )
    return texts


def _row(record: Mapping[str, Any], where: str) -> _Row:
    text = next((record[f] for f in _TEXT_FIELDS if record.get(f) is not None), None)
    source = record.get("source")
    references: dict[str, str] = {}
    for key, value in record.items():
        if _REFERENCE.fullmatch(key) and value is not None:
            references.update(_named_references(key, value, where))
    for value in (text, source):
        if value is not None and not isinstance(value, str):
            raise UnreadableInput(f"{where}target and source must be strings")
    return _Row(
        text=None if text is None else text.rstrip(),
        source=source,
        references={key: value.rstrip() for key, value in references.items()},
    )


def _named_references(key: str, value: Any, where: str) -> dict[str, str]:
    if isinstance(value, list):
        found = {key if n == 0 else f"{key}.{n + 1}": item for n, item in enumerate(value)}
    elif isinstance(value, dict):
        found = {f"{key}.{name}": item for name, item in value.items()}
    else:
        found = {key: value}
    if not all(isinstance(item, str) for item in found.values()):
        raise UnreadableInput(f"{where}{key} must be a string, or a list or an object of strings")
    return found


def _json_rows(text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"line {number}: "
        try:
            record = load(line.encode())
        except UnreadableInput as error:
            raise UnreadableInput(f"{where}{error}") from None
        if not isinstance(record, dict):
            raise UnreadableInput(f"{where}an object is expected")
        yield _row(record, where)


def _table_rows(text: str, delimiter: str | None) -> Iterator[_Row]:
    text = clean(text)
    if delimiter is None:
        header = text.partition("\n")[0]
        delimiter = max(",;|\t", key=header.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    stream = io.StringIO(text, newline="")
    if delimiter == "\t":
        rows = csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(stream, delimiter=delimiter)
    columns = [column.strip().lower() for column in next(rows, [])]
    if not any(c in _TEXT_FIELDS or _REFERENCE.fullmatch(c) for c in columns):
        found = ", ".join(column[:40] for column in columns[:10]) or "nothing"
        raise UnreadableInput(f'a header with a column "target" is expected; found: {found}')
    for fields in rows:
        if not fields:
            continue
        where = f"line {rows.line_num}: "
        if len(fields) != len(columns):
            raise UnreadableInput(
                f"{where}{len(fields)} columns, where the header has {len(columns)}"
            )
        if delimiter == "\t":
            fields = [_unquoted(field) for field in fields]
        # An empty cell of a reference is no reference; an empty target is one of no words.
        cells = zip(columns, fields, strict=True)
        yield _row({c: f for c, f in cells if f or not _REFERENCE.fullmatch(c)}, where)


def _unquoted(field: str) -> str:
    """A field of TSV without the quotes that spreadsheets put around it, if it has them."""
    if len(field) > 1 and field[0] == field[-1] == '"' and '"' not in field[1:-1].replace('""', ""):
        return field[1:-1].replace('""', '"')
    return field
