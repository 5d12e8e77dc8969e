"""Files opened and unpacked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from mtqc.core.reader import Limits, UnreadableInput
from mtqc.readers.bytestream import unpacked

BUFFER = 1 << 16


def peekable(stream: BinaryIO) -> Any:
    return stream if hasattr(stream, "peek") else io.BufferedReader(stream, BUFFER)


def plain(stream: BinaryIO, limits: Limits) -> Any:
    """The stream, or what is packed in it."""
    packed = peekable(stream)
    return peekable(unpacked(packed, packed.peek(4)[:4], limits))


@contextmanager
def opened(path: str, limits: Limits) -> Iterator[Any]:
    """A file, unpacked. `UnreadableInput` with its name where it can't be opened."""
    try:
        with Path(path).open("rb", buffering=BUFFER) as file:
            yield plain(file, limits)
    except (OSError, EOFError, ValueError) as error:
        raise UnreadableInput(f"{path}: {said(error)}") from None


def said(error: Exception) -> str:
    """What the system said, in its words."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
