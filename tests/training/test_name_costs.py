"""Learned costs: what transliteration confuses is near, what makes another name is far."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.training.name_costs import (
    FEATURES,
    LETTERS,
    Costs,
    evidence,
    features,
    itself,
    probability,
    shipped,
    tables,
    wrapped,
)

NAMES = st.text(alphabet=LETTERS, min_size=1, max_size=14)
ANY = st.text(max_size=20)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Salvesen", "Salweson"),
        ("Kiarostami", "Kyarustami"),
        ("Khashoggi", "Hashoggi"),
        ("Guterres", "Gutteresh"),
        ("Vondrusek", "Vondrushek"),
        ("Encinitas", "Ecinitas"),
    ],
)
def test_slips_of_one_name_are_likelier_than_not(a: str, b: str) -> None:
    assert probability(a, b) > 0.8


@pytest.mark.parametrize(
    ("slip", "name", "other"),
    [
        ("Vitkoff", "Witkoff", "Wilcox"),
        ("Zelinsky", "Zelensky", "Zaleski"),
        ("Jeneva", "Geneva", "Genoa"),
        ("Merkal", "Merkel", "Markov"),
        ("Trumpf", "Trump", "Tromp"),
    ],
)
def test_a_slip_is_nearer_to_its_name_than_to_a_look_alike(
    slip: str, name: str, other: str
) -> None:
    assert probability(slip, name) > probability(slip, other)


@pytest.mark.parametrize(
    ("a", "b"), [("Macron", "Merkel"), ("Iran", "Peru"), ("Petrov", "Sidorov"), ("Oslo", "Lagos")]
)
def test_two_names_are_unlikely_to_be_one(a: str, b: str) -> None:
    assert probability(a, b) < 0.05


def test_accents_capitals_and_hyphens_make_no_other_name() -> None:
    assert probability("Szczęsny", "szczesny") == 1.0
    assert probability("al-Sisi", "Alsisi") == 1.0


def test_nothing_is_no_name() -> None:
    assert probability("", "") == 0.0
    assert probability("'", "Anna") == 0.0


def test_far_longer_or_wholly_other_words_are_hopeless() -> None:
    assert probability("Ann", "Annapurnabase") == 0.0
    assert features("bcd", "efghi", shipped()[1]) is None


@given(ANY, ANY)
def test_any_text_gets_a_probability_the_same_both_ways(a: str, b: str) -> None:
    found = probability(a, b)
    assert 0.0 <= found <= 1.0
    assert found == probability(b, a)


@given(NAMES, NAMES)
def test_evidence_is_symmetric_and_greatest_for_equal_names(a: str, b: str) -> None:
    t = shipped()[1]
    x, y = wrapped(a), wrapped(b)
    assert evidence(x, y, t) == pytest.approx(evidence(y, x, t))
    assert evidence(x, x, t) == pytest.approx(itself(x, t))


def test_a_group_stands_for_another_at_its_own_cost() -> None:
    plain = Costs(
        dict.fromkeys(LETTERS, 1.0),
        {x + y: 3.0 for x in LETTERS for y in LETTERS if x < y},
        dict.fromkeys(LETTERS, 2.0),
        (),
        (),
    )
    grouped = Costs(plain.match, plain.change, plain.extra, (("f", "ph", 0.5),), ())
    one, other = wrapped("stefan"), wrapped("stephan")
    assert evidence(one, other, tables(plain)) == pytest.approx(5 - 3 - 2)
    assert evidence(one, other, tables(grouped)) == pytest.approx(5 - 0.5)


def test_a_group_at_the_edge_counts_only_there() -> None:
    costs = Costs(
        dict.fromkeys(LETTERS, 1.0),
        {x + y: 3.0 for x in LETTERS for y in LETTERS if x < y},
        dict.fromkeys(LETTERS, 2.0),
        (("$", "om$", 0.5),),
        (),
    )
    t = tables(costs)
    assert evidence(wrapped("tusk"), wrapped("tuskom"), t) == pytest.approx(4 - 0.5)
    assert evidence(wrapped("tusk"), wrapped("tomusk"), t) == pytest.approx(4 - 4)


def test_the_shipped_costs_are_whole() -> None:
    costs, _ = shipped()
    assert set(costs.match) == set(LETTERS)
    assert set(costs.extra) == set(LETTERS)
    assert len(costs.change) == 26 * 25 // 2
    assert len(costs.logit) == len(FEATURES)
