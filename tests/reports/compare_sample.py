"""A comparison with all there is to render: hostile names and texts too."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from mtqc.core.comparison import Comparison, Figure, Measure, System, Test, Unmeasured
from mtqc.core.comparison import ComparisonRenderer as Renderer

_SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
_TEXTS = (
    ("The ferry is late.", "=1+1 | *rain* @all", "Nobody came.", ""),
    ("The ferry ran late.", f"{_SCRIPT} rain", "Nobody\u202e came \x1b[31m here.", "漢字 and more"),
)


def _figures(scores: list[float], base: list[float] | None) -> dict[str, Figure]:
    keys = ("bleu", "ter", "similarity")
    return {
        key: Figure(
            score=score,
            mean=score + 0.05,
            margin=abs(score) / 10,
            difference=None if base is None else score - base[number],
            p_value=None if base is None else (0.001, 0.2, 0.03)[number],
        )
        for number, (key, score) in enumerate(zip(keys, scores, strict=True))
    }


def _scores(*values: float) -> NDArray[np.float64]:
    return np.array(values, np.float64)


_OLD, _NEW = [31.25, 52.5, 0.71], [42.0, 50.0, 0.69]

COMPARISON = Comparison(
    version="9.9",
    lang="en",
    lang_detected=True,
    measures=(
        Measure(key="bleu", name="BLEU", higher_is_better=True, digits=1, signature="n:2|tok:13a"),
        Measure(key="ter", name="TER", higher_is_better=False, digits=1, signature="n:2|tok:ter"),
        Measure(
            key="similarity", name="similarity", higher_is_better=True, digits=3, signature="e:x"
        ),
    ),
    systems=(
        System(name="old", path="old.txt", baseline=True, figures=_figures(_OLD, None)),
        System(
            name='=<b>new</b>"&|`', path="new.txt", baseline=False, figures=_figures(_NEW, _OLD)
        ),
    ),
    references=("ref.a", "<i>ref</i>"),
    sentences=4,
    test=Test(kind="bs", samples=1000, seed=12345),
    unmeasured=(Unmeasured("chrf", "nobody <u>asked</u>"),),
    notes=("a note <u>of</u> note",),
    shown_by="bleu",
    shown=(1, 3, 2),
    sources=("Die Fähre.", None, "Niemand kam.", "-"),
    reference_texts=(
        ("The ferry ran late.", "It rains.", "Nobody came.", "Kanji."),
        ("The boat was late.", None, "No one came.", "</dd></dl></script>"),
    ),
    texts=_TEXTS,
    scores=(
        (_scores(50, 10, 90, 0), _scores(40, 80, 10, 100), _scores(0.9, 0.1, 1, 0)),
        (_scores(55, 70, 60, 30), _scores(30, 70, 20, 90), _scores(0.9, 0.2, 1, 0)),
    ),
)


def rendered(renderer: Renderer, comparison: Comparison = COMPARISON) -> bytes:
    out = io.BytesIO()
    renderer.render(comparison, out)
    return out.getvalue()
