"""Bytes to text in whatever encoding they are."""

from __future__ import annotations

import codecs
import io
import re
from typing import Any, BinaryIO

from mtqc.core.reader import UnreadableInput

_SAMPLE = 8_000
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# Control characters that no text has; escape, form feed and the like it may have.
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x7f]")

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def marked(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark names, with the length of the mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def looks_binary(head: bytes) -> bool:
    """Whether a file that begins like this is no text in any encoding."""
    if marked(head):
        return False
    return b"\0" in head or len(_CONTROL.findall(head)) > len(head) // 100


def decode(data: bytes, likely: str | None = None) -> str:
    """The text in `data`: by its byte order mark, else UTF-8, else in its likeliest encoding.

    `likely` is the encoding to take where it isn't UTF-8, if the caller knows. What can't be
    decoded becomes U+FFFD. `UnreadableInput` where the data is not text.
    """
    mark = marked(data)
    if mark:
        encoding, length = mark
        return data[length:].decode(encoding, errors="replace")
    at = data.find(b"\0")
    if at >= 0:
        raise UnreadableInput(f"not text: byte {at + 1:,} is NUL")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        encoding = likely or guess(data, error.start)
        return data.decode(encoding, errors="replace")


def guess(data: bytes, broken: int) -> str:
    """The likeliest encoding of `data`, which is no UTF-8 at byte `broken`.

    Looks at 8,000 bytes around that place. UTF-8 with a few broken bytes is UTF-8; too
    little to go by is Windows-1252, as browsers have it.
    """
    begin = max(0, broken - _SAMPLE // 2)
    sample = data[begin : begin + _SAMPLE]
    read = sample.decode(errors="replace")
    bad = read.count("\ufffd")
    if sum(not char.isascii() for char in read) - bad > 2 * bad:
        return "utf-8"
    high = len(_NOT_ASCII.findall(sample))
    # One accent in a hundred letters is Western European; the statistics need more.
    if high * 20 < len(sample) or high < 8:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def likely(head: bytes) -> str | None:
    """The encoding of lines that aren't UTF-8, by the first bytes of their file."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return guess(head, error.start)
    return None


def as_utf8(stream: BinaryIO) -> Any:
    """The stream without its byte order mark, from UTF-16 or UTF-32 turned into UTF-8.

    Only so are its lines what ends with a byte 10.
    """
    buffered: Any = stream if hasattr(stream, "peek") else io.BufferedReader(stream)
    mark = marked(buffered.peek(4)[:4])
    if not mark:
        return buffered
    encoding, length = mark
    buffered.read(length)
    return buffered if encoding == "utf-8" else transcoded(buffered, encoding)


def transcoded(stream: BinaryIO, encoding: str) -> Any:
    """A stream in another encoding as UTF-8."""
    return io.BufferedReader(_Transcoded(stream, encoding))


class _Transcoded(io.RawIOBase):
    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held:
            part = self._stream.read(1 << 15)
            self._held = self._decoder.decode(part, final=not part).encode(errors="replace")
            if not part:
                break
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count
