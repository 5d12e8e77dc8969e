"""HTML: the main content of a page, without menus, advertisements, comments and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import read_all
from mtqc.readers.encoding import decode, marked
from mtqc.text.layout import Block, clean, cut

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
# White space in HTML's text is a space; this stands for the line breaks that are meant.
_BREAK = "\v"

_HEADINGS = frozenset("head h1 h2 h3 h4 h5 h6".split())
_INLINE = frozenset(
    """
    a abbr b bdi bdo big cite code data del dfn em font hi i ins kbd label mark q ref s samp small
    span strike strong sub sup time tt u var wbr
    """.split()
)
_NOT_TEXT = frozenset(
    "script style noscript template svg math iframe object select textarea button title".split()
)
# How a comment begins that is a note to mtqc; all others are the template's.
_ADDRESSED = re.compile("mtqc:", re.IGNORECASE)
_META = ("title", "author", "date", "url", "sitename", "description")


@dataclass(frozen=True)
class Html:
    """A page: what trafilatura takes for its main content, else all text of its body."""

    name: ClassVar[str] = "html"
    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        yield Raw(name=name, reader=self.name, data=read_all(stream, limits))

    def parse(self, raw: Raw) -> Document:
        page = clean(_decoded(raw.data)).replace("\0", "\ufffd")
        page = _DECLARATION.sub("", page)
        tree = _tree(page)
        if tree is None:
            return cut(raw.name, "", blocks=[])
        meta, blocks = _main_content(page)
        if not blocks:
            blocks = list(_blocks(tree))
        elif _ADDRESSED.search(page):
            blocks = _noted(blocks, _blocks(tree))
        # Not the document's language: the template says it of every page, translated or not.
        if lang := tree.get("lang"):
            meta["lang"] = clean(lang)
        return cut(raw.name, "", blocks=blocks, meta=meta)


def _decoded(data: bytes) -> str:
    """By the byte order mark, UTF-8, or what the page says of itself."""
    said = None if marked(data) else _CHARSET.search(data, 0, 4096)
    if said:
        try:
            "".encode(said.group(1).decode())
        except LookupError:
            said = None
    return decode(data, said.group(1).decode() if said else None)


def _tree(page: str) -> Any:
    from lxml import etree, html

    try:
        return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None


def _main_content(page: str) -> tuple[dict[str, Any], list[Block]]:
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(page, include_comments=False, with_metadata=True)
    except RecursionError:
        raise UnreadableInput("HTML nested too deeply") from None
    if found is None or found.body is None:
        return {}, []
    meta = {key: clean(value) for key in _META if isinstance(value := getattr(found, key), str)}
    blocks = list(_blocks(found.body))
    title = meta.get("title", "")
    if blocks and title and not any(_same(title, block.text) for block in blocks[:3]):
        blocks.insert(0, Block(title, heading=True))
    return meta, blocks


def fragment(markup: str, wishes: list[str]) -> Iterator[Block]:
    """The text of a piece of HTML by its block elements; all of it, whatever it is for.

    `wishes` are comments that the next block has as its note; those that no block of this piece
    follows are left in it.
    """
    # lxml knows no document that begins with a comment.
    tree = _tree(f"<body>{markup}" if _ADDRESSED.search(markup) else markup)
    if tree is not None:
        yield from _blocks(tree, wishes)


def wish(comment: str) -> str | None:
    """The comment where it is a note to mtqc."""
    return comment.strip() if _ADDRESSED.search(comment) else None


def _noted(blocks: list[Block], found: Iterable[Block]) -> list[Block]:
    """The blocks, whose comments were lost, with the notes of those found of the same text."""
    notes = {_words(block.text): block.note for block in found if block.note}
    return [block._replace(note=notes.get(_words(block.text))) for block in blocks]


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _same(title: str, text: str) -> bool:
    return _words(title) == _words(text)


def _blocks(tree: Any, wishes: list[str] | None = None) -> Iterator[Block]:
    """The text of a tree by its block elements, each with the comments in it and before it."""
    from lxml import etree

    notes: list[str] = [] if wishes is None else wishes

    text: list[str] = []
    heading = False
    skipped = 0

    def flush() -> Iterator[Block]:
        content = _SPACE.sub(" ", "".join(text))
        text.clear()
        note = "\n".join(notes) or None
        for part in _parts(content):
            yield Block(part, heading, note=note)
            notes.clear()

    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not skipped:
                if event == "comment" and (said := wish(node.text or "")):
                    notes.append(said)
                text.append(node.tail or "")
            continue
        tag = node.tag
        if event == "start":
            if skipped or tag in _NOT_TEXT:
                skipped += 1
                continue
            if tag in ("br", "lb"):
                text.append(_BREAK)
            elif tag not in _INLINE:
                yield from flush()
                heading = heading or tag in _HEADINGS
            text.append(node.text or "")
            continue
        if skipped:
            skipped -= 1
        elif tag not in _INLINE and tag not in ("br", "lb"):
            yield from flush()
            heading = heading and tag not in _HEADINGS
        if not skipped:
            text.append(node.tail or "")
    yield from flush()


def _parts(content: str) -> Iterator[str]:
    """A paragraph ends at a line break, unless the next line goes on in lower case."""
    held = ""
    for line in content.split(_BREAK):
        line = line.strip()
        if held and line and line[0].islower():
            held += "\n" + line
        else:
            if held:
                yield held
            held = line
    if held:
        yield held
