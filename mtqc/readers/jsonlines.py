"""JSON lines: one document a line; and JSON: one document, or a list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import lines, over, read_all
from mtqc.readers.encoding import as_utf8
from mtqc.readers.jsoncatalogue import I18next, is_i18next
from mtqc.readers.jsonvalue import load
from mtqc.readers.pieces import PIECE_BYTES, PIECE_UNITS
from mtqc.readers.record import document, is_pair, label
from mtqc.readers.unique import Unique


class _Record(msgspec.Struct):
    id: msgspec.Raw = msgspec.Raw(b"null")


_record = msgspec.json.Decoder(_Record)
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
# Only a line in which one of these stands can be a pair.
_PAIR_WORDS = (b'"tgt"', b'"translation"', b'"mt"', b'"target')


def _id(line: bytes) -> str | None:
    """The id of a record, without reading the rest of it where it is in order."""
    try:
        return label(msgspec.json.decode(_record.decode(line).id))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        record = load(line)
        return label(record.get("id")) if isinstance(record, dict) else None


def _is_pair(line: bytes) -> bool:
    """Whether a line is one segment with its source; a broken line is none."""
    if not any(word in line for word in _PAIR_WORDS):
        return False
    try:
        return is_pair(_fields.decode(line))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        record = load(line)
    except UnreadableInput:
        return False
    return isinstance(record, dict) and is_pair(record)


class _Pairs:
    """Lines that are pairs, gathered to one document PATH, or to PATH#1, PATH#2 and so on."""

    def __init__(self, name: str, reader: str, unique: Unique) -> None:
        self._name = name
        self._reader = reader
        self._unique = unique
        self._lines: list[bytes] = []
        self._numbers: list[int] = []
        self._size = 0
        self._count = 0

    def add(self, number: int, line: bytes) -> Iterator[Raw]:
        if self._size >= PIECE_BYTES or len(self._lines) >= PIECE_UNITS:
            yield from self._given(last=False)
        self._lines.append(line)
        self._numbers.append(number)
        self._size += len(line)

    def rest(self) -> Iterator[Raw]:
        if self._lines:
            yield from self._given(last=True)

    def _given(self, *, last: bool) -> Iterator[Raw]:
        self._count += 1
        only = last and self._count == 1
        yield Raw(
            name=self._name if only else f"{self._name}#{self._unique(str(self._count))}",
            reader=self._reader,
            data=b"\n".join(self._lines),
            line=self._numbers[0],
            hint={"lines": self._numbers},
        )
        self._lines, self._numbers, self._size = [], [], 0


@dataclass(frozen=True)
class JsonLines:
    """One JSON object a line, each a document named PATH#ID; lines that are pairs are one."""

    name: ClassVar[str] = "jsonl"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        unique = Unique()
        pairs = _Pairs(name, self.name, unique)
        for number, line in enumerate(lines(as_utf8(stream), limits), start=1):
            where = f"line {number}"
            if line is None:
                yield Unreadable(
                    name=f"{name}#{unique(str(number))}", message=f"{where}: {over(limits)}"
                )
                continue
            line = line.strip()
            if not line:
                continue
            if _is_pair(line):
                yield from pairs.add(number, line)
                continue
            try:
                found = _id(line)
            except UnreadableInput as error:
                yield Unreadable(name=f"{name}#{unique(str(number))}", message=f"{where}: {error}")
                continue
            yield Raw(
                name=f"{name}#{unique(found or str(number))}",
                reader=self.name,
                data=line,
                line=number,
            )
        yield from pairs.rest()

    def parse(self, raw: Raw) -> Document:
        if "lines" in raw.hint:
            numbers = raw.hint["lines"]
            parts = [load(line) for line in raw.data.split(b"\n")]
            return document(raw.name, {"segments": parts}, lines=numbers, rows=True)
        where = f"line {raw.line}: "
        try:
            value = load(raw.data)
        except UnreadableInput as error:
            raise UnreadableInput(f"{where}{error}") from None
        return document(raw.name, value, raw.line, where=where)


@dataclass(frozen=True)
class Json:
    """One document, or a list of documents, in a file of at most `Limits.document_bytes`."""

    name: ClassVar[str] = "json"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        data = read_all(as_utf8(stream), limits)
        # Many tools call JSON lines ".json".
        value = load(data) if not _is_lines(data) else None
        if value is None:
            import io

            yield from JsonLines().split(io.BytesIO(data), name, limits)
        elif is_i18next(value, name):
            yield Raw(name=name, reader=I18next.name, data=data)
        elif _all_pairs(value):
            yield Raw(name=name, reader=self.name, data=data, hint={"pairs": True})
        elif not isinstance(value, list):
            yield Raw(name=name, reader=self.name, data=data)
        else:
            unique = Unique()
            for number, record in enumerate(value, start=1):
                found = label(record.get("id")) if isinstance(record, dict) else None
                yield Raw(
                    name=f"{name}#{unique(found or str(number))}",
                    reader=self.name,
                    data=msgspec.json.encode(record),
                    hint={"record": number},
                )

    def parse(self, raw: Raw) -> Document:
        if raw.hint.get("pairs"):
            parts = load(raw.data)
            numbers = range(1, len(parts) + 1)
            return document(raw.name, {"segments": parts}, lines=numbers, rows=True)
        number = raw.hint.get("record")
        where = f"record {number}: " if number else ""
        return document(raw.name, load(raw.data), where=where)


def _all_pairs(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(record, dict) and is_pair(record) for record in value)
    )


def _is_lines(data: bytes) -> bool:
    """Whether the first line is a whole object and another one follows."""
    first, _, rest = data.strip().partition(b"\n")
    if not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(load(first), dict)
    except UnreadableInput:
        return False
