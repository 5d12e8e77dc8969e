"""Whether a sentence is intact, by the encoder's estimate alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features
from mtqc.text.garble import chance


class Estimate:
    """The chance that a sentence is intact, in 0..1, from the sentence alone.

    It learned from same-topic contrasts in news: human sentences, weak and real translations of
    them, and light corruption. There is nothing to measure in a segment without words.
    """

    name: ClassVar[str] = "estimate"
    higher_is_better: ClassVar[bool] = True
    needs: ClassVar[Needs] = Needs(languages=frozenset({"en"}), readings=True)
    version: ClassVar[int] = 2

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        return [
            chance(reading.estimate) if reading.tags else None
            for reading in features.readings(document)
        ]
