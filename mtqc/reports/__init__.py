"""One file per output format: a finished run to bytes."""

from __future__ import annotations

from mtqc.core.report import Renderer
from mtqc.reports.csv_file import CsvRenderer
from mtqc.reports.html_page import HtmlRenderer
from mtqc.reports.json_file import JsonRenderer
from mtqc.reports.jsonl import JsonLinesRenderer
from mtqc.reports.markdown import MarkdownRenderer
from mtqc.reports.parquet import ParquetRenderer
from mtqc.reports.text import TextRenderer

BUILTINS: tuple[Renderer, ...] = (
    TextRenderer(),
    JsonLinesRenderer(),
    JsonRenderer(),
    CsvRenderer(),
    ParquetRenderer(),
    HtmlRenderer(),
    MarkdownRenderer(),
)
