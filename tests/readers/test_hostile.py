"""Inputs that are broken or mean harm: a clear line for each, and the rest goes on."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import tracemalloc
import zipfile

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Unreadable, UnreadableInput
from mtqc.readers import BUILTINS, reader_for
from mtqc.readers.jsonlines import JsonLines
from mtqc.readers.table import Table

from .conftest import split


def texts(found: list[Document | Unreadable]) -> list[str]:
    assert all(isinstance(one, Document) for one in found), found
    return [segment.text for one in found for segment in one.segments]


def said(found: list[Document | Unreadable]) -> str:
    (one,) = found
    assert isinstance(one, Unreadable)
    return one.message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Café fermé. Déjà.".encode("cp1252"), ["Café fermé.", "Déjà."]),
        ("“Café” – fermé.".encode("cp1252"), ["“Café” – fermé."]),
        ("Café.".encode("utf-8-sig"), ["Café."]),
        ("Café. Да.".encode("utf-16"), ["Café.", "Да."]),
        (b"\xfe\xff" + "Да.".encode("utf-16-be"), ["Да."]),
        ("Да.".encode("utf-32"), ["Да."]),
        ("Ein Café, ein Fluß, ein Öl".encode() + b" \xff!", ["Ein Café, ein Fluß, ein Öl \ufffd!"]),
        (b"\xff\xfeA", ["\ufffd"]),
        ("a\u202eb\u200bc\u2066d".encode(), ["a\u202eb\u200bc\u2066d"]),
    ],
)
def test_encodings(read, data: bytes, expected: list[str]) -> None:
    assert texts(read("a.txt", data)) == expected


def test_statistics_find_other_scripts(read) -> None:
    russian = (
        "Паром снова опоздал, и люди на причале ждали его с полудня. Никто не объяснил почему."
    )
    assert texts(read("a.txt", russian.encode("cp1251")))[0].startswith("Паром снова")
    japanese = "フェリーはまた遅れて、桟橋の人々は正午から待っていた。誰も理由を説明しなかった。"
    assert texts(read("a.txt", japanese.encode("shift_jis")))[0].startswith("フェリーは")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xff\xfe"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl"])
def test_nothing_but_white_space(read, name: str, data: bytes) -> None:
    assert texts(read(name, data)) == []


def test_nul(read) -> None:
    assert said(read("a.txt", b"text\0more")) == "not text: byte 5 is NUL"
    assert said(read("a.bin", b"text\0more")) == "not text, and no format that mtqc reads"
    assert "NUL" in said(read("a.csv", b"text\nab\0c\n"))


@pytest.mark.parametrize(
    "head", [b"%PDF-1.7\n", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04"]
)
def test_known_binary_files(head: bytes) -> None:
    with pytest.raises(UnreadableInput):
        reader_for("file", head, BUILTINS)


def test_document_over_the_limit(read) -> None:
    assert said(read("a.txt", b"x" * 101, document_bytes=100)) == (
        "larger than 100 bytes, the limit for one document"
    )
    assert len(texts(read("a.txt", b"x" * 100, document_bytes=100))) == 1


class Endless(io.RawIOBase):
    """A line of many million bytes that is never in memory as a whole."""

    def __init__(self, begin: bytes, middle: int, end: bytes) -> None:
        self._parts = [begin, *[b"x" * (1 << 16)] * (middle >> 16), end]
        self._parts.reverse()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._parts:
            return 0
        part = self._parts.pop()
        count = min(len(buffer), len(part))
        buffer[:count] = part[:count]
        if part[count:]:
            self._parts.append(part[count:])
        return count


@pytest.mark.parametrize(
    ("reader", "begin", "end", "names"),
    [
        (JsonLines(), b'{"text":"A."}\n{"text":"', b'"}\n{"text":"B."}\n', ["f#1", "f#2", "f#3"]),
        (Table(), b"text\nA.\n", b"\nB.\n", ["f#2", "f#3", "f#4"]),
        (Table(), b'text,n\nA.,1\n"', b'",2\nB.,3\n', ["f#2", "f#3", "f#4"]),
        (Table(), b'text,n\nA.,1\n"\n', b'\n",2\nB.,3\n', ["f#2", "f#3", "f#6"]),
    ],
)
def test_endless_line(reader, begin: bytes, end: bytes, names: list[str]) -> None:
    stream = io.BufferedReader(Endless(begin, 100_000_000, end))
    tracemalloc.start()
    found = list(reader.split(stream, "f", Limits(document_bytes=1_000_000)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.name for one in found] == names
    assert [isinstance(one, Unreadable) for one in found] == [False, True, False]
    assert found[1].message.endswith("larger than 1 MB, the limit for one document")
    assert peak < 10_000_000


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_decompression_bomb(read, pack) -> None:
    bomb = pack(b"\n" * 3_000_000)
    message = said(read("a.jsonl", bomb, inflation=100, inflation_from=1_000_000))
    assert message.startswith("a decompression bomb")
    assert "larger than" in said(read("a.txt", bomb, document_bytes=1_000_000))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_truncated(read, pack) -> None:
    line = b'{"text": "%d"}\n'
    data = pack(b"".join(line % number**9 for number in range(20_000)))
    found = read("a.jsonl", data[: len(data) // 2])
    assert len(found) > 1000
    assert isinstance(found[-1], Unreadable)
    assert found[-1].message == "the compressed file is truncated"
    assert said(read("a.txt", pack(b"short")[:-3])) == "the compressed file is truncated"


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_broken_archive(read, pack) -> None:
    data = bytearray(pack(os.urandom(2000)))
    data[4:900] = b"\xff" * 896
    assert "broken" in said(read("a.txt", bytes(data)))


@pytest.mark.parametrize("value", ["[" * 100_000, '{"text":' * 100_000, '{"a":' + "[" * 100_000])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_deep_json(read, name: str, value: str) -> None:
    assert said(read(name, value)).endswith("JSON nested too deeply")


def test_numbers_beyond_reason(read) -> None:
    found = read("a.jsonl", '{"text":"a","n":1e999}\n{"text":"b","n":' + "9" * 6000 + "}\n")
    assert found[0].segments[0].text == "a"
    assert len(found) == 2


def test_deep_html(read) -> None:
    found = read("a.html", "<div>" * 20_000 + "<p>Deep down.</p>")
    assert len(found) == 1
    read("b.html", "<b>" * 20_000 + "x" + "</i>" * 20_000)


def test_html_is_never_markup_in_the_text(read) -> None:
    page = (
        "<html><body><p>It rained. <img src=x onerror=alert(1)></p><style>p{}</style>"
        "<noscript>no</noscript><!-- secret --><svg><text>pic</text></svg>"
        "<p>&lt;b&gt; stays text.</p></body></html>"
    )
    text = " ".join(texts(read("a.html", page)))
    assert "It rained." in text
    assert "<b> stays text." in text
    for word in ("alert", "p{}", "secret", "pic"):
        assert word not in text


@pytest.mark.parametrize(
    "data", [b"", b"not a zip", b"PK\x03\x04 nor this", b"PK\x05\x06" + b"\0" * 18]
)
def test_docx_that_is_none(read, data: bytes) -> None:
    assert said(read("a.docx", data)).startswith("not a DOCX document")


def _zip(content: bytes, name: str = "word/document.xml") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def test_docx_bomb(read) -> None:
    message = said(read("a.docx", _zip(b"x" * 2_000_000), document_bytes=1_000_000))
    assert message == "unpacked larger than 1 MB, the limit for one document"


def test_docx_without_its_parts(read) -> None:
    assert said(read("a.docx", _zip(b"<w/>"))).startswith("not a DOCX document")


def test_table_with_an_open_quote(read) -> None:
    found = read("a.csv", 'id,text\n1,"never closed\n2,x\n')
    assert len(found) == 1


def test_table_with_a_huge_field(read) -> None:
    (document,) = read("a.csv", "id,text\n1," + "word " * 60_000 + "\n")
    assert len(document.text) > 250_000


def split_or_refuse(reader, data: bytes) -> None:
    """Documents, or an error with something to say, and nothing else."""
    with contextlib.suppress(UnreadableInput):
        split(reader, data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=200))
@pytest.mark.parametrize("reader", BUILTINS, ids=lambda reader: reader.name)
def test_any_bytes(reader, data: bytes) -> None:
    split_or_refuse(reader, data)


FRAMES = {
    "text": "{}",
    "markdown": "# {}\n\n- {}\n",
    "html": "<html><body><article><h1>{}</h1><p>{}</p></article></body></html>",
    "jsonl": '{{"text": "{}"}}\n{{"segments": ["{}"]}}',
    "json": '[{{"text": "{}"}}, {{"segments": ["{}"]}}]',
    "table": 'id,text\n"{}","{}"\n',
}


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=60))
@pytest.mark.parametrize("name", FRAMES)
def test_any_text(name: str, text: str) -> None:
    (reader,) = (reader for reader in BUILTINS if reader.name == name)
    data = FRAMES[name].format(text, text).encode("utf-8", "replace")
    split_or_refuse(reader, data)
