"""`garbled-sentence`: a sentence that the encoder takes for garbled as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.checks.by_reading import ByReading
from mtqc.core.check import Flags, Keeps
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.text import garble


@dataclass(frozen=True)
class GarbledSentence(ByReading):
    """A sentence that does not read like English

    Flags a sentence that is garbled throughout, so that no single place in it is to blame: the
    order of another language, a predicate that is missing, wrong words from end to end.

    **How it decides.** The network that `garbled-span` asks about words also says how good a
    sentence is. Its estimate, how many of the sentence's words it takes for garbled, and how
    garbled the rest of the article is are weighed together.

    **How far to trust it.** As a hint, so it is **minor**. `rate` says how many flags in 1000
    words of clean news are borne where no check with a reason found anything in the document,
    `rate_in_company` where one did, at least once in 400 words.

    **When it stays silent.** Where the trouble is one short place: that is for `garbled-span` to
    mark. On sentences of fewer than `min_words` words; where a check with a reason flags half of
    the sentence as gravely and as surely; in other languages than English, and without the embedded
    encoder.
    """

    name: ClassVar[str] = "garbled-sentence"
    category: ClassVar[str] = "linguistic-conventions/unintelligible"
    its: ClassVar[str] = "non-conformance"
    table = "sentences"
    examples = (
        Flags(
            "The museum opens on Friday. "
            "Of the visitor the which come from village bus is not have. "
            "Tickets cost four euros.",
            at=("Of the visitor the which come from village bus is not have.",),
        ),
        Keeps(
            "The museum opens on Friday. "
            "There is no bus for visitors who come from the village. "
            "Tickets cost four euros."
        ),
        Keeps("The museum opens on Friday. Bus not have. Tickets cost four euros."),
    )
    min_words: int = 5

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        bounded = self.bounded()
        if bounded is None:
            return
        weights, threshold = bounded
        article = garble.article_of(document, features, weights)
        marked = garble.likely_places(article, features.lexicon, weights)
        for number in garble.garbled_throughout(article, marked, threshold, self.min_words):
            segment = document.segments[number]
            yield (
                segment,
                self.issue(
                    0,
                    len(segment.text),
                    "This sentence does not read like English: what was meant?",
                    confidence=garble.chance(float(article.odds.sentences[number])),
                ),
            )
