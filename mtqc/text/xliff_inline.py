"""Inline text of XLIFF and TMX: an element as pure text and codes, and the way back to bytes.

Sources: XLIFF 1.2 (OASIS, 2008) 2.3.2, XLIFF 2.1 (OASIS, 2018) 4.7, TMX 1.4b (GALA) "Content
Markup". Annotations (`mrk`, `sm`, `em`, `hi`) and what is foreign to the format are transparent:
their text counts and they are no codes. Text of a code (`ph`, `bpt`, ...) is native markup
and not part of the text; so is a `sub` in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mtqc.core.document import Code
from mtqc.text.layout import clean
from mtqc.text.xmltree import Node, Run

_SHOWN = 60
_ALONE = frozenset({"x", "ph", "ut", "cp"})
_OPENERS = frozenset({"bx", "bpt", "sc"})
_CLOSERS = frozenset({"ex", "ept", "ec"})
_PAIRS = frozenset({"g", "pc"})
_POSITIONS = {"open": "open", "begin": "open", "close": "close", "end": "close"}


class Placed(NamedTuple):
    """A run of the file and where its text begins in the pure text."""

    at: int
    run: Run


class Inline(NamedTuple):
    """`text` and `codes` as a `Segment` has them; `placed` leads from the text to the file."""

    text: str
    codes: tuple[Code, ...]
    placed: tuple[Placed, ...] = ()


NOTHING = Inline("", ())


def inline(nodes: Node | Iterable[Node | Run], *, version: str = "1.2") -> Inline:
    """The pure text of an element (`source`, `target`, `seg`, a `mrk`), or of some of its children.

    `version` is "1.2", "2" or "tmx": one name (`ph`) means other attributes in each.
    """
    reading = _Reading(version)
    children = nodes.children if isinstance(nodes, Node) else nodes
    reading.read(children)
    text, codes = settled("".join(reading.parts), reading.codes)
    return Inline(text, codes, tuple(reading.placed))


def settled(text: str, codes: Iterable[Code]) -> tuple[str, tuple[Code, ...]]:
    """A text as `clean` leaves it and without line ends behind it, its codes moved along."""
    final = clean(text).rstrip("\n")
    if final == text:
        return text, tuple(codes)
    moved = (
        Code(min(len(clean(text[: code.at])), len(final)), code.kind, code.id, code.shown)
        for code in codes
    )
    return final, tuple(moved)


def place(inline: Inline, offset: int, *, after: bool = False) -> tuple[Run, int] | None:
    """The run of the file in which character `offset` of the pure text stands, and where in it.

    With `after` it is the place behind character `offset` - 1, so that the end of a span stays in
    the run of the span's last character. None where the text has no such character. The byte
    is `run.byte(place)`; a run with `cdata` stands in a CDATA section. Characters that `clean`
    takes away (CR before LF, written as references) are counted as XML has them.
    """
    wanted = offset - 1 if after else offset
    for at, run in inline.placed:
        if at <= wanted < at + len(run.text):
            return run, offset - at
    return None


class _Reading:
    def __init__(self, version: str) -> None:
        self.version = version
        self.parts: list[str] = []
        self.codes: list[Code] = []
        self.placed: list[Placed] = []
        self._length = 0
        self._pairs: dict[str, str] = {}

    def read(self, children: Iterable[Node | Run]) -> None:
        # Its own stack: depth is the file's to choose.
        stack: list[Iterator[Node | Run] | tuple[str, str]] = [iter(children)]
        while stack:
            top = stack[-1]
            if isinstance(top, tuple):
                stack.pop()
                self._add("close", *top)
                continue
            one = next(top, None)
            if one is None:
                stack.pop()
            elif isinstance(one, Run):
                self.placed.append(Placed(self._length, one))
                self.parts.append(one.text)
                self._length += len(one.text)
            elif one.tag in _PAIRS:
                found = one.get("id") or ""
                self._add("open", found, _tag(one))
                stack.append((found, f"</{one.tag}>"))
                stack.append(iter(one.children))
            elif one.tag in _ALONE:
                self._add("alone", self._id(one), _shown(one))
            elif one.tag == "it":
                kind = _POSITIONS.get(one.get("pos") or "", "alone")
                self._add(kind, self._id(one), _shown(one))
            elif one.tag in _OPENERS:
                self._add("open", self._id(one), _shown(one))
            elif one.tag in _CLOSERS:
                self._add("close", self._id(one), _shown(one))
            else:
                stack.append(iter(one.children))

    def _add(self, kind: str, found: str, shown: str) -> None:
        self.codes.append(Code(self._length, kind, found, shown))

    def _id(self, node: Node) -> str:
        if node.tag == "cp":
            return f"U+{(node.get('hex') or '').upper()}"
        if self.version == "tmx":
            return self._tmx_id(node)
        if node.tag == "ec":
            return node.get("startRef") or node.get("id") or ""
        if node.tag in _OPENERS or node.tag in _CLOSERS:
            return node.get("rid") or node.get("id") or ""
        return node.get("id") or ""

    def _tmx_id(self, node: Node) -> str:
        """`x` matches source and target, `i` an opening and a closing code of one segment."""
        pair = node.get("i") or ""
        found = node.get("x") or ""
        if node.tag == "bpt":
            found = self._pairs[pair] = found or pair
        elif node.tag == "ept":
            found = found or self._pairs.get(pair, pair)
        return found or node.get("type") or ""


def _tag(node: Node) -> str:
    for name in ("id", "startRef", "hex", "x", "i"):
        if found := node.get(name):
            return f'<{node.tag} {name}="{found}">'
    return f"<{node.tag}>"


def _shown(node: Node) -> str:
    """The native code where the file has it, else the tag."""
    names = ("equiv-text", "disp", "equiv", "dispStart")
    native = " ".join(node.text().split()) or next(filter(None, map(node.get, names)), "")
    if native:
        return native if len(native) <= _SHOWN else native[: _SHOWN - 1] + "…"
    return f"{_tag(node)[:-1]}/>"
