"""Figures as text has them: values of digits with any grouping, magnitudes, days of months."""

from __future__ import annotations

import re

MAGNITUDES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "lakh": 10**5,
    "lac": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "万": 10**4,
    "萬": 10**4,
    "만": 10**4,
    "億": 10**8,
    "亿": 10**8,
    "억": 10**8,
    "兆": 10**12,
    "조": 10**12,
}
MONTHS = {
    name: number
    for number, name in enumerate(
        (
            *("January", "February", "March", "April", "May", "June", "July", "August"),
            *("September", "October", "November", "December"),
        ),
        start=1,
    )
}
_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*(?:\.\d+)?|\d+(?:\.\d+)?")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def value(figure: str) -> float | None:
    """The value of digits grouped by commas, None where it isn't one: "1,200.5" is 1200.5."""
    if not figure.isascii() or not _GROUPED.fullmatch(figure):
        return None
    return float(figure.replace(",", ""))


def magnitude(words: str) -> int:
    """The product of magnitude words: "hundred million" is 10**8. `KeyError` for another word."""
    product = 1
    for word in re.split(r"[\s-]+", words.lower()):
        product *= 10 if word == "ten" else MAGNITUDES[word.removesuffix("s")]
    return product


def in_english(number: float) -> str:
    """A number as an editor writes it: 1,200; 300,000; 1.2 million; 4.25 billion."""
    for scale, name in _SCALES:
        if number >= scale:
            return f"{round(number / scale, 3):g} {name}"
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,g}"


def days_in(month: int, year: int | None = None) -> int:
    """How many days a month can have: 29 for a February of an unknown year."""
    if month == 2 and year is not None:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return _LONGEST.get(month, 31)
