"""Two different figures for the same thing in one article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mtqc.core.check import ENGLISH_ARTICLE, DocumentCheck, Flags, Keeps
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue, Place
from mtqc.core.severity import Severity

_SPELT = {
    word: value
    for value, word in enumerate(
        [
            *("two three four five six seven eight nine ten eleven twelve".split()),
            *("thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()),
        ],
        start=2,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_FATES = {
    "killed": "dead",
    "died": "dead",
    "dead": "dead",
    "injured": "hurt",
    "wounded": "hurt",
    "hurt": "hurt",
    "arrested": "held",
    "detained": "held",
    "missing": "missing",
    "evacuated": "evacuated",
    "rescued": "rescued",
    "hospitalised": "in hospital",
    "hospitalized": "in hospital",
    "kidnapped": "kidnapped",
}
_PEOPLE = (
    "people|persons|civilians|soldiers|workers|miners|passengers|children|women|men|students|"
    "pupils|migrants|tourists|protesters|demonstrators|officers|firefighters|hostages|fishermen"
)
_NUMBER = rf"(?<![\w.,-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_SPELT)})(?![-,.]?\d)"
_HELPERS = r"(?:(?:have|has|had|were|was|are|been|being|reportedly|confirmed)\s+){0,3}"
_COUNT = re.compile(
    rf"{_NUMBER}\s+(?:(?P<who>{_PEOPLE})\s+)?{_HELPERS}(?P<fate>{'|'.join(_FATES)})\b"
    rf"(?!\s+or\b|\s+people|-)",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    rf"\b(?P<fate>killed|injured|wounded|arrested|detained|evacuated|rescued|kidnapped)\s+"
    rf"{_NUMBER}\s+(?P<who>{_PEOPLE})\b",
    re.IGNORECASE,
)
# Whatever may make both figures right: approximations, updates, parts, totals, other times.
_QUALIFIERS = r"""
    at.least at.most more.than less.than fewer over above under below about around roughly
    approximately nearly almost close.to some up.to as.many.as dozens scores hundreds thousands
    between estimated? minimum
    r[oi]sen? rises rising climb\w* increas\w* jump\w* grew grown soar\w* f[ae]ll\w* updat\w*
    revis\w* correct\w* initial\w* originally preliminary earlier previous\w* at.first
    first.reports? later now so.far since already
    an?other others? further additional more different same similar respectively total in.all
    altogether overall includ\w+ among of.them of.whom of.these of.those half third
    per each every average daily year\w* months? weeks? decades? last next ago
    worldwide nationwide countrywide elsewhere
    if would could may might not no never [12]\d{3}
""".split()
_QUALIFIED = re.compile(rf"\b(?:{'|'.join(_QUALIFIERS)})\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r"\b(?:said|says|say|told|reported|reports|claim\w*|according|announced|confirmed|put)\b", re.I
)
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today)\b", re.I)
_NAME = re.compile(r"(?<=[^.!?:“\"'\s] )[A-Z][\w’'-]+")
_QUOTES = '"“”„«»'


class _Figure(NamedTuple):
    segment: Segment
    start: int
    end: int
    value: int
    fate: str
    who: str


@dataclass(frozen=True)
class ContradictionInNumbers(DocumentCheck):
    """Two figures for one thing

    Flags the second of two different counts of the same people who met the same fate: twelve
    people were killed in the lead, fifteen were killed further down.

    Numbers survive translation badly where units, scripts and word order differ, and a wrong
    toll is worse than a clumsy sentence.

    It knows a fixed set of patterns: a plain number, a word for people, and a fate (killed,
    injured, arrested, missing, evacuated, rescued …). The figures must be within a factor of
    `max_factor`, since a partial count and a total are far apart.

    It stays silent where anything may reconcile the figures: approximations, updates ("rose
    to"), totals and parts, other years, days, places or sources, quotations.
    """

    name = "contradiction-in-numbers"
    group = "article"
    category = "accuracy/mistranslation"
    its = "inconsistency"
    severity = Severity.MINOR
    needs = ENGLISH_ARTICLE
    examples = (
        Flags("12 people were killed in the fire at the mill. The mill is old. "
              "The fire killed 15 people and destroyed two halls.",
              at=("15",)),
        Flags("Six miners are missing after the blast. Seven miners are missing, police said.",
              at=("Seven",)),
        Flags("Bus crash: 4 dead\n\nThree people died when the bus left the road.", at=("Three",)),
        Keeps("12 people were killed on Monday. 15 people were killed on Tuesday."),
        Keeps("12 people were killed. The toll rose and 15 people were killed in all."),
        Keeps("At least 12 people were killed. Later 15 people were dead."),
        Keeps("12 people were killed in Lima. In the town of Cusco 15 people were killed."),
        Keeps("12 people were killed, police said. Doctors said 15 people were killed."),
        Keeps("Two men were killed and three women were killed. Five people were injured."),
        Keeps("12 people were killed in the fire. A fire in 1987 killed 15 people."),
        Keeps("12 people were killed in the flood, 3 people were killed on the road."),
        Keeps("Twelve people died. 12 people were killed by the blast."),
    )  # fmt: skip
    max_factor: float = 3.0
    min_cosine: float = 0.35

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        first: dict[tuple[str, str], _Figure] = {}
        told: set[tuple[str, str]] = set()
        for figure in _figures(document, features):
            key = (figure.fate, figure.who)
            earlier = first.setdefault(key, figure)
            if key not in told and self._contradict(earlier, figure, features, document):
                told.add(key)
                yield self._flag(document, earlier, figure)

    def _contradict(
        self, one: _Figure, two: _Figure, features: Features, document: Document
    ) -> bool:
        if one.segment.index == two.segment.index or one.value == two.value:
            return False
        low, high = sorted((one.value, two.value))
        if high > self.max_factor * low:
            return False
        texts = one.segment.text, two.segment.text
        if all(_ATTRIBUTED.search(text) for text in texts):
            return False
        names = [set(_NAME.findall(text)) for text in texts]
        if names[0] and names[1] and not names[0] & names[1]:
            return False
        days = [{day.lower() for day in _DAY.findall(text)} for text in texts]
        if days[0] and days[1] and days[0] != days[1]:
            return False
        if features.has_encoder:
            vectors = features.embeddings(document)
            return float(vectors[one.segment.index] @ vectors[two.segment.index]) > self.min_cosine
        return True

    def _flag(self, document: Document, earlier: _Figure, figure: _Figure) -> tuple[Segment, Issue]:
        before = earlier.segment.text[earlier.start : earlier.end]
        here = figure.segment.text[figure.start : figure.end]
        return figure.segment, self.issue(
            figure.start,
            figure.end,
            f"{here} {figure.fate} here, but {before} before",
            confidence=0.6,
            related=(Place(document.name, earlier.segment.index, earlier.start, earlier.end),),
        )


def _figures(document: Document, features: Features) -> Iterator[_Figure]:
    for segment in document.segments:
        text = segment.text
        if _FATES.keys().isdisjoint(features.lowered(segment)):
            continue
        found = [*_COUNT.finditer(text), *_ACTIVE.finditer(text)]
        if not found or any(quote in text for quote in _QUOTES) or _QUALIFIED.search(text):
            continue
        fates = [_FATES[match["fate"].lower()] for match in found]
        for match, fate in zip(found, fates, strict=True):
            # Two counts of one fate in a sentence are parts of something.
            if fates.count(fate) > 1:
                continue
            number = match["number"].lower().replace(",", "")
            value = _SPELT.get(number) or int(number)
            who = (match["who"] or "people").lower().replace("persons", "people")
            yield _Figure(segment, match.start("number"), match.end("number"), value, fate, who)
