"""Rule-based garble checks: what holds beside the examples on their pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.checks.grammar import Grammar
from mtqc.checks.grammar_articles import right_article
from mtqc.checks.repetition import Repetition
from mtqc.checks.truncated_sentence import TruncatedSentence
from mtqc.core.check import SegmentCheck
from mtqc.core.issue import Issue, sealed
from mtqc.core.severity import Severity
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.text.layout import cut


def found(check: SegmentCheck, text: str) -> list[Issue]:
    document = cut("d", text)
    features = DocumentFeatures("en", lexicon_for("en"), None)
    return [
        sealed(issue, s.text)
        for s in document.segments
        for issue in check.check(s, document, features)
    ]


WORDS = st.sampled_from(
    "the a an of of had very road bridge New York did not needs used since 12 days X-ray".split()
)


@given(st.lists(WORDS, min_size=1, max_size=25).map(" ".join))
def test_no_sentence_makes_a_check_crash_or_flag_twice(text: str) -> None:
    for check in (Grammar(), Repetition(), TruncatedSentence()):
        ends = 0
        for issue in found(check, text + "."):
            assert issue.start >= ends
            ends = issue.end


@given(st.lists(WORDS, min_size=1, max_size=25).map(" ".join))
def test_grammar_trigger_misses_nothing(text: str) -> None:
    text = f"So {text}."
    if found(Grammar(), text):
        assert Grammar.trigger is not None
        assert Grammar.trigger.search(text) is not None


@pytest.mark.parametrize(
    ("article", "word", "right"),
    [
        ("a", "apple", "an"), ("a", "hour", "an"), ("a", "X-ray", "an"), ("a", "MP", "an"),
        ("a", "unexpected", "an"), ("a", "11-year", "an"), ("a", "university", None),
        ("a", "one-off", None), ("a", "European", None), ("a", "US", None), ("a", "hotel", None),
        ("a", "1,100", None), ("a", "110", None), ("an", "university", "a"), ("an", "year", "a"),
        ("an", "European", "a"), ("an", "UN", "a"), ("an", "unidentified", None),
        ("an", "historic", None), ("an", "hour", None), ("an", "mRNA", None), ("an", "8", None),
        ("an", "urban", None), ("an", "house", "a"),
    ],
)  # fmt: skip
def test_article_follows_the_sound(article: str, word: str, right: str | None) -> None:
    assert right_article(article, word) == right


@pytest.mark.parametrize("times", [3, 4, 6])
def test_loop_is_one_serious_issue(times: int) -> None:
    loop = " ".join(["the end of the road"] * times)
    (issue,) = found(Repetition(), f"He saw {loop} at last.")
    assert issue.text == loop
    assert issue.severity is Severity.MAJOR
    assert issue.suggestions == ("the end of the road",)


@pytest.mark.parametrize("word", ["had", "that", "very", "so"])
def test_right_doubles_are_silent_in_any_case(word: str) -> None:
    assert (
        found(Repetition(), f"He {word} {word} gone there. {word.capitalize()} {word} it is.") == []
    )


def test_list_lines_and_headlines_without_full_stop_are_whole() -> None:
    text = (
        "Town opens the long awaited new bridge over the river\n\n"
        "The bridge is open. It cost a lot of money, the mayor said on Monday.\n\n"
        "- a new road to the north side of the old town\n"
        "- a second bridge for people who walk to the station\n"
    )
    assert found(TruncatedSentence(), text) == []
