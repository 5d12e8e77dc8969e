"""From evidence to a number: the score of a sentence and of a document.

score = 100 · exp(-burden), burden = Σ over spans of the heaviest weight[severity] · confidence
                                     + Σ over metrics of weight · how far it is past its bound

Two checks that flag the very same words have found one error, not two. Every weight is positive,
so another issue, a graver one or a worse measurement never raises a score, and a sentence without
any evidence scores 100. A measurement counts a little before it is past its bound where the term is
soft, so that of two good sentences the better one scores higher. A sentence that is a document by
itself has terms of its own: there is no article that would say more. The few coefficients are in
`mtqc/data/score.json`; a learned estimate is one more entry under `metrics`.
"""

from __future__ import annotations

import functools
import hashlib
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
    """A measurement's part of the burden: `weight` per unit past `bound`.

    With a `softness`, in units of the measurement, the corner at the bound is rounded by softplus
    (Dugas et al. 2001, "Incorporating second-order functional knowledge for better option
    pricing").
    """

    weight: float
    bound: float
    higher_is_better: bool
    softness: float = 0.0

    def burden(self, value: float) -> float:
        """Not negative, and rising with a worse value."""
        past = self.bound - value if self.higher_is_better else value - self.bound
        if self.softness:
            bent = past / self.softness
            past = self.softness * (max(bent, 0.0) + math.log1p(math.exp(-abs(bent))))
        return self.weight * max(0.0, past)


class Coefficients(msgspec.Struct, frozen=True, kw_only=True):
    """`metrics_alone` are the terms that are others for a sentence which is a document by itself.
    `garbled_below` and `clean_from` are sentence scores; the same for a document's mean. A document
    of `document_clean_penalty` points per 1000 words or more is not clean; one without a serious
    issue is garbled only below `document_garbled_alone`."""

    version: int
    severities: dict[str, float]
    metrics: dict[str, MetricTerm]
    metrics_alone: dict[str, MetricTerm]
    garbled_below: float
    clean_from: float
    document_garbled_below: float
    document_garbled_alone: float
    document_clean_from: float
    document_clean_penalty: float

    def __post_init__(self) -> None:
        terms = [*self.metrics.values(), *self.metrics_alone.values()]
        if any(weight < 0 for weight in (*self.severities.values(), *(t.weight for t in terms))):
            raise ValueError("a negative weight would reward an error")
        if any(term.softness and term.softness < 0.001 for term in terms):
            raise ValueError("a corner is round by 0.001 or more, or sharp")

    def terms(self, alone: bool) -> dict[str, MetricTerm]:
        """By the name of the measurement."""
        return self.metrics | self.metrics_alone if alone else self.metrics


@functools.cache
def _shipped() -> bytes:
    return resources.files("mtqc").joinpath("data/score.json").read_bytes()


@functools.cache
def coefficients() -> Coefficients:
    return msgspec.json.decode(_shipped(), type=Coefficients)


def signature() -> str:
    """Two runs with equal signatures make equal scores of equal evidence."""
    return f"score/{coefficients().version}@{hashlib.sha256(_shipped()).hexdigest()[:12]}"


def sentence_score(
    issues: Iterable[Issue], scores: Mapping[str, float], alone: bool = False
) -> float:
    """0 (garbled) to 100 (clean), one decimal. `alone`: no other sentence is in the document."""
    return round(100.0 * math.exp(-burden(issues, scores, alone)), 1)


def burden(issues: Iterable[Issue], scores: Mapping[str, float], alone: bool = False) -> float:
    """All that speaks against a sentence, 0 for nothing."""
    model = coefficients()
    heaviest: dict[tuple[int, int], float] = {}
    for issue in issues:
        weight = model.severities.get(issue.severity.value, 0.0) * issue.confidence
        span = (issue.start, issue.end)
        heaviest[span] = max(weight, heaviest.get(span, 0.0))
    total = math.fsum(heaviest.values())
    for name, term in model.terms(alone).items():
        value = scores.get(name)
        if value is not None:
            total += term.burden(value)
    return total


def sentence_verdict(score: float) -> str:
    model = coefficients()
    if score < model.garbled_below:
        return GARBLED
    return CLEAN if score >= model.clean_from else SUSPECT


def document_verdict(score: float, penalty: float, severities: Mapping[str, int]) -> str:
    """From the mean of the document's sentence scores, its penalty points per 1000 words, and how
    many issues it has of each severity.

    Good sentences don't make up for several serious errors; and hints alone, which a text that is
    only unusual has as well, make it suspect rather than garbled.
    """
    model = coefficients()
    serious = any(count and Severity(name).serious for name, count in severities.items())
    bound = model.document_garbled_below if serious else model.document_garbled_alone
    if score < bound:
        return GARBLED
    clean = score >= model.document_clean_from and penalty < model.document_clean_penalty
    return CLEAN if clean else SUSPECT


def penalty_per_1000_words(severities: Mapping[str, int], words: int) -> float:
    """MQM penalty points per 1000 words, two decimals."""
    points = sum(MQM_POINTS[Severity(name)] * count for name, count in severities.items())
    return round(1000 * points / max(words, 1), 2)
