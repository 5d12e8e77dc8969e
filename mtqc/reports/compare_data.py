"""A comparison for programs (JSON lines) and for spreadsheets (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.comparison import Comparison, Sentence, System
from mtqc.reports.csv_file import Cell, harmless

_PLACES = 6


@dataclass(frozen=True)
class CompareJsonLines:
    """First a `comparison` line, then a `system` line each, then a `sentence` line each.

    Numbers have the digits of the measurement, rounded to none.
    """

    name: ClassVar[str] = "jsonl"
    suffix: ClassVar[str] = ".jsonl"

    def render(self, comparison: Comparison, out: BinaryIO) -> None:
        for record in _records(comparison):
            out.write(msgspec.json.encode(record) + b"\n")


def _records(comparison: Comparison) -> Iterator[dict[str, Any]]:
    yield {"type": "comparison", **comparison.about()}
    for system in comparison.systems:
        yield {"type": "system", **msgspec.to_builtins(system)}
    for sentence in comparison.all_sentences():
        yield {"type": "sentence", **msgspec.to_builtins(sentence)}


@dataclass(frozen=True)
class CompareCsv:
    """One row per system (`record` is `corpus`), then one per sentence and system (`sentence`).

    Form and safety as in the CSV report of a run. A measure has the columns `bleu`, `bleu_mean`,
    `bleu_margin`, `bleu_difference` and `bleu_p`; all but the first belong to the corpus.
    """

    name: ClassVar[str] = "csv"
    suffix: ClassVar[str] = ".csv"

    def render(self, comparison: Comparison, out: BinaryIO) -> None:
        stream = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="")
        writer = csv.writer(stream, lineterminator="\r\n")
        keys = [measure.key for measure in comparison.measures]
        columns = ["record", "system", "baseline", "line"]
        for key in keys:
            columns += [key, f"{key}_mean", f"{key}_margin", f"{key}_difference", f"{key}_p"]
        columns += ["text", "source"]
        columns += [f"reference: {name}" for name in comparison.references]
        writer.writerow([harmless(column) for column in columns])
        for system in comparison.systems:
            writer.writerow([harmless(cell) for cell in _system_row(system, len(columns))])
        for sentence in comparison.all_sentences():
            for row in _sentence_rows(sentence, comparison):
                writer.writerow([harmless(cell) for cell in row])
        stream.flush()
        stream.detach()


def _system_row(system: System, width: int) -> list[Cell]:
    row: list[Cell] = ["corpus", system.name, "yes" if system.baseline else "no", None]
    for figure in system.figures.values():
        numbers = (figure.score, figure.mean, figure.margin, figure.difference, figure.p_value)
        row += [None if number is None else round(number, _PLACES) for number in numbers]
    return row + [None] * (width - len(row))


def _sentence_rows(sentence: Sentence, comparison: Comparison) -> Iterator[list[Cell]]:
    for output, system in zip(sentence.outputs, comparison.systems, strict=True):
        row: list[Cell] = ["sentence", output.system, "yes" if system.baseline else "no"]
        row.append(sentence.line)
        for score in output.scores.values():
            row += [round(score, _PLACES), None, None, None, None]
        yield [*row, output.text, sentence.source, *sentence.references]
