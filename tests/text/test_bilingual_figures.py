"""Figures of source and target in the scripts, groupings, calendars and units of the world."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.text.bilingual.figure_agreement import compare
from mtqc.text.bilingual.figures import ascii_digits, figures, readings, roman_numerals, scale_of
from mtqc.text.bilingual.locale import folded, locale
from mtqc.text.bilingual.number_words import han_numbers, says


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,234.5", (1234.5,)),
        ("1.234,5", (1234.5,)),
        ("1 234 567,5", (1234567.5,)),
        ("1\u202f234", (1234.0,)),
        ("1’234’567", (1234567.0,)),
        ("12,34,567", (1234567.0,)),
        ("1.234", (1234.0, 1.234)),
        ("3,5", (3.5,)),
        ("12.05.2018", ()),
        ("007", (7.0,)),
    ],
)
def test_readings(text: str, values: tuple[float, ...]) -> None:
    assert readings(text) == values


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("3.5 million", "en", 3.5e6),
        ("$1.2bn", "en", 1.2e9),
        ("2,5 Milliarden", "de", 2.5e9),
        ("mit 3 Millionenbeträgen", "de", 3e6),
        ("5 mil millones", "es", 5e9),
        ("3 лимона и 7 миллионов", "ru", 7e6),
        ("350万", "zh", 3.5e6),
        ("9000多万", "zh", 9e7),
        ("82万千瓦", "zh", 820_000),
        ("1億8,000万円", "ja", 1.8e8),
        ("3만 5천", "ko", 35_000),
        ("12 लाख", "hi", 1.2e6),
        ("4 crore", "en", 4e7),
        ("٣ ملايين", "ar", 3e6),
        ("1½ cups", "en", 1.5),
        ("２３４", "ja", 234),
    ],
)
def test_magnitudes(text: str, lang: str, value: float) -> None:
    assert any(value in figure.values for figure in figures(text, lang))


def test_places_are_those_of_the_text() -> None:
    text = "العدد ١٢٬٣٤٥٫٦ فقط"
    (figure,) = figures(text, "ar")
    assert text[figure.start : figure.end] == "١٢٬٣٤٥٫٦"
    assert figure.values == (12345.6,)


@given(st.text())
def test_digits_change_no_length(text: str) -> None:
    plain = ascii_digits(text)
    assert len(plain) == len(text)
    assert not any(unicodedata.category(c) == "Nd" and not c.isascii() for c in plain)


AGREE = [
    ("It has 1,234,567 users.", "Es hat 1.234.567 Nutzer.", "de"),
    ("It has 1,234,567 users.", "Il compte 1\u00a0234\u00a0567 utilisateurs.", "fr"),
    ("It has 1,234,567 users.", "Es hat 1'234'567 Nutzer.", "de"),
    ("It has 1,234,567 users.", "इसके 12,34,567 उपयोगकर्ता हैं।", "hi"),
    ("It has 1,234 users.", "এতে ১,২৩৪ জন আছে।", "bn"),
    ("It has 1,234 users.", "มีผู้ใช้ ๑,๒๓๔ คน", "th"),
    ("two and 3 and 7", "deux et trois et sept", "fr"),
    ("25 people", "двадцати пяти человек", "ru"),
    ("300 people", "trois cents personnes", "fr"),
    ("2 million people", "zwei Millionen Menschen", "de"),
    ("a fund of 2.5 billion", "2,5 miljardin rahasto", "fi"),
    ("350 people", "三百五十人", "zh"),
    ("in 2018", "二〇一八年", "zh"),
    ("in the 1980s", "в 80-х годах", "ru"),
    ("in the 1980s", "20世纪80年代", "zh"),
    ("in the 18th century", "au XVIIIe siècle", "fr"),
    ("in the 21st century", "у ХХІ столітті", "uk"),
    ("2018-19", "2018/2019", "de"),
    ("at 3:30 p.m.", "à 15h30", "fr"),
    ("at 7 a.m.", "um 7:00 Uhr", "de"),
    ("on 9/4/2019", "9 апреля 2019 года", "ru"),
    ("in 2020", "ในปี พ.ศ. 2563", "th"),
    ("in 2006", "平成18年", "ja"),
    ("20 miles away", "a 32 kilómetros", "es"),
    ("2 to 4 inches of rain", "5 bis 10 Zentimeter Regen", "de"),
    ("at 80 degrees", "bei 27 Grad", "de"),
    ("He is 6 ft 2 in tall.", "Er ist 1,88 m groß.", "de"),
    ("50% off", "%50 indirim", "tr"),
    ("6-4, 7-5", "6:4, 7:5", "de"),
    ("call 555 1234", "appelez le 5551234", "fr"),
]


@pytest.mark.parametrize(("source", "target", "lang"), AGREE)
def test_what_agrees(source: str, target: str, lang: str) -> None:
    found = compare(source, target, "en", lang)
    assert not found.missing
    assert not found.scaled


DIFFER = [
    ("45 metres", "54 Meter", "de"),
    ("1,234.5", "1.234,6", "de"),
    ("1,234 people", "12.340 Menschen", "de"),
    ("in 1987", "в 1978 году", "ru"),
    ("17 dogs", "Hunde", "de"),
    ("8 cats", "नौ बिल्लियाँ", "hi"),
    ("20 miles away", "a 45 kilómetros", "es"),
    ("at 3:30 p.m.", "à 16h45", "fr"),
    ("23 people", "२४ मानिस", "ne"),
]


@pytest.mark.parametrize(("source", "target", "lang"), DIFFER)
def test_what_differs(source: str, target: str, lang: str) -> None:
    assert compare(source, target, "en", lang).missing


@pytest.mark.parametrize(
    ("source", "target", "lang"),
    [
        ("5 billion", "5 Millionen", "de"),
        ("19 million", "19 लाख", "ne"),
        ("3 million", "3億", "ja"),
    ],
)
def test_another_magnitude(source: str, target: str, lang: str) -> None:
    found = compare(source, target, "en", lang)
    assert found.scaled or (found.missing and found.added)


@pytest.mark.parametrize(
    ("text", "value", "lang"),
    [
        ("die zweite Brücke", 2, "de"),
        ("siebenundzwanzigjährige", 27, "de"),
        ("п'яти мостів", 5, "uk"),
        ("hatvanéves", 60, "hu"),
        ("cinq cents", 500, "fr"),
        ("ثلاثة", 3, "ar"),
        ("สามสิบคน", 30, "th"),
    ],
)
def test_number_words(text: str, value: int, lang: str) -> None:
    assert says(text, value, lang)


@pytest.mark.parametrize(
    ("text", "value", "lang"),
    [
        ("die dritte Brücke", 2, "de"),
        ("onlar geldi", 10, "tr"),
        ("some text", 7, "xx"),
        ("five", 5.5, "en"),
    ],
)
def test_other_words(text: str, value: float, lang: str) -> None:
    assert not says(text, value, lang)


def test_chinese_numbers() -> None:
    assert 35_000 in han_numbers("三万五千")
    assert 2018 in han_numbers("二〇一八年")
    assert han_numbers("桥") == set()


def test_roman_numerals() -> None:
    assert roman_numerals("Людовик XIV и ХХІ") == {14, 21}
    assert roman_numerals("Iceland, Mixed, VIM") >= set()
    assert 1000 not in roman_numerals("Mixed")


def test_tables_know_the_common_languages() -> None:
    for lang in "de fr es it pt ru pl tr ar hi zh ja ko th vi id sw".split():
        assert locale(lang).knows_numbers, lang
        assert locale(lang).scales, lang
    assert not locale("xx").knows_numbers
    assert locale("pt_BR") is not None
    assert scale_of("Milliarden", "de-AT") == 9


def test_folding_unites_apostrophes() -> None:
    assert folded("Пʼять") == folded("п’ять")


@given(st.text(), st.text(), st.sampled_from(["en", "de", "ja", "ar", "hi", "th", "und"]))
def test_any_two_texts_can_be_compared(source: str, target: str, lang: str) -> None:
    found = compare(source, target, "en", lang)
    assert all(0 <= f.start < f.end <= len(source) for f in found.missing)
    assert all(0 <= f.start < f.end <= len(target) for f in found.added)


@given(st.text())
def test_a_text_agrees_with_itself(text: str) -> None:
    found = compare(text, text, "en", "en")
    assert not found.missing
    assert not found.added
