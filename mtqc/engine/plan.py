"""What a run will do, decided before the first document is opened."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec

from mtqc.core.check import Check, Company, CorpusCheck, DocumentCheck, SegmentCheck
from mtqc.core.metric import Metric
from mtqc.core.reader import Limits, Reader
from mtqc.core.severity import Severity
from mtqc.engine import score
from mtqc.engine.suppress import Suppression


class Plan(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The checks, metrics and readers of a run; picklable, so that workers get the same.

    `severities` overrides a check's own; `encoder` and `lm` are names for
    `mtqc.features`; a judge itself is no part of a plan, since workers have none; `ignored` are
    spans that are never reported (case-sensitive, exact); `available` names all checks that there
    are, chosen or not.
    """

    version: str
    checks: tuple[Check, ...]
    metrics: tuple[Metric, ...]
    readers: tuple[Reader, ...]
    severities: dict[str, Severity] = {}
    ignored: frozenset[str] = frozenset()
    suppressions: tuple[Suppression, ...] = ()
    available: frozenset[str] = frozenset()
    encoder: str = "embedded"
    encoder_signature: str = "none"
    lm: str | None = None
    lm_signature: str | None = None
    judge_signature: str | None = None
    lang: str | None = None
    source_lang: str | None = None
    limits: Limits = Limits()

    @property
    def corpus_checks(self) -> tuple[CorpusCheck[Any], ...]:
        return tuple(c for c in self.checks if isinstance(c, CorpusCheck))

    @property
    def segment_checks(self) -> tuple[SegmentCheck, ...]:
        return tuple(c for c in self.checks if isinstance(c, SegmentCheck))

    @property
    def document_checks(self) -> tuple[DocumentCheck, ...]:
        return tuple(c for c in self.checks if isinstance(c, DocumentCheck))

    @cached_property
    def yielding(self) -> frozenset[str]:
        """The checks whose issues give way to others."""
        return frozenset(c.name for c in self.checks if c.yields)

    @cached_property
    def companies(self) -> dict[str, Company]:
        """What company the issues of checks need that need any."""
        told = {c.name: c.company() for c in self.checks}
        return {name: company for name, company in told.items() if company != Company()}

    def signatures(self) -> tuple[str, ...]:
        """One per check: equal signatures judge alike."""
        return tuple(c.signature() for c in self.checks)

    def metric_signatures(self) -> tuple[str, ...]:
        """One per metric, and what makes the score of them."""
        return (*(f"{m.name}/{m.version}" for m in self.metrics), score.signature())

    def signature(self, extra: Mapping[str, str] | None = None) -> str:
        """Sixteen hexadecimal digits over all that can change a verdict."""
        parts = [self.version, self.encoder_signature, self.lang or "", self.source_lang or ""]
        parts += [f"lm={self.lm_signature}"] if self.lm_signature else []
        parts += [f"judge={self.judge_signature}"] if self.judge_signature else []
        parts += self.signatures()
        parts += self.metric_signatures()
        parts += [f"{k}={v}" for k, v in sorted(self.severities.items())]
        parts += sorted(self.ignored)
        parts += map(repr, self.suppressions)
        parts += [repr(self.limits), *(r.name for r in self.readers)]
        parts += [f"{k}={v}" for k, v in sorted((extra or {}).items())]
        return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
