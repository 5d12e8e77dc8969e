"""A real word that has nothing to do with the article it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

# Mean and spread of the four similarities over the content words of human English news.
_OWN = (0.245, 0.138)
_ARTICLE = (0.166, 0.105)
_NEAREST_SENTENCE = (0.241, 0.114)
_NEAREST_WORD = (0.555, 0.152)
# Rarer words have poor vectors; commoner ones fit anywhere.
_ZIPF = (2.8, 5.3)
_MIN_LENGTH = 4
_NUMBERS = frozenset(
    "four five seven eight nine eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "million billion dozen dozens first second third fourth fifth sixth seventh eighth".split()
)


@dataclass(frozen=True)
class OddWord(DocumentCheck):
    """A word that fits no other sentence of its article

    Flags a content word that colours its own sentence, while no other sentence and no other
    word of the article is anywhere near it in meaning: *rails* in a story about peace talks.

    A weak translator takes the wrong sense of a word of several senses, and the result is a
    real word from another world, which no dictionary finds.

    It compares the encoder's vector of the single word to those of its sentence, of the other
    sentences and of the other content words, asks that the sentence as a whole fits the article,
    and flags at most one word in a document. It knows no collocations and nothing of the world:
    in garbled articles about half of its flags meet an error, three times as many as chance; in
    good ones it flags one word in 1,300. So it is a hint for a reader and stays minor.

    It stays silent in texts too short or too long for one subject, on names, on words
    that recur in the article, and on very common and very rare words.
    """

    name = "odd-word"
    group = "words"
    category = "accuracy/mistranslation"
    its = "mistranslation"
    severity = Severity.MINOR
    needs = Needs(languages=frozenset({"en"}), encoder=True)
    examples = (
        Flags("Farmers may lose the maize harvest\n\n"
              "Farmers in the valley have had no rain since April. "
              "Maize and beans have dried up in most of the fields. "
              "The ministry has promised them seed and embroidery. "
              "Wells are so low that cattle walk for hours to drink. "
              "Many families now sell their goats to buy flour. "
              "Traders bring grain from the coast at a high price. "
              "The harvest will be the poorest for thirty years. "
              "Aid groups want to feed the children in schools. "
              "Rain may come to the southern districts next month.",
              at=("embroidery",)),
        Keeps("Farmers may lose the maize harvest\n\n"
              "Farmers in the valley have had no rain since April. "
              "Maize and beans have dried up in most of the fields. "
              "The ministry has promised them seed and fertiliser. "
              "Wells are so low that cattle walk for hours to drink. "
              "Many families now sell their goats to buy flour. "
              "Traders bring grain from the coast at a high price. "
              "The harvest will be the poorest for thirty years. "
              "Aid groups want to feed the children in schools. "
              "Rain may come to the southern districts next month."),
    )  # fmt: skip
    threshold: float = 4.0
    min_fit: float = 0.3
    min_segments: int = 8
    max_segments: int = 400

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        if not self.min_segments <= len(document.segments) <= self.max_segments:
            return
        places: dict[str, list[tuple[Segment, Word]]] = {}
        for segment in document.segments:
            for word in features.words(segment):
                if _is_content(word.text, features):
                    places.setdefault(word.text, []).append((segment, word))
        words = list(places)
        if len(words) < 2 * self.min_segments:
            return
        scores = self._scores(words, [places[w][0][0].index for w in words], document, features)
        best = max(
            (i for i, word in enumerate(words) if len(places[word]) == 1),
            key=lambda i: (scores[i], words[i]),
            default=None,
        )
        if best is None or scores[best] < self.threshold:
            return
        segment, word = places[words[best]][0]
        yield (
            segment,
            self.issue(
                word.start,
                word.end,
                f"“{word.text}” has nothing to do with the rest of the article",
                confidence=0.3,
            ),
        )

    def _scores(
        self, words: list[str], owners: list[int], document: Document, features: Features
    ) -> list[float]:
        sentences = features.embeddings(document)
        vectors = features.encode(words)
        near = vectors @ sentences.T
        rows = np.arange(len(words))
        own = near[rows, owners]
        rest = sentences.sum(axis=0) - sentences[owners]
        rest /= np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-6)
        article = (vectors * rest).sum(axis=1)
        fit = (sentences[owners] * rest).sum(axis=1)
        near[rows, owners] = -1.0
        alike = vectors @ vectors.T
        np.fill_diagonal(alike, -1.0)
        total = (
            _standard(own, _OWN) / 2
            - _standard(article, _ARTICLE)
            - _standard(near.max(axis=1), _NEAREST_SENTENCE)
            - _standard(alike.max(axis=1), _NEAREST_WORD)
        )
        return [
            round(float(score), 2) if fits >= self.min_fit else -np.inf
            for score, fits in zip(total, fit, strict=True)
        ]


def _standard(values: np.ndarray, of: tuple[float, float]) -> np.ndarray:
    mean, spread = of
    return (values - mean) / spread


def _is_content(word: str, features: Features) -> bool:
    return (
        len(word) >= _MIN_LENGTH
        and word.isalpha()
        and word.islower()
        and word not in _NUMBERS
        and _ZIPF[0] < features.lexicon.frequency(word) < _ZIPF[1]
    )
