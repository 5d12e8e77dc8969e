"""`missing-target`: a unit that was not translated at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_FEW_LETTERS = 3
_SHOWN = 60


@dataclass(frozen=True)
class MissingTarget(SegmentCheck):
    """A unit without a translation

    Flags a unit whose target is empty or holds white space alone though its source has text, and,
    as minor, one that has only marks where the source has words ("...", "—", "???").

    The user sees an empty label, or the source language in the middle of the page.

    The check stays silent where the source has nothing to translate either: no letter and no
    digit. Inline codes alone are a translation of a source that has only codes.
    """

    name: ClassVar[str] = "missing-target"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "accuracy/omission"
    its: ClassVar[str] = "untranslated"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    examples = (
        Flags(Pair("Save the file", " ", lang="de"), at=(" ",)),
        Flags(Pair("Delete all messages", "???", lang="fr"), at=("???",)),
        Keeps(Pair("—", "", lang="de")),
        Keeps(Pair("Yes", "是", lang="zh")),
        Keeps(Pair("2018", "٢٠١٨", lang="ar")),
        Keeps(Pair("OK", "👍", lang="ja")),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        if any(map(str.isalnum, text)) or not segment.source:
            return
        letters = sum(map(str.isalpha, segment.source))
        if not text.strip():
            if letters or any(map(str.isdigit, segment.source)):
                yield self.issue(0, len(text), f"“{_shown(segment.source)}” has no translation.")
        elif letters >= _FEW_LETTERS:
            yield self.issue(
                0,
                len(text),
                f"Only marks stand here for “{_shown(segment.source)}”.",
                severity=Severity.MINOR,
                confidence=0.7,
            )


def _shown(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
