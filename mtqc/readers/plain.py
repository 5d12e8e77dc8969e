"""Plain text, and whatever looks like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable
from mtqc.readers.bytestream import read_all
from mtqc.readers.encoding import decode
from mtqc.text.layout import cut


@dataclass(frozen=True)
class PlainText:
    """A file of text is one document."""

    name: ClassVar[str] = "text"
    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text")

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        yield Raw(name=name, reader=self.name, data=read_all(stream, limits))

    def parse(self, raw: Raw) -> Document:
        return cut(raw.name, decode(raw.data), first_line=raw.line)
