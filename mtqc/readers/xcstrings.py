"""Xcode's string catalogues (.xcstrings): every language in one JSON file, with the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import read_all
from mtqc.readers.encoding import as_utf8
from mtqc.readers.jsonplaces import lines_of
from mtqc.readers.jsonvalue import load
from mtqc.readers.langcode import bcp47
from mtqc.readers.pieces import named
from mtqc.readers.record import label
from mtqc.text.layout import joined

_DEPTH = 8


@dataclass(frozen=True)
class XcStrings:
    """A document for each language but the source's; each variation is a segment."""

    name: ClassVar[str] = "xcstrings"
    suffixes: ClassVar[tuple[str, ...]] = (".xcstrings",)

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        data = read_all(as_utf8(stream), limits)
        strings, source = _strings(load(data))
        found: dict[str, None] = {}
        for entry in strings.values():
            for lang in _dict(_dict(entry).get("localizations")):
                if lang != source:
                    found.setdefault(lang)
        parts = [
            ((number, lang), Raw(name="", reader=self.name, data=data, hint={"lang": lang}))
            for number, lang in enumerate(found, start=1)
        ]
        yield from named(name, parts)

    def parse(self, raw: Raw) -> Document:
        strings, source = _strings(load(raw.data))
        lang = raw.hint["lang"]
        places = lines_of(raw.data, strings)
        return joined(
            raw.name,
            (
                {**part, "unit": label(key), "line": line}
                for (key, entry), line in zip(strings.items(), places, strict=True)
                for part in _parts(key, _dict(entry), source, lang)
            ),
            lang=bcp47(lang),
            source_lang=bcp47(source),
            running=False,
        )


def _strings(value: Any) -> tuple[dict[str, Any], str]:
    strings = _dict(value).get("strings")
    source = _dict(value).get("sourceLanguage")
    if not isinstance(strings, dict) or not isinstance(source, str):
        raise UnreadableInput('not a string catalogue: "sourceLanguage" and "strings" are expected')
    return strings, source


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _parts(key: str, entry: dict[str, Any], source: str, lang: str) -> Iterator[dict[str, Any]]:
    if entry.get("shouldTranslate") is False or not key.strip():
        return
    texts = _dict(entry.get("localizations"))
    sources = dict(_leaves(_dict(texts.get(source))))
    targets = dict(_leaves(_dict(texts.get(lang)))) or {"": {}}
    note = entry.get("comment")
    for variation, unit in targets.items():
        general = variation.rpartition(".")[0]
        original = (
            sources.get(variation)
            or sources.get(f"{general}.other" if general else "")
            or next(iter(sources.values()), {})
        )
        text, source_text = unit.get("value"), original.get("value")
        yield {
            "text": text if isinstance(text, str) else "",
            "source": source_text if isinstance(source_text, str) else key,
            "note": note if isinstance(note, str) and note else None,
            "state": unit.get("state") if isinstance(unit.get("state"), str) else None,
            "meta": {"variation": variation} if variation else {},
        }


def _leaves(
    value: dict[str, Any], path: str = "", depth: int = 0
) -> Iterator[tuple[str, dict[str, Any]]]:
    """String units by what they vary in: "", "plural.one", "device.mac", "NAME.plural.other"."""
    if depth > _DEPTH:
        raise UnreadableInput("a string catalogue nested too deeply")
    if isinstance(value.get("stringUnit"), dict):
        yield path, value["stringUnit"]
    for kind, forms in _dict(value.get("variations")).items():
        for form, below in _dict(forms).items():
            yield from _leaves(_dict(below), f"{path}.{kind}.{form}".lstrip("."), depth + 1)
    for name, below in _dict(value.get("substitutions")).items():
        yield from _leaves(_dict(below), f"{path}.{name}".lstrip("."), depth + 1)
