"""Parquet for analysis: one row per segment, its issues nested, written by row groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.errors import MissingExtra
from mtqc.core.records import DocumentRecord, SegmentRecord
from mtqc.core.report import Report


@dataclass(frozen=True)
class ParquetRenderer:
    """Needs the extra `parquet` (pyarrow); raises `MissingExtra` without it.

    A row group ends after `group_rows` segments or `group_characters` of text, which
    bounds memory. The run, the summary and the first `max_problems` problems stand in the
    file's metadata as JSON under `mtqc.run`, `mtqc.summary` and `mtqc.problems`;
    `problems` of the summary counts all of them. With a baseline, issues have a field `known`.
    """

    group_rows: int = 20_000
    group_characters: int = 16_000_000
    max_problems: int = 10_000

    name: ClassVar[str] = "parquet"
    suffix: ClassVar[str] = ".parquet"

    def render(self, report: Report, out: BinaryIO) -> None:
        try:
            pa, pq = import_module("pyarrow"), import_module("pyarrow.parquet")
        except ImportError as error:
            raise MissingExtra("the parquet report", "parquet") from error

        problems: list[Any] = []
        schema = _schema(pa, compared=bool(report.summary.baseline))
        with pq.ParquetWriter(out, schema, compression="zstd") as writer:
            for rows in self._groups(report, problems):
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            writer.add_key_value_metadata(
                {
                    "mtqc.run": msgspec.json.encode(report.run),
                    "mtqc.summary": msgspec.json.encode(report.summary),
                    "mtqc.problems": msgspec.json.encode(problems),
                }
            )

    def _groups(self, report: Report, problems: list[Any]) -> Iterator[list[dict[str, Any]]]:
        rows: list[dict[str, Any]] = []
        characters = 0
        for entry in report.entries():
            problems += entry.problems[: self.max_problems - len(problems)]
            if entry.document is None:
                continue
            for segment in entry.segments():
                rows.append(_row(entry.document, segment))
                characters += len(segment.text)
                if len(rows) >= self.group_rows or characters >= self.group_characters:
                    yield rows
                    rows, characters = [], 0
        if rows:
            yield rows


def _row(document: DocumentRecord, segment: SegmentRecord) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(segment)
    del row["type"]
    row["scores"] = list(segment.scores.items())
    row["meta"] = msgspec.json.encode(segment.meta).decode() if segment.meta else None
    row["document_score"] = document.score
    row["document_verdict"] = document.verdict
    return row


def _schema(pa: Any, *, compared: bool) -> Any:
    text, count, real = pa.string(), pa.int32(), pa.float64()
    place = pa.struct([("document", text), ("segment", count), ("start", count), ("end", count)])
    issue = pa.struct(
        [
            ("check", text),
            ("category", text),
            ("its", text),
            ("severity", text),
            ("start", count),
            ("end", count),
            ("text", text),
            ("confidence", real),
            ("message", text),
            ("suggestions", pa.list_(text)),
            ("related", pa.list_(place)),
            ("fingerprint", text),
            *([("known", pa.bool_())] if compared else []),
        ]
    )
    return pa.schema(
        [
            ("document", text),
            ("document_score", real),
            ("document_verdict", text),
            ("segment", count),
            ("unit", text),
            ("start", count),
            ("end", count),
            ("line", count),
            ("text", text),
            ("source", text),
            ("reference", text),
            ("lang", text),
            ("score", real),
            ("verdict", text),
            ("issues", pa.list_(issue)),
            ("scores", pa.map_(text, real)),
            ("meta", text),
        ]
    )
