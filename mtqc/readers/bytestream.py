"""Bytes of an input, unpacked, and never more of them than its limits allow."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from mtqc.core.reader import Limits, UnreadableInput

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"

_CHUNK = 1 << 16
# A zstd block of 4 bytes may stand for 128 kB: what is unpacked at a time must be small.
_ZSTD_CHUNK = 1 << 10
_ZSTD_WINDOW = 1 << 27


def size(count: int) -> str:
    """`count` bytes for a reader: "20 MB", "512 bytes"."""
    return f"{count / 1_000_000:g} MB" if count >= 1_000_000 else f"{count:,} bytes"


def over(limits: Limits) -> str:
    """What is said of a document over the limit."""
    return f"larger than {size(limits.document_bytes)}, the limit for one document"


def read_all(stream: BinaryIO, limits: Limits) -> bytes:
    """The whole of a stream that is one document; `UnreadableInput` if it is over the limit."""
    parts: list[bytes] = []
    left = limits.document_bytes + 1
    while left > 0:
        part = stream.read(min(left, 1 << 20))
        if not part:
            return b"".join(parts)
        parts.append(part)
        left -= len(part)
    raise UnreadableInput(over(limits))


def lines(stream: BinaryIO, limits: Limits) -> Iterator[bytes | None]:
    """The lines of a stream with their line ends; None for each that is over the limit.

    A line over the limit is read past and never held.
    """
    limit = limits.document_bytes
    held: list[bytes] = []
    length = 0
    while part := stream.readline(_CHUNK):
        if length <= limit:
            held.append(part)
        length += len(part)
        if part.endswith(b"\n"):
            yield None if length > limit + 1 else b"".join(held)
            held, length = [], 0
        elif length > limit:
            held = []
    if length:
        yield None if length > limit else b"".join(held)


def unpacked(stream: BinaryIO, head: bytes, limits: Limits) -> BinaryIO:
    """The stream itself, or what is packed in it where its `head` says gzip or zstd.

    Reading raises `UnreadableInput` for a broken, truncated or inflated stream.
    """
    counted = _Counted(stream)
    if head.startswith(GZIP):
        import gzip

        source: Any = gzip.GzipFile(fileobj=io.BufferedReader(counted, _CHUNK))
    elif head.startswith(ZSTD):
        source = _Zstd(counted)
    else:
        return stream
    return io.BufferedReader(_Bounded(counted, source, limits), _CHUNK)


class _Counted(io.RawIOBase):
    """Counts the bytes that pass."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        self.count += len(part)
        return len(part)


class _Bounded(io.RawIOBase):
    """An unpacked stream that stops at the limit of inflation."""

    def __init__(self, packed: _Counted, source: Any, limits: Limits) -> None:
        self._packed = packed
        self._source = source
        self._limits = limits
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            part = self._source.read(min(len(buffer), _CHUNK))
        except EOFError:
            raise UnreadableInput("the compressed file is truncated") from None
        except (OSError, zlib.error) as error:
            raise UnreadableInput(f"the compressed file is broken: {error}") from None
        buffer[: len(part)] = part
        self._out += len(part)
        most = self._packed.count * self._limits.inflation
        if self._out > self._limits.inflation_from and self._out > most:
            raise UnreadableInput(
                f"a decompression bomb: {self._limits.inflation} bytes and more for each packed one"
            )
        return len(part)


class _Zstd:
    """zstd frames one after another, with an end that was cut off noticed."""

    def __init__(self, packed: _Counted) -> None:
        self._packed = packed
        self._rest = b""
        self._out = b""
        self._frame: Any = None

    def read(self, count: int) -> bytes:
        import zstandard

        while not self._out:
            chunk = self._rest or self._packed.read(_ZSTD_CHUNK) or b""
            self._rest = b""
            if not chunk:
                if self._frame is not None:
                    raise EOFError
                return b""
            if self._frame is None:
                window = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
                self._frame = window.decompressobj()
            try:
                self._out = self._frame.decompress(chunk)
            except zstandard.ZstdError as error:
                raise OSError(str(error)) from None
            if self._frame.eof:
                self._rest = self._frame.unused_data
                self._frame = None
        part, self._out = self._out[:count], self._out[count:]
        return part
