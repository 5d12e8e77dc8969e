"""Names sent through another script and back, as weak translation does.

    python -m mtqc.training.transliterate NAME...

prints variants of the names, a line per script, to look at.

A name is first read aloud (`mtqc.text.names.sound`), then written in the other script by ICU, with
the losses of that script (no p in Arabic, no l in Japanese, no vowels in Hebrew), then romanised by
ICU and respelled as an English text would have it: without diacritics, by one of several habits,
sometimes with a case ending or a slip. PyICU is needed for training only.
"""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from mtqc.text.names.sound import fold, general, readings

Choices = dict[str, tuple[str, ...]]

SCRIPTS = (
    "Devanagari", "Bengali", "Cyrillic", "Arabic", "Hebrew", "Katakana", "Hangul", "Thai", "Greek",
    "Chinese",
)  # fmt: skip

# The sounds of `text.names.sound` in ICU's Latin of each script; what is repeated is likelier.
_INDIC: Choices = {
    "S": ("ś", "ś", "s"), "Z": ("j", "ś", "z"), "C": ("c",), "J": ("j",), "T": ("ts", "c"),
    "X": ("kh", "h"), "f": ("ph", "f"), "z": ("z", "j"), "a": ("a", "ā", "ā"), "i": ("i", "ī"),
    "u": ("u", "ū"), "e": ("e", "e", "ē", "ai"), "o": ("o", "o", "ō", "au"),
    "t": ("t", "ṭ"), "d": ("d", "ḍ"),
}  # fmt: skip
_TO_SCRIPT: dict[str, Choices] = {
    "Devanagari": {**_INDIC, "v": ("v", "v", "b")},
    "Bengali": {**_INDIC, "v": ("bh", "b", "oẏa"), "z": ("j",), "s": ("s", "ś")},
    "Cyrillic": {
        "S": ("š",), "Z": ("ž",), "C": ("č",), "J": ("dž", "dž", "ž"), "T": ("c",), "X": ("h",),
        "h": ("h", "h", "g"), "i": ("i", "i", "i", "y", "j"), "e": ("e", "e", "e", "è"),
    },
    "Arabic": {
        "S": ("sh",), "Z": ("j", "z"), "C": ("tsh", "sh"), "J": ("j",), "T": ("ts",), "X": ("kh",),
        "p": ("b", "b", "p"), "v": ("f", "w", "v"), "g": ("gh", "j", "k"), "e": ("ī", "i", "a", ""),
        "i": ("ī", "ī", "i"), "o": ("ū", "ū", "u"), "u": ("ū", "ū", "u"), "a": ("ā", "ā", "a"),
        "z": ("z",), "s": ("s", "s", "s", "ṣ"), "t": ("t", "t", "t", "ṭ"),
    },
    "Hebrew": {
        "S": ("ş",), "Z": ("z",), "C": ("ts",), "J": ("g",), "T": ("ẕ",), "X": ("ẖ", "k"),
        "f": ("p",), "v": ("v", "w"), "e": ("e", "", "i"), "a": ("a", "a", ""), "k": ("k", "q"),
    },
    "Katakana": {
        "S": ("sh",), "Z": ("j",), "C": ("ch",), "J": ("j",), "T": ("ts",), "X": ("h",),
        "v": ("v", "b"), "l": ("r",), "f": ("f",),
    },
    "Hangul": {
        "S": ("s", "si"), "Z": ("j",), "C": ("ch",), "J": ("j",), "T": ("ch", "j"), "X": ("h",),
        "v": ("b",), "f": ("p",), "z": ("j",), "e": ("e", "e", "ae"), "o": ("o", "eo"),
    },
    "Thai": {
        "S": ("ch", "s"), "Z": ("s", "ch"), "C": ("ch",), "J": ("c", "y"), "T": ("s",),
        "X": ("kh",),
        "v": ("w",), "z": ("s",), "g": ("k", "kh"), "r": ("r", "l"), "k": ("k", "kh"),
        "t": ("t", "th"), "p": ("p", "ph"), "a": ("a", "ā"), "o": ("o", "ọ̄"), "i": ("i", "ī"),
    },
    "Greek": {
        "S": ("s",), "Z": ("z",), "C": ("ts",), "J": ("tz",), "T": ("ts",), "X": ("ch",),
        "h": ("ch",), "v": ("b",), "b": ("mp", "b"), "d": ("nt", "d"), "g": ("gk", "g"),
        "f": ("ph",), "u": ("ou",), "i": ("i", "ē", "y", "ei"), "e": ("e", "ai"), "o": ("o", "ō"),
    },
}  # fmt: skip

# What a language without a sound at the end of a syllable makes of it.
_FINALS: dict[str, dict[str, str]] = {
    "Thai": {"l": "n", "f": "p", "s": "t", "b": "p", "d": "t", "z": "t", "r": "n", "g": "k"},
    "Hangul": {"t": "teu", "s": "seu", "k": "keu", "p": "peu", "f": "peu", "d": "deu", "z": "jeu"},
}

# How romanised letters are respelled in English; a tuple holds the habits, the usual one first.
_HABITS: dict[str, Choices] = {
    "Devanagari": {
        "ś": ("sh", "sh", "s"), "ṣ": ("sh",), "c": ("ch",), "ch": ("chh", "ch"), "ph": ("f", "ph"),
        "ī": ("i", "ee"), "ū": ("u", "oo"), "v": ("v", "v", "w"), "ṁ": ("n", "m"),
        "ai": ("ai", "e"),
        "au": ("au", "o"), "j": ("j", "j", "z"), "y": ("y", "i"), "bh": ("bh", "v"),
    },
    "Cyrillic": {
        "š": ("sh",), "ž": ("zh", "zh", "j"), "č": ("ch", "ch", "tch"), "c": ("ts", "c", "tz"),
        "ŝ": ("shch", "sch"), "h": ("kh", "h", "kh", "ch"), "j": ("y", "i", "j", ""),
        "û": ("yu", "iu"), "â": ("ya", "ia"), "ë": ("e", "yo"), "è": ("e",), "y": ("y", "i"),
        "e": ("e", "e", "e", "e", "ye"), "v": ("v", "v", "v", "w"), "ʹ": ("",), "k": ("k",),
        "ks": ("ks", "x"),
    },
    "Arabic": {
        "ā": ("a", "a", "aa", "e"), "ī": ("i", "i", "ee", "e"), "ū": ("u", "o", "oo", "ou"),
        "i": ("i", "e", "a", ""), "u": ("u", "o", ""), "a": ("a", "a", "e", ""), "gh": ("gh", "g"),
        "kh": ("kh", "kh", "h"), "j": ("j", "g", "dj"), "q": ("q", "k"), "w": ("w", "u", "o", "v"),
        "dh": ("dh", "th", "d"), "ḥ": ("h",), "y": ("y", "i"), "sh": ("sh", "sh", "ch"),
    },
    "Hebrew": {
        "ş": ("s", "sh"), "ẕ": ("tz", "ts", "z"), "ẖ": ("ch", "h", "kh"), "k": ("k", "ch", "kh"),
        "p": ("f", "p", "f"), "w": ("v", "o", "u", "w"), "b": ("b", "v"), "q": ("k",),
        "y": ("y", "i"),
        "v": ("v", "b"),
    },
    "Katakana": {
        "u": ("u", "u", ""), "r": ("r", "r", "l"), "o": ("o", "o", "o", ""), "ā": ("a", "ar", "er"),
        "ō": ("o", "ou", "or", "oh"), "ū": ("u", "uu", "oo"), "ē": ("e", "ei", "ay"),
        "b": ("b", "b", "v"),
        "tsu": ("tsu", "ts", "tu"), "chi": ("chi", "ti"), "shi": ("shi", "si"), "ji": ("ji", "zi"),
        "f": ("f", "h", "f"), "n": ("n", "n", "m"),
    },
    "Hangul": {
        "eu": ("eu", "u", ""), "eo": ("eo", "o", "u"), "l": ("l", "r"), "r": ("r", "l"),
        "b": ("b", "v", "p"), "p": ("p", "f"), "j": ("j", "z", "ch"), "g": ("g", "k"),
        "d": ("d", "t"), "oe": ("oe", "we"), "ae": ("ae", "e"), "ch": ("ch", "ts"),
    },
    "Thai": {
        "c": ("ch", "j"), "kh": ("kh", "k"), "th": ("th", "t"), "ph": ("ph", "p"), "w": ("w", "v"),
        "ā": ("a",), "ī": ("i", "ee"), "l": ("l", "r"), "k": ("k", "g"), "š": ("s",),
    },
    "Greek": {
        "b": ("v", "b"), "mp": ("b", "mp"), "nt": ("d", "nt"), "gk": ("g",),
        "ch": ("ch", "h", "kh"),
        "ph": ("f", "ph"), "ē": ("i", "e"), "ō": ("o",), "y": ("y", "i"), "ou": ("ou", "u"),
        "tz": ("tz", "j"), "ei": ("ei", "i"), "ai": ("e", "ai"), "x": ("x", "ks"),
    },
    "Chinese": {
        "x": ("x", "sh", "s"), "q": ("q", "ch"), "zh": ("zh", "j"), "ke": ("ke", "k", "c"),
        "te": ("te", "t"), "si": ("si", "s", "s"), "fu": ("fu", "f", "v"),
        "er": ("er", "l", "r", ""),
        "de": ("de", "d"), "ge": ("ge", "g"), "bu": ("bu", "b"), "pu": ("pu", "p"),
        "mu": ("mu", "m"),
        "ci": ("ts", "c"), "zi": ("z", "zi"), "shi": ("sh", "shi"), "w": ("w", "v"),
        "l": ("l", "l", "r"),
    },
}  # fmt: skip
_HABITS["Bengali"] = {
    **_HABITS["Devanagari"], "b": ("b", "b", "v"), "bh": ("bh", "v", "b"), "a": ("a", "a", "o"),
    "ō": ("o",), "ẏ": ("y", ""),
}  # fmt: skip

# Transcription characters of Chinese, by sound: before a, e, i, o, u, an, en/in, and alone.
_SYLLABLES = {
    "": "阿埃伊奥乌安恩", "b": "巴贝比博布班本布", "p": "帕佩皮波普潘彭普",
    "d": "达德迪多杜丹登德", "t": "塔特蒂托图坦滕特", "g": "加格吉戈古甘根格",
    "k": "卡克基科库坎肯克", "v": "瓦韦维沃武万文夫", "f": "法费菲福富凡芬夫",
    "z": "扎泽齐佐祖赞曾兹", "s": "萨塞西索苏桑森斯", "S": "沙谢希肖舒尚申什",
    "Z": "扎热日若茹然任日", "J": "贾杰吉乔朱詹金奇", "C": "查切奇乔楚钱琴奇",
    "T": "察策齐措楚灿岑茨", "h": "哈赫希霍胡汉亨赫", "X": "哈赫希霍胡汉亨赫",
    "m": "马梅米莫穆曼门姆", "n": "纳内尼诺努南宁恩", "l": "拉莱利洛卢兰伦尔",
    "r": "拉雷里罗鲁兰伦尔",
}  # fmt: skip
_NUCLEI = {"a": 0, "e": 1, "i": 2, "o": 3, "u": 4, "an": 5, "en": 6, "in": 6}
_SYLLABLE = re.compile(r"([bpdtgkvfzsSZJCThXmnlr]?)(an(?![aeiou])|[ei]n(?![aeiou])|[aeiou]|)")

_ENDINGS = {
    "Cyrillic": "om a u ym e oy oi ogo em y i ov".split(),
    "Baltic": "as is us s a ai".split(),
    "Finnic": "n in ssa lla sta lle".split(),
}
_VOWELS = frozenset("aeiou")


@lru_cache(maxsize=32)
def _icu(name: str) -> Callable[[str], str]:
    import icu

    transliterator: Any = icu.Transliterator.createInstance(name)
    return transliterator.transliterate  # type: ignore[no-any-return]


def _spell(text: str, choices: Choices, random_: random.Random) -> str:
    """Replaces letters and letter groups, longest first, each by one of its choices."""
    return _pattern(tuple(choices)).sub(lambda m: random_.choice(choices[m.group()]), text)


@lru_cache(maxsize=64)
def _pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, keys), key=lambda k: (-len(k), k))))


def _chinese(sound: str) -> str:
    """A sound in transcription characters."""
    found = []
    for onset, nucleus in _SYLLABLE.findall(sound):
        if onset or nucleus:
            found.append(_SYLLABLES[onset][_NUCLEI.get(nucleus, 7 if onset else 0)])
    return "".join(found)


def _written(sound: str, script: str, random_: random.Random) -> str:
    """A sound as the script writes it."""
    if script == "Chinese":
        return _chinese(sound)
    finals = _FINALS.get(script)
    if finals:
        sound = re.sub(r"[^aeiounm](?=$|[^aeiourl])", lambda m: finals.get(m[0], m[0]), sound)
    written = _icu(f"Latin-{script}")(_spell(sound, _TO_SCRIPT[script], random_))
    if script in ("Devanagari", "Bengali"):
        # Clusters are written without the virama by readers who don't expect them.
        written = re.sub(
            "[\u094d\u09cd]", lambda m: "" if random_.random() < 0.12 else m[0], written
        )
    if script in ("Arabic", "Hebrew") and random_.random() < 0.6:
        # Short vowels are not written.
        written = re.sub("[\u064b-\u0652\u05b0-\u05bb]", "", written)
    return written


def _revowel(text: str, random_: random.Random) -> str:
    """Guesses vowels between consonants where a script left them out."""

    def guess(match: re.Match[str]) -> str:
        return match[1] + random_.choice(("a", "a", "e", "i", "o", "", ""))

    return re.sub(
        r"([^aeiouāīūōē\W])(?=[^aeiouāīūōēhyw\W][^aeiouāīūōēh\W]|[^aeiouāīūōēh\W]$)", guess, text
    )


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", fold(text))
    return "".join(c for c in text if "a" <= c <= "z")


def _romanised(written: str, script: str, random_: random.Random) -> str:
    source = "Han" if script == "Chinese" else script
    latin = unicodedata.normalize("NFC", _icu(f"{source}-Latin")(written)).lower()
    if script == "Chinese":
        latin = _plain(latin)
    if script in ("Arabic", "Hebrew"):
        latin = _revowel(latin, random_)
    return _plain(_spell(latin, _HABITS[script], random_))


def _finished(text: str, name: str, script: str, random_: random.Random) -> str:
    """Doubled letters, case endings and slips, as they come with translated names."""
    if random_.random() < 0.3:
        # A translator that knows the name's look doubles and ends it as English does.
        for double in "lstnfpmr":
            if double * 2 in name and random_.random() < 0.6:
                text = text.replace(double, double * 2, 1)
        if name.endswith("e") and text[-1:] not in _VOWELS and random_.random() < 0.5:
            text += "e"
    chance = random_.random()
    if len(text) >= 4 and chance < 0.1:
        kind = random_.choice(("Cyrillic", "Cyrillic", "Baltic", "Finnic"))
        ending = random_.choice(_ENDINGS[kind])
        stem = text[:-1] if text[-1] in "aeiouy" and ending[0] in _VOWELS else text
        text = stem + ending
    elif len(text) >= 5 and chance < 0.16:
        at = random_.randrange(1, len(text) - 1)
        text = text[:at] + text[at + 1 :]
    elif len(text) >= 5 and chance < 0.2:
        at = random_.randrange(1, len(text) - 1)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    elif len(text) >= 4 and chance < 0.24:
        at = random_.randrange(1, len(text))
        text = text[:at] + text[at - 1] + text[at:]
    if script == "Arabic" and text.startswith("al") and len(text) >= 6 and random_.random() < 0.5:
        text = text[2:]
    return text


def variant(name: str, script: str, random_: random.Random) -> str:
    """One spelling of `name`, folded, that came back from `script`; may be the name itself."""
    sounds = readings(name)
    sound = general(name) if random_.random() < 0.6 else random_.choice(sounds)
    romanised = _romanised(_written(sound, script, random_), script, random_)
    return _finished(romanised, fold(name), script, random_) if romanised else romanised


def variants(name: str, script: str, count: int, random_: random.Random) -> list[str]:
    """Up to `count` different spellings that came back from `script`, the right one left out."""
    plain = fold(name)
    found = {variant(name, script, random_): None for _ in range(2 * count)}
    found.pop(plain, None)
    return [v for v in found if len(v) >= 3][:count]


def main(names: Sequence[str]) -> None:
    for name in names:
        for script in SCRIPTS:
            print(f"{name}\t{script}\t{' '.join(variants(name, script, 6, random.Random(name)))}")


if __name__ == "__main__":
    main(sys.argv[1:])
