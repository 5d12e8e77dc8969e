"""Spaces that stand where none belongs, or are missing where one does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.punctuation import in_web_token

_PATTERN = re.compile(
    r"""
      (?P<mark>(?<=\w)[ ]+(?:[,;](?=\s|$)|[.!?:](?=\s|$|["”’»])))
    | (?P<money>(?<![\w$€£])[$€£][ ]\d+(?:[.,]\d+)*)
    | (?P<percent>\b\d+(?:[.,]\d+)*[ ]%)
    | (?P<hyphen>\w+[ ]-[a-z]{2,}\b(?!-\s))
    | (?P<genitive>\w+[ ]['’]s(?=[\s.,;:!?]|$))
    | (?P<negation>\b(?:do|does|did|is|are|was|were|has|have|had|would|could|should|ca|wo)
        [ ]n['’]t\b)
    | (?P<bracket>[(\[][ ](?=\w)|(?<=\w)[ ][)\]])
    | (?P<comma>(?<=[a-z]{3}),(?=[a-z]{3}))
    """,
    re.VERBOSE,
)
# What every alternative above begins with or contains, for the scan over the whole document.
_TRIGGER = re.compile(r" (?:[.,;:!?%)\]]|-[a-z]|['’]s|n['’]t)|[$€£(\[] |,[a-z]|[.?!][A-Z][a-z]")
_MESSAGES = {
    "mark": "No space belongs before this mark.",
    "money": "No space belongs between the currency sign and the amount.",
    "percent": "No space belongs before the per cent sign.",
    "hyphen": "A space has slipped in before the hyphen.",
    "genitive": "A space has slipped in before the 's.",
    "negation": "A space has slipped in before the n't.",
    "bracket": "No space belongs inside the bracket.",
    "comma": "A space is missing after the comma.",
}
_SUSPENDED = frozenset({"and", "or", "to", "nor", "but"})
_SUFFIX_TALK = re.compile(r"\b(?:suffix|ending|ends|command|option|flag|switch)\b", re.IGNORECASE)
_SPACED_PERCENT = re.compile(r"\d[  ]%")
_TIGHT_PERCENT = re.compile(r"\d%")
_STYLE_COUNT = 3
_LAST_WORD = re.compile(r"(?<![\w.@/#-])[a-z]{3,}[.?!]$")
_NEXT_SENTENCE = re.compile(r"[A-Z][a-z]*[ ,’']")
# The mark comes first, so that the search may skip to the next one.
_SPACED_MARK = re.compile(r"[.,](?<=\w [.,])(?=\s|$)")
_TIGHT_MARK = re.compile(r"[.,](?<=\w[.,])(?=\s|$)")


@dataclass(frozen=True)
class StraySpace(SegmentCheck):
    """A space too many or too few around a mark

    Flags a space before a comma, a full stop, a hyphen, a per cent sign or an 's, a space after
    a currency sign or inside brackets, and a comma or full stop that runs into the next word.

    Machine translation works on tokens, and tokens put back together by the wrong rules leave
    these gaps: "three -way", "$ 200", "Monday ,".

    It stays silent on spaced ellipses, decimals and file names that begin with a point,
    smileys, suspended hyphens ("US-led and -financed"), currency codes ("US$ 40"), addresses,
    on texts that write every percentage with a space, as scientific style does, and on texts
    that were cut into tokens throughout, as language corpora are.
    """

    name = "stray-space"
    group = "surface"
    category = "linguistic-conventions/typography"
    its = "whitespace"
    severity = Severity.MINOR
    needs = ENGLISH
    trigger = _TRIGGER
    examples = (
        Flags("The three -way talks ended .", at=("three -way", " ."), suggests="three-way"),
        Flags("They paid $ 40 for the boat.", at=("$ 40",), suggests="$40"),
        Flags("Prices rose 3.2 % in June.", at=("3.2 %",), suggests="3.2%"),
        Flags("We met the mayor 's wife.", at=("mayor 's",), suggests="mayor's"),
        Flags("It rained on Monday , then it froze.", at=(" ,",), suggests=","),
        Flags("The bridge was closed.The ferry was not.", at=(".",), suggests=". "),
        Flags("The plan ( first drawn up in May) failed.", at=("( ",), suggests="("),
        Keeps("Wait . . . there is more ... to come."),
        Keeps("He fired a .22 rifle :)"),
        Keeps("US$ 40 million went to short- and long-term loans."),
        Keeps("It was 5 % of zinc, 6 % of tin and 7 % of lead."),
        Keeps("The suffix -ness makes nouns."),
        Keeps("US-led and -financed projects went on."),
        Keeps("No , he said . She , too , was there . They left ."),
        Keeps("See www.example.org/a,b.The or write to abcd,efgh@example.org for more."),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        if features.shared("tokenised-text", lambda: _is_tokenised(document.text)):
            return
        for match in _PATTERN.finditer(text):
            kind = match.lastgroup or ""
            start, end = match.span()
            if _is_right(kind, match, text, document):
                continue
            yield self.issue(start, end, _MESSAGES[kind], suggestions=(_mended(kind, match),))
        if _runs_on(segment, document):
            end = len(text)
            yield self.issue(
                end - 1,
                end,
                "A space is missing after the end of the sentence.",
                suggestions=(text[-1] + " ",),
            )


def _is_tokenised(text: str) -> bool:
    return _TIGHT_MARK.search(text) is None and len(_SPACED_MARK.findall(text)) >= _STYLE_COUNT


def _runs_on(segment: Segment, document: Document) -> bool:
    """Whether the sentence ends in a stop and the next one begins without a space between."""
    end = segment.end
    return (
        document.text[end - 1] in ".?!"
        and _NEXT_SENTENCE.match(document.text, end) is not None
        and _LAST_WORD.search(document.text, max(segment.start, end - 20), end) is not None
        and not in_web_token(document.text[end - 20 : end + 20], 19, 21)
    )


def _mended(kind: str, match: re.Match[str]) -> str:
    found = match.group()
    return found + " " if kind == "comma" else found.replace(" ", "")


def _is_right(kind: str, match: re.Match[str], text: str, document: Document) -> bool:
    start, end = match.span()
    if kind == "hyphen":
        first = match.group().partition(" ")[0]
        return first.lower() in _SUSPENDED or _SUFFIX_TALK.search(text) is not None
    if kind == "mark":
        return text.startswith((" .", " …"), end) or text[end - 1 : end + 1] in ("..", ". .")
    if kind == "percent":
        return (
            _TIGHT_PERCENT.search(document.text) is None
            and len(_SPACED_PERCENT.findall(document.text)) >= _STYLE_COUNT
        )
    if kind == "comma":
        return in_web_token(text, start, end)
    return False
