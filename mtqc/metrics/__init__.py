"""Measurements per segment; judging is the checks' part."""

from __future__ import annotations

from mtqc.core.metric import Metric
from mtqc.metrics.coherence import Coherence
from mtqc.metrics.fluency import Fluency
from mtqc.metrics.ratings import Assessment, Estimate
from mtqc.metrics.reference import ChrF, ReferenceSimilarity
from mtqc.metrics.surprise import Surprise

BUILTINS: tuple[Metric, ...] = (
    Coherence(),
    Fluency(),
    Estimate(),
    Assessment(),
    ChrF(),
    ReferenceSimilarity(),
    Surprise(),
)
