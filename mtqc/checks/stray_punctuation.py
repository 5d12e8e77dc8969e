"""Punctuation of another script, doubled marks, and marks that begin a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.punctuation import in_quotes, in_web_token

_FOREIGN = {
    "।": ".", "॥": ".", "۔": ".", "։": ".", "።": ".", "。": ".", "．": ".", "｡": ".",
    "،": ",", "、": ",", "，": ",", "､": ",", "՝": ",",
    "؛": ";", "；": ";", "：": ":", "؟": "?", "？": "?", "！": "!", "՞": "?",
    "「": "“", "」": "”", "『": "“", "』": "”", "《": "“", "》": "”", "〈": "“", "〉": "”",
    "（": "(", "）": ")", "【": "[", "】": "]", "％": "%", "„": "“", "‟": "“",
}  # fmt: skip
_QUESTION_OPENERS = frozenset(
    "what who whom whose which where when why how is are was were do does did has have had can"
    " could will would should shall may might the this that these those it they we you there"
    " if and but because of with".split()
)
_PATTERN = re.compile(
    rf"""
      (?P<foreign>[{"".join(_FOREIGN)}])
    | (?P<inverted>[¿¡])
    | (?P<dots>(?<![.…/\\])\.\.(?![.…/\\\w]))
    | (?P<query>\?{{2,}})
    | (?P<doubled>,{{2,}}|;{{2,}}|,\.(?!\d)|;\.|,;|;,|:,|,:)
    | (?P<leading>^[.,;:!?](?=[A-Z][a-z]))
    """,
    re.VERBOSE | re.MULTILINE,
)
# The same, loosely, for the scan over the whole document. It begins with one of few characters and
# looks back at which it was, because the regex engine then skips over all others.
_MARKS = "".join(_FOREIGN) + "¿¡"
_TRIGGER = re.compile(
    rf"[{_MARKS}.?!,;:](?:(?<=[{_MARKS}])|(?<=\.)\.|(?<=\?)\?|(?<=[,;:])[.,;:]"
    r"|(?:(?<=\n.)|(?<=\A.))[A-Z])"
)
_NEXT_WORD = re.compile(r"\W*(\w+)")
_QUESTION = re.compile(
    r"(?:^|[\"“(—–-]\s*|[,;:]\s)(?:and |but |so |or )?(?:what|who|whom|whose|which|where|when|why|"
    r"how|"
    r"is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must|"
    r"really|huh|isn't|don't|doesn't|didn't|won't|can't|aren't)\b",
    re.IGNORECASE,
)
_MESSAGES = {
    "foreign": "This mark belongs to another script or language.",
    "inverted": "English does not open a question or exclamation with this mark.",
    "dots": "Two full stops: one ends a sentence, three are an ellipsis.",
    "query": "Several question marks after what is no question.",
    "doubled": "Two marks where one belongs.",
    "leading": "A sentence cannot begin with this mark.",
}


@dataclass(frozen=True)
class StrayPunctuation(SegmentCheck):
    """Marks of another script, doubled marks, marks in an impossible place

    Flags punctuation that English does not have (a danda, an Arabic comma, a Chinese full stop,
    the German low quotation mark, an inverted question mark), two full stops, doubled commas,
    several question marks after a statement, and a mark at the very start of a sentence.

    Such marks are copied from the source or pile up when sentences are cut and joined again.

    It stays silent where the mark belongs to text in its own script ("百度，"), before Spanish
    words ("¿Qué tal?"), on ellipses, paths, real questions and speech in quotation marks.
    """

    name = "stray-punctuation"
    group = "surface"
    category = "linguistic-conventions/punctuation"
    its = "typographical"
    severity = Severity.MINOR
    needs = ENGLISH
    trigger = _TRIGGER
    examples = (
        Flags("The road is closed। Nobody came.", at=("।",), suggests="."),
        Flags("He sold apples، pears and plums.", at=("،",), suggests=","),
        Flags("¿What is there to see?", at=("¿",)),
        Flags("The shop closes on 4 May..", at=("..",), suggests="."),
        Flags("Nobody has confirmed the visit??", at=("??",), suggests="."),
        Flags("He came,, saw and left.", at=(",,",), suggests=","),
        Flags(".The calls are free.", at=(".",)),
        Flags("„I had a good day,” she said.", at=("„",), suggests="“"),
        Keeps("Wait... what? He left…."),
        Keeps("The song is called ¡Viva la noche! in Spanish."),
        Keeps("The sign read 百度，北京。"),
        Keeps(".NET and .com are older than you think."),
        Keeps("Go to ../docs and run it."),
        Keeps("“Me??” she wrote. Why on earth??"),
        Keeps("Apples, pears, etc., were sold by Yahoo!, he said."),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        for match in _PATTERN.finditer(text):
            kind = match.lastgroup or ""
            if not _is_right(kind, match, text):
                suggestion = _mended(kind, match.group())
                yield self.issue(
                    *match.span(),
                    _MESSAGES[kind],
                    suggestions=(suggestion,) if suggestion else (),
                )


def _mended(kind: str, found: str) -> str:
    if kind == "foreign":
        return _FOREIGN[found]
    if kind in ("dots", "query"):
        return "."
    if kind == "doubled":
        return "." if "." in found else ";" if ";" in found else found[0]
    return ""


def _is_right(kind: str, match: re.Match[str], text: str) -> bool:
    start, end = match.span()
    if kind == "foreign":
        return _foreign_letter(text, start - 1, -1) or _foreign_letter(text, end, 1)
    if kind == "inverted":
        word = _NEXT_WORD.match(text, end)
        return word is None or word.group(1).lower() not in _QUESTION_OPENERS
    if kind == "query":
        return in_quotes(text, start) or _QUESTION.search(text) is not None
    return in_web_token(text, start, end)


def _foreign_letter(text: str, at: int, step: int) -> bool:
    """Whether the nearest letter on that side, past marks and spaces, is of another script."""
    while 0 <= at < len(text):
        if text[at].isalpha():
            return text[at] > "\u02ff" and not "\u1e00" <= text[at] <= "\u1eff"
        if text[at].isdigit():
            return False
        at += step
    return False
