"""The features of one document, each made once, when a check first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from itertools import pairwise
from typing import Any

from mtqc.core.document import Document, Segment
from mtqc.core.features import Encoder, LanguageModel, Lexicon, Vectors, Word
from mtqc.core.judgement import JudgedSpan, Judgement
from mtqc.features.language_model import over_document
from mtqc.text.words import words


class DocumentFeatures:
    """Implements `mtqc.core.features.Features`."""

    def __init__(
        self,
        lang: str,
        lexicon: Lexicon,
        encoder: Encoder | None,
        embeddings: Vectors | None = None,
        source_lang: str = "und",
        language_model: LanguageModel | None = None,
        judgement: Judgement | None = None,
    ) -> None:
        """`embeddings`: the segments' vectors, where somebody has them already."""
        self.lang = lang
        self.source_lang = source_lang
        self.lexicon = lexicon
        self._encoder = encoder
        self._words: dict[int, tuple[Word, ...]] = {}
        self._lowered: dict[int, list[str]] = {}
        self._pairs: dict[int, frozenset[tuple[str, str]]] = {}
        self._embeddings = embeddings
        self._language_model = language_model
        self._judgement = judgement
        self._surprise: Sequence[Vectors] | None = None
        self._shared: dict[str, Any] = {}

    @property
    def has_encoder(self) -> bool:
        return self._encoder is not None

    @property
    def multilingual(self) -> bool:
        return self._encoder is not None and self._encoder.multilingual

    def words(self, segment: Segment) -> tuple[Word, ...]:
        found = self._words.get(segment.index)
        if found is None:
            found = self._words[segment.index] = words(segment.text)
        return found

    def lowered(self, segment: Segment) -> Sequence[str]:
        found = self._lowered.get(segment.index)
        if found is None:
            found = self._lowered[segment.index] = [w.text.lower() for w in self.words(segment)]
        return found

    def pairs(self, segment: Segment) -> Set[tuple[str, str]]:
        found = self._pairs.get(segment.index)
        if found is None:
            found = self._pairs[segment.index] = frozenset(pairwise(self.lowered(segment)))
        return found

    def embeddings(self, document: Document) -> Vectors:
        if self._embeddings is None:
            self._embeddings = self.encode([s.text for s in document.segments])
        return self._embeddings

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._required().encode(texts)

    def static_vectors(self, words: Sequence[str]) -> Vectors:
        return self._required().static_vectors(words)

    def _required(self) -> Encoder:
        if self._encoder is None:
            raise LookupError("this run has no encoder: declare Needs(encoder=True)")
        return self._encoder

    @property
    def has_language_model(self) -> bool:
        return self._language_model is not None

    def surprise(self, document: Document) -> Sequence[Vectors]:
        if self._language_model is None:
            raise LookupError("this run has no language model: declare Needs(language_model=True)")
        if self._surprise is None:
            self._surprise = over_document(self._language_model, document, self.words)
        return self._surprise

    @property
    def has_judge(self) -> bool:
        return self._judgement is not None

    def judged(self, segment: Segment) -> Sequence[JudgedSpan]:
        if self._judgement is None:
            raise LookupError("this run has no judge: declare Needs(judge=True)")
        return self._judgement.spans.get(segment.index, ())

    def shared(self, key: str, make: Callable[[], Any]) -> Any:
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]
