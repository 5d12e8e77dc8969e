"""XML, PO and catalogues that mean harm, are cut off, or are nothing at all."""

from __future__ import annotations

import io
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.android import Android
from mtqc.readers.apple import Strings, StringsDict
from mtqc.readers.po import Po
from mtqc.readers.tmx import Tmx
from mtqc.readers.xliff import Xliff
from tests.readers.conftest import split

XLIFF = (
    '<xliff version="1.2"><file original="a" source-language="en" target-language="de"><body>'
    '<trans-unit id="1"><source>One</source><target>Eins</target></trans-unit>\n'
    '<trans-unit id="2"><source>Two</source><target>{}</target></trans-unit>\n'
    "</body></file></xliff>"
)
TMX = (
    '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>One</seg></tuv>'
    '<tuv xml:lang="de"><seg>{}</seg></tuv></tu></body></tmx>'
)
ANDROID = '<resources><string name="a">{}</string></resources>'
PLIST = "<plist><dict><key>a</key><string>{}</string></dict></plist>"
FORMATS = [("a.xlf", XLIFF), ("a.tmx", TMX), ("a.xml", ANDROID), ("a.strings", PLIST)]


def bomb(text: str) -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    root = text[1 : text.index(" ") if " " in text.split(">")[0] else text.index(">")]
    return f"<!DOCTYPE {root} [{entities}]>{text.format('&a9;')}"


@pytest.mark.parametrize(("name", "text"), FORMATS)
def test_a_billion_laughs(read, name: str, text: str) -> None:
    (said,) = read(name, bomb(text))
    assert isinstance(said, Unreadable)
    assert said.message == "line 1: it declares the entity a0: refused"


@pytest.mark.parametrize(("name", "text"), FORMATS)
@pytest.mark.parametrize("kind", ["SYSTEM", 'PUBLIC "x"'])
def test_nothing_outside_the_file_is_read(read, tmp_path: Path, name: str, text: str, kind) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    for declared in (f"<!ENTITY e {kind} '{secret}'>", f"<!ENTITY % e {kind} '{secret}'> %e;"):
        (said,) = read(name, f"<!DOCTYPE r [{declared}]>{text.format('&e;')}")
        assert isinstance(said, Unreadable)
        assert "secret" not in said.message


@pytest.mark.parametrize(("name", "text"), FORMATS)
def test_a_document_type_is_not_loaded(read, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "x.dtd").write_text('<!ENTITY e "from outside">')
    assert "Drei" in str(read(name, f'<!DOCTYPE r SYSTEM "x.dtd">{text.format("Drei")}'))
    (said,) = read(name, f'<!DOCTYPE r SYSTEM "x.dtd">{text.format("&e;")}')
    assert isinstance(said, Unreadable)
    assert said.message.endswith("the entity &e; is not resolved")


@pytest.mark.parametrize(("name", "text"), FORMATS)
def test_cut_off_anywhere(read, name: str, text: str) -> None:
    whole = text.format("Zwei")
    for end in range(len(whole) // 3, len(whole) - 1, 7):
        for one in read(name, whole[:end]):
            assert isinstance(one, Unreadable), whole[:end]
            assert one.message.startswith("line ")


def test_pieces_before_the_cut_are_read(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.readers.xmlcut.PIECE_UNITS", 1)
    unit = '<trans-unit id="{}"><source>a</source></trans-unit>\n'
    data = XLIFF.format("x").replace("</body></file></xliff>", unit.format(3) + "<trans-unit")
    *documents, said = read("a.xlf", data)
    assert [one.name for one in documents] == ["a.xlf#1", "a.xlf#2", "a.xlf#3"]
    assert said == Unreadable(name="a.xlf", message="line 4: the XML ends too early: truncated?")


@pytest.mark.parametrize(("name", "text"), FORMATS)
def test_nested_without_end(read, name: str, text: str) -> None:
    (said,) = read(name, text.format("<g>" * 5000 + "</g>" * 5000))
    assert said.message == f"line {2 if name == 'a.xlf' else 1}: XML nested too deeply"


@pytest.mark.parametrize("opening", ["<group>", "<a>"])
def test_nested_above_the_units(read, opening: str) -> None:
    data = XLIFF.replace("<body>", "<body>" + opening * 5000)
    (said,) = read("a.xlf", data)
    assert said.message == "line 1: XML nested too deeply"


def test_another_root(read) -> None:
    (said,) = read("a.xlf", "<html><body/></html>")
    assert said.message == "line 1: the root is <html>, not <xliff>"
    (said,) = read("a.tmx", XLIFF)
    assert said.message == "line 1: the root is <xliff>, not <tmx>"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "\n \n",
        "plain words",
        "<xliff",
        "<?xml version='1.0' encoding='no-such'?><xliff/>",
        "<?xml version='1.0' encoding='hex'?><xliff/>",
        b"\xff\xfe<\0",
        b"<xliff>\xff</xliff>",
        b"\0\0\0",
        "<xliff><file><trans-unit></xliff>",
        "<xliff a='1' a='2'/>",
        "<xliff><x:y/></xliff>",
    ],
)
def test_what_is_no_xliff(read, data: str | bytes) -> None:
    (said,) = read("a.xlf", data)
    assert isinstance(said, Unreadable)


class Repeating(io.RawIOBase):
    """A beginning, then one part again and again; says how much of it was read."""

    def __init__(self, begin: bytes, part: bytes) -> None:
        self._held = begin
        self._part = part * 1000
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._held:
            self._held = self._part
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        self.read_bytes += count
        return count


OPEN = b'<xliff version="1.2"><file original="a"><body>'


@pytest.mark.parametrize(
    ("reader", "begin", "part"),
    [
        (Xliff(), OPEN + b"<trans-unit><source>", b"word "),
        (Xliff(), OPEN + b"<trans-unit><source>", b"<x/>"),
        (Xliff(), OPEN + b'<trans-unit id="', b"word "),
        (Xliff(), OPEN + b"<!-- ", b"word "),
        (Xliff(), b"<xliff ", b"word"),
        (Tmx(), b'<tmx><header srclang="en"/><body><tu><tuv><seg>', b"word "),
        (Po(), b'msgid "a"\nmsgstr ""\n', b'"word"\n'),
        (Android(), b"<resources><string>", b"word "),
        (Strings(), b'"a" = "', b"word "),
    ],
)
def test_endless_units(reader, begin: bytes, part: bytes) -> None:
    stream = Repeating(begin, part)
    with pytest.raises(UnreadableInput, match="larger than"):
        list(reader.split(io.BufferedReader(stream), "a", Limits(document_bytes=200_000)))
    assert stream.read_bytes < 8_000_000


@pytest.mark.parametrize("reader", [Xliff(), Tmx(), Po(), Android(), Strings(), StringsDict()])
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes(reader, data: bytes) -> None:
    for begin in (b"", b"<xliff><file><trans-unit>", b"<tmx><body><tu>", b'msgid "a"\nmsgstr "'):
        try:
            split(reader, begin + data)
        except UnreadableInput as error:
            said = str(error)
            if "\n" in said:
                raise


# What XML 1.0 and PO can both hold; line ends behind a text belong to its file, not to it.
TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff\ufeff"
    )
    | st.sampled_from('\n\t "\\<>&%'),
    max_size=30,
).map(lambda text: text.rstrip("\n"))
CODED = st.lists(
    TEXTS | st.sampled_from([("x", "1"), ("ph", "2"), ("g", "3"), ("mrk", "4")]), max_size=6
)


def _fill(parent, content: list) -> tuple[str, list[tuple[int, str, str]]]:
    """Puts text and codes into an element; what a reader must say of it."""
    text, codes = "", []
    last = None
    for one in content:
        if isinstance(one, str):
            if last is None:
                parent.text = (parent.text or "") + one
            else:
                last.tail = (last.tail or "") + one
            text += one
            continue
        tag, number = one
        last = etree.SubElement(parent, tag, id=number)
        if tag in ("g", "mrk"):
            last.text = "in"
            if tag == "g":
                codes += [(len(text), "open", number), (len(text) + 2, "close", number)]
            text += "in"
        else:
            last.text = "%s" if tag == "ph" else None
            codes.append((len(text), "alone", number))
    final = text.rstrip("\n")
    return final, [(min(at, len(final)), kind, number) for at, kind, number in codes]


def _said(codes) -> list[tuple[int, str, str]]:
    return [(code.at, code.kind, code.id) for code in codes]


@settings(max_examples=150, deadline=None)
@given(units=st.lists(st.tuples(CODED, CODED), min_size=1, max_size=5))
def test_xliff_as_lxml_writes_it(units) -> None:
    root = etree.Element("xliff", version="1.2")
    body = etree.SubElement(etree.SubElement(root, "file", original="a"), "body")
    wanted = []
    for number, (source, target) in enumerate(units):
        unit = etree.SubElement(body, "trans-unit", id=str(number))
        wanted.append(
            (
                _fill(etree.SubElement(unit, "source"), source),
                _fill(etree.SubElement(unit, "target"), target),
            )
        )
    (document,) = split(Xliff(), etree.tostring(root, encoding="utf-8"))
    assert [
        ((s.source, _said(s.source_codes)), (s.text, _said(s.codes))) for s in document.segments
    ] == wanted


@settings(max_examples=100, deadline=None)
@given(units=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_tmx_as_lxml_writes_it(units) -> None:
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(root, "header", srclang="en")
    body = etree.SubElement(root, "body")
    for pair in units:
        unit = etree.SubElement(body, "tu")
        for lang, text in zip(("en", "de"), pair, strict=True):
            holder = etree.SubElement(unit, "tuv")
            holder.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
            etree.SubElement(holder, "seg").text = text
    (document,) = split(Tmx(), etree.tostring(root, encoding="utf-8"))
    assert [(s.source, s.text) for s in document.segments] == units


@settings(max_examples=100, deadline=None)
@given(units=st.lists(st.tuples(TEXTS.filter(bool), TEXTS, st.booleans()), min_size=1, max_size=6))
def test_po_as_polib_writes_it(units) -> None:
    file = polib.POFile()
    file.metadata = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
    for source, target, fuzzy in units:
        file.append(polib.POEntry(msgid=source, msgstr=target, flags=["fuzzy"] if fuzzy else []))
    (document,) = split(Po(), str(file).encode())
    assert [(s.source, s.text, s.state == "fuzzy") for s in document.segments] == units
    assert document.lang == "de"


def test_a_long_file_is_read_in_the_time_of_its_length() -> None:
    """Not by a clock: a piece more must not mean another look at all pieces before."""
    unit = b'<trans-unit id="1"><source>a</source><target>b</target></trans-unit>\n'
    raws = Xliff().split(
        io.BytesIO(OPEN + unit * 9000 + b"</body></file></xliff>"), "a.xlf", Limits()
    )
    sizes = [len(raw.data) for raw in raws if isinstance(raw, Raw)]
    assert len(sizes) == 3
    assert max(sizes) < 5000 * len(unit)


def test_documents_keep_their_promises(read) -> None:
    (document,) = read("a.xlf", XLIFF.format("&#13;&#10;a&#13;b<x id='1'/>&#13;&#10;"))
    assert isinstance(document, Document)
    segment = document.segments[1]
    assert segment.text == "\na\nb"
    assert segment.codes[0].at == len(segment.text)
