"""Checks and metrics that see an article as a whole, with the shipped encoder."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import msgspec
import numpy as np
import pytest

from mtqc.checks.contradiction_in_numbers import ContradictionInNumbers
from mtqc.checks.duplicate_sentence import DuplicateSentence
from mtqc.checks.headline_mismatch import HeadlineMismatch
from mtqc.checks.odd_word import OddWord
from mtqc.checks.off_topic_sentence import OffTopicSentence
from mtqc.core.check import DocumentCheck, Flags, Keeps
from mtqc.core.document import Document, Segment
from mtqc.core.features import Encoder, Vectors
from mtqc.core.issue import sealed
from mtqc.features.document import DocumentFeatures
from mtqc.features.encoder import load
from mtqc.features.lexicon import lexicon_for
from mtqc.metrics.coherence import Coherence
from mtqc.text.layout import cut

CHECKS = (
    ContradictionInNumbers,
    DuplicateSentence,
    HeadlineMismatch,
    OddWord,
    OffTopicSentence,
)
HARVEST = """\
Harvest fails again in the valley

Farmers in the valley have had no rain since April. Maize and beans have dried up in most fields.
The ministry of agriculture has promised them seed and fertiliser. Wells are so low that cattle walk
for hours to drink. Many families now sell their goats to buy flour. Traders bring grain from
the coast at a high price. The maize harvest will be the poorest for thirty years. Aid groups want
to feed the children of the farmers in schools. Rain may come to the southern fields next month."""
STRANGER = "The pianist was given a standing ovation after the second Chopin sonata."


def flagged(check: DocumentCheck, document: Document, *, encoder: bool = True) -> list[str]:
    features = DocumentFeatures("en", lexicon_for("en"), load("embedded") if encoder else None)
    return [sealed(i, s.text).text for s, i in check.check(document, features)]


@pytest.mark.parametrize(
    ("check", "example"),
    [
        pytest.param(check, example, id=f"{check.name}-{number}")
        for check in CHECKS
        for number, example in enumerate(check.examples)
    ],
)
def test_example_with_encoder(check: type[DocumentCheck], example: Flags | Keeps) -> None:
    assert isinstance(example.text, str)
    expected = list(example.at) if isinstance(example, Flags) else []
    assert flagged(check(), cut("example", example.text, lang="en")) == expected


@pytest.mark.parametrize("check", CHECKS)
def test_plain_article_is_left_alone(check: type[DocumentCheck]) -> None:
    assert flagged(check(), cut("a", HARVEST, lang="en")) == []


@pytest.mark.parametrize("check", CHECKS)
def test_empty_document(check: type[DocumentCheck]) -> None:
    assert flagged(check(), Document(name="a", text="", segments=())) == []


def test_stranger_among_sentences_needs_the_encoder() -> None:
    document = cut("a", HARVEST.replace("Traders bring", f"{STRANGER} Traders bring"), lang="en")
    assert flagged(OffTopicSentence(), document) == [STRANGER]
    assert flagged(OffTopicSentence(), document, encoder=False) == []


def test_quoted_stranger_is_left_alone() -> None:
    document = cut("a", HARVEST.replace("Traders bring", f"“{STRANGER}” Traders bring"), lang="en")
    assert flagged(OffTopicSentence(), document) == []


def test_nearly_the_same_sentence_needs_the_encoder() -> None:
    again = "Maize and beans have now dried up in most fields."
    document = cut("a", f"{HARVEST} {again}", lang="en")
    assert flagged(DuplicateSentence(), document) == [again]
    assert flagged(DuplicateSentence(), document, encoder=False) == []


def test_units_of_a_delivery_may_repeat() -> None:
    text = "Press the green button to start the pump."
    both = f"{text}\n{text}"
    segments = (
        Segment(index=0, start=0, end=len(text), text=text, unit="a"),
        Segment(index=1, start=len(text) + 1, end=len(both), text=text, unit="b"),
    )
    assert flagged(DuplicateSentence(), Document(name="a", text=both, segments=segments)) == []
    plain = tuple(msgspec.structs.replace(segment, unit=None) for segment in segments)
    document = Document(name="a", text=both, segments=plain)
    assert flagged(DuplicateSentence(), document) == [text]


def test_duplicate_points_to_the_first() -> None:
    text = "The ferry sank near the old harbour. Divers came. The ferry sank near the old harbour."
    document = cut("a", text, lang="en")
    features = DocumentFeatures("en", lexicon_for("en"), None)
    ((segment, issue),) = DuplicateSentence().check(document, features)
    assert (segment.index, issue.related[0].segment) == (2, 0)


def test_contradiction_points_to_both_figures() -> None:
    document = cut("a", "Four miners are missing. The blast left 7 miners missing.", lang="en")
    assert flagged(ContradictionInNumbers(), document, encoder=False) == ["7"]
    features = DocumentFeatures("en", lexicon_for("en"), None)
    ((_, issue),) = ContradictionInNumbers().check(document, features)
    place = issue.related[0]
    assert document.segments[place.segment].text[place.start : place.end] == "Four"


@pytest.mark.parametrize("factor", [1.5, 3.0])
def test_a_part_and_a_total_are_far_apart(factor: float) -> None:
    document = cut("a", "Four miners are missing. The blast left 7 miners missing.", lang="en")
    check = dataclasses.replace(ContradictionInNumbers(), max_factor=factor)
    assert bool(flagged(check, document, encoder=False)) == (factor > 7 / 4)


class Counting:
    """An encoder that remembers what single words it was asked to encode."""

    def __init__(self, inner: Encoder) -> None:
        self.inner = inner
        self.signature = inner.signature
        self.words: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.words += [text for text in texts if " " not in text]
        return self.inner.encode(texts)

    def static_vectors(self, words: Sequence[str]) -> Vectors:
        return self.inner.static_vectors(words)


@pytest.mark.parametrize("candidates", [3, 1, 0])
def test_odd_word_encodes_the_oddest_words_only(candidates: int) -> None:
    encoder = load("embedded")
    assert encoder is not None
    counting = Counting(encoder)
    document = cut("a", OddWord.examples[0].text, lang="en")
    check = OddWord(candidates=candidates, min_guess=0.0)
    features = DocumentFeatures("en", lexicon_for("en"), counting)
    found = [sealed(i, s.text).text for s, i in check.check(document, features)]
    assert len(counting.words) == candidates
    assert found == (["embroidery"] if "embroidery" in counting.words else [])


def test_coherence_is_the_cosine_to_the_others() -> None:
    document = cut("a", HARVEST.replace("Traders bring", f"{STRANGER} Traders bring"), lang="en")
    encoder = load("embedded")
    assert encoder is not None
    features = DocumentFeatures("en", lexicon_for("en"), encoder)
    values = Coherence().measure(document, features)
    texts = [segment.text for segment in document.segments]
    odd = texts.index(STRANGER)
    assert min(range(len(values)), key=lambda i: values[i] or 0.0) == odd
    others = encoder.encode([text for text in texts if text != STRANGER]).mean(axis=0)
    expected = encoder.encode([STRANGER])[0] @ others / np.linalg.norm(others)
    assert values[odd] == pytest.approx(float(expected), abs=1e-5)
    assert all(value is not None and -1 <= value <= 1 for value in values)


def test_coherence_needs_an_article() -> None:
    features = DocumentFeatures("en", lexicon_for("en"), load("embedded"))
    assert Coherence().measure(cut("a", "One sentence alone.", lang="en"), features) == [None]
