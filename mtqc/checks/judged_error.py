"""`judged-error`: what a language model that was asked takes for an error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from mtqc.core.check import Flags, Keeps, Needs, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.judgement import CATEGORIES
from mtqc.core.severity import Severity


@dataclass(frozen=True)
class JudgedError(SegmentCheck):
    """A language model that was asked for a judgement names an error

    Flags the words that the model behind `--judge` takes for an error of translation, with its
    reason and what it would write instead. Category and severity are the model's.

    **How it decides.** The sentences go to the endpoint in numbered batches with the ones before
    them, and with their sources where there are any. The model answers with quotes: only what
    stands in the sentence exactly once is flagged; the rest is dropped, and the report counts it.

    **How far to trust it.** Such a model is fluent and often wrong, and asked again it may say
    something else. So whatever it calls serious is minor here; with `trust = true` its own severity
    stands. Where another check flags the same words as serious, that one counts in the score.

    **When it stays silent.** Unless `--judge` and `--judge-model` name an endpoint. Sentences that
    were not judged, because the budget was used up or the endpoint failed, are counted in the
    report.
    """

    name: ClassVar[str] = "judged-error"
    group: ClassVar[str] = "garble"
    category: ClassVar[str] = "accuracy"
    its: ClassVar[str] = "other"
    severity: ClassVar[Severity] = Severity.MINOR
    needs: ClassVar[Needs] = Needs(judge=True)
    examples = (
        Flags("The union imposed extensive approval on the bank.", at=("approval",),
              suggests="sanctions"),
        Flags("The union imposed extensive approval on the bank.", at=("approval",),
              options={"trust": True}),
        Keeps("The union imposed extensive sanctions on the bank."),
    )  # fmt: skip
    trust: bool = False

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        for span in features.judged(segment):
            category, its = CATEGORIES.get(span.category, (self.category, self.its))
            severity = span.severity
            if not self.trust and severity.serious:
                severity = self.severity
            issue = self.issue(
                span.start,
                span.end,
                span.message,
                severity=severity,
                suggestions=(span.suggestion,) if span.suggestion else (),
                confidence=0.8 if self.trust else 0.5,
            )
            yield msgspec.structs.replace(issue, category=category, its=its)
