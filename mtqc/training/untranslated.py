"""Days, months and countries in other languages: `python -m mtqc.training.untranslated`.

Makes `mtqc/data/words/cldr.tsv` from the names that CLDR has (Unicode License V3, through ICU),
written in Latin letters; `untranslated-word` reads it after the table by hand. Left out is
what English, or somebody's name, has in that spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mtqc.features.lexicon import lexicon_for
from mtqc.text.names.borne import borne
from mtqc.text.names.gazetteer import gazetteer
from mtqc.text.names.sound import fold

OUT = Path(__file__).parents[1] / "data" / "words" / "cldr.tsv"
LANGUAGES = (
    "af sq hy az eu be bn bs bg ca hr cs da nl et fi fr gl ka de el gu ha hi hu is id ig ga it kn "
    "kk ky lv lt mk ms ml mt mr mn ne nb pl pt pa ro ru sr si sk sl so es sw sv ta te tr tk uk uz "
    "cy yo zu"
).split()
_INDIC = frozenset("bn gu hi kn ml mr ne pa si ta te".split())
_SHORTEST = 4
_LAST_LATIN = "\u024f"
_WORD = re.compile(r"[^\W\d_]{4,20}")
_HEADER = """\
# Days, months (kind `date`) and countries (kind `country`) as other languages call them, romanised.
# From CLDR, Unicode License V3 (https://www.unicode.org/license.txt); made by
# mtqc.training.untranslated. Columns: kind, forms, English, languages.
"""


def romanised(word: str, lang: str) -> set[str]:
    """The word in small Latin letters, with its accents and without; several spellings for scripts
    that do not write the vowel they end in."""
    import icu

    latin = str(icu.Transliterator.createInstance("Any-Latin; Lower").transliterate(word))
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    found = {unicodedata.normalize("NFC", latin), fold(latin)} if plain.isascii() else {fold(latin)}
    if lang in _INDIC:
        found |= {fold(latin.removesuffix("a")), fold(_unspoken(latin.removesuffix("a")))}
    return {form for form in found if len(form) >= _SHORTEST and max(form) <= _LAST_LATIN}


def _unspoken(latin: str) -> str:
    """Without the vowels that the script implies and nobody says: maṅgalabār is said mangalbar.

    From the end on, a short a goes between a vowel with a consonant and a consonant with a vowel
    (Ohala 1983, "Aspects of Hindi Phonology").
    """
    letters = list(unicodedata.normalize("NFC", latin))
    for i in range(len(letters) - 3, 1, -1):
        before, after = letters[i - 2 : i], letters[i + 1 : i + 3]
        if letters[i] == "a" and (_vowels(before), _vowels(after)) == ("vc", "cv"):
            del letters[i]
    return "".join(letters)


def _vowels(letters: Sequence[str]) -> str:
    return "".join("v" if fold(letter) in set("aeiou") else "c" for letter in letters)


def names(lang: str) -> Iterator[tuple[str, str, str]]:
    """Kind, English and foreign name of everything that has one word in the language."""
    import icu

    own, english = icu.Locale(lang), icu.Locale("en")
    symbols = icu.DateFormatSymbols
    for context in (symbols.FORMAT, symbols.STANDALONE):
        for ask in ("getWeekdays", "getMonths"):
            told, known = (
                getattr(symbols(locale), ask)(context, symbols.WIDE) for locale in (own, english)
            )
            # Some calendars have a thirteenth month.
            for foreign, word in zip(told, known, strict=False):
                yield "date", word, foreign
    for code in icu.Locale.getISOCountries():
        place: Any = icu.Locale("", code)
        yield "country", place.getDisplayCountry(english), place.getDisplayCountry(own)


def table() -> dict[tuple[str, str], dict[str, set[str]]]:
    """Forms with their languages, by kind and English name."""
    lexicon, known, persons = lexicon_for("en"), gazetteer(), borne()
    claimed: dict[str, set[tuple[str, str]]] = {}
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for lang in LANGUAGES:
        for kind, english, foreign in names(lang):
            if not _WORD.fullmatch(foreign) or not _WORD.fullmatch(english):
                continue
            for form in romanised(foreign, lang):
                plain = fold(form)
                theirs = plain in persons or plain in known.tokens or plain in known.common
                if plain == fold(english) or theirs or lexicon.frequency(form) >= 1.8:
                    continue
                claimed.setdefault(form, set()).add((kind, english))
                found.setdefault((kind, english), {}).setdefault(form, set()).add(lang)
    # What is one month here and another there says nothing.
    for forms in found.values():
        for form in [form for form in forms if len(claimed[form]) > 1]:
            del forms[form]
    return {key: forms for key, forms in found.items() if forms}


def main() -> None:
    lines = []
    for (kind, english), forms in sorted(table().items()):
        langs = sorted(set().union(*forms.values()))
        lines.append(f"{kind}\t{' '.join(sorted(forms))}\t{english}\t{' '.join(langs)}\n")
    OUT.write_text(_HEADER + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} lines, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
