"""A sentence of the page, or of another article, inside the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mtqc.core.check import ENGLISH_ARTICLE, DocumentCheck, Flags, Keeps
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_LONGEST_LEFTOVER = 160
# Anchored and followed by a colon, a bar or the end: "Read also the small print" is a sentence.
_LEFTOVER = re.compile(
    r"""
    \W* (?:
      (?:read|see|watch)\ (?:also|more|next) (?: \s*[:|»>…] | $ )
    | also\ (?:read|see|watch|on\ this\ page) \s*[:|»>]
    | (?:more|read\ more)\ on\ th(?:is|e)\ (?:topic|subject|story) \b
    | (?:related|recommended|most\ (?:read|viewed|popular))
      (?:\ (?:articles?|stor(?:y|ies)|news|links?|topics?|content|now|today))? \s*(?:[:|»>]|$)
    | (?:share|tweet|pin)\ (?:this\ (?:article|story|page|post)\ )?(?:on|via)
      \ (?:facebook|twitter|x|whatsapp|telegram|linkedin|social\ media|e-?mail)\b
    | follow\ (?:us|our\ (?:channel|page|account))\ on\b
    | (?:subscribe|sign\ up)\ (?:to|for)\ (?:our|the|this)
      \ (?:[\w-]+\ ){0,3}(?:newsletters?|channel|bulletin|alerts?|updates)\b
    | (?:this|our)\ (?:web)?(?:site|page)\ uses\ cookies\b
    | (?:we|we\ and\ our\ partners)\ use\ cookies\b
    | (?:accept|manage|reject)\ (?:all\ )?cookies\b
    | (?:click|tap)\ here\ to\ (?:read|subscribe|share|see|watch|download|sign)\b
    | (?:advertisement|sponsored\ content|story\ continues\ below|continue\ reading)\W*$
    | (?:©|\(c\)|copyright)\ [^.]*\b\d{4}\b
    | all\ rights\ reserved\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_QUOTES = "\"'“”„«»‘’"


@dataclass(frozen=True)
class OffTopicSentence(DocumentCheck):
    """A sentence that belongs to the page or to another article

    Flags what scraping left in the text ("Also read: …", "Share on Facebook", cookie notices)
    and, with an encoder, a sentence that has nothing in common with any other of its article.

    Such lines distort counts and scores, and a translator renders them without their context.

    Leftovers are known by fixed English openings, and are **neutral**: the page has them, not the
    translation. Any other sentence must be unlike the article
    as a whole and unlike each of its sentences, in an article of `min_segments` or more that
    keeps to one subject.

    It stays silent on quotations, on short remarks and on sentences that merely change the
    subject: human articles are full of them.
    """

    name = "off-topic-sentence"
    group = "article"
    category = "accuracy/addition"
    its = "addition"
    severity = Severity.MINOR
    needs = ENGLISH_ARTICLE
    version = 2
    examples = (
        Flags("The dam held.\n\nAlso read: Ten soups for cold days",
              at=("Also read: Ten soups for cold days",)),
        Flags("Share on Facebook | Share on Telegram\n\nThe dam held through the night.",
              at=("Share on Facebook | Share on Telegram",)),
        Flags("The dam held. This site uses cookies to remember you.",
              at=("This site uses cookies to remember you.",)),
        Flags("The vote is over.\n\nRelated articles:\n\nSubscribe to our daily newsletter.",
              at=("Related articles:", "Subscribe to our daily newsletter.")),
        Keeps("See also how the river fell. Related claims were thrown out by the court."),
        Keeps("Bakers share on average two loaves with the poor. He follows us on foot."),
        Keeps("The firm was fined because its site uses cookies without asking."),
        Keeps("Most popular of all was the goat. Related to the mayor he was not."),
    )  # fmt: skip
    min_segments: int = 10
    max_to_article: float = 0.08
    max_to_sentence: float = 0.17
    min_subject: float = 0.35
    min_length: int = 40

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        leftovers = {
            segment.index
            for segment in document.segments
            if len(segment.text) <= _LONGEST_LEFTOVER and _LEFTOVER.match(segment.text)
        }
        strangers = self._strangers(document, features) if features.has_encoder else set()
        for segment in document.segments:
            if segment.index in leftovers:
                # No translator's fault: a hint to whoever scraped the page.
                severity, confidence = Severity.NEUTRAL, 0.9
                message = "This looks like a part of the page, not of the article"
            elif segment.index in strangers:
                severity, confidence = self.severity, 0.4
                message = "Nothing else in the article is about this"
            else:
                continue
            yield (
                segment,
                self.issue(0, len(segment.text), message, severity=severity, confidence=confidence),
            )

    def _strangers(self, document: Document, features: Features) -> set[int]:
        if len(document.segments) < self.min_segments:
            return set()
        vectors = features.embeddings(document)
        rest = vectors.sum(axis=0) - vectors
        rest /= np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-6)
        fit = (vectors * rest).sum(axis=1)
        if float(np.median(fit)) < self.min_subject:
            return set()
        found = set()
        for index in np.flatnonzero(fit < self.max_to_article).tolist():
            text = document.segments[index].text
            if len(text) < self.min_length or any(quote in text for quote in _QUOTES):
                continue
            alike = vectors @ vectors[index]
            alike[index] = -1.0
            if alike.max() < self.max_to_sentence:
                found.add(index)
        return found
