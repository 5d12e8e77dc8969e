"""Measuring, kept apart from judging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features


class Metric(Protocol):
    """A number per segment. It says nothing about what is good enough."""

    name: ClassVar[str]
    higher_is_better: ClassVar[bool]
    needs: ClassVar[Needs]
    version: ClassVar[int]

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        """One value per segment, None where there is nothing to measure."""
