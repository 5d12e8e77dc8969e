"""What is said of an issue's place is true, or is not said."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqc.core.issue import Issue, sealed
from mtqc.core.records import SegmentRecord
from mtqc.core.severity import Severity
from mtqc.reports.places import Locator, Spot, path_of, replacement, shown_path, uri_of
from mtqc.run import check_paths


def flagged(
    document: str, line: int, text: str, words: str, *suggestions: str, source: str | None = None
) -> tuple[SegmentRecord, Issue]:
    issue = sealed(
        Issue(
            check="x",
            category="style",
            its="style",
            severity=Severity.MINOR,
            start=text.index(words),
            end=text.index(words) + len(words),
            message="m",
            suggestions=suggestions,
        ),
        text,
    )
    record = SegmentRecord(
        document=document,
        segment=0,
        unit=None,
        start=0,
        end=len(text),
        line=line,
        text=text,
        source=source,
        reference=None,
        lang="en",
        score=50.0,
        verdict="suspect",
        issues=(issue,),
        scores={},
        meta={},
    )
    return record, issue


def spot(*args: object, **more: object) -> Spot:
    with Locator() as locator:
        return locator.spot(*flagged(*args, **more))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words_at(data: bytes, found: Spot) -> str:
    """What stands at an exact place, told by lines and columns; and by bytes, and by offset."""
    exact = found.exact
    assert exact is not None
    text = data.decode("utf-8-sig")
    by_offset = text[exact.offset : exact.offset + exact.length]
    lines = text.splitlines(keepends=True)
    held = "".join(lines[exact.line - 1 : exact.end_line])
    last = len("".join(lines[exact.line - 1 : exact.end_line - 1]))
    assert held[exact.column - 1 : last + exact.end_column - 1] == by_offset
    raw = held.encode()
    last = len("".join(lines[exact.line - 1 : exact.end_line - 1]).encode())
    assert raw[exact.byte_column - 1 : last + exact.end_byte_column - 1].decode() == by_offset
    return by_offset


@pytest.mark.parametrize(
    ("data", "line", "text"),
    [
        ("One. Ünï wörd here.\n".encode(), 1, "Ünï wörd here."),
        ("\ufeffÜnï wörd.\n".encode(), 1, "Ünï wörd."),
        ("a\r\n  Ünï wörd.\r\n".encode(), 2, "Ünï wörd."),
        ("a\nThe Ünï\nwörd is\nlong.\n".encode(), 2, "The Ünï\nwörd is\nlong."),
        ("a\r\nThe Ünï\r\nwörd is\r\nlong.".encode(), 2, "The Ünï\nwörd is\nlong."),
        ('{"id": 1, "target": "Ünï wörd"}\n'.encode(), 1, "Ünï wörd"),
    ],
)
@pytest.mark.parametrize("words", ["Ünï", "wörd", None])
def test_exact_places(here: Path, data: bytes, line: int, text: str, words: str | None) -> None:
    (here / "a.txt").write_bytes(data)
    words = words or text
    found = spot("a.txt", line, text, words)
    assert words_at(data, found).replace("\r\n", "\n") == words


@pytest.mark.parametrize(
    ("name", "data", "line", "text"),
    [
        ("twice.txt", b"No. Not now. No. Not now.\n", 1, "Not now."),
        ("elsewhere.txt", b"first\nThe word.\n", 1, "The word."),
        ("latin1.txt", "Ünï wörd.\n".encode("latin-1"), 1, "Ünï wörd."),
        ("escaped.jsonl", b'{"text": "The \\"word\\"."}\n', 1, 'The "word".'),
        ("gone.txt", None, 3, "The word."),
        ("short.txt", b"The word.\n", 7, "The word."),
        ("long.txt", b"x" * 1_000_100 + b" The word.\n", 1, "The word."),
    ],
)
def test_only_the_line_is_told(
    here: Path, name: str, data: bytes | None, line: int, text: str
) -> None:
    if data is not None:
        (here / name).write_bytes(data)
    assert spot(name, line, text, text) == Spot(line, None)


def test_a_target_that_looks_like_its_source_is_not_placed(here: Path) -> None:
    (here / "a.tsv").write_text("id\tOK then\tOK\n")
    assert spot("a.tsv", 1, "OK", "OK", source="OK then") == Spot(1, None)
    assert spot("a.tsv", 1, "OK then", "OK then", source="Gut").exact is not None


@pytest.mark.parametrize("name", ["a.docx", "a.parquet", "a.html", "a.txt.gz", "a.jsonl.zst#7"])
def test_formats_without_lines(here: Path, name: str) -> None:
    (here / "a.html").write_text("The word.")
    (here / "a.txt.gz").write_bytes(gzip.compress(b"The word."))
    assert spot(name, 1, "The word.", "word") == Spot(None, None)


def test_documents_of_one_file_are_found_in_any_order(here: Path) -> None:
    (here / "a.jsonl").write_text('{"text": "First word."}\n{"text": "Second word."}\n')
    with Locator() as locator:
        for line, text in ((2, "Second word."), (1, "First word."), (2, "Second word.")):
            found = locator.spot(*flagged(f"a.jsonl#{line}", line, text, "word"))
            assert found.exact is not None
            assert (found.exact.line, found.exact.end_line) == (line, line)


def test_names_of_files(here: Path) -> None:
    (here / "c#").mkdir()
    (here / "c#" / "a.jsonl").write_text("")
    (here / "plain#1.txt").write_text("")
    assert path_of("c#/a.jsonl#x#y") == "c#/a.jsonl"
    assert path_of("plain#1.txt") == "plain#1.txt"
    assert path_of("gone.jsonl#x#y") == "gone.jsonl"
    assert shown_path(str(here / "plain#1.txt")) == "plain#1.txt"
    assert shown_path("-") == "stdin"
    assert uri_of("a b/ü%.txt") == "a%20b/%C3%BC%25.txt"
    assert uri_of("/else where/a.txt") == "file:///else%20where/a.txt"


@pytest.mark.parametrize(
    ("document", "suggestion", "safe"),
    [
        ("a.txt", "<b> & 'c'", True),
        ("a.txt", "two\nlines", False),
        ("a.xlf", "three", True),
        ("a.xlf", "R&D", False),
        ("a.po", 'say "no"', False),
        ("a.csv", "one, two", False),
        ("a.md", "*", False),
    ],
)
def test_suggestions_that_may_stand_in_the_file(document: str, suggestion: str, safe: bool) -> None:
    _, issue = flagged(document, 1, "a word", "word", suggestion, "other")
    assert replacement(document, issue) == (suggestion if safe else None)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            [
                "The the mayor left.",
                "Ça va va bien.",
                "",
                "It went went on.",
                "日本 is is far.",
            ]
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_real_run_is_placed_truthfully(here: Path, lines: list[str], ending: str) -> None:
    data = ending.join(lines).encode()
    (here / "a.txt").write_bytes(data)
    run = check_paths(["a.txt"], fast=True, cache=False, jobs=1, select=["repetition"])
    with Locator() as locator:
        for segment in run:
            for issue in segment.issues:
                found = locator.spot(segment, issue)
                assert words_at(data, found).replace("\r\n", "\n") == issue.text
