"""What the English lexicon knows, what it doesn't, and what it proposes instead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.features.lexicon import lexicon_for
from mtqc.text import compounds, morphology
from mtqc.text.sortedlines import SortedLines

ENGLISH = lexicon_for("en")


@pytest.mark.parametrize(
    "word",
    """house Houses HOUSE trolleybuses goalmouth colour color organise organize travelled traveled
    café façade naïve ﬁnance don’t Sweden's ministers’ workers' well-known non-EU re-elected
    unfollowable un-Swiss catlike nationwide informedness refunctionalisation asparagusisation
    10am 38km 4th 1990s F-16 COVID-19 G20 A320 photoeffect nanoamperes Arawakan Canadarm""".split(),
)
def test_knows_words_and_what_is_made_of_them(word: str) -> None:
    assert ENGLISH.knows(word)


@pytest.mark.parametrize(
    "word",
    """hemstring disentrapped unfee dimilatorization Dimilatorization decidedand vitkophaff
    non-staircaze impportant xqzzt""".split(),
)
def test_does_not_know_what_is_no_word(word: str) -> None:
    assert not ENGLISH.knows(word)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("hemstring", "hamstring"),
        ("dimilatorization", "demilitarization"),
        ("Goverrnment", "government"),
        ("necause", "because"),
        ("decidedand", "decided and"),
        ("thelight", "the light"),
        ("hapenning", "happening"),
    ],
)
def test_first_suggestion(wrong: str, right: str) -> None:
    assert ENGLISH.suggest(wrong)[0] == right


def test_suggests_no_common_misspelling() -> None:
    assert ENGLISH.frequency("recieve") > 2.5
    assert "recieve" not in ENGLISH.suggest("recieeve")
    assert "receive" in ENGLISH.suggest("recieeve")


def test_frequency_is_zipf_and_case_blind() -> None:
    assert 7 < ENGLISH.frequency("the") < 8
    assert ENGLISH.frequency("The") == ENGLISH.frequency("the")
    assert ENGLISH.frequency("don’t") == ENGLISH.frequency("don't") > 5
    assert ENGLISH.frequency("hemstring") == 0
    assert ENGLISH.frequency("house") > ENGLISH.frequency("trolleybus") > 0


def test_a_name_is_known_only_with_a_capital() -> None:
    assert ENGLISH.knows("Arkabutla")
    assert not ENGLISH.knows("arkabutla")


def test_other_languages() -> None:
    german, nothing = lexicon_for("de-AT"), lexicon_for("tlh")
    assert german.knows("Haus")
    assert german.knows("Haus-Schlüssel")
    assert not german.knows("hemstring")
    assert "Haus".lower() in german.suggest("hauus")
    assert (nothing.frequency("Qapla"), nothing.knows("Qapla"), nothing.suggest("Qapla")) == (
        0,
        False,
        (),
    )


def test_is_made_once() -> None:
    assert lexicon_for("en") is ENGLISH


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_word_breaks_it(word: str) -> None:
    assert ENGLISH.frequency(word) >= 0
    assert isinstance(ENGLISH.knows(word), bool)
    assert len(ENGLISH.suggest(word)) <= 5


@settings(deadline=None)
@given(st.sets(st.text(st.characters(exclude_characters="\n"), min_size=1), max_size=30), st.text())
def test_sorted_lines_are_a_set(entries: set[str], other: str) -> None:
    lines = sorted(e.encode("utf-8", "surrogatepass") for e in entries)
    found = SortedLines(b"\n".join([b"", *lines, b""]))
    assert all(entry in found for entry in entries)
    assert "\n" in other or other == "" or (other in found) == (other in entries)


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("running", "run"),
        ("ponies", "pony"),
        ("organisation", "organize"),
        ("avoidability", "avoidable"),
        ("clubs", "club"),
    ],
)
def test_unsuffixed(word: str, base: str) -> None:
    assert base in set(morphology.unsuffixed(word))


def test_un_wants_an_adjective() -> None:
    assert "followable" in set(morphology.unprefixed("unfollowable"))
    assert list(morphology.unprefixed("unfee")) == []


def test_cuts_most_even_first() -> None:
    assert next(compounds.cuts("goalkeeper")) == ("goalk", "eeper")
    assert ("goal", "keeper") in list(compounds.cuts("goalkeeper"))
    assert list(compounds.cuts("goal")) == []
