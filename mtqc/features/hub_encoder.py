"""Any model of sentence-transformers as the encoder. The only module of a run that needs torch."""

from __future__ import annotations

import contextlib
import itertools
import re
import warnings
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from mtqc.core.errors import MissingExtra, UsageError
from mtqc.core.features import Vectors
from mtqc.features import hub
from mtqc.features.word_table import WordTable

_BATCH = 32
# Letters behind the Latin ones. Vocabularies of English models have them one by one; of 30,522
# pieces of BERT's a hundredth has two and more, of LaBSE's half.
_FOREIGN_LETTERS = re.compile(r"[^\W\d_](?<=[\u0370-\U0010ffff])")
_FOREIGN_SHARE = 0.05
_SOME_PIECES = 5_000


class HubEncoder:
    """A model by path or by its name on the Hugging Face hub.

    Weights that are already on this machine are used without asking the network. A text longer
    than the model's window is halved until its parts fit, and gets the mean of their vectors.
    """

    def __init__(self, name: str) -> None:
        """Raises `UsageError` where the packages or the weights can't be had."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingExtra(f"--encoder {name}", "encoders") from error
        self._name = name
        self._model: Any = hub.opened(
            f"--encoder {name}",
            "sentence-transformers model",
            partial(SentenceTransformer, name),
            local=Path(name).exists(),
            hub_name=name if "/" in name else f"sentence-transformers/{name}",
        )
        self._model.eval()

    def __reduce__(self) -> tuple[type[HubEncoder], tuple[str]]:
        return type(self), (self._name,)

    @cached_property
    def signature(self) -> str:
        return f"{Path(self._name).name}@{hub.digest(self._model)}"

    @cached_property
    def multilingual(self) -> bool:
        """Told by the vocabulary: a model of one language has next to no pieces of words in other
        scripts."""
        vocabulary = self._vocabulary()
        foreign = sum(len(_FOREIGN_LETTERS.findall(piece)) > 1 for piece in vocabulary)
        return foreign >= _FOREIGN_SHARE * len(vocabulary) > 0

    def _vocabulary(self) -> list[str]:
        tokenizer = self._model.tokenizer
        known = tokenizer.get_vocab()
        if any("Ġ" in piece for piece in itertools.islice(known, _SOME_PIECES)):
            # Pieces of bytes: only decoding shows the letters.
            return [tokenizer.decode([number]) for number in known.values()]
        return list(known)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), float32, rows of length 1."""
        parts: list[str] = []
        owners: list[int] = []
        for owner, text in enumerate(texts):
            clean = text.encode("utf-8", "replace").decode("utf-8")
            for part in self._parts(clean):
                parts.append(part)
                owners.append(owner)
        vectors = np.asarray(
            self._model.encode(
                parts,
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            ),
            np.float32,
        ).reshape(len(parts), self._dimension)
        result = np.zeros((len(texts), self._dimension), np.float32)
        np.add.at(result, owners, vectors)
        result /= np.maximum(np.linalg.norm(result, axis=1, keepdims=True), 1e-12)
        return result

    def static_vectors(self, words: Sequence[str]) -> Vectors:
        """Shape (len(words), width of the first layer), float32, rows of length 1.

        A model without a table of word pieces gives what `encode` gives, at its price.
        """
        return self.encode(words) if self._table is None else self._table.vectors(words)

    @cached_property
    def _table(self) -> WordTable | None:
        for module in self._model.modules():
            with contextlib.suppress(AttributeError, NotImplementedError):
                rows = module.get_input_embeddings().weight.detach().cpu().float().numpy()
                return WordTable(rows, None, self._pieces)
        return None

    def _pieces(self, word: str) -> Sequence[int]:
        clean = word.encode("utf-8", "replace").decode("utf-8")
        ids: Sequence[int] = self._model.tokenizer(clean, add_special_tokens=False)["input_ids"]
        return ids

    @cached_property
    def _dimension(self) -> int:
        # Renamed in sentence-transformers 5.
        for method in ("get_embedding_dimension", "get_sentence_embedding_dimension"):
            if hasattr(self._model, method):
                return int(getattr(self._model, method)())
        raise UsageError(f"--encoder {self._name} does not tell the size of its vectors")

    def _parts(self, text: str) -> Iterator[str]:
        window = self._model.max_seq_length
        if window is None or len(text) <= 1 or self._tokens(text, window) <= window:
            yield text
            return
        middle = len(text) // 2
        space = text.rfind(" ", 1, middle + 1)
        cut = space if space > 0 else middle
        yield from self._parts(text[:cut])
        yield from self._parts(text[cut:])

    def _tokens(self, text: str, window: int) -> int:
        # No tokenizer makes more tokens than bytes, beside the few that frame a text.
        if len(text.encode()) + 4 <= window:
            return 0
        return len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])
