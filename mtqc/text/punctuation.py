"""Quotation marks, brackets and what stands between them."""

from __future__ import annotations

import re

_ALWAYS_OPEN = "„«‟"
_ALWAYS_CLOSE = "»"
DOUBLE_QUOTES = re.compile(r'["“”„‟«»]')
WEB_TOKEN = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+|\b[\w-]+\.(?:com|org|net)\b\S*"
)


def opens(text: str, at: int) -> bool | None:
    """Whether the double quotation mark at `at` opens a quotation; None where it could do either.

    Straight marks, and curly ones turned the wrong way, are told by what stands next to them.
    """
    mark = text[at]
    if mark in _ALWAYS_OPEN:
        return True
    if mark in _ALWAYS_CLOSE:
        return False
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    free_before = before.isspace() or before in "([{—–-/‘'"
    free_after = after.isspace() or after in ")]}—–-/.,;:!?’'…"
    if free_before != free_after:
        return free_before
    if mark == "“":
        return True
    if mark == "”":
        return False
    return None


def in_quotes(text: str, at: int) -> bool:
    """Whether `at` lies inside a quotation, as far as this one sentence shows it."""
    last = None
    for match in DOUBLE_QUOTES.finditer(text):
        role = opens(text, match.start())
        if match.start() >= at:
            return last is True or (last is None and role is False)
        # A mark that could be either closes what is open and opens what is not.
        last = role if role is not None else not last
    return last is True


_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def in_brackets(text: str, at: int) -> bool:
    """Whether `at` lies inside round, square or curly brackets of this sentence."""
    return any(
        text.count(left, 0, at) > text.count(right, 0, at) for left, right in _BRACKETS.items()
    )


def in_web_token(text: str, start: int, end: int) -> bool:
    """Whether the span touches an address, a handle or a hashtag."""
    return any(m.start() < end and start < m.end() for m in WEB_TOKEN.finditer(text))
