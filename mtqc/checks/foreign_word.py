"""`untranslated-word`: a foreign word in Latin letters that the translator left standing."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import ClassVar, NamedTuple

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity


class _Foreign(NamedTuple):
    kind: str
    english: str


_BEFORE_A_DAY = frozenset(
    "on last next this every since until by from before after of late early mid during in".split()
)
_CAPITAL_AFTER = re.compile(r"[ \-][^\W\d_a-z]")
_COMMON = 4.0
# Piazza di Spagna is a name.
_WITHIN_NAMES = frozenset("di de da do du del della des la le el il van von".split())
_CERTAIN = frozenset(("date", "country"))
_QUOTING = frozenset("\"“”‘’'«»„()[]*_/@#")


@dataclass(frozen=True)
class UntranslatedWord(SegmentCheck):
    """A foreign word in Latin letters was left standing

    A translator that doesn't know a word may leave it as it is, or only rewrite it in Latin
    letters: "The UN said on Mangalbar". What is left in another *script* is `untranslated-span`'s
    business; this check knows words in Latin letters: days, months, countries, honorifics and
    particles.

    **How it decides.** By two tables, one by hand (`mtqc/data/words/foreign.tsv`) and one of what
    sixty-five languages call days, months and countries (`cldr.tsv`, from CLDR). Names of days and
    months are **major** where the sentence uses them as one: after *on*, *last*, *until*, *since*
    and the like, or beside a day's number or a year. So is a country that stands alone between
    English words. Honorifics behind a name and function words between English lower-case words are
    **minor**.

    **When it stays silent.** In quotation marks, in brackets and in addresses; in names (Le
    Mardi, Cinco de Mayo, the 22 Juli memorial); beside another word that English doesn't have (a
    foreign phrase or title).
    """

    name: ClassVar[str] = "untranslated-word"
    group: ClassVar[str] = "words"
    category: ClassVar[str] = "accuracy/untranslated"
    its: ClassVar[str] = "untranslated"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = ENGLISH
    examples = (
        Flags("The UN said on Mangalbar that it agreed.", at=("Mangalbar",), suggests="Tuesday"),
        Flags("Talks resume next shanbeh in Muscat.", at=("shanbeh",), suggests="Saturday"),
        Flags("It was signed on 3 listopada in Lviv.", at=("listopada",), suggests="November"),
        Flags("The team lost to Belgie by a goal.", at=("Belgie",), suggests="Belgium"),
        Flags("Poudel ji hopes that it will rain.", at=("ji",)),
        Keeps("The “Mangalbar” market, closed on “shanbeh”, opens (Samstag) anyway."),
        Keeps("He celebrated Cinco de Mayo with the Fat Mardi band on Mercredi Street."),
        Keeps("Mayo and Julio won; Senin lost on penalties in Agosto's absence."),
        Keeps("The paper Le Monde du Jeudi; her aunt Domenica; the Freitag bag on sale."),
        Keeps("He hai-karated his way in, shouting hai, on Tuesday; Ji arrived with Ji Min."),
        Keeps("The party Alternative für Deutschland met; Radio Polonia sang in Piazza di Spagna."),
        Keeps("His film premiered on Kyriaki Papadopoulou's birthday."),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        table = _table()
        if table.keys().isdisjoint(features.lowered(segment)):
            return
        words = features.words(segment)
        for index, word in enumerate(words):
            found = table.get(word.text.lower())
            if found is None or not _left_standing(
                index, words, segment.text, found.kind, features
            ):
                continue
            certain = found.kind in _CERTAIN
            hint = f"; in English it is “{found.english}”" if certain else ""
            yield self.issue(
                word.start,
                word.end,
                f"“{word.text}” was left untranslated{hint}.",
                severity=Severity.MAJOR if certain else Severity.MINOR,
                suggestions=(found.english,) if certain else (),
                confidence=0.9 if certain else 0.5,
            )


@functools.cache
def _table() -> dict[str, _Foreign]:
    folder = resources.files("mtqc") / "data" / "words"
    table: dict[str, _Foreign] = {}
    for file in ("foreign.tsv", "cldr.tsv"):
        for line in (folder / file).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, forms, english, _languages = line.split("\t")
                for form in forms.split():
                    table.setdefault(form, _Foreign(kind, english))
    return table


def _left_standing(
    index: int, words: tuple[Word, ...], text: str, kind: str, features: Features
) -> bool:
    word = words[index]
    if {text[max(word.start - 1, 0) : word.start], text[word.end : word.end + 1]} & _QUOTING:
        return False
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    if kind == "date":
        return _used_as_date(word, before, text)
    if kind == "country":
        return word.text[0].isupper() and all(
            _english_beside(word, other, text, features) for other in (before, after)
        )
    if before is None or after is None or not (word.text.islower() and after.text.islower()):
        return False
    if text[before.end : word.start] != " " or text[word.end : after.start] != " ":
        return False
    known = features.lexicon.frequency(after.text) >= _COMMON
    if kind == "honorific":
        return known and before.text[0].isupper()
    return known and before.text.islower() and features.lexicon.frequency(before.text) >= _COMMON


def _english_beside(word: Word, other: Word | None, text: str, features: Features) -> bool:
    """Whether nothing, a mark, or a common word written small stands beside a word."""
    if other is None:
        return True
    gap = text[other.end : word.start] if other.end <= word.start else text[word.end : other.start]
    if gap != " ":
        return gap.endswith(" ") and not gap.startswith("-")
    small = other.text.islower() and other.text not in _WITHIN_NAMES
    return small and features.lexicon.frequency(other.text) >= _COMMON


def _used_as_date(word: Word, before: Word | None, text: str) -> bool:
    if before is None or text[before.end : word.start] not in (" ", ". "):
        return False
    if _CAPITAL_AFTER.match(text, word.end) or text[word.end : word.end + 2] in ("'s", "’s"):
        return False
    numbered = before.text.isdigit() and 1 <= len(before.text) <= 2
    return numbered or before.text in _BEFORE_A_DAY
