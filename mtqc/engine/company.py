"""What becomes of issues that are not sure: it depends on what else was found in their document.

A check that `yields` knows no rule that was broken. Its issues, and the weak ones of others that
say so, count for more in a document in which sure reasons were found, and for less in one in which
there were none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import msgspec

from mtqc.core.check import Company
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

# Issues of less confidence are guesses too.
_SURE = 0.6
# One in so many words makes company; two at least, and twice as dense, make an issue graver.
_WORDS = 400
_MANY = 2


class Weighed(NamedTuple):
    """The issues of each segment, and with their segments those that lack company so far: what the
    folder finds in the document may give it to them."""

    kept: Sequence[Sequence[Issue]]
    withheld: tuple[tuple[int, Issue], ...]


def weighed(
    found: Sequence[Sequence[Issue]],
    words: int,
    companies: Mapping[str, Company],
    yielding: Set[str],
    settled: Set[str],
) -> Weighed:
    """The issues of each segment of a document of so many words; `companies` are what the checks
    need that need any.

    Those that need company and have none are withheld; those that are sure enough are major in
    good company, unless the user has `settled` their severity or a check with a reason has judged
    the same words.
    """
    if not any(issue.check in companies for issues in found for issue in issues):
        return Weighed(found, ())
    others = sum(
        issue.check not in companies
        and issue.check not in yielding
        and issue.severity is not Severity.NEUTRAL
        and issue.confidence >= _SURE
        for issues in found
        for issue in issues
    )
    near = others * _WORDS >= max(words, 1)
    many = others >= _MANY and others * _WORDS >= 2 * words
    kept: list[list[Issue]] = []
    withheld: list[tuple[int, Issue]] = []
    for segment, issues in enumerate(found):
        standing: list[Issue] = []
        for issue in issues:
            if near or not _needs_company(issue, companies):
                standing.append(issue)
            else:
                withheld.append((segment, issue))
        kept.append(list(_graver(standing, companies, yielding, settled)) if many else standing)
    return Weighed(kept, tuple(withheld))


def _needs_company(issue: Issue, companies: Mapping[str, Company]) -> bool:
    needs = companies.get(issue.check)
    return needs is not None and issue.confidence < needs.alone


def _graver(
    issues: Sequence[Issue],
    companies: Mapping[str, Company],
    yielding: Set[str],
    settled: Set[str],
) -> Iterator[Issue]:
    """The issues as they are in good company."""
    for issue in issues:
        needs = companies.get(issue.check)
        graver = (
            needs is not None
            and issue.confidence >= needs.grave
            and issue.check not in settled
            and not any(_explains(other, issue, yielding) for other in issues)
        )
        yield msgspec.structs.replace(issue, severity=Severity.MAJOR) if graver else issue


def _explains(other: Issue, issue: Issue, yielding: Set[str]) -> bool:
    """Whether a check with a reason of its own has judged the same words."""
    return (
        other.check not in yielding
        and other.check != issue.check
        and other.start < issue.end
        and issue.start < other.end
    )
