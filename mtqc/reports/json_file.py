"""One JSON object, for tools that want a whole file rather than lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, ClassVar

import msgspec

from mtqc.core.report import Report


@dataclass(frozen=True)
class JsonRenderer:
    """`{"run", "documents": [{…, "segments": […]}], "problems", "summary"}`, written as a stream.

    The records are those of the JSON-lines report, save that `segments` of a document is
    the segments and not their number. Entries are read twice, once for the documents
    and once for the problems.
    """

    name: ClassVar[str] = "json"
    suffix: ClassVar[str] = ".json"

    def render(self, report: Report, out: BinaryIO) -> None:
        encode = msgspec.json.encode
        out.write(b'{"run":' + encode(report.run) + b',\n"documents":[')
        comma = b"\n"
        for entry in report.entries():
            if entry.document is None:
                continue
            fields = msgspec.to_builtins(entry.document)
            del fields["segments"]
            out.write(comma + encode(fields)[:-1] + b',"segments":[')
            comma = b"\n"
            for segment in entry.segments():
                out.write(comma + encode(segment))
                comma = b",\n"
            out.write(b"]}")
            comma = b",\n"
        out.write(b'],\n"problems":[')
        comma = b"\n"
        for entry in report.entries():
            for problem in entry.problems:
                out.write(comma + encode(problem))
                comma = b",\n"
        out.write(b'],\n"summary":' + encode(report.summary) + b"}\n")
