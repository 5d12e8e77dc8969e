"""Figures in any script and grouping, each with the values that it may have."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from mtqc.text.bilingual.locale import folded, is_written_together, locale

_SPACES = " \u00a0\u2007\u2009\u202f"
_FIGURE = re.compile(
    rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,'’][0-9]+)*"
)
_ANY_DIGIT = re.compile(r"\d")
_AFTER = re.compile(
    rf"[{_SPACES}\-‑–]{{0,2}}([^\W\d_][\w.'’ʼ\u0900-\u0dff]*)(?:[{_SPACES}]([^\W\d_]\w*))?"
)
_FRACTIONS = re.compile(r"[¼-¾⅐-⅞]")
# "more than" stands inside the figure: 9000多万
_EAST_ASIAN = re.compile(r"[多余餘]?(?P<power>[十百千万萬亿億兆]+|[십백천만억조]+|割)")
# With the ending of an ordinal too: XVIIIe, XIXème.
_ROMAN = re.compile(r"(?<!\w)(?:[IVXLCDM]{2,}(?=[eèr]|\W|$)|[IVX](?!\w))")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LOOKALIKES = str.maketrans("ІХСМ", "IXCM")
_LONG_SCALE = 5
_AMBIGUOUS_SCALE = 2


class Figure(NamedTuple):
    """A figure: where it stands, its digits as ASCII, and what it may mean.

    `values` holds every reading: "1.234" is 1234 and 1.234, and of "3 million" both 3 and
    3,000,000. `parts` are its runs of digits ("12.05" is 12 and 5). `scale` is the power of ten
    that a magnitude word behind it says for certain, 0 without one.
    """

    start: int
    end: int
    text: str
    values: tuple[float, ...]
    parts: tuple[int, ...]
    scale: int = 0

    @property
    def is_zero(self) -> bool:
        return not any(self.parts)

    @property
    def scaled(self) -> tuple[float, ...]:
        """The readings that take the magnitude word into account."""
        return self.values[len(self.values) // 2 :] if self.scale else self.values

    @property
    def digits(self) -> str:
        return "".join(c for c in self.text if c.isdigit())


def has_digits(text: str) -> bool:
    """Whether there is a decimal digit of any script."""
    return _ANY_DIGIT.search(text) is not None


@lru_cache(maxsize=1)
def _to_ascii() -> dict[int, str]:
    table = {
        code: str(unicodedata.decimal(chr(code)))
        for code in range(0x80, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) == "Nd"
    }
    return table | {0x066B: ".", 0x066C: ",", 0xFF0E: ".", 0xFF0C: ","}


def ascii_digits(text: str) -> str:
    """The text with decimal digits of all scripts, and Arabic and full-width number marks, as
    ASCII. Of the same length."""
    return text if text.isascii() else text.translate(_to_ascii())


def figures(text: str, lang: str) -> list[Figure]:
    """The figures of a text in reading order."""
    if not has_digits(text):
        return []
    plain = ascii_digits(text)
    found: list[Figure] = []
    for match in _FIGURE.finditer(plain):
        figure = _read(match, plain, lang)
        if found and (whole := _joined(found[-1], figure, plain)) is not None:
            found[-1] = whole
        else:
            found.append(figure)
    return found


def _read(match: re.Match[str], plain: str, lang: str) -> Figure:
    text, end = match.group(), match.end()
    values = list(readings(text))
    if (fraction := _FRACTIONS.match(plain, end)) is not None:
        values = [value + unicodedata.numeric(fraction.group()) for value in values]
        end = fraction.end()
    end, power, certain = _scale_behind(plain, end, lang)
    if power:
        # 10.0 ** power would show as 2.9999999999999996e6 for some products.
        values += [round(value * 10**power, 6) for value in values]
    parts = tuple(int(run) for run in re.findall(r"[0-9]+", text) if len(run) < 300)
    return Figure(match.start(), end, text, tuple(values), parts, power if certain else 0)


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[float, ...]:
    """The values that digits with marks between them may have.

    >>> readings("1,234.5"), readings("1.234"), readings("12,34,567")
    ((1234.5,), (1234.0, 1.234), (1234567.0,))
    """
    if len(text) > 40:
        return ()
    text = re.sub(f"[{_SPACES}'’]", "", text)
    marks = [c for c in text if c in ".,"]
    if not marks:
        return (float(text),)
    last = marks[-1]
    whole, _, rest = text.rpartition(last)
    if len(set(marks)) == 2:
        if last in whole:
            return ()
        return (float(f"{re.sub('[.,]', '', whole)}.{rest}"),)
    groups = text.split(last)
    grouped = len(groups[0]) <= 3 and len(rest) == 3 and all(len(g) in (2, 3) for g in groups[1:])
    if len(marks) > 1:
        return (float("".join(groups)),) if grouped else ()
    decimal = float(f"{whole}.{rest}")
    return (float(whole + rest), decimal) if grouped else (decimal,)


def _scale_behind(plain: str, at: int, lang: str) -> tuple[int, int, bool]:
    """Where a magnitude word behind a figure ends, its power of ten, whether that is certain."""
    if (east := _EAST_ASIAN.match(plain, at)) is not None:
        run = east["power"]
        scales = locale("ko" if run[0] >= "가" else "ja").scales
        for length in range(len(run), 0, -1):
            if power := scales.get(run[:length], 0):
                return east.start("power") + length, power, True
        return at, 0, False
    match = _AFTER.match(plain, at)
    if match is None:
        return at, 0, False
    if is_written_together(lang):
        return _scale_inside(plain, match.start(1), lang, at)
    first, second = match.group(1), match.group(2)
    if second and (power := locale(lang).scales.get(folded(f"{first} {second}"), 0)):
        return _word_end(match, 2), power, True
    if power := scale_of(first, lang):
        if second and (more := scale_of(second, lang)) and len(second) > _AMBIGUOUS_SCALE:
            return _word_end(match, 2), power + more, True
        return _word_end(match, 1), power, len(first) > _AMBIGUOUS_SCALE
    return at, 0, False


def _word_end(match: re.Match[str], group: int) -> int:
    return match.start(group) + len(match.group(group).rstrip("."))


def _scale_inside(plain: str, start: int, lang: str, at: int) -> tuple[int, int, bool]:
    best = ""
    scales = locale(lang).scales
    for word in scales:
        if len(word) > len(best) and plain.startswith(word, start):
            best = word
    return (start + len(best), scales[best], True) if best else (at, 0, False)


@lru_cache(maxsize=8192)
def scale_of(word: str, lang: str) -> int:
    """The power of ten that a word stands for, with any ending; 0 where it is no magnitude."""
    scales = locale(lang).scales
    key = folded(word).rstrip(".")
    if key in scales:
        return scales[key]
    for length in range(len(key), _LONG_SCALE - 1, -1):
        if key[:length] in scales:
            return scales[key[:length]]
    for scale, power in scales.items():
        if len(scale) > _LONG_SCALE and key.startswith(scale[:-1]):
            return power
    return 0


def _joined(left: Figure, right: Figure, plain: str) -> Figure | None:
    """One figure of two that East Asian magnitudes join: 1億8,000万, 3만 5천."""
    between = plain[left.end : right.start]
    if not left.scale or between.strip() or len(between) > 1:
        return None
    if _EAST_ASIAN.search(plain, left.start, left.end) is None:
        return None
    sums = [a + b for a in left.scaled for b in right.scaled if b < 10**left.scale]
    if not sums:
        return None
    # Both halves alike: there is no reading without the magnitude.
    return Figure(
        left.start,
        right.end,
        left.text + right.text,
        (*sums, *sums),
        left.parts + right.parts,
        left.scale,
    )


def roman_numerals(text: str) -> set[int]:
    """The values of the Roman numerals in a text; Cyrillic letters that look the same count."""
    found = set()
    for match in _ROMAN.finditer(text.translate(_LOOKALIKES)):
        values = [_ROMAN_VALUES[letter] for letter in match.group()]
        total = 0
        for value, following in zip(values, [*values[1:], 0], strict=True):
            total += -value if value < following else value
        found.add(total)
    return found
