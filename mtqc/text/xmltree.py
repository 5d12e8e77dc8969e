"""XML as a tree that knows where every character stands in the file's bytes.

Made with expat, which counts lines and bytes without a limit and never opens anything: no DTD is
loaded, a declared entity is refused, and so is a reference to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from mtqc.core.reader import UnreadableInput

XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
XML_SPACE = "http://www.w3.org/XML/1998/namespace space"

_DEPTH = 200
# Namespaces whose elements are called by their local name alone.
_PLAIN = ("urn:oasis:names:tc:xliff:document:", "http://www.lisa.org/tmx")
_BETWEEN = " "


class Run:
    """Text as one stretch of bytes: `start` to `end` in the file.

    A character reference, an entity of XML's own five and a line end are runs of one character;
    in every other run each character stands in the file as itself.
    """

    __slots__ = ("cdata", "end", "start", "text")

    def __init__(self, text: str, start: int, cdata: bool) -> None:
        self.text = text
        self.start = self.end = start
        self.cdata = cdata

    def byte(self, offset: int) -> int:
        """Where in the file the character `offset` of this run begins."""
        if offset == 0:
            return self.start
        if offset == len(self.text):
            return self.end
        return self.start + len(self.text[:offset].encode())


class Node:
    """An element: `start` to `end` with its tags, `inner` to `inner_end` between them.

    Names of XLIFF and TMX are local names, others "NAMESPACE NAME". For `<x/>` both inner
    places are `end`. `comment` is the text of the comments right before it.
    """

    __slots__ = (
        "attrs",
        "children",
        "comment",
        "end",
        "inner",
        "inner_end",
        "line",
        "start",
        "tag",
    )

    def __init__(self, tag: str, attrs: dict[str, str], line: int, start: int) -> None:
        self.tag = tag
        self.attrs = attrs
        self.line = line
        self.comment = ""
        self.start = self.inner = self.inner_end = self.end = start
        self.children: list[Node | Run] = []

    def get(self, name: str, default: str | None = None) -> str | None:
        return self.attrs.get(name, default)

    def nodes(self) -> Iterator[Node]:
        """The child elements."""
        return (child for child in self.children if isinstance(child, Node))

    def all(self, tag: str) -> Iterator[Node]:
        return (child for child in self.nodes() if child.tag == tag)

    def first(self, tag: str) -> Node | None:
        return next(self.all(tag), None)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in the order of the file."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed([child for child in node.children if isinstance(child, Node)]))

    def text(self) -> str:
        """All text inside, elements' tags left out."""
        parts: list[str] = []
        stack: list[Node | Run] = [self]
        while stack:
            one = stack.pop()
            if isinstance(one, Run):
                parts.append(one.text)
            else:
                stack.extend(reversed(one.children))
        return "".join(parts)


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """expat's "NAMESPACE NAME" as `Node.tag` has it."""
    space, _, local = name.rpartition(_BETWEEN)
    return local if space.startswith(_PLAIN) else name


def safe_parser() -> Any:
    """An expat parser for UTF-8 whatever the file declares, which refuses entities."""
    from xml.parsers import expat

    parser = expat.ParserCreate("utf-8", _BETWEEN)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def declared(name: str, *_: Any) -> None:
        line = parser.CurrentLineNumber
        raise UnreadableInput(f"line {line}: it declares the entity {name[:40]}: refused")

    def skipped(name: str, *_: Any) -> None:
        line = parser.CurrentLineNumber
        raise UnreadableInput(f"line {line}: the entity &{name[:40]}; is not resolved")

    parser.EntityDeclHandler = declared
    parser.SkippedEntityHandler = skipped
    return parser


def feed(parser: Any, data: bytes, *, last: bool, first_line: int = 1) -> None:
    """Parse on; `UnreadableInput` with the line where it isn't XML."""
    from xml.parsers import expat

    try:
        parser.Parse(data, last)
    except expat.ExpatError as error:
        line = error.lineno + first_line - 1
        said = expat.ErrorString(error.code)
        unfinished = (
            expat.errors.XML_ERROR_NO_ELEMENTS,
            expat.errors.XML_ERROR_UNCLOSED_TOKEN,
            expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
            expat.errors.XML_ERROR_PARTIAL_CHAR,
        )
        if said in unfinished:
            raise UnreadableInput(f"line {line}: the XML ends too early: truncated?") from None
        raise UnreadableInput(f"line {line}: not well-formed XML: {said}") from None


def deep(depth: int, line: int) -> None:
    """`UnreadableInput` for an element that lies too deep for any real file."""
    if depth > _DEPTH:
        raise UnreadableInput(f"line {line}: XML nested too deeply")


def tree(data: bytes, *, first_line: int = 1) -> Node:
    """The root element of UTF-8 `data`; `UnreadableInput` where that isn't XML."""
    parser = safe_parser()
    top = Node("", {}, 0, 0)
    stack = [top]
    # What ends where the next event begins.
    ending: list[Callable[[int], None]] = []
    comments: list[str] = []
    in_cdata = False
    shift = first_line - 1

    def settle() -> int:
        at = int(parser.CurrentByteIndex)
        if ending:
            for end in ending:
                end(at)
            ending.clear()
        return at

    def start(tag: str, attrs: dict[str, str]) -> None:
        at = settle()
        node = Node(plain_name(tag), attrs, parser.CurrentLineNumber + shift, at)
        deep(len(stack), node.line)
        if comments:
            node.comment = "\n".join(comments)
            comments.clear()
        stack[-1].children.append(node)
        stack.append(node)

        def opened(end: int) -> None:
            node.inner = end

        ending.append(opened)

    def close(tag: str) -> None:
        node = stack.pop()
        comments.clear()
        at = int(parser.CurrentByteIndex)
        if at == node.start:  # <x/>: one event of bytes, whose end is not known yet
            ending.clear()

            def closed(end: int) -> None:
                node.inner = node.inner_end = node.end = end
        else:
            settle()
            node.inner_end = at

            def closed(end: int) -> None:
                node.end = end

        ending.append(closed)

    def text(data: str) -> None:
        run = Run(data, settle(), in_cdata)
        stack[-1].children.append(run)

        def closed(end: int) -> None:
            run.end = end

        ending.append(closed)

    def cdata_start() -> None:
        nonlocal in_cdata
        settle()
        in_cdata = True

    def cdata_end() -> None:
        nonlocal in_cdata
        settle()
        in_cdata = False

    def comment(data: str) -> None:
        settle()
        comments.append(data.strip())

    def other(*_: Any) -> None:
        settle()

    parser.StartElementHandler = start
    parser.EndElementHandler = close
    parser.CharacterDataHandler = text
    parser.StartCdataSectionHandler = cdata_start
    parser.EndCdataSectionHandler = cdata_end
    parser.CommentHandler = comment
    parser.ProcessingInstructionHandler = other
    feed(parser, data, last=True, first_line=first_line)
    for end in ending:
        end(len(data))
    return next(top.nodes())
