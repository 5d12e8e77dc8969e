"""From an extracted text to a `Document`: paragraphs, headings, list lines, sentences.

Every function keeps `document.text[s.start:s.end] == s.text`, writes line ends as "\\n"
and replaces what is no character (a lone surrogate) with U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from mtqc.core.document import Document, Segment
from mtqc.text.sentences import sentence_spans

_SURROGATE = re.compile("[\ud800-\udfff]")
_BULLET = re.compile(r"[ \t]*(?:[-*+•‣◦▪●–—·][ \t]+)")
_NUMBERED = re.compile(r"[ \t]*(?:\d{1,3}|[a-zA-Z])[.)][ \t]+(?=\S)")
_FIRST_WORD = re.compile(r"\s*(\S+)")
_STOPS = (".", "。", "।", "!", "！", "?", "？", "؟", "…", ":", "：", ";", ",", "،", "۔")
_CLOSERS = "\"'”’»)]』」）"

_WRAP_WIDTHS = range(40, 111)
_HEADING_WORDS = 10
_TITLE_WORDS = 25


class Block(NamedTuple):
    """A piece of text that a format tells apart: a paragraph, heading, list item or cell.

    `line` is where it begins in the input, None where the format has no lines; `note` is what
    the input says about it in a comment, for all of its segments.
    """

    text: str
    heading: bool = False
    line: int | None = None
    note: str | None = None


def clean(text: str) -> str:
    """`text` with "\\n" as its only line end and without lone surrogates.

    The byte order mark at its beginning, if any, is not text and is dropped.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("\ufeff"):
        text = text[1:]
    # isascii and encode are far quicker than a search, and nearly always enough.
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = _SURROGATE.sub("\ufffd", text)
    return text


def cut(
    name: str,
    text: str,
    *,
    lang: str | None = None,
    meta: Mapping[str, Any] | None = None,
    blocks: Iterable[Block] | None = None,
    first_line: int = 1,
    one_line: bool = False,
) -> Document:
    """A document of sentences.

    Without `blocks` the paragraphs are found in `text` by its lines: a blank line
    ends a paragraph, and so does a line end, unless the text is wrapped at a fixed width.
    With `blocks` (`text` is not looked at then) the document's text is the blocks joined by
    a blank line. `first_line` is the line of the input that the text begins at; with
    `one_line` all of it stands there, as in a field of a record.
    """
    found: list[_Found] = []
    notes: dict[int, str] = {}
    if blocks is None:
        text = clean(text)
        for number, (start, end, heading) in enumerate(_paragraphs(text)):
            for first, last in _sentences(text[start:end], heading, lang):
                found.append((start + first, start + last, number, heading, 0))
    else:
        text = _laid_out(blocks, found, notes, lang)
    segments: list[Segment] = []
    at, line = 0, first_line
    for start, end, number, heading, known_line in found:
        if not one_line:
            line += text.count("\n", at, start)
            at = start
        segments.append(
            Segment(
                index=len(segments),
                start=start,
                end=end,
                text=text[start:end],
                line=known_line or line,
                paragraph=number,
                heading=heading,
                note=notes.get(number),
            )
        )
    return Document(
        name=name, text=text, segments=tuple(segments), lang=lang, meta=dict(meta or {})
    )


# start, end, paragraph, heading, line (0 where it is still to be counted)
_Found = tuple[int, int, int, bool, int]


def _laid_out(
    blocks: Iterable[Block], found: list[_Found], notes: dict[int, str], lang: str | None
) -> str:
    parts: list[str] = []
    at = 0
    for block in blocks:
        whole = clean(block.text)
        part = whole.strip()
        if not part:
            continue
        if block.note:
            notes[len(parts)] = clean(block.note)
        line = block.line
        if line:
            line += whole.count("\n", 0, len(whole) - len(whole.lstrip()))
        for first, last in _sentences(part, block.heading, lang):
            known_line = line + part.count("\n", 0, first) if line else 0
            found.append((at + first, at + last, len(parts), block.heading, known_line))
        parts.append(part)
        at += len(part) + 2
    return "\n\n".join(parts)


def _sentences(text: str, heading: bool, lang: str | None) -> list[tuple[int, int]]:
    return [(0, len(text))] if heading else sentence_spans(text, lang)


def joined(
    name: str,
    parts: Iterable[str | Mapping[str, Any]],
    *,
    lang: str | None = None,
    source_lang: str | None = None,
    running: bool = True,
    meta: Mapping[str, Any] | None = None,
    first_line: int = 1,
) -> Document:
    """A document of segments that the input has cut already, joined by "\\n".

    A part is a text or a mapping with `text` and, if there are any, the other fields of a
    `Segment` that an input can know. Each text is kept as it is but for the line end behind it;
    where a part has inline codes, their places hold for its text and source as `clean` leaves them.
    """
    segments: list[Segment] = []
    texts: list[str] = []
    at = 0
    line = first_line
    for index, part in enumerate(parts):
        fields: Mapping[str, Any] = {"text": part} if isinstance(part, str) else part
        text = clean(fields["text"].rstrip("\r\n"))
        line = fields.get("line") or line
        segments.append(
            Segment(
                index=index,
                start=at,
                end=at + len(text),
                text=text,
                line=line,
                paragraph=index,
                heading=fields.get("heading", False),
                unit=_cleaned(fields.get("unit")),
                source=_cleaned(fields.get("source")),
                reference=_cleaned(fields.get("reference")),
                codes=tuple(fields.get("codes") or ()),
                source_codes=tuple(fields.get("source_codes") or ()),
                note=_cleaned(fields.get("note")),
                state=fields.get("state"),
                max_length=fields.get("max_length"),
                meta=dict(fields.get("meta") or {}),
            )
        )
        texts.append(text)
        at += len(text) + 1
        line += text.count("\n") + 1
    return Document(
        name=name,
        text="\n".join(texts),
        segments=tuple(segments),
        lang=lang,
        source_lang=source_lang,
        running=running,
        meta=dict(meta or {}),
    )


def _cleaned(text: str | None) -> str | None:
    return None if text is None else clean(text)


class _Line(NamedTuple):
    start: int
    end: int
    item: bool


def _paragraphs(text: str) -> list[tuple[int, int, bool]]:
    """(start, end, heading) of every paragraph, without the white space around it."""
    runs = _runs(text)
    wrapped = _is_wrapped(text, runs)
    found: list[tuple[int, int, bool]] = []
    for run in runs:
        width = max(line.end - line.start for line in run)
        start = run[0].start
        for line, following in zip(run, [*run[1:], None], strict=True):
            if (
                following is not None
                and wrapped
                and not following.item
                and _full(text, line, following, width)
            ):
                continue
            found.append((start, line.end, False))
            if following is not None:
                start = following.start
    return _headings(text, found)


def _runs(text: str) -> list[list[_Line]]:
    """The lines that are not blank, in groups that blank lines part."""
    runs: list[list[_Line]] = []
    run: list[_Line] = []
    at = 0
    for content in text.split("\n"):
        stripped = content.strip()
        if stripped:
            start = at + len(content) - len(content.lstrip())
            end = start + len(stripped)
            bullet = _BULLET.match(stripped)
            item = bool(bullet) or bool(_NUMBERED.match(stripped))
            if bullet and bullet.end() < len(stripped):
                start += bullet.end()
            run.append(_Line(start, end, item))
        elif run:
            runs.append(run)
            run = []
        at += len(content) + 1
    if run:
        runs.append(run)
    return runs


def _full(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Whether the next line's first word had no room on this one."""
    word = _FIRST_WORD.match(text, following.start)
    return line.end - line.start + 1 + (len(word.group(1)) if word else 0) > width


def _goes_on(text: str, at: int) -> bool:
    """Whether a line begins like the inside of a sentence: with a letter that is no capital."""
    word = _FIRST_WORD.match(text, at)
    begin = word.group(1).lstrip("\"'“‘«(")[:1] if word else ""
    return begin.isalpha() and not begin.isupper()


def _is_wrapped(text: str, runs: list[list[_Line]]) -> bool:
    """Whether the text is broken into lines of a fixed width, so that a line end is a space."""
    pairs = full = open_ends = small_starts = 0
    for run in runs:
        width = max(line.end - line.start for line in run)
        if len(run) == 1:
            continue
        if width not in _WRAP_WIDTHS:
            # A single line may be longer (an address); many are paragraphs.
            pairs += len(run) - 1
            continue
        for line, following in pairwise(run):
            if following.item:
                continue
            pairs += 1
            if not _full(text, line, following, width):
                continue
            full += 1
            if text[line.end - 1] not in _STOPS:
                open_ends += 1
                small_starts += _goes_on(text, following.start)
    return full * 3 >= pairs and open_ends > 0 and small_starts * 2 > open_ends


def _headings(text: str, found: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Marks the first line and short lines that end without a stop."""
    if len(found) < 2:
        return found
    marked = [
        (start, end, _looks_like_heading(text[start:end], first=index == 0))
        for index, (start, end, _) in enumerate(found)
    ]
    marked[-1] = found[-1]
    # Lines that all end without a stop are verses, subtitles or a table.
    if sum(heading for _, _, heading in marked) * 2 > len(marked) and len(marked) > 3:
        return [marked[0], *found[1:]]
    return marked


def _looks_like_heading(text: str, *, first: bool) -> bool:
    if text.rstrip(_CLOSERS + " ").endswith(_STOPS) and not (first and text.endswith(("?", "!"))):
        return False
    if not text[0].isalnum() and text[0] not in "\"'“‘«„([":
        return False
    if first:
        return len(text.split()) <= _TITLE_WORDS
    return len(text.split()) <= _HEADING_WORDS and not text[0].islower()
