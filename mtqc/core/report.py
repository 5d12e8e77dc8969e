"""A finished run as renderers see it, and what a renderer is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, ClassVar, Protocol

from mtqc.core.records import (
    DocumentRecord,
    ProblemRecord,
    RunRecord,
    SegmentRecord,
    SummaryRecord,
)


class Entry(Protocol):
    """One input of a finished run: a document with its segments, or why it was not read."""

    @property
    def document(self) -> DocumentRecord | None: ...

    @property
    def problems(self) -> tuple[ProblemRecord, ...]: ...

    def segments(self) -> Iterator[SegmentRecord]: ...

    def lines(self) -> bytes:
        """The entry's lines of the JSON-lines report, each ended by a newline."""


class Report(Protocol):
    """A finished run. It may be larger than memory: entries are streamed."""

    @property
    def run(self) -> RunRecord: ...

    @property
    def summary(self) -> SummaryRecord: ...

    def entries(self, *, worst_first: bool = False) -> Iterator[Entry]:
        """In the order of the input, or unreadable inputs first and then by rising score."""


class Renderer(Protocol):
    """Turns a report into one format. It renders only: what it prints was decided before."""

    name: ClassVar[str]
    suffix: ClassVar[str]

    def render(self, report: Report, out: BinaryIO) -> None: ...
