"""JSON lines: one document a line; and JSON: one document, or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import lines, over, read_all
from mtqc.readers.encoding import as_utf8, decode
from mtqc.readers.record import document, label
from mtqc.readers.unique import Unique
from mtqc.text.layout import clean

_NESTED = "JSON nested too deeply"


class _Record(msgspec.Struct):
    id: msgspec.Raw = msgspec.Raw(b"null")


_record = msgspec.json.Decoder(_Record)


def load(data: bytes) -> Any:
    """The value in `data`; `UnreadableInput` with one line where it isn't JSON.

    Lone surrogates (they become U+FFFD), NaN, raw control characters and other encodings than
    UTF-8 are accepted: what the web calls JSON has them.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    except RecursionError:
        raise UnreadableInput(_NESTED) from None
    try:
        return _scrubbed(json.loads(decode(data), strict=False))
    except RecursionError:
        raise UnreadableInput(_NESTED) from None
    except ValueError as error:
        raise UnreadableInput(f"not JSON: {error}") from None


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): _scrubbed(item) for key, item in value.items()}
    return value


def _id(line: bytes) -> str | None:
    """The id of a record, without reading the rest of it where it is in order."""
    try:
        return label(msgspec.json.decode(_record.decode(line).id))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        record = load(line)
        return label(record.get("id")) if isinstance(record, dict) else None


@dataclass(frozen=True)
class JsonLines:
    """One JSON object a line, each a document named PATH#ID."""

    name: ClassVar[str] = "jsonl"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        unique = Unique()
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

    def parse(self, raw: Raw) -> Document:
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
        number = raw.hint.get("record")
        where = f"record {number}: " if number else ""
        return document(raw.name, load(raw.data), where=where)


def _is_lines(data: bytes) -> bool:
    """Whether the first line is a whole object and another one follows."""
    first, _, rest = data.strip().partition(b"\n")
    if not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(load(first), dict)
    except UnreadableInput:
        return False
