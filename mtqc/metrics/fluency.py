"""How good a sentence is by what the encoder reads in it and in its article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mtqc.core.check import Needs
from mtqc.core.document import Document
from mtqc.core.features import Features
from mtqc.text import garble


class Fluency:
    """The chance that a sentence is not garbled, in 0..1.

    It weighs the encoder's estimate of the sentence, how many of its words are taken for garbled,
    and how garbled the rest of the article is (`mtqc.text.garble.SentenceTerms`). There is nothing
    to measure in a segment without words, or without fitted weights.
    """

    name: ClassVar[str] = "fluency"
    higher_is_better: ClassVar[bool] = True
    needs: ClassVar[Needs] = Needs(languages=frozenset({"en"}), readings=True)
    version: ClassVar[int] = 2

    def measure(self, document: Document, features: Features) -> Sequence[float | None]:
        known = garble.shipped()
        if known is None:
            return [None] * len(document.segments)
        article = garble.article_of(document, features, known.weights)
        return [
            1.0 - garble.chance(odds) if sentence.words else None
            for sentence, odds in zip(
                article.sentences, article.odds.sentences.tolist(), strict=True
            )
        ]
