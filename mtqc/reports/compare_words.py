"""What every format says of a comparison, in words and rounded figures."""

from __future__ import annotations

from mtqc.core.comparison import SIGNIFICANT, Comparison, Figure, Measure
from mtqc.reports.counts import plural

TESTS = {"bs": "paired bootstrap", "ar": "paired approximate randomisation"}


def title(comparison: Comparison) -> str:
    """How much was compared: "3 systems, 30 sentences, 2 references (a, b), language en"."""
    found = " (detected)" if comparison.lang_detected else ""
    return (
        f"{plural(len(comparison.systems), 'system')}, "
        f"{plural(comparison.sentences, 'sentence')}, "
        f"{plural(len(comparison.references), 'reference')} "
        f"({', '.join(comparison.references)}), language {comparison.lang}{found}"
    )


def heading(measure: Measure) -> str:
    """The measure with the direction that is good: "TER ↓"."""
    return f"{measure.name} {'↑' if measure.higher_is_better else '↓'}"


def rounded(value: float, measure: Measure) -> str:
    return f"{value:.{measure.digits}f}"


def interval(figure: Figure, measure: Measure) -> str | None:
    """Mean of the bootstrap and half of its 95 % interval: "45.3 ± 2.1"."""
    if figure.mean is None or figure.margin is None:
        return None
    return f"{rounded(figure.mean, measure)} ± {rounded(figure.margin, measure)}"


def difference(figure: Figure, measure: Measure) -> str | None:
    """From the baseline, with its sign: "+1.2"."""
    return None if figure.difference is None else f"{figure.difference:+.{measure.digits}f}"


def chance(figure: Figure) -> str | None:
    """The p-value, with a star where it is significant: "p = 0.0010 *"."""
    if figure.p_value is None:
        return None
    return f"p = {figure.p_value:.4f}{' *' if figure.significant else ''}"


def better(figure: Figure, measure: Measure) -> bool | None:
    """Whether a significant difference from the baseline is a good one; None if it is neither."""
    if not figure.significant or not figure.difference:
        return None
    return (figure.difference > 0) == measure.higher_is_better


def legend(comparison: Comparison) -> list[str]:
    """What the signs in the table mean, a sentence each."""
    test = comparison.test
    lines = ["↑ higher is better, ↓ lower is better."]
    if test.kind == "bs":
        lines.append(
            f"Mean ± half of the 95 % interval of {test.samples:,} bootstrap resamples "
            f"(seed {test.seed})."
        )
    if test.kind != "none" and len(comparison.systems) > 1:
        trials = "" if test.kind == "bs" else f" with {test.samples:,} trials (seed {test.seed})"
        lines.append(
            f"p: {TESTS[test.kind]}{trials} against {comparison.baseline.name}; "
            f"* where p ≤ {SIGNIFICANT}: the difference is hardly one of chance."
        )
    return lines


def sentences_title(comparison: Comparison) -> str:
    by = shown_measure(comparison)
    if len(comparison.systems) == 1:
        return f"Sentences with the worst {by.name}"
    return f"Sentences in which the systems differ most ({by.name})"


def shown_measure(comparison: Comparison) -> Measure:
    """The measure that the sentences are singled out by."""
    return next(m for m in comparison.measures if m.key == comparison.shown_by)
