"""How a text ends, whatever the script: its last mark as one of a few kinds."""

from __future__ import annotations

import re

_KINDS = {
    "stop": ".。．｡।॥۔։።។။༎።᙮⸼꓿፨",
    "question": "?？؟՞⁇፧;\u037e⸮",
    "exclamation": "!！՜¡",
    "ellipsis": "…⋯",
    "colon": ":：፦ः",
    "semicolon": ";；؛",
    "comma": ",，、،﹐",
}
_CLOSERS = "\"'”’»›“‘„)]}）］』」】》〉〕*_«`＂\u200e\u200f\u200b\u202c\u2069"
_BY_MARK = {mark: kind for kind, marks in _KINDS.items() for mark in marks if mark not in ";\u037e"}
_TAIL = 40
_LAST_TOKEN = re.compile(r"\S+$")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:[^\W\d_]\.)+$|(?:^|\W)(?:Inc|Corp|Co|Ltd|Jr|Sr|Dr|Mr|Mrs|Ms|St|Ave"
    r"|vs|etc|usw|bzw|ca|No|Nr|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_SHORT_LAST_WORD = re.compile(r"(?:^|\W)[^\W\d_]{1,4}\.$|\d\.$")
_MARK_INSIDE = "՞՜"


def ending(text: str, lang: str) -> str:
    """The kind of mark that a text ends with, "" for none.

    One of stop, question, exclamation, ellipsis, colon, semicolon, comma. Quotation marks and
    brackets behind it don't count. Of several marks the strongest counts ("?!" asks).
    """
    # A dash behind a stop introduces who speaks next.
    tail = text[-_TAIL:].rstrip(_CLOSERS + " \t\n\u00a0\u202f—–")
    if not tail:
        return ""
    last = tail[-1]
    if last in ";\u037e":
        return "question" if lang == "el" or last == "\u037e" else "semicolon"
    if tail.endswith(("...", "。。。", "．．．", "・・・")):
        return "ellipsis"
    kind = _BY_MARK.get(last, "")
    if kind == "exclamation" and tail[-2:-1] and _BY_MARK.get(tail[-2]) == "question":
        return "question"
    if not kind or kind in ("stop", "colon"):
        # Armenian sets the question mark on the word that asks.
        words = _LAST_TOKEN.search(tail)
        if lang == "hy" and words and any(mark in text for mark in _MARK_INSIDE):
            return "question" if "՞" in text else "exclamation"
        if lang == "hy" and last == ":":
            return "stop"
    return kind


def has_mark(text: str, kind: str) -> bool:
    """Whether a mark of the kind stands anywhere in the text."""
    marks = _KINDS[kind]
    return any(mark in text for mark in marks)


def ends_in_abbreviation(text: str, *, generous: bool = False) -> bool:
    """Whether the stop at the end may belong to an abbreviation or an initial.

    With `generous` any last word of up to four letters may be one, and any figure an ordinal.
    """
    tail = text[-_TAIL:].rstrip().rstrip(_CLOSERS + " ")
    pattern = _SHORT_LAST_WORD if generous else _ABBREVIATION
    return _ABBREVIATION.search(tail) is not None or pattern.search(tail) is not None
