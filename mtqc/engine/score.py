"""From evidence to a number: the score of a sentence and of a document.

score = 100 · exp(-burden), burden = Σ over spans of the heaviest weight[severity] · confidence
                                     + Σ over metrics of weight · how far it is past its bound

Two checks that flag the very same words have found one error, not two. Every weight is positive,
so another issue, a graver one or a worse measurement never raises a score, and a sentence without
any evidence scores 100. The few coefficients are in `mtqc/data/score.json`; a learned estimate is
one more entry under `metrics`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from importlib import resources

import msgspec

from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

# MQM scoring model with exponential severity multipliers (https://themqm.org, 0-1-5-25).
MQM_POINTS = {Severity.NEUTRAL: 0, Severity.MINOR: 1, Severity.MAJOR: 5, Severity.CRITICAL: 25}

CLEAN, SUSPECT, GARBLED = "clean", "suspect", "garbled"
VERDICTS = (GARBLED, SUSPECT, CLEAN)


class MetricTerm(msgspec.Struct, frozen=True, kw_only=True):
    """A measurement's part of the burden: `weight` per unit past `bound`."""

    weight: float
    bound: float
    higher_is_better: bool


class Coefficients(msgspec.Struct, frozen=True, kw_only=True):
    """`garbled_below` and `clean_from` are sentence scores; the same for a document's mean.
    A document of `document_clean_penalty` points per 1000 words or more is not clean."""

    version: int
    severities: dict[str, float]
    metrics: dict[str, MetricTerm]
    garbled_below: float
    clean_from: float
    document_garbled_below: float
    document_clean_from: float
    document_clean_penalty: float

    def __post_init__(self) -> None:
        weights = [*self.severities.values(), *(m.weight for m in self.metrics.values())]
        if any(weight < 0 for weight in weights):
            raise ValueError("a negative weight would reward an error")


@functools.cache
def coefficients() -> Coefficients:
    data = resources.files("mtqc").joinpath("data/score.json").read_bytes()
    return msgspec.json.decode(data, type=Coefficients)


def sentence_score(issues: Iterable[Issue], scores: Mapping[str, float]) -> float:
    """0 (garbled) to 100 (clean), one decimal."""
    model = coefficients()
    heaviest: dict[tuple[int, int], float] = {}
    for issue in issues:
        weight = model.severities.get(issue.severity.value, 0.0) * issue.confidence
        span = (issue.start, issue.end)
        heaviest[span] = max(weight, heaviest.get(span, 0.0))
    burden = math.fsum(heaviest.values())
    for name, term in model.metrics.items():
        value = scores.get(name)
        if value is not None:
            past = term.bound - value if term.higher_is_better else value - term.bound
            burden += term.weight * max(0.0, past)
    return round(100.0 * math.exp(-burden), 1)


def sentence_verdict(score: float) -> str:
    model = coefficients()
    if score < model.garbled_below:
        return GARBLED
    return CLEAN if score >= model.clean_from else SUSPECT


def document_verdict(score: float, penalty: float) -> str:
    """From the mean of the document's sentence scores, and its penalty points per 1000 words: good
    sentences don't make up for several serious errors."""
    model = coefficients()
    if score < model.document_garbled_below:
        return GARBLED
    clean = score >= model.document_clean_from and penalty < model.document_clean_penalty
    return CLEAN if clean else SUSPECT


def penalty_per_1000_words(severities: Mapping[str, int], words: int) -> float:
    """MQM penalty points per 1000 words, two decimals."""
    points = sum(MQM_POINTS[Severity(name)] * count for name, count in severities.items())
    return round(1000 * points / max(words, 1), 2)
