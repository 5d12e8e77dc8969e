"""How surprising the words of a sentence are to a language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features


class Surprise:
    """Mean surprisal of a sentence's words, in bits per word, 0 and more.

    Comparable within one model alone: another vocabulary and another training give other figures.
    Surprisal per word does not depend on how a model cuts words into pieces (Levy 2008,
    https://doi.org/10.1016/j.cognition.2007.05.006).
    """

    name: ClassVar[str] = "surprise"
    higher_is_better: ClassVar[bool] = False
    needs: ClassVar[Needs] = Needs(language_model=True)
    version: ClassVar[int] = 1

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        return [_mean(bits[np.isfinite(bits)]) for bits in features.surprise(document)]


def _mean(bits: np.ndarray) -> float | None:
    return float(bits.mean()) if len(bits) else None
