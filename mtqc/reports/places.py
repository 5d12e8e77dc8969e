"""Where an issue stands in its file, so far as that can be said truthfully.

A report knows the line of a segment and not its column. Where the file is still there and the
segment stands in it letter for letter, once and at that line, the place of its words is
known exactly; where not (escapes, inline codes, another encoding, a file that is gone), only the
line is given, and for formats without lines nothing.
"""

from __future__ import annotations

import io
import os
import re
from collections import deque
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple
from urllib.parse import quote

from mtqc.core.issue import Issue
from mtqc.core.records import SegmentRecord

# In these the report's line is one of the extracted text, or of the file as it was unpacked.
_WITHOUT_LINES = re.compile(
    r"\.(?:docx|parquet|html?|xhtml|gz|gzip|zst|zstd)(?:#|$)", re.IGNORECASE
)
_LONGEST_LINE = 1_000_000
_PLAIN = (".txt", ".text")
# What some format between JSON, XML, CSV, Markdown and PO might read as more than a letter.
_MEANINGFUL = re.compile("[<>&\"'\\\\`*_\\[\\]{}|#~,;\\x00-\\x1f]")


class Exact(NamedTuple):
    """A span in a file: lines and columns from 1, the end exclusive.

    Columns are code points; `byte_column` and `end_byte_column` are bytes of UTF-8. `offset` and
    `length` are code points from the beginning of the file, its byte order mark not counted.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    byte_column: int
    end_byte_column: int
    offset: int
    length: int


class Spot(NamedTuple):
    """`line` is None for a format without lines; `exact` where more than the line is known."""

    line: int | None
    exact: Exact | None


def path_of(document: str) -> str:
    """The file of a document: `PATH#ID` names one inside of PATH."""
    if "#" not in document or os.path.isfile(document):
        return document
    for mark in re.finditer("#", document):
        if os.path.isfile(document[: mark.start()]):
            return document[: mark.start()]
    return document.partition("#")[0] or document


def shown_path(document: str) -> str:
    """The path as other tools want it: with `/`, relative to the working directory if below it."""
    path = path_of(document)
    if path == "-":
        return "stdin"
    if os.path.isabs(path):
        relative = os.path.relpath(path)
        path = path if relative.startswith(os.pardir) else relative
    return str(PurePosixPath(path.replace(os.sep, "/")))


def uri_of(document: str) -> str:
    """The path as a URI reference (RFC 3986)."""
    path = shown_path(document)
    uri = quote(path.encode("utf-8", "replace"), safe="/")
    return f"file://{uri}" if path.startswith("/") else uri


def replacement(document: str, issue: Issue) -> str | None:
    """The first suggestion if it may stand in the file as it is, in the place of the words."""
    if not issue.suggestions:
        return None
    text = issue.suggestions[0]
    plain = path_of(document).lower().endswith(_PLAIN)
    if "\n" in text or "\r" in text or (not plain and _MEANINGFUL.search(text)):
        return None
    return text


class Locator:
    """Looks segments up in their files, each file read once from its beginning to its end.

    It is a context manager, which closes what it has open.
    """

    def __init__(self) -> None:
        self._document = ""
        self._has_lines = False
        self._file: _File | None = None
        self._path = ""

    def __enter__(self) -> Locator:
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            self._file.close()

    def spot(self, segment: SegmentRecord, issue: Issue) -> Spot:
        """Segments are best asked for in the order of the report."""
        if segment.document != self._document:
            self._document = segment.document
            path = path_of(segment.document)
            self._has_lines = not _WITHOUT_LINES.search(path)
            if self._has_lines and path != self._path:
                if self._file is not None:
                    self._file.close()
                self._path, self._file = path, _File(path)
        if not self._has_lines:
            return Spot(None, None)
        return Spot(segment.line, self._exact(segment, issue))

    def _exact(self, segment: SegmentRecord, issue: Issue) -> Exact | None:
        # Where source and target look alike, it can't be told which one was found.
        if self._file is None or not segment.text:
            return None
        if segment.source is not None and segment.text in segment.source:
            return None
        held = self._file.lines(segment.line, segment.text.count("\n") + 1)
        if held is None:
            return None
        offset, raw = held
        ending = "\r\n" if "\r\n" in raw else "\n"
        text = segment.text.replace("\n", ending)
        at = raw.find(text)
        if at < 0 or raw.find(text, at + 1) >= 0:
            return None

        def place(position: int) -> tuple[int, int, int, int]:
            """Place in `raw`, line, column and column in bytes."""
            before = raw[: at + len(segment.text[:position].replace("\n", ending))]
            last = before.rpartition("\n")[2]
            line = segment.line + before.count("\n")
            return len(before), line, len(last) + 1, len(last.encode()) + 1

        start, line, column, byte_column = place(issue.start)
        end, end_line, end_column, end_byte_column = place(issue.end)
        return Exact(
            line,
            column,
            end_line,
            end_column,
            byte_column,
            end_byte_column,
            offset + start,
            end - start,
        )


class _File:
    """Lines of a UTF-8 file in rising order; silent where it is none."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._stream: BinaryIO | None = None
        self._open()

    def _open(self) -> None:
        self.close()
        self._number = 0
        self._offset = 0
        self._held: deque[tuple[int, int, str]] = deque()
        try:
            # A pipe or a device would be waited for.
            if os.path.isfile(self._path):
                self._stream = io.BufferedReader(io.FileIO(self._path))
        except OSError:
            self._stream = None

    def lines(self, first: int, count: int) -> tuple[int, str] | None:
        """`count` lines from `first` as they stand, and their offset in code points."""
        oldest = self._held[0][0] if self._held else self._number + 1
        if first < oldest:
            self._open()
        while self._held and self._held[0][0] < first:
            self._held.popleft()
        while self._stream is not None and self._number < first + count - 1:
            if not self._read(keep_from=first):
                break
        wanted = [held for held in self._held if held[0] < first + count]
        if len(wanted) < count:
            return None
        return wanted[0][1], "".join(line for _, _, line in wanted)

    def _read(self, keep_from: int) -> bool:
        assert self._stream is not None
        try:
            data = self._stream.readline(_LONGEST_LINE + 1)
            line = data.decode("utf-8-sig" if self._number == 0 else "utf-8")
        except (OSError, UnicodeDecodeError):
            line = ""
            data = b""
        if not data or len(data) > _LONGEST_LINE:
            self.close()
            return False
        self._number += 1
        if self._number >= keep_from:
            self._held.append((self._number, self._offset, line))
        self._offset += len(line)
        return True

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
