"""The lines of the per-sentence report, told apart by their `type`.

`mtqc/reports/mtqc.schema.json` is the same in JSON Schema; a test holds the two together.
"""

from __future__ import annotations

from typing import Any

import msgspec

from mtqc.core.issue import Issue
from mtqc.core.names import NameCluster


class RunRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="run"):
    """First line: what was run, so that equal lines mean comparable figures."""

    version: str
    signature: str
    checks: tuple[str, ...]
    metrics: tuple[str, ...]
    models: dict[str, str]
    config: dict[str, Any]


class SegmentRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="segment"):
    """One sentence with its score (0 garbled to 100 clean), verdict and issues."""

    document: str
    segment: int
    unit: str | None
    start: int
    end: int
    line: int
    text: str
    source: str | None
    reference: str | None
    lang: str
    score: float
    verdict: str
    issues: tuple[Issue, ...]
    scores: dict[str, float]
    meta: dict[str, Any]


class Skipped(msgspec.Struct, frozen=True):
    """A check that could not look at a document, and why."""

    check: str
    reason: str


class DocumentRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="document"):
    """After a document's segments: its score, penalty and counts.

    `score` is the mean of its sentences' scores, `penalty` the MQM penalty points
    per 1000 words, `lang_confidence` in 0..1.
    """

    document: str
    segments: int
    words: int
    lang: str
    lang_confidence: float
    score: float
    penalty: float
    verdict: str
    severities: dict[str, int]
    verdicts: dict[str, int]
    skipped: tuple[Skipped, ...]
    meta: dict[str, Any]


class ProblemRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="problem"):
    """An input that could not be read, or a check that crashed. `kind` is one of the two."""

    document: str | None
    kind: str
    check: str | None
    message: str


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the run passes, and each limit that it broke."""

    passed: bool
    reasons: tuple[str, ...]


class SummaryRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="summary"):
    """Last line: totals over all documents, the names table, the gate.

    `histogram[i]` counts sentences with a score in [5 i, 5 i + 5), the last one up to 100.
    """

    documents: int
    segments: int
    words: int
    problems: int
    score: float
    penalty: float
    serious_per_1000_words: float
    verdicts: dict[str, int]
    severities: dict[str, int]
    checks: dict[str, int]
    histogram: tuple[int, ...]
    names: tuple[NameCluster, ...]
    gate: Gate


Record = RunRecord | SegmentRecord | DocumentRecord | ProblemRecord | SummaryRecord

UNREADABLE = "unreadable-input"
CRASHED = "crashed-check"
