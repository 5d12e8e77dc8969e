"""Brackets that are opened and not closed, or closed and never opened."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mtqc.core.check import DocumentCheck, Flags, Keeps
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【"}
_BRACKET = re.compile(r"[()\[\]{}（）【】]")
_SMILEY = re.compile(r"[:;=8xX][-o'^]?[()\[\]{}]+|[()\[\]]+[-o'^]?[:;=](?!\w)|¯\\_\(ツ\)_/¯|\^_?\^")
_LIST_MARKER = re.compile(r"(?:^|[\s(;,:])(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})$")
_INTERVAL = re.compile(r"[(\[]\s*-?[\d.]+\s*[,;]\s*-?[\d.]+\s*[)\]]")


@dataclass(frozen=True)
class UnbalancedBrackets(DocumentCheck):
    """A bracket without its partner

    Flags a round, square or curly bracket that is never closed, or was never opened.

    Half a bracket is what is left when a sentence was cut or a piece of it was not translated.

    It pairs brackets over the whole document. It stays silent on list markers ("a)"),
    smileys and half-open intervals.
    """

    name = "unbalanced-brackets"
    group = "surface"
    category = "linguistic-conventions/punctuation"
    its = "typographical"
    severity = Severity.MINOR
    examples = (
        Flags("The bank (founded in 1901 has closed. It was old.", at=("(",)),
        Flags("The bank, founded in 1901), has closed.", at=(")",)),
        Flags("He [the mayor) left.", at=("[", ")")),
        Keeps("He (the mayor. Yes, him.) left [again]."),
        Keeps("Bring a) bread, b) salt and 3) wine :-) or :("),
        Keeps("The interval [0, 1) is half open."),
        Keeps("1) First\n\n2) Second (and last)"),
    )

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        starts = [s.start for s in document.segments]
        for at in _alone(document.text):
            segment = document.segments[bisect.bisect_right(starts, at) - 1]
            if not segment.start <= at < segment.end:
                continue
            opened = document.text[at] in _PAIRS.values()
            message = (
                "This bracket is never closed." if opened else "This bracket was never opened."
            )
            yield segment, self.issue(at - segment.start, at - segment.start + 1, message)


def _alone(text: str) -> Iterator[int]:
    """Places of brackets without a partner, in order."""
    if all(text.count(right) == text.count(left) for right, left in _PAIRS.items()):
        return
    skipped = [m.span() for p in (_SMILEY, _INTERVAL) for m in p.finditer(text)]
    stack: list[int] = []
    alone: list[int] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        if any(a <= at < b for a, b in skipped):
            continue
        partner = _PAIRS.get(text[at])
        if partner is None:
            stack.append(at)
        elif stack and text[stack[-1]] == partner:
            stack.pop()
        elif not _LIST_MARKER.search(text, max(0, at - 7), at):
            alone.append(at)
    yield from sorted(alone + stack)
