"""A record (a JSON object, a table row) as a document: the fields that mean something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mtqc.core.document import Document
from mtqc.core.reader import UnreadableInput
from mtqc.readers.langcode import bcp47
from mtqc.text.layout import clean, cut, joined

TEXT_FIELDS = ("text", "body", "content", "article")
# What a pair of source and target is called in the tables of translation tools; best first.
TARGET_FIELDS = ("target", "target_text", "tgt", "translation", "mt")
SOURCE_FIELDS = ("source", "source_text", "src", "original")
_SEGMENT_FIELDS = (*TARGET_FIELDS, "text")
_REFERENCE_FIELDS = ("reference", "ref")
_UNIT_FIELDS = ("unit", "id", "key")
_NOTE_FIELDS = ("note", "notes", "comment", "comments")
_STATE_FIELDS = ("state", "status")
_LENGTH_FIELDS = ("max_length", "max-length", "maxlength")
_LANG_FIELDS = ("target_lang", "target_language", "lang")
_SOURCE_LANG_FIELDS = ("source_lang", "source_language")
_LABEL_LENGTH = 200


def label(value: Any) -> str | None:
    """An id as it stands in a document's name, or None where it can't be one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = " ".join(clean(str(value)).split())
    return text[:_LABEL_LENGTH] or None


def is_pair(fields: Iterable[str]) -> bool:
    """Whether a record with these fields is one segment and not a document."""
    found = set(fields)
    return not found.isdisjoint(TARGET_FIELDS) and found.isdisjoint(("segments", *TEXT_FIELDS))


def document(
    name: str,
    record: Any,
    line: int = 1,
    *,
    where: str = "",
    lines: Sequence[int] | None = None,
    rows: bool = False,
) -> Document:
    """The document in a record with a text or `segments`.

    `line` is the record's line in its input, that of all its segments if `lines` does not
    give one for each; `where` begins every message. With `rows` the segments are those of a table:
    units of their own where they have a source. `UnreadableInput` where there is no text.
    """
    if not isinstance(record, dict):
        raise UnreadableInput(f"{where}an object is expected, not {_kind(record)}")
    lang = _language([record], _LANG_FIELDS, loose=True)
    source_lang = _language([record], _SOURCE_LANG_FIELDS)
    if "segments" in record:
        parts = record["segments"]
        if not isinstance(parts, list):
            raise UnreadableInput(f'{where}"segments" must be a list, not {_kind(parts)}')
        segments = [
            _segment(part, lines[index] if lines else line, f"{where}segment {index + 1}: ")
            for index, part in enumerate(parts)
        ]
        return joined(
            name,
            segments,
            lang=lang or _language(parts, _LANG_FIELDS),
            source_lang=source_lang or _language(parts, _SOURCE_LANG_FIELDS),
            running=not (rows and any(part.get("source") is not None for part in segments)),
            meta=_without(record, ("segments", "id", "lang")),
        )
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


def _language(parts: Sequence[Any], fields: Sequence[str], *, loose: bool = False) -> str | None:
    """The one language that records name, None where they name none or several.

    A document's own `lang` is taken as it stands (`loose`).
    """
    found = {
        value
        for part in parts
        if isinstance(part, dict)
        and isinstance(value := next((part[f] for f in fields if part.get(f)), None), str)
    }
    if len(found) != 1:
        return None
    (value,) = found
    return value if loose else bcp47(value)


def _segment(part: Any, line: int, where: str) -> Mapping[str, Any]:
    if isinstance(part, str):
        return {"text": part, "line": line}
    if not isinstance(part, dict):
        raise UnreadableInput(f"{where}a string or an object is expected, not {_kind(part)}")
    field = _field(part, _SEGMENT_FIELDS)
    if field is None:
        raise UnreadableInput(f'{where}a "target" is expected; found: {_listed(part)}')
    source, reference = _field(part, SOURCE_FIELDS), _field(part, _REFERENCE_FIELDS)
    for key in (field, source, reference):
        if key is not None and not isinstance(part[key], str | None):
            raise UnreadableInput(f'{where}"{key}" must be a string, not {_kind(part[key])}')
    unit = next((key for key in _UNIT_FIELDS if label(part.get(key))), None)
    note, state = _text_field(part, _NOTE_FIELDS), _text_field(part, _STATE_FIELDS)
    length = _field(part, _LENGTH_FIELDS)
    most = _whole(part[length]) if length else None
    if most is None:
        length = None
    used = (field, source, reference, unit, note, state, length)
    return {
        "text": part[field] or "",
        "unit": label(part[unit]) if unit else None,
        "source": part[source] if source else None,
        "reference": part[reference] if reference else None,
        "note": part[note] if note else None,
        "state": part[state] if state else None,
        "max_length": most,
        "line": line,
        "meta": _without(part, used),
    }


def _field(record: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((name for name in names if name in record), None)


def _text_field(record: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((n for n in names if isinstance(record.get(n), str) and record[n].strip()), None)


def _whole(value: Any) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 else None


def _without(record: Mapping[str, Any], used: Iterable[str | None]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in used}


def _listed(record: Mapping[str, Any]) -> str:
    return ", ".join(str(key)[:40] for key in list(record)[:10]) or "nothing"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", dict: "an object", list: "a list", str: "a string"}
    return names.get(type(value), "a number")
