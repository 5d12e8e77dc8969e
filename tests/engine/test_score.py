"""The score: documented, monotone, bounded."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.engine import score
from mtqc.run import check_text, plan_of, settings_of

severities = st.sampled_from(list(Severity))
confidences = st.floats(0.01, 1)


def issue(severity: Severity, confidence: float = 1.0) -> Issue:
    return Issue(
        check="c",
        category="x",
        its="other",
        severity=severity,
        start=0,
        end=1,
        confidence=confidence,
        message="m",
    )


issues = st.lists(st.builds(issue, severities, confidences), max_size=8)
measures = st.dictionaries(
    st.sampled_from(["coherence", "surprise", "unheard-of"]), st.floats(-1, 1)
)


def test_a_sentence_without_evidence_is_clean() -> None:
    assert score.sentence_score([], {}) == 100.0
    assert score.sentence_verdict(100.0) == score.CLEAN


@given(issues, measures, severities, confidences)
def test_another_issue_never_raises_the_score(found, scores, severity, confidence) -> None:
    before = score.sentence_score(found, scores)
    after = score.sentence_score([*found, issue(severity, confidence)], scores)
    assert 0 <= after <= before <= 100


@given(issues, st.integers(0, 7), confidences)
def test_a_graver_issue_never_raises_the_score(found, at, confidence) -> None:
    ordered = sorted(Severity, key=lambda s: s.rank)
    values = [score.sentence_score([*found, issue(s, confidence)], {}) for s in ordered]
    assert values == sorted(values, reverse=True)


@given(issues, st.floats(-1, 1), st.floats(0, 1))
def test_a_worse_measurement_never_raises_the_score(found, value, drop) -> None:
    better = score.sentence_score(found, {"coherence": value})
    worse = score.sentence_score(found, {"coherence": value - drop})
    assert worse <= better


@given(issues, st.booleans(), st.floats(0, 1), st.floats(0, 1))
def test_alone_or_not_a_worse_estimate_never_raises_the_score(found, alone, value, drop) -> None:
    better = score.sentence_score(found, {"estimate": value}, alone)
    worse = score.sentence_score(found, {"estimate": value - drop}, alone)
    assert 0 <= worse <= better <= 100


def test_a_sentence_by_itself_has_terms_of_its_own() -> None:
    alone, among = score.coefficients().terms(True), score.coefficients().terms(False)
    assert alone.keys() - among.keys() == {"assessment"}
    assert alone["estimate"] != among["estimate"]
    text = "The ministers full were the staircase of since the week last."
    other = "They met in Oslo on Monday and talked about fishing."
    (only,) = check_text(text)
    first, _ = check_text(f"{text} {other}")
    assert only.score == score.sentence_score(only.issues, only.scores, alone=True)
    assert first.score == score.sentence_score(first.issues, first.scores)
    assert only.score != score.sentence_score(only.issues, only.scores)


def test_one_serious_issue_is_never_clean() -> None:
    value = score.sentence_score([issue(Severity.MAJOR)], {})
    assert score.sentence_verdict(value) != score.CLEAN
    assert score.sentence_verdict(score.sentence_score([issue(Severity.CRITICAL)], {})) == (
        score.GARBLED
    )


@given(st.floats(-1, 2), st.floats(0, 1), st.just(0.0) | st.floats(0.001, 0.2), st.booleans())
def test_a_term_rises_with_a_worse_value(value, worse, softness, higher) -> None:
    term = score.MetricTerm(weight=1.0, bound=0.5, higher_is_better=higher, softness=softness)
    hard = msgspec.structs.replace(term, softness=0.0)
    other = value - worse if higher else value + worse
    assert 0 <= term.burden(value) <= term.burden(other)
    # Softness rounds the corner, by at most what softplus has at nothing.
    assert -1e-9 <= term.burden(value) - hard.burden(value) <= softness + 1e-9


def test_of_two_good_sentences_the_better_one_scores_higher() -> None:
    term = score.MetricTerm(weight=1.0, bound=0.5, higher_is_better=True, softness=0.1)
    assert 0 < term.burden(0.8) < term.burden(0.7)


def test_hints_alone_make_a_document_suspect_and_not_garbled() -> None:
    hints, serious = {"minor": 9}, {"minor": 8, "major": 1}
    assert score.document_verdict(60.0, 30.0, hints) == score.SUSPECT
    assert score.document_verdict(60.0, 30.0, serious) == score.GARBLED
    assert score.document_verdict(30.0, 30.0, hints) == score.GARBLED
    assert score.document_verdict(90.0, 3.0, hints) == score.CLEAN
    assert score.document_verdict(90.0, 30.0, serious) == score.SUSPECT


def test_the_coefficients_are_in_the_signature() -> None:
    plan = plan_of(settings_of({"fast": True}))
    assert score.signature() in plan.metric_signatures()


def test_penalty_counts_mqm_points_per_1000_words() -> None:
    assert score.penalty_per_1000_words({"minor": 2, "major": 1, "critical": 1}, 500) == 64.0
    assert score.penalty_per_1000_words({}, 0) == 0.0
