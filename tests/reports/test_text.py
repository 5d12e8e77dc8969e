from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mtqc.reports.marking import Mark, excerpt, marked_rows
from mtqc.reports.text import TextRenderer
from mtqc.reports.visible import visible
from tests.reports.sample import BAKERY, HARBOUR, SAMPLE, Line, document, rendered, report

CSI = re.compile(r"\x1b\[[0-9;]*m")
LETTERS = st.text(st.sampled_from("ab e\u0301 漢字é\u202e\x1b\t🇳🇴-"), max_size=60)


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


def text(**options: object) -> str:
    return rendered(TextRenderer(**options), SAMPLE).decode()


def test_no_terminal_escapes_and_no_hidden_characters_without_a_terminal() -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b\ufeff]", text())
    assert "<U+001B>[31mword" in text()
    assert "<U+202E>gnol" in text()


def test_a_terminal_gets_colours_and_nothing_else_from_the_text() -> None:
    shown = text(color=True)
    assert CSI.search(shown)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", CSI.sub("", shown))


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_a_terminal_is_asked(
    no_color: str, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    TextRenderer().render(SAMPLE, out)
    assert (b"\x1b[31m" in out.getvalue()) is coloured


def test_colour_can_be_refused_on_a_terminal() -> None:
    out = Terminal()
    TextRenderer(color=False).render(SAMPLE, out)
    assert b"\x1b" not in out.getvalue()


def test_stream_stays_open() -> None:
    out = io.BytesIO()
    TextRenderer().render(SAMPLE, out)
    assert not out.closed


def test_marks_stand_under_wide_and_combined_characters() -> None:
    rows = text().splitlines()
    at = next(i for i, row in enumerate(rows) if "café" in row or "cafe\u0301" in row)
    words, marks = rows[at], rows[at + 1]
    assert cell_len(words[: words.index("Drumont")]) == marks.index("^")


def test_worst_document_comes_first_and_problems_and_gate_last() -> None:
    shown = text()
    order = [
        shown.index("news/harbour.txt  suspect"),
        shown.index("delivery/app.xlf  suspect"),
        shown.index("problems"),
        shown.index("news/broken.gz"),
        shown.index("gate      failed"),
    ]
    assert order == sorted(order)


def test_what_is_cut_is_counted() -> None:
    shown = text(max_documents=1, max_sentences=1)
    assert "only the 1 document with the lowest score" in shown
    assert "and 3 more flagged sentences" in shown
    assert "delivery/app.xlf" not in shown
    assert "wrong-sense crashed" in shown, "a problem of a document that is not shown"


def test_verbose_cuts_nothing() -> None:
    shown = text(verbose=True, max_documents=1, max_sentences=1)
    assert "delivery/app.xlf" in shown
    assert "more flagged" not in shown


def test_quiet_keeps_problems_and_gate_only() -> None:
    shown = text(quiet=True)
    assert "harbour.txt" not in shown
    assert "news/broken.gz" in shown
    assert "failed: 2 critical" in shown


def test_clean_run_is_short() -> None:
    shown = rendered(TextRenderer(), report([BAKERY])).decode()
    assert "bakery" not in shown
    assert "gate      passed" in shown
    assert len(shown.splitlines()) < 5


def test_lines_keep_to_the_width() -> None:
    wide = [row for row in text(width=70).splitlines() if cell_len(row) > 70]
    assert [row for row in wide if "|" in row and "sentences" not in row] == []


def test_an_endless_sentence_is_cut_to_what_is_near_its_marks() -> None:
    sentence = "word " * 200_000 + "portification " + "word " * 200_000
    line = Line(sentence, 10.0, (("portification", "nonword", "major", "No word."),))
    shown = rendered(TextRenderer(), report([document("long.txt", [line])])).decode()
    assert "portification" in shown
    assert "…" in shown
    assert len(shown) < 3000


# A space that carries an accent is no place to break a line at.
_SPACE = re.compile(r" (?![\u0300-\u036f])")


@given(LETTERS, st.integers(4, 30), st.data())
def test_rows_hold_all_that_is_visible(line: str, width: int, data: st.DataObject) -> None:
    at = st.integers(0, len(line))
    marks = data.draw(st.lists(st.builds(Mark, at, at, st.integers(1, 4)), max_size=3))
    rows = marked_rows(line, marks, width)
    squeezed = "".join(run.text for row in rows for run in row).replace(" ", "")
    assert squeezed == visible(line).replace(" ", "")
    for row in rows:
        longest = max((cell_len(word) for word in _SPACE.split(visible(line))), default=0)
        assert sum(run.cells for run in row) <= max(width + 1, 8, min(longest, width + 8))


@given(st.text(st.sampled_from("ab "), min_size=1, max_size=200), st.data())
def test_excerpt_keeps_marked_words_whole_or_at_their_ends(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    short, marks = excerpt(line, [Mark(start, end, 1)], 50, 10)
    if len(line) <= 50:
        assert (short, marks) == (line, [Mark(start, end, 1)])
    else:
        assert (
            short[marks[0].start : marks[0].end] == line[start:end][: marks[0].end - marks[0].start]
        )
        assert line[start:end].endswith(short[marks[-1].start : marks[-1].end])


def test_sentences_without_words_to_mark_say_so() -> None:
    assert HARBOUR.rows[4].verdict == "garbled"
    assert "no words stand out" in text()
