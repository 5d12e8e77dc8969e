"""Patterns of figures that English doesn't have: order, units, calendars and shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mtqc.core.severity import Severity
from mtqc.text import numbers


class Odd(NamedTuple):
    """What is wrong with a figure, and how an editor would write it where that is plain."""

    severity: Severity
    why: str
    suggestion: str | None = None


_MAJOR, _MINOR = Severity.MAJOR, Severity.MINOR
_Judge = Callable[[re.Match[str]], Odd | None]

_FIGURE = r"(?<![\d.,])(?P<figure>\d[\d,]*(?:\.\d+)?)"
_MONTH = "(?P<month>" + "|".join(numbers.MONTHS) + ")"
_ENDS_DATE = r"(?=[,.;)]|\s*$|\s+(?:at|in|and|this|last|next)\b)"
_MONEY = (
    r"(?:dollars?|euros?|pounds?|shillings?|rupees?|yuan|yen|won|dong|baht|rupiah|naira|rand|birr|"
    r"taka|lira|roubles?|rubles?|hryvnias?|pesos?|reais|francs?|dirhams?|dinars?|riyals?|rials?)"
)
_PEOPLE = (
    r"(?:voters|votes|residents|people|respondents|citizens|households|members|seats|lawmakers|"
    r"deputies|workers|students|patients|inhabitants|participants|ballots|population)"
)
_COUNTED = (
    r"(?:people|persons|women|men|children|jobs|homes|houses|families|euros|dollars|[a-z]+(?:ers|"
    r"ors|ists|ents|ants|ees|ians))"
)
_ONES = "(?:one|two|three|four|five|six|seven|eight|nine)"
_TENS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_WORDS = r"(?:two|three|four|five|six|seven|eight|nine|ten)"


def _counted_in_ten_thousands(match: re.Match[str]) -> Odd | None:
    figure = numbers.value(match["figure"])
    if figure is None:
        return None
    by = numbers.magnitude(match["by"])
    if by != 10**4 and figure < 10:
        return None
    return Odd(
        _MAJOR,
        f"English doesn't count in units of a {match['by'].replace('-', ' ')}",
        numbers.in_english(figure * by),
    )


def _mixed_systems(match: re.Match[str]) -> Odd:
    figure = numbers.value(match["figure"]) if match["figure"] else None
    first = numbers.magnitude(match["first"])
    return Odd(
        _MAJOR,
        "lakh or crore and million are two ways of counting and don't go into one figure",
        None if figure is None else numbers.in_english(figure * first),
    )


def _foreign_numeral(match: re.Match[str]) -> Odd:
    total, known = 0.0, True
    for figure, sign in re.findall(
        r"([\d,.]+)\s*(ten[- ]thousand|[万萬만億亿억兆조])", match.group()
    ):
        amount = numbers.value(figure)
        known = known and amount is not None
        total += (amount or 0.0) * numbers.magnitude(sign)
    return Odd(
        _MAJOR, "the unit was left in another script", numbers.in_english(total) if known else None
    )


def _money_order(match: re.Match[str]) -> Odd:
    return Odd(
        _MINOR,
        "the sign of the currency stands before the figure",
        f"{match['sign']}{match['figure']} {match['by']}",
    )


def _figure_last(match: re.Match[str]) -> Odd:
    suggestion = f"{match['figure']} {match['by']} {match['unit']}"
    return Odd(_MAJOR, "in English the figure comes first", suggestion)


def _parts(match: re.Match[str]) -> Odd:
    return Odd(_MAJOR, "this fraction is in the word order of another language", _fraction(match))


_ORDINALS = {
    "two": "half", "three": "third", "four": "quarter", "five": "fifth", "six": "sixth",
    "seven": "seventh", "eight": "eighth", "nine": "ninth", "ten": "tenth",
}  # fmt: skip


def _fraction(match: re.Match[str]) -> str:
    count, of = match["count"].lower(), _ORDINALS[match["of"].lower()]
    return f"a {of}" if count == "one" else f"{count} {of}s"


def _percent_first(match: re.Match[str]) -> Odd:
    return Odd(_MAJOR, "in English the figure comes first", f"{match['figure']} per cent")


def _percent_sign_first(match: re.Match[str]) -> Odd:
    return Odd(_MINOR, "the sign stands after the figure", f"{match['figure']}%")


def _indian_grouping(match: re.Match[str]) -> Odd:
    digits = int(match["figure"].replace(",", ""))
    return Odd(_MINOR, "digits are grouped in threes outside South Asia", f"{digits:,}")


def _continental_grouping(match: re.Match[str]) -> Odd:
    digits = int(match["figure"].replace(".", ""))
    return Odd(
        _MINOR, "a point parts thousands here, which English reads as decimals", f"{digits:,}"
    )


def _impossible_day(match: re.Match[str]) -> Odd | None:
    day, month = int(match["day"]), numbers.MONTHS[match["month"]]
    year = int(match["year"]) if match["year"] else None
    most = numbers.days_in(month, year)
    if day <= most:
        return None
    return Odd(_MAJOR, f"{match['month']} has {most} days")


def _buddhist_year(match: re.Match[str]) -> Odd:
    year = int(match["year"])
    return Odd(_MAJOR, f"{year} is a year of the Buddhist era", match.group().replace(
        match["year"], str(year - 543)))  # fmt: skip


def _era_year(match: re.Match[str]) -> Odd:
    year = 2018 + int(match["year"])
    return Odd(_MINOR, "a year of a Japanese era; readers abroad need the common one", str(year))


def _impossible_hour(match: re.Match[str]) -> Odd | None:
    hour = int(match["hour"])
    if hour > 24:
        return Odd(_MAJOR, "a day has 24 hours")
    return None


def _double_clock(match: re.Match[str]) -> Odd:
    return Odd(_MINOR, "a 24-hour time takes no a.m. or p.m.")


def _share_over_all(match: re.Match[str]) -> Odd | None:
    if float(match["figure"]) <= 100:
        return None
    return Odd(_MAJOR, "a share of these can't be more than 100 per cent")


def _more_than_all(match: re.Match[str]) -> Odd | None:
    part, whole = numbers.value(match["figure"]), numbers.value(match["whole"])
    if part is None or whole is None or part <= whole:
        return None
    return Odd(_MAJOR, f"{match['figure']} can't be part of {match['whole']}")


def _ones_first(match: re.Match[str]) -> Odd:
    right = f"{match['ten']}-{match['one']}"
    return Odd(_MAJOR, "English says the tens first", right)


def _comma_read_aloud(match: re.Match[str]) -> Odd:
    right = f"{match['whole']} point {match['part']}"
    return Odd(_MAJOR, "a decimal mark of another language was read aloud", right)


def _unit_twice(match: re.Match[str]) -> Odd:
    return Odd(_MAJOR, f"English doesn't count in {match['by']}s of {match['by']}s")


def _split_thousands(match: re.Match[str]) -> Odd | None:
    head = numbers.value(match["figure"])
    if head is None or head != int(head):
        return None
    return Odd(_MINOR, "a figure is not cut at its thousands", f"{int(head):,},{match['rest']}")


# What every pattern below needs to see, as one expression. It begins with one of few characters and
# looks back at which it was, because the regex engine then skips over all other characters.
MAY_BE_ODD = re.compile(
    r"[\dR%lcpPd](?:"
    r"(?<=of (?:the|its) \d)|(?<=of their \d)|(?<=zde \d)"
    r"|(?<=(?:cent|tage|face|sand|lion|lakh) \d)"
    r"|(?<=\d)(?:[\d.,]*\s*(?:[万萬만億亿억兆조]|[$€£¥₹₩]\s?(?:m|b|tr)"
    r"|(?:million|billion|trillion|bn)\s?[$€£¥₹₩]|(?:ten|hundred)[- ](?:th|m|b)|thousand \d"
    r"|GMT|local time|o['’]clock|[ap]\.?m\b)|\d\d(?:\.\d+)? ?(?:%|per ?cent) of|,\d\d,\d|\.\d{3}\b)"
    r"|(?<=[2-9])\d(?:st|nd|rd|th)?(?: of)? (?:Ja|Fe|Ma|Ap|Ju|Au|Se|Oc|No|De)"
    r"|(?<=[23])\d(?<=29|3[0-2])(?<=[yhletr] \d\d)(?:st|nd|rd|th)?(?:[,.;)\n]|\s|$)"
    r"|(?<=2)5[5-9]\d\b|(?<=%)\s?\d|(?<=R)eiwa"
    r"|(?<=l)(?:akhs?\s+[mbt]|acs?\s+[mbt]|lions?\s+(?:lakh|lac|crore))|(?<=c)rores?\s+[mbt]"
    r"|(?<=[pP])(?:arts? |ARTS? )(?![oO]f )[otfsenOTFSEN]"
    r"|(?<=nd)[- ](?:thousand\b|(?:twen|thir|for|fif|six|seven|eigh|nine)ty\b)"
    r"|(?<=c)oma (?:\d|[zotfsen])|(?<=l)ion[- ]\wil)"
)

_START = r"(?<![\d.,])"
_BIG = r"(?:million|billion|trillion)"
_INDIAN = r"(?:lakh|lac|crore)"
_MAYBE_FIGURE = rf"(?:{_FIGURE}\s+)?\b"
_DAY = r"(?P<day>\d{2})(?:st|nd|rd|th)?"
_YEAR = r",? (?P<year>\d{4})\b"
_AFTER_PREPOSITION = r"(?:(?<=\bby )|(?<=\bof )|(?<=\bto )|(?<=\bat )|(?<=\bin ))"

# With each pattern stand signs of which every text that it matches has one: looking for them first
# is far quicker than looking for the pattern.
_CHARACTERS = tuple("万萬만億亿억兆조")
_SIGNS = tuple("$€£¥₹₩")

_PATTERNS: tuple[tuple[re.Pattern[str], _Judge, tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), judge, signs)
    for pattern, judge, signs in (
        (
            r"\d[\d,.]*\s*[万萬만億亿억兆조]"
            r"(?:\s*\d[\d,.]*\s*(?:ten[- ]thousand|[万萬만億亿억]))?",
            _foreign_numeral,
            _CHARACTERS,
        ),
        (
            rf"{_FIGURE}\s+(?P<by>ten[- ]thousands?|ten[- ]million"
            r"|hundred[- ](?:thousand|million|billion))\b",
            _counted_in_ten_thousands,
            ("ten", "hundred"),
        ),
        (
            rf"{_MAYBE_FIGURE}(?P<first>{_INDIAN}s?)\s+{_BIG}\b",
            _mixed_systems,
            ("lakh", "lac", "crore"),
        ),
        (
            rf"{_MAYBE_FIGURE}(?P<first>{_BIG}s?)\s+{_INDIAN}s?\b",
            _mixed_systems,
            ("lakh", "lac", "crore"),
        ),
        (rf"{_FIGURE}\s?(?P<sign>[$€£¥₹₩])\s?(?P<by>{_BIG}|bn|m)\b", _money_order, _SIGNS),
        (rf"{_FIGURE}\s?(?P<by>{_BIG}|bn)\s?(?P<sign>[$€£¥₹₩])(?!\s?\d)", _money_order, _SIGNS),
        (
            rf"\b(?P<unit>{_MONEY}) (?P<by>thousand|lakh|million|billion) "
            r"(?P<figure>\d[\d,]*(?:\.\d+)?)(?![\d%])",
            _figure_last,
            ("thousand ", "lakh ", "million ", "billion "),
        ),
        (
            rf"(?i)\b(?:of |in |by )?(?P<of>{_WORDS}) parts? "
            rf"(?P<count>one|{_WORDS})\b(?! parts?\b|-)",
            _parts,
            ("part", "Part", "PART"),
        ),
        (
            rf"{_AFTER_PREPOSITION}(?:per cent|percent|percentage|face|yüzde) "
            r"(?P<figure>\d+(?:\.\d+)?)\b(?! (?:years?|months?|days?))",
            _percent_first,
            ("cent", "face", "yüzde"),
        ),
        (
            r"\b(?:face|yüzde) (?P<figure>\d+(?:\.\d+)?)"
            r"(?= (?:less|more|higher|lower|cheaper|dearer|below|above)\b)",
            _percent_first,
            ("face", "yüzde"),
        ),
        (r"(?<![^\s(])%\s?(?P<figure>\d{1,3}(?:[.,]\d+)?)(?![\w%])", _percent_sign_first, ("%",)),
        (
            rf"{_START}(?P<figure>\d{{1,2}}(?:,\d{{2}})+,\d{{3}})(?![\d,]\d)",
            _indian_grouping,
            (",",),
        ),
        (
            r"(?<![\d.,$€£¥])(?P<figure>\d{1,3}(?:\.\d{3}){2,})(?![\d.]\d)",
            _continental_grouping,
            (".",),
        ),
        (
            rf"(?<![\d.,$€£¥])(?P<figure>[1-9]\d{{0,2}}\.\d{{3}})(?= {_COUNTED}\b)",
            _continental_grouping,
            (".",),
        ),
        (
            rf"\b{_DAY}(?: of)? {_MONTH}(?:{_YEAR}|{_ENDS_DATE})",
            _impossible_day,
            tuple(numbers.MONTHS),
        ),
        (
            rf"\b{_MONTH} (?P<day>29|3[0-2])(?:st|nd|rd|th)?(?:{_YEAR}|(?=[,.;)](?!\d)|\s*$))",
            _impossible_day,
            ("29", "30", "31", "32"),
        ),
        (
            rf"(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}},)? (?P<year>25[5-9]\d)\b",
            _buddhist_year,
            ("25",),
        ),
        (
            r"\b[Yy]ear (?P<year>25[5-9]\d)(?: of the Buddhist [Ee]ra| B\.?E\.?)?\b",
            _buddhist_year,
            ("25",),
        ),
        (r"\bReiwa (?:year )?(?P<year>\d{1,2})\b", _era_year, ("Reiwa",)),
        (
            r"(?<![\d.,:])(?P<hour>\d{2})"
            r"(?:(?::[0-5]\d) ?(?:GMT|local time)|(?::[0-5]\d)? o['’]clock)\b",
            _impossible_hour,
            ("GMT", "time", "clock"),
        ),
        (
            r"(?<![\d.,:])(?:1[3-9]|2[0-4])(?:[:.][0-5]\d)? ?(?:[ap]\.m\.|[ap]m\b)",
            _double_clock,
            ("m.", "am", "pm"),
        ),
        (
            rf"{_START}(?P<figure>\d{{3}}(?:\.\d+)?) ?(?:%|per ?cent) of "
            rf"(?:the |all |its |their )?{_PEOPLE}\b(?!['’])",
            _share_over_all,
            ("%", "cent"),
        ),
        (
            rf"{_START}(?P<figure>\d[\d,]*) (?:out )?of (?:the|its|their) "
            rf"(?P<whole>\d[\d,]*) {_PEOPLE}\b",
            _more_than_all,
            ("of",),
        ),
        (
            rf"\b(?P<one>{_ONES})[- ]and[- ](?P<ten>{_TENS})\b",
            _ones_first,
            tuple(_TENS.strip("(?:)").split("|")),
        ),
        (
            rf"\b(?P<whole>\d+|{_ONES}) coma (?P<part>\d+|zero|{_ONES})\b",
            _comma_read_aloud,
            (" coma ",),
        ),
        (r"\b(?P<by>thousand|million|billion)[- ](?P=by)\b", _unit_twice, ("sand", "illion")),
        (
            rf"{_FIGURE} thousand (?P<rest>\d{{3}})(?! ?(?:{_BIG}|%)|[\d.,]\d)",
            _split_thousands,
            ("thousand",),
        ),
    )
)


def odd_figures(text: str) -> Iterator[tuple[int, int, Odd]]:
    """Odd figures of `text` as (start, end, what); two may overlap, the graver one comes first."""
    for pattern, judge, signs in _PATTERNS:
        if not any(sign in text for sign in signs):
            continue
        for match in pattern.finditer(text):
            odd = judge(match)
            if odd is not None:
                yield match.start(), match.end(), odd
