"""A finding: where, what, how sure, and what the text should probably say."""

from __future__ import annotations

import hashlib
import re

import msgspec

from mtqc.core.severity import Severity

_WORD = re.compile(r"\w+")
_NEAR_WORDS = 2


class Place(msgspec.Struct, frozen=True, order=True):
    """A span somewhere: code points `start` to `end` in the text of a segment of a document."""

    document: str
    segment: int
    start: int
    end: int


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One finding on one segment.

    `start` and `end` are code points in the segment's text, end exclusive, and `text` is
    exactly what stands there; both are 0 in a segment without text. `confidence` is in 0..1.
    `category` is an MQM error type, `its` an ITS 2.0 localization quality issue type
    (https://www.w3.org/TR/its20/#lqissue-typevalues). `suggestions` come best first.
    `known` is True where the run's baseline has the issue, and absent otherwise.
    """

    check: str
    category: str
    its: str
    severity: Severity
    start: int
    end: int
    text: str = ""
    confidence: float = 1.0
    message: str
    suggestions: tuple[str, ...] = ()
    related: tuple[Place, ...] = ()
    fingerprint: str = ""
    known: bool | msgspec.UnsetType = msgspec.UNSET


class BadSpan(ValueError):
    """A check pointed outside its segment."""


def sealed(issue: Issue, text: str, source: str | None = None) -> Issue:
    """The issue with `text` and `fingerprint` filled in from its segment's text.

    A segment without text goes by its source, so that two of them are told apart.
    Raises `BadSpan` where the issue does not lie inside the segment, or is empty in a segment
    that is not.
    """
    empty = not text and issue.start == issue.end == 0
    if not empty and not 0 <= issue.start < issue.end <= len(text):
        raise BadSpan(
            f"{issue.check} pointed at {issue.start}:{issue.end} "
            f"in a segment of {len(text)} characters"
        )
    by = (text, issue.start, issue.end)
    if source and not text.strip():
        by = (source, 0, len(source))
    return msgspec.structs.replace(
        issue,
        text=text[issue.start : issue.end],
        fingerprint=fingerprint(issue.check, *by),
    )


def fingerprint(check: str, text: str, start: int, end: int) -> str:
    """A name for a finding that survives edits elsewhere: 16 hexadecimal digits.

    Made of the check, the normalised span and its two nearest words on either side;
    never of a line number or a document's path.
    """
    span = " ".join(text[start:end].casefold().split())
    before = _WORD.findall(text[:start].casefold())[-_NEAR_WORDS:]
    after = _WORD.findall(text[end:].casefold())[:_NEAR_WORDS]
    key = "\x1f".join((check, span, *before, "|", *after))
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
