"""What a reader makes and a check reads: a document cut into segments."""

from __future__ import annotations

from typing import Any

import msgspec


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, headline or list line; in bilingual formats one unit.

    `start` and `end` are code points in `Document.text`, end exclusive, and
    `document.text[start:end] == text` holds for every segment of every reader.
    `index` counts from 0, `line` from 1 (in the input file where the format has
    lines, else in the extracted text).
    """

    index: int
    start: int
    end: int
    text: str
    line: int = 1
    paragraph: int = 0
    heading: bool = False
    unit: str | None = None
    source: str | None = None
    reference: str | None = None
    meta: dict[str, Any] = {}


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it was extracted from its file, with its segments in reading order.

    `lang` is what the input itself says (a BCP 47 code) or None; `meta` is what
    the input carried beside the text and is given back in the report.
    """

    name: str
    text: str
    segments: tuple[Segment, ...]
    lang: str | None = None
    meta: dict[str, Any] = {}
