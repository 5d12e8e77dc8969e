"""`calque`: a fixed term that was translated piece by piece."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import ClassVar, NamedTuple

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.phrases import PhraseBook

_FINE = "fine"
_SMALL = frozenset(("of", "the", "for", "to", "and", "in", "on"))


class _Calque(NamedTuple):
    severity: Severity | None
    proper: str
    languages: tuple[str, ...]
    unless: re.Pattern[str] | None


@dataclass(frozen=True)
class Calque(SegmentCheck):
    """A fixed term translated piece by piece

    Offices, institutions, crimes, weapons, illnesses and the moves of a game have fixed names. A
    weak translator knows their parts and not the whole: the secretary-general becomes a "great
    secretary", the foreign minister an "outside minister", an own goal a "self-goal". Every word
    is English and the reader still has to guess.

    **How it decides.** A table of some thousand phrases from thirty languages
    (`mtqc/data/words/calques.tsv`), each of them with the proper term. A phrase is **major**
    where it is practically never right in English; the others are **minor**.

    **When it stays silent.** Inside quotation marks; where words of the table's column `unless`
    stand in the same sentence (the First Minister of Scotland); in a name written with capitals
    ("Red Star Day Nursery") unless the whole phrase begins the sentence; on phrases in `allowed`.
    """

    name: ClassVar[str] = "calque"
    group: ClassVar[str] = "words"
    category: ClassVar[str] = "accuracy/mistranslation"
    its: ClassVar[str] = "mistranslation"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = ENGLISH
    examples = (
        Flags(
            "The great secretary of the UN arrived late.",
            at=("great secretary",),
            suggests="secretary-general",
        ),
        Flags("Two outside ministers met.", at=("outside ministers",), suggests="foreign minister"),
        Flags("Police fired tearful gas at them.", at=("tearful gas",), suggests="tear gas"),
        Flags("The law project passed its second reading.", at=("law project",), suggests="bill"),
        Keeps(
            "The secretary-general met the foreign minister; the Scottish first minister waited."
        ),
        Keeps("He called it “a great secretary” of a desk."),
        Keeps("It was a great, secretary-free office outside. Ministers came anyway."),
        Keeps("The Great Secretary Desk Company makes desks."),
        Keeps("She voted; the ballot box was full, and tear gas drifted over the peninsula."),
    )

    allowed: tuple[str, ...] = ()

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        book = _book()
        if not book.may_match(features.lowered(segment), features.pairs(segment)):
            return
        for start, end, calque in book.find(features.words(segment), text):
            phrase = text[start:end]
            if calque.severity is None or phrase.lower() in calque.proper.lower():
                continue
            if calque.unless is not None and calque.unless.search(text):
                continue
            if phrase.lower() in self.allowed or _a_name(text, start, end) or _quoted(text, start):
                continue
            yield self.issue(
                start,
                end,
                f"“{phrase}” reads like a word-for-word translation; "
                f"the usual English term is “{calque.proper}”.",
                severity=calque.severity,
                suggestions=(calque.proper,),
                confidence=0.9 if calque.severity.serious else 0.6,
            )


@functools.cache
def _book() -> PhraseBook[_Calque]:
    book: PhraseBook[_Calque] = PhraseBook()
    table = (resources.files("mtqc") / "data" / "words" / "calques.tsv").read_text("utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            severity, phrase, proper, languages, unless = line.split("\t")
            calque = _Calque(
                None if severity == _FINE else Severity(severity),
                proper,
                tuple(languages.split()),
                re.compile(unless) if unless else None,
            )
            book.add(phrase, calque)
    return book


def _a_name(text: str, start: int, end: int) -> bool:
    """Whether the phrase is written with capitals, as names are, in a text that is not."""
    following = text[start:end].split()[1:]
    if not following or text.isupper() or text.istitle():
        return False
    return all(word[0].isupper() or word in _SMALL for word in following)


def _quoted(text: str, start: int) -> bool:
    """Whether a quotation mark stands right before the phrase or its article."""
    return re.search(r"[\"“‘«„'](?:an? |the )?$", text[:start], re.IGNORECASE) is not None
