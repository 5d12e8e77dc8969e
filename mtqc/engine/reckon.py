"""What of a run counts for its gate: all issues, or those that the baseline does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from mtqc.core.issue import Issue
from mtqc.core.records import SegmentRecord
from mtqc.engine import gate, score
from mtqc.engine.baseline import Baseline
from mtqc.engine.finish import Finished
from mtqc.engine.plan import Plan
from mtqc.engine.scorecard import scorecard
from mtqc.engine.suppress import SuppressionCount

_encode = msgspec.json.encode
_decode_segment = msgspec.json.Decoder(SegmentRecord).decode


class Reckoning:
    """Sees each finished document once, in the order of the input."""

    def __init__(self, plan: Plan, limit: gate.Limit, baseline: Baseline | None) -> None:
        self._limit = limit
        self._baseline = baseline
        self._suppressed = SuppressionCount(
            plan.suppressions, (c.name for c in plan.checks), plan.available
        )
        self._severities: Counter[str] = Counter()
        self._checks: Counter[str] = Counter()
        self._words = 0
        self._lowest: tuple[float, str] | None = None

    def add(self, finished: Finished) -> Finished:
        """The document with its known issues marked; the same object where it has none."""
        name = finished.record.document
        severities: Mapping[str, int] = finished.record.severities
        checks: Mapping[str, int] = finished.tally.checks
        value = finished.record.score
        if self._baseline is not None and severities:
            marked = _Marked(finished, self._baseline)
            if marked.known:
                finished, value = marked.finished, marked.score
                severities, checks = marked.severities, marked.checks
        self._suppressed.add(name, finished.silenced)
        self._severities.update(severities)
        self._checks.update(checks)
        self._words += finished.record.words
        if finished.record.segments and (self._lowest is None or value < self._lowest[0]):
            self._lowest = (value, name)
        return finished

    def verdict(self) -> dict[str, Any]:
        """The summary's `gate`, `scorecard`, `baseline` and `suppressions`."""
        card = scorecard(
            self._severities,
            self._words,
            weights=self._limit.weights,
            threshold=self._limit.min_quality,
        )
        use = self._baseline.use() if self._baseline is not None else None
        suppressions = self._suppressed.summary()
        counting = gate.Counting(
            severities=self._severities,
            checks=self._checks,
            words=self._words,
            lowest=self._lowest,
        )
        return {
            "gate": gate.judge(self._limit, counting, card, use, suppressions or None),
            "scorecard": card,
            "baseline": use or msgspec.UNSET,
            "suppressions": suppressions,
        }


class _Marked:
    """A document whose known issues are marked, and the figures of its other ones."""

    def __init__(self, finished: Finished, baseline: Baseline) -> None:
        self.severities: Counter[str] = Counter()
        self.checks: Counter[str] = Counter()
        self.known = 0
        name = finished.record.document
        lines: list[bytes] = []
        total = 0.0
        segments = finished.segment_lines.splitlines(keepends=True)
        for line in segments:
            record = _decode_segment(line)
            new: list[Issue] = []
            issues: list[Issue] = []
            for issue in record.issues:
                known = baseline.knows(name, issue)
                issues.append(msgspec.structs.replace(issue, known=True) if known else issue)
                if not known:
                    new.append(issue)
                    self.severities[issue.severity.value] += 1
                    self.checks[issue.check] += 1
            if len(new) < len(issues):
                self.known += len(issues) - len(new)
                total += score.sentence_score(new, record.scores, alone=len(segments) == 1)
                record = msgspec.structs.replace(record, issues=tuple(issues))
                line = _encode(record) + b"\n"
            else:
                total += record.score
            lines.append(line)
        self.score = round(total / len(lines), 1) if lines else 100.0
        self.finished = msgspec.structs.replace(finished, segment_lines=b"".join(lines))
