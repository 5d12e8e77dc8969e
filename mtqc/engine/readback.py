"""A finished JSON-lines report read back, so that it can be rendered again."""

from __future__ import annotations

from pathlib import Path

import msgspec

from mtqc.core.records import (
    DocumentRecord,
    ProblemRecord,
    Record,
    RunRecord,
    SegmentRecord,
    SummaryRecord,
)
from mtqc.engine.book import Book
from mtqc.engine.finish import Finished, Tally

_UNTOLD = Tally(checks={}, histogram=(), score_sum=0.0)


def read_back(path: Path) -> Book:
    """The book of a report's file.

    Raises `OSError`, `msgspec.DecodeError` for a line that is no record, and `ValueError`
    where the first or the last line is missing (a run that was cut off).
    """
    decode = msgspec.json.Decoder(Record).decode
    book = Book()
    lines: list[bytes] = []
    document: DocumentRecord | None = None
    problems: list[ProblemRecord] = []
    run: RunRecord | None = None
    summary: SummaryRecord | None = None

    def flush() -> None:
        nonlocal document
        if document is not None:
            finished = Finished(
                segment_lines=b"".join(lines),
                record=document,
                problems=tuple(problems),
                tally=_UNTOLD,
            )
            book.add(document.document, finished, None)
        lines.clear()
        problems.clear()
        document = None

    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                record = decode(line)
            except msgspec.DecodeError as error:
                raise ValueError(f"line {number}: {error}") from None
            if isinstance(record, SegmentRecord):
                if document is not None:
                    flush()
                lines.append(line)
            elif isinstance(record, DocumentRecord):
                if document is not None:
                    flush()
                document = record
            elif isinstance(record, ProblemRecord):
                if document is not None and record.document == document.document:
                    problems.append(record)
                else:
                    flush()
                    book.add(record.document or f"({record.check})", None, record)
            elif isinstance(record, RunRecord):
                run = record
            else:
                flush()
                summary = record
    if run is None or summary is None:
        raise ValueError("its first or last line is missing: was the run cut off?")
    book.run = run
    book.summary = summary
    return book
