"""The compact data of the HTML report, safe to stand inside a script element.

A document is an array of sentences; a sentence is
`[line, score, verdict, text, issues, extra?]` and an issue is
`[check, severity, start, end, message, suggestions, confidence, places, related, known?]`, with
checks and verdicts as numbers, severity as its rank and offsets in UTF-16 units, as JavaScript
counts. `mtqc/reports/page/data.js` reads them back.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from mtqc.core.issue import Issue
from mtqc.core.records import DocumentRecord, SegmentRecord
from mtqc.reports.counts import VERDICTS

LONGEST_TEXT = 20_000
_RELATED = 3
_LONGEST_META = 2_000
_ESCAPES = (
    (b"<", b"\\u003c"),
    (b">", b"\\u003e"),
    (b"&", b"\\u0026"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)


def script_json(value: Any) -> bytes:
    """JSON in which no byte can end or open a script element, a comment or a line."""
    encoded = msgspec.json.encode(value)
    for byte, escape in _ESCAPES:
        encoded = encoded.replace(byte, escape)
    return encoded


class Packer:
    """Packs sentences and documents and remembers which number a check got."""

    def __init__(self, checks: tuple[str, ...]) -> None:
        self.checks = {check: number for number, check in enumerate(checks)}

    def sentence(self, segment: SegmentRecord) -> list[Any]:
        text = segment.text[:LONGEST_TEXT]
        row: list[Any] = [
            segment.line,
            segment.score,
            _verdict(segment.verdict),
            text,
            [self._issue(issue, text) for issue in segment.issues],
        ]
        extra: dict[str, Any] = {}
        if segment.unit is not None:
            extra["unit"] = segment.unit[:LONGEST_TEXT]
        if segment.source is not None:
            extra["source"] = segment.source[:LONGEST_TEXT]
        if segment.reference is not None:
            extra["reference"] = segment.reference[:LONGEST_TEXT]
        if len(segment.text) > LONGEST_TEXT:
            extra["cut"] = len(segment.text) - LONGEST_TEXT
        if segment.scores and (segment.issues or segment.verdict != "clean"):
            extra["scores"] = segment.scores
        return [*row, extra] if extra else row

    def document(
        self, document: DocumentRecord, counts: Counter[tuple[int, int, int]], embedded: int
    ) -> list[Any]:
        """One row of the list of articles; `counts` are issues by check, severity and verdict."""
        meta = msgspec.json.encode(document.meta).decode() if document.meta else ""
        return [
            document.document,
            document.score,
            _verdict(document.verdict),
            document.segments,
            document.words,
            document.penalty,
            document.lang,
            [document.verdicts.get(verdict, 0) for verdict in VERDICTS],
            [[*key, count] for key, count in sorted(counts.items())],
            embedded,
            [[s.reason, s.checks] for s in document.skipped],
            meta[:_LONGEST_META],
        ]

    def _issue(self, issue: Issue, text: str) -> list[Any]:
        row: list[Any] = [
            self.checks.setdefault(issue.check, len(self.checks)),
            issue.severity.rank,
            _utf16(text, issue.start),
            _utf16(text, issue.end),
            issue.message,
            issue.suggestions,
            issue.confidence,
            len(issue.related),
            [[place.document, place.segment] for place in issue.related[:_RELATED]],
        ]
        return [*row, 1] if issue.known else row


def _verdict(verdict: str) -> int:
    return VERDICTS.index(verdict)


def _utf16(text: str, offset: int) -> int:
    """A code point offset in UTF-16 code units; offsets behind a cut end at the cut."""
    before = text[:offset]
    if before.isascii():
        return len(before)
    return len(before) + sum(char > "\uffff" for char in before)
