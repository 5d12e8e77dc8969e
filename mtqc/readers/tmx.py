"""TMX 1.4: a translation memory, one document for each target language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable
from mtqc.readers.langcode import bcp47
from mtqc.readers.pieces import named
from mtqc.readers.record import label
from mtqc.readers.xmlcut import pieces
from mtqc.text.layout import joined
from mtqc.text.xliff_inline import NOTHING, inline
from mtqc.text.xmltree import XML_LANG, Node, tree

_UNIT = frozenset({"tu"})
_ANY = "*all*"


@dataclass
class _Languages:
    """What a file has said of its languages so far: `found` in the order of their first use."""

    source: str = _ANY
    found: dict[str, None] = field(default_factory=dict)

    def __call__(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "header":
            self.source = attributes.get("srclang") or _ANY
        elif tag == "tuv":
            self.found.setdefault(_lang(attributes))


@dataclass(frozen=True)
class Tmx:
    """The header's `srclang` is the source, or where it is `*all*` each unit's first language."""

    name: ClassVar[str] = "tmx"
    suffixes: ClassVar[tuple[str, ...]] = (".tmx",)

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        languages = _Languages()

        def parts() -> Iterator[tuple[tuple[int, str], Raw]]:
            numbers: dict[str, int] = {}
            for piece in pieces(
                stream, limits, root="tmx", unit=_UNIT, holder="tmx", seen=languages
            ):
                source, targets = _roles(languages)
                for lang in targets:
                    number = numbers.setdefault(lang, len(numbers) + 1)
                    hint = {"source": source, "target": lang}
                    raw = Raw(
                        name="", reader=self.name, data=piece.data, line=piece.line, hint=hint
                    )
                    yield (number, lang), raw
            if not numbers:
                yield (0, ""), Raw(name="", reader=self.name, data=b"")

        yield from named(name, parts())

    def parse(self, raw: Raw) -> Document:
        if not raw.data:
            return joined(raw.name, (), running=False)
        source, target = raw.hint["source"], raw.hint["target"]
        units = (node for node in tree(raw.data, first_line=raw.line).walk() if node.tag == "tu")
        return joined(
            raw.name,
            (part for unit in units if (part := _part(unit, source, target)) is not None),
            lang=bcp47(target),
            source_lang=bcp47(source),
            running=False,
        )


def _lang(attributes: dict[str, str]) -> str:
    return (attributes.get(XML_LANG) or attributes.get("lang") or "").strip()


def _same(one: str, other: str) -> bool:
    """Whether two codes mean one language; "en" and "en-US" do, "en-GB" and "en-US" do not."""
    one, other = one.lower().replace("_", "-"), other.lower().replace("_", "-")
    return one == other or one.partition("-")[0] == other or one == other.partition("-")[0]


def _roles(languages: _Languages) -> tuple[str, list[str]]:
    """The source language and the others, so far."""
    found = list(languages.found)
    source = languages.source
    if source == _ANY and found:
        source = found[0]
    return source, [lang for lang in found if not _same(lang, source)]


def _part(unit: Node, source: str, target: str) -> dict[str, Any] | None:
    variants = {_lang(variant.attrs): variant for variant in reversed(list(unit.all("tuv")))}
    of_target = variants.get(target)
    if of_target is None:
        return None
    own = unit.get("srclang") or source
    of_source = variants.get(own) or next(
        (variant for lang, variant in reversed(variants.items()) if _same(lang, own)), None
    )
    holders = [unit, of_target]
    notes = [note.text().strip() for holder in holders for note in holder.all("note")]
    properties = {
        prop.get("type") or "": prop.text().strip()
        for holder in holders
        for prop in holder.all("prop")
    }
    text, source_text = _segment(of_target), _segment(of_source)
    segment = of_target.first("seg")
    return {
        "text": text.text,
        "source": source_text.text if of_source is not None else None,
        "unit": label(unit.get("tuid")),
        "codes": text.codes,
        "source_codes": source_text.codes,
        "line": (of_target if segment is None else segment).line,
        "note": "\n".join(filter(None, notes)) or None,
        "meta": {"properties": properties} if properties else {},
    }


def _segment(variant: Node | None) -> Any:
    segment = variant.first("seg") if variant is not None else None
    return NOTHING if segment is None else inline(segment, version="tmx")
