"""How near a segment is to its reference, where the input has one."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, ClassVar

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features


class ChrF:
    """Character n-gram F-score against the reference, 0..100, by sacrebleu.

    Popović (2015), https://aclanthology.org/W15-3049; sacrebleu's defaults (six characters, no
    words, beta 2).
    """

    name: ClassVar[str] = "chrf"
    higher_is_better: ClassVar[bool] = True
    needs: ClassVar[Needs] = Needs(reference=True)
    version: ClassVar[int] = 1

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        metric = _chrf()
        return [
            metric.sentence_score(segment.text, [segment.reference]).score
            if segment.reference
            else None
            for segment in document.segments
        ]


class ReferenceSimilarity:
    """Cosine of the vectors of a segment and its reference, in -1..1."""

    name: ClassVar[str] = "reference-similarity"
    higher_is_better: ClassVar[bool] = True
    needs: ClassVar[Needs] = Needs(reference=True, encoder=True)
    version: ClassVar[int] = 1

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        vectors = features.embeddings(document)
        having = [s for s in document.segments if s.reference]
        references = features.encode([s.reference or "" for s in having])
        values: list[float | None] = [None] * len(document.segments)
        for segment, reference in zip(having, references, strict=True):
            values[segment.index] = float(vectors[segment.index] @ reference)
        return values


@functools.cache
def _chrf() -> Any:
    from sacrebleu.metrics.chrf import CHRF

    return CHRF()
