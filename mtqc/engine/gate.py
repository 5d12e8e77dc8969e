"""Pass or fail: the user's limits against a run's totals."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from mtqc.core.records import Gate
from mtqc.core.severity import Severity


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What a run may show at the most. None: no such limit.

    `max_rate` counts serious issues per 1000 words of the run; `min_score` is what each
    document's score has to reach.
    """

    fail_on: Severity | None = None
    max_rate: float | None = None
    min_score: float | None = None


def judge(
    limit: Limit, severities: Mapping[str, int], rate: float, lowest: tuple[float, str] | None
) -> Gate:
    """`rate` as `max_rate`; `lowest` is the lowest document score and that document's name."""
    reasons: list[str] = []
    if limit.fail_on is not None:
        count = sum(
            number
            for name, number in severities.items()
            if Severity(name).rank >= limit.fail_on.rank
        )
        if count:
            noun = "issue" if count == 1 else "issues"
            reasons.append(f"{count} {noun} of severity {limit.fail_on} or above (--fail-on)")
    if limit.max_rate is not None and rate > limit.max_rate:
        reasons.append(
            f"{rate:g} serious issues per 1000 words, "
            f"at most {limit.max_rate:g} allowed (--max-rate)"
        )
    if limit.min_score is not None and lowest is not None and lowest[0] < limit.min_score:
        reasons.append(
            f"{lowest[1]} scores {lowest[0]:g}, at least {limit.min_score:g} wanted (--min-score)"
        )
    return Gate(passed=not reasons, reasons=tuple(reasons))
