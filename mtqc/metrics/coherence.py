"""How well a sentence fits its article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features


class Coherence:
    """Cosine of a sentence's vector to the mean of the article's other sentences, in -1..1.

    There is nothing to measure in a document of one sentence, and in bilingual formats, whose
    units need not be about one thing.
    """

    name: ClassVar[str] = "coherence"
    higher_is_better: ClassVar[bool] = True
    needs: ClassVar[Needs] = Needs(encoder=True)
    version: ClassVar[int] = 1

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        count = len(document.segments)
        if count < 2 or any(segment.unit is not None for segment in document.segments):
            return [None] * count
        vectors = features.embeddings(document)
        rest = vectors.sum(axis=0) - vectors
        rest /= np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-6)
        cosines = np.clip((vectors * rest).sum(axis=1), -1.0, 1.0)
        return [float(cosine) for cosine in cosines]
