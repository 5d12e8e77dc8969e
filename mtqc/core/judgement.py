"""What a language model that was asked for a judgement says of a document."""

from __future__ import annotations

import msgspec

from mtqc.core.severity import Severity


class JudgedSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Words that the judge takes for an error: code points in the segment, end exclusive.

    `category` is one of `CATEGORIES`; `suggestion` is empty where there is none.
    """

    start: int
    end: int
    category: str
    severity: Severity
    message: str
    suggestion: str = ""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """`spans` by index of the segment.

    Of the document's sentences `judged` were judged; `left` counts by reason those that were not.
    `dropped` errors were named in words that the sentence doesn't have, or has more than once.
    `problem` is the one line on what went wrong, where something did. A judgement that is not
    `complete` may be another one next time.
    """

    spans: dict[int, tuple[JudgedSpan, ...]] = {}
    judged: int = 0
    left: dict[str, int] = {}
    dropped: int = 0
    problem: str | None = None
    complete: bool = True


# What a judge may call an error: MQM error types (https://themqm.org) and ITS 2.0 issue types.
CATEGORIES = {
    "mistranslation": ("accuracy/mistranslation", "mistranslation"),
    "omission": ("accuracy/omission", "omission"),
    "addition": ("accuracy/addition", "addition"),
    "untranslated": ("accuracy/untranslated", "untranslated"),
    "name": ("terminology/inconsistent-use", "inconsistent-entities"),
    "terminology": ("terminology/wrong-term", "terminology"),
    "number": ("accuracy/mistranslation/number", "numbers"),
    "grammar": ("linguistic-conventions/grammar", "grammar"),
    "spelling": ("linguistic-conventions/spelling", "misspelling"),
    "punctuation": ("linguistic-conventions/punctuation", "typographical"),
    "unintelligible": ("linguistic-conventions/unintelligible", "uncategorized"),
    "awkward": ("style/awkward", "style"),
    "locale": ("locale-conventions", "locale-violation"),
    "other": ("accuracy", "other"),
}
