"""Golden small inputs of every format."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import docx
import pytest
import zstandard

from mtqc.core.document import Document
from mtqc.core.reader import Unreadable
from mtqc.readers import BUILTINS


def rows(found: list[Document | Unreadable]) -> list[tuple[str, int, str]]:
    assert all(isinstance(one, Document) for one in found), found
    return [(one.name, s.line, s.text) for one in found for s in one.segments]


def problems(found: list[Document | Unreadable]) -> dict[str, str]:
    return {one.name: one.message for one in found if isinstance(one, Unreadable)}


TEXT = "A dull day in Vell\n\nRain fell. It stopped.\n"
TEXT_ROWS = [(1, "A dull day in Vell"), (3, "Rain fell."), (3, "It stopped.")]


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "README", "a.unknown"])
def test_plain_text(read, name: str) -> None:
    assert rows(read(name, TEXT)) == [(name, line, text) for line, text in TEXT_ROWS]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.gz", "a.txt"])
def test_gzip(read, name: str) -> None:
    data = gzip.compress(TEXT.encode()[:20]) + gzip.compress(TEXT.encode()[20:])
    assert [row[1:] for row in rows(read(name, data))] == TEXT_ROWS


@pytest.mark.parametrize("name", ["a.txt.zst", "a.zst", "a.txt"])
def test_zstd(read, name: str) -> None:
    data = zstandard.compress(TEXT.encode()[:20]) + zstandard.compress(TEXT.encode()[20:])
    assert [row[1:] for row in rows(read(name, data))] == TEXT_ROWS


MARKDOWN = """\
---
title: "A dull day"
---
# A *dull* day

Rain fell on [Vell](http://example.org/not-text "nor this"). It
stopped. Run `ls`. ![a map](map.png)

- bread
- two boats. And oars.

```
no text
```

| a head | b |
|---|---|
| cell one | cell two |

<div>In a <b>box</b>.</div><!-- no text -->

Under the line
--------------
"""


def test_markdown(read) -> None:
    (document,) = read("a.md", MARKDOWN)
    assert [(s.line, s.heading, s.text) for s in document.segments] == [
        (4, True, "A dull day"),
        (6, False, "Rain fell on Vell."),
        (6, False, "It\nstopped."),
        (7, False, "Run ls."),
        (9, False, "bread"),
        (10, False, "two boats."),
        (10, False, "And oars."),
        (16, False, "a head"),
        (16, False, "b"),
        (18, False, "cell one"),
        (18, False, "cell two"),
        (20, False, "In a box."),
        (22, True, "Under the line"),
    ]
    assert document.meta == {"title": "A dull day"}


PAGE = """\
<!DOCTYPE html><html lang="en-GB"><head><title>Rain in Vell | The Vell Daily</title>
<meta charset="{charset}"><meta property="article:published_time" content="2023-04-05">
<link rel="canonical" href="https://daily.example/rain"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>Rain in Vell</h1>
<p>The rain began on <b>Monday</b> night and it
did not end before Thursday. The café by the river was flooded.</p>
<script>alert("not text")</script>
<h2>What comes next</h2>
<p>The council will meet in the town hall on Friday evening.<br>Nobody expects much of it.</p>
<ul><li>Sandbags are at the pier</li></ul></article>
<footer>Copyright, all rights reserved</footer></body></html>
"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_html(read, charset: str) -> None:
    (document,) = read("a.html", PAGE.format(charset=charset).encode(charset))
    assert [(s.heading, s.text) for s in document.segments] == [
        (True, "Rain in Vell"),
        (False, "The rain began on Monday night and it did not end before Thursday."),
        (False, "The café by the river was flooded."),
        (True, "What comes next"),
        (False, "The council will meet in the town hall on Friday evening."),
        (False, "Nobody expects much of it."),
        (False, "Sandbags are at the pier"),
    ]
    assert document.lang is None
    assert document.meta["lang"] == "en-GB"
    assert document.meta["title"] == "Rain in Vell"
    assert document.meta["date"] == "2023-04-05"
    assert document.meta["url"] == "https://daily.example/rain"


def test_html_without_main_content(read) -> None:
    (document,) = read("a.htm", "<html><body><div>Oh<script>no()</script>!<h3>Hm</h3></div>")
    assert [(s.heading, s.text) for s in document.segments] == [(False, "Oh!"), (True, "Hm")]


def test_html_by_its_first_bytes(read) -> None:
    (document,) = read("page", PAGE.format(charset="utf-8"))
    assert document.segments[0].text == "Rain in Vell"


JSONL = r"""
{"id": "a", "text": "One. Two.", "lang": "en", "topic": {"k": [1]}}

{"id": "a", "segments": ["x. y.\n", {"target": "b", "source": "c", "reference": "d", "id": 7}]}
{"body": "Three."}
{"id": 12, "text": "a\ud800b"}
{"id": null, "segments": [{"text": "Four.", "z": 1}]}
"""


def test_json_lines(read) -> None:
    found = read("a.jsonl", JSONL)
    assert rows(found) == [
        ("a.jsonl#a", 2, "One."),
        ("a.jsonl#a", 2, "Two."),
        ("a.jsonl#a~2", 4, "x. y."),
        ("a.jsonl#a~2", 4, "b"),
        ("a.jsonl#5", 5, "Three."),
        ("a.jsonl#12", 6, "a\ufffdb"),
        ("a.jsonl#7", 7, "Four."),
    ]
    assert found[0].lang == "en"
    assert found[0].meta == {"topic": {"k": [1]}}
    unit = found[1].segments[1]
    assert (unit.unit, unit.source, unit.reference) == ("7", "c", "d")
    assert found[-1].segments[0].meta == {"z": 1}


def test_ids_become_unique_names(read) -> None:
    lines = ['{"id":"x~2","text":""}'] + ['{"id":"x","text":""}'] * 3 + ['{"id":"x~2","text":""}']
    names = [one.name for one in read("a.jsonl", "\n".join(lines))]
    assert names == ["a.jsonl#x~2", "a.jsonl#x", "a.jsonl#x~3", "a.jsonl#x~4", "a.jsonl#x~2~2"]


def test_odd_ids_make_plain_names(read) -> None:
    long = "i" * 5000
    lines = ["../../etc", "a\\nb\\u0000 c", "\\ud800", long]
    found = read("a.jsonl", "\n".join(f'{{"id":"{one}","text":"x"}}' for one in lines))
    assert [one.name for one in found[:3]] == [
        "a.jsonl#../../etc",
        "a.jsonl#a b\0 c",
        "a.jsonl#\ufffd",
    ]
    assert len(found[3].name) < 300


def test_json_lines_that_are_none(read) -> None:
    lines = [
        '{"id": "ok", "text": "Fine."}',
        "{broken",
        "[1, 2]",
        '{"title": "x"}',
        '{"text": 5}',
        '{"segments": {"a": 1}}',
        '{"segments": [{"source": "only"}]}',
        '{"segments": [7]}',
        '{"id": "last", "text": "Fine too."}',
    ]
    found = read("a.jsonl", "\n".join(lines))
    assert [one.name for one in found if isinstance(one, Document)] == [
        "a.jsonl#ok",
        "a.jsonl#last",
    ]
    said = problems(found)
    assert len(said) == 7
    assert said["a.jsonl#2"].startswith("line 2: not JSON")
    assert said["a.jsonl#4"] == 'line 4: a "text" or "segments" field is expected; found: title'
    assert said["a.jsonl#5"] == 'line 5: "text" must be a string, not a number'
    assert said["a.jsonl#7"] == 'line 7: segment 1: a "target" is expected; found: source'


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ('{"id": "a", "text": "One."}', ["a.json"]),
        ('[{"id": "a", "text": "One."}, {"text": "Two."}]', ["a.json#a", "a.json#2"]),
        ('{"text": "One."}\n{"text": "Two."}\n', ["a.json#1", "a.json#2"]),
        ('{\n "text":\n "One."\n}', ["a.json"]),
        ("[]", []),
    ],
)
def test_json(read, data: str, names: list[str]) -> None:
    assert [one.name for one in read("a.json", data)] == names


CSV = """\
id,Text,topic
a,"He said ""no"", twice. She left.",x
,"Over
two lines.",
c,too,many,cells
a,Last.,y
"""


def test_table_of_documents(read) -> None:
    found = read("a.csv", CSV)
    assert problems(found) == {"a.csv#c": "line 5: 4 columns, where the header has 3"}
    assert rows([one for one in found if isinstance(one, Document)]) == [
        ("a.csv#a", 2, 'He said "no", twice.'),
        ("a.csv#a", 2, "She left."),
        ("a.csv#3", 3, "Over"),
        ("a.csv#3", 3, "two lines."),
        ("a.csv#a~2", 6, "Last."),
    ]
    assert found[0].meta == {"topic": "x"}


@pytest.mark.parametrize("mark", [";", "|", "\t"])
def test_other_delimiters(read, mark: str) -> None:
    assert rows(read("a.csv", f"id{mark}text\n1{mark}One, two.\n")) == [("a.csv#1", 2, "One, two.")]


TSV = 'id\tsource\ttarget\tnote\nu1\tHallo\tHello "there\tn\nu2\tWelt\t"The ""world"""\t\nu3\n'


def test_table_of_segments(read) -> None:
    (document,) = read("a.tsv", TSV)
    assert [(s.line, s.unit, s.source, s.text, s.note, s.meta) for s in document.segments] == [
        (2, "u1", "Hallo", 'Hello "there', "n", {}),
        (3, "u2", "Welt", 'The "world"', None, {"note": ""}),
        (4, "u3", None, "", None, {}),
    ]
    assert not document.running


def test_table_in_another_encoding(read) -> None:
    data = "id,text\n1,\u201cCafé\u201d fermé.\n2,Déjà vu.\n"
    expected = [("a.csv#1", 2, "“Café” fermé."), ("a.csv#2", 3, "Déjà vu.")]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert rows(read("a.csv", data.encode(encoding))) == expected


def test_table_without_text(read) -> None:
    (said,) = problems(read("a.csv", "name,age\nx,3\n")).values()
    assert said.endswith("found: name, age")
    assert '"text"' in said


def test_empty_table(read) -> None:
    assert problems(read("a.csv", ""))["a.csv"].endswith("found: nothing")


def _parquet(columns: dict[str, list[object]], **options: object) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    sink = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), sink, **options)
    return sink.getvalue()


def test_parquet_of_documents(read) -> None:
    data = _parquet({"id": [4, 5, 4], "Text": ["One. Two.", None, "x"], "n": [1.5, 2.0, None]})
    for name, content in (("a.parquet", data), ("a.parquet.gz", gzip.compress(data)), ("p", data)):
        found = read(name, content)
        assert [one.name for one in found] == [f"{name}#4", f"{name}#5", f"{name}#4~2"]
        assert [s.text for s in found[0].segments] == ["One.", "Two."]
        assert found[0].meta == {"n": 1.5}
        assert found[1].message == 'row 2: "text" must be a string, not null'


def test_parquet_of_segments(read) -> None:
    (document,) = read("a.parquet", _parquet({"target": ["a", "b"], "source": ["c", None]}))
    assert [(s.line, s.text, s.source) for s in document.segments] == [
        (1, "a", "c"),
        (2, "b", None),
    ]


def test_parquet_over_the_limit(read) -> None:
    data = _parquet({"text": ["short.", "long " * 1000, "end."]})
    found = read("a.parquet", data, document_bytes=2000)
    assert list(problems(found)) == ["a.parquet#2"]
    assert len(found) == 3


def test_parquet_that_is_none(read) -> None:
    pytest.importorskip("pyarrow")
    assert "not a Parquet file" in problems(read("a.parquet", b"PAR1 or not"))["a.parquet"]


def test_parquet_without_pyarrow(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = problems(read("a.parquet", b"PAR1"))["a.parquet"]
    assert said == "Parquet needs pyarrow: pip install 'mtqc[parquet]'"


def test_docx(read) -> None:
    written = docx.Document()
    written.core_properties.title = "Rain"
    written.add_heading("Rain in Vell", 1)
    written.add_paragraph("It rained. ").add_run("It stopped.").bold = True
    table = written.add_table(1, 2)
    table.cell(0, 0).text = "cell one"
    table.cell(0, 1).text = "cell two"
    written.save("a.docx")
    (document,) = read("a.docx")
    assert [(s.heading, s.text) for s in document.segments] == [
        (True, "Rain in Vell"),
        (False, "It rained."),
        (False, "It stopped."),
        (False, "cell one"),
        (False, "cell two"),
    ]
    assert document.meta["title"] == "Rain"
    data = Path("a.docx").read_bytes()
    assert [len(one.segments) for one in read("noname", data)] == [5]


def test_names_and_suffixes_of_readers_are_unique() -> None:
    names = [reader.name for reader in BUILTINS]
    suffixes = [suffix for reader in BUILTINS for suffix in reader.suffixes]
    assert len(set(names)) == len(names)
    assert len(set(suffixes)) == len(suffixes)
