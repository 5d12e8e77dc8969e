"""What a reader makes and a check reads: a document cut into segments."""

from __future__ import annotations

from typing import Any

import msgspec


class Code(msgspec.Struct, frozen=True):
    """An inline code of a bilingual format (a tag, a protected placeholder), kept beside the text.

    It stands before the character `at` of the pure text; codes at one place follow one another as
    in the tuple. `kind` is "open", "close" or "alone". Codes of source and target belong together
    when `id` is the same; `shown` is the code as an editor knows it, such as `<g id="1">`.
    """

    at: int
    kind: str
    id: str
    shown: str


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, headline or list line; in bilingual formats one unit.

    `start` and `end` are code points in `Document.text`, end exclusive, and
    `document.text[start:end] == text` holds for every segment of every reader.
    `index` counts from 0, `line` from 1 (in the input file where the format has
    lines, else in the extracted text).

    Of bilingual formats: `codes` and `source_codes` are the inline codes of target and source,
    `note` what translators and developers wrote about the unit, `state` the file's own word for
    how far it is ("fuzzy", "final"), `max_length` the most code points the target may have.
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
    codes: tuple[Code, ...] = ()
    source_codes: tuple[Code, ...] = ()
    note: str | None = None
    state: str | None = None
    max_length: int | None = None
    meta: dict[str, Any] = {}


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it was extracted from its file, with its segments in reading order.

    `lang` and `source_lang` are what the input itself says (BCP 47 codes) or None; `meta` is
    what the input carried beside the text and is given back in the report. `running` is False
    where the segments are units of their own (a message catalogue, a translation memory), so
    that a segment says nothing about the next one.
    """

    name: str
    text: str
    segments: tuple[Segment, ...]
    lang: str | None = None
    source_lang: str | None = None
    running: bool = True
    meta: dict[str, Any] = {}
