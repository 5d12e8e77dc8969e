"""A sentence with its flagged words marked underneath, wrapped to a terminal's width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len

from mtqc.reports.visible import visible

_ZWJ, _EMOJI_STYLE = "\u200d", "\ufe0f"


class Mark(NamedTuple):
    """Code points `start` to `end`, end exclusive; where marks overlap the higher level shows."""

    start: int
    end: int
    level: int


class Run(NamedTuple):
    """A piece of a row: its text, its width in terminal cells and its level, 0 for unmarked."""

    text: str
    cells: int
    level: int


class _Glyph(NamedTuple):
    text: str
    cells: int
    level: int


def marked_rows(text: str, marks: Sequence[Mark], width: int) -> list[tuple[Run, ...]]:
    """The text as rows of at most `width` cells, cut at spaces where there are any.

    Wide characters, combining marks and characters written out (`<U+202E>`) are counted
    as a terminal shows them, so that a mark of `Run.cells` stands under its words.
    """
    rows: list[tuple[Run, ...]] = []
    row: list[_Glyph] = []
    used, space = 0, -1
    for glyph in _glyphs(text, marks):
        if used + glyph.cells > width and row:
            cut = space + 1 if space > 0 else len(row)
            rows.append(_runs(row[:cut]))
            row = row[cut:]
            used = sum(g.cells for g in row)
            space = -1
        if glyph.text == " ":
            if not row and rows:
                continue
            space = len(row)
        row.append(glyph)
        used += glyph.cells
    if row or not rows:
        rows.append(_runs(row))
    return rows


def excerpt(text: str, marks: Sequence[Mark], longest: int, around: int) -> tuple[str, list[Mark]]:
    """A text of more than `longest` code points cut down to what is near its marks.

    Keeps `around` code points on either side of each end of a mark (or at the
    beginning where nothing is marked) and writes an ellipsis for what is left out.
    """
    if len(text) <= longest:
        return text, list(marks)
    ends = sorted({p for m in marks for p in (m.start, m.end)}) or [0]
    kept: list[list[int]] = []
    for at in ends:
        start, end = max(0, at - around), min(len(text), at + around)
        if kept and start <= kept[-1][1]:
            kept[-1][1] = end
        elif sum(e - s for s, e in kept) < longest:
            kept.append([start, end])
    pieces: list[str] = []
    moved: list[Mark] = []
    length = 0
    for start, end in kept:
        if start > 0:
            pieces.append("… ")
            length += 2
        for mark in marks:
            inside = max(mark.start, start), min(mark.end, end)
            if inside[0] < inside[1]:
                moved.append(
                    Mark(inside[0] - start + length, inside[1] - start + length, mark.level)
                )
        pieces.append(text[start:end])
        length += end - start
        if end < len(text):
            pieces.append(" ")
            length += 1
    if kept[-1][1] < len(text):
        pieces.append("…")
    return "".join(pieces), moved


def _glyphs(text: str, marks: Iterable[Mark]) -> Iterable[_Glyph]:
    """Code points with what they join to: a base character with its combining marks is one."""
    levels = bytearray(len(text))
    for start, end, level in sorted(marks, key=lambda m: m.level):
        levels[start:end] = bytes([level]) * len(levels[start:end])
    pending: _Glyph | None = None
    for char, level in zip(text, levels, strict=True):
        if " " <= char <= "~":
            shown, cells = char, 1
        else:
            shown = visible(char)
            cells = cell_len(shown)
        if pending is not None and cells == 0:
            cells = 2 if char == _EMOJI_STYLE else pending.cells
            pending = _Glyph(pending.text + shown, cells, max(pending.level, level))
        elif pending is not None and pending.text.endswith(_ZWJ):
            pending = _Glyph(pending.text + shown, pending.cells, max(pending.level, level))
        else:
            if pending is not None:
                yield pending
            pending = _Glyph(shown, cells, level)
    if pending is not None:
        yield pending


def _runs(glyphs: Sequence[_Glyph]) -> tuple[Run, ...]:
    runs = []
    for level, group in groupby(glyphs, key=lambda g: g.level):
        run = list(group)
        runs.append(Run("".join(g.text for g in run), sum(g.cells for g in run), level))
    return tuple(runs)
