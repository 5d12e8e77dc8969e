"""The fit finds what is in the data, and its thresholds keep what they promise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mtqc.core.features import Reading
from mtqc.features.lexicon import lexicon_for
from mtqc.text import garble
from mtqc.text.garble import Article, Sentence, garbled_throughout, likely_places, odds, places
from mtqc.text.words import words
from mtqc.training.garble.weights import Labelled, NoEvidence, fit, save, with_thresholds

TEXT = "the old baker sold bread and the children had to go to school"
ENGLISH = lexicon_for("en")


def documents(count: int, slope: float = 1.0, seed: int = 3) -> list[list[Labelled]]:
    """Articles of which every other one is garbled, and whose logits tell so."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        share = 0.3 if number % 2 else 0.01
        document = []
        for _ in range(12):
            labels = (random.random(13) < share).astype(np.float32)
            logits = slope * (4 * labels - 4) + random.normal(0, 1.5, 13)
            bad = float(labels.sum() > 2)
            logits[0] = np.nan
            labels[1] = np.nan
            row = logits.astype(np.float32)
            document.append(Labelled(row, labels, random.normal(2 - 3 * bad, 1), bad))
        made.append(document)
    return made


def clean(count: int) -> list[list[Sentence]]:
    return [
        [
            Sentence(TEXT, words(TEXT), Reading(s.logits, ("NN",) * 13, s.estimate, 0.0))
            for s in document
        ]
        for document in documents(2 * count, seed=9)[::2]
    ]


def test_own_logit_and_company_count() -> None:
    found = fit(documents(60))
    assert found.word.logit > 0.5
    assert found.word.rest > 0.2
    assert found.sentence.estimate > 0.5
    assert 0.02 < found.usual < 0.5


def test_odds_are_those_of_the_labels() -> None:
    weights = fit(documents(60))
    chances, labels = [], []
    for document in documents(60, seed=4):
        found = odds([Reading(s.logits, ("",) * 13, s.estimate, 0.0) for s in document], weights)
        for row, sentence in zip(found.words, document, strict=True):
            known = np.isfinite(row) & np.isfinite(sentence.labels)
            chances += [garble.chance(value) for value in row[known].tolist()]
            labels += sentence.labels[known].tolist()
    high = np.array(chances) > 0.5
    assert np.mean(chances) == pytest.approx(np.mean(labels), abs=0.02)
    assert np.array(labels)[high].mean() == pytest.approx(np.array(chances)[high].mean(), abs=0.1)


def test_logits_that_say_nothing_are_refused() -> None:
    with pytest.raises(NoEvidence):
        fit(documents(20, slope=-1.0))


def test_thresholds_keep_their_promise(tmp_path: Path) -> None:
    articles = clean(30)
    weights = with_thresholds(fit(documents(60)), articles, ENGLISH, rates=(0.01, 1, 5))
    count = sum(len(sentence.words) for article in articles for sentence in article)
    assert [threshold.per_1000 for threshold in weights.spans] == [1, 5]
    judged = [Article(a, odds([s.reading for s in a], weights)) for a in articles]
    for threshold in weights.spans:
        flags = sum(len(places(one, ENGLISH, threshold.log_odds, weights.reach)) for one in judged)
        allowed = threshold.per_1000 * count / 1000
        assert 0.6 * allowed < flags <= allowed
    for threshold in weights.sentences:
        flags = sum(
            len(
                garbled_throughout(one, likely_places(one, ENGLISH, weights), threshold.log_odds, 5)
            )
            for one in judged
        )
        assert flags <= threshold.per_1000 * count / 1000
    save(weights, tmp_path / "garble.json")
    assert garble.read((tmp_path / "garble.json").read_bytes()) == weights
