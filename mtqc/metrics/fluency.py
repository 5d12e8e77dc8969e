"""How good a sentence is by the encoder's estimate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features

_FARTHEST = 30.0


class Fluency:
    """The estimate of a sentence as a probability of its being good, in 0..1.

    There is nothing to measure in a segment without words.
    """

    name: ClassVar[str] = "fluency"
    higher_is_better: ClassVar[bool] = True
    needs: ClassVar[Needs] = Needs(languages=frozenset({"en"}), readings=True)
    version: ClassVar[int] = 1

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        return [
            _probability(reading.estimate) if reading.tags else None
            for reading in features.readings(document)
        ]


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-min(max(logit, -_FARTHEST), _FARTHEST)))
