"""Which figures of a source and its translation have no counterpart.

A figure counts as translated when the other side has its value in any grouping and script, in
words or Roman numerals, in another calendar, clock or unit. What is left is a difference.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from mtqc.text.bilingual.figures import Figure, figures, roman_numerals
from mtqc.text.bilingual.locale import folded, locale, primary
from mtqc.text.bilingual.number_words import says, speaks_of_numbers, stands

_CLOCK = re.compile(
    r"[ap]\.?\s?m\b|\d[:.hч時时点點시]\s?\d|o['’]clock|\buhr\b|時|点|點|時|시", re.I
)
_CENTURY = re.compile(r"\s?(?:世[纪紀]|세기|(?:st|nd|rd|th)?[ -]centur)")
_NAME_BEFORE = re.compile(r"[A-Za-z]{2}[-‑]$|[A-Z][-‑]?$")
_NAME = re.compile(r"[A-Za-z]+[-‑]?$")
_SCORE = re.compile(r"\s?[-–&]\s?")
# Groups of three are one number, never a date or a time.
_GROUPED = re.compile(r"[0-9]{1,3}(?:[^0-9][0-9]{3})+")
_HOURS = 24
_MONTHS = 12
# Other eras, as the years to add to one of the common era: Buddhist; Minguo; Reiwa, Heisei, Showa;
# Bikram Sambat; Solar and lunar Hijri (the latter loses a year in 33).
_ERAS = {
    "th": (543,), "lo": (543,), "km": (543, 544), "my": (-638,), "si": (543, 544),
    "zh": (-1911,), "ja": (-2018, -1988, -1925), "ne": (56, 57),
    "fa": (-621, -622), "ps": (-621, -622), "am": (-7, -8),
    "ar": tuple(range(-582, -576)), "ur": tuple(range(-582, -576)),
    "he": (3760, 3761),
}  # fmt: skip
_YEARS = range(1000, 2200)
_NEAR = 16
_PIECES = 4
# To the metric unit, in each of the sizes that a text may use.
_UNITS: tuple[tuple[re.Pattern[str], tuple[float, ...]], ...] = (
    (re.compile(r"\s?[-‑]?(?:square miles?|sq\.? mi)"), (2.59,)),
    (re.compile(r"\s?[-‑]?(?:square f[eo]+t|sq\.? ?ft)"), (0.0929,)),
    (re.compile(r"\s?[-‑]?(?:miles?|mph|mi)\b"), (1.609, 1.852)),
    (re.compile(r"\s?[-‑]?(?:f[eo]+t|ft)\b|['′]"), (0.3048, 30.48)),
    (re.compile(r"\s?[-‑]?(?:inch(?:es)?|in)\b|[\"″]"), (2.54, 25.4)),
    (re.compile(r"\s?[-‑]?(?:yards?|yds?)\b"), (0.9144,)),
    (re.compile(r"\s?[-‑]?(?:pounds?|lbs?)\b"), (0.4536,)),
    (re.compile(r"\s?[-‑]?(?:ounces?|oz)\b"), (28.35,)),
    (re.compile(r"\s?[-‑]?stones?\b"), (6.35,)),
    (re.compile(r"\s?[-‑]?acres?\b"), (0.4047, 4047.0)),
    (re.compile(r"\s?[-‑]?gallons?\b"), (3.785, 4.546)),
    (re.compile(r"\s?[-‑]?pints?\b"), (0.568, 0.473)),
    (re.compile(r"\s?[-‑]?tons?\b"), (0.907, 1.016)),
)
_FAHRENHEIT = re.compile(r"\s?[-‑]?(?:°\s?F|degrees?|F\b|º)")
_RANGE = re.compile(r"\s?(?:to|and|or|[-–])\s?[0-9][0-9.,]*")
_IMPERIAL = re.compile(
    r"\b(?:miles?|mph|feet|foot|inch(?:es)?|yards?|pounds?|lbs?|ounces?|acres?|gallons?|pints?"
    r"|stone|ft|degrees?|Fahrenheit)\b"
)
_ROUNDING = 0.06
_SAME = 1e-9
_READINGS = 2
# Figures that a translation may have for no number: 7:00 for 7 a.m., 1 week for a week.
_NOTHING = ((0.0,), (1.0,))


class Agreement(NamedTuple):
    """`missing`: figures of the source alone; `added`: figures of the target alone; `scaled`:
    pairs of one figure with magnitudes that differ."""

    missing: tuple[Figure, ...]
    added: tuple[Figure, ...]
    scaled: tuple[tuple[Figure, Figure], ...]


NONE = Agreement((), (), ())


def compare(source: str, target: str, source_lang: str, lang: str) -> Agreement:
    """The figures that only one of the two texts has."""
    ours = figures(source, source_lang)
    theirs = figures(target, lang)
    if not ours and not theirs:
        return NONE
    pairs = _Pairs(locale(source_lang).marks[1], locale(lang).marks[1])
    missing = [f for f in ours if not any(pairs.equal(f, other) for other in theirs)]
    added = [f for f in theirs if not any(pairs.equal(other, f) for other in ours)]
    scaled = tuple(_scaled(ours, theirs, missing, added))
    if missing:
        missing = [f for f in missing if not _in_parts(f, theirs, ours)]
    if added:
        added = [f for f in added if not _in_parts(f, ours, theirs)]
    if missing:
        there = _Text(target, lang, theirs)
        digits = {part for figure in theirs for part in figure.parts}
        missing = [
            f
            for f in missing
            if _must_be_figure(f, ours, source, digits)
            or not (f.is_zero or is_named(f, source) or there.has(f, source))
            or (is_named(f, source) and _has_bare_name(f, source, target))
        ]
    if added:
        here = _Text(source, source_lang, ours)
        added = [
            f
            for f in added
            if is_named(f, target) or not (f.values in _NOTHING or here.has(f, target))
        ]
    if missing or added:
        eras = _ERAS.get(primary(lang), ())
        back = tuple(-era for era in _ERAS.get(primary(source_lang), ()))
        added = [f for f in added if not _from_era(f, ours, eras + back)]
        missing = [f for f in missing if not _from_era(f, theirs, tuple(-e for e in eras + back))]
    if missing or added:
        texts = _Texts(source, target, lang)
        missing, added = _without_converted(missing, added, ours, theirs, texts)
    return Agreement(tuple(missing), tuple(added), scaled)


class _Pairs(NamedTuple):
    """Compares a figure of the source with one of the target; of both languages the mark between
    thousands."""

    source_mark: str
    mark: str

    def equal(self, a: Figure, b: Figure) -> bool:
        if a.text == b.text and not (a.scale and b.scale and a.scale != b.scale):
            return True
        if a.scale and b.scale:
            # Both magnitudes are known, so that the figures without them say nothing.
            return _close(a.scaled, b.scaled)
        if a.digits == b.digits:
            return _close(a.values, b.values)
        return _close(_likely(a, self.source_mark), _likely(b, self.mark))


def _likely(figure: Figure, mark: str) -> tuple[float, ...]:
    """The values without a decimal reading ("12,500" as 12.5) where the mark parts thousands."""
    if mark in figure.text and not figure.scale and len(figure.values) == _READINGS:
        return figure.values[:1]
    return figure.values


def _close(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return any(math.isclose(x, y, rel_tol=_SAME) for x in first for y in second)


def _scaled(
    ours: list[Figure], theirs: list[Figure], missing: list[Figure], added: list[Figure]
) -> list[tuple[Figure, Figure]]:
    pairs = []
    for f in list(missing):
        for other in list(added):
            if f.scale and other.scale and f.scale != other.scale and f.parts == other.parts:
                pairs.append((f, other))
                missing.remove(f)
                added.remove(other)
                break
    return pairs


def _in_parts(figure: Figure, others: list[Figure], own: list[Figure]) -> bool:
    """Whether the digits stand on the other side, grouped in another way."""
    parts = {p for other in others if not _GROUPED.fullmatch(other.text) for p in other.parts}
    if not _GROUPED.fullmatch(figure.text) and parts.issuperset(figure.parts):
        return True
    if len(others) > 1 and figure.digits in _runs(others):
        return True
    # A telephone number in pieces here and in one there.
    at = own.index(figure)
    return any(
        digits in {other.digits for other in others}
        for first in range(max(0, at - _PIECES), at + 1)
        for last in range(at + 1, min(len(own), at + _PIECES) + 1)
        if last - first > 1
        for digits in ("".join(f.digits for f in own[first:last]),)
    )


def _runs(found: list[Figure]) -> set[str]:
    """The digits of up to four figures that follow one another, put together."""
    return {
        "".join(f.digits for f in found[first : first + count])
        for first in range(len(found))
        for count in range(2, _PIECES + 1)
    }


def is_named(figure: Figure, text: str) -> bool:
    """Whether the figure is part of a name, as in COVID-19, B52 and F-16."""
    return _NAME_BEFORE.search(text, max(0, figure.start - 3), figure.start) is not None


def _has_bare_name(figure: Figure, source: str, target: str) -> bool:
    """Whether the target has the name of a figure without any, or with another one."""
    name = _NAME.search(source, 0, figure.start)
    if name is None:
        return False
    word = re.escape(name.group().rstrip("-‑"))
    return re.search(rf"(?<![A-Za-z]){word}[-‑]?(?![A-Za-z])", target) is not None


def _must_be_figure(figure: Figure, own: list[Figure], text: str, digits: set[int]) -> bool:
    """Whether the figure is one side of a score whose other side the target has as a figure."""
    at = own.index(figure)
    for other in own[max(0, at - 1) : at] + own[at + 1 : at + 2]:
        first, second = sorted((figure, other), key=lambda f: f.start)
        if (
            _SCORE.fullmatch(text, first.end, second.start)
            and digits.issuperset(other.parts)
            and not any(part in _YEARS for part in other.parts)
        ):
            return True
    return False


class _Texts(NamedTuple):
    source: str
    target: str
    lang: str


class _Text:
    """One side, asked for a figure of the other side."""

    def __init__(self, text: str, lang: str, found: list[Figure]) -> None:
        self.text = text
        self.lang = lang
        self.found = found
        self.values = {value for figure in found for value in figure.values}
        self.parts = {part for figure in found for part in figure.parts}
        self.roman = roman_numerals(text)

    def has(self, figure: Figure, context: str) -> bool:
        return (
            any(self._has_value(value) for value in figure.values)
            or self._has_year(figure)
            or self._has_decade(figure, context)
            or self._has_century(figure, context)
            or self._has_hour(figure, context)
            or self._has_month(figure)
        )

    def _has_value(self, value: float) -> bool:
        return value in self.roman or says(self.text, value, self.lang)

    def _has_year(self, figure: Figure) -> bool:
        """2019 as 19, 1990s as 90s, the 18th century as the 1700s, and the other way round."""
        if len(figure.parts) != 1:
            return False
        number = figure.parts[0]
        if number in _YEARS:
            century = number // 100 + 1
            short = {number % 100, century} if number % 100 == 0 else {number % 100}
            return (
                not short.isdisjoint(self.parts)
                or (number % 100 == 0 and (century in self.roman or self._has_value(century)))
                or (number % 10 == 0 and self._has_value(number % 100))
            )
        years = [part for part in self.parts if part in _YEARS]
        return any(year % 100 == number for year in years)

    def _has_decade(self, figure: Figure, context: str) -> bool:
        """The 1920s as the third decade of a century, which northern languages count."""
        year = figure.parts[0]
        is_decade = year in _YEARS and year % 10 == 0 and context.startswith("s", figure.end)
        return is_decade and year % 100 // 10 + 1 in self.parts

    def _has_century(self, figure: Figure, context: str) -> bool:
        """The 18th century as the 1700s, the 1980s as "20世纪80年代"."""
        if len(figure.parts) != 1 or not _CENTURY.match(context, figure.end):
            return False
        return any((figure.parts[0] - 1) == year // 100 for year in self.parts if year in _YEARS)

    def _has_hour(self, figure: Figure, context: str) -> bool:
        if not figure.parts or figure.parts[0] > _HOURS:
            return False
        if not (_CLOCK.search(context) or _CLOCK.search(self.text)):
            return False
        hour = figure.parts[0]
        shifted = [h for h in (hour + 12, hour - 12) if 0 <= h <= _HOURS]
        return any(h in self.parts or self._has_value(h) for h in shifted)

    def _has_month(self, figure: Figure) -> bool:
        if len(figure.parts) != 1 or not 1 <= figure.parts[0] <= _MONTHS:
            return False
        key = folded(self.text)
        return any(
            month == figure.parts[0] and stands(name, key, self.lang)
            for name, month in locale(self.lang).months.items()
        )


def _measures(figure: Figure, context: str) -> tuple[list[float], float]:
    """What an imperial measure is in metric units, and how far off a rounded one may be."""
    at = figure.end
    if (span := _RANGE.match(context, at)) is not None:
        at = span.end()
    behind = context[at : at + _NEAR]
    for unit, factors in _UNITS:
        if unit.match(behind.lower()):
            return [value * factor for value in figure.values for factor in factors], _ROUNDING
    if _FAHRENHEIT.match(behind):
        # A temperature, or a difference of two.
        return [x for v in figure.values for x in ((v - 32) / 1.8, v / 1.8)], _ROUNDING
    return [], 0.0


def _compound_measures(ours: list[Figure]) -> list[tuple[Figure, Figure, float]]:
    """6 ft 2 in and 11 stone 4 in centimetres, metres and kilograms."""
    return [
        (first, second, value)
        for first, second in pairwise(ours)
        if second.start <= first.end + _NEAR and first.values and second.values
        for length in (first.values[0] * 30.48 + second.values[0] * 2.54,)
        for value in (length, length / 100, first.values[0] * 6.35 + second.values[0] * 0.4536)
    ]


def _is_near(wanted: float, values: Iterable[float], slack: float) -> bool:
    return any(abs(wanted - value) <= max(slack * abs(wanted), 0.06) for value in values)


def _without_converted(
    missing: list[Figure],
    added: list[Figure],
    ours: list[Figure],
    theirs: list[Figure],
    texts: _Texts,
) -> tuple[list[Figure], list[Figure]]:
    """Both lists without the measures that were turned from imperial units into metric ones."""
    if not _IMPERIAL.search(texts.source):
        return missing, added
    values = [value for figure in theirs for value in figure.values]
    gone: set[Figure] = set()
    for figure in ours:
        wanted, slack = _measures(figure, texts.source)
        if any(
            _is_near(w, values, slack) or says(texts.target, round(w), texts.lang) for w in wanted
        ):
            gone.add(figure)
        gone.update(f for f in added if any(_is_near(w, f.values, slack) for w in wanted))
    for first, second, wanted_value in _compound_measures(ours):
        if _is_near(wanted_value, values, 0.02):
            gone.update((first, second))
            gone.update(f for f in added if _is_near(wanted_value, f.values, 0.02))
    missing = [f for f in missing if f not in gone]
    if not added:
        # "six metres (18 feet)": the second measure says the first again.
        missing = [f for f in missing if not _is_aside(f, texts.source)]
    # "about a mile" has no figure to compare with.
    return missing, [f for f in added if f not in gone] if missing else []


def _is_aside(figure: Figure, source: str) -> bool:
    before = source[: figure.start].rstrip()
    return before.endswith("(") and _IMPERIAL.match(source[figure.end :].lstrip()) is not None


def is_measure(figure: Figure, source: str) -> bool:
    """Whether a figure of the source is a measure or a sum that a translator may convert."""
    sign = source[max(0, figure.start - 2) : figure.start].strip()
    # "in the 80s" may be degrees.
    tens = source.startswith("s", figure.end) and len(figure.digits) == 2
    return tens or sign[-1:] in tuple("$£€¥₹") or bool(_measures(figure, source)[0])


def _from_era(figure: Figure, others: list[Figure], shifts: tuple[int, ...]) -> bool:
    years = {part for other in others for part in other.parts}
    return any(part - shift in years for part in figure.parts for shift in shifts)


def is_worded(source: str, lang: str) -> bool:
    """Whether the source says numbers in words, so that a figure of the target may be one."""
    return not locale(lang).knows_numbers or speaks_of_numbers(source, lang)
