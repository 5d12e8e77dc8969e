"""Markdown: headings, paragraphs, list items and cells; no code, no link targets.

An HTML comment that speaks to mtqc is a note on the block that it stands in or before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO, ClassVar

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable
from mtqc.readers.bytestream import read_all
from mtqc.readers.encoding import decode
from mtqc.readers.html import fragment, wish
from mtqc.text.layout import Block, clean, cut

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ENTRY = re.compile(r"([A-Za-z_][\w-]*):[ \t]+(.+)")


@dataclass(frozen=True)
class Markdown:
    """CommonMark with tables; the front matter becomes the document's meta."""

    name: ClassVar[str] = "markdown"
    suffixes: ClassVar[tuple[str, ...]] = (".md", ".markdown", ".mkd")

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        yield Raw(name=name, reader=self.name, data=read_all(stream, limits))

    def parse(self, raw: Raw) -> Document:
        text = clean(decode(raw.data))
        meta: dict[str, Any] = {}
        line = 1
        front = _FRONT_MATTER.match(text)
        if front:
            meta = {key: value.strip(" \"'") for key, value in _ENTRY.findall(front.group(1) or "")}
            line += front.group().count("\n")
            text = text[front.end() :]
        return cut(raw.name, "", blocks=list(_blocks(text, line)), meta=meta)


@lru_cache(maxsize=1)
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _blocks(text: str, first_line: int) -> Iterator[Block]:
    heading = False
    line = first_line
    wishes: list[str] = []
    for token in _parser().parse(text):
        if token.map:
            line = first_line + token.map[0]
        if token.type == "heading_open":
            heading = True
        elif token.type == "heading_close":
            heading = False
        elif token.type == "inline":
            wishes += filter(None, (_wish(child) for child in token.children))
            text = "".join(map(_inline, token.children))
            note = "\n".join(wishes) if text.strip() else ""
            if note:
                wishes.clear()
            yield Block(text, heading, line, note or None)
        elif token.type == "html_block":
            for block in fragment(token.content, wishes):
                yield block._replace(line=line)


def _wish(token: Any) -> str | None:
    if token.type != "html_inline":
        return None
    comment = _COMMENT.fullmatch(token.content)
    return wish(comment.group(1)) if comment else None


def _inline(token: Any) -> str:
    if token.type in ("text", "code_inline"):
        return str(token.content)
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return ""
