"""Cuts a stream of XML into pieces of whole units, with memory for one piece."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from mtqc.core.reader import Limits, UnreadableInput
from mtqc.readers.bytestream import over
from mtqc.readers.encoding import as_utf8, transcoded
from mtqc.readers.pieces import PIECE_BYTES, PIECE_UNITS
from mtqc.text.xmltree import deep, feed, plain_name, safe_parser

_CHUNK = 1 << 16
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_BREAKS = bytes.maketrans(b"\r\n\t", b"   ")


class Piece(NamedTuple):
    """Units as XML of their own, under copies of the elements above them, all on one line.

    `line` is where the first unit begins; `above` the attributes of the nearest `holder`
    element; `holder` counts those from 1, 0 where a unit is in none.
    """

    data: bytes
    line: int
    above: dict[str, str]
    holder: int


def xml_utf8(stream: BinaryIO) -> Any:
    """XML as UTF-8: by its byte order mark, else by what UTF-16 looks like, else as it declares."""
    buffered = as_utf8(stream)
    head = buffered.peek(200)[:200]
    if head.startswith(b"<\0"):
        return transcoded(buffered, "utf-16-le")
    if head.startswith(b"\0<"):
        return transcoded(buffered, "utf-16-be")
    declared = _DECLARED.match(head)
    if not declared:
        return buffered
    name = declared.group(1).decode()
    if re.fullmatch(r"(?i)utf-?(8|16)(le|be)?|(us-)?ascii", name):
        return buffered
    try:
        codecs.lookup(name)
        "".encode(name)
    except LookupError:
        raise UnreadableInput(f"line 1: unknown encoding {name[:40]!r}") from None
    return transcoded(buffered, name)


def pieces(
    stream: BinaryIO,
    limits: Limits,
    *,
    root: str,
    unit: frozenset[str],
    holder: str,
    seen: Callable[[str, dict[str, str]], None],
) -> Iterator[Piece]:
    """The `unit` elements of a stream, many at a time and never of two `holder` elements.

    `seen` is told of every element before the piece that it is in is given. `UnreadableInput`
    where the XML is broken, where `root` is not its root, or a unit is over the limit.
    """
    cutter = _Cutter(root, unit, holder, seen)
    text = xml_utf8(stream)
    limit = limits.document_bytes
    while True:
        # A long token is parsed anew with each part: parts that grow with it keep that linear.
        data = text.read(max(_CHUNK, cutter.waiting()))
        cutter.feed(data)
        yield from cutter.ready
        cutter.ready.clear()
        if cutter.held() > limit + PIECE_BYTES:
            raise UnreadableInput(f"line {cutter.line()}: {over(limits)}")
        if not data:
            return


class _Cutter:
    def __init__(
        self,
        root: str,
        unit: frozenset[str],
        holder: str,
        seen: Callable[[str, dict[str, str]], None],
    ) -> None:
        self.ready: list[Piece] = []
        self._root = root
        self._unit = unit
        self._holder = holder
        self._seen = seen
        self._buffer = bytearray()
        self._base = 0
        self._fed = 0
        # Names as written and start tags of the elements above.
        self._above: list[tuple[bytes, bytes, str]] = []
        self._attributes: list[dict[str, str]] = []
        self._holders = 0
        self._inside = 0
        self._piece: tuple[int, int, bytes] | None = None
        # Where the last unit ends and what is open there.
        self._end = 0
        self._open: list[tuple[bytes, bytes, str]] = []
        self._units = 0
        self._parser = safe_parser()
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed

    def feed(self, data: bytes) -> None:
        self._buffer += data
        self._fed += len(data)
        feed(self._parser, data, last=not data)
        keep = self._piece[0] if self._piece else int(self._parser.CurrentByteIndex)
        if 0 < keep - self._base <= len(self._buffer):
            del self._buffer[: keep - self._base]
            self._base = keep

    def waiting(self) -> int:
        """Bytes of a token that has not ended."""
        return max(0, self._fed - max(0, int(self._parser.CurrentByteIndex)))

    def held(self) -> int:
        return len(self._buffer)

    def line(self) -> int:
        return self._piece[1] if self._piece else int(self._parser.CurrentLineNumber)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        tag = plain_name(name)
        if self._inside:
            self._inside += 1
            deep(len(self._above) + self._inside, self._parser.CurrentLineNumber)
            self._seen(tag, attributes)
            return
        at = self._parser.CurrentByteIndex
        line = self._parser.CurrentLineNumber
        if not self._above and tag != self._root:
            raise UnreadableInput(f"line {line}: the root is <{tag[-40:]}>, not <{self._root}>")
        self._seen(tag, attributes)
        if tag in self._unit:
            if self._piece is None:
                prefix = b"".join(start for _, start, _ in self._above)
                self._piece = (at, line, prefix)
            self._inside = 1
            return
        deep(len(self._above), line)
        if tag == self._holder:
            self._holders += 1
            self._attributes.append(attributes)
        start = self._tag(at)
        written = re.split(rb"[\s/>]", start[1:], maxsplit=1)[0]
        if start.endswith(b"/>"):
            start = start[:-2] + b">"
        self._above.append((written, start.translate(_BREAKS), tag))

    def _closed(self, name: str) -> None:
        if self._inside:
            self._inside -= 1
            if self._inside:
                return
            at = self._parser.CurrentByteIndex
            self._end = at + len(self._tag(at))
            self._open = self._above.copy()
            self._units += 1
            assert self._piece is not None
            if self._units >= PIECE_UNITS or self._end - self._piece[0] >= PIECE_BYTES:
                self._flush()
            return
        if plain_name(name) == self._holder:
            self._flush()
            self._attributes.pop()
        self._above.pop()
        if not self._above:
            self._flush()

    def _flush(self) -> None:
        """Makes a piece of the units so far."""
        if self._piece is None:
            return
        start, line, prefix = self._piece
        body = bytes(self._buffer[start - self._base : self._end - self._base])
        suffix = b"".join(b"</" + written + b">" for written, _, _ in reversed(self._open))
        above = self._attributes[-1] if self._attributes else {}
        holder = self._holders if self._attributes else 0
        self.ready.append(Piece(prefix + body + suffix, line, above, holder))
        self._piece = None
        self._units = 0

    def _tag(self, at: int) -> bytes:
        found = _TAG.match(self._buffer, at - self._base)
        return found.group() if found else b""
