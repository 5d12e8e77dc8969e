"""CSV for a spreadsheet: one row per issue, and nothing in a cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from mtqc.core.records import DocumentRecord, ProblemRecord, SegmentRecord
from mtqc.core.report import Report
from mtqc.reports.visible import without_controls

COLUMNS = (
    "record",
    "document",
    "document_score",
    "document_verdict",
    "segment",
    "unit",
    "line",
    "lang",
    "score",
    "verdict",
    "check",
    "severity",
    "category",
    "its",
    "start",
    "end",
    "flagged",
    "message",
    "suggestions",
    "confidence",
    "fingerprint",
    "text",
    "source",
    "reference",
)
_FORMULA = re.compile("[\\s\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")

Cell = str | int | float | None


@dataclass(frozen=True)
class CsvRenderer:
    """RFC 4180 with CRLF, UTF-8 with a byte order mark (without one Excel misreads the letters).

    `record` tells the rows apart: `issue`; `sentence` for a suspect or garbled
    sentence without an issue, and with `all_sentences` for clean ones too; `problem`
    for an unreadable input or a crashed check. A cell of text that starts with
    `= + - @`, their full-width forms, a tab or a line break, also after spaces, gets a leading
    apostrophe, so that no spreadsheet takes it for a formula
    (https://owasp.org/www-community/attacks/CSV_Injection). With a baseline, a last column says
    of an issue whether it is `known` or `new`.
    """

    all_sentences: bool = False

    name: ClassVar[str] = "csv"
    suffix: ClassVar[str] = ".csv"

    def render(self, report: Report, out: BinaryIO) -> None:
        stream = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
        writer = csv.writer(stream, lineterminator="\r\n")
        compared = bool(report.summary.baseline)
        writer.writerow((*COLUMNS, "baseline") if compared else COLUMNS)
        for entry in report.entries():
            if entry.document is not None:
                for segment in entry.segments():
                    for row in self._segment_rows(entry.document, segment, compared):
                        writer.writerow([harmless(cell) for cell in row])
            for problem in entry.problems:
                writer.writerow([harmless(cell) for cell in _problem_row(problem)])
        stream.flush()
        stream.detach()

    def _segment_rows(
        self, document: DocumentRecord, segment: SegmentRecord, compared: bool
    ) -> Iterator[tuple[Cell, ...]]:
        head: tuple[Cell, ...] = (
            document.document,
            document.score,
            document.verdict,
            segment.segment,
            segment.unit,
            segment.line,
            segment.lang,
            segment.score,
            segment.verdict,
        )
        tail = (segment.text, segment.source, segment.reference)
        for issue in segment.issues:
            yield (
                "issue",
                *head,
                issue.check,
                issue.severity.value,
                issue.category,
                issue.its,
                issue.start,
                issue.end,
                issue.text,
                issue.message,
                " | ".join(issue.suggestions),
                issue.confidence,
                issue.fingerprint,
                *tail,
                *(("known" if issue.known else "new",) if compared else ()),
            )
        if not segment.issues and (self.all_sentences or segment.verdict != "clean"):
            yield ("sentence", *head, *(None,) * 11, *tail)


def harmless(cell: Cell) -> Cell:
    """The cell as a spreadsheet may safely see it; numbers and empty cells stay as they are."""
    if not isinstance(cell, str):
        return cell
    cell = without_controls(cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _problem_row(problem: ProblemRecord) -> tuple[Cell, ...]:
    named: dict[str, Cell] = {
        "record": "problem",
        "document": problem.document,
        "check": problem.check,
        "category": problem.kind,
        "message": problem.message,
    }
    return tuple(named.get(column) for column in COLUMNS)
