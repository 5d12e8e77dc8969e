"""TMX 1.4."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqc.core.document import Document
from mtqc.core.reader import Unreadable

FILES = Path(__file__).parent / "files"


def tmx(units: str, srclang: str = "en") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        f'<tmx version="1.4"><header srclang="{srclang}" segtype="sentence"/><body>\n{units}\n'
        "</body></tmx>"
    )


def variant(lang: str, text: str) -> str:
    return f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>'


def tu(*variants: tuple[str, str], attributes: str = "", more: str = "") -> str:
    inner = "\n".join(variant(*one) for one in variants)
    return f"<tu {attributes}>{more}{inner}</tu>\n"


def test_units(read) -> None:
    units = tu(
        ("en-US", "Hello"),
        ("de", "Hallo"),
        attributes='tuid="t 1"',
        more='<note>Old.</note><prop type="x-client">Vell</prop>',
    ) + tu(("de", "Nur deutsch"))
    for name in ("a.tmx", "a.xml"):
        (document,) = read(name, tmx(units))
        assert (document.name, document.source_lang, document.lang) == (name, "en", "de")
        assert not document.running
        assert [(s.unit, s.line, s.source, s.text) for s in document.segments] == [
            ("t 1", 5, "Hello", "Hallo"),
            (None, 6, None, "Nur deutsch"),
        ]
        assert document.segments[0].note == "Old."
        assert document.segments[0].meta == {"properties": {"x-client": "Vell"}}


def test_a_document_for_each_target_language(read) -> None:
    units = tu(("en", "One"), ("de", "Eins"), ("fr", "Un")) + tu(("fr", "Deux"), ("en", "Two"))
    found = read("a.tmx", tmx(units))
    assert {one.name: [(s.source, s.text) for s in one.segments] for one in found} == {
        "a.tmx#de": [("One", "Eins")],
        "a.tmx#fr": [("One", "Un"), ("Two", "Deux")],
    }


@pytest.mark.parametrize("srclang", ["*all*", "EN", "en-US"])
def test_source_language(read, srclang: str) -> None:
    (document,) = read("a.tmx", tmx(tu(("en-US", "One"), ("de-CH", "Eins")), srclang))
    assert document.lang == "de-CH"
    assert [(s.source, s.text) for s in document.segments] == [("One", "Eins")]


def test_a_unit_with_a_source_language_of_its_own(read) -> None:
    units = tu(("en", "One"), ("de", "Eins"), ("fr", "Un"), attributes='srclang="fr"')
    found = read("a.tmx", tmx(units))
    assert [(s.source, s.text) for s in found[0].segments] == [("Un", "Eins")]


def test_old_files_say_lang(read) -> None:
    units = '<tu><tuv lang="en"><seg>One</seg></tuv><tuv lang="de"><seg>Eins</seg></tuv></tu>'
    (document,) = read("a.tmx", tmx(units))
    assert [(s.source, s.text) for s in document.segments] == [("One", "Eins")]


def test_inline_codes(read) -> None:
    source = (
        '<bpt i="1" x="4">&lt;b&gt;</bpt>Go<ept i="1">&lt;/b&gt;</ept> <ph x="5">%s</ph>'
        '<it pos="begin" x="6">[</it><hi type="x">now</hi><ut>{\\i}</ut>'
    )
    target = '<ph x="5">%s</ph>Los <bpt i="9" x="4">&lt;b&gt;</bpt>jetzt<ept i="9">&lt;/b&gt;</ept>'
    (document,) = read("a.tmx", tmx(tu(("en", source), ("de", target))))
    (segment,) = document.segments
    assert (segment.source, segment.text) == ("Go now", "Los jetzt")
    assert [(c.at, c.kind, c.id) for c in segment.source_codes] == [
        (0, "open", "4"),
        (2, "close", "4"),
        (3, "alone", "5"),
        (3, "open", "6"),
        (6, "alone", ""),
    ]
    assert [(c.at, c.kind, c.id, c.shown) for c in segment.codes] == [
        (0, "alone", "5", "%s"),
        (4, "open", "4", "<b>"),
        (9, "close", "4", "</b>"),
    ]


def test_pieces(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.readers.xmlcut.PIECE_UNITS", 2)
    units = "".join(tu(("en", f"s{n}"), ("de", f"t{n}")) for n in range(5))
    found = read("a.tmx", tmx(units))
    assert [one.name for one in found] == ["a.tmx#1", "a.tmx#2", "a.tmx#3"]
    segments = [s for one in found for s in one.segments]
    assert [s.text for s in segments] == [f"t{n}" for n in range(5)]
    assert [s.line for s in segments] == [5, 7, 9, 11, 13]


def test_an_undeclared_entity_is_refused(read) -> None:
    (said,) = read("a.tmx", tmx(tu(("en", "One&nbsp;two"), ("de", "x"))))
    assert isinstance(said, Unreadable)
    assert said.message == "line 4: the entity &nbsp; is not resolved"


def test_a_file_of_another_tool(read) -> None:
    """Made by translate-toolkit's po2tmx from the PO file beside it."""
    (document,) = read("a.tmx", (FILES / "harbour.tmx").read_bytes())
    assert isinstance(document, Document)
    assert (document.source_lang, document.lang) == ("en", "pt-BR")
    assert [(s.source, s.text) for s in document.segments][1:] == [
        ("%(count)d boat left", "%(count)d barco restante"),
        ("%(count)d boats left", "%(count)d barcos restantes"),
    ]
