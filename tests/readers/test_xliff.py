"""XLIFF 1.2, 2.0 and 2.1, and what tools make of 1.2."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqc.core.document import Code, Document
from mtqc.readers import pieces
from mtqc.text.xliff_inline import inline, place
from mtqc.text.xmltree import tree

FILES = Path(__file__).parent / "files"


def v12(body: str, attributes: str = 'original="a.html"') -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"\n'
        '  xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns:mq="MQXliff"'
        ' xmlns:m="http://www.memsource.com/mxlf/2.0">\n'
        f'<file {attributes} source-language="en-US" target-language="de_AT" datatype="html">'
        f"<body>\n{body}\n</body></file></xliff>\n"
    )


def v2(units: str, version: str = "2.0", file: str = "") -> str:
    return (
        f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="{version}" srcLang="en"'
        ' trgLang="fr" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0"'
        ' xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">'
        f'<file id="f1" {file}>\n{units}\n</file></xliff>\n'
    )


def unit(target: str = "<target>Ja</target>", attributes: str = "", more: str = "") -> str:
    return f'<trans-unit id="1" {attributes}><source>Yes</source>{target}{more}</trans-unit>'


def only(found: list) -> Document:
    (document,) = found
    assert isinstance(document, Document), document
    return document


def pairs(document: Document) -> list[tuple[str | None, str | None, str]]:
    return [(s.unit, s.source, s.text) for s in document.segments]


@pytest.mark.parametrize(
    "name", ["a.xlf", "a.xliff", "a.sdlxliff", "a.mxliff", "a.xml", "a", "a.XLF"]
)
def test_by_its_name_or_its_root(read, name: str) -> None:
    document = only(read(name, v12(unit())))
    assert document.name == name
    assert pairs(document) == [("1", "Yes", "Ja")]
    assert (document.source_lang, document.lang, document.running) == ("en-US", "de-AT", False)
    assert document.segments[0].line == 5


def test_what_a_unit_carries(read) -> None:
    body = unit(
        '\n<target state="needs-review-translation" state-qualifier="mt-suggestion">Ja</target>',
        'resname="button.yes" maxwidth="12" size-unit="char" approved="no"',
        '<note from="dev">A button.</note><note>Short!</note><context-group>'
        '<context context-type="sourcefile">a.c</context></context-group>'
        "<alt-trans><source>Yes.</source><target>Jawohl</target><note>old</note></alt-trans>",
    )
    (segment,) = only(read("a.xlf", v12(body))).segments
    assert segment.state == "needs-review-translation"
    assert segment.note == "A button.\nShort!"
    assert segment.max_length == 12
    assert segment.line == 6
    assert segment.meta == {
        "resname": "button.yes",
        "context": {"sourcefile": "a.c"},
        "approved": False,
        "state-qualifier": "mt-suggestion",
    }


@pytest.mark.parametrize(
    ("attributes", "target", "state"),
    [
        ('approved="yes"', "<target>Ja</target>", "approved"),
        ('approved="yes"', '<target state="final">Ja</target>', "final"),
        ('mq:status="ManuallyConfirmed"', "<target>Ja</target>", "ManuallyConfirmed"),
        ('m:confirmed="1"', "<target>Ja</target>", "confirmed"),
        ("", "<target>Ja</target>", None),
    ],
)
def test_states(read, attributes: str, target: str, state: str | None) -> None:
    (segment,) = only(read("a.xlf", v12(unit(target, attributes)))).segments
    assert segment.state == state


@pytest.mark.parametrize("said", ["", 'size-unit="pixel"', 'size-unit="byte"'])
def test_width_in_another_unit_is_no_length(read, said: str) -> None:
    (segment,) = only(read("a.xlf", v12(unit(attributes=f'maxwidth="12" {said}')))).segments
    assert segment.max_length is None


def test_missing_and_empty_targets(read) -> None:
    for target in ("", "<target/>", "<target></target>"):
        assert pairs(only(read("a.xlf", v12(unit(target))))) == [("1", "Yes", "")]


def test_what_is_not_to_be_translated(read) -> None:
    body = (
        unit(attributes='translate="no"')
        + f'<group translate="no">{unit()}'
        + '<trans-unit id="2" translate="yes"><source>b</source></trans-unit></group>'
        + '<trans-unit id="3"><source>c</source></trans-unit>'
        + '<bin-unit id="4" mime-type="x"><bin-source><internal-file>QQ</internal-file>'
        + "</bin-source></bin-unit>"
    )
    assert [s.unit for s in only(read("a.xlf", v12(body))).segments] == ["2", "3"]


def test_inline_codes(read) -> None:
    source = (
        '<bpt id="1" rid="7">&lt;b&gt;</bpt>Go<ept id="2" rid="7">&lt;/b&gt;</ept> '
        '<x id="3" equiv-text="{{name}}"/><bx id="4"/>now<ex id="5" rid="4"/>'
        '<it id="6" pos="open">[</it><ph id="8">%s<sub>not text</sub></ph>'
        '<g id="9">in <mrk mtype="term">it</mrk></g>'
    )
    body = f'<trans-unit id="1"><source>{source}</source><target>x<g id="9"/></target></trans-unit>'
    (segment,) = only(read("a.xlf", v12(body))).segments
    assert segment.source == "Go nowin it"
    assert [(code.at, code.kind, code.id) for code in segment.source_codes] == [
        (0, "open", "7"),
        (2, "close", "7"),
        (3, "alone", "3"),
        (3, "open", "4"),
        (6, "close", "4"),
        (6, "open", "6"),
        (6, "alone", "8"),
        (6, "open", "9"),
        (11, "close", "9"),
    ]
    shown = [code.shown for code in segment.source_codes]
    assert shown[:4] == ["<b>", "</b>", "{{name}}", '<bx id="4"/>']
    assert segment.codes == (Code(1, "open", "9", '<g id="9">'), Code(1, "close", "9", "</g>"))


def test_segmented_units(read) -> None:
    body = (
        '<trans-unit id="1"><source>A. B. C.</source><seg-source><g id="1">'
        '<mrk mtype="seg" mid="1">A.</mrk> <mrk mtype="seg" mid="2">B.</mrk></g> '
        '<mrk mtype="seg" mid="3">C.</mrk></seg-source><target>'
        '<mrk mtype="seg" mid="3">Z.</mrk> <g id="1"><mrk mtype="seg" mid="1">X.</mrk></g></target>'
        '<sdl:seg-defs><sdl:seg id="1" conf="Translated"/><sdl:seg id="3" conf="Draft"/>'
        "</sdl:seg-defs></trans-unit>"
    )
    document = only(read("a.sdlxliff", v12(body)))
    assert pairs(document) == [("1", "A.", "X."), ("1", "B.", ""), ("1", "C.", "Z.")]
    assert [s.state for s in document.segments] == ["Translated", None, "Draft"]
    assert [s.meta["segment"] for s in document.segments] == ["1", "2", "3"]


def test_a_target_that_is_not_segmented_is_one(read) -> None:
    body = (
        '<trans-unit id="1"><source>A. B.</source><seg-source><mrk mtype="seg" mid="1">A.</mrk> '
        '<mrk mtype="seg" mid="2">B.</mrk></seg-source><target>X. Y.</target></trans-unit>'
    )
    assert pairs(only(read("a.xlf", v12(body)))) == [("1", "A. B.", "X. Y.")]


def test_several_files_are_several_documents(read) -> None:
    one = '<file original="{}" source-language="en" target-language="{}"><body>{}</body></file>'
    files = [one.format("a.html", "de", unit()), one.format("a.html", "fr", unit())]
    files.append('<file id="3" source-language="en"><body>' + unit() + "</body></file>")
    found = read("a.xlf", f'<xliff version="1.2">{"".join(files)}</xliff>')
    assert [(one.name, one.lang) for one in found] == [
        ("a.xlf#a.html", "de"),
        ("a.xlf#a.html~2", "fr"),
        ("a.xlf#3", None),
    ]
    assert found[0].meta == {"original": "a.html"}


def test_no_units(read) -> None:
    assert only(read("a.xlf", v12(""))).segments == ()


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_version_two(read, version: str) -> None:
    units = (
        '<unit id="u1" name="greeting"><notes><note>Be nice.</note></notes>'
        '<originalData><data id="d1">&lt;br/&gt;</data></originalData>'
        "<mtc:matches><mtc:match ref='#1'><source>Hi</source><target>Nope</target></mtc:match>"
        "</mtc:matches>"
        '<segment id="s1" state="reviewed" subState="x:done"><source>Hi <pc id="1">you'
        '<ph id="2" dataRef="d1" disp="BR"/></pc><sc id="3"/>there<ec startRef="3"/>'
        '<mrk id="m1" translate="no">Tom</mrk><sm id="m2"/>!<em startRef="m2"/></source>\n'
        '<target>Salut <pc id="1">toi</pc></target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment id="s2"><source>Bye<cp hex="0007"/></source></segment></unit>'
    )
    document = only(read("a.xlf", v2(units, version)))
    assert (document.source_lang, document.lang) == ("en", "fr")
    assert pairs(document) == [("u1", "Hi youthereTom!", "Salut toi"), ("u1", "Bye", "")]
    first, second = document.segments
    assert (first.state, first.note, first.line) == ("reviewed", "Be nice.", 3)
    assert first.meta == {"name": "greeting", "segment": "s1", "sub-state": "x:done"}
    assert [(code.at, code.kind, code.id) for code in first.source_codes] == [
        (3, "open", "1"),
        (6, "alone", "2"),
        (6, "close", "1"),
        (6, "open", "3"),
        (11, "close", "3"),
    ]
    assert first.source_codes[1].shown == "BR"
    assert [code.shown for code in second.source_codes] == ['<cp hex="0007"/>']


def test_version_two_leaves_out_what_is_not_translated(read) -> None:
    segment = "<segment><source>a</source></segment>"
    units = (
        f'<group id="g" translate="no"><unit id="1">{segment}</unit>'
        f'<unit id="2" translate="yes">{segment}</unit></group>'
        f'<unit id="3" translate="no">{segment}</unit>'
    )
    assert [s.unit for s in only(read("a.xlf", v2(units))).segments] == ["2"]


@pytest.mark.parametrize(
    ("profile", "size", "length"),
    [
        ("xliff:codepoints", "20", 20),
        ("xliff:codepoints", "3,20", 20),
        ("xliff:codepoints", "3,", None),
        ("acme:pixels", "20", None),
    ],
)
def test_size_restriction(read, profile: str, size: str, length: int | None) -> None:
    units = (
        f'<slr:profiles generalProfile="{profile}"/><unit id="1" slr:sizeRestriction="{size}">'
        "<segment><source>a</source></segment></unit>"
    )
    (segment,) = only(read("a.xlf", v2(units))).segments
    assert segment.max_length == length


def test_a_big_file_is_cut_into_pieces(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.readers.xmlcut.PIECE_UNITS", 3)
    assert pieces.PIECE_UNITS > 3
    body = "\n".join(
        f'<group\nid="g{group}" translate="{"no" if group == 2 else "yes"}">\n'
        + "\n".join(
            f'<trans-unit id="{group}.{number}"><source>s</source>\n<target>t{number}</target>'
            "</trans-unit>"
            for number in range(4)
        )
        + "\n</group>"
        for group in range(4)
    )
    data = v12(body)
    found = read("a.xlf", data)
    assert [one.name for one in found] == [f"a.xlf#{n}" for n in range(1, len(found) + 1)]
    assert len(found) > 3
    assert {one.lang for one in found} == {"de-AT"}
    segments = [segment for one in found for segment in one.segments]
    assert [s.unit for s in segments] == [f"{g}.{n}" for g in (0, 1, 3) for n in range(4)]
    lines = data.split("\n")
    for segment in segments:
        assert f"<target>{segment.text}</target>" in lines[segment.line - 1]


def test_lines_beyond_65535(read) -> None:
    document = only(read("a.xlf", v12("\n" * 70_000 + unit())))
    assert document.segments[0].line == 70_005


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_encodings(read, encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
    data = v12(unit("<target>J\u00e4</target>")).replace("UTF-8", declared)
    assert pairs(only(read("a.xlf", data.encode(encoding)))) == [("1", "Yes", "J\u00e4")]


def test_a_file_of_another_tool(read) -> None:
    """Made by translate-toolkit's po2xliff from the PO file beside it."""
    document = only(read("a.xlf", (FILES / "harbour.xlf").read_bytes()))
    assert (document.source_lang, document.lang) == ("en-US", "pt-BR")
    assert pairs(document)[1:] == [
        ("4[0]", "%(count)d boat left", "%(count)d barco restante"),
        ("4[1]", "%(count)d boats left", "%(count)d barcos restantes"),
        ("5", "The tide is high.", "A mar\u00e9 est\u00e1 baixa."),
        ("6", "Not yet translated", ""),
    ]
    assert document.segments[0].note == "Button above the map"
    assert [s.meta.get("plural") for s in document.segments] == [None, 0, 1, None, None]


def test_from_the_text_back_to_the_bytes() -> None:
    data = (
        '<t>a &amp; <g id="1">b\r\n<x id="2"/><![CDATA[<z>]]></g><!-- c -->\u00e9 \u00fc&#x20ac;'
        '<ph id="3">no</ph> end\r\n</t>'
    ).encode()
    found = inline(tree(data))
    assert found.text == "a & b\n<z>\u00e9 \u00fc\u20ac end"
    written = {"&": b"&amp;", "\n": b"\r\n", "\u20ac": b"&#x20ac;"}
    for offset, char in enumerate(found.text):
        first, last = place(found, offset), place(found, offset + 1, after=True)
        assert first is not None
        assert last is not None
        begin, end = first[0].byte(first[1]), last[0].byte(last[1])
        assert data[begin:end] == written.get(char, char.encode())
        assert first[0].cdata == (char in "<z>")
    assert place(found, 100) is None
