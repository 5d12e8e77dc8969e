"""Plain text for a terminal: what is wrong, marked under the words, the worst documents first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from mtqc.core.issue import Issue
from mtqc.core.names import NameCluster
from mtqc.core.records import DocumentRecord, ProblemRecord, SegmentRecord, SummaryRecord
from mtqc.core.report import Entry, Report
from mtqc.core.severity import Severity
from mtqc.reports.console import console_on
from mtqc.reports.counts import SEVERITIES, VERDICTS, number, plural
from mtqc.reports.standing import baseline_says, scorecard_says, suppressions_say
from mtqc.reports.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

Piece = tuple[str, str]

_SEVERITY_STYLE = {
    Severity.CRITICAL: "bold red",
    Severity.MAJOR: "red",
    Severity.MINOR: "yellow",
    Severity.NEUTRAL: "cyan",
}
_LEVEL_STYLE = ("", "cyan", "yellow", "red", "bold red")
_LEVEL_MARK = " .~^^"
_VERDICT_STYLE = {"garbled": "red", "suspect": "yellow", "clean": "green"}
_LONGEST, _AROUND = 480, 100
_QUOTED = 40
_NARROW = 36


@dataclass(frozen=True)
class TextRenderer:
    """For reading in a terminal.

    `color`: None asks the stream (a terminal has colours unless NO_COLOR is set).
    `verbose`: every document and sentence, suspect sentences without an issue too.
    `quiet`: problems and the result only. `width`: cells, None for the terminal's own
    (at most 120) or 100 where there is none. Without `verbose`, `max_documents`
    documents and `max_sentences` of each are shown and the rest is counted.
    """

    color: bool | None = None
    verbose: bool = False
    quiet: bool = False
    width: int | None = None
    max_documents: int = 50
    max_sentences: int = 25

    name: ClassVar[str] = "text"
    suffix: ClassVar[str] = ".txt"

    def render(self, report: Report, out: BinaryIO) -> None:
        with console_on(out, color=self.color, width=self.width) as console:
            _Page(self, console, console.width, fancy=console.is_terminal).write(report)


class _Page:
    """One rendering: the console it writes to and how wide it is."""

    def __init__(self, options: TextRenderer, console: Console, width: int, fancy: bool) -> None:
        self.options = options
        self.console = console
        self.width = max(40, width)
        self.bar, self.arrow, self.dash = ("│", "→", "─") if fancy else ("|", "->", "-")

    def write(self, report: Report) -> None:
        summary = report.summary
        problems: list[ProblemRecord] = []
        shown = 0
        limit = None if self.options.verbose else self.options.max_documents
        if self.options.quiet:
            limit = 0
        for entry in report.entries(worst_first=True):
            problems += entry.problems
            document = entry.document
            if document is not None and (limit is None or shown < limit):
                shown += self._document(document, entry)
            elif limit is not None and len(problems) >= summary.problems:
                break
        if shown:
            self._line((self.dash * self.width, "dim"))
        if not self.options.quiet:
            self._counts(summary, shown)
            self._names(summary.names)
            self._accepted(summary)
        self._problems(problems)
        self._gate(summary)

    def _document(self, document: DocumentRecord, entry: Entry) -> bool:
        """Whether there was anything to show."""
        limit = None if self.options.verbose else self.options.max_sentences
        shown = flagged = 0
        for segment in entry.segments():
            if not self._is_flagged(segment):
                continue
            flagged += 1
            if limit is not None and flagged > limit:
                continue
            if shown == 0:
                self._head(document)
            shown += 1
            self._segment(segment)
        if shown < flagged:
            self._line((f"{'':12}… and {number(flagged - shown)} more flagged sentences", "dim"))
        if shown:
            self.console.print()
        return shown > 0

    def _is_flagged(self, segment: SegmentRecord) -> bool:
        unwanted = ("clean",) if self.options.verbose else ("clean", "suspect")
        return bool(segment.issues) or segment.verdict not in unwanted

    def _head(self, document: DocumentRecord) -> None:
        verdict = document.verdict
        counted = ", ".join(
            f"{document.severities[s]} {s}" for s in SEVERITIES if document.severities.get(s)
        )
        self._line(
            (visible(document.document), "bold"),
            ("  ", ""),
            (f"{verdict} {document.score:.0f}", _VERDICT_STYLE.get(verdict, "")),
            (f"  {plural(document.segments, 'sentence')}", "dim"),
            (f": {counted}" if counted else "", "dim"),
        )
        self._line((" line score", "dim"))

    def _segment(self, segment: SegmentRecord) -> None:
        from mtqc.reports.marking import Mark, excerpt, marked_rows

        marks = [Mark(i.start, i.end, i.severity.rank + 1) for i in segment.issues]
        text, marks = excerpt(segment.text, marks, _LONGEST, _AROUND)
        margin: list[Piece] = [
            (f"{segment.line:5}", "bold"),
            (f"{segment.score:6.0f}", _VERDICT_STYLE.get(segment.verdict, "")),
        ]
        empty: list[Piece] = [(" " * 11, "")]
        bar: Piece = (f" {self.bar} ", "dim")
        if not text.strip():
            worst = max((m.level for m in marks), default=0)
            self._line(*margin, bar, ("(empty)", _LEVEL_STYLE[worst]))
            margin, text = empty, ""
        for row in marked_rows(text, marks, self.width - 14) if text else ():
            self._line(*margin, bar, *((r.text, _LEVEL_STYLE[r.level]) for r in row))
            margin = empty
            if any(r.level for r in row):
                under = [(_LEVEL_MARK[r.level] * r.cells, _LEVEL_STYLE[r.level]) for r in row]
                while not under[-1][0].strip():
                    under.pop()
                self._line(*empty, bar, *under)
        if segment.source is not None:
            source, _ = excerpt(segment.source, (), _LONGEST, _AROUND)
            lead: list[Piece] = [("     source", "dim")]
            for row in marked_rows(source, (), self.width - 14):
                self._line(*lead, bar, *((r.text, "dim") for r in row))
                lead = empty
        longest = max((len(i.check) for i in segment.issues), default=0)
        for issue in segment.issues:
            self._issue(issue, segment, longest, [*empty, bar])
        if not segment.issues:
            self._line(*empty, bar, ("reads badly as a whole; no words stand out", "dim"))

    def _issue(
        self, issue: Issue, segment: SegmentRecord, longest: int, margin: list[Piece]
    ) -> None:
        from mtqc.reports.marking import marked_rows

        quoted = ""
        partial = bool(issue.text.strip()) and issue.text != segment.text
        if len(segment.issues) > 1 and partial and issue.text not in issue.message:
            words = visible(issue.text)
            quoted = words if len(words) <= _QUOTED else words[: _QUOTED - 1] + "…"
            quoted = f"“{quoted}” "
        says = ("(known) " if issue.known else "") + quoted + visible(issue.message)
        if issue.suggestions:
            says += f" {self.arrow} {' / '.join(map(visible, issue.suggestions))}"
        severity = issue.severity.value
        lead: list[Piece] = [
            (f"{severity:8} ", _SEVERITY_STYLE[issue.severity]),
            (issue.check.ljust(longest + 2), "bold"),
        ]
        indent = len(lead[0][0] + lead[1][0])
        if self.width - 14 - indent < _NARROW:
            self._line(*margin, *lead)
            lead, indent = [(" " * 9, "")], 9
        for row in marked_rows(says, (), self.width - 14 - indent):
            self._line(*margin, *lead, *((r.text, "") for r in row))
            lead = [(" " * indent, "")]

    def _counts(self, summary: SummaryRecord, shown: int) -> None:
        self._line(
            (plural(summary.documents, "document"), "bold"),
            (
                f", {plural(summary.segments, 'sentence')}, {plural(summary.words, 'word')}"
                f"; mean score {summary.score:.1f},"
                f" {summary.serious_per_1000_words:.1f} serious issues per 1000 words,"
                f" penalty {summary.penalty:.1f}",
                "",
            ),
        )
        if shown and shown == self.options.max_documents and not self.options.verbose:
            self._line(
                (f"shown: only the {plural(shown, 'document')} with the lowest score", "dim")
            )
        self._tally("verdicts", summary.verdicts, VERDICTS)
        self._tally("issues", summary.severities, SEVERITIES)
        ranked = sorted(summary.checks, key=lambda c: (-summary.checks[c], c))
        self._tally("checks", summary.checks, ranked)

    def _tally(self, title: str, counts: dict[str, int], order: Iterable[str]) -> None:
        parts = [f"{number(counts[key])} {key}" for key in order if counts.get(key)]
        if parts:
            self._wrapped(title, ", ".join(parts))

    def _names(self, clusters: tuple[NameCluster, ...]) -> None:
        shown = clusters if self.options.verbose else clusters[:10]
        for index, cluster in enumerate(shown):
            forms = ", ".join(f"{visible(f.form)} ({number(f.count)})" for f in cluster.forms)
            right = f" {self.arrow} {visible(cluster.right)}" if cluster.right else ""
            self._wrapped("names" if index == 0 else "", forms + right)
        if len(shown) < len(clusters):
            self._wrapped("", f"… and {number(len(clusters) - len(shown))} more")

    def _problems(self, problems: list[ProblemRecord]) -> None:
        for index, problem in enumerate(problems):
            where = visible(problem.document or "the whole run")
            what = f"{problem.check} crashed" if problem.check else problem.kind.replace("-", " ")
            self._wrapped(
                "problems" if index == 0 else "",
                f"{where}: {visible(what)}: {visible(problem.message)}",
                "red",
            )

    def _accepted(self, summary: SummaryRecord) -> None:
        if summary.baseline:
            self._wrapped("baseline", baseline_says(summary.baseline))
        if summary.suppressions:
            for index, line in enumerate(suppressions_say(summary.suppressions)):
                self._wrapped("" if index else "ignored", visible(line))
        if summary.scorecard:
            self._wrapped("mqm", scorecard_says(summary.scorecard))

    def _gate(self, summary: SummaryRecord) -> None:
        if summary.gate.passed:
            self._wrapped("gate", "passed", "green")
        for index, reason in enumerate(summary.gate.reasons):
            self._wrapped("gate" if index == 0 else "", f"failed: {visible(reason)}", "red")

    def _wrapped(self, title: str, says: str, style: str = "") -> None:
        from mtqc.reports.marking import marked_rows

        for row in marked_rows(says, (), self.width - 10):
            self._line((f"{title:8}  ", "dim"), *((r.text, style) for r in row))
            title = ""

    def _line(self, *pieces: Piece) -> None:
        from rich.text import Text

        self.console.print(Text.assemble(*_trimmed(pieces)), soft_wrap=True, highlight=False)


def _trimmed(pieces: Iterable[Piece]) -> Iterator[Any]:
    """The pieces without spaces at the end of the line."""
    kept = list(pieces)
    while kept and not kept[-1][0].strip(" "):
        kept.pop()
    if kept:
        kept[-1] = (kept[-1][0].rstrip(" "), kept[-1][1])
    return iter(kept)
