"""Every format on the sample run, byte for byte."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import pytest

from mtqc.core.report import Renderer
from mtqc.reports import BUILTINS
from mtqc.reports.csv_file import CsvRenderer
from mtqc.reports.github import GithubRenderer
from mtqc.reports.gitlab import GitlabRenderer
from mtqc.reports.html_page import HtmlRenderer
from mtqc.reports.json_file import JsonRenderer
from mtqc.reports.jsonl import JsonLinesRenderer
from mtqc.reports.junit import JunitRenderer
from mtqc.reports.markdown import MarkdownRenderer
from mtqc.reports.parquet import ParquetRenderer
from mtqc.reports.rdjson import RdjsonRenderer
from mtqc.reports.sarif import SarifRenderer
from mtqc.reports.tap import TapRenderer
from mtqc.reports.text import TextRenderer
from tests.reports.sample import JUDGED, SAMPLE, rendered

Golden = Callable[[str, bytes], None]


@pytest.mark.parametrize(
    ("file", "renderer"),
    [
        ("sample.jsonl", JsonLinesRenderer()),
        ("sample.json", JsonRenderer()),
        ("sample.csv", CsvRenderer()),
        ("sample.md", MarkdownRenderer()),
        ("sample.txt", TextRenderer()),
        ("sample-colour.txt", TextRenderer(color=True, width=64)),
        ("sample-quiet.txt", TextRenderer(quiet=True)),
        ("sample-verbose.txt", TextRenderer(verbose=True)),
        ("sample.sarif", SarifRenderer()),
        ("sample.junit.xml", JunitRenderer()),
        ("sample.gitlab.json", GitlabRenderer()),
        ("sample.github.txt", GithubRenderer()),
        ("sample.rdjson", RdjsonRenderer()),
        ("sample.tap", TapRenderer()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_format(file: str, renderer: Renderer, golden: Golden) -> None:
    golden(file, rendered(renderer, SAMPLE))


@pytest.mark.parametrize(
    ("file", "renderer"),
    [
        ("judged.jsonl", JsonLinesRenderer()),
        ("judged.csv", CsvRenderer()),
        ("judged.md", MarkdownRenderer()),
        ("judged.txt", TextRenderer()),
        ("judged.sarif", SarifRenderer()),
        ("judged.junit.xml", JunitRenderer()),
        ("judged.github.txt", GithubRenderer()),
        ("judged.tap", TapRenderer()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_run_with_baseline_scorecard_and_suppressions(
    file: str, renderer: Renderer, golden: Golden
) -> None:
    golden(file, rendered(renderer, JUDGED))


def test_html(golden: Golden) -> None:
    page = rendered(HtmlRenderer(), SAMPLE)
    page = re.sub(rb"<style>.*?</style>", b"<style></style>", page, flags=re.S)
    page = re.sub(rb"<script>.*?</script>", b"<script></script>", page, flags=re.S)
    golden("sample.html", re.sub(rb"sha256-[^']+", b"sha256-", page))


def test_parquet(golden: Golden) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(rendered(ParquetRenderer(), SAMPLE)))
    rows = json.dumps(table.to_pylist(), ensure_ascii=False, indent=1)
    golden("sample.parquet.json", (str(table.schema.remove_metadata()) + "\n" + rows).encode())


@pytest.fixture(autouse=True)
def _no_job_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


@pytest.mark.parametrize("name", [r.name for r in BUILTINS if r.name not in ("parquet", "xliff")])
def test_same_bytes_twice(name: str) -> None:
    renderer = next(r for r in BUILTINS if r.name == name)
    assert rendered(renderer, SAMPLE) == rendered(renderer, SAMPLE)
