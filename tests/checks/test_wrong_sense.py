"""`wrong-sense`: a real word whose twin in another language fits better."""

from __future__ import annotations

import msgspec
import pytest

from mtqc.checks import wrong_sense
from mtqc.checks.wrong_sense import WrongSense
from mtqc.core.check import Flags, Keeps
from mtqc.core.issue import Issue, sealed
from mtqc.core.severity import Severity
from mtqc.features.document import DocumentFeatures
from mtqc.features.encoder import load
from mtqc.features.lexicon import lexicon_for
from mtqc.text.layout import cut
from mtqc.text.senses import shipped

PROTEST = """\
Unions protest to the minister

In an open {} to the prime minister the unions demanded higher wages. Teachers plan to strike for
two days next week. The government offered a pay rise of four percent. Parents support the demands.
Talks will resume on Thursday."""


def flags(text: str, check: WrongSense | None = None) -> list[Issue]:
    document = cut("a", text, lang="en")
    features = DocumentFeatures("en", lexicon_for("en"), load("embedded"))
    found = (check or WrongSense()).check(document, features)
    return [sealed(issue, segment.text) for segment, issue in found]


@pytest.mark.parametrize("example", WrongSense.examples)
def test_example(example: Flags | Keeps) -> None:
    assert isinstance(example.text, str)
    found = flags(example.text)
    assert [issue.text for issue in found] == (
        list(example.at) if isinstance(example, Flags) else []
    )
    if isinstance(example, Flags):
        assert found[0].suggestions == (example.suggests,)


def test_message_names_languages_and_both_words() -> None:
    (issue,) = flags(PROTEST.format("leaf"))
    assert issue.message == (
        "In Czech, Hindi, Hungarian and Ukrainian one word may stand for “leaf” and “letter”; "
        "“letter” fits better here"
    )


def test_right_word_stays() -> None:
    assert flags(PROTEST.format("letter")) == []


def test_name_stays() -> None:
    assert flags(PROTEST.format("Leaf")) == []


def test_major_needs_both_kinds_of_evidence() -> None:
    (issue,) = flags(PROTEST.format("leaf"))
    assert issue.severity is Severity.MAJOR
    (issue,) = flags(PROTEST.format("leaf"), WrongSense(sure_topic=50.0))
    assert issue.severity is Severity.MINOR
    (issue,) = flags(PROTEST.format("leaf"), WrongSense(sure_near=50.0))
    assert issue.severity is Severity.MINOR


def test_lemma_is_named_once() -> None:
    text = PROTEST.format("leaf") + " The leaf was signed by nine unions and sent to the minister."
    assert [issue.text for issue in flags(text)].count("leaf") == 1


def test_twins_are_in_the_form_of_the_word() -> None:
    assert "letters" in {twin.word for twin in shipped().twins("leaves")}
    assert "letter" in {twin.word for twin in shipped().twins("leaf")}


def test_text_of_no_known_words() -> None:
    assert shipped().guesses([["Zzz", "123"], []]) is None
    assert flags("Zzz qqq xxx. " * 30) == []


def test_without_readings_the_vectors_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    known = msgspec.structs.replace(wrong_sense.shipped_weights(), noticed=(), read=())
    monkeypatch.setattr(wrong_sense, "shipped_weights", lambda: known)
    (issue,) = flags(PROTEST.format("leaf"))
    assert (issue.text, issue.suggestions) == ("leaf", ("letter",))
    assert flags(PROTEST.format("letter")) == []


def test_weak_ones_need_company() -> None:
    needs = WrongSense(alone=1.0, grave=3.0).company()
    assert (needs.alone, needs.grave) == (0.731, 0.953)
