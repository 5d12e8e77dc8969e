"""`max-length`: a translation longer than its file allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity


@dataclass(frozen=True)
class MaxLength(SegmentCheck):
    """A translation longer than it may be

    Flags a translation with more characters than the file allows: `maxwidth` and the size
    restriction of XLIFF, the flag `max-length:N` of a catalogue; or than the option `most` allows
    where the file says nothing.

    What doesn't fit is cut off on the screen, or the text is refused by the shop or the search
    engine that it is for.

    Characters are code points, as in XLIFF's own size restriction. The span is what is too much.
    Where neither the file nor `most` sets a limit, nothing is flagged.
    """

    name: ClassVar[str] = "max-length"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "design-and-markup/length"
    its: ClassVar[str] = "length"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    most: int | None = None
    examples = (
        Flags(Pair("Settings", "Einstellungen", lang="de", max_length=10), at=("gen",)),
        Flags(Pair("Delete", "Supprimer", lang="fr"), at=("r",), options={"most": 8}),
        Keeps(Pair("Settings", "设置", lang="zh", max_length=2)),
        Keeps(Pair("Settings", "Einstellungen", lang="de", max_length=13)),
        Keeps(Pair("Settings", "Einstellungen der Anwendung", lang="de")),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        most = segment.max_length if segment.max_length is not None else self.most
        if most is None or len(segment.text) <= most:
            return
        yield self.issue(
            min(max(most, 0), len(segment.text) - 1),
            len(segment.text),
            f"{len(segment.text)} characters; {most} are allowed.",
        )
