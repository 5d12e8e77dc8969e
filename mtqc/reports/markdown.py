"""Markdown for a pull request or a job summary: the counts, then the worst documents quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from mtqc.core.issue import Issue
from mtqc.core.records import DocumentRecord, ProblemRecord, SegmentRecord, SummaryRecord
from mtqc.core.report import Entry, Report
from mtqc.reports.counts import SEVERITIES, VERDICTS, number, plural
from mtqc.reports.standing import baseline_says, scorecard_says, suppressions_say
from mtqc.reports.visible import visible

_ACTIVE = re.compile(
    r"[\\`*_\[\]~|<>&@#$]"  # anywhere
    r"|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]"  # list or heading at the beginning
    r"|:(?=//)|:(?=\w+:)|(?<=www)\.",  # what GitHub makes links and emoji of
    re.IGNORECASE,
)
_LONGEST = 600


@dataclass(frozen=True)
class MarkdownRenderer:
    """GitHub-flavoured Markdown in which no text of a document acts as Markdown or HTML.

    At most `max_documents` documents with `max_sentences` flagged sentences each,
    `max_names` names and `max_problems` problems; whatever is cut is counted in its place.
    """

    max_documents: int = 20
    max_sentences: int = 10
    max_names: int = 50
    max_problems: int = 50

    name: ClassVar[str] = "markdown"
    suffix: ClassVar[str] = ".md"

    def render(self, report: Report, out: BinaryIO) -> None:
        for block in self._blocks(report):
            out.write(block.encode("utf-8", "replace") + b"\n")

    def _blocks(self, report: Report) -> Iterator[str]:
        summary = report.summary
        yield "# Machine translation quality report\n"
        yield from _gate(summary)
        yield from _totals(summary)
        yield from _standing(summary)
        yield from self._problems(report)
        yield from self._documents(report)
        yield from self._names(summary)
        yield f"<sub>mtqc {escaped(report.run.version)}, {escaped(report.run.signature)}</sub>"

    def _problems(self, report: Report) -> Iterator[str]:
        if not report.summary.problems:
            return
        yield "## Problems\n"
        for shown, problem in enumerate(_problems(report)):
            if shown == self.max_problems:
                yield f"- … and {number(report.summary.problems - shown)} more"
                break
            what = f"`{_code(problem.check)}` crashed" if problem.check else escaped(problem.kind)
            where = escaped(problem.document or "the whole run")
            yield f"- **{where}**: {what}: {escaped(problem.message)}"
        yield ""

    def _documents(self, report: Report) -> Iterator[str]:
        yield "## Worst documents\n"
        shown = 0
        for entry in report.entries(worst_first=True):
            if entry.document is None:
                continue
            if shown == self.max_documents:
                left = report.summary.documents - shown
                yield f"*… and {plural(left, 'document')} with a higher score, not shown here.*\n"
                break
            shown += 1
            yield from self._document(entry.document, entry)

    def _document(self, document: DocumentRecord, entry: Entry) -> Iterator[str]:
        counted = [
            f"{document.severities[s]} {s}" for s in SEVERITIES if document.severities.get(s)
        ]
        yield f"### {escaped(document.document)}\n"
        yield (
            f"{document.verdict}, score {document.score:.1f},"
            f" {plural(document.segments, 'sentence')}, {', '.join(counted) or 'no issues'}\n"
        )
        flagged = 0
        for segment in entry.segments():
            if segment.issues or segment.verdict == "garbled":
                flagged += 1
                if flagged <= self.max_sentences:
                    yield from _sentence(segment)
        if flagged > self.max_sentences:
            yield f"*… and {plural(flagged - self.max_sentences, 'more flagged sentence')}.*\n"

    def _names(self, summary: SummaryRecord) -> Iterator[str]:
        if not summary.names:
            return
        yield "## Names with several spellings\n"
        yield "| likely right | spellings | why |\n|---|---|---|"
        for cluster in summary.names[: self.max_names]:
            forms = ", ".join(f"{escaped(f.form)} ({number(f.count)})" for f in cluster.forms)
            yield f"| {escaped(cluster.right or '?')} | {forms} | {escaped(cluster.why)} |"
        if len(summary.names) > self.max_names:
            yield f"\n*… and {plural(len(summary.names) - self.max_names, 'more name')}.*"
        yield ""


def escaped(text: str) -> str:
    """The text as Markdown that shows exactly it: one line, no markup, no link, no mention."""
    return _ACTIVE.sub(_escape, visible(text).strip())


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return f"\\{char}" if char in "\\`*_[]~|" else f"&#{ord(char)};"


def _code(text: str) -> str:
    return visible(text).replace("`", "'").replace("|", "/")


def _gate(summary: SummaryRecord) -> Iterator[str]:
    if summary.gate.passed:
        yield "**Gate: passed** ✓\n"
        return
    yield "**Gate: failed** ✗\n"
    for reason in summary.gate.reasons:
        yield f"- {escaped(reason)}"
    yield ""


def _totals(summary: SummaryRecord) -> Iterator[str]:
    yield "| | |\n|---|---:|"
    yield f"| documents | {number(summary.documents)} |"
    yield f"| sentences | {number(summary.segments)} |"
    yield f"| words | {number(summary.words)} |"
    yield f"| mean score (0 garbled, 100 clean) | {summary.score:.1f} |"
    yield f"| serious issues per 1000 words | {summary.serious_per_1000_words:.1f} |"
    yield f"| penalty per 1000 words | {summary.penalty:.1f} |"
    yield from _counted(summary.verdicts, VERDICTS, "{} sentences")
    yield from _counted(summary.severities, SEVERITIES, "{} issues")
    yield ""
    if summary.checks:
        yield "| check | issues |\n|---|---:|"
        for check in sorted(summary.checks, key=lambda c: (-summary.checks[c], c)):
            yield f"| `{_code(check)}` | {number(summary.checks[check])} |"
        yield ""


def _standing(summary: SummaryRecord) -> Iterator[str]:
    lines = []
    if summary.scorecard:
        lines.append(f"MQM scorecard: {scorecard_says(summary.scorecard)}")
    if summary.baseline:
        lines.append(f"Baseline: {baseline_says(summary.baseline)}")
    if summary.suppressions:
        head, *unused = suppressions_say(summary.suppressions)
        lines.append(f"Suppressions: {head}")
        lines += [f"    {line}" for line in unused]
    for line in lines:
        indent = len(line) - len(line.lstrip())
        yield f"{' ' * indent}- {escaped(line)}"
    if lines:
        yield ""


def _counted(counts: dict[str, int], order: Iterable[str], label: str) -> Iterator[str]:
    for key in order:
        if counts.get(key):
            yield f"| {label.format(key)} | {number(counts[key])} |"


def _problems(report: Report) -> Iterator[ProblemRecord]:
    for entry in report.entries(worst_first=True):
        yield from entry.problems


def _sentence(segment: SegmentRecord) -> Iterator[str]:
    shown = _cut(segment.text) if segment.text.strip() else "*(empty)*"
    yield f"> **{segment.line}** ({segment.verdict} {segment.score:.0f}) {shown}"
    if segment.source is not None:
        yield f">\n> *source:* {_cut(segment.source)}"
    yield ""
    for issue in segment.issues:
        yield f"- {_issue(issue)}"
    if segment.issues:
        yield ""


def _cut(text: str) -> str:
    return escaped(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def _issue(issue: Issue) -> str:
    words = issue.text if len(issue.text) <= 80 else issue.text[:80] + "…"
    known = "known, " if issue.known else ""
    quoted = f" “{escaped(words)}”" if words.strip() else ""
    says = f"{known}{issue.severity.value} `{_code(issue.check)}`{quoted}: {escaped(issue.message)}"
    if issue.suggestions:
        says += f" → {' / '.join(map(escaped, issue.suggestions))}"
    return says
