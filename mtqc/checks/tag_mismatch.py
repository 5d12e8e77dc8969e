"""`tag-mismatch`: markup that is missing, added or wrongly nested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Code, Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.tags import Tag, misnested, tags


@dataclass(frozen=True)
class TagMismatch(SegmentCheck):
    """A tag is missing, added or wrongly nested

    Flags a tag or an inline code of the source that the translation lacks, one that the source
    doesn't have, and tags that close in the wrong order.

    A lost tag loses a link or a line break; an open one turns the rest of the page bold.

    **How it decides.** Tags in the text are held together by name and kind, whatever their
    attributes (`<a href="…">`), `<br>` and `<br/>` alike; inline codes of XLIFF and TMX by their
    ids. Nesting is judged only where the source's own is right. All of it is major.

    **When it stays silent.** On tags that only change places, on "a < b" and other prose.
    """

    name: ClassVar[str] = "tag-mismatch"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "design-and-markup/markup"
    its: ClassVar[str] = "markup"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    examples = (
        Flags(Pair("Press <b>Save</b> now.", "Drücken Sie <b>Speichern<b>.", lang="de"),
              at=("<b>",), suggests="</b>"),
        Flags(Pair("Read <a href=\"x\">this</a>.", "Lisez ceci.", lang="fr"), at=("Lisez ceci.",)),
        Flags(Pair("First<br>second", "第一 第二", lang="zh"), at=("第一 第二",)),
        Flags(Pair("Now <0>buy <1>it</1></0>", "今 <0><1>買う</0></1>", lang="ja"), at=("</0>",)),
        Flags(Pair("Good night", "Gute <i>Nacht</i>", lang="de"), at=("<i>", "</i>")),
        Keeps(Pair("<b>Total</b>: <i>free</i>", "<i>مجانا</i>: <b>المجموع</b>", lang="ar")),
        Keeps(Pair("One<br>two", "Eins<br />zwei", lang="de")),
        Keeps(Pair("if a < b and b > c", "si a < b et b > c", lang="fr")),
        Keeps(Pair("<a href='/en/' title='Home'>Home</a>",
                   "<a href='/de/' title='Start'>Start</a>", lang="de")),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        if not source or not text.strip():
            return
        if "<" in source or "<" in text:
            yield from self._tags(tags(source), tags(text), text)
        if segment.codes or segment.source_codes:
            yield from self._codes(segment)

    def _tags(self, ours: list[Tag], theirs: list[Tag], text: str) -> Iterable[Issue]:
        missing = Counter(t.key for t in ours) - Counter(t.key for t in theirs)
        extra = Counter(t.key for t in theirs) - Counter(t.key for t in ours)
        lost = [key for key, count in missing.items() for _ in range(count)]
        shown = {t.key: t.text for t in reversed(ours)}
        added = []
        for tag in reversed(theirs):
            if extra[tag.key]:
                extra[tag.key] -= 1
                added.append(tag)
        for tag in reversed(added):
            right = lost.pop() if len(lost) == 1 else None
            yield self.issue(
                tag.start,
                tag.end,
                f"The source has {shown[right]}." if right else f"{tag.text} is not in the source.",
                suggestions=(shown[right],) if right else (),
            )
        if lost:
            yield self.issue(0, len(text), f"{', '.join(shown[k] for k in lost)} is missing here.")
        if missing or added:
            return
        if misnested((t.kind, t.name) for t in ours) is None:
            place = misnested((t.kind, t.name) for t in theirs)
            if place is not None:
                tag = theirs[place]
                yield self.issue(tag.start, tag.end, f"{tag.text} closes what is not open here.")

    def _codes(self, segment: Segment) -> Iterable[Issue]:
        text = segment.text
        ours = {(c.id, c.kind): c for c in reversed(segment.source_codes)}
        theirs = {(c.id, c.kind): c for c in reversed(segment.codes)}
        missing = Counter(map(_key, segment.source_codes)) - Counter(map(_key, segment.codes))
        extra = Counter(map(_key, segment.codes)) - Counter(map(_key, segment.source_codes))
        if missing:
            shown = ", ".join(ours[key].shown for key in missing)
            yield self.issue(0, len(text), f"{shown} is missing here.")
        for key in extra:
            code = theirs[key]
            start = min(code.at, len(text) - 1)
            yield self.issue(start, start + 1, f"{code.shown} is not in the source.")
        if missing or extra:
            return
        if misnested((c.kind, c.id) for c in segment.source_codes) is None:
            place = misnested((c.kind, c.id) for c in segment.codes)
            if place is not None:
                code = segment.codes[place]
                start = min(code.at, len(text) - 1)
                yield self.issue(start, start + 1, f"{code.shown} closes what is not open here.")


def _key(code: Code) -> tuple[str, str]:
    return code.id, code.kind
