"""Words and phrases said twice in a row, and loops."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from operator import eq

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.punctuation import in_quotes

# Doubled by grammar ("had had", "that that", "what it is is"), for emphasis, or as a word.
_RIGHT_DOUBLES = frozenset(
    """
    had that is was are do did does who what her you it so very too much many more far long no
    yes never ever well now there oh ah ha he hey hi bye hip hooray hear knock blah tut tsk hush
    yo yum ho boo chop choo cha pom cocoa night goody aye na la da doo wah bling win big really
    again please come go run wait look big old little poor good bad quite way down up on in by
    home please half couscous mahi dik can tom tam bora pico ping rah rat tick tap toot twinkle
    """.split()
)
# X and X and X, year after year after year: the linking word makes the phrase.
_LINKS = frozenset(
    "and or by after on upon to for but against over with from in into of as".split()
)
_RIGHT_HYPHENATED = frozenset(
    """
    so no win lose yo ha bye cha pom hush fifty twenty go can tut night goody dum tom chi aye muu
    choo boo din pee poo wee tap knock hip rah tsk twenty-twenty thirty bling chop face fou frou
    goo ga gris ju mau mu nam ooh ping pooh pu tam tick to too tuk tutu ylang bora beri haw hee
    housey itsy jaw murmur no-no one on pawpaw pili rub shih so-so talky tickety wa wonga
    """.split()
)
_MIN_HYPHENATED = 4
_LOOP = 3
_MAX_PERIOD = 12
_MIN_CLAUSE = 4
_MIN_TWICE = 6
_WHAT = re.compile(r"\b(?:what|who|whoever|whatever)\W+$", re.IGNORECASE)
_FRACTION = re.compile(r"(?:ten|hundred|thousand|m?illion|billion|trillion)(?:th)?s?")
_HYPHENATED = re.compile(r"([a-z]+)-\1")


@dataclass(frozen=True)
class Repetition(SegmentCheck):
    """The same words said again

    Flags a word said twice in a row ("the the", "joint joint", "mask-mask"), a phrase said again
    at once, and loops that run three times or more; a loop of phrases is major.

    Neural translation loops when it loses its place, and older systems translate one word twice
    or copy a plural that the source forms by doubling.

    It stays silent on "had had", "that that" and "very very", on names (Duran Duran, Sing
    Sing), on "on and on and on", and on anything set apart by commas or quotation marks.
    """

    name = "repetition"
    group = "garble"
    category = "linguistic-conventions/duplication"
    its = "duplication"
    severity = Severity.MINOR
    needs = ENGLISH
    examples = (
        Flags("They set up a joint joint fund.", at=("joint joint",), suggests="joint"),
        Flags("He crossed the the bridge.", at=("the the",), suggests="the"),
        Flags("Cyclone cyclone Mila hit the coast.", at=("Cyclone cyclone",), suggests="Cyclone"),
        Flags("They gave out 50 mask-mask on Monday.", at=("mask-mask",), suggests="mask"),
        Flags("She won the tie-break tie-break.", at=("tie-break tie-break",)),
        Flags("He said of the of the plan.", at=("of the of the",), suggests="of the"),
        Flags("It is one of the one of the one of the best.",
              at=("one of the one of the one of the",), suggests="one of the"),
        Flags("Then we went home early again, we went home early again, we went home early again.",
              at=("we went home early again, we went home early again, we went home early again",)),
        Keeps("She had had enough, and he knew that that was so."),
        Keeps("Duran Duran sang in Baden Baden and Sing Sing."),
        Keeps("It went on and on and on, year after year after year."),
        Keeps("It was a very very long, long, long way."),
        Keeps("“No no no no, never never again,” he shouted."),
        Keeps("New York, New York! Bye bye, a so-so win-win for 4 4 2."),
        Keeps("What it is is a mess, and those who can do do it."),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        lowered = features.lowered(segment)
        # What is said again at once has a word, or a pair of words, twice.
        if len(features.pairs(segment)) + 1 >= len(lowered) and not (
            "-" in segment.text or any(map(eq, lowered, lowered[1:]))
        ):
            return
        words = features.words(segment)
        last: dict[str, int] = {}
        done = 0
        for i, (key, word) in enumerate(zip(lowered, words, strict=True)):
            before = last.get(key)
            last[key] = i
            if before is not None and i - before <= _MAX_PERIOD and before >= done:
                start, end = _repeats(words, before, i - before, done)
                if end:
                    issue = self._judge(segment.text, words[start:end], i - before)
                    if issue is not None:
                        yield issue
                        done = end
            if "-" in key:
                yield from self._hyphenated(word)

    def _hyphenated(self, word: Word) -> Iterable[Issue]:
        match = _HYPHENATED.fullmatch(word.text)
        if match is None:
            return
        half = match.group(1)
        if len(half) >= _MIN_HYPHENATED and half not in _RIGHT_HYPHENATED:
            yield self.issue(word.start, word.end, f"“{half}” stands twice.", suggestions=(half,))

    def _judge(self, text: str, words: tuple[Word, ...], period: int) -> Issue | None:
        start, end = words[0].start, words[-1].end
        times = len(words) // period
        once = text[start : words[period - 1].end]
        apart = _is_apart(text, words)
        keys = [w.text.lower() for w in words[:period]]
        if all(w.text[0].isupper() or w.text[0].isdigit() for w in words):
            return None
        if period == 1:
            # Lower case before a capital is a word before a name: "the The Hague office".
            if words[0].text.islower() and not words[-1].text.islower():
                return None
            if apart or keys[0] in _RIGHT_DOUBLES or not keys[0].isascii():
                return None
            if (len(keys[0]) > 1 or keys[0] == "a") and not _is_emphasis(text, start, keys[0]):
                return self.issue(
                    start, end, f"“{words[-1].text}” stands twice.", suggestions=(once,)
                )
            return None
        if apart:
            said = (start > 0 and text[start - 1] in "'‘") or in_quotes(text, start)
            if said or (period < _MIN_CLAUSE if times >= _LOOP else period < _MIN_TWICE):
                return None
        elif times < _LOOP and _is_meant(text, start, keys):
            return None
        elif not _LINKS.isdisjoint(keys) and period == 2 and times < _LOOP + 1:
            if keys[1] not in ("the", "a", "an", "their", "his", "its"):
                return None
        elif in_quotes(text, start) and period < _MIN_CLAUSE:
            return None
        severity = Severity.MAJOR if times >= _LOOP else Severity.MINOR
        return self.issue(
            start, end, "The same words are said again.", severity=severity, suggestions=(once,)
        )


def _repeats(words: tuple[Word, ...], at: int, period: int, floor: int) -> tuple[int, int]:
    """The run of words around `at`, not before `floor`, that repeats itself whole every `period`
    words, as first and end; (0, 0) where there is none."""
    end = at + period
    while end < len(words) and words[end].text.lower() == words[end - period].text.lower():
        end += 1
    while at > floor and words[at - 1].text.lower() == words[at - 1 + period].text.lower():
        at -= 1
    times = (end - at) // period
    return (at, at + times * period) if times > 1 else (0, 0)


def _is_meant(text: str, start: int, keys: list[str]) -> bool:
    """Whether a phrase may stand twice: "what was done was done", "a millionth of a millionth"."""
    return _WHAT.search(text, 0, start) is not None or any(map(_FRACTION.fullmatch, keys))


def _is_apart(text: str, words: tuple[Word, ...]) -> bool:
    """Whether anything but spaces stands between the words."""
    return any(not text[a.end : b.start].isspace() for a, b in pairwise(words))


_DETERMINERS = frozenset(
    "the a an of to and in for with from at as be been their his its this".split()
)


def _is_emphasis(text: str, at: int, word: str) -> bool:
    """Whether a doubled word may be meant: any but a function word, in speech."""
    return word not in _DETERMINERS and in_quotes(text, at)
