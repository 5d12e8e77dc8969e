"""A JSON value from bytes as they come."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from mtqc.core.reader import UnreadableInput
from mtqc.readers.encoding import decode
from mtqc.text.layout import clean

_NESTED = "JSON nested too deeply"


def load(data: bytes) -> Any:
    """The value in `data`; `UnreadableInput` with one line where it isn't JSON.

    Lone surrogates (they become U+FFFD), NaN, raw control characters and other encodings than
    UTF-8 are accepted: what the web calls JSON has them.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    except RecursionError:
        raise UnreadableInput(_NESTED) from None
    try:
        return _scrubbed(json.loads(decode(data), strict=False))
    except RecursionError:
        raise UnreadableInput(_NESTED) from None
    except ValueError as error:
        raise UnreadableInput(f"not JSON: {error}") from None


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): _scrubbed(item) for key, item in value.items()}
    return value
