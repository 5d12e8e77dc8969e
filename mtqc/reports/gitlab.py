"""GitLab Code Quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.report import Report
from mtqc.core.severity import Severity
from mtqc.reports.ci import numbered, problem_says, problems, says
from mtqc.reports.places import Locator, shown_path

_SEVERITY = {
    Severity.CRITICAL: "critical",
    Severity.MAJOR: "major",
    Severity.MINOR: "minor",
    Severity.NEUTRAL: "info",
}


@dataclass(frozen=True)
class GitlabRenderer:
    """A JSON array with one object per issue, fingerprints unique over the whole report.

    GitLab compares the reports of two branches itself, so that issues which the baseline
    knows are in it like all others. A problem is a blocker.
    """

    name: ClassVar[str] = "gitlab"
    suffix: ClassVar[str] = ".gitlab.json"

    def render(self, report: Report, out: BinaryIO) -> None:
        comma = b"["
        for item in _items(report):
            out.write(comma + msgspec.json.encode(item))
            comma = b",\n"
        out.write(b"[]\n" if comma == b"[" else b"]\n")


def _items(report: Report) -> Iterator[dict[str, Any]]:
    with Locator() as locator:
        for segment, issue, number in numbered(report):
            yield _item(
                issue.check,
                says(issue),
                _SEVERITY[issue.severity],
                shown_path(segment.document),
                # The format wants a line; the first one stands for a file without lines.
                locator.spot(segment, issue).line or 1,
                (segment.document, issue.fingerprint, str(number)),
            )
    for number, problem in enumerate(problems(report)):
        document = problem.document or "."
        yield _item(
            problem.kind,
            problem_says(problem),
            "blocker",
            shown_path(document),
            1,
            (document, problem.kind, problem.check or "", problem.message, str(number)),
        )


def _item(
    check: str, description: str, severity: str, path: str, line: int, key: tuple[str, ...]
) -> dict[str, Any]:
    digest = hashlib.blake2b("\x1f".join(key).encode("utf-8", "surrogatepass"), digest_size=16)
    return {
        "description": description,
        "check_name": check,
        "fingerprint": digest.hexdigest(),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
