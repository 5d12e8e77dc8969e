"""GitHub Actions: annotations as workflow commands, and the job's summary in Markdown.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from mtqc.core.errors import UsageError
from mtqc.core.issue import Issue
from mtqc.core.records import SegmentRecord
from mtqc.core.report import Report
from mtqc.core.severity import Severity
from mtqc.reports.ci import problem_says, problems, says
from mtqc.reports.counts import plural
from mtqc.reports.markdown import MarkdownRenderer
from mtqc.reports.places import Locator, shown_path
from mtqc.reports.visible import visible

_COMMAND = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NEUTRAL: "notice",
}
_RANKED = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR, Severity.NEUTRAL)
_SUMMARY_BYTES = 1_000_000


@dataclass(frozen=True)
class GithubRenderer:
    """At most `per_step` errors, warnings and notices each, which is all that GitHub shows of a
    step; the gravest first, and the log says how many were cut.

    Issues that the baseline knows are left out. Where GITHUB_STEP_SUMMARY names a file, the
    Markdown report is added to it.
    """

    per_step: int = 10

    name: ClassVar[str] = "github"
    suffix: ClassVar[str] = ".github.txt"

    def render(self, report: Report, out: BinaryIO) -> None:
        made: dict[str, list[str]] = {"error": [], "warning": [], "notice": []}
        wanted: Counter[str] = Counter()
        for command, line in self._annotations(report):
            wanted[command] += 1
            if len(made[command]) < self.per_step:
                made[command].append(line)
        for command, lines in made.items():
            for line in lines:
                out.write(line.encode("utf-8", "replace") + b"\n")
            if wanted[command] > len(lines):
                out.write(
                    f"mtqc: {len(lines)} of {plural(wanted[command], command)} are shown here, "
                    "since GitHub takes no more of a step; the other reports have all\n".encode()
                )
        if report.summary.baseline and report.summary.baseline.known:
            known = plural(report.summary.baseline.known, "known issue")
            out.write(f"mtqc: {known} of the baseline left out here\n".encode())
        path = os.environ.get("GITHUB_STEP_SUMMARY")
        if path:
            _append(path, _summary(report))

    def _annotations(self, report: Report) -> Iterator[tuple[str, str]]:
        """Command and line of each annotation: gate, problems, then issues by severity.

        Only the first of a severity are kept, in the order of the input; the others are counted.
        """
        for reason in report.summary.gate.reasons:
            yield "error", _line("error", {"title": "mtqc gate"}, reason)
        for problem in problems(report):
            where = {"title": "mtqc"}
            if problem.document is not None:
                where["file"] = shown_path(problem.document)
            yield "error", _line("error", where, problem_says(problem))
        first: dict[Severity, list[str]] = {severity: [] for severity in _RANKED}
        others: Counter[Severity] = Counter()
        with Locator() as locator:
            for segment, issue in _new_issues(report):
                if len(first[issue.severity]) < self.per_step:
                    first[issue.severity].append(_issue(locator, segment, issue))
                else:
                    others[issue.severity] += 1
        for severity in _RANKED:
            for line in first[severity]:
                yield _COMMAND[severity], line
            for _ in range(others[severity]):
                yield _COMMAND[severity], ""


def _new_issues(report: Report) -> Iterator[tuple[SegmentRecord, Issue]]:
    for entry in report.entries():
        for segment in entry.segments():
            for issue in segment.issues:
                if not issue.known:
                    yield segment, issue


def _issue(locator: Locator, segment: SegmentRecord, issue: Issue) -> str:
    where = {"file": shown_path(segment.document)}
    spot = locator.spot(segment, issue)
    if spot.exact is not None:
        where |= {"line": str(spot.exact.line), "endLine": str(spot.exact.end_line)}
        # GitHub takes columns only for a span within one line.
        if spot.exact.line == spot.exact.end_line:
            where |= {"col": str(spot.exact.column), "endColumn": str(spot.exact.end_column)}
    elif spot.line is not None:
        where["line"] = str(spot.line)
    where["title"] = issue.check
    return _line(_COMMAND[issue.severity], where, says(issue))


def _line(command: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{command} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _summary(report: Report) -> bytes:
    """The Markdown report, of fewer documents where GitHub would refuse it for its size."""
    for documents in (20, 5, 1, 0):
        page = io.BytesIO()
        MarkdownRenderer(max_documents=documents).render(report, page)
        if page.tell() <= _SUMMARY_BYTES:
            return page.getvalue()
    return b"The summary of this run is too large for GitHub; see the other reports.\n"


def _append(path: str, page: bytes) -> None:
    try:
        with open(path, "ab") as file:
            file.write(page)
    except OSError as error:
        raise UsageError(f"can't write GITHUB_STEP_SUMMARY {path}: {error.strerror}") from None
