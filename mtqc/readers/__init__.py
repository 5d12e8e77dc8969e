"""Readers: one file per format, bytes to `Document`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from mtqc.core.document import Document
from mtqc.core.reader import Raw, Reader, UnreadableInput
from mtqc.readers.android import Android
from mtqc.readers.apple import Strings, StringsDict
from mtqc.readers.docx import Docx
from mtqc.readers.encoding import looks_binary, marked
from mtqc.readers.html import Html
from mtqc.readers.jsoncatalogue import Arb, I18next
from mtqc.readers.jsonlines import Json, JsonLines
from mtqc.readers.markdown import Markdown
from mtqc.readers.parallel import Parallel
from mtqc.readers.parquet import MAGIC, Parquet
from mtqc.readers.plain import PlainText
from mtqc.readers.po import Po
from mtqc.readers.properties import Properties
from mtqc.readers.table import Table
from mtqc.readers.tmx import Tmx
from mtqc.readers.xcstrings import XcStrings
from mtqc.readers.xliff import Xliff

BUILTINS: tuple[Reader, ...] = (
    PlainText(),
    Markdown(),
    Html(),
    JsonLines(),
    Json(),
    Table(),
    Parquet(),
    Docx(),
    Xliff(),
    Tmx(),
    Po(),
    Parallel(),
    Android(),
    Strings(),
    StringsDict(),
    XcStrings(),
    Properties(),
    Arb(),
    I18next(),
)

_PACKED = (".gz", ".gzip", ".zst", ".zstd")
_MARKUP = (b"<!doctype html", b"<html")
# The root of an XML file, behind its declaration, comments and document type.
_ROOT = re.compile(
    r"\s*(?>(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>\s*)*)<([\w.:-]+)",
    re.DOTALL,
)
_ROOTS = {"xliff": Xliff.name, "tmx": Tmx.name, "resources": Android.name}
_ENTRY = re.compile(r'^msgid[ \t]+".*^msgstr(?:\[0\])?[ \t]+"', re.DOTALL | re.MULTILINE)
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x7fELF",
    b"Rar!",
    b"BZh",
)


def reader_for(path_name: str, head: bytes, readers: Iterable[Reader]) -> Reader:
    """The reader of an input, by the end of its name, else by its first (unpacked) bytes.

    `UnreadableInput` where the name is of no known format and the bytes are not text.
    """
    by_name = {reader.name: reader for reader in readers}
    by_suffix = {suffix: reader for reader in by_name.values() for suffix in reader.suffixes}
    suffixes = [suffix.lower() for suffix in PurePath(path_name).suffixes]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    if suffixes and suffixes[-1] in by_suffix:
        return by_suffix[suffixes[-1]]
    reader = by_name.get(_format(head))
    if reader is None:
        raise UnreadableInput("not text, and no format that mtqc reads")
    return reader


def _format(head: bytes) -> str:
    if head.startswith(MAGIC):
        return Parquet.name
    if head.startswith(b"PK\x03\x04") and (b"word/" in head or b"[Content_Types].xml" in head):
        return Docx.name
    if head.startswith(_BINARY) or looks_binary(head):
        return ""
    text = _text(head)
    root = _ROOT.match(text)
    if root and root[1].rpartition(":")[2] in _ROOTS:
        return _ROOTS[root[1].rpartition(":")[2]]
    if _ENTRY.search(text):
        return Po.name
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:100].lower()
    if begin.startswith(_MARKUP):
        return Html.name
    if begin.startswith(b"{") and b'"' in begin:
        return Json.name if begin == b"{" or begin[1:2] in b"\r\n" else JsonLines.name
    return PlainText.name


def _text(head: bytes) -> str:
    """The beginning of a file as far as its format shows in it."""
    mark = marked(head)
    encoding, length = mark or ("utf-8", 0)
    return head[length:].decode(encoding, "replace")


def parse(raw: Raw, readers: Iterable[Reader]) -> Document:
    """The document in `raw`; `UnreadableInput` where it has none."""
    for reader in readers:
        if reader.name == raw.reader:
            return reader.parse(raw)
    raise UnreadableInput(f"there is no reader {raw.reader!r}")
