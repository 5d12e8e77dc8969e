"""Issues that somebody has looked at and does not want to hear of again.

In a segment's own note or comment:

    mtqc: ignore                                    every check
    mtqc: ignore=number-mismatch,placeholder-mismatch

or in the configuration, by check, document (a glob) and flagged text. Either is counted, so that
what suppresses nothing any more can be told.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from mtqc.core.document import Segment
from mtqc.core.issue import Issue
from mtqc.core.records import Suppressions, UnusedSuppression

ALL = "*"
_LISTED = 1000
_DIRECTIVE = re.compile(
    r"(?<!\w)mtqc:[ \t]*ignore(?![\w-])(?:[ \t]*=[ \t]*([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*))?",
    re.IGNORECASE,
)


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    """Suppresses issues of a check, in the documents of a glob, on an exact text; None: any.

    `*` of a glob stands for any characters, `/` among them; a glob matches the whole name or
    what follows a `/` in it.
    """

    check: str | None = None
    document: str | None = None
    text: str | None = None
    reason: str | None = None

    def covers(self, document: str) -> bool:
        return self.document is None or _glob(self.document).fullmatch(document) is not None

    def silences(self, issue: Issue) -> bool:
        """Of a document that it covers."""
        return self.check in (None, issue.check) and self.text in (None, issue.text)

    def __str__(self) -> str:
        parts = {"check": self.check, "document": self.document, "text": self.text}
        return ", ".join(f"{key} {value!r}" for key, value in parts.items() if value is not None)


class Directive(msgspec.Struct, frozen=True):
    """A note's wish: how often each check that it names (`*`: every one) was suppressed in the
    segments from `segment` to `last`."""

    segment: int
    line: int
    uses: dict[str, int]
    last: int = -1


class Silenced(msgspec.Struct, frozen=True, kw_only=True):
    """What was suppressed in a document. `configured` counts by place in the configuration, for
    all suppressions that cover the document."""

    issues: int = 0
    directives: tuple[Directive, ...] = ()
    configured: dict[int, int] = {}


class Silencer:
    """Takes the suppressed issues out of a document, in one step or in several."""

    def __init__(self, suppressions: Sequence[Suppression], silenced: Silenced) -> None:
        self._suppressions = suppressions
        self._issues = silenced.issues
        self._configured = dict(silenced.configured)
        self._directives = [
            msgspec.structs.replace(d, uses=dict(d.uses)) for d in silenced.directives
        ]
        self._of_segment = {
            segment: directive
            for directive in self._directives
            for segment in range(directive.segment, max(directive.segment, directive.last) + 1)
        }

    def keeps(self, segment: int, issue: Issue) -> bool:
        """Whether the issue is to be reported. Every suppression that holds for it is used."""
        hit = False
        directive = self._of_segment.get(segment)
        if directive is not None:
            for name in (ALL, issue.check):
                if name in directive.uses:
                    directive.uses[name] += 1
                    hit = True
        for index in self._configured:
            if self._suppressions[index].silences(issue):
                self._configured[index] += 1
                hit = True
        self._issues += hit
        return not hit

    def silenced(self) -> Silenced:
        return Silenced(
            issues=self._issues,
            directives=tuple(self._directives),
            configured=self._configured,
        )


def wishes(
    suppressions: Sequence[Suppression], document: str, segments: Iterable[Segment]
) -> Silenced:
    """What is to be suppressed in a document, before any issue is known."""
    return Silenced(
        directives=tuple(_directives(segments)),
        configured={i: 0 for i, s in enumerate(suppressions) if s.covers(document)},
    )


def _directives(segments: Iterable[Segment]) -> Iterator[Directive]:
    """One for the sentences of a paragraph, or the forms and segments of a unit, in a row."""
    for note, group in itertools.groupby(segments, key=_note_of):
        if note is None:
            continue
        held = list(group)
        uses: dict[str, int] = {}
        for match in _DIRECTIVE.finditer(note[0]):
            names = match.group(1)
            for name in names.split(",") if names else (ALL,):
                uses[name.strip().lower()] = 0
        if uses:
            yield Directive(held[0].index, held[0].line, uses, held[-1].index)


def _note_of(segment: Segment) -> tuple[str, str | int] | None:
    """A note and what it is on."""
    if segment.note is None:
        return None
    unit = segment.unit
    return segment.note, segment.paragraph if unit is None else unit.partition("[")[0]


@functools.lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    import fnmatch

    return re.compile(rf"(?:.*/)?{fnmatch.translate(pattern)}", re.DOTALL)


class SuppressionCount:
    """Adds up documents to what the summary says of suppressions."""

    def __init__(
        self, suppressions: Sequence[Suppression], checks: Iterable[str], available: frozenset[str]
    ) -> None:
        """`checks` are those of the run; of the others that are `available` nothing was to be
        suppressed, so that their suppressions are not called unused."""
        self._suppressions = suppressions
        self._resting = available - set(checks)
        self._configured: dict[int, int] = {}
        self._issues = self._unused = 0
        self._listed: list[UnusedSuppression] = []
        self._any = False

    def add(self, document: str, silenced: Silenced) -> None:
        self._issues += silenced.issues
        self._any = self._any or bool(silenced.directives or silenced.configured)
        for index, uses in silenced.configured.items():
            self._configured[index] = self._configured.get(index, 0) + uses
        for directive in silenced.directives:
            for check, uses in directive.uses.items():
                if not uses and check not in self._resting:
                    says = "mtqc: ignore" if check == ALL else f"mtqc: ignore={check}"
                    self._note(document, directive.line, says)

    def summary(self) -> Suppressions | msgspec.UnsetType:
        """Absent where neither the configuration nor a document suppresses anything."""
        if not self._any:
            return msgspec.UNSET
        for index, uses in sorted(self._configured.items()):
            suppression = self._suppressions[index]
            if not uses and suppression.check not in self._resting:
                self._note(None, None, str(suppression))
        return Suppressions(
            issues=self._issues, unused=self._unused, unused_listed=tuple(self._listed)
        )

    def _note(self, document: str | None, line: int | None, says: str) -> None:
        self._unused += 1
        if len(self._listed) < _LISTED:
            self._listed.append(UnusedSuppression(document=document, line=line, suppression=says))
