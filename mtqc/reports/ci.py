"""What the formats of CI systems have in common: which issues fail, and one line that says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mtqc.core.issue import Issue
from mtqc.core.records import ProblemRecord, RunRecord, SegmentRecord
from mtqc.core.report import Report
from mtqc.core.severity import Severity
from mtqc.reports.visible import visible

_QUOTED = 80
_SUGGESTED = 3


def fails(issue: Issue, threshold: Severity) -> bool:
    """Whether a format that knows only pass and fail shows the issue as a failure."""
    return issue.severity.rank >= threshold.rank and not issue.known


def threshold(run: RunRecord) -> Severity:
    """The run's --fail-on, else major."""
    return Severity(run.config.get("fail-on", Severity.MAJOR))


def says(issue: Issue) -> str:
    """What is wrong, in one line without anything that steers a terminal or hides."""
    line = visible(issue.message)
    if issue.text.strip() and issue.text not in issue.message:
        line = f"“{quoted(issue.text)}”: {line}"
    if issue.suggestions:
        line += f" → {' / '.join(map(quoted, issue.suggestions[:_SUGGESTED]))}"
    return line


def titled(issue: Issue) -> str:
    """The check and the words that it flagged, if there are any."""
    return f"{issue.check}: “{quoted(issue.text)}”" if issue.text.strip() else issue.check


def quoted(text: str) -> str:
    words = visible(text)
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1] + "…"


def numbered(report: Report) -> Iterator[tuple[SegmentRecord, Issue, int]]:
    """All issues with their segments; equal fingerprints of a document are counted from 1."""
    for entry in report.entries():
        if entry.document is None:
            continue
        seen: Counter[str] = Counter()
        for segment in entry.segments():
            for issue in segment.issues:
                seen[issue.fingerprint] += 1
                yield segment, issue, seen[issue.fingerprint]


def problems(report: Report) -> Iterator[ProblemRecord]:
    """All problems of a run, in the order of the input."""
    if report.summary.problems:
        for entry in report.entries():
            yield from entry.problems


def problem_says(problem: ProblemRecord) -> str:
    what = f"{problem.check} crashed" if problem.check else problem.kind.replace("-", " ")
    return f"{visible(what)}: {visible(problem.message)}"
