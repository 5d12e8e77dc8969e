"""What becomes of issues without a reason: it depends on what else was found in their document.

A check that `yields` knows no rule that was broken. Its issues count for more in a document in
which checks with reasons found errors, and for less in one in which they found none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from mtqc.core.check import Company
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

# Issues of less confidence are guesses too.
_SURE = 0.6
# One in so many words makes company; two at least, and twice as dense, make an issue graver.
_WORDS = 400
_MANY = 2


def weighed(
    found: Sequence[Sequence[Issue]],
    words: int,
    yielding: Mapping[str, Company],
    settled: Set[str],
) -> Sequence[Sequence[Issue]]:
    """The issues of each segment of a document of so many words.

    Those that need company and have none are left out; those that are sure enough are major in
    good company, unless the user has `settled` their severity or a check with a reason has judged
    the same words.
    """
    if not any(issue.check in yielding for issues in found for issue in issues):
        return found
    others = sum(
        issue.check not in yielding
        and issue.severity is not Severity.NEUTRAL
        and issue.confidence >= _SURE
        for issues in found
        for issue in issues
    )
    near = others * _WORDS >= max(words, 1)
    many = others >= _MANY and others * _WORDS >= 2 * words
    return [list(_weighed(issues, yielding, near, many, settled)) for issues in found]


def _weighed(
    issues: Sequence[Issue],
    yielding: Mapping[str, Company],
    near: bool,
    many: bool,
    settled: Set[str],
) -> Iterable[Issue]:
    for issue in issues:
        needs = yielding.get(issue.check)
        if needs is None:
            yield issue
        elif near or issue.confidence >= needs.alone:
            graver = (
                many
                and issue.confidence >= needs.grave
                and issue.check not in settled
                and not any(_explains(other, issue, yielding) for other in issues)
            )
            yield msgspec.structs.replace(issue, severity=Severity.MAJOR) if graver else issue


def _explains(other: Issue, issue: Issue, yielding: Mapping[str, Company]) -> bool:
    return other.check not in yielding and other.start < issue.end and issue.start < other.end
