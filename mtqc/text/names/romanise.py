"""Names of other scripts, and what may write their letters in Latin.

Each script has a table (`mtqc/data/names/romanise`) that lists, for its letters and letter groups,
what writes them in Latin letters: first the schemes (BGN/PCGN, ISO 9, ALA-LC, Hepburn, Revised
Romanisation, Hunterian), after `|` what the orthographies of the languages that names come from
make of them (Шмидт is Schmidt, Хьюз is Hughes); `-` stands for nothing. Chinese characters have
their Pinyin without tones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

import msgspec

_SAME = str.maketrans(
    dict.fromkeys("şśșŝ", "š")
    | dict.fromkeys("çć", "č")
    | dict.fromkeys("źż", "ž")
    | {"ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o"}
    | {"ı": "i", "ə": "a", "ħ": "h"}
    | dict.fromkeys("ʼ’'ʻ`")
)
_RUNS = re.compile(
    "(?P<latin>[A-Za-zÀ-ɏ]+)|(?P<cyrillic>[Ѐ-ԯ]+)|(?P<greek>[Ͱ-Ͽἀ-῿]+)|(?P<arabic>[ء-ۿ]+)"
    "|(?P<hebrew>[א-ת'׳״]+)|(?P<tamil>[஀-௿]+)|(?P<sinhala>[඀-෿\u200d]+)"
    "|(?P<indic>[ऀ-ॿঀ-৿਀-੿઀-૿ఀ-౿ಀ-೿ഀ-ൿ\u200d]+)|(?P<kana>[ァ-ヺー]+)|(?P<hangul>[가-힣]+)"
    "|(?P<han>[一-鿿]+)"
)
_JAPANESE = re.compile("[ぁ-ヺ]")
# A Chinese name has no edges in its text: two or three characters are a person's or a place.
_HAN_LENGTHS = (2, 3)
_DEVANAGARI = {
    c: 0x0900 + (c & 0x7F)
    for block in (0x0980, 0x0A00, 0x0A80, 0x0C00, 0x0C80, 0x0D00)
    for c in range(block, block + 0x80)
} | {0x200D: None}
VOWELS = frozenset("aeiouy")
_KEPT_LATIN = frozenset("šžčłđþðøæœßäöüåı")


class Unit(msgspec.Struct, frozen=True):
    """What may write a letter or a group of letters."""

    schemes: tuple[str, ...]
    others: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """What is known of one script.

    `longest` is the length of the longest group; `upper` says that names have capitals, `open` that
    vowels are left unwritten; `native` matches names whose vowels can be relied on.
    """

    units: dict[str, Unit]
    longest: int
    upper: bool
    open: bool
    native: re.Pattern[str] | None
    endings: frozenset[str]
    prefixes: tuple[str, ...]
    syllables: dict[str, str]


class _Raw(msgspec.Struct, frozen=True):
    letters: dict[str, str]
    names: str
    open: bool = False
    native: str | None = None
    endings: str = ""
    prefixes: str = ""
    syllables: dict[str, str] = {}


def _chunks(text: str) -> tuple[str, ...]:
    return tuple("" if chunk == "-" else chunk for chunk in text.split())


@lru_cache(maxsize=16)
def table_of(script: str) -> Table:
    """The table of a script, read once."""
    file = resources.files("mtqc") / "data" / "names" / "romanise" / f"{script}.json"
    raw = msgspec.json.decode(file.read_bytes(), type=_Raw)
    units = {}
    for letters, spelled in raw.letters.items():
        schemes, _, others = spelled.partition("|")
        key = letters if script in ("kana", "hangul", "han") else _normal(letters, script)
        units[key] = Unit(_chunks(schemes), _chunks(others))
    return Table(
        units=units,
        longest=max(map(len, units)),
        upper=raw.names == "upper",
        open=raw.open,
        native=re.compile(raw.native) if raw.native else None,
        endings=frozenset(_normal(e, script) for e in raw.endings.split()) | {""},
        prefixes=tuple(raw.prefixes.split()),
        syllables={c: said for said, signs in raw.syllables.items() for c in signs},
    )


@lru_cache(maxsize=4096)
def spelling(word: str) -> str:
    """A Latin word as the tables have it: lower case, plain but for š, č and ž."""
    text = word.lower()
    if text.isascii():
        return text.replace("'", "")
    text = text.translate(_SAME)
    return "".join(
        c if c in "šžč" else unicodedata.normalize("NFD", c)[0] for c in text if c.isalpha()
    )


def _normal(word: str, script: str) -> str:
    word = unicodedata.normalize("NFC", word.lower())
    if script == "latin":
        return "".join(
            c if c in _KEPT_LATIN else unicodedata.normalize("NFD", c.translate(_SAME))[:1]
            for c in word
        )
    if script == "indic":
        return unicodedata.normalize("NFC", word.translate(_DEVANAGARI))
    if script == "greek":
        bare = unicodedata.normalize("NFD", word)
        return "".join(c for c in bare if not unicodedata.combining(c)).replace("ς", "σ")
    if script == "hangul":
        return unicodedata.normalize("NFD", word)
    if script == "kana":
        return _mora(word)
    if script == "han":
        said = table_of("han").syllables
        return "".join([said.get(c, "?") for c in word])
    return word


_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ",
    "h": "ハヒフヘホ", "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ",
    "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_KANA = {
    kana: row + v for row, line in _ROWS.items() for kana, v in zip(line, "aiueo", strict=True)
}
_KANA |= {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu",
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "vu", "ヰ": "wi",
    "ヱ": "we", "ー": "-", "ッ": "x",
}  # fmt: skip
_SMALL = dict(
    zip("ァィゥェォャュョヮ", ("a", "i", "u", "e", "o", "ya", "yu", "yo", "wa"), strict=True)
)


def _mora(word: str) -> str:
    """Katakana in letters: ジョンソン is "jonson", a long vowel "-", a doubled consonant "x"."""
    out = ""
    for kana in word:
        small = _SMALL.get(kana)
        if small is None:
            out += _KANA.get(kana, "")
        elif small[0] == "y" and out.endswith(("shi", "chi", "ji")):
            out = out[:-1] + small[1:]
        elif small[0] == "y" and out.endswith("i"):
            out = out[:-1] + small
        else:
            out = (out[:-1] if out[-1:] in VOWELS else out) + small
    return out


class SourceName(msgspec.Struct, frozen=True):
    """A word of a source text that may be a name."""

    text: str
    script: str


@lru_cache(maxsize=256)
def source_names(text: str) -> tuple[SourceName, ...]:
    """The words of a source text that may be names, in order.

    Capitalised words where the script has capitals, runs of katakana, each two and three
    Chinese characters in a row, else all words.
    """
    return tuple(_source_names(text))


def _source_names(text: str) -> Iterator[SourceName]:
    for run in _RUNS.finditer(text):
        script, word = run.lastgroup or "", run.group()
        if script == "han":
            if not _JAPANESE.search(text):
                for size in _HAN_LENGTHS:
                    for i in range(len(word) - size + 1):
                        yield SourceName(word[i : i + size], script)
            continue
        if len(word) >= (2 if script == "hangul" else 3) and (
            not table_of(script).upper or word[0].isupper()
        ):
            yield SourceName(word, script)


@lru_cache(maxsize=4096)
def forms(name: SourceName) -> tuple[tuple[str, str], ...]:
    """The name in the letters of its table, without each prefix that it may have, and in Latin."""
    table = table_of(name.script)
    bare = [name.text]
    bare += [
        name.text[len(p) :]
        for p in table.prefixes
        if name.text.startswith(p) and len(name.text) - len(p) >= 3
    ]
    return tuple((w, _plainly(w, table)) for w in (_normal(b, name.script) for b in bare))


def _plainly(word: str, table: Table) -> str:
    out, i = "", 0
    while i < len(word):
        for k in range(table.longest, 0, -1):
            unit = table.units.get(word[i : i + k])
            if unit is not None:
                out += unit.schemes[0]
                break
        i += k
    return out


def romanised(name: SourceName) -> str:
    """The name in Latin letters by the first scheme of its table, lower case."""
    return forms(name)[0][1]


@lru_cache(maxsize=4096)
def is_pinyin(word: str) -> bool:
    """Whether a spelling is made of syllables of Mandarin."""
    said = frozenset(table_of("han").syllables.values())
    text, ends = spelling(word), {0}
    for end in range(1, len(text) + 1):
        if any(text[i:end] in said for i in range(max(0, end - 6), end) if i in ends):
            ends.add(end)
    return len(text) in ends
