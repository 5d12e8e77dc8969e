"""What the checks share that judge by the encoder's readings and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from mtqc.core.check import Company, DocumentCheck, Needs
from mtqc.core.severity import Severity
from mtqc.text import garble


class Bounded(NamedTuple):
    """The shipped weights, and the log odds from which there is an issue."""

    weights: garble.Weights
    threshold: float


@dataclass(frozen=True)
class ByReading(DocumentCheck):
    """`rate` is how many flags in 1000 words of clean news are borne where no check with a reason
    found anything in the document, `rate_in_company` where one did."""

    group: ClassVar[str] = "garble"
    severity: ClassVar[Severity] = Severity.MINOR
    needs: ClassVar[Needs] = Needs(languages=frozenset({"en"}), readings=True)
    yields: ClassVar[bool] = True
    table: ClassVar[Literal["spans", "sentences"]]
    rate: float = 0.1
    rate_in_company: float = 0.5

    def company(self) -> Company:
        known = garble.shipped()
        return Company(alone=garble.least(self._thresholds(known), self.rate) if known else 0.0)

    def signature(self) -> str:
        known = garble.shipped()
        return f"{super().signature()}@{known.digest}" if known else super().signature()

    @classmethod
    def fitted(cls) -> str:
        known = garble.shipped()
        return garble.table(cls._thresholds(known)) if known else ""

    def bounded(self) -> Bounded | None:
        """None where nothing is fitted for these rates."""
        known = garble.shipped()
        if known is None:
            return None
        rate = max(self.rate, self.rate_in_company)
        threshold = garble.bound(self._thresholds(known), rate)
        return None if threshold is None else Bounded(known.weights, threshold)

    @classmethod
    def _thresholds(cls, known: garble.Shipped) -> tuple[garble.Threshold, ...]:
        found: tuple[garble.Threshold, ...] = getattr(known.weights, cls.table)
        return found
