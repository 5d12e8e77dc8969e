"""Apple's .strings and .stringsdict: old-style text, XML property lists, binary ones."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.reader import Limits, UnreadableInput
from mtqc.readers.bytestream import read_all
from mtqc.readers.catalogue import Catalogue, Entry, Found
from mtqc.readers.encoding import decode
from mtqc.readers.xmlcut import xml_utf8
from mtqc.text.layout import clean
from mtqc.text.xmltree import Node, tree

PLURALS = ("zero", "one", "two", "few", "many", "other")

_STRING = r'"((?:[^"\\]|\\.)*)"'
_TOKEN = re.compile(
    r"(?P<space>\s+)|/\*(?P<comment>.*?)\*/|//(?P<line>[^\n]*)|"
    rf"(?:{_STRING}|([\w.$/:-]+))\s*=\s*(?:{_STRING}|([\w.$/:-]+))\s*;",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:[Uu]([0-9a-fA-F]{4})|([0-7]{3})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
# What Xcode writes where a developer wrote no comment.
_NO_COMMENT = ("No comment provided by engineer.", "(no comment)")


@dataclass(frozen=True)
class Strings(Catalogue):
    """`"key" = "text";` with the comment before it, or a property list of strings."""

    name: ClassVar[str] = "strings"
    suffixes: ClassVar[tuple[str, ...]] = (".strings",)

    def entries(self, data: bytes) -> Found:
        if data.startswith(b"bplist"):
            return Found(_binary(data))
        text = clean(decode(data))
        if text.lstrip().startswith("<"):
            pairs = _pairs(_root(data))
            return Found(
                [
                    Entry(key=key, text=node.text(), line=node.line, note=note)
                    for key, node, note in pairs
                    if node.tag == "string"
                ]
            )
        return Found(list(_old_style(text)))


@dataclass(frozen=True)
class StringsDict(Catalogue):
    """Plural forms: a segment for each form of each variable."""

    name: ClassVar[str] = "stringsdict"
    suffixes: ClassVar[tuple[str, ...]] = (".stringsdict",)

    def entries(self, data: bytes) -> Found:
        found: list[Entry] = []
        for key, node, above in _pairs(_root(data)):
            if node.tag != "dict":
                continue
            for variable, forms, _ in _pairs(node):
                if forms.tag == "dict":
                    found += [
                        Entry(
                            key=f"{key}/{variable}",
                            text=text.text(),
                            line=text.line,
                            plural=form,
                            note="\n".join(filter(None, (above, own))) or None,
                        )
                        for form, text, own in _pairs(forms)
                        if form in PLURALS and text.tag == "string"
                    ]
        return Found(found)


def _root(data: bytes) -> Node:
    limits = Limits(document_bytes=2 * len(data) + 4)
    root = tree(read_all(xml_utf8(io.BytesIO(data)), limits))
    top = root.first("dict")
    if root.tag != "plist" or top is None:
        raise UnreadableInput(f"line {root.line}: not a property list with a dictionary")
    return top


def _pairs(node: Node) -> Iterator[tuple[str, Node, str | None]]:
    """Key, value and the comment before them."""
    key: Node | None = None
    for child in node.nodes():
        if child.tag == "key":
            key = child
        elif key is not None:
            yield key.text(), child, key.comment or None
            key = None


def _binary(data: bytes) -> list[Entry]:
    import plistlib

    try:
        value = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except Exception as error:  # plistlib lets struct, overflow and index errors through
        raise UnreadableInput(f"not a property list: {type(error).__name__}") from None
    if not isinstance(value, dict):
        raise UnreadableInput("not a property list with a dictionary")
    return [Entry(key=str(k), text=clean(v)) for k, v in value.items() if isinstance(v, str)]


def _old_style(text: str) -> Iterator[Entry]:
    at, line = 0, 1
    note = ""
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            line += text.count("\n", 0, at) - (line - 1)
            raise UnreadableInput(f'line {line}: "key" = "text"; is expected')
        if found["comment"] is not None or found["line"] is not None:
            comment = (found["comment"] or found["line"] or "").strip()
            note = "" if comment in _NO_COMMENT else "\n".join(filter(None, (note, comment)))
        elif found["space"] is None:
            key, bare_key, value, bare_value = found.groups()[3:]
            yield Entry(
                key=_plain(key if key is not None else bare_key),
                text=clean(_plain(value if value is not None else bare_value)),
                line=line + found.group().count("\n"),
                note=note or None,
            )
            note = ""
        elif found["space"].count("\n") > 1:
            note = ""
        line += found.group().count("\n")
        at = found.end()


def _plain(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    if match[2]:
        return chr(int(match[2], 8))
    return _ESCAPED.get(match[3], match[3])
