"""What the score is fitted by, and how its reliability is told."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.engine.score import MetricTerm
from mtqc.training.reliability import Bin, diagram, reliability, told
from mtqc.training.score_fit import Data, Evidence, News, auc, burdens, fit, quality

HARD = MetricTerm(weight=1.0, bound=0.6, higher_is_better=True)
SOFT = MetricTerm(weight=1.5, bound=0.6, higher_is_better=True, softness=0.05)


@given(st.lists(st.one_of(st.floats(0, 1), st.just(math.nan)), max_size=20))
@pytest.mark.parametrize("term", [HARD, SOFT])
def test_burdens_are_those_of_the_score(term: MetricTerm, values: list[float]) -> None:
    expected = [0.0 if math.isnan(value) else term.burden(value) for value in values]
    assert burdens(term, np.array(values, np.float64)) == pytest.approx(expected)


def test_area_under_the_curve() -> None:
    assert auc([3, 4], [1, 2]) == 1.0
    assert auc([1.0], [1.0]) == 0.5
    assert auc([1, 3], [2]) == 0.5


def evidence(estimate: list[float], fluency: float = 1.0) -> Evidence:
    return Evidence(
        np.zeros(len(estimate)),
        {"estimate": np.array(estimate), "fluency": np.full(len(estimate), fluency)},
    )


@pytest.fixture
def data() -> Data:
    """People call good what has an estimate above 0.8, below which no term counts at first."""
    estimates = [0.7, 0.75, 0.8, 0.85, 0.9]
    return Data(
        {"xx": (evidence(estimates), np.array([-1.0, -0.5, 0.5, 0.6, 0.7]))},
        {"xx-en": [("", evidence([0.9, 0.9])), ("A", evidence([0.7, 0.8]))]},
        News(evidence([0.9, 0.95]), evidence([0.9]), evidence([0.7])),
    )


def test_fitting_finds_where_a_measurement_begins_to_count(data: Data) -> None:
    start = {"estimate": SOFT, "fluency": HARD}
    lines: list[str] = []
    found = fit(data, start, lines.append)
    assert quality(data, found).whole > quality(data, start).whole
    assert found["estimate"].bound > start["estimate"].bound
    assert found["fluency"] == start["fluency"]
    assert fit(data, start) == found
    assert lines


def test_the_table_and_the_picture_tell_the_same() -> None:
    table = [Bin(0, 50, 1, 8, 6, 1), Bin(50, 100, 9, 0, 0, 0)]
    rows = told(table).splitlines()
    assert rows[2:] == ["| 0 to 50 | 1 | 8 | 0.75 | 0.12 |", "| 50 to 100 | 9 | 0 |  |  |"]
    picture = ElementTree.fromstring(diagram(table))
    bars = [r for r in picture.iter("{http://www.w3.org/2000/svg}rect") if r.get("fill") != "#fff"]
    assert float(bars[0].get("height")) == pytest.approx(0.75 * (300 - 16 - 44))
    assert float(bars[1].get("height")) == 0.0


def test_reliability_counts_sentences_by_what_is_marked(tmp_path: Path) -> None:
    good = "The harbour opened in May."
    bad = "The harbour opened in Mmay, with a dimilatorization of it."
    start = bad.index("dimilatorization")
    error = {
        "start": start,
        "end": start + len("dimilatorization"),
        "text": "dimilatorization",
        "severity": "major",
        "category": "nonword",
    }
    article = {"id": "a", "clean": good, "garbled": bad, "errors": [error]}
    (tmp_path / "a.json").write_bytes(msgspec.json.encode(article))
    table = reliability([str(tmp_path)])
    assert sum(one.human for one in table) == 1
    assert [one.serious for one in table if one.garbled] == [1]
    assert sum(one.faultless for one in table) == 0
