"""Text read in the wrong encoding."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

# Bytes of a UTF-8 sequence read one by one in a Western encoding: a lead, then a continuation.
_LEAD = "\u00c2-\u00f4\u0102\u0103\u0110\u0111"
_CONTINUATION = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_PAIR = rf"[{_LEAD}][{_CONTINUATION}]"
_NO_LETTER = r"\ufffd\x80-\x84\x86-\x9f"
_SUSPECT = re.compile(rf"[{_LEAD}{_NO_LETTER}](?:(?<=[{_NO_LETTER}])|[{_CONTINUATION}])")
# A no-break space may be half of a broken letter, so only plain ones are borders.
_TOKEN = re.compile(r"[^ \t\n]+")
_PAIRS = re.compile(_PAIR)
_PAIR_AT_END = re.compile(rf"{_PAIR}\W*$")
_PLAUSIBLE = re.compile("[\u00a0-\u017f\u0400-\u045f\u1ea0-\u1eff\u2010-\u2026]")
_EDGE = "\"'“”‘’.,;:!?()[]"


@dataclass(frozen=True)
class Mojibake(SegmentCheck):
    """Letters broken by a wrong encoding

    Flags words whose letters were read in the wrong encoding ("Ã©" for "é", "â€™" for an
    apostrophe) and replacement characters. Where the damage can be undone,
    the right word is suggested (by ftfy).

    It stays silent on words that merely have accents.
    """

    name = "mojibake"
    group = "surface"
    category = "linguistic-conventions/character-encoding"
    its = "characters"
    severity = Severity.MAJOR
    trigger = _SUSPECT
    examples = (
        Flags("Iga ÅšwiÄ…tek won.", at=("ÅšwiÄ…tek",), suggests="Świątek"),
        Flags("The patientsâ€™ files are gone.", at=("patientsâ€™",), suggests="patients'"),
        Flags("He sat in a cafÃ© all day.", at=("cafÃ©",), suggests="café"),
        Flags("The temperature was 12Â°C.", at=("12Â°C",), suggests="12°C"),
        Flags("The town of Przemy\ufffdl is old.", at=("Przemy\ufffdl",)),
        Keeps("Ångström, São Paulo, Đắk Lắk, ESPAÑA, naïve façade, Łódź and Reykjavík."),
        Keeps("See https://example.org/?q=a?b."),
        Keeps("“Voilà”, «À Paris…», 12 °C, ½ and “Å”."),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        done = 0
        for match in _SUSPECT.finditer(text):
            if match.start() < done:
                continue
            token = _token_at(text, match.start())
            done = token.end()
            start, end = _trimmed(token)
            if "\ufffd" in match.group():
                yield self.issue(start, end, "A letter of this word was lost.")
                continue
            repaired = _repaired(text[start:end])
            if repaired is not None:
                yield self.issue(
                    start, end, "These letters were read in the wrong encoding.",
                    suggestions=(repaired,),
                )  # fmt: skip


def _token_at(text: str, at: int) -> re.Match[str]:
    """The run without spaces that `at` lies in; a space that is part of the damage is no border."""
    for token in _TOKEN.finditer(text):
        if token.end() > at:
            return token
    raise AssertionError("the suspect itself is not a space")


def _trimmed(token: re.Match[str]) -> tuple[int, int]:
    """The token without the punctuation around it, as far as that is not part of the damage."""
    found = token.group()
    start, end = token.span()
    left = len(found) - len(found.lstrip(_EDGE))
    right = len(found.rstrip(_EDGE))
    tail = re.compile(rf"[{_LEAD}\u20ac][{_CONTINUATION}]*").search(found, max(0, right - 2))
    return start + left, end - (0 if tail else len(found) - right)


@functools.lru_cache(4096)
def _repaired(token: str) -> str | None:
    """The token as it was meant, None where it is right as it stands."""
    import ftfy

    fixed = ftfy.fix_encoding(token)
    if fixed != token and "\ufffd" not in fixed:
        return fixed.replace("’", "'").replace("‘", "'")
    pairs = _PAIRS.findall(token)
    # "CAFÉ™" and “Å” end in a capital and a mark; only a second pair makes that suspicious.
    if len(pairs) < 2 and (not pairs or _PAIR_AT_END.search(token)):
        return None
    for encoding in ("sloppy-windows-1252", "cp1250", "sloppy-windows-1254"):
        try:
            fixed = token.encode(encoding).decode("utf-8")
        except (UnicodeError, LookupError):
            continue
        if all(c.isascii() or _PLAUSIBLE.match(c) for c in fixed):
            return fixed
    return None
