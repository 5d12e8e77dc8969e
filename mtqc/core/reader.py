"""What a reader is: bytes of one format to documents, in a cheap and a thorough step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, ClassVar, Protocol

import msgspec

from mtqc.core.document import Document


class UnreadableInput(Exception):
    """An input, or a part of one, that can't be read. The message is one line for the user."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What an input may cost before it is refused by name.

    `document_bytes`: one document (a file, a JSON line, a table row) after decompression.
    `inflation`: bytes out per byte in of a compressed input, looked at once
    `inflation_from` bytes came out.
    """

    document_bytes: int = 20_000_000
    inflation: int = 200
    inflation_from: int = 50_000_000


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """One document's bytes, not yet understood: what travels to a worker.

    `name` is how the report calls the document; `line` is where it begins in its
    input, 1 for the first line; `hint` is what only `split` could know, such as column names.
    """

    name: str
    reader: str
    data: bytes
    line: int = 1
    hint: dict[str, Any] = {}


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """In the place of a `Raw` where a part of an input is broken and the rest is not."""

    name: str
    message: str


class Reader(Protocol):
    """One input format.

    `split` cuts a stream into documents without understanding them (main process, memory
    for one document at a time); `parse` does the work (worker process). Both raise
    `UnreadableInput`; `split` yields `Unreadable` for a broken part and goes on.
    """

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]: ...

    def parse(self, raw: Raw) -> Document: ...
