"""gettext's PO: entries through polib, a big catalogue in pieces."""

from __future__ import annotations

import codecs
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO, ClassVar, NamedTuple

from mtqc.core.document import Code, Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import lines, over
from mtqc.readers.encoding import as_utf8, decode, looks_binary
from mtqc.readers.langcode import bcp47
from mtqc.readers.pieces import PIECE_BYTES, PIECE_UNITS, named
from mtqc.readers.record import label
from mtqc.text.layout import clean, joined

_HEADER_BYTES = 100_000
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")
_PLURAL = re.compile(r"plural\s*=\s*([^;\n]+)")
_WHERE = re.compile(r"\(line (\d+)\)(?:: (.+))?")
_MAX_LENGTH = re.compile(r"max-length:\s*(\d{1,6})$")
_STRING = (b'"', b"msg", b"#~ msg", b'#~ "')
_NUMBERS = range(0, 201)
_SOME = 3
_REFERENCES = 10
_SOURCE_LANGUAGE = ("X-Source-Language", "X-Source-Lang")


@dataclass(frozen=True)
class Po:
    """Each `msgstr` is a segment, each plural form one of its own; obsolete entries are no part."""

    name: ClassVar[str] = "po"
    suffixes: ClassVar[tuple[str, ...]] = (".po", ".pot")

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        yield from named(name, self._parts(stream, name, limits))

    def _parts(
        self, stream: BinaryIO, name: str, limits: Limits
    ) -> Iterator[tuple[tuple[int, str], Raw]]:
        text = as_utf8(stream)
        if looks_binary(text.peek(1)):
            raise UnreadableInput("not text: it has NUL or control characters")
        hint: dict[str, Any] | None = None
        for data, line in _cut(text, limits):
            if hint is None:
                hint = _header(data)
                if ".pot" in name.lower()[-9:]:
                    hint["template"] = True
            yield (1, ""), Raw(name="", reader=self.name, data=data, line=line, hint=hint)

    def parse(self, raw: Raw) -> Document:
        header = raw.hint
        rows = decode(raw.data, header.get("charset")).split("\n")
        plural = _plural(header.get("plural", ""))
        template = header.get("template", False)
        return joined(
            raw.name,
            (
                part
                for entry in _entries(rows, raw.line)
                for part in _parts_of(entry, rows, raw.line, plural)
                if part["text"] or not template
            ),
            lang=header.get("lang"),
            source_lang=header.get("source-lang"),
            running=False,
        )


def _cut(stream: Any, limits: Limits) -> Iterator[tuple[bytes, int]]:
    """Pieces of whole entries with the line that each begins at.

    An entry ends where, after a `msgstr`, comes a comment, a `msgctxt` or a `msgid`.
    """
    held: list[bytes] = []
    size = units = 0
    began = 1
    state = ""
    number = 0
    for number, line in enumerate(lines(stream, limits), start=1):
        if line is None:
            raise UnreadableInput(f"line {number}: {over(limits)}")
        word = line.lstrip()[:12].removeprefix(b"#~").lstrip()
        if word.startswith(b"msgstr"):
            state = "target"
        elif word.startswith((b"msgid", b"msgctxt", b"#")):
            if state == "target":
                units += 1
                if units >= PIECE_UNITS or size >= PIECE_BYTES:
                    yield b"".join(held), began
                    held, size, units, began = [], 0, 0, number
            state = "source" if not word.startswith(b"#") else ""
        if word.startswith((b'"', b"msg")) and not line.rstrip().endswith(b'"'):
            raise UnreadableInput(f"line {number}: a string without its closing quote: truncated?")
        held.append(line)
        size += len(line)
        if size > limits.document_bytes:
            raise UnreadableInput(f"line {began}: {over(limits)}")
    if state == "source":
        raise UnreadableInput(f"line {number}: the last entry has no msgstr: truncated?")
    if held:
        yield b"".join(held), began


def _header(data: bytes) -> dict[str, Any]:
    """What the header entry says, for every piece."""
    charset = _CHARSET.search(data[:_HEADER_BYTES])
    encoding = _codec(charset.group(1).decode()) if charset else None
    rows = data[:_HEADER_BYTES].decode(encoding or "utf-8", "replace").split("\n")
    begun = next((at for at, row in enumerate(rows) if row.startswith("msgstr")), len(rows))
    end = next((at for at in range(begun, len(rows)) if not rows[at].strip()), len(rows))
    found = _polib(rows[:end], 1).metadata
    plural = _PLURAL.search(found.get("Plural-Forms", ""))
    source = next((found[key] for key in _SOURCE_LANGUAGE if key in found), None)
    hint = {
        "charset": encoding,
        "lang": bcp47(found.get("Language")),
        "source-lang": bcp47(source),
        "plural": plural.group(1).strip() if plural else None,
    }
    return {key: value for key, value in hint.items() if value}


def _codec(name: str) -> str | None:
    """A declared encoding of text, None for UTF-8 and for what is none ("CHARSET")."""
    try:
        known = codecs.lookup(name).name
        "".encode(known)
    except LookupError:
        return None
    return None if known in ("utf-8", "ascii", "utf-16", "utf-32") else known


class _Rows:
    """Lines for polib, which takes a text that is a path for a file, and U+2028 for a line end."""

    def __init__(self, rows: list[str]) -> None:
        self._rows = rows

    def splitlines(self) -> list[str]:
        return self._rows


def _polib(rows: list[str], first_line: int) -> Any:
    import polib

    # Comments before the first entry would be taken for the file's. The real header, if it is
    # here, comes later and is the one that polib takes.
    before = ['msgid ""', 'msgstr ""']
    try:
        return polib.pofile(_Rows(before + rows), encoding="utf-8")
    except OSError as error:
        where = _WHERE.search(str(error))
        if where is None:
            raise UnreadableInput(f"not PO: {error}") from None
        line = int(where.group(1)) - len(before) + first_line - 1
        said = where.group(2) or "it can't stand here"
        raise UnreadableInput(f"line {line}: not PO: {said}") from None


class _Entry(NamedTuple):
    entry: Any
    row: int


def _entries(rows: list[str], first_line: int) -> Iterator[_Entry]:
    """Entries that are in use, each with the row at which it begins."""
    for entry in _polib(rows, first_line):
        if not entry.obsolete and (entry.msgid or entry.msgctxt is not None):
            yield _Entry(entry, max(entry.linenum - 3, 0))


def _parts_of(
    found: _Entry, rows: list[str], first_line: int, plural: dict[int, list[int]]
) -> Iterator[dict[str, Any]]:
    entry, row = found
    flags = [flag for flag in entry.flags if flag and flag != "fuzzy"]
    shared: dict[str, Any] = {
        "unit": label(entry.msgctxt or entry.msgid),
        "note": "\n".join(filter(None, (entry.tcomment, entry.comment))) or None,
        "state": "fuzzy" if "fuzzy" in entry.flags else None,
        "max_length": next((int(m.group(1)) for m in map(_MAX_LENGTH.match, flags) if m), None),
    }
    meta: dict[str, Any] = {}
    if entry.msgctxt:
        meta["context"] = entry.msgctxt
    if flags:
        meta["flags"] = flags
    if entry.occurrences:
        places = entry.occurrences[:_REFERENCES]
        meta["references"] = [f"{file}:{line}" if line else file for file, line in places]
    if not entry.msgid_plural:
        row = _row_of(rows, row, "msgstr")
        yield _part(shared, entry.msgstr, entry.msgid, first_line + row, meta)
        return
    forms = entry.msgstr_plural or {0: ""}
    for form in sorted(forms):
        row = _row_of(rows, row, f"msgstr[{form}]")
        numbers = plural.get(form, [])
        # A form that many numbers share must show the number, as only the plural is sure to do.
        singular = 1 in numbers and len(numbers) <= _SOME - 1 if numbers else form == 0
        source = entry.msgid if singular else entry.msgid_plural
        own = {**meta, "plural": form, "plural-for": numbers[:_SOME]}
        yield _part(shared, forms[form], source, first_line + row, own)


def _part(
    shared: dict[str, Any], target: str, source: str, line: int, meta: dict[str, Any]
) -> dict[str, Any]:
    text, codes = _ended(target)
    source_text, source_codes = _ended(source)
    return {
        **shared,
        "text": text,
        "source": source_text,
        "codes": codes,
        "source_codes": source_codes,
        "line": line,
        "meta": meta,
    }


def _ended(text: str) -> tuple[str, tuple[Code, ...]]:
    """A text without the line end behind it, which gettext wants in both or none: it is a code."""
    text = clean(text)
    bare = text.rstrip("\n")
    if bare == text or not bare:
        return bare, ()
    return bare, (Code(len(bare), "alone", "\\n", "\\n"),)


def _row_of(rows: list[str], row: int, word: str) -> int:
    while row < len(rows) and not rows[row].lstrip().startswith(word):
        row += 1
    return row


@lru_cache(maxsize=64)
def _plural(expression: str) -> dict[int, list[int]]:
    """By form the numbers up to 200 that take it, empty where there is no valid expression."""
    if not expression:
        return {}
    found: dict[int, list[int]] = {}
    try:
        form_of = gettext.c2py(expression)
        for number in _NUMBERS:
            found.setdefault(int(form_of(number)), []).append(number)
    except (ValueError, ArithmeticError, RecursionError, MemoryError):
        return {}
    return found
