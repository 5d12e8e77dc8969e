"""Fluency, estimate and assessment: what the encoder reads as numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from mtqc.core.features import Reading
from mtqc.core.metric import Metric
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.metrics.fluency import Fluency
from mtqc.metrics.ratings import Assessment, Estimate
from mtqc.text import garble
from mtqc.text.garble import SentenceTerms, Shipped, Weights, WordTerms
from mtqc.text.layout import cut

WEIGHTS = Weights(
    version=1,
    usual=0.05,
    reach=1.5,
    word=WordTerms(intercept=0, logit=1, rest=0.5),
    sentence=SentenceTerms(intercept=0, estimate=1, words=0.5, rest=0.5),
)


def measured(
    metric: Metric, text: str, estimates: Sequence[float], garbled: Sequence[float]
) -> Sequence[float | None]:
    document = cut("a", text, lang="en")
    readings = []
    for segment, estimate, logit in zip(document.segments, estimates, garbled, strict=True):
        count = sum(word[0].isalpha() for word in segment.text.split())
        logits = np.full(count, logit, np.float32)
        readings.append(Reading(logits, ("NN",) * count, estimate, estimate - 1))
    features = DocumentFeatures("en", lexicon_for("en"), None, readings=readings)
    return metric.measure(document, features)


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garble, "shipped", lambda: Shipped(WEIGHTS, "0123456789ab"))


@pytest.mark.parametrize(
    ("text", "estimate", "expected"),
    [
        ("The museum opens on Friday.", 4.0, 0.982),
        ("Bread.", 0.0, 0.5),
        ("Bread.", -4.0, 0.018),
        ("Bread.", 1e9, 1.0),
        ("Bread.", -1e9, 0.0),
        ("!?", 4.0, None),
    ],
)
def test_ratings_are_chances(text: str, estimate: float, expected: float | None) -> None:
    # Those of `measured` assess a sentence by one less than they estimate it.
    for metric, logit in ((Estimate(), estimate), (Assessment(), estimate + 1)):
        (value,) = measured(metric, text, [logit], [-6.0])
        assert value == (None if expected is None else pytest.approx(expected, abs=1e-3))


TEXT = "The museum opens on Friday. Tickets cost four euros. The bus stops there."


def test_fluency_falls_with_each_kind_of_evidence() -> None:
    good = measured(Fluency(), TEXT, [3, 3, 3], [-6, -6, -6])[0]
    poor = measured(Fluency(), TEXT, [1, 3, 3], [-6, -6, -6])[0]
    own = measured(Fluency(), TEXT, [3, 3, 3], [2, -6, -6])[0]
    rest = measured(Fluency(), TEXT, [3, 3, 3], [-6, 2, 2])[0]
    assert good is not None
    for worse in (poor, own, rest):
        assert worse is not None
        assert 0 < worse < good < 1


def test_nothing_to_measure() -> None:
    assert measured(Fluency(), "!?", [4.0], [0.0]) == [None]


def test_nothing_without_fitted_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garble, "shipped", lambda: None)
    assert measured(Fluency(), TEXT, [3, 3, 3], [-6, -6, -6]) == [None, None, None]
