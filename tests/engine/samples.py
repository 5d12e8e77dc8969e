"""Small checks with known behaviour. They live in a module so that worker processes find them."""

from __future__ import annotations

import dataclasses
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import ClassVar

import msgspec

from mtqc.core.check import CorpusCheck, DocumentCheck, Located, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue, Place
from mtqc.core.names import NameCluster, NameForm
from mtqc.core.severity import Severity


@dataclasses.dataclass(frozen=True)
class FindsX(SegmentCheck):
    """Flags every x."""

    name, group, category, its = "finds-x", "surface", "style", "style"
    severity = Severity.MINOR
    trigger: ClassVar[re.Pattern[str] | None] = re.compile("x")

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        for match in re.finditer("x", segment.text):
            yield self.issue(match.start(), match.end(), "an x")


@dataclasses.dataclass(frozen=True)
class Repeats(DocumentCheck):
    """Flags a sentence that the document has twice."""

    name, group, category, its = "repeats", "article", "duplication", "duplication"
    severity = Severity.MAJOR

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        seen: set[str] = set()
        for segment in document.segments:
            if segment.text in seen:
                yield segment, self.issue(0, len(segment.text), "again")
            seen.add(segment.text)


@dataclasses.dataclass(frozen=True)
class Crashes(SegmentCheck):
    """Crashes on the word boom."""

    name, group, category, its = "crashes", "surface", "style", "style"
    severity = Severity.MINOR

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        yield self.issue(0, 1, "found before the crash")
        if "boom" in segment.text:
            raise RuntimeError("boom was there")


@dataclasses.dataclass(frozen=True)
class Outside(SegmentCheck):
    """Points behind the end of its segment."""

    name, group, category, its = "outside", "surface", "style", "style"
    severity = Severity.MINOR

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        yield self.issue(0, len(segment.text) + 1, "too far")


@dataclasses.dataclass(frozen=True)
class Dies(SegmentCheck):
    """Takes the whole process with it."""

    name, group, category, its = "dies", "surface", "style", "style"
    severity = Severity.MINOR

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        if "poison" in segment.text:
            os._exit(9)
        return ()


class Fact(msgspec.Struct, frozen=True):
    word: str
    place: Place


@dataclasses.dataclass(frozen=True)
class RareWord(CorpusCheck[Fact]):
    """Flags a capitalised word that the folder has once."""

    name, group, category, its = "rare-word", "names", "inconsistency", "inconsistency"
    severity = Severity.MAJOR
    fact_type = Fact

    def collect(self, document: Document, features: Features) -> Iterable[Fact]:
        for segment in document.segments:
            for word in features.words(segment):
                if word.text[0].isupper():
                    place = Place(document.name, segment.index, word.start, word.end)
                    yield Fact(word.text, place)

    def conclude(self, facts: Iterator[Fact]) -> Iterable[Located | NameCluster]:
        known = list(facts)
        if any(fact.word == "Conclude" for fact in known):
            yield Located(known[0].place.document, 0, self.issue(0, 1, "before the crash"))
            raise RuntimeError("can't conclude")
        counts = Counter(fact.word for fact in known)
        for fact in known:
            if counts[fact.word] == 1:
                issue = self.issue(fact.place.start, fact.place.end, "once only")
                yield Located(fact.place.document, fact.place.segment, issue)
            elif counts[fact.word] == 2:
                form = NameForm(form=fact.word, count=2, documents=2, first=fact.place)
                yield NameCluster(forms=(form,), right=None, confidence=0.5, why="twice")


@dataclasses.dataclass(frozen=True)
class Guesses(SegmentCheck):
    """Takes every second word for wrong, and has no reason."""

    name, group, category, its = "guesses", "garble", "style", "style"
    severity = Severity.MINOR
    yields: ClassVar[bool] = True

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        for word in features.words(segment)[1::2]:
            yield self.issue(word.start, word.end, "a guess", confidence=0.5)
