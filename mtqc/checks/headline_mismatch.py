"""A headline over the wrong article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_MAX_WORDS = 25


@dataclass(frozen=True)
class HeadlineMismatch(DocumentCheck):
    """A headline that its article does not bear out

    Flags a headline that has nothing in common with the text below it, neither with the whole
    nor with any single sentence.

    A headline is the hardest line to translate: it is short, elliptic and full of puns, and a
    scraper may have taken it from another story.

    The encoder's vector of the headline is compared to those of the sentences. It stays silent
    on headlines of fewer than `min_words` words and on short articles.
    """

    name = "headline-mismatch"
    group = "article"
    category = "accuracy/mistranslation"
    its = "mistranslation"
    severity = Severity.MINOR
    needs = Needs(languages=frozenset({"en"}), encoder=True, running=True)
    examples = (
        Flags("Ten easy soups for cold evenings\n\n"
              "The court in Lyon sentenced two bankers to prison on Friday. "
              "The judge said that they had stolen from their clients for years. "
              "Prosecutors had asked for longer sentences. "
              "Both bankers denied the charges and their lawyers will appeal. "
              "The bank has paid back most of the stolen money. "
              "The trial lasted for eight months.",
              at=("Ten easy soups for cold evenings",)),
        Keeps("Two bankers go to prison for fraud\n\n"
              "The court in Lyon sentenced two bankers to prison on Friday. "
              "The judge said that they had stolen from their clients for years. "
              "Prosecutors had asked for longer sentences. "
              "Both bankers denied the charges and their lawyers will appeal. "
              "The bank has paid back most of the stolen money. "
              "The trial lasted for eight months."),
    )  # fmt: skip
    min_words: int = 4
    min_segments: int = 6
    max_to_article: float = 0.2
    max_to_sentence: float = 0.27

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        if len(document.segments) < self.min_segments:
            return
        first = document.segments[0]
        # Inputs that come cut into segments don't say which of them is a heading.
        if not first.heading and first.text.rstrip().endswith((".", "!", "?", "”", '"')):
            return
        if not self.min_words <= len(features.words(first)) <= _MAX_WORDS:
            return
        vectors = features.embeddings(document)
        body = vectors[1:].sum(axis=0)
        to_article = float(vectors[0] @ body / max(float(np.linalg.norm(body)), 1e-6))
        if to_article < self.max_to_article and (vectors[1:] @ vectors[0]).max() < (
            self.max_to_sentence
        ):
            yield (
                first,
                self.issue(
                    0,
                    len(first.text),
                    "The headline has nothing in common with the article",
                    confidence=0.6,
                ),
            )
