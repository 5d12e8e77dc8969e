"""Placeholders: what a program replaces before the user sees the text.

The syntaxes are those of C and Objective-C printf, Python's % and str.format, ICU MessageFormat,
i18next, Qt, Ruby, .NET, the shell and Mustache.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_CONVERSION = "[diouxXeEfFgGaAcCsSpn@]"
_SIZE = "(?:hh|h|ll|l|L|q|j|z|t)?"
_WIDTH = r"(?:\*|\d+)?(?:\.(?:\*|\d+)?)?"
# Without "%" before it, so that a doubled one is not half read.
_PRINTF = rf"%(?:\d+\$)?[-+#0']*{_WIDTH}{_SIZE}{_CONVERSION}"
_SPACED_PRINTF = rf"%(?:\d+\$)?[-+#0 ']*{_WIDTH}{_SIZE}{_CONVERSION}"
_ICU_TYPE = "(?:number|date|time|spellout|ordinal|duration|list)\\b"
_SYNTAX = re.compile(
    rf"""
      (?P<nested>\$t\([^()]*\))
    | (?P<mustache>\{{\{{\{{?[#/^&>!]?\s*[^{{}}]*\}}\}}\}}?)
    | (?P<shell>\$\{{[^{{}}]*\}})
    | (?P<ruby>[%\#]\{{[^{{}}]*\}})
    | (?P<python>%\([^()]*\)[-+\#0]*{_WIDTH}{_SIZE}[a-zA-Z])
    | (?P<brace>\{{[\w.\[\]\-]*(?:![rsa])?(?:\s*,\s*(?:-?\d+|{_ICU_TYPE})[^{{}}]*|:[^{{}}]*)?\}})
    | (?P<qt>(?<![\d%])%L?[1-9]\d?(?![\d%$dsfu@]|[.,]\d)|(?<![\w%])%n(?!\w))
    | (?P<printf>(?<![\d%])(?:%%)*{_PRINTF}(?![A-Za-z]*%))
    | (?P<named>(?<![\w%])%[A-Za-z_]\w*%(?!\w))
    """,
    re.VERBOSE,
)
_FLAGGED_PRINTF = re.compile(rf"%%|{_SPACED_PRINTF}")
_MAY_HAVE = re.compile(r"[%{]|\$t\(")
_FORMAT_FLAGS = {
    "c-format": "printf", "objc-format": "printf", "php-format": "printf", "perl-format": "printf",
    "python-format": "printf", "lua-format": "printf", "sh-format": "shell", "go-format": "printf",
    "boost-format": "printf", "gcc-internal-format": "printf", "ruby-format": "printf",
    "java-printf-format": "printf", "qt-format": "qt", "kde-format": "qt", "qt-plural-format": "qt",
    "python-brace-format": "brace", "csharp-format": "brace", "java-format": "brace",
    "rust-format": "brace", "icu-message-format": "brace",
}  # fmt: skip
# In prose a per cent sign stands before a letter or figure in some languages (Turkish %50).
_AMBIGUOUS = frozenset({"printf", "qt"})
_CLEAR_PRINTF = re.compile(rf"%(?:\d+\$|[-+#0']*{_WIDTH}{_SIZE}[dsuf@](?![A-Za-z]{{3}}))")
_POSITION = re.compile(r"%(\d+)\$")
_BRACE_NAME = re.compile(r"[\w.\[\]\-]*")


class Placeholder(NamedTuple):
    """A placeholder where it stands. `key` is what has to be the same in the translation;
    `ordered` where its place among the others decides what it is replaced with."""

    start: int
    end: int
    text: str
    kind: str
    key: str
    ordered: bool


def may_have_placeholders(text: str) -> bool:
    return _MAY_HAVE.search(text) is not None


def formats(flags: str | Iterable[str]) -> frozenset[str]:
    """The syntaxes that the flags of a catalogue's unit promise ("c-format", "python-format")."""
    if isinstance(flags, str):
        flags = re.split(r"[,\s]+", flags)
    return frozenset(_FORMAT_FLAGS[f] for f in flags if f in _FORMAT_FLAGS)


def placeholders(text: str, promised: frozenset[str] = frozenset()) -> list[Placeholder]:
    """The placeholders in a text, from left to right.

    In a text that promises none, a per cent sign counts only where it can't be prose.
    """
    if not may_have_placeholders(text):
        return []
    found = [_made(match) for match in _SYNTAX.finditer(text) if _counts(match, promised)]
    if "printf" in promised:
        taken = [(p.start, p.end) for p in found if p.kind != "printf"]
        found = [p for p in found if p.kind not in ("printf", "qt", "named")]
        found += [
            _printf(match.start(), match.group())
            for match in _FLAGGED_PRINTF.finditer(text)
            if match.group() != "%%"
            and not any(match.start() < e and s < match.end() for s, e in taken)
        ]
        found.sort()
    return found


def _counts(match: re.Match[str], promised: frozenset[str]) -> bool:
    kind = match.lastgroup
    if kind == "brace":
        inside = match.group()[1:-1]
        return bool(inside) or "brace" in promised or match.group() == "{}"
    if kind in _AMBIGUOUS and kind not in promised:
        if kind == "qt":
            # %1 alone can be a Turkish or Basque percentage: the comparison decides.
            return True
        start = match.end() - len(match.group().lstrip("%")) - 1
        return _CLEAR_PRINTF.match(match.string, start) is not None
    return True


def _made(match: re.Match[str]) -> Placeholder:
    kind, text = match.lastgroup or "", match.group()
    start = match.start()
    if kind == "printf":
        bare = re.sub(r"^(?:%%)+(?=%)", "", text)
        return _printf(start + len(text) - len(bare), bare)
    key = text
    if kind == "mustache":
        key = "{{" + re.split(r"[,|]", text.strip("{}"))[0].strip() + "}}"
    elif kind == "brace":
        name = _BRACE_NAME.match(text, 1)
        key = "{" + (name.group() if name else "") + "}"
    elif kind == "python":
        key = text.partition(")")[0] + ")" + text[-1]
    ordered = key == "{}"
    return Placeholder(start, match.end(), text, kind, key, ordered)


def _printf(start: int, text: str) -> Placeholder:
    position = _POSITION.match(text)
    kind_of_value = {"i": "d"}.get(text[-1], text[-1])
    size = re.search(rf"{_SIZE}(?={_CONVERSION}$)", text)
    key = f"%{size.group() if size else ''}{kind_of_value}"
    if position:
        key = f"%{position.group(1)}${key[1:]}"
    return Placeholder(start, start + len(text), text, "printf", key, position is None)
