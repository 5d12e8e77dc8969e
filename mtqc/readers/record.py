"""A record (a JSON object, a table row) as a document: the fields that mean something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mtqc.core.document import Document
from mtqc.core.reader import UnreadableInput
from mtqc.text.layout import clean, cut, joined

TEXT_FIELDS = ("text", "body", "content", "article")
_TARGET_FIELDS = ("target", "text")
_UNIT_FIELDS = ("unit", "id")
_LABEL_LENGTH = 200


def label(value: Any) -> str | None:
    """An id as it stands in a document's name, or None where it can't be one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = " ".join(clean(str(value)).split())
    return text[:_LABEL_LENGTH] or None


def document(
    name: str, record: Any, line: int = 1, *, where: str = "", lines: Sequence[int] | None = None
) -> Document:
    """The document in a record with a text or `segments`.

    `line` is the record's line in its input, that of all its segments if `lines` does not
    give one for each; `where` begins every message. `UnreadableInput` where there is no text.
    """
    if not isinstance(record, dict):
        raise UnreadableInput(f"{where}an object is expected, not {_kind(record)}")
    lang = record.get("lang")
    lang = lang if isinstance(lang, str) and lang else None
    if "segments" in record:
        parts = record["segments"]
        if not isinstance(parts, list):
            raise UnreadableInput(f'{where}"segments" must be a list, not {_kind(parts)}')
        segments = [
            _segment(part, lines[index] if lines else line, f"{where}segment {index + 1}: ")
            for index, part in enumerate(parts)
        ]
        meta = _without(record, ("segments", "id", "lang"))
        return joined(name, segments, lang=lang, meta=meta)
    field = next((field for field in TEXT_FIELDS if field in record), None)
    if field is None:
        raise UnreadableInput(
            f'{where}a "text" or "segments" field is expected; found: {_listed(record)}'
        )
    text = record[field]
    if not isinstance(text, str):
        raise UnreadableInput(f'{where}"{field}" must be a string, not {_kind(text)}')
    meta = _without(record, (field, "id", "lang"))
    return cut(name, text, lang=lang, meta=meta, first_line=line, one_line=True)


def _segment(part: Any, line: int, where: str) -> Mapping[str, Any]:
    if isinstance(part, str):
        return {"text": part, "line": line}
    if not isinstance(part, dict):
        raise UnreadableInput(f"{where}a string or an object is expected, not {_kind(part)}")
    field = next((field for field in _TARGET_FIELDS if field in part), None)
    if field is None:
        raise UnreadableInput(f'{where}a "target" is expected; found: {_listed(part)}')
    for key in (field, "source", "reference"):
        if not isinstance(part.get(key), str | None):
            raise UnreadableInput(f'{where}"{key}" must be a string, not {_kind(part[key])}')
    unit = next((key for key in _UNIT_FIELDS if label(part.get(key))), None)
    return {
        "text": part[field] or "",
        "unit": label(part[unit]) if unit else None,
        "source": part.get("source"),
        "reference": part.get("reference"),
        "line": line,
        "meta": _without(part, (field, "source", "reference", unit)),
    }


def _without(record: Mapping[str, Any], used: Iterable[str | None]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in used}


def _listed(record: Mapping[str, Any]) -> str:
    return ", ".join(str(key)[:40] for key in list(record)[:10]) or "nothing"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", dict: "an object", list: "a list", str: "a string"}
    return names.get(type(value), "a number")
