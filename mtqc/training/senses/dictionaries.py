"""Links of words from bilingual dictionaries: foreign word, English word.

Read are dictd files (RFC 2229; `freedict-xxx-eng.dict.dz` with its index) and CC-CEDICT's text.
Dictionaries know senses that a hundred thousand sentences never show.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# ISO 639-3 codes of the dictionaries used and how languages are called here; all are free to share
# under the terms of CC BY or CC BY-SA.
_LANGUAGES = {
    "bul": "bg", "ell": "el", "epo": "eo", "fin": "fi", "ind": "id", "jpn": "ja", "nor": "nb",
    "pol": "pl",
}  # fmt: skip
_NAMED = re.compile(r"freedict-([a-z]{3})-([a-z]{3})\.index")
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NUMBERED = re.compile(r"\d+\. ?(.*)")
# A remark, a sound, a word class, a reference.
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|/[^/]*/|<[^>]*>|\s\d+\.$")
_CEDICT = re.compile(r"\S+ (\S+) \[[^\]]*\] /(.*)/")
_STRESS = "\N{COMBINING ACUTE ACCENT}"


class Link(NamedTuple):
    lang: str
    foreign: str
    english: str


def links(folder: Path) -> Iterator[Link]:
    """What all dictionaries of a folder say, single words alone; a link comes once or oftener."""
    for index in sorted(folder.glob("*.index")):
        if (named := _NAMED.fullmatch(index.name)) is None:
            continue
        one, other = named.groups()
        lang = _LANGUAGES.get(one if other == "eng" else other)
        if lang is None or "eng" not in (one, other):
            continue
        for headword, text in _entries(index):
            for word in _translations(text):
                foreign, english = (headword, word) if other == "eng" else (word, headword)
                if (plain := _english(english)) is not None:
                    yield Link(lang, _unstressed(foreign), plain)
    for file in sorted(folder.glob("cedict*.gz")):
        yield from _cedict(file)


def _entries(index: Path) -> Iterator[tuple[str, str]]:
    """Each entry once, with the first of the words that lead to it."""
    data = gzip.decompress(index.with_suffix(".dict.dz").read_bytes())
    seen: set[int] = set()
    for line in index.read_text("utf-8").splitlines():
        headword, start, length = line.split("\t")[:3]
        first = _number(start)
        if first not in seen and not headword.startswith("00-database"):
            seen.add(first)
            yield headword, data[first : first + _number(length)].decode("utf-8")


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = 64 * value + _DIGITS.index(digit)
    return value


def _translations(text: str) -> Iterator[str]:
    """Those of an entry: of each numbered sense the first line that is more than a remark, and
    without numbers that of the whole entry."""
    wanted = True
    for line in text.splitlines()[1:]:
        numbered = _NUMBERED.match(line.strip())
        if numbered:
            # A number alone announces another meaning of the same translations.
            wanted, line = bool(numbered[1]), numbered[1]
        plain = _ASIDE.sub("", line).strip()
        if wanted and plain and not plain.startswith("Note:"):
            wanted = False
            yield from (part.strip() for part in re.split("[,;]", plain) if part.strip())


def _english(text: str) -> str | None:
    """A single word; a verb may have its "to", a noun its article."""
    plain = re.sub(r"^(to|an?|the) ", "", text.strip())
    return plain if re.fullmatch("[a-z]{3,}", plain) else None


def _unstressed(word: str) -> str:
    """Bulgarian dictionaries write the stress."""
    if not any("CYRILLIC" in unicodedata.name(character, "") for character in word[:1]):
        return word
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace(_STRESS, ""))


def _cedict(file: Path) -> Iterator[Link]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if (entry := _CEDICT.match(line)) is None:
                continue
            for part in re.split("[/;]", entry[2]):
                if (plain := _english(_ASIDE.sub("", part))) is not None:
                    yield Link("zh", entry[1], plain)
