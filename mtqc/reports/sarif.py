"""SARIF 2.1.0, for GitHub code scanning and others.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.issue import Issue
from mtqc.core.records import CRASHED, UNREADABLE, ProblemRecord, SegmentRecord
from mtqc.core.report import Report, Rule
from mtqc.core.severity import Severity
from mtqc.reports.ci import numbered, problem_says, problems, quoted, says
from mtqc.reports.places import Exact, Locator, Spot, replacement, uri_of
from mtqc.reports.visible import visible

_LEVEL = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NEUTRAL: "note",
}
_LONGEST_SNIPPET = 1000
# SARIF reads `[text](destination)` in a message as a link (section 3.11.6).
_LINK = re.compile(r"\[(?=[^\]]*\]\()")


@dataclass(frozen=True)
class SarifRenderer:
    """One run, its rules with their pages, and one result per issue, written as a stream."""

    name: ClassVar[str] = "sarif"
    suffix: ClassVar[str] = ".sarif"

    def render(self, report: Report, out: BinaryIO) -> None:
        encode = msgspec.json.encode
        ids = _rule_ids(report)
        rules = [_rule(name, report.rules.get(name)) for name in ids]
        driver = {
            "name": "mtqc",
            "version": report.run.version,
            "rules": rules,
            "notifications": [{"id": UNREADABLE}, {"id": CRASHED}],
        }
        out.write(
            b'{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0",'
            b'"runs":[{"tool":' + encode({"driver": driver}) + b',\n"results":['
        )
        comma = b"\n"
        for result in _results(report, {name: index for index, name in enumerate(ids)}):
            out.write(comma + encode(result))
            comma = b",\n"
        out.write(b'],\n"invocations":[{"executionSuccessful":')
        out.write(encode(not report.summary.problems) + b',"toolExecutionNotifications":[')
        comma = b"\n"
        for problem in problems(report):
            out.write(comma + encode(_notification(problem)))
            comma = b",\n"
        out.write(b']}],\n"columnKind":"unicodeCodePoints","properties":')
        out.write(encode(_figures(report)) + b"}]}\n")


def _rule_ids(report: Report) -> list[str]:
    """The checks of the run in its order, then others that found something."""
    ran = [signature.partition("/")[0] for signature in report.run.checks]
    return list(dict.fromkeys([*ran, *sorted(report.summary.checks)]))


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": name}
    page = rule.page or rule.title
    return {
        "id": name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": page.partition("\n\n")[0]},
        "help": {"text": page, "markdown": f"# {rule.title}\n\n{page}"},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {
            "tags": [rule.group, rule.category, rule.its],
            "problem.severity": _LEVEL[rule.severity].replace("note", "recommendation"),
        },
    }


def _results(report: Report, index: dict[str, int]) -> Iterator[dict[str, Any]]:
    compared = bool(report.summary.baseline)
    with Locator() as locator:
        for segment, issue, number in numbered(report):
            result = _result(segment, issue, locator.spot(segment, issue))
            result["ruleIndex"] = index[issue.check]
            # GitHub looks for the first of these, which numbers equal findings of a file.
            result["partialFingerprints"] = {
                "primaryLocationLineHash": f"{issue.fingerprint}:{number}",
                "mtqc/v1": issue.fingerprint,
            }
            if compared:
                result["baselineState"] = "unchanged" if issue.known else "new"
            yield result


def _result(segment: SegmentRecord, issue: Issue, spot: Spot) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(segment.document)}
    if spot.line is not None:
        place["region"] = _region(spot.line, spot.exact)
        if spot.exact is not None and len(issue.text) <= _LONGEST_SNIPPET:
            place["region"]["snippet"] = {"text": issue.text}
    location: dict[str, Any] = {"physicalLocation": place}
    if segment.unit is not None:
        location["logicalLocations"] = [{"name": visible(segment.unit)}]
    result: dict[str, Any] = {
        "ruleId": issue.check,
        "level": _LEVEL[issue.severity],
        "message": {"text": _plain(says(issue))},
        "locations": [location],
        "properties": {
            "severity": issue.severity,
            "category": issue.category,
            "its": issue.its,
            "confidence": issue.confidence,
            "document": visible(segment.document),
            "segment": segment.segment,
        },
    }
    better = replacement(segment.document, issue)
    if spot.exact is not None and better is not None:
        result["fixes"] = [_fix(segment.document, spot.exact, better)]
    return result


def _region(line: int, exact: Exact | None) -> dict[str, Any]:
    if exact is None:
        return {"startLine": line}
    return {
        "startLine": exact.line,
        "startColumn": exact.column,
        "endLine": exact.end_line,
        "endColumn": exact.end_column,
        "charOffset": exact.offset,
        "charLength": exact.length,
    }


def _fix(document: str, exact: Exact, better: str) -> dict[str, Any]:
    change = {
        "deletedRegion": _region(exact.line, exact),
        "insertedContent": {"text": better},
    }
    return {
        "description": {"text": _plain(f"Replace with “{quoted(better)}”")},
        "artifactChanges": [{"artifactLocation": _artifact(document), "replacements": [change]}],
    }


def _notification(problem: ProblemRecord) -> dict[str, Any]:
    notification: dict[str, Any] = {
        "level": "error",
        "message": {"text": _plain(problem_says(problem))},
        "descriptor": {"id": problem.kind},
    }
    if problem.check is not None:
        notification["associatedRule"] = {"id": problem.check}
    if problem.document is not None:
        place = {"artifactLocation": _artifact(problem.document)}
        notification["locations"] = [{"physicalLocation": place}]
    return notification


def _figures(report: Report) -> dict[str, Any]:
    summary = msgspec.to_builtins(report.summary)
    kept = ("score", "penalty", "severities", "gate", "scorecard", "baseline", "suppressions")
    return {
        "signature": report.run.signature,
        **{key: summary[key] for key in kept if key in summary},
    }


def _artifact(document: str) -> dict[str, str]:
    uri = uri_of(document)
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _plain(text: str) -> str:
    return _LINK.sub(r"\\[", text)
