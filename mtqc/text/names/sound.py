"""How a name may be said: its spelling read by the habits of several languages.

A name that went through another script comes back spelled by ear. Courtois, read as
French, sounds like "kurtua"; Wójcik, read as Polish, like "vuitsik". So a known name is read in
several ways and a suspect in one, and the two are compared by sound (`similarity`).

The sound alphabet is small letters a e i o u b d f g h k l m n p r s t v z and
S (ship) Z (measure) C (chin) J (jam) T (cats) X (loch). Written letters y and w have no sound
of their own here: they are read as i and v.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ı": "i", "ə": "a", "ħ": "h", "ŋ": "ng", "ŧ": "t", "ɓ": "b", "ɗ": "d", "ƙ": "k",
        "’": "'", "ʼ": "'", "ʻ": "'", "‘": "'", "`": "'", "´": "'", "ʹ": "'", "‐": "-", "‑": "-",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def fold(token: str) -> str:
    """Lower case without diacritics, apostrophes and hyphens."""
    text = token.lower()
    if not text.isascii():
        text = text.translate(_LETTERS)
        text = unicodedata.normalize("NFKD", text)
        text = "".join([c for c in text if not unicodedata.combining(c)])
    if not text.isalpha():
        text = "".join([c for c in text if c.isalpha()])
    return text


class _Rules(dict[str, str]):
    def __missing__(self, letter: str) -> str:
        return letter


class _Reading:
    """Spelling rules of one habit, longest first; `^` and `$` stand for the edges of the name."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = _Rules({**rules, "^": "", "$": ""})
        keys = sorted(self._rules, key=lambda k: (-len(k), k))
        self._pieces = re.compile("|".join([*map(re.escape, keys), "."]), re.DOTALL).findall

    def __call__(self, spelled: str) -> str:
        return "".join(map(self._rules.__getitem__, self._pieces(f"^{spelled}$")))


def _soft_c(soft: str, hard: str = "k") -> dict[str, str]:
    return {"c": hard, "ce": soft + "e", "ci": soft + "i", "cy": soft + "i"}


_BASE = {
    "a": "a", "b": "b", "d": "d", "e": "e", "f": "f", "g": "g", "h": "h", "i": "i", "j": "J",
    "k": "k", "l": "l", "m": "m", "n": "n", "o": "o", "p": "p", "q": "k", "r": "r", "s": "s",
    "t": "t", "u": "u", "v": "v", "w": "v", "x": "ks", "y": "i", "z": "z",
    "č": "C", "ć": "C", "ç": "s", "š": "S", "ş": "S", "ș": "S", "ś": "S", "ž": "Z", "ż": "Z",
    "ź": "Z", "ř": "rZ", "ñ": "ni", "ń": "n", "ň": "n", "ł": "l", "ť": "t", "ț": "T", "ţ": "T",
    "đ": "J", "ð": "d", "þ": "t", "ß": "s", "ø": "o", "ö": "o", "ő": "o", "å": "o", "ä": "a",
    "æ": "e", "œ": "e", "ü": "u", "ű": "u", "ą": "on", "ę": "en", "ı": "i", "ğ": "g", "ã": "a",
    "õ": "o", "ō": "o", "ū": "u", "ē": "e", "ī": "i", "ā": "a", "ă": "a", "â": "a", "ô": "o",
}  # fmt: skip

_GENERAL = {
    **_BASE, **_soft_c("s"),
    "ch": "C", "tch": "C", "tsch": "C", "sch": "S", "sh": "S", "shch": "S", "zh": "Z", "kh": "X",
    "ph": "f", "th": "t", "gh": "g", "dh": "d", "bh": "b", "ck": "k", "cq": "k", "qu": "kv",
    "ts": "T", "tz": "T", "tzs": "T", "dj": "J", "gj": "J", "vic$": "viC", "dzh": "J", "dz": "z",
    "rh": "r", "wh": "v", "^x": "z",
    "ee": "i", "oo": "u", "ii": "i", "iy": "i", "yi": "i", "ij": "i", "ow$": "ov", "off$": "of",
    "ck$": "k", "^kn": "n", "^wr": "r", "^ts": "T", "^mc": "mak", "^mac": "mak", "^mck": "mak",
    "^mack": "mak",
    "ks": "ks", "ou": "u", "ie$": "i", "ey$": "i", "iyy$": "i", "ddh": "d", "tth": "t", "kkh": "X",
}  # fmt: skip

_POLISH = {
    **_BASE, "c": "T", "j": "i", "ó": "u", "ł": "v", "ch": "X", "cz": "C", "sz": "S", "rz": "Z",
    "ż": "Z", "dz": "z", "dż": "J", "dź": "J", "szcz": "SC", "ci": "Ci", "cia": "Ca", "cie": "Ce",
    "si": "Si", "sia": "Sa", "sie": "Se", "zi": "Zi", "zia": "Za", "ni": "ni", "h": "X",
}  # fmt: skip

_GERMANIC = {
    **_BASE, **_soft_c("T"), "v": "f", "z": "T", "tz": "T", "j": "i", "ch": "X", "sch": "S",
    "tsch": "C", "ei": "ai", "ey": "ai", "ai": "ai", "eu": "oi", "äu": "oi", "ie": "i", "ä": "e",
    "ö": "e",
    "ü": "u", "^st": "St", "^sp": "Sp", "ck": "k", "ph": "f", "th": "t", "qu": "kv", "dt": "t",
    "^s": "z", "y": "u", "ah": "a", "eh": "e", "ih": "i", "oh": "o", "uh": "u", "er$": "er",
    "oe": "u", "ui": "oi", "uy": "oi", "ij": "ei", "aa": "o", "sj": "S", "kj": "C", "sk": "sk",
}  # fmt: skip

_FRENCH = {
    **_BASE, **_soft_c("s"), "g": "g", "ge": "Ze", "gi": "Zi", "gy": "Zi", "j": "Z", "ch": "S",
    "qu": "k", "que$": "k", "gu": "g", "oi": "ua", "oy": "uai", "ou": "u", "eau": "o", "eaux$":
    "o", "au": "o",
    "aux$": "o", "ai": "e", "ais$": "e", "ait$": "e", "ay": "e", "ei": "e", "eu": "e", "gn": "ni",
    "ill": "i",
    "ille": "i", "an": "an", "en": "an", "ain": "en", "in": "en", "h": "", "th": "t", "ph": "f",
    "^h": "",
    "é": "e", "è": "e", "ê": "e", "e$": "", "es$": "", "s$": "", "t$": "", "d$": "", "x$": "",
    "z$": "",
    "p$": "", "ts$": "", "er$": "e", "ez$": "e", "et$": "e", "ier$": "ie", "u": "u", "ll": "l",
    "œu": "e",
    "oin": "uen", "ouin": "uen", "ault$": "o", "aud$": "o", "aut$": "o", "ot$": "o", "os$": "o",
    "ois$": "ua",
    "oix$": "ua",
}  # fmt: skip

_IBERIAN = {
    **_BASE, **_soft_c("s"), "z": "s", "j": "X", "g": "g", "ge": "Xe", "gi": "Xi", "gue": "ge",
    "gui": "gi", "que": "ke", "qui": "ki", "ch": "C", "tx": "C", "ts": "T", "tz": "T", "x": "S",
    "ll": "i", "ñ": "ni", "h": "", "v": "b", "b": "b", "nh": "ni", "lh": "li", "ão": "aun", "ç":
    "s",
    "ões": "oins", "hu": "u", "rr": "r", "y": "i",
}  # fmt: skip

_ITALIAN = {
    **_BASE, **_soft_c("C"), "cc": "k", "cce": "Ce", "cci": "Ci", "cia": "Ca", "cio": "Co", "ciu":
    "Cu", "ch": "k",
    "cch": "k", "gh": "g", "ge": "Je", "gi": "Ji", "gia": "Ja", "gio": "Jo", "giu": "Ju", "ggi":
    "Ji",
    "gli": "li", "gn": "ni", "sce": "Se", "sci": "Si", "scia": "Sa", "z": "T", "zz": "T", "qu":
    "ku", "sch": "sk",
    "j": "i",
}  # fmt: skip

_TURKIC = {**_BASE, "c": "J", "ç": "C", "ğ": "", "j": "Z", "ö": "o", "ü": "u", "y": "i"}

_CENTRAL = {
    **_BASE, "c": "T", "j": "i", "s": "S", "sz": "s", "zs": "Z", "cs": "C", "gy": "di", "ly": "i",
    "ny": "ni", "ty": "ti", "ch": "X", "x": "ks", "cz": "T", "š": "S", "dj": "di", "nj": "ni",
    "lj": "li",
}  # fmt: skip

_BALTIC_SLAVIC = {
    **_BASE, "c": "T", "j": "i", "ch": "X", "h": "h", "nj": "ni", "lj": "li", "dž": "J", "ë": "io",
}  # fmt: skip

_PINYIN = {
    **_BASE, "q": "C", "x": "S", "zh": "J", "ch": "C", "sh": "S", "c": "T", "z": "z", "j": "J",
    "r": "Z", "iu": "iu", "ui": "vei", "yu": "iu", "w": "v", "eo": "o", "eu": "u", "oo": "u", "ae":
    "e", "ee": "i",
    "yeo": "io", "^^": "",
}  # fmt: skip

_READINGS = tuple(
    _Reading(rules)
    for rules in (
        _POLISH, _GERMANIC, _FRENCH, _IBERIAN, _ITALIAN, _TURKIC, _CENTRAL, _BALTIC_SLAVIC, _PINYIN,
    )
)  # fmt: skip
_READ_GENERAL = _Reading(_GENERAL)

_DOUBLE = re.compile(r"(.)\1+")
_CLASSES = str.maketrans(
    {
        "b": "p", "p": "p", "v": "p", "f": "p", "d": "t", "t": "t", "T": "s", "s": "s", "z": "s",
        "S": "s",
        "Z": "s", "C": "s", "J": "s", "k": "k", "g": "k", "X": "k", "l": "l", "r": "l", "m": "n",
        "n": "n",
        "a": None, "e": None, "i": None, "o": None, "u": None, "h": None,
    }
)  # fmt: skip


def _clean(code: str) -> str:
    if not (code.isascii() and code.isalpha()):
        code = "".join([c for c in code if c.isascii() and c.isalpha()])
    return _undoubled(code)


def _undoubled(code: str) -> str:
    # Most have nothing doubled, and a search is a fraction of a substitution.
    return code if _DOUBLE.search(code) is None else _DOUBLE.sub(r"\1", code)


@lru_cache(maxsize=4096)
def general(token: str) -> str:
    """The sound of a name read letter by letter, as transliterations into English are meant."""
    plain = fold(token)
    return _clean(_READ_GENERAL(plain)) if plain else ""


@lru_cache(maxsize=4096)
def readings(token: str) -> tuple[str, ...]:
    """All sounds that a spelling may have, the general one first; without repetitions."""
    spelled = unicodedata.normalize("NFC", token.lower())
    plain = fold(token)
    if not plain:
        return ()
    found = {general(token): None}
    if not spelled.isascii():
        found[_clean(_READ_GENERAL(spelled))] = None
    for read in _READINGS:
        found[_clean(read(spelled))] = None
    found.pop("", None)
    return tuple(found)


@lru_cache(maxsize=4096)
def skeleton(code: str) -> str:
    """The classes of a sound's consonants (p t s k l n), repeats joined.

    Most spellings of one name have the same.
    A sound without consonants keeps its first vowel, so that no skeleton is empty.
    """
    bones = _undoubled(code.translate(_CLASSES))
    if code[:1] in "aeiou":
        bones = "a" + bones
    return bones or code[:1]


@lru_cache(maxsize=4096)
def skeletons(token: str) -> tuple[str, ...]:
    """The skeletons of all readings, without repetitions and without the mark of a first vowel."""
    return tuple(dict.fromkeys(skeleton(code).removeprefix("a") or "a" for code in readings(token)))
