"""Tags and entities that stand in the text itself, and their order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.\-]*)(?P<rest>(?:\s+[\w:.@\-]+(?:\s*=\s*"
    r"(?:\"[^\"<]*\"|'[^'<]*'|\\\"[^\"<]*\\\"|[^\s\"'<>]+))?)*)\s*(?P<alone>/?)>"
)
_ENTITY = re.compile(r"&(?P<name>[A-Za-z][\w.\-]*);")
_VOID = frozenset("br hr img input wbr area base col embed link meta source track param".split())
_NUMBERED = re.compile(r"</?\d+/?>")


class Tag(NamedTuple):
    """A tag where it stands; `key` is what has to be the same in the translation."""

    start: int
    end: int
    text: str
    kind: str
    name: str

    @property
    def key(self) -> str:
        return {"open": "<{}>", "close": "</{}>", "alone": "<{}/>"}[self.kind].format(self.name)


def tags(text: str) -> list[Tag]:
    """The tags in a text: `<b>`, `</b>`, `<br/>`, and the numbered ones of React (`<1>`)."""
    if "<" not in text:
        return []
    found = []
    for match in _TAG.finditer(text):
        name = match["name"].lower()
        kind = "close" if match["close"] else "alone" if match["alone"] else "open"
        if name in _VOID:
            kind = "alone"
        found.append(Tag(match.start(), match.end(), match.group(), kind, name))
    for match in _NUMBERED.finditer(text):
        raw = match.group()
        kind = "close" if raw[1] == "/" else "alone" if raw[-2] == "/" else "open"
        found.append(Tag(match.start(), match.end(), raw, kind, raw.strip("</>")))
    found.sort()
    return found


def entities(text: str) -> list[tuple[int, int, str]]:
    """Entities of the project's own, such as `&brandName;`; those of HTML are letters."""
    if "&" not in text:
        return []
    own = []
    for match in _ENTITY.finditer(text):
        if match["name"] + ";" not in _html_entities():
            own.append((match.start(), match.end(), match.group()))
    return own


@lru_cache(maxsize=1)
def _html_entities() -> frozenset[str]:
    from html.entities import html5

    return frozenset(html5)


def misnested(kinds_and_names: Iterable[tuple[str, str]]) -> int | None:
    """The place of the first tag that closes what is not the last one open; None where all do.

    A tag that is never closed, such as `<p>` or `<li>`, breaks nothing by itself.
    """
    stack: list[str] = []
    for place, (kind, name) in enumerate(kinds_and_names):
        if kind == "open":
            stack.append(name)
        elif kind == "close":
            if not stack or stack[-1] != name:
                return place
            stack.pop()
    return None
