"""Tests of significance beside sacrebleu's own, in blocks and out of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import PairedTest

from mtqc.comparison import compare
from mtqc.core.comparison import Comparison
from mtqc.core.errors import UsageError
from mtqc.metrics import corpus, significance

KEYS = {"bleu": "BLEU", "chrf": "chrF2", "chrf++": "chrF2++", "ter": "TER"}
_text = st.lists(st.sampled_from("a bb the ferry ran late , in . rain".split()), max_size=9)
_line = _text.map(" ".join)


def theirs(
    systems: dict[str, list[str]], references: list[list[str]], test: str, samples: int
) -> dict[str, list[Any]]:
    metrics = {
        "BLEU": BLEU(references=references),
        "chrF": CHRF(references=references),
        "chrF++": CHRF(word_order=2, references=references),
        "TER": TER(references=references),
    }
    os.environ["SACREBLEU_SEED"] = "99"
    try:
        paired = PairedTest(list(systems.items()), metrics, None, test, samples)
        return paired()[1]
    finally:
        del os.environ["SACREBLEU_SEED"]


def mine(systems: dict[str, list[str]], references: list[list[str]], **options: Any) -> Comparison:
    named: dict[str, Sequence[str | None]] = {str(n): r for n, r in enumerate(references)}
    return compare(systems, named, metrics=list(KEYS), lang="en", seed=99, **options)


@pytest.mark.parametrize("test", ["bs", "ar"])
@pytest.mark.parametrize("drawn", [1, 700, 4_000_000])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_as_sacrebleu(test: str, drawn: int, data: st.DataObject) -> None:
    """Whatever the size of the blocks: one sample each, a few, or all at once."""
    count = data.draw(st.integers(1, 12))
    lines = st.lists(_line, min_size=count, max_size=count)
    systems = {name: data.draw(lines) for name in ("one", "two", "three")}
    references = [data.draw(lines) for _ in range(data.draw(st.integers(1, 3)))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(significance, "_DRAWN", drawn)
        result = mine(systems, references, test=test, samples=70)
    expected = theirs(systems, references, test, 70)
    for key, name in KEYS.items():
        for system, result_of in zip(result.systems, expected[name], strict=True):
            figure = system.figures[key]
            assert figure.score == pytest.approx(result_of.score, abs=1e-9)
            assert figure.p_value == result_of.p_value
            assert (figure.mean, figure.margin) == pytest.approx((result_of.mean, result_of.ci))


def test_extraction_in_processes_gives_the_same(systems: list[str], references: list[str]) -> None:
    texts = [["A ferry ran late.", "It rained."] * 1000, ["A ferry is late.", "Rain fell."] * 1000]
    given: list[list[str | None]] = [["The ferry ran late.", "It rained."] * 1000]
    found = [
        corpus.extract(["bleu", "ter"], "13a", texts, given, jobs=jobs, watch=lambda *_: None)
        for jobs in (1, 2)
    ]
    for key in ("bleu", "ter"):
        for one, other in zip(found[0].statistics[key], found[1].statistics[key], strict=True):
            assert np.array_equal(one, other)


class Letters:
    """An encoder whose vectors count letters."""

    signature = "letters"

    def encode(self, texts: Sequence[str]) -> Any:
        rows = np.array(
            [[t.count(c) for c in "abcdefghijklmnopqrstuvwxyz "] for t in texts], np.float32
        )
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)

    def static_vectors(self, words: Sequence[str]) -> Any:
        return self.encode(words)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.features.encoder.load", lambda _: Letters())


GOOD = ["a ferry ran late", "it rained all day", "nobody came", "the harbour was empty"] * 10
BAD = ["zzz", "ppp q", "xx xx", "jjjj"] * 10


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("test", ["bs", "ar"])
def test_similarity_is_tested_too(test: str) -> None:
    result = compare(
        {"good": GOOD, "same": GOOD, "bad": BAD},
        {"ref": GOOD},
        metrics=["similarity"],
        lang="en",
        test=test,
        samples=200,
    )
    good, same, bad = (system.figures["similarity"] for system in result.systems)
    assert good.score == pytest.approx(1)
    assert good.p_value is None
    assert same.p_value == 1 / 201, "what sacrebleu says of a system against itself"
    assert not same.significant
    assert bad.significant
    assert bad.difference == pytest.approx(bad.score - good.score)
    assert result.measures[0].signature == f"nrefs:1|{test}:200|seed:12345|encoder:letters"


@pytest.mark.usefixtures("letters")
def test_similarity_takes_the_nearest_reference_that_is_there() -> None:
    result = compare(
        {"one": ["abc", "zz", "abc"]},
        {"far": ["xyz", "zz", "abc"], "near": ["cba", None, None]},
        metrics=["similarity"],
        lang="en",
        test="none",
    )
    scores = [s.outputs[0].scores["similarity"] for s in result.all_sentences()]
    assert scores == pytest.approx([1, 1, 1])
    assert "nrefs:var" in result.measures[0].signature


@pytest.mark.usefixtures("letters")
def test_another_seed_gives_another_interval() -> None:
    margins = {
        seed: compare(
            {"one": [*GOOD[:20], *BAD[:20]]},
            {"ref": GOOD},
            metrics=["similarity"],
            lang="en",
            samples=50,
            seed=seed,
        )
        .systems[0]
        .figures["similarity"]
        .mean
        for seed in (1, 2, 1_000)
    }
    assert len(set(margins.values())) == 3


def test_randomisation_needs_two_systems() -> None:
    with pytest.raises(UsageError, match="only one"):
        compare({"one": ["a"]}, {"ref": ["a"]}, test="ar", lang="en")


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    compare(
        {"one": GOOD},
        {"ref": GOOD},
        metrics=["ter"],
        lang="en",
        samples=20,
        watch=lambda *step: told.append(step),
    )
    assert told[0] == ("counting matches and edits", 40, 40)
    assert told[-1] == ("bootstrap", 20, 20)
