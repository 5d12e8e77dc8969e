"""Quotations that are opened and not closed, or closed and never opened."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mtqc.core.check import ENGLISH, DocumentCheck, Flags, Keeps
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.punctuation import DOUBLE_QUOTES, opens

_SAYING = re.compile(
    r", (?=(?:[A-Z][\w’'-]+ ){1,3}(?:said|says|added|told|wrote|explained|asked|noted|warned)\b"
    r"|(?:he|she|they) (?:said|added|wrote|told|explained|asked)\b)"
)
_POSSESSIVE = re.compile(r"(?<=s)[\"“”](?= [a-z])")


@dataclass(frozen=True)
class UnbalancedQuotes(DocumentCheck):
    """A quotation without its end, or without its beginning

    Flags a double quotation mark that has no partner. Where the missing mark most likely belongs
    before "he said", that place is flagged, else the mark that stands alone.

    The reader can't tell any more whose words he reads.

    It pairs marks over paragraphs, not over sentences. It stays silent on a quotation that goes on
    in the next paragraph, which opens anew there, on inches, on single marks, which are
    apostrophes too, in a document of one sentence, and where the source has one mark alone too.
    """

    name = "unbalanced-quotes"
    group = "surface"
    category = "linguistic-conventions/punctuation"
    its = "typographical"
    severity = Severity.MINOR
    needs = ENGLISH
    examples = (
        Flags(
            'Ana came. "The students will get a bus, Ruiz said. It left.', at=(",",), suggests=',"'
        ),
        Flags("He called it a “brave and open step. It rained. She left.", at=("“",)),
        Flags('It rained. He left the room" and closed the door.', at=('"',)),
        Keeps('"I am here. You are there." So it went, "always".'),
        Keeps("“One began here.\n\n“It went on here,” he said."),
        Keeps('A 12" disc for a man 6\'2" tall.'),
        Keeps('He said: "Once they say, "It is over," we can go home."'),
        Flags('It is on the Rovers" own site, he wrote. It rained.', at=('"',), suggests="'"),
        Keeps('We have won and are really pumped up", she said.'),
        Keeps("The '90s were the students' years. He said 'no'."),
        Keeps("“He told me: ‘Go.’” Then, “Stay.”"),
    )

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        text = document.text
        starts = [s.start for s in document.segments]
        for at, opened in _alone(document):
            segment = document.segments[bisect.bisect_right(starts, at) - 1]
            if segment.start <= at < segment.end and not _is_cut_out(document, segment, at):
                yield segment, self._judge(segment, text[at], at - segment.start, opened)

    def _judge(self, segment: Segment, mark: str, at: int, opened: bool) -> Issue:
        if opened:
            said = _SAYING.search(segment.text, at + 2)
            if said is not None:
                return self.issue(
                    said.start(),
                    said.start() + 1,
                    "The quotation seems to end here, without its mark.",
                    suggestions=(",”" if mark == "“" else ',"',),
                )
            return self.issue(at, at + 1, "This quotation is never closed.")
        suggestions = ("'",) if _POSSESSIVE.match(segment.text, at) else ()
        return self.issue(
            at, at + 1, "This quotation is closed and was never opened.", suggestions=suggestions
        )


def _is_cut_out(document: Document, segment: Segment, at: int) -> bool:
    """Whether the partner stands elsewhere: in a lone sentence, or where the source has none."""
    if segment.source is not None and len(DOUBLE_QUOTES.findall(segment.source)) % 2:
        return True
    return len(document.segments) == 1 and not _POSSESSIVE.match(document.text, at)


def _alone(document: Document) -> Iterator[tuple[int, bool]]:
    """Places of marks without a partner, and whether they open."""
    text = document.text
    marks = [m.start() for m in DOUBLE_QUOTES.finditer(text)]
    if not marks:
        return
    fresh = _paragraph_starts(document)
    stack: list[int] = []
    for at in marks:
        role = opens(text, at)
        if (
            role is not True
            and text[at - 1].isdigit()
            and (not stack or _closes_later(text, at, marks))
        ):
            continue
        if role is True and at in fresh:
            # A quotation that goes on in a new paragraph opens anew there.
            yield from ((mark, True) for mark in stack[1:])
            stack = [at]
        elif role is True or (role is None and not stack):
            stack.append(at)
        elif stack:
            stack.pop()
        else:
            yield at, False
    yield from ((mark, True) for mark in stack)


def _paragraph_starts(document: Document) -> frozenset[int]:
    starts: dict[int, int] = {}
    for segment in document.segments:
        starts.setdefault(segment.paragraph, segment.start)
    return frozenset(starts.values())


def _closes_later(text: str, at: int, marks: list[int]) -> bool:
    """Whether the next mark after `at` closes, so that the one at `at` need not."""
    later = [m for m in marks if m > at]
    return bool(later) and opens(text, later[0]) is False
