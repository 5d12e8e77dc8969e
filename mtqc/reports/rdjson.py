"""Reviewdog's rdjson (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.issue import Issue
from mtqc.core.records import SegmentRecord
from mtqc.core.report import Report
from mtqc.core.severity import Severity
from mtqc.reports.ci import problem_says, problems, says
from mtqc.reports.places import Exact, Locator, Spot, replacement, shown_path

_SEVERITY = {
    Severity.CRITICAL: "ERROR",
    Severity.MAJOR: "ERROR",
    Severity.MINOR: "WARNING",
    Severity.NEUTRAL: "INFO",
}


@dataclass(frozen=True)
class RdjsonRenderer:
    """One DiagnosticResult with a diagnostic per issue, written as a stream.

    Where the exact place is known and the first suggestion may stand there as it is, it is
    offered as a change. Issues that the baseline knows are left out.
    """

    name: ClassVar[str] = "rdjson"
    suffix: ClassVar[str] = ".rdjson"

    def render(self, report: Report, out: BinaryIO) -> None:
        out.write(b'{"source":{"name":"mtqc"},"diagnostics":[')
        comma = b"\n"
        for diagnostic in _diagnostics(report):
            out.write(comma + msgspec.json.encode(diagnostic))
            comma = b",\n"
        out.write(b"]}\n")


def _diagnostics(report: Report) -> Iterator[dict[str, Any]]:
    with Locator() as locator:
        for entry in report.entries():
            for segment in entry.segments():
                for issue in segment.issues:
                    if not issue.known:
                        yield _diagnostic(segment, issue, locator.spot(segment, issue))
    for problem in problems(report):
        yield {
            "message": problem_says(problem),
            "location": {"path": shown_path(problem.document or ".")},
            "severity": "ERROR",
            "code": {"value": problem.kind},
        }


def _diagnostic(segment: SegmentRecord, issue: Issue, spot: Spot) -> dict[str, Any]:
    location: dict[str, Any] = {"path": shown_path(segment.document)}
    if spot.exact is not None:
        location["range"] = _range(spot.exact)
    elif spot.line is not None:
        location["range"] = {"start": {"line": spot.line}}
    diagnostic: dict[str, Any] = {
        "message": says(issue),
        "location": location,
        "severity": _SEVERITY[issue.severity],
        "code": {"value": issue.check},
    }
    better = replacement(segment.document, issue)
    if spot.exact is not None and better is not None:
        diagnostic["suggestions"] = [{"range": _range(spot.exact), "text": better}]
    return diagnostic


def _range(exact: Exact) -> dict[str, Any]:
    """Columns are bytes of UTF-8 here."""
    return {
        "start": {"line": exact.line, "column": exact.byte_column},
        "end": {"line": exact.end_line, "column": exact.end_byte_column},
    }
