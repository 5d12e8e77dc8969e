"""`odd-compound`: parts that are English, put together as no one puts them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Lexicon
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_DETERMINER = r"(?:an?|the|any|no|this|that|his|her|its|their|our)"
# A compound stands as a noun of its own where a function word or a mark follows it; before a noun
# ("the north-south road") English hyphenates freely.
_NOUN_ENDS = (
    r"(?=[.,;:!?)]|\s*$| (?:for|of|in|on|to|with|from|and|or|but|is|was|are|were|that|which|who|by"
    r"|at|as|has|have|had|will|would)\b)"
)
_NON = re.compile(rf"\b{_DETERMINER} (?P<word>non-(?P<rest>[a-z]{{3,}})){_NOUN_ENDS}")
_NON_ANTONYM = re.compile(r"(?<![\w-])(?:non|un)-(?P<rest>[a-z]{4,})\b")
_PAIR = re.compile(
    rf"\b{_DETERMINER} (?P<word>(?P<head>[a-z]{{4,}})-(?P<rest>[a-z]{{4,}})){_NOUN_ENDS}"
)

# Nouns whose opposite has a name of its own.
_ANTONYMS = {
    "success": "failure", "successes": "failures", "victory": "defeat or draw",
    "truth": "falsehood",
    "presence": "absence", "possibility": "impossibility",
    "ability": "inability", "trust": "distrust", "satisfaction": "dissatisfaction",
    "stability": "instability", "justice": "injustice", "order": "disorder", "peace": "war",
    "knowledge": "ignorance", "understanding": "misunderstanding", "respect": "lack of respect",
    "obedience": "disobedience", "approval": "disapproval", "belief": "disbelief",
    "sufficiency": "insufficiency", "happiness": "unhappiness", "efficiency": "inefficiency",
    "tolerance": "intolerance", "patience": "impatience", "attention": "inattention",
    "appearance": "failure to appear", "arrival": "failure to arrive", "equality": "inequality",
    "safety": "danger", "health": "ill health", "luck": "bad luck", "victories": "defeats or draws",
    "hope": "despair",
}  # fmt: skip
# What "non-" does go before, as a noun: people by what they are or do, acts not done, states.
_NON_NOUN = re.compile(
    r".*(?:ers?|ors?|ists?|ants?|ents?|ans?|ees?|ives?|als?|tions?|sions?|ments?|ances?|ences?|ncy"
    r"|ity|ness|isms?|ing|ics|able|ible|ous|ary|ed|ful|less|ship|hood|dom|ite|ites|ish|ic|ese|y|men|man)"
)
_NON_NOUNS = frozenset(
    """event events issue issues fiction story stories word words sense profit profits stop life
    fault faults use person persons people white whites black blacks elite human humans member
    members native natives virgin virgins answer answers apology apologies book books self smoking
    problem art state states violence combat contact crime bank banks metal metals gas work
    news sequitur grata threat choice factor speech place places response responses verb noun
    gamer fan fans voter star stars starter player thing things deal deals decision debate choice
    hero heroes win report reports space song songs plan policy product products scandal matter
    default compete sale sales vote votes show shows pay proof call food foods game games trade
    religion film films entity friend friends flood jew jews arab arabs""".split()
)
# First parts that join anything.
_FREE_HEADS = frozenset(
    """self vice half semi anti counter cross mini mega micro multi under over post super ultra
    quasi
    inter intra near mid all then well best much high highest higher long short large full part
    double triple single dual four five nine seven eight twenty thirty forty fifty sixty seventy
    eighty ninety three deputy acting white black blue green gold golden dark light left right
    north south east west user city state fellow great grand first second third last home house
    child mother father brother sister king queen prince poet singer actor writer director
    owner player coach founder editor author artist film music test time risk crowd decade
    century about right trade hard soft cold warm good back front side down open free fast slow
    non ill pseudo hyper hypo proto electro techno socio psycho auto photo radio tele video
    crypto cyber turbo retro extra infra aero agro euro afro anglo franco sino russo indo
    life world mind heart body soul hand foot head eye walk live hide give""".split()
)
_ABSTRACT = re.compile(r".{3,}(?:ness|ance|ence|tion|sion|ity)s?")
_AGENT = re.compile(
    r".*(?:ers?|ors?|ists?|ing|ed|ly|al|ive|ous|able|ic|en|free|less|like|wide|fold)"
)
_MODIFIER = re.compile(r".*(?:ing|ed|ly|th|s)")
_SETTLED_TAIL = frozenset(
    """president minister chair chairman chancellor governor mayor general captain king effect
    line level term time rate range scale year month week day hour minute house state trick tank
    play mark hunt face market career point points gang bang tac zag pong origin style member
    maker museum cycle space stage park club thirds half quarter model land sister brother son
    daughter chief leader name wishes back down over through away around about size type based
    friendliness discrimination reliance respect control licence elect designate
    apparent proof friendly safe free""".split()
)
_KNOWN_PART = 3.0


@dataclass(frozen=True)
class OddCompound(SegmentCheck):
    """A compound that no one writes

    Translators that work piece by piece glue the pieces with a hyphen: "a non-staircase", "kidney
    non-success", "a water-exuberance". Each part is English and the whole means nothing.

    **How it decides.** English hyphenates freely before a noun ("a one-off north-south road"), so
    only compounds that stand as a noun of their own count: after *a*, *the*, *his*…, before a
    function word or a mark.

    - **Major**: *non-* before a thing ("a non-staircase"): it goes before people, acts and states
      alone; *non-* before a noun whose opposite has a name ("non-success": failure); a noun
      hyphenated to an abstract noun ("a water-exuberance"), which translated text has one time in
      500,000 words.
    - **Minor**: any other two nouns hyphenated for no reason, when neither the closed form nor
      the pattern is known.

    **When it stays silent.** Numbers, names, participles and adjectives ("duty-bound"), agents
    ("crowd-puller"), affixes and other first parts that join anything (*self-*, *vice-*, *eco-*);
    compounds that a dictionary has as one word ("air-strike"); compounds in quotation marks or
    with capitals; those in `allowed`.
    """

    name: ClassVar[str] = "odd-compound"
    group: ClassVar[str] = "words"
    category: ClassVar[str] = "accuracy/mistranslation"
    its: ClassVar[str] = "mistranslation"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = ENGLISH
    # The hyphen first: a search for one character is far quicker than one for any letter.
    trigger = re.compile(r"-(?:(?<=[a-z]{3}-)|(?<=\bun-))(?=[a-z]{3})")
    examples = (
        Flags("Moscow has a non-staircase for Kyiv.", at=("non-staircase",)),
        Flags("Kidney non-success had become rarer.", at=("non-success",), suggests="failure"),
        Flags("A water-exuberance of two metres broke the wall.", at=("water-exuberance",)),
        Flags("They signed the lake-information in June.", at=("lake-information",)),
        Keeps("The non-member, a non-smoker, called it a non-event and a non-payment."),
        Keeps("Its user-friendliness and self-reliance made the vice-president a crowd-puller."),
        Keeps("The air-strike hit a bed-space; the hat-trick was a one-off in a three-year run."),
        Keeps("A non-EU citizen, the non-government side, a non-stick pan and a non-brick wall."),
        Keeps("He called it a “non-staircase”, whatever that is."),
        Keeps("The singer-songwriter, the city-state and the poet-philosopher met."),
        Keeps("The cross-pollination of the ill-treatment inquiry's semi-finals."),
    )

    allowed: tuple[str, ...] = ()

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        taken: set[int] = set()
        for match in _NON_ANTONYM.finditer(text):
            opposite = _ANTONYMS.get(match["rest"])
            if opposite is not None and match.group() not in self.allowed:
                taken.add(match.start())
                yield self.issue(
                    match.start(),
                    match.end(),
                    f"“{match.group()}” has a name of its own: “{opposite}”.",
                    suggestions=(opposite,),
                    confidence=0.85,
                )
        lexicon = features.lexicon
        for pattern in (_NON, _PAIR):
            lowered = text[:1].lower() + text[1:]
            for match in pattern.finditer(lowered):
                start, end = match.span("word")
                if start in taken or match["word"] in self.allowed:
                    continue
                taken.add(start)
                severity = _judge_non(match, lexicon) if pattern is _NON else _judge(match, lexicon)
                if severity is not None:
                    yield self.issue(
                        start,
                        end,
                        f"“{match['word']}” is not a compound that English has.",
                        severity=severity,
                        confidence=0.8 if severity.serious else 0.5,
                    )


def _judge_non(match: re.Match[str], lexicon: Lexicon) -> Severity | None:
    rest = match["rest"]
    if rest in _NON_NOUNS or _NON_NOUN.fullmatch(rest) or lexicon.frequency(rest) < _KNOWN_PART:
        return None
    return Severity.MAJOR


def _judge(match: re.Match[str], lexicon: Lexicon) -> Severity | None:
    head, rest = match["head"], match["rest"]
    if head in _FREE_HEADS or rest in _SETTLED_TAIL:
        return None
    if lexicon.frequency(head) < _KNOWN_PART or not lexicon.knows(rest):
        return None
    if lexicon.frequency(head + rest) > 0 or _MODIFIER.fullmatch(head) or _AGENT.fullmatch(rest):
        return None
    if _ABSTRACT.fullmatch(rest) and not _ABSTRACT.fullmatch(head):
        return Severity.MAJOR
    return Severity.MINOR if lexicon.frequency(rest) >= _KNOWN_PART else None
