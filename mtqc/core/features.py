"""What a check may ask for beside the document: words, spelling knowledge, embeddings, language.

Checks see these protocols only; `mtqc.features` implements them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Any, NamedTuple, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from mtqc.core.document import Document, Segment
from mtqc.core.judgement import JudgedSpan

Vectors = NDArray[np.float32]


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word and where it stands: code points in its segment, end exclusive."""

    text: str
    start: int
    end: int


class Reading(NamedTuple):
    """What the encoder's heads say of a sentence and of its words.

    `garble`: shape (words,), float32, of each word the logit of its being garbled; NaN where the
    encoder saw nothing of it. `tags`: its part of speech in the Penn Treebank's notation, "" where
    unknown. `estimate`: the logit of the sentence's being intact. `assessment`: the logit of what
    people would say of it who see the source, 0..1.
    """

    garble: Vectors
    tags: tuple[str, ...]
    estimate: float
    assessment: float


class Lexicon(Protocol):
    """What is known of the words of one language. Hashable, so that answers can be cached."""

    def __hash__(self) -> int: ...

    def frequency(self, word: str) -> float:
        """Zipf frequency (log10 of occurrences in a thousand million words); 0 where unknown."""

    def knows(self, word: str) -> bool:
        """Whether the word, in this or a related form, is a word of the language."""

    def unlisted(self, words: Iterable[str]) -> Set[str]:
        """Those that `knows` would have to think about: no word outside it is unknown."""

    def suggest(self, word: str) -> Sequence[str]:
        """Words that a misspelling may stand for, best first."""


class Encoder(Protocol):
    """A sentence encoder: texts to vectors of length one."""

    @property
    def signature(self) -> str:
        """Name and content of the model, for the run's signature."""

    @property
    def multilingual(self) -> bool:
        """Whether texts of several languages that say the same are near one another."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), float32, rows of length 1."""

    def static_vectors(self, words: Sequence[str]) -> Vectors:
        """Rough vectors of single words, in a space of their own; far cheaper than `encode`.

        Shape (len(words), dimension), float32, rows of length 1.
        """


class LanguageModel(Protocol):
    """How well the words of a text could be foreseen."""

    @property
    def signature(self) -> str:
        """Name and content of the model, for the run's signature."""

    def surprise(self, text: str, words: Sequence[tuple[int, int]]) -> Vectors:
        """The surprisal of each word in its text, in bits: -log2 of its probability.

        `words` are code points in `text`, end exclusive, in reading order, not overlapping.
        Shape (len(words),), float32; NaN for a word that the model can't see.
        """


class Features(Protocol):
    """What is known about one document. Everything is computed once, when first asked for."""

    @property
    def lang(self) -> str:
        """BCP 47 code of the document's language, 'und' where unknown."""

    @property
    def source_lang(self) -> str:
        """BCP 47 code of the language of the segments' sources, 'und' where unknown."""

    @property
    def lexicon(self) -> Lexicon: ...

    @property
    def has_encoder(self) -> bool: ...

    @property
    def multilingual(self) -> bool:
        """Whether the encoder knows several languages; False without one."""

    def words(self, segment: Segment) -> tuple[Word, ...]:
        """The words of a segment in reading order; punctuation is not a word."""

    def lowered(self, segment: Segment) -> Sequence[str]:
        """The texts of the words of a segment, in lower case."""

    def pairs(self, segment: Segment) -> Set[tuple[str, str]]:
        """What stands side by side in `lowered`: a sieve for checks that look for phrases."""

    def embeddings(self, document: Document) -> Vectors:
        """One row per segment, in the order of the segments."""

    @property
    def has_readings(self) -> bool:
        """Whether `readings` can be had: the encoder has heads, and the text is in English."""

    def readings(self, document: Document) -> Sequence[Reading]:
        """One per segment, in the order of the segments; from the pass that gives `embeddings`."""

    def read(self, texts: Sequence[str]) -> tuple[Vectors, Sequence[Reading]]:
        """The vectors of other texts in the document's language, and what is read in them."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of short texts such as single words; cached over documents."""

    def static_vectors(self, words: Sequence[str]) -> Vectors:
        """Rough vectors of single words, far cheaper than `encode`; compare them with one
        another alone, never with what `encode` gives."""

    @property
    def has_language_model(self) -> bool: ...

    def surprise(self, document: Document) -> Sequence[Vectors]:
        """For each segment the surprisal in bits of each of its `words`, NaN where it has none."""

    @property
    def has_judge(self) -> bool: ...

    def judged(self, segment: Segment) -> Sequence[JudgedSpan]:
        """What the judge takes for errors in the segment, in reading order."""

    def shared(self, key: str, make: Any) -> Any:
        """What `make()` gives for this document: made once for all checks that name `key`."""
