"""What people who see the source are likely to say of a translated sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features
from mtqc.text.garble import chance


class Assessment:
    """A direct assessment as the encoder foresees it, in 0..1, from the target alone.

    It learned from the human scores of MLQE-PE (Fomicheva et al. 2022), which ask whether a
    translation says what its source says; 0.5 is the usual translation there. There is nothing to
    measure in a segment without words.
    """

    name: ClassVar[str] = "assessment"
    higher_is_better: ClassVar[bool] = True
    needs: ClassVar[Needs] = Needs(languages=frozenset({"en"}), readings=True)
    version: ClassVar[int] = 1

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        return [
            chance(reading.assessment) if reading.tags else None
            for reading in features.readings(document)
        ]
