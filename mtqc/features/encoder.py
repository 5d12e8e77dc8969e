"""The sentence encoder that is shipped with mtqc, and the door to any other."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from mtqc.core.errors import UsageError
from mtqc.core.features import Encoder, Vectors
from mtqc.features.word_table import WordTable

SHIPPED = Path(__file__).parent.parent / "data" / "encoder"

# Larger batches are no faster: their activations no longer fit the second-level cache.
_TOKENS_PER_BATCH = 256
_OVERLAP = 64
_LONGEST = 100_000
_SLICES = 50
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

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384), float32, rows of length 1."""
        rows: dict[str, Vectors] = {}
        for text in texts:
            if len(text) <= _CACHED_LENGTH and (row := self._known.get(text)) is not None:
                self._known.move_to_end(text)
                rows[text] = row
        new = [text for text in dict.fromkeys(texts) if text not in rows]
        for text, row in zip(new, self._forward(new), strict=True):
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

    def _forward(self, texts: Sequence[str]) -> Vectors:
        windows: list[list[int]] = []
        owners: list[int] = []
        for owner, text in enumerate(texts):
            for window in self._windows(text):
                windows.append(window)
                owners.append(owner)
        vectors = self._run(windows)
        if len(windows) == len(texts):
            return vectors
        result = np.zeros((len(texts), self._dimension), np.float32)
        for owner, vector in zip(owners, vectors, strict=True):
            result[owner] += vector
        result /= np.linalg.norm(result, axis=1, keepdims=True)
        return result

    def _windows(self, text: str) -> Iterable[list[int]]:
        pieces = [text]
        if len(text) > _LONGEST:
            size = _LONGEST // _SLICES
            starts = np.linspace(0, len(text) - size, _SLICES).astype(int).tolist()
            pieces = [text[start : start + size] for start in starts]
        for piece in pieces:
            ids = self._encoding(piece).ids
            if len(ids) <= self._window:
                yield ids
                continue
            first, inner, last = ids[0], ids[1:-1], ids[-1]
            size = self._window - 2
            # The last window begins early enough to be full.
            steps = -(-(len(inner) - size) // (size - _OVERLAP))
            for step in range(steps + 1):
                start = min(step * (size - _OVERLAP), len(inner) - size)
                yield [first, *inner[start : start + size], last]

    def _encoding(self, text: str) -> Any:
        # One at a time: `encode_batch` starts threads, which workers can't share cores with.
        try:
            return self._tokenizer.encode(text)
        except (TypeError, UnicodeEncodeError):
            # What a lone surrogate raises.
            return self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"))

    def _run(self, windows: Sequence[list[int]]) -> Vectors:
        vectors = np.empty((len(windows), self._dimension), np.float32)
        by_length: dict[int, list[int]] = {}
        for index, ids in enumerate(windows):
            by_length.setdefault(len(ids), []).append(index)
        for length, members in sorted(by_length.items()):
            size = max(1, _TOKENS_PER_BATCH // length)
            for at in range(0, len(members), size):
                batch = members[at : at + size]
                inputs = np.array([windows[index] for index in batch], np.int64)
                feed = {"input_ids": inputs, "attention_mask": np.ones_like(inputs)}
                vectors[batch] = self._session.run(["sentence"], feed)[0]
        return vectors

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
