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
    """Checks that could not look at a document, and why."""

    reason: str
    checks: tuple[str, ...]


class JudgeUse(msgspec.Struct, frozen=True, kw_only=True):
    """Sentences that the judge judged and that it did not, and errors that it named in words that
    are not, or not once, in the sentence."""

    judged: int
    not_judged: int
    dropped: int


class DocumentRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="document"):
    """After a document's segments: its score, penalty and counts.

    `score` is the mean of its sentences' scores, `penalty` the MQM penalty points
    per 1000 words, `lang_confidence` in 0..1. `judged` is there where a judge was asked.
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
    judged: JudgeUse | msgspec.UnsetType = msgspec.UNSET


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


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """MQM's linear scoring model without calibration (https://arxiv.org/abs/2405.16969).

    `penalty_total` is the absolute penalty total (APT): over all severities, the number of
    issues times the severity's weight. `quality` is the overall quality score,
    100 · (1 - APT / words), at least 0. With a baseline, what it knows is left out.
    `passed` is None where no `threshold` is set.
    """

    words: int
    severities: dict[str, int]
    weights: dict[str, float]
    penalty_total: float
    penalty_per_1000_words: float
    quality: float
    threshold: float | None
    passed: bool | None


class BaselineUse(msgspec.Struct, frozen=True, kw_only=True):
    """Issues that the baseline knows and that it does not, and its entries that are gone."""

    known: int
    new: int
    gone: int


class UnusedSuppression(msgspec.Struct, frozen=True, kw_only=True):
    """A suppression that suppressed nothing; a configured one has no `document` and `line`."""

    document: str | None
    line: int | None
    suppression: str


class Suppressions(msgspec.Struct, frozen=True, kw_only=True):
    """Issues that were suppressed, and suppressions that no issue needs (the first ones listed)."""

    issues: int
    unused: int
    unused_listed: tuple[UnusedSuppression, ...]


class SummaryRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="summary"):
    """Last line: totals over all documents, the names table, the gate.

    `histogram[i]` counts sentences with a score in [5 i, 5 i + 5), the last one up to 100.
    `baseline` is there where the run had one, `suppressions` where there were any, `judged` where
    a judge was asked.
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
    scorecard: Scorecard | msgspec.UnsetType = msgspec.UNSET
    baseline: BaselineUse | msgspec.UnsetType = msgspec.UNSET
    suppressions: Suppressions | msgspec.UnsetType = msgspec.UNSET
    judged: JudgeUse | msgspec.UnsetType = msgspec.UNSET


Record = RunRecord | SegmentRecord | DocumentRecord | ProblemRecord | SummaryRecord

UNREADABLE = "unreadable-input"
CRASHED = "crashed-check"
