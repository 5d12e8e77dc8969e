"""What a translation has taken over from its source, word for word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mtqc.text.bilingual.locale import primary

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Languages in which one text can be right for both.
_RELATIVES = tuple(
    frozenset(group.split())
    for group in ("no nb nn da", "hr sr bs sh cnr", "id ms", "cs sk", "ru be uk bg mk", "gl pt es",
                  "hi mr ne mai bho", "zh yue wuu", "fa prs tg", "af nl")
)  # fmt: skip


def are_relatives(a: str, b: str) -> bool:
    """Whether two languages are one, or so close that whole sentences can be the same."""
    first, second = primary(a), primary(b)
    return first == second or any(first in group and second in group for group in _RELATIVES)


def plain_words(text: str) -> list[str]:
    """The runs of letters in a text, as they are written."""
    return _WORD.findall(text)


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """A letter's script by its Unicode name: "LATIN", "CYRILLIC", "CJK", "HIRAGANA"."""
    return unicodedata.name(letter, "").partition(" ")[0]


def main_script(text: str) -> str:
    """The script of most letters; kana and Han are one, "" where there are no letters."""
    counts: dict[str, int] = {}
    for letter in text:
        if letter.isalpha():
            script = script_of(letter)
            if script in ("HIRAGANA", "KATAKANA"):
                script = "CJK"
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda s: (counts[s], s), default="")


def copied_runs(source: str, target: str, least: int) -> list[tuple[int, int, int]]:
    """Runs of at least `least` words of the target that follow one another in the source too.

    Start and end in the target and how many of the words begin with a small letter; runs don't
    overlap.
    """
    ours = [word.casefold() for word in plain_words(source)]
    places: dict[str, list[int]] = {}
    for at, word in enumerate(ours):
        places.setdefault(word, []).append(at)
    theirs = list(_WORD.finditer(target))
    keys = [match.group().casefold() for match in theirs]
    found: list[tuple[int, int, int]] = []
    at = 0
    while at < len(keys):
        best = 0
        for place in places.get(keys[at], ()):
            length = 0
            while (
                at + length < len(keys)
                and place + length < len(ours)
                and keys[at + length] == ours[place + length]
            ):
                length += 1
            best = max(best, length)
        if best >= least:
            run = theirs[at : at + best]
            small = sum(match.group()[0].islower() for match in run)
            found.append((run[0].start(), run[-1].end(), small))
            at += best
        else:
            at += 1
    return found


_SPACED_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
    r"\u0900-\u0dff\u200c\u200d'’])*"
)


# What makes one word of two: "și și-a", "vis-à-vis".
_JOINS = ("-", "‑", "'", "’", "_", "@", "#")


def repeats(text: str) -> list[tuple[str, int, int]]:
    """Words that stand twice and more in a row with only spaces between: word, start, end."""
    found: list[tuple[str, int, int]] = []
    before: re.Match[str] | None = None
    for match in _SPACED_WORD.finditer(text):
        if (
            before is not None
            and text[before.end() : match.start()].isspace()
            and before.group().casefold() == match.group().casefold()
            and text[match.end() : match.end() + 1] not in _JOINS
            and text[max(0, before.start() - 1) : before.start()] not in _JOINS
        ):
            start = before.start()
            if found and found[-1][2] == before.end():
                start = found.pop()[1]
            found.append((match.group(), start, match.end()))
        before = match
    return found
