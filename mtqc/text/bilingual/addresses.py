"""Web and mail addresses, and what of them a translation may change."""

from __future__ import annotations

import re
from typing import NamedTuple

_ASCII = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%{}]"
_TOP = (
    "com|org|net|edu|gov|mil|int|info|io|dev|app|co\\.uk|org\\.uk|de|fr|es|it|nl|eu|ru|ua|cz|pl|jp"
    "|cn|br|in|tr|ch|at|be|se|fi|dk|ro|gr"
)
_ADDRESS = re.compile(
    rf"""
      (?P<mail>(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)
    | (?P<url>(?:https?|ftps?|file)://{_ASCII}+|\bwww\.{_ASCII}+)
    | (?P<host>(?<![\w.@/\-])(?:[a-z0-9\-]+\.)+(?:{_TOP})(?![\w\-@]|\.[\w])(?:/{_ASCII}*)?)
    """,
    re.VERBOSE | re.ASCII,
)
_TRAILING = ".,;:!?'\"*"
# Of a company's addresses in several countries, "com" is one.
_LANGUAGE_PART = re.compile(r"com|[a-z]{2}(?:[-_](?:[a-z]{2}|[a-z]{4}|419))?")
_PARTS = re.compile(r"[./?=&]+")


class Address(NamedTuple):
    """An address where it stands; `kind` is "mail", "url" or "host" (without a scheme)."""

    start: int
    end: int
    text: str
    kind: str


def may_have_addresses(text: str) -> bool:
    return "://" in text or "@" in text or "." in text[:-1].strip(". ")


def addresses(text: str) -> list[Address]:
    """The addresses in a text, without the punctuation of the sentence around them."""
    if not may_have_addresses(text):
        return []
    found = []
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_TRAILING)
        while address.endswith((")", "]", "}")) and not _is_balanced(address):
            address = address[:-1].rstrip(_TRAILING)
        if address:
            end = match.start() + len(address)
            found.append(Address(match.start(), end, address, match.lastgroup or ""))
    return found


def _is_balanced(address: str) -> bool:
    pairs = (("(", ")"), ("[", "]"), ("{", "}"))
    return all(address.count(left) == address.count(right) for left, right in pairs)


def key(address: str) -> str:
    """What of an address has to be the same: its scheme, "www.", a last slash and case don't."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower())
    return bare.rstrip("/")


def is_localised(source: str, target: str) -> bool:
    """Whether two web addresses differ only in the parts that name a language or country."""
    if "@" in source or "@" in target:
        return False
    first = [p for p in _PARTS.split(key(source)) if not _LANGUAGE_PART.fullmatch(p)]
    second = [p for p in _PARTS.split(key(target)) if not _LANGUAGE_PART.fullmatch(p)]
    return bool(first) and first == second


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with spaces in the place of `spans`, of the same length."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
