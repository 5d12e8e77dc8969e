"""The features of one document, each made once, when a check first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import accumulate, pairwise
from typing import Any

from mtqc.core.document import Document, Segment
from mtqc.core.features import Encoder, LanguageModel, Lexicon, Reading, Vectors, Word
from mtqc.core.judgement import JudgedSpan, Judgement
from mtqc.features.encoder import EmbeddedEncoder
from mtqc.features.language_model import over_document
from mtqc.text.words import words


class DocumentFeatures:
    """Implements `mtqc.core.features.Features`."""

    def __init__(
        self,
        lang: str,
        lexicon: Lexicon,
        encoder: Encoder | None,
        source_lang: str = "und",
        language_model: LanguageModel | None = None,
        judgement: Judgement | None = None,
        readings: Sequence[Reading] | None = None,
    ) -> None:
        """`readings`: where somebody has them already."""
        self.lang = lang
        self.source_lang = source_lang
        self.lexicon = lexicon
        self._encoder = encoder
        self._words: dict[int, tuple[Word, ...]] = {}
        self._lowered: dict[int, list[str]] = {}
        self._pairs: dict[int, frozenset[tuple[str, str]]] = {}
        self._embeddings: Vectors | None = None
        self._readings = readings
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

    def hold(self, vectors: Vectors, readings: Sequence[Reading] | None) -> None:
        """Takes in what the encoder made of the document's segments."""
        self._embeddings = vectors
        if readings is not None:
            self._readings = readings

    def embeddings(self, document: Document) -> Vectors:
        if self._embeddings is None:
            encode_together([(document, self)])
        assert self._embeddings is not None
        return self._embeddings

    @property
    def has_readings(self) -> bool:
        return self._readings is not None or self.reader is not None

    def readings(self, document: Document) -> Sequence[Reading]:
        if self._readings is None:
            if self.reader is None:
                raise LookupError("this run has no readings: declare Needs(readings=True)")
            encode_together([(document, self)])
        assert self._readings is not None
        return self._readings

    def read(self, texts: Sequence[str]) -> tuple[Vectors, Sequence[Reading]]:
        if self.reader is None:
            raise LookupError("this run has no readings: declare Needs(readings=True)")
        return self.reader.read(texts, [words(text) for text in texts])

    @property
    def reader(self) -> EmbeddedEncoder | None:
        """The encoder where it has something to say of this document's words."""
        encoder = self._encoder
        if not isinstance(encoder, EmbeddedEncoder) or self.lang.partition("-")[0] != "en":
            return None
        return encoder if encoder.has_heads else None

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


def encode_together(documents: Sequence[tuple[Document, DocumentFeatures]]) -> None:
    """Makes the embeddings of documents of one run, and the readings of those that can have them.

    Full batches of sentences of one length cost a fifth less than each document's own.
    """
    read = [(d, known) for d, known in documents if known.reader is not None]
    rest = [(d, known) for d, known in documents if known.reader is None]
    if read:
        encoder = read[0][1].reader
        assert encoder is not None
        segments = [(segment, known) for d, known in read for segment in d.segments]
        vectors, readings = encoder.read(
            [segment.text for segment, _ in segments],
            [known.words(segment) for segment, known in segments],
        )
        for (start, end), (_, known) in zip(_borders(read), read, strict=True):
            known.hold(vectors[start:end], readings[start:end])
    if rest:
        vectors = rest[0][1].encode([s.text for d, _ in rest for s in d.segments])
        for (start, end), (_, known) in zip(_borders(rest), rest, strict=True):
            known.hold(vectors[start:end], None)


def _borders(documents: Sequence[tuple[Document, Any]]) -> Iterator[tuple[int, int]]:
    """Where the segments of each document lie in those of all."""
    return pairwise(accumulate((len(d.segments) for d, _ in documents), initial=0))
