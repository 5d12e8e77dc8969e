"""One file per output format: a finished run to bytes."""

from __future__ import annotations

from mtqc.core.report import Renderer
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
from mtqc.reports.xliff_folder import XliffRenderer

BUILTINS: tuple[Renderer, ...] = (
    TextRenderer(),
    JsonLinesRenderer(),
    JsonRenderer(),
    CsvRenderer(),
    ParquetRenderer(),
    HtmlRenderer(),
    MarkdownRenderer(),
    SarifRenderer(),
    JunitRenderer(),
    GitlabRenderer(),
    GithubRenderer(),
    RdjsonRenderer(),
    TapRenderer(),
    XliffRenderer(),
)
