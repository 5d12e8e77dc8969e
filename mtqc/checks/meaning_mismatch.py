"""`meaning-mismatch`: a translation that says something else than its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs, Pair
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Vectors
from mtqc.core.issue import Issue, Place
from mtqc.core.severity import Severity
from mtqc.text.sentences import sentence_spans

_BLOCK = 512
_SAME_SOURCE = 0.9
_LEAST_SPREAD = 0.04
_OUTLIER = 4.0
_FEW = 8
_FEWEST_LETTERS = 12
_SHOWN = 60


@dataclass(frozen=True)
class MeaningMismatch(DocumentCheck):
    """A translation says something else than its source

    Flags a translation that belongs to another source of the document, one that says something
    else, one that leaves a sentence of its source out and one that adds a sentence.

    A segment that slipped by a line is fluent, well-spelled and wrong: no other check sees it.

    **How it decides.** By the embeddings of a multilingual sentence-transformers model, given with
    `--encoder` (LaBSE, `sentence-transformers/LaBSE`, knows 109 languages). A translation is
    major where the source of another segment fits it better by `margin` and more; it is minor
    where its likeness to its own source is far below what the document's pairs have. Of segments
    of several sentences each sentence wants a counterpart.

    **When it stays silent.** Without such a model; the embedded one knows English alone. On texts
    of fewer than twelve letters; on likeness alone in documents of fewer than eight pairs.
    """

    name: ClassVar[str] = "meaning-mismatch"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "accuracy/mistranslation"
    its: ClassVar[str] = "mistranslation"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True, encoder=True, multilingual=True)
    margin: float = 0.15
    examples = (
        Flags((
            Pair("The ferry leaves at noon.", "Die Brücke ist gesperrt.", lang="de"),
            Pair("The bridge is closed.", "Die Fähre fährt mittags ab.", lang="de"),
        ), at=("Die Brücke ist gesperrt.", "Die Fähre fährt mittags ab.")),
        Keeps((
            Pair("The ferry leaves at noon.", "Die Fähre fährt mittags ab.", lang="de"),
            Pair("The bridge is closed.", "Die Brücke ist gesperrt.", lang="de"),
        )),
    )  # fmt: skip

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        kept = [
            s for s in document.segments if _has_letters(s.text) and _has_letters(s.source or "")
        ]
        if not kept:
            return
        targets = features.embeddings(document)[[s.index for s in kept]]
        sources = features.encode([s.source or "" for s in kept])
        own = np.einsum("ij,ij->i", sources, targets)
        usual = float(np.median(own))
        spread = max(1.4826 * float(np.median(np.abs(own - usual))), _LEAST_SPREAD)
        low = usual - _OUTLIER * spread
        for start in range(0, len(kept), _BLOCK):
            end = min(start + _BLOCK, len(kept))
            others, fits = _best_others(sources[start:end], targets[start:end])
            for at in range(start, end):
                segment, other = kept[at], kept[start + int(others[at - start])]
                gain = float(fits[at - start]) - float(own[at])
                if gain >= self.margin:
                    yield segment, self._misplaced(segment, other, document, gain)
                elif own[at] < low and len(kept) >= _FEW:
                    yield (
                        segment,
                        self.issue(
                            0,
                            len(segment.text),
                            "This is unlike its source; the document's other pairs are not.",
                            severity=Severity.MINOR,
                            confidence=0.5,
                        ),
                    )
                else:
                    for issue in self._sentences(segment, features, low):
                        yield segment, issue

    def _misplaced(
        self, segment: Segment, other: Segment, document: Document, gain: float
    ) -> Issue:
        return self.issue(
            0,
            len(segment.text),
            f"This translates another source: “{(other.source or '')[:_SHOWN]}”.",
            confidence=min(0.95, 0.7 + gain / 2),
            related=(Place(document.name, other.index, 0, len(other.text)),),
        )

    def _sentences(self, segment: Segment, features: Features, low: float) -> Iterable[Issue]:
        source, text = segment.source or "", segment.text
        ours = _long_enough(source, sentence_spans(source, features.source_lang))
        theirs = _long_enough(text, sentence_spans(text, features.lang))
        if len(ours) == len(theirs) == 1 or not ours or not theirs:
            return
        # The whole on either side stands for what was joined or split.
        sides = [source[s:e] for s, e in ours] + [source]
        others = [text[s:e] for s, e in theirs] + [text]
        likeness = features.encode(sides) @ features.encode(others).T
        floor = low - self.margin
        for (start, end), row in zip(ours, likeness, strict=False):
            if row.max() < floor:
                yield self.issue(
                    0,
                    len(text),
                    f"“{source[start:end][:_SHOWN]}” has no counterpart here.",
                    severity=Severity.MINOR,
                    confidence=0.5,
                )
        for (start, end), column in zip(theirs, likeness.T, strict=False):
            if column.max() < floor:
                yield self.issue(
                    start,
                    end,
                    "This sentence has no counterpart in the source.",
                    severity=Severity.MINOR,
                    confidence=0.5,
                )


def _has_letters(text: str) -> bool:
    return len(text) >= _FEWEST_LETTERS and any(map(str.isalpha, text))


def _long_enough(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(start, end) for start, end in spans if _has_letters(text[start:end])]


def _best_others(sources: Vectors, targets: Vectors) -> tuple[np.ndarray, np.ndarray]:
    """For each target the source of another segment that fits it best, and how well.

    A source that says the same as the target's own is no other one.
    """
    fits = targets @ sources.T
    fits[(sources @ sources.T) >= _SAME_SOURCE] = -1.0
    best = fits.argmax(axis=1)
    return best, fits[np.arange(len(best)), best]
