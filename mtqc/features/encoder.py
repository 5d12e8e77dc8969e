"""The sentence encoder that is shipped with mtqc, and the door to any other."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqc.core.errors import UsageError
from mtqc.core.features import Encoder, Reading, Vectors, Word
from mtqc.features.lexicon import lexicon_for
from mtqc.features.windows import Tokens, Window, tokens_of
from mtqc.features.word_table import WordTable
from mtqc.text.words import words as words_of

SHIPPED = Path(__file__).parent.parent / "data" / "encoder"

# Larger batches are no faster: their activations no longer fit the second-level cache.
_TOKENS_PER_BATCH = 256
# What the heads give, in the order that `Reading` is made of.
READ = ("garble", "tags", "estimate", "assessment")
_CACHED_LENGTH = 40
_CACHED_TEXTS = 16_384


@lru_cache(maxsize=1)
def load(name: str) -> Encoder | None:
    """The encoder that the user calls `name`: "embedded", "none" (gives None), or a model of
    sentence-transformers by path or hub name.

    A process loads a model once. Raises `UsageError`, with one line for the user, where it
    can't be had.
    """
    if name == "none":
        return None
    if name == "embedded":
        return EmbeddedEncoder()
    from mtqc.features.hub_encoder import HubEncoder

    return HubEncoder(name)


def signature_of(name: str) -> str:
    """The signature of `load(name)`, "none" without an encoder. Raises `UsageError`."""
    encoder = load(name)
    return "none" if encoder is None else encoder.signature


class EmbeddedEncoder:
    """all-MiniLM-L6-v2 with int8 matrix products (docs/model-card.md). English.

    Where its manifest names heads, `read` gives what they say of words and sentences. Then the
    network is told of each word's case and rarity in English, in `encode` too: a text has one
    vector, however it is asked for and whatever its language is taken for.

    The same text gives the same bytes whatever else is encoded beside it: activations are
    quantised with fixed ranges, and only texts of the same number of tokens share a batch, so
    that none is padded.

    A text of more tokens than the model's window is read in overlapping windows and gets their
    mean; one of more than 100,000 characters is represented by 50 slices spread evenly over it.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        """Raises `UsageError` where a file is missing or is not the one that was shipped."""
        self._folder = folder
        try:
            manifest = json.loads((folder / "manifest.json").read_bytes())
            self._model = (folder / "model.onnx").read_bytes()
            self._vocabulary = (folder / "tokenizer.json").read_bytes()
            expected = manifest["files"]
            self._window = int(manifest["window"])
            self._dimension = int(manifest["dimension"])
            self._name = str(manifest["name"])
            self._has_heads = bool(manifest.get("heads", False))
            self._tags = [str(tag) for tag in manifest["tags"]] if self._has_heads else []
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"the encoder in {folder} can't be read ({error}): "
                "reinstall mtqc, or run with --encoder none"
            ) from error
        for file, data in (("model.onnx", self._model), ("tokenizer.json", self._vocabulary)):
            if hashlib.sha256(data).hexdigest() != expected.get(file):
                raise UsageError(
                    f"{folder / file} is damaged (its sha256 is not the one in manifest.json): "
                    "reinstall mtqc, or run with --encoder none"
                )
        self._digest = str(expected["model.onnx"])
        self._known: OrderedDict[str, Vectors] = OrderedDict()

    def __reduce__(self) -> tuple[type[EmbeddedEncoder], tuple[Path]]:
        return type(self), (self._folder,)

    @property
    def signature(self) -> str:
        return f"{self._name}@{self._digest[:12]}"

    @property
    def multilingual(self) -> bool:
        return False

    @property
    def has_heads(self) -> bool:
        """Whether `read` works."""
        return self._has_heads

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384), float32, rows of length 1."""
        rows: dict[str, Vectors] = {}
        for text in texts:
            if len(text) <= _CACHED_LENGTH and (row := self._known.get(text)) is not None:
                self._known.move_to_end(text)
                rows[text] = row
        new = [text for text in dict.fromkeys(texts) if text not in rows]
        tokens = [self._tokens(text, words_of(text) if self._has_heads else ()) for text in new]
        (vectors,) = self._run(tokens, ["sentence"])
        for text, row in zip(new, self._pooled(tokens, vectors), strict=True):
            rows[text] = row
            if len(text) <= _CACHED_LENGTH:
                self._known[text] = row.copy()
                if len(self._known) > _CACHED_TEXTS:
                    self._known.popitem(last=False)
        result = np.empty((len(texts), self._dimension), np.float32)
        for place, text in enumerate(texts):
            result[place] = rows[text]
        return result

    def static_vectors(self, words: Sequence[str]) -> Vectors:
        """Shape (len(words), 384), float32, rows of length 1: from the word table alone, in
        some microseconds a word."""
        return self._table.vectors(words)

    def read(
        self, texts: Sequence[str], words: Sequence[Sequence[Word]]
    ) -> tuple[Vectors, list[Reading]]:
        """The vectors that `encode` gives, and a reading of each text, in one pass.

        `words[i]` are those of `texts[i]`. Raises `LookupError` where the model has no heads.
        """
        if not self._has_heads:
            raise LookupError("this encoder has no heads")
        known = dict(zip(texts, words, strict=True))
        tokens = [self._tokens(text, own) for text, own in known.items()]
        outputs = self._run(tokens, ["sentence", *READ])
        readings: list[Reading] = []
        at = 0
        for one in tokens:
            end = at + len(one.windows)
            readings.append(self._reading(one, *(rows[at:end] for rows in outputs[1:])))
            at = end
        vectors = self._pooled(tokens, outputs[0])
        if len(known) == len(texts):
            return vectors, readings
        place = {text: number for number, text in enumerate(known)}
        places = [place[text] for text in texts]
        return vectors[places], [readings[number] for number in places]

    def _reading(
        self,
        tokens: Tokens,
        garble: Sequence[Vectors],
        tags: Sequence[NDArray[np.int64]],
        *rated: Sequence[np.float32],
    ) -> Reading:
        windows, places = tokens
        if len(windows) == 1:
            row, numbers = garble[0], tags[0].tolist()
            estimate, assessment = (float(values[0]) for values in rated)
        else:
            row, numbers = np.concatenate(garble), np.concatenate(tags).tolist()
            sizes = [len(window.ids) for window in windows]
            estimate, assessment = (float(np.average(values, weights=sizes)) for values in rated)
        names = self._tags
        logits = row[places]
        if -1 in places:
            logits[np.array(places) < 0] = np.nan
        known = tuple([names[numbers[place]] if place >= 0 else "" for place in places])
        return Reading(logits, known, estimate, assessment)

    def _pooled(self, tokens: Sequence[Tokens], rows: Sequence[Vectors]) -> Vectors:
        """One vector per text: of those of its windows, the mean at length 1."""
        result = np.zeros((len(tokens), self._dimension), np.float32)
        at = 0
        for into, one in zip(result, tokens, strict=True):
            if len(one.windows) == 1:
                into[:] = rows[at]
            else:
                into[:] = np.sum(rows[at : at + len(one.windows)], axis=0)
                into /= np.linalg.norm(into)
            at += len(one.windows)
        return result

    def _tokens(self, text: str, words: Sequence[Word]) -> Tokens:
        told = (words, lexicon_for("en")) if self._has_heads else None
        return tokens_of(text, self._encoding, self._window, told)

    def _encoding(self, text: str) -> Any:
        # One at a time: `encode_batch` starts threads, which workers can't share cores with.
        try:
            return self._tokenizer.encode(text)
        except (TypeError, UnicodeEncodeError):
            # What a lone surrogate raises.
            return self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"))

    def _run(self, tokens: Sequence[Tokens], outputs: Sequence[str]) -> list[list[Any]]:
        """Of each output a row per window."""
        windows: list[Window] = [window for one in tokens for window in one.windows]
        rows: list[list[Any]] = [[None] * len(windows) for _ in outputs]
        by_length: dict[int, list[int]] = {}
        for index, window in enumerate(windows):
            by_length.setdefault(len(window.ids), []).append(index)
        for length, members in sorted(by_length.items()):
            size = max(1, _TOKENS_PER_BATCH // length)
            for at in range(0, len(members), size):
                batch = members[at : at + size]
                found = self._session.run(outputs, self._feed([windows[i] for i in batch]))
                for into, values in zip(rows, found, strict=True):
                    for index, value in zip(batch, values, strict=True):
                        into[index] = value
        return rows

    def _feed(self, batch: Sequence[Window]) -> dict[str, NDArray[np.int64]]:
        feed = {"input_ids": np.array([window.ids for window in batch], np.int64)}
        if self._has_heads:
            feed["case"] = np.array([window.cases for window in batch], np.int64)
            feed["rarity"] = np.array([window.rarities for window in batch], np.int64)
        return feed

    @cached_property
    def _table(self) -> WordTable:
        def pieces(word: str) -> Sequence[int]:
            whole = self._tokenizer.token_to_id(word) if word.isascii() else None
            return (whole,) if whole is not None else self._encoding(word).ids[1:-1]

        return WordTable.of_onnx(self._folder / "model.onnx", "words", "word_scales", pieces)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_buffer(self._vocabulary)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        # Both keep memory for every shape ever seen.
        options.enable_mem_pattern = False
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            self._model, options, providers=["CPUExecutionProvider"]
        )
        self._model = b""
        return session
