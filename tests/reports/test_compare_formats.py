"""Every format of a comparison, byte for byte and by what it must not let through."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

import msgspec
import pytest
from markdown_it import MarkdownIt

from mtqc.core.comparison import ComparisonRenderer, Figure
from mtqc.reports.compare import FORMATS
from mtqc.reports.compare_data import CompareCsv, CompareJsonLines
from mtqc.reports.compare_html import CompareHtml
from mtqc.reports.compare_markdown import CompareMarkdown
from mtqc.reports.compare_text import CompareText
from tests.reports.compare_sample import COMPARISON, rendered

Golden = Callable[[str, bytes], None]


@pytest.mark.parametrize(
    ("file", "renderer"),
    [
        ("compare.txt", CompareText()),
        ("compare-colour.txt", CompareText(color=True, width=70)),
        ("compare.jsonl", CompareJsonLines()),
        ("compare.csv", CompareCsv()),
        ("compare.md", CompareMarkdown()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_format(file: str, renderer: ComparisonRenderer, golden: Golden) -> None:
    golden(file, rendered(renderer))


def test_html(golden: Golden) -> None:
    page = rendered(CompareHtml())
    page = re.sub(rb"<style>.*?</style>", b"<style></style>", page, flags=re.S)
    page = re.sub(rb"<script>.*?</script>", b"<script></script>", page, flags=re.S)
    golden("compare.html", re.sub(rb"sha256-[^']+", b"sha256-", page))


@pytest.mark.parametrize("renderer", FORMATS, ids=lambda renderer: renderer.name)
def test_nothing_hides_and_nothing_breaks(renderer: ComparisonRenderer) -> None:
    text = rendered(renderer).decode()
    if renderer.name != "jsonl":
        assert "\x1b" not in text
        if renderer.name != "csv":
            assert "\u202e" not in text


def test_the_text_is_no_wider_than_it_may_be() -> None:
    for width in (60, 100):
        lines = rendered(CompareText(width=width)).decode().splitlines()
        assert max(map(len, lines)) <= width
        assert not any(line != line.rstrip() for line in lines)


def test_json_lines_give_everything_back() -> None:
    records = [json.loads(line) for line in rendered(CompareJsonLines()).splitlines()]
    assert [r["type"] for r in records] == ["comparison", *["system"] * 2, *["sentence"] * 4]
    assert records[0]["shown"] == [2, 4, 3]
    for record, system in zip(records[1:3], COMPARISON.systems, strict=True):
        figures = msgspec.convert(record["figures"], dict[str, Figure])
        assert figures == system.figures
    assert records[4]["outputs"][1]["text"] == COMPARISON.texts[1][1]
    assert records[4]["spread"] == 60


def test_csv_runs_nothing() -> None:
    rows = list(csv.DictReader(io.StringIO(rendered(CompareCsv()).decode("utf-8-sig"), newline="")))
    assert [r["record"] for r in rows] == ["corpus"] * 2 + ["sentence"] * 8
    assert float(rows[1]["bleu_p"]) == 0.001
    assert rows[3]["text"] == "The ferry ran late."
    for row in rows:
        for key, cell in row.items():
            assert not cell.startswith(("=", "@")), key


def test_markdown_stays_one_table_a_sentence() -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(rendered(CompareMarkdown()).decode())
    assert html.count("<table>") == 4
    assert "<script" not in html
    assert "<em>rain" not in html
    assert "alert('x')" in html.replace("&#x27;", "'")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)


def test_html_has_only_its_own_tags() -> None:
    tags = Tags()
    tags.feed(rendered(CompareHtml()).decode())
    assert tags.seen.count("script") == 1
    assert not {"img", "iframe", "u", "i"} & set(tags.seen)
    assert tags.seen.count("article") == 3


def test_words_that_no_reference_has_are_marked() -> None:
    page = rendered(CompareHtml()).decode()
    marked = set(re.findall(r"<mark>([^<]*)</mark>", page))
    assert "here" in marked
    assert not {"Nobody", "came"} & marked


def test_without_systems_to_compare_there_is_no_baseline() -> None:
    import msgspec

    alone = msgspec.structs.replace(
        COMPARISON,
        systems=COMPARISON.systems[:1],
        texts=COMPARISON.texts[:1],
        scores=COMPARISON.scores[:1],
    )
    for renderer in (CompareText(), CompareMarkdown(), CompareHtml()):
        text = rendered(renderer, alone).decode().split("<body>")[-1]
        assert "baseline" not in text
        assert "worst BLEU" in text
