"""How a name comes back misspelled: two ways, and what a human editor would still recognise.

`through_script` sends a name through another script and back, as translation into that script and
back does: ICU's transliterators (https://unicode-org.github.io/icu/userguide/transforms/general/)
with a plain-letter romanisation. `by_confusion` applies confusions of our own. Both draw from the
`random.Random` they are given and nothing else. Independent of `mtqc.text.names` on purpose: what
measures the name checks must not share their idea of which spellings are confused.
"""

from __future__ import annotations

import importlib
import random
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

SCRIPTS = (
    "Devanagari",
    "Cyrillic",
    "Arabic",
    "Hebrew",
    "Katakana",
    "Hangul",
    "Bengali",
    "Thai",
    "Greek",
)
_VOWELS = "aeiouy"
_STROKES = str.maketrans("øłđðıßæœþħ", "oldðisæœþh") | {
    ord("ß"): "ss", ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th", ord("ð"): "d",
}  # fmt: skip

# How English letters are heard, longest first; ICU reads letters, a translator reads sounds.
_HEARD = (
    ("tch", "c"), ("sch", "sh"), ("ough", "o"), ("eigh", "ei"), ("igh", "ai"), ("ck", "k"),
    ("ph", "f"), ("qu", "kv"), ("wh", "w"), ("th", "t"), ("ee", "i"), ("oo", "u"), ("ea", "i"),
    ("ou", "u"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ch", "č"), ("c", "k"), ("x", "ks"),
    ("q", "k"), ("j", "dž"), ("sh", "š"), ("zh", "ž"),
)  # fmt: skip

# What stands in the plain romanisation of each script, beside a tidying common to all.
_PLAIN: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "Devanagari": (("w", ("v",)), ("c", ("ch",)), ("ś", ("sh",)), ("ai", ("e", "ai"))),
    "Bengali": (("w", ("v", "o")), ("c", ("ch",)), ("v", ("b", "v")), ("a", ("a", "o"))),
    "Cyrillic": (("w", ("v",)), ("č", ("ch",)), ("š", ("sh",)), ("ž", ("zh",)), ("c", ("ts",))),
    "Arabic": (("w", ("u", "w")), ("u", ("o", "u")), ("č", ("tsh", "ch")), ("p", ("b", "p"))),
    "Hebrew": (("w", ("v",)), ("pp", ("p", "f")), ("q", ("k",)), ("š", ("sh",)), ("y", ("i",))),
    "Katakana": (("l", ("r",)), ("v", ("b", "v")), ("si", ("shi",)), ("ti", ("chi",))),
    "Hangul": (("-", ("",)), ("eu", ("", "u")), ("f", ("p",)), ("v", ("b",)), ("z", ("j",))),
    "Thai": ((" ", ("",)), ("c", ("ch",)), ("ṛ", ("r",)), ("v", ("w", "v"))),
    "Greek": (("ph", ("f",)), ("b", ("v", "b")), ("y", ("i", "y")), ("x", ("x", "ks"))),
}

_CONFUSED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"w", ("v", "u")), (r"v", ("w", "b")), (r"ph", ("f",)), (r"(?<!f)f(?!f)", ("ff", "ph", "p")),
    (r"ff", ("p", "v", "f")), (r"ck", ("k", "q")), (r"c(?=[aou])", ("k",)),
    (r"k(?!h)", ("q", "c", "kh")), (r"ch", ("tch", "sh", "kh")), (r"sh", ("s", "sch")),
    (r"(?<![sct])h", ("kh", "g", "")), (r"j", ("dj", "y", "zh")), (r"zh", ("j", "z")),
    (r"z", ("s", "dz")), (r"x", ("ks", "kz")), (r"g(?!h)", ("gh", "k", "j")), (r"th", ("t", "s")),
    (r"d(?!$)", ("t",)), (r"d$", ("t",)), (r"b", ("p", "v")), (r"p(?!h)", ("b", "f")),
    (r"qu", ("kv", "kw")), (r"oo", ("u", "ou")), (r"ee", ("i", "e")), (r"ou", ("u", "o")),
    (r"ai|ei|ay|ey", ("e", "ai", "i")), (r"au", ("o", "av")), (r"eu", ("ev", "oi")),
    (r"(?<=.)o", ("a", "u")), (r"(?<=.)a", ("o", "e")), (r"(?<=.)e", ("a", "i")),
    (r"(?<=.)i", ("e", "ee")), (r"(?<=.)u", ("o", "ou")), (r"^e", ("ie", "a")),
    (r"^y", ("j", "i")), (r"(?<=[^aeiouy])y$", ("i", "ie")), (r"ov$", ("off", "ow", "of")),
    (r"sky$", ("ski", "skij")), (r"er$", ("ar", "or")), (r"([bcdfgklmnprst])\1", (r"\1",)),
    (r"r", ("l",)), (r"l", ("r",)), (r"(?<=[aeiou])([lmnrst])(?=[aeiou])", (r"\1\1",)),
    (r"(?<=[bdfgkpst])(?=[rlnk])", ("a", "i", "u")),
    (r"(?<=[^aeiouy])[aeo](?=[lmnr][aeiou])", ("",)), (r"(?<=[^aeiouy])e$", ("", "a")),
    (r"n$", ("m", "nn")), (r"s$", ("z", "sh")),
)  # fmt: skip

_KEY = (
    ("tsch", "C"), ("tch", "C"), ("sch", "C"), ("tsh", "C"), ("ch", "C"), ("sh", "C"), ("zh", "C"),
    ("dzh", "C"), ("dj", "C"), ("dz", "C"), ("j", "C"), ("kh", "h"), ("gh", "k"), ("ph", "p"),
    ("th", "t"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("c", "k"), ("g", "k"), ("b", "p"),
    ("f", "p"), ("v", "p"), ("w", "p"), ("d", "t"), ("z", "s"), ("m", "n"), ("l", "r"),
)  # fmt: skip

_WRITTEN = frozenset(
    "tch sch tsh dzh shk khr khl ngh nch nsh rch rsh rkh lkh str skr skh ndr mbr ntr mpr"
    " ckh".split()
)
_ONSETS = frozenset(
    "bl br ch cl cr dj dr dz dzh fl fr gh gl gr kh kl kr kv kw ph pl pr qu sch sh sk sl sm sn sp st"
    " str sv sw tch th tr ts tsh vl vr wh zh".split()
)


def plain(text: str) -> str:
    """Lower case without diacritics; letters only."""
    text = unicodedata.normalize("NFD", text.lower().translate(_STROKES))
    return "".join(c for c in text if c.isalpha() and not unicodedata.combining(c))


def scheme_free(text: str) -> str:
    """What is left of a name where romanisations are free to differ: Sergei, Sergey, Sergeij."""
    return re.sub(r"i+", "i", re.sub("[jy]", "i", plain(text)))


def skeleton(text: str) -> str:
    """The consonants of a name in coarse classes, h dropped, runs single."""
    text = plain(text)
    for old, new in _KEY:
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyhC]", lambda m: "C" * (m.group() == "C"), text))


def recognisable(name: str, form: str) -> bool:
    """Whether an editor who knows `name` sees at once that `form` is it, and wrong."""
    from rapidfuzz.distance import Levenshtein

    was, now = plain(name), plain(form)
    if not was or not now or scheme_free(name) == scheme_free(form) or was in now:
        return False
    bones, other = skeleton(name), skeleton(form)
    allowed = 1 if len(bones) >= 4 else 0
    return (
        Levenshtein.distance(bones, other) <= allowed
        and bones[:1] == other[:1]
        and (was[0] in _VOWELS) == (now[0] in _VOWELS)
        and Levenshtein.distance(was, now) <= max(1, (len(was) + 1) // 3)
        and abs(len(was) - len(now)) <= 3
        and _sayable(was, now)
    )


def _sayable(was: str, now: str) -> bool:
    """Whether `now` has no cluster of consonants that nobody writes, beside those of `was`."""
    if re.search(r"(.)\1\1|^(.)\2(?=.)|hh|yy|ii|uu", now):
        return False
    onset = re.match("[^aeiouy]*", now)
    if onset and len(onset[0]) > 1 and onset[0] not in _ONSETS and not was.startswith(onset[0]):
        return False
    clusters = re.findall(r"[^aeiouy]{3,}|[^aeiouylmnrh][lmnr]$", now)
    return all(c in was or c in _WRITTEN for c in clusters)


@cache
def _transliterator(name: str) -> Any:
    return importlib.import_module("icu").Transliterator.createInstance(name)


def through_script(name: str, script: str, rng: random.Random) -> str:
    """`name` written in `script` and read back in plain letters.

    Half of the time the name is first put down as it sounds in English. Needs PyICU.
    """
    heard = plain(name)
    if rng.random() < 0.5:
        for old, new in _HEARD:
            heard = heard.replace(old, new)
        heard = re.sub(r"([^aeiou])\1", r"\1", heard)
    elif script in ("Cyrillic", "Katakana"):
        # ICU spells w as u + i or with rare syllables that nobody reads back as w.
        heard = heard.replace("w", "v")
    there = _transliterator(f"Latin-{script}").transliterate(heard)
    back = _transliterator(f"{script}-Latin").transliterate(there)
    back = unicodedata.normalize("NFC", back.lower())
    for old, choices in _PLAIN[script]:
        if old in back:
            back = back.replace(old, rng.choice(choices))
    if script in ("Arabic", "Hebrew") and rng.random() < 0.5:
        # Short vowels are not written there: one of them is guessed anew.
        spots = [m.start() for m in re.finditer(r"(?<=[^aeiou])[aeiou](?=[^aeiou])", back)]
        if spots:
            at = rng.choice(spots)
            back = back[:at] + rng.choice("aeiou") + back[at + 1 :]
    if script in ("Katakana", "Hangul") and rng.random() < 0.7:
        # Vowels that only carry a consonant are taken for such and dropped, not all of them.
        back = re.sub(
            r"(?<=[bdfgklmnprsztv])[uo](?=[^aeiouy]|$)", "", back, count=rng.randint(1, 3)
        )
    return _titled(back)


def by_confusion(name: str, rng: random.Random) -> str:
    """`name` with one or two of the confusions that transliteration makes."""
    form = plain(name)
    for _ in range(rng.choice((1, 1, 2))):
        places = [
            (match, new)
            for pattern, comes_back in _CONFUSED
            for match in re.finditer(pattern, form)
            for new in comes_back
        ]
        if places:
            match, new = rng.choice(places)
            form = form[: match.start()] + match.expand(new) + form[match.end() :]
    return _titled(form)


def _titled(form: str) -> str:
    folded = plain(form)
    return folded[:1].upper() + folded[1:]


def slips(
    name: str, rng: random.Random, scripts: Iterable[str] = SCRIPTS, tries: int = 24
) -> list[str]:
    """Recognisable misspellings of `name`, no two alike, in the order in which they were drawn."""
    scripts = tuple(scripts)
    found: dict[str, None] = {}
    for _ in range(tries):
        if scripts and rng.random() < 0.6:
            form = through_script(name, rng.choice(scripts), rng)
        else:
            form = by_confusion(name, rng)
        if recognisable(name, form):
            found.setdefault(form)
    return list(found)
