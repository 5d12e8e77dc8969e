"""A few slips of grammar that are slips wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.checks.grammar_articles import right_article
from mtqc.checks.grammar_rules import RULES, TRIGGER
from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.punctuation import in_quotes

_ARTICLE = re.compile(r"(?<![\w’'.&/-])(an?) (?=[^\W_])")


@dataclass(frozen=True)
class Grammar(SegmentCheck):
    """Slips of grammar that are wrong in any English

    Flags a few patterns only: "a" for "an" and the reverse, two articles ("the a"), "did not
    needs", "despite of", "more better than", "have went", "since 12 days", "hers 13
    matches", "4 people was killed", "in the Greece", "years old of age", "one of the country",
    "nobody has not", "should to go", "was been", "everything what he said", "informations", "in the
    fifth time" and the like.

    It is no grammar checker: what needs an understanding of the sentence is left to the
    learned scorer. Every pattern was kept only because edited news hardly ever has it.

    It stays silent in quotation marks, where people may speak as they speak.
    """

    name = "grammar"
    group = "garble"
    category = "linguistic-conventions/grammar"
    its = "grammar"
    severity = Severity.MINOR
    needs = ENGLISH
    trigger = TRIGGER
    examples = (
        Flags("It can read a X-ray in an university.", at=("a X-ray", "an university"),
              suggests="an X-ray"),
        Flags("He saw the a bridge.", at=("the a",), suggests="the"),
        Flags("They did not needs it and does not used them.",
              at=("did not needs", "does not used")),
        Flags("He played despite of the pain.", at=("despite of",), suggests="despite"),
        Flags("Despite of the pain he played.", at=("Despite of",), suggests="Despite"),
        Flags("She won eight of hers 13 matches.", at=("hers",), suggests="her"),
        Flags("The team said it have sent food.", at=("it have",), suggests="it has"),
        Flags("At least four people was killed. 14 people was hurt.",
              at=("four people was", "14 people was")),
        Flags("The rocket has been there since 12 days.", at=("since 12 days",),
              suggests="for 12 days"),
        Flags("He is 19 years old of age.", at=("years old of age",), suggests="years old"),
        Flags("The storm crosses the Greece.", at=("crosses the Greece",),
              suggests="crosses Greece"),
        Flags("They have went home.", at=("have went",)),
        Flags("This is more easier than that.", at=("more easier",), suggests="easier"),
        Flags("All lamps had to be replace.", at=("to be replace",)),
        Flags("It is one of the country that many person who left miss.",
              at=("one of the country", "many person")),
        Flags("There is little expectations of most of people in every countries.",
              at=("There is little expectations", "most of people", "every countries")),
        Flags("Nobody has not paid; they should to pay and could making peace.",
              at=("Nobody has not", "should to", "could making")),
        Flags("The bridge was build by aircrafts and is been shut.",
              at=("was build", "aircrafts", "is been")),
        Flags("Everything what he said was discussed about in the fifth time this week.",
              at=("Everything what", "discussed about", "in the fifth time")),
        Flags("Then the both sides gave many visits to the their capital in last year.",
              at=("the both", "gave many visits to", "the their", "in last year")),
        Flags("We saw a 12-years-old boy with 3 billions of dollars.",
              at=("a 12-years-old boy", "3 billions of"), suggests="a 12-year-old boy"),
        Keeps("It is a must to see; they discussed about 20 ideas; one of the countries won."),
        Keeps("There is much emphasis on most of the people; little children played."),
        Keeps("The first time in the first time zone; in last year's race; at all what remains."),
        Keeps("A European, a one-off, a US plan, an FBI man, an hour, a hotel, an historic day."),
        Keeps("An 8-year-old, an 11 per cent rise, a 1,100-page book, a unit and an umbrella."),
        Keeps("The À la carte menu, and the A team."),
        Keeps("He did not use to go. They did what they did not always want."),
        Keeps("“He don't know nothing, they was a ours,” she said."),
        Keeps("One in four people was hurt. One of two women was arrested."),
        Keeps("Since two days ago nothing is new; more better-paid jobs are needed."),
        Keeps("The France of today, the Germany game, all 12 of January's storms."),
        Keeps("It is vital that he have help. Should it have been said?"),
        Keeps("Vitamin a is in it, and so is a yttrium salt."),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        done = 0
        for start, end, message, mending in sorted(_found(text, features)):
            if start >= done and not in_quotes(text, start):
                done = end
                yield self.issue(start, end, message, suggestions=(mending,) if mending else ())


def _found(text: str, features: Features) -> Iterable[tuple[int, int, str, str]]:
    for rule in RULES.values():
        for match in rule.pattern.finditer(text):
            mending = match.expand(rule.mending) if rule.mending else ""
            yield *match.span(), rule.message, mending
    for match in _ARTICLE.finditer(text):
        right = right_article(match.group(1), text[match.end() :])
        if right is None:
            continue
        word = re.match(r"[\w’'-]+", text[match.end() :])
        assert word is not None
        if right == "an" or features.lexicon.frequency(word.group()) >= 3:
            yield (
                match.start(),
                match.end() + word.end(),
                f"Before this word “{right}” is right.",
                f"{right} {word.group()}",
            )
