"""From findings to the report's lines: sort, merge, score, count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

import msgspec

from mtqc.core.issue import BadSpan, Issue, sealed
from mtqc.core.records import DocumentRecord, ProblemRecord, SegmentRecord
from mtqc.engine import score
from mtqc.engine.company import Weighed, weighed
from mtqc.engine.examine import Examined, crash, judge
from mtqc.engine.plan import Plan
from mtqc.engine.suppress import Silenced, Silencer

HISTOGRAM_BINS = 20

_encode = msgspec.json.encode
_decode_segment = msgspec.json.Decoder(SegmentRecord).decode


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A document's part of the summary. `histogram` as in `SummaryRecord`."""

    checks: dict[str, int]
    histogram: tuple[int, ...]
    score_sum: float


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """A document's segments as lines of the JSON-lines report, its record and its counts.

    `withheld` are issues that lack company in the document, with their segments.
    """

    segment_lines: bytes
    record: DocumentRecord
    problems: tuple[ProblemRecord, ...]
    tally: Tally
    silenced: Silenced = Silenced()
    withheld: tuple[tuple[int, Issue], ...] = ()

    def lines(self) -> bytes:
        """All lines of the document, each ended by a newline."""
        tail = [_encode(self.record), *map(_encode, self.problems)]
        return self.segment_lines + b"\n".join(tail) + b"\n"


def finish(examined: Examined, plan: Plan) -> Finished:
    """The document as it is reported when no other document has a say in it."""
    yielding = plan.yielding
    found = _in_company(examined.issues, examined.words, plan)
    records = [
        _scored(
            SegmentRecord(
                document=examined.name,
                segment=segment.index,
                unit=segment.unit,
                start=segment.start,
                end=segment.end,
                line=segment.line,
                text=segment.text,
                source=segment.source,
                reference=segment.reference,
                lang=examined.lang,
                score=100.0,
                verdict=score.CLEAN,
                issues=(),
                scores=scores,
                meta=segment.meta,
            ),
            issues,
            yielding,
            alone=len(examined.segments) == 1,
        )
        for segment, issues, scores in zip(
            examined.segments, found.kept, examined.scores, strict=True
        )
    ]
    record = DocumentRecord(
        document=examined.name,
        segments=len(records),
        words=examined.words,
        lang=examined.lang,
        lang_confidence=examined.lang_confidence,
        score=100.0,
        penalty=0.0,
        verdict=score.CLEAN,
        severities={},
        verdicts={},
        skipped=examined.skipped,
        meta=examined.meta,
        judged=examined.judged or msgspec.UNSET,
    )
    return _counted(records, record, examined.problems, examined.silenced, found.withheld)


def with_issues(finished: Finished, more: Sequence[tuple[int, Issue]], plan: Plan) -> Finished:
    """The same document with issues that only the whole folder could show, and with those that
    find company in them.

    An issue that points outside its segment is its check's crash and stands as a problem.
    """
    records = [_decode_segment(line) for line in finished.segment_lines.splitlines()]
    problems = list(finished.problems)
    yielding = plan.yielding
    silencer = Silencer(plan.suppressions, finished.silenced)
    found = [list(record.issues) for record in records]
    for at, issue in more:
        try:
            record = records[at]
            judged = judge(plan, sealed(issue, record.text, record.source))
        except (BadSpan, IndexError) as error:
            problems.append(crash(finished.record.document, issue.check, error))
            continue
        if judged is not None and silencer.keeps(at, judged):
            found[at].append(judged)
    for at, issue in finished.withheld:
        found[at].append(issue)
    company = _in_company(found, finished.record.words, plan)
    records = [
        record
        if tuple(issues) == record.issues
        else _scored(record, issues, yielding, alone=len(records) == 1)
        for record, issues in zip(records, company.kept, strict=True)
    ]
    return _counted(
        records, finished.record, tuple(problems), silencer.silenced(), company.withheld
    )


def _in_company(found: Sequence[Sequence[Issue]], words: int, plan: Plan) -> Weighed:
    return weighed(found, words, plan.companies, plan.yielding, plan.severities.keys())


def _scored(
    record: SegmentRecord, issues: Iterable[Issue], yielding: Container[str], *, alone: bool
) -> SegmentRecord:
    merged = _merged(issues, yielding)
    value = score.sentence_score(merged, record.scores, alone)
    return msgspec.structs.replace(
        record, issues=merged, score=value, verdict=score.sentence_verdict(value)
    )


def _merged(issues: Iterable[Issue], yielding: Container[str]) -> tuple[Issue, ...]:
    """In reading order; of two issues with one span and one category the graver stays.

    An issue of a check that is `yielding` goes where one of another check says as much of half of
    it.
    """
    ranked = sorted(
        issues, key=lambda i: (i.start, i.end, -i.severity.rank, -i.confidence, i.check)
    )
    kept: list[Issue] = []
    taken: set[tuple[int, int, str]] = set()
    for issue in ranked:
        key = (issue.start, issue.end, issue.category)
        if key not in taken:
            taken.add(key)
            kept.append(issue)
    return tuple(i for i in kept if i.check not in yielding or not _is_said(i, kept, yielding))


def _is_said(issue: Issue, issues: Iterable[Issue], yielding: Container[str]) -> bool:
    """Whether an issue of a check that yields to none covers half of this one and is as grave and
    as sure: a weaker one would raise the score by taking its place."""
    weight = (issue.severity.rank, issue.confidence)
    return any(
        other.check not in yielding
        and (other.severity.rank, other.confidence) >= weight
        and 2 * (min(issue.end, other.end) - max(issue.start, other.start))
        >= issue.end - issue.start
        for other in issues
    )


def _counted(
    records: list[SegmentRecord],
    record: DocumentRecord,
    problems: tuple[ProblemRecord, ...],
    silenced: Silenced,
    withheld: tuple[tuple[int, Issue], ...],
) -> Finished:
    severities: Counter[str] = Counter()
    checks: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    histogram = [0] * HISTOGRAM_BINS
    total = 0.0
    for segment in records:
        verdicts[segment.verdict] += 1
        histogram[min(int(segment.score // (100 / HISTOGRAM_BINS)), HISTOGRAM_BINS - 1)] += 1
        total += segment.score
        for issue in segment.issues:
            severities[issue.severity.value] += 1
            checks[issue.check] += 1
    mean = round(total / len(records), 1) if records else 100.0
    penalty = score.penalty_per_1000_words(severities, record.words)
    return Finished(
        segment_lines=b"".join(_encode(r) + b"\n" for r in records),
        record=msgspec.structs.replace(
            record,
            score=mean,
            penalty=penalty,
            verdict=score.document_verdict(mean, penalty, severities),
            severities=dict(sorted(severities.items())),
            verdicts=dict(sorted(verdicts.items())),
        ),
        problems=problems,
        tally=Tally(
            checks=dict(sorted(checks.items())),
            histogram=tuple(histogram),
            score_sum=round(total, 1),
        ),
        silenced=silenced,
        withheld=withheld,
    )
