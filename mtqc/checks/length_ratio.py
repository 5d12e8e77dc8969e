"""`length-ratio`: a translation much longer or shorter than its source lets expect."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import ClassVar

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs, Pair
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.lengths import weight

_ENOUGH = 30
_SPREAD = 0.22


@dataclass(frozen=True)
class LengthRatio(DocumentCheck):
    """A translation much longer or shorter than its source lets expect

    Flags a translation whose length is far from what the document's other pairs make likely.

    A short one may have lost half of its sentence, a long one holds a comment, a second version or
    a loop.

    **How it decides.** The length of a target over that of its source, against the median of the
    document (of thirty pairs and more; else against what the two scripts let expect). Flagged is
    what is off by more than the factor `factor`; the shorter a source is the more is allowed.

    **When it stays silent.** On sources of fewer than `least` characters; on empty targets, which
    are another check's.
    """

    name: ClassVar[str] = "length-ratio"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "accuracy/omission"
    its: ClassVar[str] = "length"
    severity: ClassVar[Severity] = Severity.MINOR
    needs = Needs(source=True)
    factor: float = 2.3
    least: int = 40
    examples = (
        Flags(Pair("The old bridge over the river was closed in spring because its pillars were "
                   "no longer safe, and nobody knows when it will open again.",
                   "Die alte Brücke wurde geschlossen.", lang="de"),
              at=("Die alte Brücke wurde geschlossen.",)),
        Flags(Pair("The old bridge over the river was closed in spring because its pillars were "
                   "no longer safe.", "大桥关闭。", lang="zh"), at=("大桥关闭。",)),
        Keeps(Pair("The old bridge over the river was closed in spring.",
                   "河上的旧桥在春天关闭了。", lang="zh")),
        Keeps(Pair("Do not leave the bicycle in front of the door.",
                   "Fahrrad bitte nicht vor der Tür abstellen.", lang="de")),
        Keeps(Pair("Log in", "Melden Sie sich mit Ihrem Konto an", lang="de")),
    )  # fmt: skip

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        pairs = [
            (segment, math.log(len(text) / len(segment.source)))
            for segment in document.segments
            if segment.source
            and len(segment.source) >= self.least
            and (text := segment.text.strip())
        ]
        if not pairs:
            return
        usual = median(ratio for _, ratio in pairs) if len(pairs) >= _ENOUGH else None
        for segment, ratio in pairs:
            source = segment.source or ""
            allowed = math.log(self.factor) + _SPREAD * math.sqrt(self.least / len(source))
            if abs(ratio) <= allowed and usual is not None and abs(ratio - usual) <= allowed:
                continue
            middle = usual
            if middle is None:
                middle = math.log(weight(source) / weight(segment.text))
            off = ratio - middle
            if abs(off) > allowed:
                times = math.exp(abs(off))
                word = "longer" if off > 0 else "shorter"
                yield (
                    segment,
                    self.issue(
                        0,
                        len(segment.text),
                        f"This is {times:.1f} times {word} than its source lets expect.",
                        confidence=0.6,
                    ),
                )
