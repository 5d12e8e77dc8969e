"""Measurements against a reference."""

from __future__ import annotations

import pytest
from sacrebleu import sentence_chrf

from mtqc.core.reader import Raw
from mtqc.features.document import DocumentFeatures
from mtqc.features.encoder import load
from mtqc.features.lexicon import lexicon_for
from mtqc.metrics.reference import ChrF, ReferenceSimilarity
from mtqc.readers import BUILTINS, parse

RECORD = b"""{"id": 1, "segments": [
 {"target": "The boats came home late.", "reference": "The boats returned late."},
 {"target": "The boats came home late.", "reference": "A recipe for onion soup."},
 {"target": "No reference here."}]}"""


@pytest.fixture
def document():
    return parse(Raw(name="a#1", reader="jsonl", data=RECORD.replace(b"\n", b"")), BUILTINS)


def features():
    return DocumentFeatures("en", lexicon_for("en"), load("embedded"))


def test_chrf_equals_sacrebleu(document) -> None:
    values = ChrF().measure(document, features())
    expected = [sentence_chrf(s.text, [s.reference]).score for s in document.segments[:2]]
    assert values == [*expected, None]


def test_a_near_reference_is_more_similar_than_a_far_one(document) -> None:
    near, far, none = ReferenceSimilarity().measure(document, features())
    assert 1 >= near > 0.7 > 0.3 > far
    assert none is None
