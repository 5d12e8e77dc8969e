"""Words and their places."""

from __future__ import annotations

import re

from mtqc.core.features import Word

# Python's \w leaves out combining marks, without which Indic words fall apart.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"
)
_MARK = re.compile(f"[{_MARKS}]")
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
_WORD = re.compile(rf"{_LETTER}+(?:[’'\-‐‑.,:&/]{_LETTER}+)*")
# The same where there are no marks, in half the time.
_PLAIN_WORD = re.compile(r"[^\W_]+(?:[’'\-‐‑.,:&/][^\W_]+)*")
# The point comes first in the pattern, so that the search may skip to the next one.
_JOINED_SENTENCES = re.compile(r"[.,:/](?<=[^\W\d_]{2}.)(?=[^\W\d_]{2})")


def words(text: str) -> tuple[Word, ...]:
    """The words of `text` in reading order.

    A word is a run of letters, marks and digits; apostrophes, hyphens and ampersands
    inside it belong to it ("don't", "eight-year", "AT&T"), and so do points, commas
    and colons between digits or single letters ("3,000.5", "10:30", "U.S").
    """
    pattern = _PLAIN_WORD if text.isascii() or _MARK.search(text) is None else _WORD
    if _JOINED_SENTENCES.search(text) is None:
        return tuple([Word(m[0], m.start(), m.end()) for m in pattern.finditer(text)])
    found: list[Word] = []
    for match in pattern.finditer(text):
        start, token = match.start(), match.group()
        at = 0
        for cut in _JOINED_SENTENCES.finditer(token):
            found.append(Word(token[at : cut.start()], start + at, start + cut.start()))
            at = cut.end()
        found.append(Word(token[at:], start + at, match.end()))
    return tuple(found)
