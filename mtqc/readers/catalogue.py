"""Catalogues of one language: a key and a text, the source by the same key in another file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.document import Code, Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import read_all
from mtqc.readers.langcode import of_path
from mtqc.readers.record import label
from mtqc.text.layout import joined

SOURCE, REFERENCE = "source", "reference"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A text under its key; `plural` is its form ("one", "few") where the key has several."""

    key: str
    text: str
    line: int = 1
    plural: str | None = None
    note: str | None = None
    codes: tuple[Code, ...] = ()
    meta: dict[str, Any] = {}


class Found(msgspec.Struct, frozen=True):
    """What a catalogue holds, and its language where it says so."""

    entries: list[Entry]
    lang: str | None = None


class Catalogue:
    """Base of the readers of such formats: they give `entries`.

    `Raw.hint` may hold the bytes of the source and the reference catalogue, with their names.
    """

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]

    def entries(self, data: bytes) -> Found:
        """`UnreadableInput` where the data is not of this format."""
        raise NotImplementedError

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        yield Raw(name=name, reader=self.name, data=read_all(stream, limits))

    def parse(self, raw: Raw) -> Document:
        found = self.entries(raw.data)
        source, source_lang = self._other(raw, SOURCE)
        reference, _ = self._other(raw, REFERENCE)
        return joined(
            raw.name,
            _parts(found.entries, source, reference),
            lang=found.lang or of_path(raw.name),
            source_lang=source_lang,
            running=False,
        )

    def _other(self, raw: Raw, kind: str) -> tuple[_ByKey | None, str | None]:
        if kind not in raw.hint:
            return None, None
        name, data = raw.hint[kind]
        try:
            found = self.entries(data)
        except UnreadableInput as error:
            raise UnreadableInput(f"its {kind} {name}: {error}") from None
        return _ByKey(found.entries), found.lang or of_path(name)


class _ByKey:
    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, dict[str | None, Entry]] = {}
        for entry in entries:
            self.entries.setdefault(entry.key, {}).setdefault(entry.plural, entry)

    def of(self, entry: Entry) -> Entry | None:
        """The entry of the same key in the same plural form, else in the general one."""
        forms = self.entries.get(entry.key, {})
        return forms.get(entry.plural) or forms.get("other") or forms.get(None)


def _parts(
    entries: list[Entry], source: _ByKey | None, reference: _ByKey | None
) -> Iterator[dict[str, Any]]:
    for entry in entries:
        original = source.of(entry) if source else None
        other = reference.of(entry) if reference else None
        yield _part(entry, original, other)
    if source:
        there = {entry.key for entry in entries}
        for key, forms in source.entries.items():
            if key not in there:
                original = forms.get("other") or next(iter(forms.values()))
                empty = Entry(key=key, text="", note=original.note, plural=original.plural)
                yield _part(empty, original, None)


def _part(entry: Entry, source: Entry | None, reference: Entry | None) -> dict[str, Any]:
    meta = {**entry.meta, "plural": entry.plural} if entry.plural else entry.meta
    return {
        "text": entry.text,
        "source": source.text.rstrip("\r\n") if source else None,
        "reference": reference.text if reference else None,
        "unit": label(entry.key),
        "line": entry.line,
        "note": entry.note or (source.note if source else None),
        "codes": entry.codes,
        "source_codes": source.codes if source else (),
        "meta": meta,
    }
