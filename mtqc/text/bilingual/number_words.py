"""Whether a text says a number in words."""

from __future__ import annotations

import re

from mtqc.text.bilingual.locale import (
    folded,
    is_written_together,
    locale,
    primary,
    words_of_value,
)

# Particles are written onto the front of words.
_PREFIXING = frozenset("ar he fa ur ckb ps".split())
_SHORT = 3
_BASES = (12, 9, 8, 7, 6, 5, 4, 3, 2)
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "叁": 3, "壱": 1, "弐": 2, "参": 3,
}  # fmt: skip
_HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
_HAN_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_HAN = re.compile(f"[{''.join([*_HAN_DIGITS, *_HAN_UNITS, *_HAN_BIG])}]+")
_HAN_SCRIPT = frozenset({"zh", "ja", "yue", "wuu"})


def says(text: str, value: float, lang: str) -> bool:
    """Whether the words of `text` can stand for `value`; generous, since words inflect.

    A compound is found by its parts: "five hundred" says 500, "zwei Millionen" 2,000,000.
    """
    if value != int(value) or value < 0 or value > 10**15:
        return False
    number = int(value)
    key = folded(text)
    if primary(lang) in _HAN_SCRIPT and number in han_numbers(text):
        return True
    return _found(number, key, lang)


def _found(number: int, key: str, lang: str, *, inside: bool = False) -> bool:
    if _holds(number, key, lang) if inside else _is_said(number, key, lang):
        return True
    if number == 0:
        return False
    tens = number % 10
    if 30 < number < 100 and tens:
        return _holds(number - tens, key, lang) and _holds(tens, key, lang)
    if 100 < number < 1000 and number % 100:
        rest = number % 100
        return _holds(number - rest, key, lang) and _found(rest, key, lang, inside=True)
    for power in _BASES:
        count, rest = divmod(number, 10**power)
        if count and not rest and count < 1000 and _says_scale(power, key, lang):
            return count == 1 or _found(count, key, lang)
    return False


def _is_said(number: int, key: str, lang: str) -> bool:
    return any(_begins_word(form, key, lang) for form in words_of_value(lang).get(number, ()))


def _holds(number: int, key: str, lang: str) -> bool:
    """Whether a word for the number stands anywhere, as parts of compounds do: "ötszázötven"."""
    forms = words_of_value(lang).get(number, ())
    return any(len(form) >= _SHORT and form in key for form in forms) or _is_said(number, key, lang)


def _says_scale(power: int, key: str, lang: str) -> bool:
    scales = locale(lang).scales
    words = [word for word, exponent in scales.items() if exponent == power and len(word) > 1]
    # Long ones are the ends of compounds too: "ötmilliárd".
    if any(word in key if len(word) > _SHORT else _begins_word(word, key, lang) for word in words):
        return True
    return any(_begins_word(form, key, lang) for form in words_of_value(lang).get(10**power, ()))


def _begins_word(form: str, key: str, lang: str) -> bool:
    """Whether a word form, with any ending, begins a word of the text."""
    if len(form) > 2 * _SHORT:
        form = form[:-2]
    elif len(form) > _SHORT + 1:
        form = form[:-1]
    # A very short word takes no ending: "on" is ten in Turkish and begins a thousand words.
    return stands(form, key, lang, whole=len(form) < _SHORT)


def stands(form: str, key: str, lang: str, *, whole: bool | None = None) -> bool:
    """Whether a folded word begins a word of a folded text, or with `whole` is one.

    By default a word of up to four letters must be whole. In languages that write words together,
    or particles onto them, the word may stand anywhere.
    """
    if whole is None:
        whole = len(form) <= _SHORT + 1
    code = primary(lang)
    if is_written_together(code) or (code in _PREFIXING and len(form) >= _SHORT):
        return form in key
    at = key.find(form)
    while at >= 0:
        if at == 0 or not key[at - 1].isalpha():
            end = at + len(form)
            if not whole or end == len(key) or not key[end].isalpha():
                return True
        at = key.find(form, at + 1)
    return False


def speaks_of_numbers(text: str, lang: str) -> bool:
    """Whether any number word but that for one, or a magnitude, stands in the text."""
    key = folded(text)
    table = locale(lang)
    if primary(lang) in _HAN_SCRIPT and han_numbers(text) - {1}:
        return True
    return any(
        value != 1 and _begins_word(form, key, lang) for form, value in table.numbers.items()
    ) or any(len(word) > _SHORT and _begins_word(word, key, lang) for word in table.scales)


def han_numbers(text: str) -> set[int]:
    """The values of the numbers in Chinese characters; "二〇一八" and "三百五十" alike."""
    return {value for match in _HAN.finditer(text) for value in _han_values(match.group())}


def _han_values(run: str) -> set[int]:
    if all(c in _HAN_DIGITS for c in run):
        digits = [_HAN_DIGITS[c] for c in run]
        return {int("".join(map(str, digits))), *digits} if len(run) < 20 else set()
    total = section = digit = 0
    parts: set[int] = set()
    for c in run:
        if c in _HAN_DIGITS:
            digit = _HAN_DIGITS[c]
            parts.add(digit)
        elif c in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[c]
            digit = 0
        else:
            total += ((section + digit) or 1) * _HAN_BIG[c]
            parts.add(section + digit)
            section = digit = 0
    return {total + section + digit} | (parts - {0})
