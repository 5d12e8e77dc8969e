"""A check without a reason gives way to one with a reason, and never at the score's gain."""

from __future__ import annotations

import random

from mtqc.core.severity import Severity
from tests.engine.samples import FindsX, Guesses, RareWord, Repeats


def found(book) -> list[tuple[str, str]]:
    (entry,) = book.entries()
    return [(i.check, i.text) for record in entry.segments() for i in record.issues]


def test_a_guess_goes_where_half_of_it_is_explained(go) -> None:
    text = {"a": "The x or xy or fox."}
    assert found(go([Guesses()], text)) == [("guesses", "x"), ("guesses", "xy"), ("guesses", "fox")]
    assert found(go([Guesses(), FindsX()], text)) == [
        ("finds-x", "x"), ("finds-x", "x"), ("guesses", "fox"), ("finds-x", "x"),
    ]  # fmt: skip


def test_a_guess_stays_where_the_other_says_less(go) -> None:
    book = go([Guesses(), FindsX()], {"a": "The x."}, severities={"finds-x": Severity.NEUTRAL})
    assert ("guesses", "x") in found(book)


def test_a_flag_on_the_whole_sentence_explains_its_words(go) -> None:
    book = go([Guesses(), Repeats()], {"a": "The fox ran. The fox ran."})
    assert found(book) == [("guesses", "fox"), ("repeats", "The fox ran.")]


def test_what_the_folder_shows_explains_too(go) -> None:
    text = {"a": "The Boris came. The Anna ran. The Anna sat."}
    guesses = [("guesses", name) for name in ("Boris", "Anna", "Anna")]
    assert found(go([Guesses()], text)) == guesses
    assert found(go([Guesses(), RareWord()], text)) == [("rare-word", "Boris"), *guesses[1:]]


def test_an_explanation_never_raises_the_score(go) -> None:
    rng = random.Random(5)
    for _ in range(40):
        text = {"a": " ".join(rng.choices(["x", "xy", "fox", "axxa", "dog"], k=6)) + "."}
        (guessed,), (both,) = (go(c, text).entries() for c in ([Guesses()], [Guesses(), FindsX()]))
        assert both.document.score <= guessed.document.score
