"""JSON lines: everything the run knows, one record a line, as `mtqc.schema.json` describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, ClassVar

import msgspec

from mtqc.core.report import Report


@dataclass(frozen=True)
class JsonLinesRenderer:
    """The run, then each entry's segments, document and problems, then the summary."""

    name: ClassVar[str] = "jsonl"
    suffix: ClassVar[str] = ".jsonl"

    def render(self, report: Report, out: BinaryIO) -> None:
        out.write(msgspec.json.encode(report.run) + b"\n")
        for entry in report.entries():
            out.write(entry.lines())
        out.write(msgspec.json.encode(report.summary) + b"\n")
