"""The formats of a comparison."""

from __future__ import annotations

from mtqc.core.comparison import ComparisonRenderer
from mtqc.reports.compare_data import CompareCsv, CompareJsonLines
from mtqc.reports.compare_html import CompareHtml
from mtqc.reports.compare_markdown import CompareMarkdown
from mtqc.reports.compare_text import CompareText

FORMATS: tuple[ComparisonRenderer, ...] = (
    CompareText(),
    CompareJsonLines(),
    CompareCsv(),
    CompareMarkdown(),
    CompareHtml(),
)
