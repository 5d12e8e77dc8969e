"""`nonword`: a word that no language has."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Lexicon, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

# Endings that only English common nouns, adjectives and adverbs have, not names and not the
# words of its neighbours.
_ENGLISH_ENDING = re.compile(
    r".{4,}(?:i[sz]ations?|ifications?|abilit(?:y|ies)|ibilit(?:y|ies)|fulness|lessness|iveness"
    r"|ousness|edness|ingness|ically|ingly|edly|fully|lessly|ologically|ational|ationally)"
)
_FOSSIL_PREFIX = re.compile(r"(?:un|dis|mis|in|im)(?P<rest>[a-z]{3,})")
_QUOTED = re.compile(r"[“\"„«‘]([^“”\"„«»‘’]{1,60})[”\"“»’]")
_JOINING = frozenset("@#/_\\.=+&$%~*-–'’0123456789")
_DIGIT_OR_SIGN = re.compile(r"[^a-zA-Z]")
_SLIP_TARGET = 3.0
_FOSSIL_REST = 2.0
_CACHED_WORDS = 8_192


class _Verdict(NamedTuple):
    severity: Severity
    confidence: float
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Nonword(SegmentCheck):
    """A word that does not exist

    Weak machine translation makes words up: it glues the pieces of a word that it doesn't know
    into something that looks like English ("dimilatorization"), or spells by ear ("hemstring").
    A reader can't look such a word up, so whatever it stood for is lost.

    **How it decides.** A word is unknown when no frequency list and no dictionary has it and
    when it can't be formed from known words by the productive rules of English: inflection,
    affixes such as *re-*, *non-*, *-ness*, *-like*, compounding, British and American spelling.
    An unknown word is flagged where

    - it is one or two letters away from a common word,
    - it is two words run together ("decidedand"),
    - it has an ending that only English nouns, adjectives and adverbs have ("-ization",
      "-fulness") on a stem that means nothing, or
    - it is a negation that English doesn't form ("disentrapped").

    **When it stays silent.** On capitalised words (names) unless the ending proves them English;
    beside another unknown word or inside quotation marks (foreign phrases); on handles,
    addresses, codes, acronyms and words with foreign letters; on words that the text uses
    three times or more, which are its own terms; on words listed in `known`.
    """

    name: ClassVar[str] = "nonword"
    group: ClassVar[str] = "words"
    category: ClassVar[str] = "linguistic-conventions/spelling"
    its: ClassVar[str] = "misspelling"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = ENGLISH
    examples = (
        Flags(
            "They want the Dimilatorization of the border strip.",
            at=("Dimilatorization",),
            suggests="demilitarization",
        ),
        Flags("The striker left with a sore hemstring.", at=("hemstring",), suggests="hamstring"),
        Flags("The council decidedand voted.", at=("decidedand",), suggests="decided and"),
        Flags("Rescuers disentrapped the driver.", at=("disentrapped",)),
        Keeps("A trolleybus passed the goalmouth, an unfollowable and very un-Swiss route."),
        Keeps("He ate kofte and solyanka, then a plate of fresh rakfisk."),
        Keeps("The word she used was “hygglikness”, and nobody laughed."),
        Keeps("See newsportalx.example or @follwoing for the 38km route by 10am on the F-16."),
        Keeps("The refunctionalisation of the old gasworks has begun, with nanoampere sensors."),
        Keeps(
            "Naïve cafés on the façade colour's side; the labour party's organisers realised it."
        ),
        Keeps("Mr Oberwiesbach met Ms Szczęśniak in Giresun."),
        Keeps("“Whaddya gonna do?” he asked, y'all."),
    )

    known: tuple[str, ...] = ()

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        lexicon = features.lexicon
        words = features.words(segment)
        unknown = {
            text
            for text in lexicon.unlisted([w.text for w in words])
            if (text.islower() or _ENGLISH_ENDING.fullmatch(text))
            and not lexicon.knows(text)
            and text not in self.known
        }
        if not unknown:
            return
        for index, word in enumerate(words):
            if word.text in unknown:
                issue = self._judge(index, words, segment, document, lexicon)
                if issue is not None:
                    yield issue

    def _judge(
        self,
        index: int,
        words: tuple[Word, ...],
        segment: Segment,
        document: Document,
        lexicon: Lexicon,
    ) -> Issue | None:
        word = words[index]
        if _DIGIT_OR_SIGN.search(word.text) or _attached(segment.text, word):
            return None
        if not word.text.islower() and not word.text[1:].islower():
            return None
        verdict = _verdict(word.text.lower(), lexicon)
        if verdict is None or _foreign_company(index, words, lexicon):
            return None
        if _quoted(segment.text, word) or document.text.count(word.text) > 2:
            return None
        hint = f"; did it mean “{verdict.suggestions[0]}”?" if verdict.suggestions else "."
        return self.issue(
            word.start,
            word.end,
            f"“{word.text}” is not a word{hint}",
            severity=verdict.severity,
            suggestions=verdict.suggestions,
            confidence=verdict.confidence,
        )


@functools.lru_cache(_CACHED_WORDS)
def _verdict(word: str, lexicon: Lexicon) -> _Verdict | None:
    """What is wrong with an unknown word in lower case, None where it may be a real one."""
    if len(word) < 5:
        return None
    near = 1 if len(word) < 7 else 2 if len(word) < 10 else 3
    suggestions = tuple(s for s in lexicon.suggest(word) if " " in s or _edits(word, s) <= near)
    if _ENGLISH_ENDING.fullmatch(word):
        return _Verdict(Severity.MAJOR, 0.9, suggestions)
    if suggestions:
        first = suggestions[0]
        if " " in first:
            return _Verdict(Severity.MAJOR, 0.9, suggestions)
        if lexicon.frequency(first) >= _SLIP_TARGET:
            edits = _edits(word, first)
            if (edits == 1 and len(word) >= 6) or (edits == 2 and len(word) >= 9):
                return _Verdict(Severity.MAJOR, 0.85, suggestions)
    fossil = _FOSSIL_PREFIX.fullmatch(word)
    if fossil and lexicon.frequency(fossil["rest"]) >= _FOSSIL_REST:
        return _Verdict(Severity.MAJOR, 0.7, suggestions)
    return None


def _edits(a: str, b: str) -> int:
    from rapidfuzz.distance import OSA

    return OSA.distance(a, b)


def _attached(text: str, word: Word) -> bool:
    """Whether the word is part of an address, a handle, a code or a hyphenation."""
    before = text[word.start - 1 : word.start]
    after = text[word.end : word.end + 2]
    return (before in _JOINING and before != "") or (
        after[:1] in _JOINING and after[:1] != "" and (after[:1] != "." or after[1:].isalnum())
    )


def _foreign_company(index: int, words: tuple[Word, ...], lexicon: Lexicon) -> bool:
    """Whether a lower-case neighbour is unknown too, as in a phrase of another language."""
    for near in (index - 1, index + 1):
        if 0 <= near < len(words):
            text = words[near].text
            if text.islower() and not lexicon.knows(text):
                return True
    return False


def _quoted(text: str, word: Word) -> bool:
    return any(m.start() < word.start and word.end < m.end() for m in _QUOTED.finditer(text))
