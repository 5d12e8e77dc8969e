"""What the Unicode CLDR says of a language: number words, magnitudes, months, plural keywords.

The table is `mtqc/data/locales/locales.json.zst`, made by `make.py` beside it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

import msgspec

_TABLE = Path(__file__).parent.parent.parent / "data" / "locales" / "locales.json.zst"


class Locale(msgspec.Struct, frozen=True):
    """One language. Words are case-folded; all tables are empty where CLDR has none.

    `marks`: decimal and grouping mark. `numbers`: words to values, forms that go on from a
    shorter one left out. `scales`: words to powers of ten. `months`: names to 1..12.
    """

    marks: tuple[str, str] = (".", ",")
    months: dict[str, int] = {}
    scales: dict[str, int] = {}
    numbers: dict[str, int] = {}
    plurals: tuple[str, ...] = ()

    @property
    def knows_numbers(self) -> bool:
        return bool(self.numbers)


# What CLDR's formats leave out: Indian and East Asian units in other languages' texts, and the
# short forms that journalists and accountants write.
_MORE_SCALES = {
    "en": {
        "lakh": 5, "lac": 5, "crore": 7, "lakhs": 5, "crores": 7, "bn": 9, "mn": 6, "tn": 12,
        "hundred": 2, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12,
        "m": 6, "k": 3, "b": 9,
    },
    "ne": {"करोड": 7, "अर्ब": 9, "खर्ब": 11, "मिलियन": 6, "बिलियन": 9},
    "hi": {"करोड": 7, "हजार": 3, "अरब": 9, "खरब": 11, "मिलियन": 6, "बिलियन": 9, "सौ": 2},
    "ur": {"کروڑ": 7, "لاکھ": 5, "ہزار": 3, "ملین": 6, "بلین": 9, "ارب": 9, "کھرب": 11},
    "fr": {"milliers": 3, "mio": 6, "mrd": 9, "k": 3},
    "de": {"tsd": 3, "billion": 12, "billionen": 12, "hundert": 2},
    "es": {"miles": 3, "millon": 6, "mill": 6, "mm": 6, "billones": 12, "billón": 12, "m": 6},
    "ca": {"mil": 3},
    "pt": {"bilhões": 9, "bilhão": 9, "mil milhões": 9, "bi": 9, "mi": 6},
    "it": {"mila": 3, "mln": 6, "mld": 9},
    "ru": {"миллиардов": 9, "триллионов": 12, "тысячами": 3, "тысячам": 3, "сот": 2},
    "uk": {"млн.": 6, "мільярдів": 9, "тисячам": 3, "сотень": 2},
    "ar": {"آلاف": 3, "الف": 3, "ألفا": 3, "ألفًا": 3, "مليونا": 6, "مليونًا": 6, "مليارات": 9,
           "تريليون": 12, "بليون": 9},
    "tr": {"bin": 3, "trilyon": 12, "yüz": 2},
    "id": {"triliun": 12, "trilyun": 12, "ratus": 2},
    "ms": {"bilion": 9, "trilion": 12},
    "vi": {"ngàn": 3, "vạn": 4},
    "th": {"หมื่น": 4, "แสน": 5, "ร้อย": 2},
}  # fmt: skip
_HAN = {
    "割": 1, "十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12,
    "百万": 6, "千万": 7, "百萬": 6, "千萬": 7, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
    "十億": 9, "百億": 10, "千億": 11, "萬億": 12, "十万": 5, "十萬": 5,
}  # fmt: skip
_HANGUL = {
    "백": 2, "천": 3, "만": 4, "백만": 6, "천만": 7, "억": 8, "십억": 9, "백억": 10,
    "천억": 11, "조": 12,
}  # fmt: skip
_MORE_NUMBERS = {
    "en": {"dozen": 12, "half": 0, "twice": 2, "once": 1, "double": 2, "couple": 2, "pair": 2,
           "decade": 10, "century": 100, "centuries": 100, "single": 1, "both": 2, "teen": 13,
           "hundreds": 100, "fortnight": 14, "treble": 3, "triple": 3, "second": 2, "noon": 12,
           "midday": 12, "midnight": 12, "quarter": 15, "teenage": 13},
}  # fmt: skip
_WRITTEN_TOGETHER = frozenset("zh yue wuu ja th lo km my bo dz".split())


@lru_cache(maxsize=1)
def _table() -> dict[str, Locale]:
    import zstandard

    data = zstandard.ZstdDecompressor().decompress(_TABLE.read_bytes())
    return msgspec.json.decode(data, type=dict[str, Locale])


def primary(lang: str) -> str:
    """The primary code of a BCP 47 tag in small letters: "pt" of "pt_BR"."""
    return lang.replace("_", "-").partition("-")[0].lower()


def is_written_together(lang: str) -> bool:
    """Whether words of the language follow one another without spaces."""
    return primary(lang) in _WRITTEN_TOGETHER


@lru_cache(maxsize=64)
def locale(lang: str) -> Locale:
    """What is known of a language by its BCP 47 code; an empty `Locale` for an unknown one."""
    code = {"nb": "no", "nn": "nn", "iw": "he", "tl": "fil", "sh": "sr"}.get(
        primary(lang), primary(lang)
    )
    found = _table().get(code)
    if found is None:
        return Locale()
    scales = {**found.scales, **_MORE_SCALES.get(code, {})}
    if code in ("zh", "ja", "yue"):
        scales.update(_HAN)
    if code == "ko":
        scales.update(_HANGUL)
    return msgspec.structs.replace(
        found,
        scales={folded(word): power for word, power in scales.items()},
        numbers={
            folded(word): value
            for word, value in {**found.numbers, **_MORE_NUMBERS.get(code, {})}.items()
        },
        months={folded(word): month for word, month in found.months.items()},
    )


_APOSTROPHES = str.maketrans("ʼ’‘`´", "'''''")


def folded(text: str) -> str:
    """Case-folded, composed (NFC), with one kind of apostrophe; lengths may change."""
    return unicodedata.normalize("NFC", text.casefold()).translate(_APOSTROPHES)


@lru_cache(maxsize=64)
def words_of_value(lang: str) -> dict[int, tuple[str, ...]]:
    """The number words of a language by value."""
    found: dict[int, list[str]] = {}
    for word, value in locale(lang).numbers.items():
        found.setdefault(value, []).append(word)
    return {value: tuple(words) for value, words in found.items()}
