"""English word formation: which simpler words a word may be made of.

The rules are the productive ones, those by which anybody may form a word that no dictionary
lists. A fossil such as *dis-* is left out, so that "disentrapped" doesn't pass for English.
"""

from __future__ import annotations

from collections.abc import Iterator

_VOWELS = frozenset("aeiouy")

# Prefixes that go before anything.
_PREFIXES = (
    *("agro", "anti", "auto", "bio", "cardio", "co", "counter", "cross", "crypto", "cyber", "eco"),
    *("electro", "euro", "geo", "hydro", "hyper", "infra", "inter", "intra", "macro", "mega"),
    *("meta", "micro", "mid", "mini", "mono", "multi", "nano", "neo", "neuro", "non", "out"),
    *("over", "para", "photo", "poly", "post", "pre", "pro", "proto", "pseudo", "psycho"),
    *("quasi", "radio", "re", "semi", "socio", "step", "sub", "super", "techno", "tele"),
    *("thermo", "trans", "turbo", "ultra", "under", "up", "video"),
)
# "un-" makes "unfollowable" and never "unfee": it wants an adjective or a participle.
_AFTER_UN = (
    "ed",
    "en",
    "ing",
    "able",
    "ible",
    "ly",
    "y",
    "ful",
    "ive",
    "al",
    "ous",
    "ness",
    "like",
)
# "de-" wants a verb in -ize, -ify, -ate or what is made of one.
_AFTER_DE = ("ize", "ise", "ized", "ised", "izing", "ising", "ation", "ify", "ified", "ate", "ated")

# suffix -> what may stand in its place in the base
_SUFFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("izations", ("ize", "")),
    ("isations", ("ize", "")),
    ("ization", ("ize", "", "e", "y", "ic")),
    ("isation", ("ize", "", "e", "y", "ic")),
    ("izing", ("ize", "", "e", "y", "ic")),
    ("ising", ("ize", "", "e", "y", "ic")),
    ("ized", ("ize", "", "e", "y", "ic")),
    ("ised", ("ize", "", "e", "y", "ic")),
    ("izes", ("ize", "", "e", "y", "ic")),
    ("ises", ("ize", "", "e", "y", "ic")),
    ("izers", ("ize",)),
    ("isers", ("ize",)),
    ("izer", ("ize",)),
    ("iser", ("ize",)),
    ("ize", ("", "e", "y", "ic")),
    ("ise", ("", "e", "y", "ic", "ize")),
    ("athons", ("", "e")),
    ("athon", ("", "e")),
    ("ability", ("able",)),
    ("ibility", ("ible",)),
    ("abilities", ("able",)),
    ("iness", ("y",)),
    ("ness", ("",)),
    ("less", ("",)),
    ("lessly", ("less",)),
    ("lessness", ("less",)),
    ("like", ("",)),
    ("wide", ("",)),
    ("wise", ("",)),
    ("proof", ("",)),
    ("worthy", ("",)),
    ("esque", ("", "e")),
    ("ward", ("",)),
    ("wards", ("",)),
    ("fold", ("",)),
    ("most", ("",)),
    ("hood", ("",)),
    ("ship", ("",)),
    ("dom", ("",)),
    ("gate", ("",)),
    ("phobia", ("o", "")),
    ("phobic", ("o", "")),
    ("mania", ("o", "")),
    ("ically", ("ic", "ical")),
    ("ally", ("al", "")),
    ("ily", ("y",)),
    ("bly", ("ble",)),
    ("ly", ("",)),
    ("istic", ("ist", "ism")),
    ("isms", ("ism", "", "e")),
    ("ists", ("ist", "ism", "", "e")),
    ("ism", ("ist", "", "e", "y")),
    ("ist", ("ism", "", "e", "y")),
    ("ify", ("", "e", "y")),
    ("ified", ("ify",)),
    ("ification", ("ify",)),
    ("able", ("", "e", "ate")),
    ("ers", ("", "e", "er")),
    ("iers", ("y",)),
    ("ier", ("y",)),
    ("iest", ("y",)),
    ("ies", ("y", "ie")),
    ("ied", ("y",)),
    ("ing", ("", "e")),
    ("ings", ("", "e", "ing")),
    ("ed", ("", "e")),
    ("er", ("", "e")),
    ("or", ("e", "")),
    ("ors", ("or", "e", "")),
    ("est", ("", "e")),
    ("eth", ("", "e")),
    ("ish", ("", "e")),
    ("es", ("",)),
    ("s", ("",)),
    ("in'", ("ing",)),
    ("y", ("", "e")),
)
_DOUBLING = frozenset(("ing", "ed", "er", "ers", "est", "able", "ish", "y"))
_BY_ENDING: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    last: tuple(rule for rule in _SUFFIXES if rule[0][-1] == last)
    for last in {suffix[-1] for suffix, _ in _SUFFIXES}
}
_SHORTEST = 3

# British and American spellings of one word, as substitutions inside it.
_REGIONAL = (
    ("our", "or"),
    ("ise", "ize"),
    ("isa", "iza"),
    ("isi", "izi"),
    ("yse", "yze"),
    ("ll", "l"),
    ("ogue", "og"),
    ("ae", "e"),
    ("oe", "e"),
    ("tre", "ter"),
    ("ence", "ense"),
)


def unsuffixed(word: str) -> Iterator[str]:
    """Words of which `word` (lower case) may be an inflection or a derivation by suffix."""
    for suffix, replacements in _BY_ENDING.get(word[-1:], ()):
        if not word.endswith(suffix):
            continue
        stem = word[: -len(suffix)]
        if len(stem) < _SHORTEST:
            continue
        for replacement in replacements:
            yield stem + replacement
        if suffix in _DOUBLING and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
            yield stem[:-1]


def unprefixed(word: str) -> Iterator[str]:
    """What is left of `word` (lower case) without a productive prefix."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > _SHORTEST:
            yield word[len(prefix) :]
    if word.startswith("un") and word.endswith(_AFTER_UN):
        yield word[2:]
    if word.startswith("de") and word.endswith(_AFTER_DE):
        yield word[2:]


def regional(word: str) -> Iterator[str]:
    """British or American twins of `word` (lower case), right or not: "colour", "color"."""
    for british, american in _REGIONAL:
        if british in word:
            yield word.replace(british, american)
        if american in word:
            yield word.replace(american, british)
