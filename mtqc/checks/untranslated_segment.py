"""`untranslated-segment`: words of the source left standing in its translation."""

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
from mtqc.text.bilingual.lengths import weight
from mtqc.text.bilingual.protected import unprotected
from mtqc.text.bilingual.scripts import expects_script, scripts_of
from mtqc.text.bilingual.words_in_common import (
    are_relatives,
    copied_runs,
    main_script,
    plain_words,
    script_of,
)

_LEAST_RUN = 3
_MOSTLY = 0.6
_FOREIGN_WORDS = 3
_FOREIGN_RUN = 4
_OWN = 0.2
_BEGINNING = 24
_QUOTED = re.compile(r"[\"“„«「『‘(（\[《][^\"”“»」』’)）\]》]*$")


@dataclass(frozen=True)
class UntranslatedSegment(SegmentCheck):
    """Words of the source stand in the translation

    Flags a translation that is mostly made of runs of words copied from the source, one with a long
    run of them, and one that is in the source's script where its language has another.

    A half-translated sentence helps no reader.

    **How it decides.** A run is three and more words that follow one another on both sides. Runs
    that are most of the translation, or most of its letters in a script that its language is not
    written in, are major; a run of `run` words of which most begin with a small letter is minor. In
    a script that the language is not written in a run of four such words is major.

    **When it stays silent.** On names and titles, whose words begin with capitals; on what stands
    in quotation marks or brackets, as original titles do; between close languages.
    """

    name: ClassVar[str] = "untranslated-segment"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "accuracy/untranslated"
    its: ClassVar[str] = "untranslated"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    run: int = 6
    examples = (
        Flags(Pair("We could not find the page that you asked for.",
                   "Leider could not find the page that you asked for.", lang="de"),
              at=("could not find the page that you asked for",)),
        Flags(Pair("The old bridge over the river is closed until the end of the week because of "
                   "the high water.", "Die alte Brücke ist closed until the end of the week wegen "
                   "des hohen Wassers gesperrt worden.", lang="de"),
              at=("closed until the end of the week",)),
        Flags(Pair("The bridge is closed today.", "This bridge is closed now.", lang="ru"),
              at=("This bridge is closed now.",)),
        Keeps(Pair("He works for the Bank of New York Mellon.",
                   "Er arbeitet für die Bank of New York Mellon.", lang="de")),
        Keeps(Pair("The song is called “all the lights in the old town”.",
                   "Das Lied heißt „all the lights in the old town“.", lang="de")),
        Keeps(Pair("Samsung Galaxy S21 Ultra", "Samsung Galaxy S21 Ultra 手机", lang="zh")),
        Keeps(Pair("Use git push and git pull.", "Используйте git push и git pull.", lang="ru")),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        if not source or len(text) < 2 * _LEAST_RUN or text == source:
            return
        theirs = text.casefold().split()
        in_common = len(set(source.casefold().split()).intersection(theirs))
        if in_common < _LEAST_RUN and not _may_be_foreign(text, features.lang):
            return
        if source.casefold().split() == theirs:
            return
        if are_relatives(features.lang, features.source_lang):
            return
        bare = unprotected(text)
        if _is_foreign(bare, features.lang):
            yield self.issue(0, len(text), "This is not in the script of its language.")
        elif in_common >= _LEAST_RUN:
            yield from self._runs(source, bare, features.lang)

    def _runs(self, source: str, bare: str, lang: str) -> Iterable[Issue]:
        runs = [
            run for run in copied_runs(source, bare, _LEAST_RUN) if not _is_quoted(bare, run[0])
        ]
        letters = sum(map(str.isalpha, bare))
        copied = sum(sum(map(str.isalpha, bare[s:e])) for s, e, small in runs if small > 1)
        if sum(small for *_, small in runs) >= _LEAST_RUN and copied >= _MOSTLY * letters:
            for start, end, _ in runs:
                yield self.issue(start, end, "These words are not translated.")
            return
        for start, end, small in runs:
            count = len(plain_words(bare[start:end]))
            # In a script of its own a shorter run is as sure.
            foreign = not expects_script(lang, main_script(bare[start:end]))
            if count >= (_FOREIGN_RUN if foreign else self.run) and 2 * small > count:
                yield self.issue(
                    start,
                    end,
                    "These words are not translated.",
                    severity=Severity.MAJOR if foreign else Severity.MINOR,
                    confidence=0.8,
                )


def _may_be_foreign(text: str, lang: str) -> bool:
    """Whether the text begins in a script that its language is not written in."""
    return not expects_script(lang, main_script(text[:_BEGINNING]))


def _is_foreign(text: str, lang: str) -> bool:
    if expects_script(lang, main_script(text)) or _has_own_words(text, lang):
        return False
    return sum(map(str.islower, plain_words(text))) >= _FOREIGN_WORDS


def _is_quoted(text: str, at: int) -> bool:
    """Whether the place is inside quotation marks or brackets that don't begin the text."""
    opening = _QUOTED.search(text, 0, at)
    return opening is not None and opening.start() > 0


def _has_own_words(text: str, lang: str) -> bool:
    """Whether a fifth of the letters are of a script that the language is written in."""
    scripts = scripts_of(lang)
    own = [c for c in text if c.isalpha() and script_of(c) in scripts]
    letters = sum(map(str.isalpha, text))
    return len(own) * weight("".join(own)) >= _OWN * letters
