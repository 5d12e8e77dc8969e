"""Flutter's ARB and i18next's JSON: catalogues of one language in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from mtqc.core.reader import UnreadableInput
from mtqc.readers.catalogue import Catalogue, Entry, Found
from mtqc.readers.jsonplaces import lines_of
from mtqc.readers.jsonvalue import load
from mtqc.readers.langcode import bcp47, of_path
from mtqc.readers.record import TEXT_FIELDS, is_pair

_PLURAL_KEY = re.compile(r"(.+)_(zero|one|two|few|many|other|plural|\d)$", re.DOTALL)
_PLURAL_ENDS = ("_one", "_other", "_plural")
_MARKS = re.compile(r"\{\{[^{}]+\}\}|\$t\(")


@dataclass(frozen=True)
class Arb(Catalogue):
    """Application Resource Bundle: texts by key, what is known of them under "@key"."""

    name: ClassVar[str] = "arb"
    suffixes: ClassVar[tuple[str, ...]] = (".arb",)

    def entries(self, data: bytes) -> Found:
        value = _object(load(data))
        keys = [key for key, text in value.items() if key[:1] != "@" and isinstance(text, str)]
        lang = value.get("@@locale")
        found = [
            Entry(key=key, text=value[key], line=line, **_known(value.get(f"@{key}")))
            for key, line in zip(keys, lines_of(data, keys), strict=True)
        ]
        return Found(found, bcp47(lang) if isinstance(lang, str) else None)


def _known(about: Any) -> dict[str, Any]:
    if not isinstance(about, dict):
        return {}
    note, context = about.get("description"), about.get("context")
    placeholders = about.get("placeholders")
    meta: dict[str, Any] = {}
    if isinstance(context, str):
        meta["context"] = context
    if isinstance(placeholders, dict) and placeholders:
        meta["placeholders"] = list(placeholders)
    return {"note": note if isinstance(note, str) and note else None, "meta": meta}


@dataclass(frozen=True)
class I18next(Catalogue):
    """Nested keys joined by "."; a `.json` file is told by what is in it or its path."""

    name: ClassVar[str] = "i18next"
    suffixes: ClassVar[tuple[str, ...]] = ()

    def entries(self, data: bytes) -> Found:
        leaves = list(_leaves(_object(load(data))))
        lines = lines_of(data, [last for _, last, _ in leaves])
        return Found(
            [_entry(key, text, line) for (key, _, text), line in zip(leaves, lines, strict=True)]
        )


def is_i18next(value: Any, path: str) -> bool:
    """Whether a JSON value is a catalogue: nothing but texts, and a sign that they are translated.

    The sign is a placeholder, a key of a plural form, or a path that names a language.
    """
    if not isinstance(value, dict) or not value or is_pair(value):
        return False
    if "segments" in value or any(isinstance(value.get(field), str) for field in TEXT_FIELDS):
        return False
    try:
        leaves = list(_leaves(value))
    except UnreadableInput:
        return False
    return bool(leaves) and (
        of_path(path) is not None
        or any(_MARKS.search(text) or key.endswith(_PLURAL_ENDS) for key, _, text in leaves)
    )


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableInput("a JSON object of keys and texts is expected")
    return value


def _entry(key: str, text: str, line: int) -> Entry:
    plural = _PLURAL_KEY.match(key)
    if plural is None:
        return Entry(key=key, text=text, line=line)
    return Entry(key=plural[1], text=text, line=line, plural=plural[2])


def _leaves(value: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(joined key, last key, text) in the order of the file; `UnreadableInput` for other values.

    The last key of what stands in a list is that of the list.
    """
    stack: list[tuple[str, str, Iterator[tuple[str, Any]]]] = [("", "", iter(value.items()))]
    while stack:
        path, above, items = stack[-1]
        item = next(items, None)
        if item is None:
            stack.pop()
            continue
        key, below = item
        joined = f"{path}.{key}" if path else key
        if isinstance(below, str):
            yield joined, above or key, below
        elif isinstance(below, dict):
            stack.append((joined, "", iter(below.items())))
        elif isinstance(below, list):
            items = ((str(index), one) for index, one in enumerate(below))
            stack.append((joined, above or key, items))
        elif below is not None:
            raise UnreadableInput(f"{joined[:80]}: a text is expected")
