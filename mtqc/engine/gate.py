"""Pass or fail: the user's limits against what of a run counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from mtqc.core.records import BaselineUse, Gate, Scorecard, Suppressions
from mtqc.core.severity import Severity


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What a run may show at the most. None, or a key that is missing: no such limit.

    `max_rate` counts serious issues per 1000 words of the run; `min_score` is what each
    document's score has to reach; `max_issues` and `checks` are the most issues of a severity
    and of a check; `min_quality` is the scorecard's threshold and `weights` its weights.
    """

    fail_on: Severity | None = None
    max_rate: float | None = None
    min_score: float | None = None
    max_issues: dict[Severity, int] = {}
    checks: dict[str, int] = {}
    weights: dict[Severity, float] = {}
    min_quality: float | None = None
    ratchet: bool = False
    unused_suppressions: bool = False


class Counting(msgspec.Struct, frozen=True, kw_only=True):
    """What of a run counts: all issues, or with a baseline those that it does not know.

    `lowest` is the lowest document score and that document's name.
    """

    severities: Mapping[str, int]
    checks: Mapping[str, int]
    words: int
    lowest: tuple[float, str] | None


def judge(
    limit: Limit,
    counting: Counting,
    scorecard: Scorecard,
    baseline: BaselineUse | None = None,
    suppressions: Suppressions | None = None,
) -> Gate:
    reasons = [
        *_totals(limit, counting),
        *_limits(limit, counting),
        *_scorecard(scorecard),
        *_upkeep(limit, baseline, suppressions),
    ]
    return Gate(passed=not reasons, reasons=tuple(reasons))


def _totals(limit: Limit, counting: Counting) -> Iterator[str]:
    if limit.fail_on is not None:
        count = sum(
            number
            for name, number in counting.severities.items()
            if Severity(name).rank >= limit.fail_on.rank
        )
        if count:
            yield f"{_issues(count)} of severity {limit.fail_on} or above (--fail-on)"
    if limit.max_rate is not None:
        serious = sum(n for name, n in counting.severities.items() if Severity(name).serious)
        rate = round(1000 * serious / max(counting.words, 1), 2)
        if rate > limit.max_rate:
            yield (
                f"{rate:g} serious issues per 1000 words, "
                f"at most {limit.max_rate:g} allowed (--max-rate)"
            )
    lowest = counting.lowest
    if limit.min_score is not None and lowest is not None and lowest[0] < limit.min_score:
        yield f"{lowest[1]} scores {lowest[0]:g}, at least {limit.min_score:g} wanted (--min-score)"


def _limits(limit: Limit, counting: Counting) -> Iterator[str]:
    for severity in sorted(limit.max_issues, key=lambda s: -s.rank):
        count, most = counting.severities.get(severity.value, 0), limit.max_issues[severity]
        if count > most:
            yield f"{_issues(count)} of severity {severity}, at most {most} (gate.max-issues)"
    for check, most in sorted(limit.checks.items()):
        count = counting.checks.get(check, 0)
        if count > most:
            yield f"{_issues(count)} of {check}, at most {most} (gate.checks)"


def _scorecard(scorecard: Scorecard) -> Iterator[str]:
    if scorecard.passed is False:
        yield (
            f"MQM quality {scorecard.quality:g}, "
            f"at least {scorecard.threshold:g} wanted (gate.min-quality)"
        )


def _upkeep(
    limit: Limit, baseline: BaselineUse | None, suppressions: Suppressions | None
) -> Iterator[str]:
    if limit.ratchet and baseline is not None and baseline.gone:
        one = baseline.gone == 1
        yield (
            f"{baseline.gone} {'issue' if one else 'issues'} of the baseline "
            f"no longer {'occurs' if one else 'occur'}: take "
            f"{'it' if one else 'them'} out with --update-baseline (--ratchet)"
        )
    if limit.unused_suppressions and suppressions is not None and suppressions.unused:
        yield (
            f"{suppressions.unused} unused "
            f"{'suppression' if suppressions.unused == 1 else 'suppressions'} "
            "(gate.unused-suppressions)"
        )


def _issues(count: int) -> str:
    return f"{count} {'issue' if count == 1 else 'issues'}"
