"""Android's string resources: `<resources>` with strings, arrays and plurals."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.document import Code
from mtqc.core.reader import Limits, UnreadableInput
from mtqc.readers.bytestream import read_all
from mtqc.readers.catalogue import Catalogue, Entry, Found
from mtqc.readers.xmlcut import xml_utf8
from mtqc.text.xliff_inline import settled
from mtqc.text.xmltree import Node, Run, tree

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_REFERENCE = re.compile(r"\s*@(?:android:)?string/\S+\s*$")
_ESCAPED = {"n": "\n", "t": "\t"}


@dataclass(frozen=True)
class Android(Catalogue):
    """`strings.xml` by its root; escapes and quotes are resolved, inner tags are codes.

    The comment before a text is its note, the one before a list or a plural that of all in it.
    """

    name: ClassVar[str] = "android"
    suffixes: ClassVar[tuple[str, ...]] = ()

    def entries(self, data: bytes) -> Found:
        # UTF-8 is at most twice as long as the encodings that a file declares.
        limits = Limits(document_bytes=2 * len(data) + 4)
        root = tree(read_all(xml_utf8(io.BytesIO(data)), limits))
        if root.tag != "resources":
            said = f"the root is <{root.tag[-40:]}>, not <resources>"
            raise UnreadableInput(f"line {root.line}: {said}")
        found: list[Entry] = []
        for node in root.nodes():
            name = node.get("name") or ""
            if node.get("translatable") == "false" or not name or _REFERENCE.match(node.text()):
                continue
            if node.tag == "string":
                found.append(_entry(name, node))
            elif node.tag == "string-array":
                for index, item in enumerate(node.all("item")):
                    found.append(_entry(f"{name}[{index}]", item, above=node.comment))
            elif node.tag == "plurals":
                for item in node.all("item"):
                    found.append(_entry(name, item, item.get("quantity") or "other", node.comment))
        return Found(found)


def _entry(key: str, node: Node, plural: str | None = None, above: str = "") -> Entry:
    """`above` is the comment on the list or the plural that the text stands in."""
    text, codes = _text(node)
    note = "\n".join(filter(None, (above, node.comment))) or None
    return Entry(key=key, text=text, codes=codes, line=node.line, plural=plural, note=note)


def _text(node: Node) -> tuple[str, tuple[Code, ...]]:
    parts = _Parts()
    parts.read(node)
    return settled(*parts.ended())


class _Parts:
    """White space outside quotes is one space, none at the beginning and the end."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.codes: list[Code] = []
        self._length = 0
        self._quoted = False
        self._space = True
        self._escape = ""
        self._counts: dict[str, int] = {}

    def ended(self) -> tuple[str, list[Code]]:
        text = "".join(self.text)
        if not self._space or not text:
            return text, self.codes
        most = len(text) - 1
        codes = [Code(min(code.at, most), code.kind, code.id, code.shown) for code in self.codes]
        return text[:-1], codes

    def read(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Run):
                for char in child.text:
                    self._char(char)
                continue
            name = child.tag.rpartition(" ")[2]
            number = self._counts[name] = self._counts.get(name, 0) + 1
            found = child.get("id") or (name if number == 1 else f"{name}{number}")
            if not child.children:
                self._code("alone", found, f"<{name}/>")
                continue
            self._code("open", found, f"<{name}>")
            self.read(child)
            self._code("close", found, f"</{name}>")

    def _code(self, kind: str, found: str, shown: str) -> None:
        self.codes.append(Code(self._length, kind, found, shown))

    def _char(self, char: str) -> None:
        if self._escape:
            self._escape += char
            if self._escape[1] == "u" and len(self._escape) < 6:
                return
            self._put(_unescaped(self._escape))
            self._escape = ""
        elif char == "\\":
            self._escape = char
        elif char == '"':
            self._quoted = not self._quoted
        elif char in " \t\n\r" and not self._quoted:
            if not self._space:
                self._put(" ")
            self._space = True
        else:
            self._put(char)

    def _put(self, text: str) -> None:
        self.text.append(text)
        self._length += len(text)
        self._space = False


def _unescaped(escape: str) -> str:
    if _ESCAPE.fullmatch(escape) is None:
        return escape
    if len(escape) == 6:
        return chr(int(escape[2:], 16))
    return _ESCAPED.get(escape[1], escape[1])
