"""`sentence-count`: a translation with far fewer or more sentences than its source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.endings import ends_in_abbreviation
from mtqc.text.bilingual.lengths import relative_length
from mtqc.text.bilingual.locale import primary

# What ends a sentence: a mark of a script without spaces, or one with a space and no small letter
# behind it.
_END = re.compile(r"[。！？｡]+|[.!?…।॥۔؟։።]+[\"'”’»)\]]*(?=\s+[^a-zà-öø-ÿа-я\s])")
_SHORTER, _LONGER = 0.65, 1.6
_WITHOUT_STOPS = frozenset("th lo km my shn bo dz".split())


@dataclass(frozen=True)
class SentenceCount(SegmentCheck):
    """A translation with far fewer or more sentences than its source

    Flags a translation that has at most half, or at least twice, as many sentences as its source
    and differs by `difference` and more.

    Translators join and split sentences; but where three became one, some are most often
    missing, and where one became three, a neighbour's or a comment came in.

    **When it stays silent.** Where fewer sentences are not much shorter, and more ones not much
    longer: a text that was joined or split keeps its length. Stops of abbreviations and figures
    end no sentence. Thai and other languages that write no stops are left out.
    """

    name: ClassVar[str] = "sentence-count"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "accuracy/omission"
    its: ClassVar[str] = "omission"
    severity: ClassVar[Severity] = Severity.MINOR
    needs = Needs(source=True)
    difference: int = 2
    examples = (
        Flags(Pair("The bridge is closed. Please take the ferry. It leaves every hour.",
                   "Die Brücke ist gesperrt.", lang="de"), at=("Die Brücke ist gesperrt.",)),
        Flags(Pair("The bridge is closed.", "桥已关闭。请乘渡轮。渡轮每小时一班。", lang="zh"),
              at=("桥已关闭。请乘渡轮。渡轮每小时一班。",)),
        Flags(Pair("Open the lid. Let it dry. Wait.", "Öffnen Sie das.", lang="de"),
              at=("Öffnen Sie das.",)),
        Keeps(Pair("The bridge is closed. Please take the ferry.",
                   "Die Brücke ist gesperrt, nehmen Sie bitte die Fähre.", lang="de")),
        Keeps(Pair("Mr. J. R. Lee of St. Ives Corp. came on Jan. 5.",
                   "Herr J. R. Lee von der Firma St. Ives kam am 5. Januar.", lang="de")),
        Keeps(Pair("Stop! Wait! Come back!", "Halt, warte, komm doch zurück!", lang="de")),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        if not source or not text.strip():
            return
        ours, theirs = sentences(source), sentences(text)
        few, many = sorted((ours, theirs))
        if many - few < self.difference or many < 2 * few:
            return
        if {primary(features.lang), primary(features.source_lang)} & _WITHOUT_STOPS:
            return
        length = relative_length(source, text)
        if (theirs < ours and length > _SHORTER) or (theirs > ours and length < _LONGER):
            return
        yield self.issue(
            0,
            len(text),
            f"{theirs} sentence{'s'[: theirs != 1]} for {ours} in the source.",
            confidence=0.5,
        )


def sentences(text: str) -> int:
    """About how many sentences a text has; at least one."""
    text = text.strip()
    inner = [m for m in _END.finditer(text) if m.end() < len(text)]
    return 1 + sum(m.group() != "." or not _may_go_on(text, m.end()) for m in inner)


def _may_go_on(text: str, at: int) -> bool:
    """Whether the stop before `at` is one of an abbreviation. A short word in small letters may be
    one before a figure ("ca. 5") and ends a sentence before anything else."""
    before = text[:at]
    small = before[:-1].rsplit(None, 1)[-1:]
    plain = bool(small) and small[0].islower() and not text[at:].lstrip()[:1].isdigit()
    return ends_in_abbreviation(before, generous=not plain)
