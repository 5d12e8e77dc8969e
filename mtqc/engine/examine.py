"""One document through all checks: everything that needs no other document."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from mtqc.core.check import Check, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue, sealed
from mtqc.core.records import CRASHED, JudgeUse, ProblemRecord, Skipped
from mtqc.engine.plan import Plan
from mtqc.engine.suppress import Silenced, Silencer, wishes


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """What one document gave: kept in the store until the whole folder is known.

    `issues[i]` are those of segment i; `scores[i]` its measurements. Facts of corpus
    checks travel beside it, since the last step reads them without the text.
    """

    name: str
    segments: tuple[Segment, ...]
    words: int
    lang: str
    lang_confidence: float
    meta: dict[str, Any]
    issues: tuple[tuple[Issue, ...], ...]
    scores: tuple[dict[str, float], ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[ProblemRecord, ...]
    silenced: Silenced = Silenced()
    judged: JudgeUse | None = None


class Examiner:
    """Applies a plan's checks and metrics. A crash costs only the check that crashed."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def examine(
        self, document: Document, features: Features, lang_confidence: float
    ) -> tuple[Examined, dict[str, list[Any]]]:
        """The examined document and, by corpus check, its facts."""
        plan = self.plan
        found: list[list[Issue]] = [[] for _ in document.segments]
        problems: list[ProblemRecord] = []
        skipped: dict[str, list[str]] = {}
        facts: dict[str, list[Any]] = {}

        def usable(check: Check) -> bool:
            reason = check.needs.missing(document, features)
            if reason is not None:
                skipped.setdefault(reason, []).append(check.name)
            return reason is None

        for segment_check in plan.segment_checks:
            if usable(segment_check):
                try:
                    pending = list(_on_segments(segment_check, document, features))
                except Exception as error:
                    problems.append(crash(document.name, segment_check.name, error))
                else:
                    self._add(found, pending)
        for document_check in plan.document_checks:
            if usable(document_check):
                try:
                    pending = [
                        (segment, sealed(issue, segment.text, segment.source))
                        for segment, issue in document_check.check(document, features)
                    ]
                except Exception as error:
                    problems.append(crash(document.name, document_check.name, error))
                else:
                    self._add(found, pending)
        for corpus_check in plan.corpus_checks:
            if usable(corpus_check):
                try:
                    facts[corpus_check.name] = list(corpus_check.collect(document, features))
                except Exception as error:
                    problems.append(crash(document.name, corpus_check.name, error))

        scores: list[dict[str, float]] = [{} for _ in document.segments]
        for metric in plan.metrics:
            if metric.needs.missing(document, features) is not None:
                continue
            try:
                values = metric.measure(document, features)
            except Exception as error:
                problems.append(crash(document.name, metric.name, error))
                continue
            for into, value in zip(scores, values, strict=True):
                if value is not None:
                    into[metric.name] = round(float(value), 3)

        kept, silenced = _unsuppressed(plan, document, found)
        examined = Examined(
            name=document.name,
            segments=document.segments,
            words=sum(len(s.text.split()) for s in document.segments),
            lang=features.lang,
            lang_confidence=round(lang_confidence, 3),
            meta=document.meta,
            issues=tuple(map(tuple, kept)),
            scores=tuple(scores),
            skipped=tuple(Skipped(why, tuple(checks)) for why, checks in skipped.items()),
            problems=tuple(problems),
            silenced=silenced,
        )
        return examined, facts

    def _add(self, found: list[list[Issue]], pending: Iterable[tuple[Segment, Issue]]) -> None:
        for segment, issue in pending:
            judged = judge(self.plan, issue)
            if judged is not None:
                found[segment.index].append(judged)


def _unsuppressed(
    plan: Plan, document: Document, found: list[list[Issue]]
) -> tuple[list[list[Issue]], Silenced]:
    """The issues that nobody suppressed, by segment, and what was."""
    silenced = wishes(plan.suppressions, document.name, document.segments)
    if not silenced.directives and not silenced.configured:
        return found, silenced
    silencer = Silencer(plan.suppressions, silenced)
    kept = [[i for i in issues if silencer.keeps(at, i)] for at, issues in enumerate(found)]
    return kept, silencer.silenced()


def judge(plan: Plan, issue: Issue) -> Issue | None:
    """The issue with the user's severity, or None where the user ignores its span."""
    if issue.text in plan.ignored:
        return None
    severity = plan.severities.get(issue.check)
    return issue if severity is None else msgspec.structs.replace(issue, severity=severity)


def crash(name: str | None, check: str, error: Exception) -> ProblemRecord:
    """A crash as a result: the check, the error and the line of code that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].name}, line {frames[-1].lineno})" if frames else ""
    text = " ".join(str(error).split())[:200]
    return ProblemRecord(
        document=name,
        kind=CRASHED,
        check=check,
        message=f"{type(error).__name__}: {text}{where}",
    )


def _on_segments(
    check: SegmentCheck, document: Document, features: Features
) -> Iterator[tuple[Segment, Issue]]:
    for segment in _triggered(check, document):
        for issue in check.check(segment, document, features):
            yield segment, sealed(issue, segment.text, segment.source)


def _triggered(check: SegmentCheck, document: Document) -> Iterator[Segment]:
    if check.trigger is None:
        yield from document.segments
        return
    segments = document.segments
    at = 0
    for match in check.trigger.finditer(document.text):
        position = match.start()
        while at < len(segments) and segments[at].end <= position:
            at += 1
        if at == len(segments):
            return
        # A match that spans a segment's border belongs to the first segment it touches.
        if segments[at].start < max(match.end(), position + 1):
            yield segments[at]
            at += 1
