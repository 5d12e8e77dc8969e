"""JSON, CSV and Parquet hold what the records hold."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.core.errors import MissingExtra
from mtqc.reports.csv_file import COLUMNS, CsvRenderer, harmless
from mtqc.reports.json_file import JsonRenderer
from mtqc.reports.jsonl import JsonLinesRenderer
from mtqc.reports.parquet import ParquetRenderer
from tests.reports.sample import BAKERY, SAMPLE, rendered, report

LINES = [json.loads(line) for line in rendered(JsonLinesRenderer(), SAMPLE).splitlines()]


def rows(**options: bool) -> list[dict[str, str]]:
    made = rendered(CsvRenderer(**options), SAMPLE).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(made, newline="")))


def test_jsonl_order() -> None:
    kinds = [line["type"] for line in LINES]
    assert kinds[0] == "run"
    assert kinds[-1] == "summary"
    harbour = [line["type"] for line in LINES if line.get("document") == "news/harbour.txt"]
    assert harbour == ["segment"] * 6 + ["document"]


def test_json_holds_the_lines() -> None:
    whole = json.loads(rendered(JsonRenderer(), SAMPLE))
    assert list(whole) == ["run", "documents", "problems", "summary"]
    segments = [s for d in whole["documents"] for s in d["segments"]]
    assert segments == [line for line in LINES if line["type"] == "segment"]
    assert whole["problems"] == [line for line in LINES if line["type"] == "problem"]
    documents = [{**d, "segments": len(d["segments"])} for d in whole["documents"]]
    assert documents == [line for line in LINES if line["type"] == "document"]


def test_json_without_problems() -> None:
    assert json.loads(rendered(JsonRenderer(), report([BAKERY])))["problems"] == []


def test_csv_has_a_row_for_each_issue_and_problem() -> None:
    issues = sum(len(line["issues"]) for line in LINES if line["type"] == "segment")
    kinds = [row["record"] for row in rows()]
    assert kinds.count("issue") == issues
    assert kinds.count("problem") == 2
    assert kinds.count("sentence") == 1, "the garbled sentence without an issue"


def test_csv_can_hold_every_sentence() -> None:
    found = {
        (row["document"], row["segment"]) for row in rows(all_sentences=True) if row["segment"]
    }
    assert len(found) == sum(line["type"] == "segment" for line in LINES)


def test_csv_is_rfc_4180_with_a_byte_order_mark() -> None:
    made = rendered(CsvRenderer(), SAMPLE)
    assert made.startswith(b"\xef\xbb\xbfrecord,document,")
    assert made.endswith(b"\r\n")
    assert all(None not in row and None not in row.values() for row in rows())


def test_csv_cells_never_start_like_a_formula() -> None:
    for row in rows(all_sentences=True):
        for column in COLUMNS:
            assert not row[column].lstrip().startswith(("=", "+", "-", "@")), row[column]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1", "＝1", "\n"])
def test_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "a=b", "1-2", "don't", "'quoted'", "— dash", 12, 1.5, None])
def test_other_cells_stay(cell: str | float | None) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\ud800"])
def test_control_characters_are_written_out(text: str) -> None:
    assert not any(ord(c) < 32 for c in str(harmless(text)).encode().decode())


@given(st.text())
def test_any_text_survives_csv(text: str) -> None:
    cell = harmless(text)
    out = io.StringIO(newline="")
    csv.writer(out).writerow([cell, "end"])
    out.seek(0)
    assert next(csv.reader(out)) == [cell, "end"]


def test_parquet_nests_issues_and_carries_run_and_summary() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    made = io.BytesIO(rendered(ParquetRenderer(), SAMPLE))
    table = parquet.read_table(made)
    segments = [line for line in LINES if line["type"] == "segment"]
    assert table.column("text").to_pylist() == [s["text"] for s in segments]
    assert table.column("issues").to_pylist() == [s["issues"] for s in segments]
    assert table.column("scores").to_pylist() == [list(s["scores"].items()) for s in segments]
    metadata = parquet.read_metadata(made).metadata
    assert json.loads(metadata[b"mtqc.run"]) == LINES[0]
    assert json.loads(metadata[b"mtqc.summary"]) == LINES[-1]
    assert [p["kind"] for p in json.loads(metadata[b"mtqc.problems"])] == [
        "unreadable-input",
        "crashed-check",
    ]


@pytest.mark.parametrize("limit", [{"group_rows": 5}, {"group_characters": 200}])
def test_parquet_is_written_in_groups(limit: dict[str, int]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    made = io.BytesIO(rendered(ParquetRenderer(**limit), SAMPLE))
    assert parquet.read_metadata(made).num_row_groups >= 4
    assert parquet.read_table(made).num_rows == 18


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"mtqc\[parquet\]"):
        rendered(ParquetRenderer(), SAMPLE)
