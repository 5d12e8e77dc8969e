"""MQM severities (Multidimensional Quality Metrics, https://themqm.org)."""

from __future__ import annotations

import enum


class Severity(enum.StrEnum):
    """How much an error costs the reader.

    Ordered by `rank`; *serious* means major or critical.
    """

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return _RANK[self]

    @property
    def serious(self) -> bool:
        return _RANK[self] >= 2


_RANK = {Severity.NEUTRAL: 0, Severity.MINOR: 1, Severity.MAJOR: 2, Severity.CRITICAL: 3}
