"""Java's .properties, through javaproperties."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.reader import UnreadableInput
from mtqc.readers.catalogue import Catalogue, Entry, Found
from mtqc.readers.encoding import decode
from mtqc.text.layout import clean


@dataclass(frozen=True)
class Properties(Catalogue):
    """Keys and values; what is not UTF-8 is ISO 8859-1, as Java had it before version 9."""

    name: ClassVar[str] = "properties"
    suffixes: ClassVar[tuple[str, ...]] = (".properties",)

    def entries(self, data: bytes) -> Found:
        import javaproperties

        text = clean(decode(data, "iso-8859-1"))
        found: list[Entry] = []
        notes: list[str] = []
        line = 1
        try:
            for element in javaproperties.parse(io.StringIO(text)):
                if isinstance(element, javaproperties.Comment):
                    notes.append(element.value.strip())
                elif isinstance(element, javaproperties.KeyValue):
                    note = "\n".join(filter(None, notes)) or None
                    found.append(Entry(key=element.key, text=element.value, line=line, note=note))
                    notes = []
                else:
                    notes = []
                line += element.source.count("\n")
        except javaproperties.InvalidUEscapeError as error:
            raise UnreadableInput(f"line {line}: {error}") from None
        return Found(found)
