"""Words as the alignment counts them: English lemmas, stems of other languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_INDIC = re.compile(r"[\w\u0900-\u0dff]+")
_UNSPACED = frozenset(("zh", "ja", "th"))
_STEMMERS = {
    "ar": "arabic", "da": "danish", "nl": "dutch", "fi": "finnish", "fr": "french",
    "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "it": "italian",
    "ne": "nepali", "pt": "portuguese", "ro": "romanian", "ru": "russian", "es": "spanish",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "et": "estonian", "cs": "czech",
    "pl": "polish",
}  # fmt: skip
# Of languages without a stemmer: what part of a word is kept, and how many letters at least.
_CUTS = {
    "uk": (0.7, 5), "bg": (0.75, 5), "lv": (0.7, 5), "iu": (0.6, 5), "mr": (0.7, 4),
    "is": (0.7, 5), "he": (1.0, 3), "bn": (0.75, 4), "si": (0.75, 4), "ko": (0.7, 2),
}  # fmt: skip
_INDIC_LANGUAGES = frozenset(("hi", "ne", "mr", "bn", "si", "ta"))


def foreign_words(text: str, lang: str) -> list[str]:
    """The words of a sentence of another language, cut to stems where it inflects richly."""
    if lang in _UNSPACED:
        return _dictionary_words(text, lang)
    pattern = _INDIC if lang in _INDIC_LANGUAGES else _WORD
    return [stem(word.lower(), lang) for word in pattern.findall(text)]


@lru_cache(500_000)
def stem(word: str, lang: str) -> str:
    if lang in _STEMMERS:
        found: str = _stemmer(_STEMMERS[lang]).stemWord(word)
        return found
    share, least = _CUTS.get(lang, (1.0, 99))
    return word[: max(least, round(len(word) * share))]


def english_words(text: str) -> list[str]:
    """The lower-case words of an English sentence."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


@lru_cache(200_000)
def lemma(word: str) -> str:
    """The commonest dictionary form of a lower-case English word; itself where it is one."""
    import lemminflect

    possible = lemminflect.getAllLemmas(word)
    if not possible:
        # A plural of a rare noun.
        return word[:-1] if re.search("[^s]s$", word) and frequency(word[:-1]) > 0 else word
    if any(word in lemmas for lemmas in possible.values()):
        # Participles and gerunds have entries of their own beside those of their verbs.
        if not word.endswith(("ed", "ing")) or "VERB" not in possible:
            return word
        base: str = possible["VERB"][0]
        return base if "NOUN" not in possible else word
    order = ("NOUN", "VERB", "AUX", "ADJ", "ADV")
    forms = [form for kind in order for form in possible.get(kind, ())]
    return max(forms, key=frequency) if forms else word


@lru_cache(200_000)
def frequency(word: str) -> float:
    """Zipf frequency in English."""
    import wordfreq

    found: float = wordfreq.zipf_frequency(word, "en")
    return found


@lru_cache(32)
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(language)


@lru_cache(2)
def _breaker(lang: str) -> Any:
    import icu

    return icu.BreakIterator.createWordInstance(icu.Locale(lang))


def _dictionary_words(text: str, lang: str) -> list[str]:
    # ICU counts UTF-16 units.
    encoded = text.encode("utf-16-le")
    breaker = _breaker(lang)
    breaker.setText(text)
    found, start = [], 0
    for end in breaker:
        piece = encoded[2 * start : 2 * end].decode("utf-16-le", "ignore")
        if any(character.isalpha() for character in piece):
            found.append(piece.lower())
        start = end
    return found
