"""The word-piece table of a model: rough vectors of single words at hardly any cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtqc.core.features import Vectors

_ROWS_AT_ONCE = 4096
_CACHED_WORDS = 16_384
# Field numbers of onnx.proto.
_GRAPH, _INITIALIZER = 7, 5
_NAME, _RAW_DATA = 8, 9
_VARINT, _LENGTH = 0, 2
_FIXED = {1: 8, 5: 4}


class WordTable:
    """The first layer of a model: one row per word piece, before any context.

    A word gets the mean of its pieces' rows, less the mean of all rows, at length 1. Such vectors
    know what a word is about, though not its senses.
    """

    def __init__(
        self,
        rows: NDArray[np.int8] | Vectors,
        scales: Vectors | None,
        pieces: Callable[[str], Sequence[int]],
    ) -> None:
        """`rows` times `scales` (shape (rows, 1), None for ones) is the table; `pieces` gives the
        row numbers of a word's pieces."""
        # A plain array: slicing a memory map makes another map, at some cost.
        self._rows = np.asarray(rows)
        self._scales = scales
        self._pieces = lru_cache(_CACHED_WORDS)(pieces)
        count, self._dimension = rows.shape
        total = np.zeros(self._dimension, np.float64)
        for start in range(0, count, _ROWS_AT_ONCE):
            total += self._table(slice(start, start + _ROWS_AT_ONCE)).sum(axis=0)
        self._centre = (total / count).astype(np.float32)

    @classmethod
    def of_onnx(
        cls, file: Path, rows: str, scales: str, pieces: Callable[[str], Sequence[int]]
    ) -> WordTable:
        """The table that an ONNX file keeps as the initialisers `rows` (int8) and `scales`
        (float32, one a row). It stays on disk: processes share the pages that they read.

        Raises `LookupError` where the file has no such initialisers.
        """
        found = _initialisers(file.read_bytes(), {rows, scales})
        if len(found) < 2:
            raise LookupError(f"{file} has no initialisers {rows} and {scales}")
        offset, size = found[scales]
        factors = np.fromfile(file, "<f4", size // 4, offset=offset).reshape(-1, 1)
        offset, size = found[rows]
        table = np.memmap(file, np.int8, "r", offset, (len(factors), size // len(factors)))
        return cls(table, factors, pieces)

    def vectors(self, words: Sequence[str]) -> Vectors:
        """Shape (len(words), dimension), float32, rows of length 1; of zeros for an empty word."""
        pieces = [self._pieces(word) for word in words]
        counts = np.array([len(ids) for ids in pieces], np.intp)
        result = self._table(np.array([ids[0] if ids else 0 for ids in pieces], np.intp))
        for nth in range(1, counts.max(initial=1)):
            places = np.flatnonzero(counts > nth)
            result[places] += self._table(np.array([pieces[p][nth] for p in places], np.intp))
        # A sum has the direction of the mean.
        result -= counts[:, None].astype(np.float32) * self._centre
        result[counts == 0] = 0
        result /= np.maximum(np.linalg.norm(result, axis=1, keepdims=True), 1e-12)
        return result

    def _table(self, which: NDArray[np.intp] | slice) -> Vectors:
        rows = self._rows[which].astype(np.float32)
        if self._scales is not None:
            rows *= self._scales[which]
        return rows


def _initialisers(model: bytes, names: set[str]) -> dict[str, tuple[int, int]]:
    """Offset and size of the raw data of the initialisers of these names.

    The onnx package is not needed to run a model, so its container is read here: protocol buffers'
    wire format (https://protobuf.dev/programming-guides/encoding/).
    """
    found: dict[str, tuple[int, int]] = {}
    for graph in _children(model, 0, len(model), _GRAPH):
        for start, end in _children(model, *graph, _INITIALIZER):
            for name in _children(model, start, end, _NAME):
                key = model[slice(*name)].decode()
                if key in names:
                    for data in _children(model, start, end, _RAW_DATA):
                        found[key] = (data[0], data[1] - data[0])
    return found


def _children(data: bytes, at: int, end: int, wanted: int) -> Iterator[tuple[int, int]]:
    """Where the length-delimited fields of one number begin and end."""
    while at < end:
        key, at = _varint(data, at)
        kind = key & 7
        if kind == _VARINT:
            _, at = _varint(data, at)
        elif kind == _LENGTH:
            size, at = _varint(data, at)
            if key >> 3 == wanted:
                yield at, at + size
            at += size
        else:
            at += _FIXED[kind]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
