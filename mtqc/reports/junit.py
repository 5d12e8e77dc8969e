"""JUnit XML, as Jenkins, GitLab and others read it: a suite per document, a case per issue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar
from xml.sax.saxutils import escape, quoteattr

from mtqc.core.issue import Issue
from mtqc.core.records import Gate, SegmentRecord
from mtqc.core.report import Entry, Report
from mtqc.core.severity import Severity
from mtqc.reports.ci import fails, problem_says, quoted, says, threshold, titled
from mtqc.reports.places import shown_path
from mtqc.reports.visible import visible

_NO_XML = re.compile("[\ufffe\uffff]")
_LONGEST = 1000


@dataclass(frozen=True)
class JunitRenderer:
    """An issue from --fail-on's severity upwards (major if that is not set) is a failure.

    A lighter one is a case that passes, with what was found as its output; one that the baseline
    knows is skipped. A problem is an error. The last suite is the gate.
    """

    name: ClassVar[str] = "junit"
    suffix: ClassVar[str] = ".xml"

    def render(self, report: Report, out: BinaryIO) -> None:
        least = threshold(report.run)
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mtqc">\n')
        for entry in report.entries():
            name = entry.document.document if entry.document else None
            if name is None:
                name = next((p.document for p in entry.problems if p.document), "the whole run")
            counts: Counter[str] = Counter()
            for kind, _ in _cases(entry, name, least):
                counts[kind] += 1
            _write(out, _suite(name, counts))
            for _, case in _cases(entry, name, least):
                _write(out, case)
            out.write(b"</testsuite>\n")
        _write(out, _gate(report.summary.gate))
        out.write(b"</testsuites>\n")


def _suite(name: str, counts: Counter[str]) -> str:
    return (
        f'<testsuite name={_attribute(name)} tests="{counts.total()}"'
        f' failures="{counts["failure"]}" errors="{counts["error"]}"'
        f' skipped="{counts["skipped"]}">\n'
    )


def _cases(entry: Entry, name: str, least: Severity) -> Iterator[tuple[str, str]]:
    """Kind and XML of each case."""
    found = False
    if entry.document is not None:
        file = shown_path(name)
        for segment in entry.segments():
            for issue in segment.issues:
                found = True
                yield _issue(segment, issue, file, least)
    for problem in entry.problems:
        found = True
        path = shown_path(problem.document) if problem.document else None
        head = _head(problem.check or problem.kind, name, path)
        message = _attribute(problem_says(problem))
        yield "error", f"{head}><error message={message} type={_attribute(problem.kind)}/>{_END}"
    if not found:
        yield "passed", f"{_head('no issues', name, shown_path(name))}/>\n"


_END = "</testcase>\n"


def _head(case: str, document: str, file: str | None) -> str:
    where = f" file={_attribute(file)}" if file is not None else ""
    return f'<testcase name={_attribute(case)} classname={_attribute(document)}{where} time="0"'


def _issue(segment: SegmentRecord, issue: Issue, file: str, least: Severity) -> tuple[str, str]:
    where = f"line {segment.line}" if segment.unit is None else quoted(segment.unit)
    head = _head(f"{titled(issue)} ({where})", segment.document, file)
    line = says(issue)
    text = visible(segment.text)[:_LONGEST] if segment.text.strip() else "(empty)"
    details = f"{issue.severity}: {line}\nline {segment.line}: {text}"
    if segment.source is not None:
        details += f"\nsource: {visible(segment.source)[:_LONGEST]}"
    if issue.known:
        skipped = f"<skipped message={_attribute(f'known from the baseline: {line}')}/>"
        return "skipped", f"{head}>{skipped}{_END}"
    if fails(issue, least):
        opening = f"<failure message={_attribute(line)} type={_attribute(issue.severity)}>"
        return "failure", f"{head}>{opening}{_text(details)}</failure>{_END}"
    return "passed", f"{head}><system-out>{_text(details)}</system-out>{_END}"


def _gate(gate: Gate) -> str:
    counts = Counter({"passed": 1} if gate.passed else {"failure": len(gate.reasons)})
    lines = [_suite("gate", counts)]
    if gate.passed:
        lines.append('<testcase name="gate" classname="gate" time="0"/>\n')
    for reason in gate.reasons:
        lines.append(
            f'<testcase name={_attribute(reason)} classname="gate" time="0">'
            f'<failure message={_attribute(reason)} type="gate"/>{_END}'
        )
    return "".join([*lines, "</testsuite>\n"])


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", visible(text)))


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _write(out: BinaryIO, text: str) -> None:
    out.write(text.encode())
