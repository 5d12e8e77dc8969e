"""Builds `locales.json.zst` from the Unicode CLDR, as PyICU carries it.

    python mtqc/data/locales/make.py

CLDR data is under the Unicode licence, https://www.unicode.org/license.txt. Of each language that
CLDR knows, the file keeps what a comparison of source and target has to read:

`marks`    its decimal and grouping marks
`months`   names of the months, case-folded, to 1..12
`scales`   words and signs for powers of ten ("million", "Mio.", "万"), case-folded, to the exponent
`numbers`  words for 1 to 31, the tens, the hundreds and the powers of ten, case-folded; a form
           that only goes on from a shorter one of the same value is left out, since a reader of
           the table takes any ending
`plurals`  keywords of its cardinal and ordinal plural rules
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import icu
import zstandard

_SPELLED = (*range(1, 32), *range(40, 100, 10), *range(100, 1000, 100), 1000, 10**6, 10**9)
_DIGITS = re.compile(r"[\d.,٫٬\s]+")
_SOFT = re.compile("[\u00ad\u200b-\u200f]")
_SHORTEST_STEM = 3


def _clean(text: str) -> str:
    return _SOFT.sub("", text).replace("\u00a0", " ").replace("\u202f", " ").strip().casefold()


def _months(locale: icu.Locale) -> dict[str, int]:
    symbols = icu.DateFormatSymbols(locale)
    found: dict[str, int] = {}
    for context in (icu.DateFormatSymbols.FORMAT, icu.DateFormatSymbols.STANDALONE):
        for width in (icu.DateFormatSymbols.WIDE, icu.DateFormatSymbols.ABBREVIATED):
            for number, name in enumerate(symbols.getMonths(context, width)[:12], start=1):
                name = _clean(name).rstrip(".")
                if len(name) > 1 and not any(c.isdigit() for c in name):
                    found.setdefault(name, number)
    return found


def _scales(locale: icu.Locale) -> dict[str, int]:
    found: dict[str, int] = {}
    for style in (icu.Notation.compactLong(), icu.Notation.compactShort()):
        formatter = icu.NumberFormatter.withLocale(locale).notation(style)
        for exponent in range(3, 15):
            for factor in (1, 2, 3, 5, 7):
                text = formatter.formatInt(factor * 10**exponent)
                figures = re.sub(r"\D", "", text)
                word = _clean(_DIGITS.sub(" ", text).strip())
                # ICU writes a minus where the rules of a language don't reach a power.
                if not figures or not word or not word[0].isalpha():
                    continue
                power = exponent - (len(str(int(figures))) - 1)
                if power > 1 and (len(word) > 1 or not word.isascii()):
                    found.setdefault(word.rstrip("."), power)
    return found


def _numbers(locale: icu.Locale) -> dict[str, int]:
    spelled = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale)
    if spelled.getLocale(icu.ULocDataLocaleType.VALID_LOCALE).getLanguage() != locale.getLanguage():
        return {}
    forms: dict[str, int] = {}
    for index in range(spelled.getNumberOfRuleSetNames()):
        rules = spelled.getRuleSetName(index)
        if rules.startswith("%%"):
            continue
        for number in _SPELLED:
            text = _clean(spelled.format(number, rules))
            if text and not any(c.isdigit() for c in text):
                forms.setdefault(text, number)
    kept: dict[str, int] = {}
    for form in sorted(forms):
        stems = (form[:end] for end in range(_SHORTEST_STEM, len(form)))
        if not any(kept.get(stem) == forms[form] for stem in stems):
            kept[form] = forms[form]
    return kept


def _plurals(locale: icu.Locale) -> list[str]:
    keywords = set(icu.PluralRules.forLocale(locale).getKeywords())
    return sorted(keywords | {"other"})


def locales() -> dict[str, dict[str, Any]]:
    """By primary language code, in the order of the codes."""
    codes = sorted(
        {str(icu.Locale(name).getLanguage()) for name in icu.Locale.getAvailableLocales()}
    )
    found = {}
    for code in codes:
        locale = icu.Locale(code)
        symbols = icu.DecimalFormatSymbols(locale)
        entry: dict[str, Any] = {
            "marks": [
                symbols.getSymbol(icu.DecimalFormatSymbols.kDecimalSeparatorSymbol),
                symbols.getSymbol(icu.DecimalFormatSymbols.kGroupingSeparatorSymbol),
            ],
            "months": _months(locale),
            "scales": _scales(locale),
            "numbers": _numbers(locale),
            "plurals": _plurals(locale),
        }
        found[code] = entry
    return found


if __name__ == "__main__":
    data = json.dumps(locales(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    target = Path(__file__).with_name("locales.json.zst")
    target.write_bytes(zstandard.ZstdCompressor(level=19).compress(data.encode()))
