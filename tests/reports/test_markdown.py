from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mtqc.reports.markdown import MarkdownRenderer, escaped
from mtqc.reports.visible import visible
from tests.reports.sample import SAMPLE, rendered

TRICKY = st.text(st.sampled_from("ab1 \\`*_[]()<>#+-.!|~&:;@$^=\t\n/x\u202e\x00"), max_size=40)
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def page(**limits: int) -> str:
    return rendered(MarkdownRenderer(**limits), SAMPLE).decode()


def shown(rendering: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", rendering)).strip("\n")


@given(st.one_of(TRICKY, st.text(max_size=30)))
def test_escaped_text_shows_itself(text: str) -> None:
    expected = visible(text).strip()
    for before in ("- x ", "> **1** ", "### "):
        rendering = MARKDOWN.render(before + escaped(text))
        assert " ".join(shown(rendering).split()) == " ".join(
            (shown(MARKDOWN.render(before)) + " " + expected).split()
        )


@given(TRICKY)
def test_escaped_text_starts_no_block(text: str) -> None:
    rendering = MARKDOWN.render(f"- {escaped(text)}")
    assert rendering.count("<li>") == 1
    assert not re.search("<(h1|h2|blockquote|ol|hr|pre|table|a|img|em|strong|code)", rendering)


def test_a_table_row_stays_one_row() -> None:
    rendering = MARKDOWN.render(page())
    assert rendering.count("<i>Eve</i>") == 0
    assert "&lt;i&gt;Eve&lt;/i&gt; (1), =Eva (1)" in rendering


def test_no_markup_of_a_document_is_live() -> None:
    rendering = MARKDOWN.render(page())
    assert not re.search("<(script|img|a|br|b)[ >]", rendering)


def test_what_is_cut_is_counted() -> None:
    cut = page(max_documents=1, max_sentences=2, max_names=1, max_problems=1)
    assert "and 3 documents with a higher score" in cut
    assert "and 2 more flagged sentences" in cut
    assert "and 1 more name." in cut
    assert "… and 1 more\n" in cut


@pytest.mark.parametrize("words", ["more flagged", "higher score", "more name", "and 1 more"])
def test_nothing_is_said_of_cuts_where_there_are_none(words: str) -> None:
    assert words not in page()


def test_worst_document_first() -> None:
    headings = [line for line in page().splitlines() if line.startswith("### ")]
    assert headings[0] == "### news/harbour.txt"
    assert headings[-1] == "### news/bakery.txt"
