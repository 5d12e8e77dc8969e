"""The MQM scorecard: from issues by severity to penalties, a quality score and pass or fail."""

from __future__ import annotations

from collections.abc import Mapping

from mtqc.core.records import Scorecard
from mtqc.core.severity import Severity
from mtqc.engine.score import MQM_POINTS


def scorecard(
    severities: Mapping[str, int],
    words: int,
    *,
    weights: Mapping[Severity, float] | None = None,
    threshold: float | None = None,
) -> Scorecard:
    """`weights` replaces single ones of MQM's 0, 1, 5, 25; `threshold` is the least quality."""
    used: dict[Severity, float] = {**MQM_POINTS, **(weights or {})}
    total = sum(used[Severity(name)] * count for name, count in severities.items())
    quality = round(max(0.0, 100 * (1 - total / max(words, 1))), 2)
    return Scorecard(
        words=words,
        severities=dict(sorted(severities.items())),
        weights={severity.value: float(used[severity]) for severity in Severity},
        penalty_total=round(float(total), 2),
        penalty_per_1000_words=round(1000 * total / max(words, 1), 2),
        quality=quality,
        threshold=threshold,
        passed=None if threshold is None else quality >= threshold,
    )
