"""Characters that nobody sees and that do no good where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\x00-\x08\x0b\x0e-\x1f\x7f\U000e0001\U000e0020-\U000e007f]+"
)
_JOINERS = "\u200c\u200d"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_WORD_BREAKS = "\u200b\u00ad\u2060"
# Scripts that need joiners, and those written without spaces, which need invisible breaks.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufefc]")
_SPACELESS = re.compile("[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_EMOJI = re.compile("[\u2190-\u2bff\u3030\u303d\ufe0f\u20e3\U0001f000-\U0001faff]")
_NAMES = {"\ufeff": "byte order mark", "\u200b": "zero width space", "\u00ad": "soft hyphen"}


@dataclass(frozen=True)
class InvisibleCharacter(SegmentCheck):
    """Characters that nobody sees

    Flags zero-width spaces, byte order marks, bidirectional controls, soft hyphens and control
    characters.

    They come in with text copied from pages and programs, and break search, sorting and
    counting; the bidirectional ones can make text read otherwise than it is stored.

    It stays silent where such a character has work to do: joiners in emoji and in Persian or Indic
    words, direction marks beside right-to-left letters, breaks in Thai or Khmer.
    """

    name = "invisible-character"
    group = "surface"
    category = "linguistic-conventions/character-encoding"
    its = "characters"
    severity = Severity.MINOR
    trigger = _INVISIBLE
    examples = (
        Flags("The may\u200bor left.", at=("may\u200bor",), suggests="mayor"),
        Flags("He \u202eleft\u202c early.", at=("\u202eleft\u202c",), suggests="left"),
        Flags("A co\u00adoperative was set up.", at=("co\u00adoperative",), suggests="cooperative"),
        Flags("It rang\x07 twice.", at=("rang\x07",), suggests="rang"),
        Keeps("A family 👨\u200d👩\u200d👧 and a flag 🏴\U000e0067\U000e0062\U000e007f."),
        Keeps("می\u200cروم to the bazaar."),
        Keeps("He said \u200fשלום\u200f and left."),
        Keeps("Tabs\tand lines\nare seen."),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        done = 0
        for match in _INVISIBLE.finditer(text):
            if match.start() < done or _has_work(text, match):
                continue
            start, end = _token(text, *match.span())
            done = end
            seen = _INVISIBLE.sub("", text[start:end])
            if seen.strip() != seen or not seen:
                start, end = match.span()
                seen = ""
            first = match.group()[0]
            name = _NAMES.get(first) or unicodedata.name(first, f"U+{ord(first):04X}").lower()
            yield self.issue(
                start, end, f"An invisible character stands here: {name}.",
                suggestions=(seen,) if seen else (),
            )  # fmt: skip


def _token(text: str, start: int, end: int) -> tuple[int, int]:
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _has_work(text: str, match: re.Match[str]) -> bool:
    near = text[max(0, match.start() - 2) : match.start()] + text[match.end() : match.end() + 2]
    found = match.group()
    if any("\U000e0020" <= c <= "\U000e007f" for c in found):
        return "\U0001f3f4" in near
    if all(c in _JOINERS for c in found):
        return bool(_JOINING.search(near) or _EMOJI.search(near))
    if all(c in _BIDI for c in found):
        return _RTL.search(text) is not None
    return all(c in _WORD_BREAKS for c in found) and _SPACELESS.search(near) is not None
