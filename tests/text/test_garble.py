"""From logits of words to garbled places."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtqc.core.features import Reading
from mtqc.features.lexicon import lexicon_for
from mtqc.text.garble import (
    Article,
    Odds,
    Sentence,
    Weights,
    bound,
    evidence,
    garbled_throughout,
    is_word,
    odds,
    places,
    read,
    stretches,
    table,
)
from mtqc.text.words import words

ENGLISH = lexicon_for("en")
WEIGHTS = {
    "version": 1,
    "usual": 0.05,
    "reach": 1.5,
    "word": {"intercept": -1.0, "logit": 0.8, "rest": 0.7},
    "sentence": {"intercept": -2.0, "estimate": 0.9, "words": 0.5, "rest": 0.6},
    "spans": [{"per_1000": 1, "log_odds": 2.0}, {"per_1000": 5, "log_odds": 0.5}],
    "sentences": [{"per_1000": 1, "log_odds": 1.0}],
}


def weights(**changes: Any) -> Weights:
    return read(msgspec.json.encode({**WEIGHTS, **changes}))


def reading(*logits: float, estimate: float = 0.0, tags: tuple[str, ...] = ()) -> Reading:
    return Reading(np.array(logits, np.float32), tags or ("NN",) * len(logits), estimate, 0.0)


def article(
    text: str, *values: float, tags: tuple[str, ...] = (), sentence: float = 0.0
) -> Article:
    """One sentence whose words have these log odds."""
    found = reading(*values, tags=tags)
    judged = Odds([found.garble], np.array([sentence], np.float32))
    return Article([Sentence(text, words(text), found)], judged)


def marked(
    text: str, *values: float, tags: tuple[str, ...] = (), threshold: float = 2.0
) -> list[str]:
    found = words(text)
    return [
        text[found[place.first].start : found[place.end - 1].end]
        for place in places(article(text, *values, tags=tags), ENGLISH, threshold, 1.5)
    ]


class TestWeights:
    def test_thresholds_by_rate(self) -> None:
        known = weights().spans
        assert [bound(known, rate) for rate in (0.5, 1, 4.9, 5, 80)] == [None, 2.0, 2.0, 0.5, 0.5]
        assert bound((), 1) is None

    @pytest.mark.parametrize(
        "changes",
        [
            {"word": {"intercept": 0, "logit": -0.1, "rest": 0}},
            {"sentence": {"intercept": 0, "estimate": 1, "words": 1, "rest": -1}},
            {"usual": 0},
            {"usual": 1.0},
            {"reach": -1},
            {"spans": [{"per_1000": 1, "log_odds": 1}, {"per_1000": 2, "log_odds": 3}]},
            {"spans": [{"per_1000": 2, "log_odds": 3}, {"per_1000": 1, "log_odds": 1}]},
            {"more": 1},
            {"word": {"intercept": "x", "logit": 1, "rest": 0}},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, changes: dict[str, Any]) -> None:
        with pytest.raises(msgspec.ValidationError):
            weights(**changes)

    def test_table_names_every_threshold(self) -> None:
        assert table(weights().spans).splitlines()[2:] == [
            "| 1 | 2.00 | 88% |",
            "| 5 | 0.50 | 62% |",
        ]


logits = st.lists(st.floats(-12, 12) | st.just(float("nan")), max_size=8)
articles = st.lists(logits, min_size=1, max_size=6)


def rows(found: list[list[float]]) -> list[Reading]:
    return [reading(*row) for row in found]


class TestOdds:
    def test_a_sentence_alone_is_in_a_usual_article(self) -> None:
        assert evidence([np.array([3.0, -3.0], np.float32)], 0.05).rest == pytest.approx([0.0])

    @given(articles)
    def test_a_word_gets_odds_unless_it_was_not_seen(self, found: list[list[float]]) -> None:
        judged = odds(rows(found), weights())
        assert np.isfinite(judged.sentences).all()
        for row, own in zip(found, judged.words, strict=True):
            assert np.isnan(own).tolist() == [value != value for value in row]

    @given(articles, st.data())
    def test_a_worse_word_never_makes_another_better(
        self, found: list[list[float]], data: st.DataObject
    ) -> None:
        at = data.draw(st.sampled_from(range(len(found))))
        worse = [[value + 2 if i == at else value for value in row] for i, row in enumerate(found)]
        before, after = odds(rows(found), weights()), odds(rows(worse), weights())
        assert (after.sentences >= before.sentences - 1e-5).all()
        for one, other in zip(before.words, after.words, strict=True):
            assert not (other < one - 1e-5).any()

    def test_a_garbled_article_makes_its_words_suspect(self) -> None:
        sentence = [1.0, -4.0, -5.0]
        clean = odds(rows([sentence, *[[-6.0] * 20] * 10]), weights())
        bad = odds(rows([sentence, *[[2.0] * 20] * 10]), weights())
        assert (bad.words[0] > clean.words[0] + 2).all()

    def test_a_lower_estimate_makes_a_sentence_suspect(self) -> None:
        one, other = (odds([reading(0.0, estimate=e)], weights()).sentences for e in (2.0, -2.0))
        assert other > one


class TestPlaces:
    TEXT = "They saw the great big old staircase of proposals today"

    def test_bad_neighbours_make_one_place(self) -> None:
        assert marked(self.TEXT, -9, -9, -9, 0.6, 3, -9, -9, -9, 2.5, -9) == [
            "great big",
            "proposals",
        ]

    @pytest.mark.parametrize("between", [0.6, -5])
    def test_one_better_word_between_two_bad_ones_joins(self, between: float) -> None:
        found = marked(self.TEXT, *[-9] * 6, 3, between, 3, -9)
        assert found == ["staircase of proposals"]

    def test_two_better_words_do_not(self) -> None:
        assert marked(self.TEXT, *[-9] * 5, 3, -9, -9, 3, -9) == ["old", "proposals"]

    def test_a_place_ends_at_a_mark(self) -> None:
        assert marked("a staircase, grapes (flakes) well-worn flakes", 3, 3, 3, 3, 3, 3) == [
            "a staircase", "grapes", "flakes", "well-worn flakes",
        ]  # fmt: skip

    def test_names_and_numbers_are_no_place_alone(self) -> None:
        tags = ("NNP", "VBD", "CD", "NNS")
        assert marked("Hrdlicka sold 40 grapes", 9, -9, 9, -9, tags=tags) == []
        assert marked("Hrdlicka sold 40 grapes", -9, -9, 9, 3, tags=tags) == ["40 grapes"]

    @pytest.mark.parametrize(
        ("word", "tag", "expected"),
        [
            ("staircase", "NN", True), ("Ministry", "NN", True), ("Hrdlicka", "NN", False),
            ("Ministry", "NNP", False), ("4th", "JJ", False), ("NATO", "NNP", False),
        ],
    )  # fmt: skip
    def test_words(self, word: str, tag: str, expected: bool) -> None:
        assert is_word(word, tag, ENGLISH) is expected

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["grape", "old", "Hrdlicka", "40", "the"]),
                st.sampled_from([" ", " ", " ", ", ", "-", " ("]),
                st.floats(-5, 5) | st.just(float("nan")),
            ),
            max_size=30,
        ),
        st.floats(-1, 4),
        st.floats(0, 3),
    )
    def test_places_are_readable(
        self, drawn: list[tuple[str, str, float]], threshold: float, reach: float
    ) -> None:
        text = "".join(word + gap for word, gap, _ in drawn)
        values = [value for _, _, value in drawn]
        assume(len(words(text)) == len(drawn))
        found = places(article(text, *values), ENGLISH, threshold, reach)
        end = 0
        for place in found:
            assert end <= place.first < place.end <= min(len(drawn), place.first + 6)
            end = place.end
            own = np.array(values, np.float32)[place.first : place.end]
            assert place.worst in own
            assert place.worst >= threshold
            assert own[0] >= np.float32(threshold) - reach - 1e-6
            assert own[-1] >= np.float32(threshold) - reach - 1e-6
            between = [gap for _, gap, _ in drawn[place.first : place.end - 1]]
            assert not {", ", " ("} & set(between)
        seeds = {
            number
            for number, (word, _, value) in enumerate(drawn)
            if float(np.float32(value)) >= threshold and word in ("grape", "old", "the")
        }
        assert seeds <= {n for place in found for n in range(place.first, place.end)}


class TestSentences:
    TEXT = "Of the visitor which come from village is not have"

    def throughout(self, *values: float, sentence: float = 3.0, min_words: int = 5) -> list[int]:
        found = article(self.TEXT, *values, sentence=sentence)
        return garbled_throughout(found, places(found, ENGLISH, 2.0, 1.5), 2.0, min_words)

    def test_several_places_or_none(self) -> None:
        assert self.throughout(*[-9] * 10) == [0]
        assert self.throughout(*[-9, -9, 3, -9, -9, -9, 3, -9, -9, -9]) == [0]
        assert self.throughout(*[-9, 3, 3, 3, 3, 3, -9, -9, -9, -9]) == [0]

    def test_one_short_place_is_enough_of_a_mark(self) -> None:
        assert self.throughout(*[-9, -9, 3, 3, -9, -9, -9, -9, -9, -9]) == []

    def test_good_and_short_ones_stay(self) -> None:
        assert self.throughout(*[-9] * 10, sentence=1.9) == []
        assert self.throughout(*[-9] * 10, min_words=11) == []


class TestStretches:
    TEXT = "one two three four five six"

    def test_the_worst_words_in_a_row_across_a_better_one(self) -> None:
        found = article(self.TEXT, -5, 2, -2.5, 2, -5, -1, sentence=1.5)
        [place] = stretches(found, 1.0, 5)
        assert (place.first, place.end, place.worst) == (1, 4, 1.5)
        assert stretches(found, 1.6, 5) == stretches(found, 1.0, 7) == []

    @given(st.lists(st.floats(-12, 12), min_size=1, max_size=6))
    def test_no_other_words_in_a_row_trouble_more(self, values: list[float]) -> None:
        [place] = stretches(article(self.TEXT, *values, sentence=1.0), 0.0, 1)
        above = [1 / (1 + np.exp(-np.float32(value))) - 0.15 for value in values]
        sums = [sum(above[i:j]) for i in range(len(above)) for j in range(i + 1, len(above) + 1)]
        assert sum(above[place.first : place.end]) == pytest.approx(max(sums), abs=1e-5)

    def test_a_sentence_without_words_has_none(self) -> None:
        assert stretches(article("...", sentence=3.0), 1.0, 0) == []
