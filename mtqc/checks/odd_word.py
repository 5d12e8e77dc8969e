"""A real word that has nothing to do with the article it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Lexicon, Vectors, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

# Mean and spread over the content words of human English news, and weight in the score: fitted to
# tell nouns put in from other articles (logistic regression).
_WORDS = (0.258, 0.095, -0.83)
_NEIGHBOURS = (0.057, 0.055, -0.74)
_SENTENCE = (0.229, 0.129, 0.54)
_ARTICLE = (0.164, 0.098, -0.54)
_SENTENCES = (0.194, 0.083, -0.22)
# Of the logarithm of the number of content words: the fewer there are, the farther is the nearest.
_SIZE = (4.475, 0.666, -0.24)
_NEAREST = 3
_BLOCK = 2_500
# A word that stands with fewer is not known by its company.
_COMPANY = 2
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

    Flags a content word that colours its own sentence, while no other sentence and hardly another
    word of the article is anywhere near it in meaning: *rails* in a story about peace talks.

    A weak translator takes the wrong sense of a word of several senses, and the result is a
    real word from another world, which no dictionary finds.

    **How it decides.** In two steps. The encoder's table of word pieces says, at hardly any cost,
    how near each content word is to the three nearest words of the article and to the words of
    its own sentence. The oddest three that stand there once, if they are odd enough, are encoded
    alone and compared to their sentence, to the article without it and to the three nearest other
    sentences. One word in a document is flagged at most.

    **How far to trust it.** It is a hint for a reader, and neutral: it costs no points. It
    knows no collocations and nothing of the world, so that an unusual but right word looks the
    same to it as a wrong one. In human news it flags about one word in 10,000. Of 100 articles in
    which one noun was replaced by a random one, it finds the noun in four or five and flags
    another word in as many.

    **When it stays silent.** In texts too short or too long for one subject, in sentences that are
    themselves far from the article or have hardly another content word, on names, on words that
    recur, and on very common and very rare words.
    """

    name = "odd-word"
    group = "words"
    category = "accuracy/mistranslation"
    its = "mistranslation"
    severity = Severity.NEUTRAL
    needs = Needs(languages=frozenset({"en"}), encoder=True, running=True)
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
    threshold: float = 3.65
    min_guess: float = 2.25
    candidates: int = 3
    min_fit: float = 0.3
    min_segments: int = 8
    max_segments: int = 400

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        if not self.min_segments <= len(document.segments) <= self.max_segments:
            return
        places: dict[str, list[tuple[Segment, Word]]] = {}
        for segment in document.segments:
            for word in features.words(segment):
                if _is_content(word.text, features.lexicon):
                    places.setdefault(word.text, []).append((segment, word))
        words = list(places)
        if len(words) < 2 * self.min_segments:
            return
        owners = np.array([places[word][0][0].index for word in words])
        company = np.bincount(owners, minlength=len(document.segments))[owners] - 1
        sentences = features.embeddings(document)
        others = sentences.sum(axis=0) - sentences
        others /= np.maximum(np.linalg.norm(others, axis=1, keepdims=True), 1e-6)
        fits = (sentences * others).sum(axis=1)[owners]
        guesses = _guesses(features.static_vectors(words), owners)
        possible = (
            i
            for i in np.flatnonzero((guesses > self.min_guess) & (fits >= self.min_fit)).tolist()
            if company[i] >= _COMPANY and len(places[words[i]]) == 1
        )
        oddest = sorted(possible, key=lambda i: (-guesses[i], words[i]))[: self.candidates]
        if not oddest:
            return
        vectors = features.encode([words[i] for i in oddest])
        scores = guesses[oddest] + _judged(vectors, sentences, others, owners[oddest])
        best = int(scores.argmax())
        if round(float(scores[best]), 2) < self.threshold:
            return
        segment, word = places[words[oddest[best]]][0]
        yield (
            segment,
            self.issue(
                word.start,
                word.end,
                f"“{word.text}” has nothing to do with the rest of the article",
                confidence=0.3,
            ),
        )


def _judged(
    vectors: Vectors, sentences: Vectors, others: Vectors, owners: NDArray[np.intp]
) -> Vectors:
    """What the encoder adds to the guess. `others[i]` is the article without its sentence i."""
    near = vectors @ sentences.T
    rows = np.arange(len(vectors))
    own = near[rows, owners]
    near[rows, owners] = -1.0
    return (
        _weighed(own, _SENTENCE)
        + _weighed((vectors * others[owners]).sum(axis=1), _ARTICLE)
        + _weighed(_nearest(near), _SENTENCES)
    )


def _guesses(vectors: Vectors, owners: NDArray[np.intp]) -> Vectors:
    """How far each word is from the others, those of its own sentence above all."""
    alike = _products(vectors)
    np.fill_diagonal(alike, 0.0)
    same = owners[:, None] == owners[None, :]
    neighbours = (alike * same).sum(axis=1) / np.maximum(same.sum(axis=1) - 1, 1)
    np.fill_diagonal(alike, -1.0)
    size = np.log(np.full(len(vectors), len(vectors), np.float32))
    return (
        _weighed(_nearest(alike), _WORDS)
        + _weighed(neighbours, _NEIGHBOURS)
        + _weighed(size, _SIZE)
    )


def _products(vectors: Vectors) -> Vectors:
    """The similarity of every word to every other.

    In blocks that are too small for the matrix library to hand to threads: waking them costs
    tens of times what such a product does, and workers have no core to spare.
    """
    count = len(vectors)
    turned = np.ascontiguousarray(vectors.T)
    result = np.empty((count, count), np.float32)
    step = max(1, _BLOCK // count)
    for start in range(0, count, step):
        np.matmul(vectors[start : start + step], turned, out=result[start : start + step])
    return result


def _nearest(similarities: Vectors) -> Vectors:
    """Mean of the three greatest similarities in each row."""
    nearest = np.partition(similarities, -_NEAREST, axis=1)[:, -_NEAREST:]
    mean: Vectors = nearest.mean(axis=1)
    return mean


def _weighed(values: Vectors, by: tuple[float, float, float]) -> Vectors:
    mean, spread, weight = by
    weighed: Vectors = (values - mean) * (weight / spread)
    return weighed


@lru_cache(8_192)
def _is_content(word: str, lexicon: Lexicon) -> bool:
    return (
        len(word) >= _MIN_LENGTH
        and word.isalpha()
        and word.islower()
        and word not in _NUMBERS
        and _ZIPF[0] < lexicon.frequency(word) < _ZIPF[1]
    )
