"""Capitals where none belong, and none where they do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.punctuation import in_quotes, in_web_token

_PROPER = {
    word: word.capitalize()
    for word in """
    monday tuesday wednesday thursday friday saturday sunday january february april june july
    september october november december afghanistan albania algeria argentina armenia australia
    austria azerbaijan bahrain bangladesh belarus belgium bhutan bolivia botswana brazil bulgaria
    cambodia cameroon canada colombia croatia cuba cyprus denmark ecuador egypt england estonia
    ethiopia europe finland france germany ghana greece guatemala haiti honduras hungary iceland
    india indonesia iran iraq ireland israel italy jamaica japan kazakhstan kenya kosovo kuwait
    kyrgyzstan laos latvia lebanon libya lithuania malaysia mexico moldova mongolia montenegro
    morocco mozambique myanmar namibia nepal netherlands nicaragua nigeria norway pakistan
    palestine paraguay philippines poland portugal qatar romania russia rwanda scotland senegal
    serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan
    tajikistan tanzania thailand tunisia uganda ukraine uruguay uzbekistan venezuela vietnam wales
    yemen zambia zimbabwe africa asia american british russian ukrainian israeli iranian iraqi
    syrian pakistani bangladeshi australian canadian mexican brazilian japanese korean vietnamese
    indonesian nigerian kenyan egyptian spanish italian norwegian swedish hungarian romanian
    bulgarian palestinian european african moscow london berlin beijing tokyo washington kyiv
    baghdad tehran cairo jerusalem istanbul ankara mumbai delhi shanghai kabul damascus
    """.split()
}
_PROPER |= {f"{word}{mark}s": f"{right}{mark}s" for word, right in _PROPER.items() for mark in "'’"}
# A slip of the case only where it is no German and no Scots, and the next word makes it no thing.
_ORDINARY_NEXT = frozenset("nut nuts ink whisper whispers shepherd shepherds dressing".split())

_SMALL = frozenset(
    """
    The An And Of For With From During This These Those Their Her Its Was Were Is Are Has Have
    Had Which Because But By At After Before While When Where About Between Into To As Also Not
    It They In On That Than There Through Until Since Under Over
    """.split()
)
_TITLE_BEFORE = frozenset(
    """
    the a an called named titled entitled film song novel book series show album band magazine
    newspaper movie play podcast hit single track story poem painting drama comedy musical programme
    program campaign slogan motto game documentary video ballad hymn theme motion phrase word
    """.split()
)
_SHOUTED = frozenset(
    """
    SAID SAYS TOLD ADDED WHICH FROM WERE WITH INTO THEIR THEM THEY ABOUT ACCORDING DURING BETWEEN
    ANNOUNCED CONFIRMED REPORTED BECAUSE THROUGH HAVE BEEN WHILE COULD WOULD
    """.split()
)
_WATCHED = _SMALL | _SHOUTED | frozenset(_PROPER)

_STARTERS = (
    "the|this|these|those|he|she|it|they|we|however|but|then|there|when|after|although|meanwhile"
)
_SMALL_START = re.compile(rf"\. (?P<word>{_STARTERS})(?= [a-z])")
_ABBREVIATION = re.compile(
    r"\b(?:approx|sept|prof|corp|dept|govt|assoc|incl|excl|resp|univ|messrs|minn|mass|calif|conn"
    r"|penn|tenn|wash|miss|hons|revd|capt|cmdr|esq|intl|bros|depts|figs|vols|secs|mins|hrs)\.$",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"(?<=[a-z]{4})\.$")
_SMALL_FIRST = re.compile(rf"(?:{_STARTERS})(?= [a-z])")

_LOWER_WORDS = re.compile(r"(?<![\w@#/.-])[a-z]{5,}(?![\w@/-])")
_CAPITAL = re.compile(
    r" (?:an?|th(?:is|at|ese|ose)|e(?:very|ach)|first|last|next) (?P<word>[A-Z][a-z]{4,})(?= [a-z])"
)
_MIN_ZIPF = 4.0
# Words that are also names, brands and ranks, or that house styles write with a capital.
_ALSO_NAMES = frozenset(
    """
    president minister government state states court church bill bank council party house
    parliament congress senate cabinet army navy police union league games mayor queen prince
    princess bishop western eastern northern southern north south internet bible earth republic
    democrat democratic republican conservative labour labor liberal green greens independent
    chancellor commission commissioner committee ministry department university college school
    director chairman chief general colonel captain major judge justice attorney secretary premier
    governor ambassador member members assembly federation district county province region city
    capital treasury reserve constitution company board group agency institute office centre center
    apple amazon target orange oracle shell visa square meta virgin sport sports times guardian
    mirror express telegraph independent economist grand prize award festival cup open final
    championship summer winter spring autumn holiday black white brown young grace faith hope
    frank grant mark rose hunter baker cooper carter walker turner fisher parker mason taylor
    smith palmer porter potter page price bishop knight marshall king world today christmas
    easter catholic christian muslim jewish islamic orthodox olympic paralympic jewish bible
    oscar emmy grammy nobel champion german polish turkish french dutch english
    swiss native mercury jordan turkey china georgia virginia carolina guinea
    """.split()
)


@dataclass(frozen=True)
class StrayCase(SegmentCheck):
    """A capital too many or too few

    Flags a small word with a capital in the middle of a sentence ("came During the talks"), a
    common word with a capital that the article elsewhere writes without ("the last Passenger
    train"), a shouted word ("the official SAID"), a weekday, month or country without its capital
    ("on tuesday"), and a sentence that begins with a small letter after a full stop.

    Such letters are left where sentences were cut and joined, or where the source's script has no
    capitals.

    It stays silent on headlines, titles and names, words in quotation marks, shouting that goes
    on for several words, addresses and hashtags, and on texts that use no capitals at all.
    """

    name = "stray-case"
    group = "surface"
    category = "linguistic-conventions/capitalization"
    its = "misspelling"
    severity = Severity.MINOR
    needs = ENGLISH
    examples = (
        Flags("The talks came During the visit of the king.", at=("During",), suggests="during"),
        Flags("The crowd saw The match, and it rained.", at=("The",), suggests="the"),
        Flags("A Kremlin official SAID that he would go.", at=("SAID",), suggests="said"),
        Flags("She flew to southern bangladesh on tuesday.", at=("bangladesh", "tuesday"),
              suggests="Bangladesh"),
        Flags("In sunday's final she will serve.", at=("sunday's",), suggests="Sunday's"),
        Flags("He left in January. then he came back.", at=("then",), suggests="Then"),
        Flags("A train left. One passenger slept. It was the last Passenger train of the day.",
              at=("Passenger",), suggests="passenger"),
        Keeps("He read The Guardian in The Hague and wrote for The Times."),
        Keeps("The film The Last Day was shown, and so was When We Were Kings."),
        Keeps("HE SAID THAT HE WOULD NOT GO. He did NOT go."),
        Keeps("Write to @london, #tuesday or see www.russian.example.org/london today."),
        Keeps("i met him in london on tuesday and we went home"),
        Keeps("“see you on tuesday,” he wrote. She may march in august company."),
        Keeps("Prices rose to approx. the level of 2008, etc. and so on."),
        Keeps("Old president, new president: the first President was out."),
        Keeps("Mayor Opens The Bridge On Monday With The King"),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        words = features.words(segment)
        if not segment.heading:
            yield from self._starts(segment, document)
        if _WATCHED.isdisjoint([w.text for w in words[1:]]):
            found: list[tuple[Word, str]] = []
        else:
            found = [
                (word, right)
                for word, right in _watched(text, words, segment.heading)
                if not in_quotes(text, word.start) and not in_web_token(text, word.start, word.end)
            ]
        for word, right in found:
            message = (
                "Names of days, months and places begin with a capital."
                if right[0].isupper()
                else "No capital belongs here, or a full stop is missing before it."
            )
            yield self.issue(word.start, word.end, message, suggestions=(right,))
        if not segment.heading:
            yield from self._common_words(text, document, features)

    def _starts(self, segment: Segment, document: Document) -> Iterator[Issue]:
        text = segment.text
        places = [m.span("word") for m in _SMALL_START.finditer(text)]
        places = [p for p in places if _ends_sentence(text[: p[0] - 1])]
        first = _SMALL_FIRST.match(text)
        if first is not None and segment.index:
            before = document.segments[segment.index - 1]
            if before.paragraph == segment.paragraph and _ends_sentence(before.text):
                places.insert(0, first.span())
        for start, end in places:
            yield self.issue(
                start, end, "A sentence begins with a capital.",
                suggestions=(text[start:end].capitalize(),),
            )  # fmt: skip

    def _common_words(self, text: str, document: Document, features: Features) -> Iterator[Issue]:
        for match in _CAPITAL.finditer(text):
            word = match["word"]
            lower = word.lower()
            if lower in _ALSO_NAMES or word in _SMALL:
                continue
            small = features.shared(
                "lower-case-words", lambda: Counter(_LOWER_WORDS.findall(document.text))
            )
            if not small[lower] or document.text.count(word) > 1 or in_quotes(text, match.start()):
                continue
            if features.lexicon.frequency(lower) >= _MIN_ZIPF:
                yield self.issue(
                    *match.span("word"),
                    "The article writes this word without a capital elsewhere.",
                    suggestions=(lower,),
                )


def _ends_sentence(text: str) -> bool:
    """Whether the text ends in a full stop after a word that is no abbreviation."""
    return _FULL_STOP.search(text) is not None and _ABBREVIATION.search(text) is None


def _watched(text: str, words: tuple[Word, ...], heading: bool) -> Iterator[tuple[Word, str]]:
    """Words in the wrong case, with the right form."""
    sure = False
    for i, word in enumerate(words):
        right = _PROPER.get(word.text)
        if right is not None:
            if _may_be_proper(text, words, i):
                yield word, right
        elif i and word.text in _SHOUTED:
            if _shouts_alone(words):
                yield word, word.text.lower()
        elif (
            i
            and not heading
            and word.text in _SMALL
            and _is_lower(text, words[i - 1], word)
            and words[i - 1].text not in _TITLE_BEFORE
            and i + 1 < len(words)
            and text[word.end : words[i + 1].start] == " "
            # Before a name only where the sentence has shown that its capitals are loose.
            and (words[i + 1].text.islower() or sure)
        ):
            sure = True
            yield word, word.text.lower()


def _is_lower(text: str, before: Word, word: Word) -> bool:
    return before.text.islower() and text[before.end : word.start] == " "


def _may_be_proper(text: str, words: tuple[Word, ...], i: int) -> bool:
    word = words[i]
    if text[word.start - 1 : word.start] in tuple("@#/._-~") or text[
        word.end : word.end + 1
    ] in tuple("/_@-"):
        return False
    if i + 1 < len(words) and words[i + 1].text in _ORDINARY_NEXT:
        return False
    return any(w.text[0].isupper() for w in words)


def _shouts_alone(words: tuple[Word, ...]) -> bool:
    """Whether only one longer word is in capitals, in a sentence that has others."""
    loud = sum(1 for w in words if len(w.text) > 3 and w.text.isupper())
    return loud == 1 and sum(1 for w in words if w.text.islower()) >= 3
