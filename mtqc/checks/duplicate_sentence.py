"""A sentence that the article has said before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue, Place
from mtqc.core.severity import Severity

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_QUOTES = '"“”„«»'
# Rows that are compared with all earlier ones at a time, and how far back.
_BLOCK = 256
_REACH = 1024


@dataclass(frozen=True)
class DuplicateSentence(DocumentCheck):
    """A sentence said twice

    Flags a sentence that stands in the article before, in the same words or nearly so.

    A translator that loses its place, and a scraper that takes a teaser, a caption or a summary
    for text, leave the same sentence twice.

    Equal sentences are found by their words alone. With an encoder, sentences up
    to 1,000 apart are also compared by meaning, and flagged when their wording agrees as well
    and their figures are the same.

    It stays silent on headings and what repeats them, on short sentences, on questions, on
    quotations (pull quotes, refrains), on lines that occur more than twice (tables, interviews,
    songs), and in bilingual formats, where each unit stands for itself.
    """

    name = "duplicate-sentence"
    group = "article"
    category = "linguistic-conventions/duplication"
    its = "duplication"
    severity = Severity.MINOR
    needs = Needs(running=True)
    examples = (
        Flags("The ferry sank near the old harbour. Divers came. "
              "The ferry sank near the old harbour.",
              at=("The ferry sank near the old harbour.",)),
        Keeps("He paid. The ferry sank near the old harbour. He paid."),
        Keeps("“We will never sell the old harbour.” Divers came. "
              "“We will never sell the old harbour.”"),
        Keeps("Who pays for the old harbour today? Divers came. "
              "Who pays for the old harbour today?"),
        Keeps("The club won by 3 goals in its first match. "
              "The club won by 2 goals in its first match."),
        Keeps("The ferry sank near the old harbour\n\nThe ferry sank near the old harbour."),
        Keeps("All of us walk down to the river. Moon. All of us walk down to the river. "
              "Sun. All of us walk down to the river."),
    )  # fmt: skip
    min_words: int = 6
    min_cosine: float = 0.95
    min_ratio: float = 0.87

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        if any(s.unit is not None or s.source is not None for s in document.segments):
            return
        same: dict[str, list[Segment]] = {}
        for segment in document.segments:
            words = features.lowered(segment)
            if len(words) >= self.min_words:
                key = " ".join(words)
                same.setdefault(key, []).append(segment)
        told = set()
        for segments in same.values():
            if len(segments) == 2 and not any(_exempt(segment) for segment in segments):
                told.add(segments[1].index)
                yield self._flag(document, segments[0], segments[1], 0.9)
        if not features.has_encoder:
            return
        keys = {s[0].index: key for key, s in same.items() if len(s) == 1 and not _exempt(s[0])}
        for first, second in self._close(document, features, sorted(keys)):
            if second in told or not self._alike(keys[first], keys[second]):
                continue
            told.add(second)
            earlier, later = document.segments[first], document.segments[second]
            yield self._flag(document, earlier, later, 0.7)

    def _close(
        self, document: Document, features: Features, indices: list[int]
    ) -> Iterator[tuple[int, int]]:
        if len(indices) < 2:
            return
        vectors = features.embeddings(document)[indices]
        for start in range(0, len(indices), _BLOCK):
            back = max(0, start - _REACH)
            rows = vectors[start : start + _BLOCK]
            alike = rows @ vectors[back : start + _BLOCK].T
            for row, column in np.argwhere(alike >= self.min_cosine).tolist():
                if back + column < start + row:
                    yield indices[back + column], indices[start + row]

    def _alike(self, first: str, second: str) -> bool:
        return (
            _NUMBER.findall(first) == _NUMBER.findall(second)
            and Indel.normalized_similarity(first, second) >= self.min_ratio
        )

    def _flag(
        self, document: Document, first: Segment, second: Segment, confidence: float
    ) -> tuple[Segment, Issue]:
        return second, self.issue(
            0,
            len(second.text),
            "The article has already said this",
            confidence=confidence,
            related=(Place(document.name, first.index, 0, len(first.text)),),
        )


def _exempt(segment: Segment) -> bool:
    # Inputs that come cut into segments don't say which of them is a heading.
    untitled = segment.index > 0 or segment.text.rstrip().endswith((".", "。"))
    return (
        segment.heading
        or not untitled
        or segment.text.rstrip().endswith("?")
        or any(quote in segment.text for quote in _QUOTES)
    )
