"""TAP 14, the Test Anything Protocol (https://testanything.org/tap-version-14-specification.html)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.issue import Issue
from mtqc.core.records import SegmentRecord
from mtqc.core.report import Entry, Report
from mtqc.core.severity import Severity
from mtqc.reports.ci import fails, problem_says, says, threshold, titled
from mtqc.reports.visible import visible


@dataclass(frozen=True)
class TapRenderer:
    """A test point per issue, document without one, and problem; the last one is the gate.

    An issue from --fail-on's severity upwards (major if that is not set) is `not ok`; a lighter
    one, and one that the baseline knows, is `not ok` with TODO, which no consumer counts as
    a failure.
    """

    name: ClassVar[str] = "tap"
    suffix: ClassVar[str] = ".tap"

    def render(self, report: Report, out: BinaryIO) -> None:
        least = threshold(report.run)
        out.write(b"TAP version 14\n")
        number = 0
        for entry in report.entries():
            for ok, description, todo, details in _points(entry, least):
                number += 1
                out.write(_point(number, ok, description, todo, details))
        gate = report.summary.gate
        number += 1
        out.write(_point(number, gate.passed, "gate", "", {"reasons": list(gate.reasons)}))
        out.write(f"1..{number}\n".encode())


Point = tuple[bool, str, str, dict[str, Any]]


def _points(entry: Entry, least: Severity) -> Iterator[Point]:
    """Whether it is ok, its description, why it is still to do, and its diagnostics."""
    found = False
    for segment in entry.segments():
        for issue in segment.issues:
            found = True
            yield _issue(segment, issue, least)
    for problem in entry.problems:
        found = True
        yield False, f"{problem.document or 'the whole run'}: {problem_says(problem)}", "", {}
    if not found and entry.document is not None:
        yield True, f"{entry.document.document}: no issues", "", {}


def _issue(segment: SegmentRecord, issue: Issue, least: Severity) -> Point:
    todo = ""
    if issue.known:
        todo = "known from the baseline"
    elif not fails(issue, least):
        todo = f"{issue.severity}, below {least}"
    details = {
        "document": segment.document,
        "message": says(issue),
        "severity": issue.severity,
        "line": segment.line,
        "unit": segment.unit,
        "fingerprint": issue.fingerprint,
    }
    where = f"{segment.document}:{segment.line}"
    return False, f"{where}: {titled(issue)}", todo, details


def _point(number: int, ok: bool, description: str, todo: str, details: dict[str, Any]) -> bytes:
    line = f"{'ok' if ok else 'not ok'} {number} - {_escaped(description)}"
    lines = [f"{line} # TODO {todo}" if todo else line]
    shown = {key: value for key, value in details.items() if value not in (None, [])}
    if shown:
        # JSON is YAML, and has one way only to write a string.
        values = [f"  {key}: {_json(value)}" for key, value in shown.items()]
        lines += ["  ---", *values, "  ..."]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _json(value: Any) -> str:
    if isinstance(value, str):
        value = visible(value)
    elif isinstance(value, list):
        value = list(map(visible, value))
    return msgspec.json.encode(value).decode()


def _escaped(text: str) -> str:
    """The text without `#`: older readers than TAP 14's take an escaped one for a directive."""
    return visible(text).replace("#", ":").replace("\\", "\\\\")
