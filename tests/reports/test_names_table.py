"""The names table in its formats."""

from __future__ import annotations

import csv
import io
import json

import pytest
from lxml import html

from mtqc.core.issue import Place
from mtqc.core.names import NameCluster, NameForm
from mtqc.reports import names_table


def form(text: str, count: int, document: str = "a.txt") -> NameForm:
    return NameForm(form=text, count=count, documents=1, first=Place(document, 2, 0, len(text)))


CLUSTERS = (
    NameCluster(
        forms=(form("Witkoff", 3), form("Vitkop", 1)), right="Witkoff", confidence=0.9, why="sound"
    ),
    NameCluster(
        forms=(form("=cmd()", 1, "<b>x</b>.txt"), form("Kmd", 1)),
        right=None,
        confidence=0.5,
        why="\x1b[2J<script>alert(1)</script>",
    ),
)


def test_jsonl_gives_the_clusters_back() -> None:
    rows = [json.loads(line) for line in names_table.as_jsonl(CLUSTERS).splitlines()]
    assert [row["right"] for row in rows] == ["Witkoff", None]
    assert [f["form"] for f in rows[0]["forms"]] == ["Witkoff", "Vitkop"]


def test_csv_has_a_row_per_spelling_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(names_table.as_csv(CLUSTERS))))
    assert [(r["name"], r["form"], r["right"]) for r in rows] == [
        ("1", "Witkoff", "Witkoff"),
        ("1", "Vitkop", "Witkoff"),
        ("2", "'=cmd()", ""),
        ("2", "Kmd", ""),
    ]


def test_html_is_inert() -> None:
    page = html.fromstring(names_table.as_html(CLUSTERS))
    assert not page.xpath("//script")
    assert page.xpath("//tbody/tr/td[1]//text()") == ["Witkoff", "undecided"]
    assert "<script>alert(1)</script>" in page.xpath("string(//tbody)")


def test_text_shows_every_spelling_and_no_escape() -> None:
    shown = names_table.as_text(CLUSTERS, 140)
    for word in ("Witkoff (3, 1), Vitkop (1, 1)", "=cmd() (1, 1)", "a.txt, sentence 3"):
        assert word in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("name", names_table.FORMATS)
def test_no_clusters(name: str) -> None:
    assert isinstance(names_table.FORMATS[name](()), str)


def test_the_list_is_what_names_reads(tmp_path) -> None:
    from mtqc.config import Settings, _known_names

    path = tmp_path / "names.txt"
    path.write_text(names_table.as_list(CLUSTERS), encoding="utf-8")
    assert "# undecided: =cmd(), Kmd" in path.read_text()
    assert _known_names(Settings(names=str(path))) == ("Witkoff",)
