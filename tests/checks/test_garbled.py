"""`garbled-span` and `garbled-sentence`, with readings made up for each text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from click.testing import CliRunner

from mtqc.checks.garbled_sentence import GarbledSentence
from mtqc.checks.garbled_span import GarbledSpan
from mtqc.core.check import Check, DocumentCheck, Flags, Keeps
from mtqc.core.document import Document
from mtqc.core.features import Reading
from mtqc.core.issue import Issue, sealed
from mtqc.core.severity import Severity
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.text import garble
from mtqc.text.garble import SentenceTerms, Shipped, Threshold, Weights, WordTerms
from mtqc.text.layout import cut
from mtqc.text.words import words

WEIGHTS = Weights(
    version=1,
    usual=0.05,
    reach=1.5,
    word=WordTerms(intercept=0, logit=1, rest=0.5),
    sentence=SentenceTerms(intercept=0, estimate=1, words=0, rest=0),
    spans=(Threshold(0.5, 5), Threshold(1, 3), Threshold(5, 0)),
    sentences=(Threshold(0.5, 3), Threshold(1, 1)),
)


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garble, "shipped", lambda: Shipped(WEIGHTS, "0123456789ab"))


def features(document: Document, bad: Sequence[str], logit: float = 4.0) -> DocumentFeatures:
    """What the encoder would say if it took these places, and all names and numbers, for garbled.

    A sentence that is bad from end to end has a low estimate, and one that is short.
    """
    readings = []
    for segment in document.segments:
        values, tags = [], []
        spans = [(at, at + len(b)) for b in bad if (at := segment.text.find(b)) >= 0]
        for number, word in enumerate(words(segment.text)):
            is_number = word.text[0].isdigit()
            named = bool(number) and word.text[0].isupper()
            inside = any(start <= word.start < end for start, end in spans)
            values.append(logit if inside or named or is_number else -6.0)
            tags.append("NNP" if named else "CD" if is_number else "NN")
        poor = segment.text in bad or len(values) < 5
        estimate = -4.0 if poor else 4.0
        readings.append(Reading(np.array(values, np.float32), tuple(tags), estimate, 0.0))
    return DocumentFeatures("en", lexicon_for("en"), None, readings=readings)


def flagged(check: DocumentCheck, text: str, *bad: str, logit: float = 4.0) -> list[Issue]:
    document = cut("a", text, lang="en")
    found = check.check(document, features(document, bad, logit))
    return [sealed(issue, segment.text) for segment, issue in found]


@pytest.mark.parametrize(
    ("check", "example"), [(c, e) for c in (GarbledSpan, GarbledSentence) for e in c.examples]
)
def test_example(check: Callable[[], DocumentCheck], example: Flags | Keeps) -> None:
    assert isinstance(example.text, str)
    at = example.at if isinstance(example, Flags) else ()
    assert [issue.text for issue in flagged(check(), example.text, *at)] == list(at)


def test_a_sentence_garbled_as_a_whole_is_flagged_where_it_troubles_most() -> None:
    text = "They met in Oslo. Of the visitor the which come is not have. Nobody said why."
    whole = "Of the visitor the which come is not have."
    document = cut("a", text, lang="en")
    found = GarbledSpan().check(document, features(document, [whole], logit=-0.5))
    [issue] = [sealed(issue, segment.text) for segment, issue in found]
    assert issue.text == whole.removesuffix(".")
    # The chance is the sentence's, since no word of it has as much.
    assert issue.confidence == pytest.approx(1 / (1 + np.exp(-4)), abs=0.001)


def test_a_sentence_with_a_place_that_is_surely_wrong_keeps_that() -> None:
    text = "They met in Oslo. Of the visitor the which come is not have. Nobody said why."
    whole = "Of the visitor the which come is not have."
    assert [i.text for i in flagged(GarbledSpan(), text, whole, "the which")] != [whole]


class TestSpan:
    TEXT = (
        "The ministers met in Oslo. They saw the old staircase of proposals there. "
        "A flake of grapes was sold by the mayor on Monday, and nobody said why."
    )

    def test_messages_name_the_words(self) -> None:
        one, other = flagged(GarbledSpan(), self.TEXT, "staircase", "flake of grapes")
        assert one.message == "“staircase” does not fit here: was another word meant?"
        assert other.message == "“flake of grapes” does not read like English: what was meant?"
        assert one.severity is Severity.MINOR
        assert 0.9 < one.confidence < 1

    @pytest.mark.parametrize(("rate", "count"), [(0.1, 0), (0.5, 0), (1, 1), (2.5, 1), (5, 1)])
    def test_rate_chooses_the_threshold(self, rate: float, count: int) -> None:
        check = GarbledSpan(rate=0, rate_in_company=rate)
        assert len(flagged(check, self.TEXT, "staircase")) == count

    @pytest.mark.parametrize(("rate", "alone"), [(0.1, 1.0), (0.5, 0.993), (1, 0.953), (5, 0.5)])
    def test_rate_says_what_stands_alone(self, rate: float, alone: float) -> None:
        assert GarbledSpan(rate=rate).company().alone == alone

    def test_the_strongest_few_are_shown(self) -> None:
        check = GarbledSpan(words_per_flag=1000)
        document = cut("a", self.TEXT, lang="en")
        known = features(document, ["staircase"])
        known.readings(document)[2].garble[3] = 6.0
        known.readings(document)[2].garble[8] = 5.0
        found = [
            sealed(issue, segment.text).text for segment, issue in check.check(document, known)
        ]
        assert found == ["grapes", "mayor"]

    def test_a_garbled_article_is_flagged_more_freely(self) -> None:
        text = "They saw the old staircase there. " + "We sold the small flake to him. " * 4
        assert flagged(GarbledSpan(), text, "staircase", logit=2.6) == []
        found = flagged(GarbledSpan(), text, "staircase", "sold the small flake", logit=2.6)
        assert "staircase" in [issue.text for issue in found]


class TestSentence:
    BAD = "Of the visitor the which come is not have."

    def test_short_place_is_left_to_the_other_check(self) -> None:
        text = f"The museum opens on Friday. {self.BAD}"
        document = cut("a", text, lang="en")
        known = features(document, [self.BAD])
        assert len(list(GarbledSentence().check(document, known))) == 1
        known.readings(document)[1].garble[:] = -6
        known.readings(document)[1].garble[2] = 5
        again = DocumentFeatures("en", lexicon_for("en"), None, readings=known.readings(document))
        assert not list(GarbledSentence().check(document, again))

    def test_the_whole_sentence_is_marked(self) -> None:
        (issue,) = flagged(GarbledSentence(), self.BAD, self.BAD)
        assert (issue.text, issue.severity) == (self.BAD, Severity.MINOR)


@pytest.mark.parametrize("check", [GarbledSpan, GarbledSentence])
class TestBoth:
    def test_silent_where_no_weights_are_shipped(
        self, check: type[DocumentCheck], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        example = check.examples[0]
        assert isinstance(example, Flags)
        assert isinstance(example.text, str)
        monkeypatch.setattr(garble, "shipped", lambda: None)
        assert flagged(check(), example.text, *example.at) == []
        assert check.fitted() == ""

    def test_other_weights_are_another_signature(
        self, check: type[Check], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = check().signature()
        monkeypatch.setattr(garble, "shipped", lambda: Shipped(WEIGHTS, "ba9876543210"))
        assert check().signature() != before

    def test_explain_prints_the_thresholds(self, check: type[Check]) -> None:
        from mtqc.cli.explain import command

        output = CliRunner().invoke(command, [check.name]).output
        table = WEIGHTS.spans if check is GarbledSpan else WEIGHTS.sentences
        assert "## Thresholds" in output
        for threshold in table:
            assert f"| {threshold.per_1000:g} | {threshold.log_odds:.2f} |" in output
