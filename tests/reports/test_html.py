"""The HTML report without a browser: what is embedded, and that it stays data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.reports.html_data import LONGEST_TEXT, script_json
from mtqc.reports.html_page import HtmlRenderer
from tests.reports.sample import (
    BAKERY,
    HARBOUR,
    HOSTILE,
    SAMPLE,
    UNREAD,
    Line,
    SampleReport,
    document,
    rendered,
    report,
)

DATA = re.compile(r'<script type="application/json" id="(\w+)">(.*?)</script>', re.S)


def page(of: SampleReport = SAMPLE, **limits: int) -> str:
    return rendered(HtmlRenderer(**limits), of).decode()


def data(html: str) -> dict[str, Any]:
    return {name: json.loads(block) for name, block in DATA.findall(html)}


def test_documents_are_embedded_worst_first() -> None:
    blocks = data(page())
    names = [row[0] for row in blocks["index"]["documents"]]
    assert names[0] == "news/harbour.txt"
    assert names[-1] == "news/bakery.txt"
    assert [row[3] for row in blocks["d0"]] == [row.text for row in HARBOUR.rows]


def test_problems_names_and_gate_are_embedded() -> None:
    index = data(page())["index"]
    assert ["news/broken.gz", "unreadable-input", None, "the gzip data ends too early"] in index[
        "problems"
    ]
    assert index["names"][0][0] == "Drummond"
    assert index["summary"]["gate"]["passed"] is False


@given(st.text())
def test_data_cannot_leave_its_script_element(text: str) -> None:
    encoded = script_json([text])
    assert not set(encoded) & set(b"<>&")
    assert "\u2028".encode() not in encoded
    assert "\u2029".encode() not in encoded
    assert json.loads(encoded) == [text]


def test_text_of_documents_is_nowhere_but_in_the_data() -> None:
    rest = DATA.sub("", page())
    for words in ("Drummont", "alert(", "evil.example", "ZeroDivisionError"):
        assert words not in rest


def test_page_loads_nothing_and_runs_only_its_own_script() -> None:
    html = page()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy[1]
    assert not re.search(r'(?:src|href)="(?!#|data:,)', DATA.sub("", html))


def test_script_never_makes_markup_of_text() -> None:
    script = re.findall(r"<script>(.*?)</script>", page(), re.S)[-1]
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(", script
    )


def test_offsets_are_utf_16() -> None:
    blocks = data(page(report([HOSTILE])))
    [issue] = blocks["d0"][5][4]
    text = blocks["d0"][5][3].encode("utf-16-le")
    assert text[2 * issue[2] : 2 * issue[3]].decode("utf-16-le") == "twice twice"


@pytest.mark.parametrize("limit", [{"max_sentences": 8}, {"max_bytes": 2000}])
def test_a_large_run_keeps_the_worst_and_counts_the_rest(limit: dict[str, int]) -> None:
    index = data(page(**limit))["index"]
    names = [row[0] for row in index["documents"]]
    assert names == ["news/harbour.txt", HOSTILE.document.document]
    kept = index["embedded"]
    assert kept == sum(row[9] for row in index["documents"])
    assert 6 < kept < index["summary"]["segments"]
    assert len(index["problems"]) == 2


def test_problems_of_documents_that_are_left_out_are_kept() -> None:
    index = data(page(report([HARBOUR, HOSTILE, UNREAD]), max_sentences=2))["index"]
    assert len(index["documents"]) == 1
    assert {problem[1] for problem in index["problems"]} == {"unreadable-input", "crashed-check"}


def test_an_endless_sentence_is_cut_and_the_cut_is_counted() -> None:
    text = "a" * LONGEST_TEXT + " portification"
    line = Line(text, 10.0, (("portification", "nonword", "major", "No word."),))
    row = data(page(report([document("long.txt", [line])])))["d0"][0]
    assert len(row[3]) == LONGEST_TEXT
    assert row[5]["cut"] == 14
    assert row[4][0][2:4] == [LONGEST_TEXT, LONGEST_TEXT]


def test_clean_run_has_no_problem() -> None:
    index = data(page(report([BAKERY])))["index"]
    assert index["problems"] == []
    assert index["checks"] == []
