"""What the encoder's heads of sentences say, each taken alone."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import ClassVar

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features
from mtqc.text.garble import chance


class _Rating:
    """The logit of the reading that has the metric's name, as a chance; there is nothing to measure
    in a segment without words."""

    name: ClassVar[str]
    higher_is_better: ClassVar[bool] = True
    needs: ClassVar[Needs] = Needs(languages=frozenset({"en"}), readings=True)

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        logit = attrgetter(self.name)
        return [
            chance(logit(reading)) if reading.tags else None
            for reading in features.readings(document)
        ]


class Estimate(_Rating):
    """The chance that a sentence is intact, in 0..1, from the sentence alone.

    It learned from same-topic contrasts in news: human sentences, weak and real translations of
    them, and light corruption.
    """

    name: ClassVar[str] = "estimate"
    version: ClassVar[int] = 2


class Assessment(_Rating):
    """A direct assessment as the encoder foresees it, in 0..1, from the target alone.

    It learned from the human scores of MLQE-PE (Fomicheva et al. 2022), which ask whether a
    translation says what its source says; 0.5 is the usual translation there.
    """

    name: ClassVar[str] = "assessment"
    version: ClassVar[int] = 1
