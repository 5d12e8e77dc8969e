"""XLIFF 1.2, 2.0 and 2.1, and the dialects of 1.2 that translation tools write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable
from mtqc.readers.langcode import bcp47
from mtqc.readers.pieces import named
from mtqc.readers.record import label
from mtqc.readers.xmlcut import pieces
from mtqc.text.layout import joined
from mtqc.text.xliff_units import (
    PROFILES,
    UNIT_TAGS,
    XliffSegment,
    counts_code_points,
    files,
    languages,
    segments,
)
from mtqc.text.xmltree import tree


@dataclass(frozen=True)
class Xliff:
    """Each `<file>` is a document, each `trans-unit` or `segment` a segment."""

    name: ClassVar[str] = "xliff"
    suffixes: ClassVar[tuple[str, ...]] = (
        ".xlf",
        ".xliff",
        ".mxliff",
        ".mqxliff",
        ".sdlxliff",
        ".txlf",
    )

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        state = {"code-points": False}

        def seen(tag: str, attributes: dict[str, str]) -> None:
            if tag == "file":
                state["code-points"] = False
            elif tag == PROFILES:
                state["code-points"] = counts_code_points(attributes)

        def parts() -> Iterator[tuple[tuple[int, str], Raw]]:
            found = False
            for piece in pieces(
                stream, limits, root="xliff", unit=UNIT_TAGS, holder="file", seen=seen
            ):
                found = True
                original = piece.above.get("original") or piece.above.get("id") or ""
                hint: dict[str, Any] = {"original": original} if original else {}
                if state["code-points"]:
                    hint["code-points"] = True
                raw = Raw(name="", reader=self.name, data=piece.data, line=piece.line, hint=hint)
                yield (piece.holder, original), raw
            if not found:
                yield (0, ""), Raw(name="", reader=self.name, data=b"")

        yield from named(name, parts())

    def parse(self, raw: Raw) -> Document:
        if not raw.data:
            return joined(raw.name, (), running=False)
        root = tree(raw.data, first_line=raw.line)
        file = next(files(root))
        source_lang, lang = languages(root, file)
        found = segments(root, file, code_points=raw.hint.get("code-points", False))
        original = raw.hint.get("original")
        return joined(
            raw.name,
            (_part(segment) for segment in found),
            lang=bcp47(lang),
            source_lang=bcp47(source_lang),
            running=False,
            meta={"original": original} if original else None,
        )


def _part(segment: XliffSegment) -> dict[str, Any]:
    return {
        "text": segment.target.text,
        "source": segment.source.text,
        "unit": label(segment.unit),
        "codes": segment.target.codes,
        "source_codes": segment.source.codes,
        "line": segment.line,
        "note": segment.note,
        "state": segment.state,
        "max_length": segment.max_length,
        "meta": segment.meta,
    }
