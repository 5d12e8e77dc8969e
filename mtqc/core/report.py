"""A finished run as renderers see it, and what a renderer is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol, runtime_checkable

import msgspec

from mtqc.core.records import (
    DocumentRecord,
    ProblemRecord,
    RunRecord,
    SegmentRecord,
    SummaryRecord,
)
from mtqc.core.severity import Severity


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a check: its page is Markdown, `title` its first line."""

    name: str
    title: str
    page: str
    group: str
    category: str
    its: str
    severity: Severity


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

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The installed checks by name. A check of the run may be missing: its plugin may be."""

    def entries(self, *, worst_first: bool = False) -> Iterator[Entry]:
        """In the order of the input, or unreadable inputs first and then by rising score."""


class Renderer(Protocol):
    """Turns a report into one format. It renders only: what it prints was decided before."""

    name: ClassVar[str]
    suffix: ClassVar[str]

    def render(self, report: Report, out: BinaryIO) -> None: ...


@runtime_checkable
class FolderRenderer(Protocol):
    """A renderer of a format that is several files."""

    def render_into(self, report: Report, folder: Path) -> tuple[str, ...]:
        """Write into the folder. Returns lines for the user on what could not be done."""
