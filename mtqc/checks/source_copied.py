"""`source-copied`: a target that is its source, letter for letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.protected import unprotected
from mtqc.text.bilingual.scripts import expects_script
from mtqc.text.bilingual.words_in_common import are_relatives, main_script, plain_words

_MINOR_SMALL = 2
_LONG = 3


@dataclass(frozen=True)
class SourceCopied(SegmentCheck):
    """The source stands where its translation should

    Flags a target that is the same as its source.

    A tool that can't translate a unit gives it back as it was, and so does a tired translator.

    **How it decides.** Only words in small letters count, since names stay as they are. Where the
    target's language has another script, one such word of three letters is enough; else two make
    it minor and `words` major.

    **When it stays silent.** On names, brands, codes, addresses, placeholders and single words
    (*Server*, *Status*), which many languages share; between languages so close that a sentence
    can be the same in both (Norwegian and Danish, Croatian and Serbian, Malay and Indonesian).
    """

    name: ClassVar[str] = "source-copied"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "accuracy/untranslated"
    its: ClassVar[str] = "untranslated"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    words: int = 4
    examples = (
        Flags(Pair("Please close the window now.", "Please close the window now.", lang="de"),
              at=("Please close the window now.",)),
        Flags(Pair("Save changes", "save Changes", lang="ru"), at=("save Changes",)),
        Flags(Pair("Удалить этот файл навсегда?", "Удалить этот файл навсегда?", lang="en",
                   source_lang="ru"), at=("Удалить этот файл навсегда?",)),
        Flags(Pair("删除所有文件", "删除所有文件", lang="fr", source_lang="zh"),
              at=("删除所有文件",)),
        Keeps(Pair("Paris Saint-Germain", "Paris Saint-Germain", lang="de")),
        Keeps(Pair("Server", "Server", lang="de")),
        Keeps(Pair("https://example.org/a/b %s {name}", "https://example.org/a/b %s {name}",
                   lang="fr")),
        Keeps(Pair("iPhone 15 Pro", "iPhone 15 Pro", lang="ja")),
        Keeps(Pair("Jeg har en bil og et hus.", "Jeg har en bil og et hus.", lang="da",
                   source_lang="nb")),
        Keeps(Pair("Colour of the house", "Colour of the house", lang="en-GB",
                   source_lang="en-US")),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        # Lengths first: they differ nearly always.
        if not source or abs(len(source) - len(text)) > 2 or not text.strip():
            return
        if source.casefold().split() != text.casefold().split():
            return
        if are_relatives(features.lang, features.source_lang):
            return
        plain = [w for w in plain_words(unprotected(text)) if w == w.lower()]
        if expects_script(features.lang, main_script(text)):
            if len({w.casefold() for w in plain}) < _MINOR_SMALL:
                return
            severity = Severity.MAJOR if len(plain) >= self.words else Severity.MINOR
        else:
            if sum(map(len, plain)) < _LONG:
                return
            severity = Severity.MAJOR
        yield self.issue(0, len(text), "This is the source, not translated.", severity=severity)
