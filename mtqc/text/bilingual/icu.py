"""ICU MessageFormat: arguments and the branches of plural and select.

The syntax is that of https://unicode-org.github.io/icu/userguide/format_parse/messages/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_STARTS = re.compile(r"\{\s*[\w.]+\s*,\s*(?:plural|select|selectordinal)\s*,")
_NAME = re.compile(r"\s*([\w.]+)\s*")
_KEY = re.compile(r"\s*(=\d+|[\w\-]+)\s*\{")
_DEEPEST = 20


class BadMessage(ValueError):
    """The braces or branches of a message are not well-formed; the text says where."""


@dataclass
class Message:
    """`arguments`: names to formats ("" for a plain one); `branches`: the keys of each plural or
    select, by its argument and format."""

    arguments: dict[str, str] = field(default_factory=dict)
    branches: dict[tuple[str, str], set[str]] = field(default_factory=dict)


def is_message(text: str) -> bool:
    """Whether a text has a plural or select; simpler arguments are plain placeholders."""
    return "{" in text and _STARTS.search(text) is not None


def parse(text: str) -> Message:
    """The arguments and branches of a message, nested ones too. Raises `BadMessage`."""
    message = Message()
    end = _text(text, 0, message, 0)
    if end != len(text):
        raise BadMessage(f"a closing brace too many: “{_near(text, end)}”")
    return message


def _near(text: str, at: int) -> str:
    return text[max(0, at - 10) : at + 10]


def _text(text: str, at: int, message: Message, depth: int) -> int:
    if depth > _DEEPEST:
        raise BadMessage("braces are nested too deeply")
    while at < len(text):
        c = text[at]
        if c == "'" and text[at + 1 : at + 2] in ("{", "}"):
            close = text.find("'", at + 1)
            at = len(text) if close < 0 else close + 1
        elif c == "{":
            at = _argument(text, at + 1, message, depth)
        elif c == "}":
            return at
        else:
            at += 1
    if depth:
        raise BadMessage("a closing brace is missing")
    return at


def _argument(text: str, at: int, message: Message, depth: int) -> int:
    name = _NAME.match(text, at)
    if name is None:
        raise BadMessage(f"no argument stands after the brace: “{_near(text, at)}”")
    at = name.end()
    if text[at : at + 1] == "}":
        message.arguments.setdefault(name.group(1), "")
        return at + 1
    if text[at : at + 1] != ",":
        raise BadMessage(f"neither a comma nor a closing brace: “{_near(text, at)}”")
    kind = _NAME.match(text, at + 1)
    if kind is None:
        raise BadMessage(f"no format stands after the comma: “{_near(text, at)}”")
    at = kind.end()
    message.arguments[name.group(1)] = kind.group(1)
    if kind.group(1) not in ("plural", "select", "selectordinal"):
        close = text.find("}", at)
        if close < 0:
            raise BadMessage("a closing brace is missing")
        return close + 1
    keys = message.branches.setdefault((name.group(1), kind.group(1)), set())
    at += 1
    if (offset := re.compile(r"\s*offset\s*:\s*\d+").match(text, at)) is not None:
        at = offset.end()
    while (key := _KEY.match(text, at)) is not None:
        keys.add(key.group(1))
        at = _text(text, key.end(), message, depth + 1) + 1
    while text[at : at + 1].isspace():
        at += 1
    if text[at : at + 1] != "}":
        raise BadMessage(f"a branch has no text in braces: “{_near(text, at)}”")
    return at + 1
