"""One line each on the scorecard, the baseline and the suppressions, for people."""

from __future__ import annotations

from collections.abc import Iterator

from mtqc.core.records import BaselineUse, Scorecard, Suppressions
from mtqc.reports.counts import number, plural


def scorecard_says(card: Scorecard) -> str:
    says = (
        f"quality {card.quality:.2f} of 100, penalty total {card.penalty_total:g} "
        f"({card.penalty_per_1000_words:g} per 1000 words)"
    )
    if card.threshold is None:
        return says
    return f"{says}; at least {card.threshold:g} wanted: {'passed' if card.passed else 'failed'}"


def baseline_says(use: BaselineUse) -> str:
    gone = f", {number(use.gone)} no longer there" if use.gone else ""
    return f"{plural(use.known, 'issue')} known, {number(use.new)} new{gone}"


def suppressions_say(suppressions: Suppressions, listed: int = 20) -> Iterator[str]:
    """First the totals, then a line for each of the first unused ones."""
    unused = plural(suppressions.unused, "unused suppression")
    says = f"{plural(suppressions.issues, 'issue')} suppressed"
    yield f"{says}, {unused}:" if suppressions.unused else says
    for one in suppressions.unused_listed[:listed]:
        where = "configuration" if one.document is None else f"{one.document}:{one.line}"
        yield f"{where}: {one.suppression}"
    left = suppressions.unused - min(listed, len(suppressions.unused_listed))
    if left > 0:
        yield f"… and {number(left)} more"
