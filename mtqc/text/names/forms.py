"""The distinct spellings of an article: where each stands and in what company."""

from __future__ import annotations

import re

import msgspec

from mtqc.core.document import Document, Segment
from mtqc.text.names.knowledge import Knowledge, Known
from mtqc.text.names.mentions import Mention, Part, mentions

_TITLE_CASE = 0.6
_MAX_FORMS = 4000
_SPEECH = re.compile(
    r"\s(?:said|says|told|added|asked|wrote|called|thanked|insisted|explained|replied|argued|warned"
    r"|denied|admitted|claimed|declined|scored|resigned|refused|promised|joked|himself|herself)\b"
)


class Spot(msgspec.Struct, frozen=True, order=True, gc=False):
    """Code points in the text of the segment with index `segment`."""

    segment: int
    start: int
    end: int


class Form(msgspec.Struct):
    """One spelling of one name word in one article, or (without spots) a public name as it should
    be.

    `before` and `after`: the name words next to it inside a name, folded, with their spelling, and
    the first word of a longer name; `titled`: how often right after a title or role; `inside`: how
    often inside a sentence, where a capital means something; `tails`: for each spot what follows up
    to the end of the next word of the same name; `leads`: for each spot the name word before,
    folded; both
    empty where there is none.
    """

    text: str
    known: Known
    spots: list[Spot]
    before: dict[str, str]
    after: dict[str, str]
    titled: int = 0
    inside: int = 0
    tails: list[str] = []
    leads: list[str] = []

    @property
    def count(self) -> int:
        return len(self.spots)


class Ordinary(msgspec.Struct, frozen=True, gc=False):
    """An ordinary word with a capital. `alone`: no name beside it; `before` and `after`: folded.

    `first`: its capital may be the sentence's, but a verb of speech follows. `tail`: what follows
    up to the end of the next word of the same name, empty where there is none. `titled`: a title or
    a role stands before.
    """

    text: str
    spot: Spot
    alone: bool
    first: bool
    before: str
    after: str
    tail: str
    titled: bool = False


class Article(msgspec.Struct):
    """All forms of an article by spelling, in order of appearance; its names by segment.

    `capitals`: every word that stands with a capital anywhere, ordinary ones too; `ordinary`:
    words whose capital an ordinary word would not have there.
    """

    forms: dict[str, Form]
    runs: list[tuple[int, tuple[Part, ...]]]
    capitals: set[str]
    ordinary: list[Ordinary]


def _is_title_case(segment: Segment) -> bool:
    words = segment.text.split()
    if len(words) < 4:
        return segment.heading
    large = sum([w[0].isupper() for w in words])
    return large > _TITLE_CASE * len(words)


def _bounds(mention: Mention, known: list[Known], title_case: bool) -> tuple[int, int]:
    """Start and end of the parts that are a name, ordinary words left off its edges.

    An ordinary word stays where names stand on both sides or before it ("Joe Root"), or a
    title ("Mr Root"); at the front only where its capital is not the sentence's ("Light
    Etcheverry").
    """
    parts = mention.parts
    start, end = 0, len(parts)
    while start < end and known[start].common and not parts[start].after_title:
        if start == 0 and not mention.first and not title_case and end > 1 and not known[1].common:
            break
        start += 1
    while end > start + 1 and known[end - 1].common:
        if end == start + 2 and not known[start].common and not title_case:
            break
        end -= 1
    return start, end


def article(document: Document, facts: Knowledge) -> Article:
    """The forms of a document. Words in capitals only (acronyms, shouted lines) are left out."""
    made = Article({}, [], set(), [])
    for segment in document.segments:
        found = mentions(segment.text)
        if not found:
            continue
        title_case = _is_title_case(segment)
        for mention in found:
            parts = mention.parts
            known = [facts.of(p.text) for p in parts]
            made.capitals.update([p.text for p in parts])
            if not title_case and len(parts) < 3:
                made.ordinary.extend(_ordinary(segment, mention, known))
            start, end = _bounds(mention, known, title_case)
            if start < end:
                made.runs.append((segment.index, parts[start:end]))
                _register(made.forms, segment, mention, known, (start, end), title_case)
        if len(made.forms) > _MAX_FORMS:
            break
    return made


def _ordinary(segment: Segment, mention: Mention, known: list[Known]) -> list[Ordinary]:
    parts = mention.parts
    found: list[Ordinary] = []
    for i, word in enumerate(known):
        part = parts[i]
        if not word.common or part.caps or (part.after_title and word.public):
            # "Mr Stone" may well be called so; "Ms Yellow" hardly.
            continue
        first = mention.first and i == 0
        if first and len(parts) == 1 and _SPEECH.match(segment.text, part.end) is None:
            continue
        tied = len(parts) > 1 and parts[1].hyphened and known[0].common and known[1].common
        follows = i + 1 < len(parts)
        found.append(
            Ordinary(
                part.text,
                Spot(segment.index, part.start, part.end),
                len(parts) == 1 or tied,
                first,
                known[i - 1].plain if i else "",
                known[i + 1].plain if follows else "",
                segment.text[part.end : parts[i + 1].end] if follows else "",
                part.after_title,
            )
        )
    return found


def _register(
    forms: dict[str, Form],
    segment: Segment,
    mention: Mention,
    known: list[Known],
    bounds: tuple[int, int],
    title_case: bool,
) -> None:
    parts = mention.parts
    start, end = bounds
    for i in range(start, end):
        part = parts[i]
        if part.caps or len(part.text) < 2:
            continue
        form = forms.get(part.text)
        if form is None:
            form = forms[part.text] = Form(part.text, known[i], [], {}, {}, tails=[], leads=[])
        form.spots.append(Spot(segment.index, part.start, part.end))
        form.titled += part.after_title
        if not title_case and not (mention.first and i == 0):
            form.inside += 1
        lead = tail = ""
        if i > start and not part.hyphened and not parts[i - 1].caps and not known[i - 1].common:
            lead = known[i - 1].plain
            form.before[lead] = parts[i - 1].text
            if start < i - 1 and i == end - 1 and not (parts[start].caps or known[start].common):
                # Naya Marie Rivera is a Naya too.
                form.before[known[start].plain] = parts[start].text
        form.leads.append(lead)
        if i + 1 < end and not parts[i + 1].hyphened:
            tail = segment.text[part.end : parts[i + 1].end]
            if not parts[i + 1].caps and not known[i + 1].common:
                form.after[known[i + 1].plain] = parts[i + 1].text
        form.tails.append(tail)


def together(a: Form, b: Form) -> bool:
    """Whether both stand in one sentence."""
    return not {s.segment for s in a.spots}.isdisjoint(s.segment for s in b.spots)
