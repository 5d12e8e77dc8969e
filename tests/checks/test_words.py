"""The checks of words: what their examples don't reach."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.checks.calque import Calque
from mtqc.checks.foreign_word import UntranslatedWord
from mtqc.checks.nonword import Nonword
from mtqc.checks.odd_compound import OddCompound
from mtqc.checks.odd_number import OddNumber
from mtqc.core.check import SegmentCheck
from mtqc.core.issue import Issue, sealed
from mtqc.core.severity import Severity
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.text import numbers
from mtqc.text.layout import cut
from mtqc.text.odd_figures import MAY_BE_ODD, odd_figures
from mtqc.text.phrases import PhraseBook
from mtqc.text.words import words

CHECKS = (Calque(), Nonword(), OddCompound(), OddNumber(), UntranslatedWord())


def found(check: SegmentCheck, text: str) -> list[Issue]:
    document = cut("a", text, lang="en")
    features = DocumentFeatures("en", lexicon_for("en"), None)
    return [
        sealed(issue, segment.text)
        for segment in document.segments
        for issue in check.check(segment, document, features)
    ]


def flagged(check: SegmentCheck, text: str) -> list[str]:
    return [issue.text for issue in found(check, text)]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
@settings(deadline=None)
@given(
    text=st.text(
        st.sampled_from("a non-the 12,00.5%$万million lakh parts one June“”'\n"), max_size=60
    )
)
def test_any_text_is_survived(check: SegmentCheck, text: str) -> None:
    for issue in found(check, text):
        assert issue.text


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("He owes 50 ten-thousand yuan.", "500,000"),
        ("He owes 1,200 hundred million yen.", "120 billion"),
        ("It sold 3 crore million tickets.", "30 million"),
        ("It cost 4.5 billion $ to build.", "$4.5 billion"),
        ("It pays rupees million 7.5 a year.", "7.5 million rupees"),
        ("Sales fell in four parts three.", "three quarters"),
        ("It opens on 3 March 2570.", "3 March 2027"),
        ("Some 12,34,567 homes.", "1,234,567"),
        ("A budget of 1.250.000 pesos.", "1,250,000"),
        ("Prices rose %25 in May.", "25%"),
        ("It seats 12 thousand 500 people.", "12,500"),
        ("It took 8億 to build.", "800 million"),
    ],
)
def test_odd_figures_are_put_right(text: str, right: str) -> None:
    (issue,) = found(OddNumber(), text)
    assert right in issue.suggestions[0]


@pytest.mark.parametrize(
    "text",
    [
        "On 29 February 2024, on 31 March, and on 30 June, they met.",
        "In May 45 people came, and by June 33, so did 120 of the 150 members.",
        "Rs 5 lakh crore, 20 lakh, a crore, and 3 hundred million people.",
        "A 100% stake, 90 percent of voters, and 150% of last year's output.",
        "The 2569 Ferris Road office, unit 2569, flight 2570.",
        "At 10:30 p.m., at 22:45, at 24:00 GMT.",
    ],
)
def test_right_figures_are_left_alone(text: str) -> None:
    assert flagged(OddNumber(), text) == []


@pytest.mark.parametrize("day", ["30 February", "31 April,", "32 January.", "29 February 2023"])
def test_days_that_no_month_has(day: str) -> None:
    assert [i.severity for i in found(OddNumber(), f"It ends on {day}")] == [Severity.MAJOR]


FIGURES = st.lists(
    st.sampled_from(
        "3 12 1.250 1.250.000 8,00,000 31 29 2569 % $ €5 ten thousand hundred million "
        "lakh billion crore crores 億 parts part one two June February of by the its 150 percent "
        "per cent voters people GMT o'clock 25:00 17:30 pm yuan dollars face less , .".split()
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=500)
@given(FIGURES, st.sampled_from([" ", ""]))
def test_the_trigger_misses_no_odd_figure(tokens: list[str], between: str) -> None:
    text = between.join(tokens)
    if any(True for _ in odd_figures(text)):
        assert MAY_BE_ODD.search(text)


@settings(deadline=None)
@given(st.integers(0, 10**15))
def test_numbers_in_english_keep_their_size(number: int) -> None:
    text = numbers.in_english(number)
    figure, _, scale = text.partition(" ")
    back = (numbers.value(figure) or 0) * (numbers.magnitude(scale) if scale else 1)
    assert back == pytest.approx(number, rel=1e-3)


def test_calques_in_any_inflection_and_case() -> None:
    text = "Two exterior ministers spoke. Outside minister’s office closed. LAW PROJECTS FAILED."
    assert flagged(Calque(), text) == ["exterior ministers", "Outside minister’s", "LAW PROJECTS"]


def test_a_calque_is_not_seen_across_punctuation_or_in_a_name() -> None:
    assert (
        flagged(Calque(), "They stayed outside, ministers said, by law. Project work began.") == []
    )
    assert flagged(Calque(), "The Green Law Project won.") == []


def test_right_phrases_win_over_the_patterns_that_cover_them() -> None:
    assert flagged(Calque(), "The popular vote was close and a road is under construction.") == []
    assert flagged(Calque(), "Wales's first minister was in Cardiff.") == []


def test_allowed_calques() -> None:
    assert flagged(Calque(allowed=("law project",)), "The law project failed.") == []


def test_every_row_of_the_calque_table_is_sound() -> None:
    from importlib import resources

    table = (resources.files("mtqc") / "data" / "words" / "calques.tsv").read_text("utf-8")
    rows = [r.split("\t") for r in table.splitlines() if r and not r.startswith("#")]
    assert len({r[1] for r in rows}) == len(rows) > 900
    for severity, phrase, proper, languages, unless in rows:
        assert severity in ("major", "minor", "fine"), phrase
        assert phrase == phrase.lower().strip(), phrase
        assert (severity == "fine") == (proper == ""), phrase
        assert severity == "fine" or all(re.fullmatch("[a-z]{2}", x) for x in languages.split())
        re.compile(unless)


def test_phrase_book_takes_the_longest_and_then_the_last() -> None:
    book: PhraseBook[str] = PhraseBook()
    book.add("red half-moon", "short")
    book.add("red half-moon society/group of? crete", "long")
    book.add("blue/red moon", "first")
    book.add("red moon", "second")
    text = "red half moon, red half-moon group of Crete, red moons, blue moon’s, red. moon"
    assert [(text[a:b], v) for a, b, v in book.find(words(text), text)] == [
        ("red half moon", "short"),
        ("red half-moon group of Crete", "long"),
        ("red moons", "second"),
        ("blue moon’s", "first"),
    ]
    with pytest.raises(ValueError, match="begin with a word"):
        book.add("the? moon", "x")


def test_a_nonword_used_often_is_the_texts_own_term() -> None:
    once = "The zoologist described a hemstring."
    assert flagged(Nonword(), once) == ["hemstring"]
    assert flagged(Nonword(), " ".join([once] * 3)) == []
    assert flagged(Nonword(known=("hemstring",)), once) == []


def test_days_need_the_place_of_a_day() -> None:
    assert flagged(UntranslatedWord(), "They met last Montag and on 5 marzo.") == [
        "Montag",
        "marzo",
    ]
    assert (
        flagged(UntranslatedWord(), "Montag burns books; Marzo is a street. On Montag's word.")
        == []
    )


def test_odd_compounds_leave_modifiers_alone() -> None:
    text = "The lake-information pact and a non-brick wall; an angry tide-exuberance of water."
    assert flagged(OddCompound(), text) == []
    assert flagged(OddCompound(allowed=("lake-information",)), "The lake-information is out.") == []
