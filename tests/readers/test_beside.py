"""Texts and catalogues with their source and reference in other files; pairs in tables and JSON."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

import mtqc
from mtqc.core.document import Document
from mtqc.core.reader import Limits, Unreadable
from mtqc.readers import BUILTINS
from mtqc.readers.beside import beside
from tests.readers.conftest import documents


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("hyp.txt").write_text("A boat.\nTwo boats. And oars.\n\nThe end\n")
    Path("src.txt").write_text("Ein Boot.\r\nZwei Boote. Und Ruder.\r\n\r\nEnde\r\n")
    Path("ref.txt").write_text("One boat.\nTwo boats, and oars.\n\nEnd")
    return tmp_path


def run(
    *paths: str, source: str | None = None, reference: str | None = None, **limits: int
) -> list[Document | Unreadable]:
    made = beside(paths, BUILTINS, Limits(**limits), source=source, reference=reference)
    return documents(list(made))


def test_lines_belong_together(files: Path) -> None:
    (document,) = run("hyp.txt", source="src.txt", reference="ref.txt")
    assert (document.name, document.running) == ("hyp.txt", False)
    assert [(s.line, s.source, s.reference, s.text) for s in document.segments] == [
        (1, "Ein Boot.", "One boat.", "A boat."),
        (2, "Zwei Boote. Und Ruder.", "Two boats, and oars.", "Two boats. And oars."),
        (3, "", "", ""),
        (4, "Ende", "End", "The end"),
    ]


def test_a_reference_alone(files: Path) -> None:
    (document,) = run("hyp.txt", reference="ref.txt")
    assert {s.source for s in document.segments} == {None}
    assert document.segments[0].reference == "One boat."


def test_packed_and_other_encodings(files: Path) -> None:
    Path("src.gz").write_bytes(gzip.compress(Path("src.txt").read_bytes()))
    Path("ref.txt").write_bytes("Café\nà la\n\nfin".encode("utf-16"))
    (document,) = run("hyp.txt", source="src.gz", reference="ref.txt")
    assert [s.source for s in document.segments][:1] == ["Ein Boot."]
    assert [s.reference for s in document.segments] == ["Café", "à la", "", "fin"]


def test_several_systems(files: Path) -> None:
    Path("b.txt").write_text("x\ny\nz\nw\n")
    found = run("hyp.txt", "b.txt", source="src.txt")
    assert [(one.name, one.segments[3].source) for one in found] == [
        ("hyp.txt", "Ende"),
        ("b.txt", "Ende"),
    ]


def test_other_numbers_of_lines(files: Path) -> None:
    Path("short.txt").write_text("a\nb\n")
    (said,) = run("hyp.txt", source="src.txt", reference="short.txt")
    assert said == Unreadable(
        name="hyp.txt",
        message="it has 4 lines and short.txt has 2: line by line they must belong together",
    )


def test_pieces(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.readers.parallel.PIECE_UNITS", 3)
    found = run("hyp.txt", source="src.txt")
    assert [(one.name, s.line, s.source) for one in found for s in one.segments] == [
        ("hyp.txt#1", 1, "Ein Boot."),
        ("hyp.txt#1", 2, "Zwei Boote. Und Ruder."),
        ("hyp.txt#1", 3, ""),
        ("hyp.txt#2", 4, "Ende"),
    ]


@pytest.mark.parametrize(
    ("path", "source", "message"),
    [
        ("no.txt", "src.txt", "No such file or directory"),
        ("hyp.txt", "no.txt", "no.txt: No such file or directory"),
        (".", "src.txt", "--source and --reference go with files, not with a folder"),
        ("-", "src.txt", "--source and --reference go with files, not with standard input"),
        (
            "a.jsonl",
            "src.txt",
            "--source and --reference go with plain text and with catalogues of",
        ),
        ("hyp.txt", "nul.txt", "not text: it has NUL or control characters"),
        ("a.arb", "src.txt", "its source src.txt: not JSON"),
    ],
)
def test_what_cannot_be_paired(files: Path, path: str, source: str, message: str) -> None:
    Path("a.jsonl").write_text('{"text": "x"}\n')
    Path("a.arb").write_text('{"a": "b"}')
    Path("nul.txt").write_bytes(b"a\0\nb\nc\nd\n")
    (said,) = run(path, source=source)
    assert isinstance(said, Unreadable)
    assert said.message.startswith(message)


def test_a_line_over_the_limit(files: Path) -> None:
    Path("src.txt").write_text("a\n" + "b" * 500 + "\nc\nd\n")
    (said,) = run("hyp.txt", source="src.txt", document_bytes=100)
    assert said.message == "line 2: larger than 100 bytes, the limit for one document"


@pytest.mark.parametrize(
    "header",
    [
        "id,source,target,reference,note,state,max_length",
        "ID,src,tgt,ref,Comment,Status,maxlength",
        "key,original,translation,ref,comments,state,max-length",
        "unit,source_text,target_text,reference,notes,state,max_length",
        "id,source,mt,ref,note,state,max_length",
    ],
)
def test_columns_by_many_names(read, header: str) -> None:
    (document,) = read("a.csv", f"{header}\n1,Ja,Yes,Yeah,A button,final,20\n")
    (segment,) = document.segments
    assert (segment.unit, segment.source, segment.text) == ("1", "Ja", "Yes")
    assert (segment.reference, segment.note, segment.state) == ("Yeah", "A button", "final")
    assert (segment.max_length, segment.meta, document.running) == (20, {}, False)


def test_languages_of_a_table(read) -> None:
    header = "source\ttarget\tsource_lang\ttarget_lang\tcontext\n"
    (one,) = read("a.tsv", header + "Ja\tYes\tde_DE\ten\tc\nNein\tNo\tde_DE\ten\t\n")
    assert (one.source_lang, one.lang) == ("de-DE", "en")
    assert one.segments[0].meta["context"] == "c"
    (mixed,) = read("b.tsv", header + "Ja\tYes\tde\ten\t\nNein\tNon\tde\tfr\t\n")
    assert (mixed.source_lang, mixed.lang) == ("de", None)


def test_a_table_without_a_source_is_running_text(read) -> None:
    (document,) = read("a.csv", "id,target\n1,Yes.\n2,No.\n")
    assert document.running
    (text, _) = read("b.csv", "text,translation\nOne.,Eins.\nTwo.,Zwei.\n")
    assert text.running
    assert text.meta == {"translation": "Eins."}


def test_a_table_in_pieces(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.readers.table.PIECE_UNITS", 2)
    data = 'source,target\n"a\nb",x\n\nc,y\nd,z\n\n\ne,"v\nw"\nf,u\n'
    found = read("a.csv", data)
    assert [(one.name, s.line, s.source, s.text) for one in found for s in one.segments] == [
        ("a.csv#1", 2, "a\nb", "x"),
        ("a.csv#1", 5, "c", "y"),
        ("a.csv#2", 6, "d", "z"),
        ("a.csv#2", 9, "e", "v\nw"),
        ("a.csv#3", 11, "f", "u"),
    ]


PAIRS = """\
{"id": "a", "source": "Ja", "target": "Yes", "note": "n", "target_lang": "en"}

{"id": "b", "src": "Nein", "mt": "No\\ud800", "max_length": 7, "score": 0.5}
"""


def test_json_lines_of_pairs(read) -> None:
    (document,) = read("a.jsonl", PAIRS)
    assert (document.name, document.lang, document.running) == ("a.jsonl", "en", False)
    assert [(s.line, s.unit, s.source, s.text) for s in document.segments] == [
        (1, "a", "Ja", "Yes"),
        (3, "b", "Nein", "No\ufffd"),
    ]
    assert document.segments[1].max_length == 7
    assert document.segments[1].meta == {"score": 0.5}


def test_json_lines_of_pairs_and_documents(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.readers.jsonlines.PIECE_UNITS", 1)
    found = read("a.jsonl", PAIRS + '{"id": "1", "text": "One."}\n{"target": \n')
    assert [one.name for one in found] == ["a.jsonl#1", "a.jsonl#1~2", "a.jsonl#5", "a.jsonl#2"]
    assert isinstance(found[2], Unreadable)
    assert found[3].segments[0].unit == "b"


def test_a_json_list_of_pairs(read) -> None:
    (document,) = read("a.json", '[{"source": "Ja", "target": "Yes"}, {"src": "b", "tgt": "c"}]')
    assert [(s.source, s.text) for s in document.segments] == [("Ja", "Yes"), ("b", "c")]
    assert not document.running


def test_another_source_is_another_document_to_the_cache(files: Path) -> None:
    def sources() -> list[str | None]:
        run = mtqc.check_paths(["hyp.txt"], source="src.txt", fast=True, jobs=1, cache_dir="cache")
        assert run.summary.problems == 0
        return [segment.source for segment in run]

    before = sources()
    Path("src.txt").write_text("Kein Boot.\nZwei\n\nEnde\n")
    assert before[0] == "Ein Boot."
    assert sources()[0] == "Kein Boot."
    assert sources()[0] == "Kein Boot."


def test_unequal_files_end_the_command_with_2(files: Path) -> None:
    Path("src.txt").write_text("a\n")
    arguments = ["check", "hyp.txt", "--source", "src.txt", "--fast", "--report", "jsonl:r.jsonl"]
    done = subprocess.run(
        [sys.executable, "-m", "mtqc", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "hyp.txt: it has 4 lines and src.txt has 1" in done.stderr
