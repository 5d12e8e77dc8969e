"""The XLIFF inputs of a run once more, with the issues as ITS 2.0 annotations in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import BinaryIO, ClassVar

from mtqc.core.errors import UsageError
from mtqc.core.reader import UnreadableInput
from mtqc.core.records import SegmentRecord
from mtqc.core.report import Entry, Report
from mtqc.core.wholefile import whole_file
from mtqc.reports.places import path_of, shown_path
from mtqc.reports.visible import visible
from mtqc.reports.xliff_its import annotated

SUFFIXES = (".xlf", ".xliff", ".mxliff", ".mqxliff", ".sdlxliff", ".txlf")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True)
class XliffRenderer:
    """Writes a folder, not a file: a copy of each XLIFF input of the report, under its own path.

    A copy differs from its input in the annotations alone, byte for byte. Inputs are never
    overwritten, nothing is written outside the folder, and an input of more than `max_bytes`,
    packed, or in an encoding that can't be kept, is left out and named.
    """

    max_bytes: int = 50_000_000

    name: ClassVar[str] = "xliff"
    suffix: ClassVar[str] = "/"

    def render(self, report: Report, out: BinaryIO) -> None:
        raise UsageError("the xliff report is a folder: --report xliff:FOLDER")

    def render_into(self, report: Report, folder: Path) -> tuple[str, ...]:
        """Write the copies. Returns a line for each input that could not be done in full."""
        targets = _targets(report, folder)
        notes: list[str] = []
        for path, entries in groupby(report.entries(), _path):
            if path is not None and path in targets:
                note = self._copy(path, targets.pop(path), _records(entries))
                if note is not None:
                    notes.append(f"{visible(path)}: {note}")
        return tuple(notes)

    def _copy(self, path: str, target: Path, records: Iterator[SegmentRecord]) -> str | None:
        try:
            if os.path.getsize(path) > self.max_bytes:
                return f"not annotated: it has more than {self.max_bytes:,} bytes"
            data = Path(path).read_bytes()
        except OSError as error:
            return f"not annotated: {error.strerror}"
        mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
        body = data[len(mark) :]
        try:
            text = body if encoding == "utf-8" else body.decode(encoding).encode()
            if encoding == "utf-8":
                body.decode()
            made, missed = annotated(text, records)
        except UnicodeError:
            return "not annotated: it is neither UTF-8 nor UTF-16 with a byte order mark"
        except UnreadableInput as error:
            return f"not annotated: {error}"
        _write(target, mark + (made if encoding == "utf-8" else made.decode().encode(encoding)))
        return f"{missed} issues left out: the file is another than was checked" if missed else None


def _path(entry: Entry) -> str | None:
    """The XLIFF file that an entry was read from."""
    if entry.document is None:
        return None
    path = path_of(entry.document.document)
    return path if path.lower().endswith(SUFFIXES) else None


def _records(entries: Iterator[Entry]) -> Iterator[SegmentRecord]:
    for entry in entries:
        yield from entry.segments()


def _targets(report: Report, folder: Path) -> dict[str, Path]:
    """Where the copy of each input goes; `UsageError` if that is an input."""
    paths = dict.fromkeys(path for path in map(_path, report.entries()) if path is not None)
    inputs = {os.path.realpath(path) for path in paths}
    home = os.path.realpath(folder)
    targets: dict[str, Path] = {}
    taken: set[str] = set()
    for path in paths:
        parts = [p for p in PurePosixPath(shown_path(path)).parts if p not in ("/", "..", ".")]
        target = os.path.join(home, *parts)
        stem, number = target, 1
        while target in taken:
            number += 1
            base, suffix = os.path.splitext(stem)
            target = f"{base}~{number}{suffix}"
        taken.add(target)
        real = os.path.realpath(target)
        if real in inputs:
            raise UsageError(f"xliff:{folder} would overwrite {path}, which was read")
        if os.path.commonpath([home, os.path.realpath(os.path.dirname(target))]) != home:
            raise UsageError(f"xliff:{folder}: a link leads {target} out of the folder")
        targets[path] = Path(target)
    return targets


def _write(target: Path, data: bytes) -> None:
    try:
        with whole_file(target) as out:
            out.write(data)
    except OSError as error:
        raise UsageError(f"can't write {target}: {error.strerror}") from None
