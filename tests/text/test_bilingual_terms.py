"""Glossaries: files that are read, files that are refused, terms that are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqc.core.errors import UsageError
from mtqc.text.bilingual.terms import Index, Term, is_there, read


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("g.tsv", "window\tFenster\nNimbus\t\tkeep\nphone\tHandy\tforbidden\n"),
        ("g.csv", "source,target,status\nwindow,Fenster,preferred\nNimbus,,dnt\n"
         "phone,Handy,Deprecated\n"),
        ("g.csv", "window;Fenster;\nNimbus;;keep\nphone;Handy;do not use\n"),
        ("g.csv", "status,target term,source term\n,Fenster,window\nkeep,,Nimbus\n"
         "forbidden,Handy,phone\n"),
        ("g.tsv", "\ufeff# ours\n\nwindow\tFenster\nNimbus\t\tkeep\nphone\tHandy\tforbidden\n"),
    ],
)  # fmt: skip
def test_tables(tmp_path: Path, name: str, text: str) -> None:
    assert read(written(tmp_path, name, text)) == (
        Term("window", "Fenster"),
        Term("Nimbus", "", "keep"),
        Term("phone", "Handy", "forbidden"),
    )


def test_a_header_of_language_codes(tmp_path: Path) -> None:
    (term,) = read(written(tmp_path, "g.tsv", "en\tde-AT\nwindow\tFenster\n"))
    assert term.holds("en-GB", "de")
    assert not term.holds("en", "fr")


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("g.tsv", "window\tFenster\tfine\n", "line 1: the status is"),
        ("g.tsv", "window\tFenster\ndoor\n", "line 2: 'door' wants a target"),
        ("g.csv", 'window,"Fenster\n', "g.csv"),
        ("g.tbx", "<tbx><broken></tbx>", "is no TBX"),
        ("g.tbx", "<html/>", "no entries"),
    ],
)
def test_files_that_are_no_glossary(tmp_path: Path, name: str, text: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        read(written(tmp_path, name, text))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't read"):
        read(tmp_path / "none.tsv")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "g.tsv"
    path.write_bytes(b"caf\xe9\tKaffee\n")
    with pytest.raises(UsageError, match="not UTF-8"):
        read(path)


TBX_2 = """<?xml version="1.0"?>
<martif type="TBX"><text><body><termEntry id="1">
<langSet xml:lang="en"><tig><term>phone</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Telefon</term></tig>
<tig><term>Fernsprecher</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
</tig></langSet></termEntry></body></text></martif>"""
TBX_3 = """<?xml version="1.0"?>
<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca"><text><body>
<conceptEntry id="1"><langSec xml:lang="en"><termSec><term>phone</term></termSec></langSec>
<langSec xml:lang="de"><termSec><term>Telefon</term></termSec><termSec><term>Fernsprecher</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize("text", [TBX_2, TBX_3])
def test_tbx(tmp_path: Path, text: str) -> None:
    terms = [t for t in read(written(tmp_path, "g.tbx", text)) if t.holds("en", "de")]
    assert terms == [
        Term("phone", "Telefon", "preferred", "en", "de"),
        Term("phone", "Fernsprecher", "forbidden", "en", "de"),
    ]


def test_tbx_reads_no_other_file(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", "geheim")
    text = TBX_2.replace(
        '<?xml version="1.0"?>',
        f'<!DOCTYPE martif [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
    ).replace("<term>phone</term>", "<term>phone &x;</term>")
    assert not any("geheim" in t.source for t in read(written(tmp_path, "g.tbx", text)))


@pytest.mark.parametrize(
    ("term", "text", "lang"),
    [
        ("Festplatte", "auf den Festplatten", "de"),
        ("Haus", "alle Häuser der Stadt", "de"),
        ("Datenbank", "ein Datenbankserver", "de"),
        ("сообщение", "нет новых сообщений", "ru"),
        ("wiadomość", "brak wiadomości", "pl"),
        ("disco duro", "los discos están duros, muy duros", "es"),
        ("pencere", "pencerelerinizde", "tr"),
        ("窗口", "关闭所有窗口", "zh"),
        ("ملف", "حذف الملفات", "ar"),
        ("फ़ाइल", "फ़ाइलें हटाएँ", "hi"),
    ],
)
def test_inflected_terms(term: str, text: str, lang: str) -> None:
    assert is_there(term, text, lang)


@pytest.mark.parametrize(
    ("term", "text", "lang"),
    [
        ("Fenster", "alle Scheiben", "de"),
        ("窗口", "关闭所有视窗", "zh"),
        ("сообщение", "нет писем", "ru"),
    ],
)
def test_other_words(term: str, text: str, lang: str) -> None:
    assert not is_there(term, text, lang)


def found(terms: list[str], text: str, lang: str) -> list[str]:
    index = Index(((term, Term(term, "x")) for term in terms), lang)
    return [text[start:end] for start, end, _ in index.find(text)]


def test_terms_in_a_source() -> None:
    assert found(["hard drive", "drive"], "Two hard drives and a drive", "en") == [
        "hard drives",
        "drive",
    ]
    assert found(["IT"], "it is IT", "en") == ["IT"]
    assert found(["C++"], "C and C++", "en") == ["C++"]
    assert found(["C"], "C is old", "en") == ["C"]
    assert found(["窗口"], "关闭窗口", "zh") == ["窗口"]
    assert found(["window"], "windowless", "en") == []
