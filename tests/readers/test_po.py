"""gettext's PO."""

from __future__ import annotations

import gettext
import importlib.util
from pathlib import Path

import pytest

from mtqc.core.document import Document
from mtqc.core.reader import Unreadable
from mtqc.readers.po import _plural

FILES = Path(__file__).parent / "files"

HEADER = """\
# A comment
#
msgid ""
msgstr ""
"Language: {lang}\\n"
"Content-Type: text/plain; charset={charset}\\n"
"Plural-Forms: {plural}\\n"

"""


def po(entries: str, lang: str = "pt_BR", charset: str = "UTF-8", plural: str = "") -> str:
    return HEADER.format(lang=lang, charset=charset, plural=plural) + entries


def only(found: list) -> Document:
    (document,) = found
    assert isinstance(document, Document), document
    return document


ENTRY = """\
# From the translator.
#. From the developer.
#: src/a.c:12 src/b.c:5
#, fuzzy, c-format, max-length:40
#| msgid "Opened %s"
msgctxt "menu"
msgid ""
"Open "
"%s"
msgstr ""
"Abrir "
"\\"%s\\"\\t"
"""


@pytest.mark.parametrize("name", ["a.po", "a.txt.po", "a", "a.po.unknown"])
def test_entry(read, name: str) -> None:
    document = only(read(name, po(ENTRY)))
    assert (document.name, document.lang, document.running) == (name, "pt-BR", False)
    (segment,) = document.segments
    assert (segment.source, segment.text) == ("Open %s", 'Abrir "%s"\t')
    assert (segment.unit, segment.state, segment.max_length) == ("menu", "fuzzy", 40)
    assert segment.note == "From the translator.\nFrom the developer."
    assert segment.line == 18
    assert segment.meta == {
        "context": "menu",
        "flags": ["c-format", "max-length:40"],
        "references": ["src/a.c:12", "src/b.c:5"],
    }


def test_obsolete_entries_and_the_header_are_no_segments(read) -> None:
    entries = (
        'msgid "a"\nmsgstr "b"\n\n#~ msgid "old"\n#~ msgstr "alt"\n\n'
        '#, fuzzy\n#~ msgid "o"\n#~ msgstr "p"\n'
    )
    assert [s.text for s in only(read("a.po", po(entries))).segments] == ["b"]


def test_the_first_entry_keeps_its_comment(read) -> None:
    document = only(read("a.po", '# About a.\nmsgid "a"\nmsgstr "b"\n'))
    assert [(s.note, s.line, s.unit) for s in document.segments] == [("About a.", 3, "a")]
    assert document.lang is None


def test_an_empty_msgid_with_a_context_is_an_entry(read) -> None:
    entries = 'msgctxt "c"\nmsgid ""\nmsgstr "b"\n'
    for data in (po(entries), entries):
        assert [(s.unit, s.text) for s in only(read("a.po", data)).segments] == [("c", "b")]


PLURAL = 'msgid "One %d"\nmsgid_plural "Many %d"\n'


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("nplurals=2; plural=(n != 1);", [("One %d", [1]), ("Many %d", [0, 2, 3])]),
        ("nplurals=2; plural=n>1;", [("One %d", [0, 1]), ("Many %d", [2, 3, 4])]),
        ("nplurals=1; plural=0;", [("Many %d", [0, 1, 2])]),
        (
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
            "n%100>=20) ? 1 : 2);",
            [("Many %d", [1, 21, 31]), ("Many %d", [2, 3, 4]), ("Many %d", [0, 5, 6])],
        ),
        ("", [("One %d", []), ("Many %d", [])]),
        ("nplurals=2; plural=__import__('os');", [("One %d", []), ("Many %d", [])]),
        ("nplurals=2; plural=n/0;", [("One %d", []), ("Many %d", [])]),
    ],
)
def test_plural_forms(read, plural: str, expected: list[tuple[str, list[int]]]) -> None:
    forms = "".join(f'msgstr[{n}] "x{n}"\n' for n in range(len(expected)))
    document = only(read("a.po", po(PLURAL + forms, plural=plural)))
    assert [(s.source, s.meta["plural-for"]) for s in document.segments] == expected
    assert [(s.text, s.meta["plural"], s.line) for s in document.segments] == [
        (f"x{n}", n, 11 + n) for n in range(len(expected))
    ]
    assert {s.unit for s in document.segments} == {"One %d"}


def test_a_line_end_behind_the_text_is_a_code(read) -> None:
    entries = 'msgid "a\\n"\nmsgstr "b"\n\nmsgid "c\\n"\nmsgstr "\\nd\\n"\n'
    first, second = only(read("a.po", po(entries))).segments
    assert (first.source, first.text, second.source, second.text) == ("a", "b", "c", "\nd")
    assert [(c.at, c.shown) for c in first.source_codes] == [(1, "\\n")]
    assert first.codes == ()
    assert [(c.at, c.id) for c in second.codes] == [(2, second.source_codes[0].id)]


def test_template(read) -> None:
    entries = 'msgid "a"\nmsgstr ""\n'
    assert only(read("a.pot", po(entries))).segments == ()
    assert [s.text for s in only(read("a.po", po(entries))).segments] == [""]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("ISO-8859-2", "iso-8859-2"),
        ("windows-1251", "cp1251"),
        ("EUC-JP", "euc_jp"),
        ("CHARSET", "utf-8"),
        ("zlib", "utf-8"),
        ("ISO-8859-1", "utf-8"),
        ("UTF-16", "utf-16"),
    ],
)
def test_encodings(read, declared: str, encoding: str) -> None:
    text = {
        "iso-8859-2": "Gda\u0144sk",
        "cp1251": "\u041a\u0438\u0457\u0432",
        "euc_jp": "\u6771\u4eac",
    }
    wanted = text.get(encoding, "Malm\u00f6 \u2028 x")
    data = po(f'msgid "a"\nmsgstr "{wanted}"\n', charset=declared).encode(encoding)
    assert [s.text for s in only(read("a.po", data)).segments] == [wanted]


def test_line_ends(read) -> None:
    data = po(ENTRY + '\nmsgid "x"\nmsgstr "y"\n').replace("\n", "\r\n")
    assert [(s.text, s.line) for s in only(read("a.po", data)).segments] == [
        ('Abrir "%s"\t', 18),
        ("y", 23),
    ]


def test_pieces(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.readers.po.PIECE_UNITS", 3)
    entries = "".join(
        f'# n{n}\n{PLURAL}msgstr[0] "s{n}"\n\nmsgstr[1] "p{n}"\n#~ msgid "o"\n#~ msgstr "o"\n'
        for n in range(7)
    )
    data = po(entries, plural="nplurals=2; plural=(n != 1);", charset="ISO-8859-1")
    found = read("a.po", data)
    assert len(found) > 2
    assert [one.name for one in found] == [f"a.po#{n}" for n in range(1, len(found) + 1)]
    segments = [s for one in found for s in one.segments]
    assert [s.text for s in segments] == [f"{form}{n}" for n in range(7) for form in "sp"]
    assert [s.note for s in segments] == [f"n{n}" for n in range(7) for _ in "sp"]
    assert [s.source for s in segments] == ["One %d", "Many %d"] * 7
    assert {one.lang for one in found} == {"pt-BR"}
    lines = data.split("\n")
    assert all(f'"{s.text}"' in lines[s.line - 1] for s in segments)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ('msgid "a"\nmsgstr "b', "line 10: a string without its closing quote: truncated?"),
        ('msgid "a"\nmsgstr', "line 10: a string without its closing quote: truncated?"),
        ('msgid "a"\n', "line 9: the last entry has no msgstr: truncated?"),
        ('msgid "a"\nmsgstr "b " c"\n', "line 10: not PO: unescaped double quote found"),
        ('msgid "a"\nmsgstr "b"\nwhat is this\n', "line 11: not PO: it can't stand here"),
    ],
)
def test_what_is_no_po(read, entries: str, message: str) -> None:
    (said,) = read("a.po", po(entries))
    assert isinstance(said, Unreadable)
    assert said.message == message


def test_a_text_that_is_a_path_is_never_opened(read, tmp_path: Path) -> None:
    secret = tmp_path / "secret.po"
    secret.write_text('msgid "a"\nmsgstr "the secret"\n')
    (said,) = read("a.po", str(secret))
    assert isinstance(said, Unreadable)


def test_entries_over_the_limit(read) -> None:
    (said,) = read("a.po", po('msgid "a"\nmsgstr ""\n' + '"b"\n' * 500), document_bytes=1000)
    assert said.message.endswith("larger than 1,000 bytes, the limit for one document")


def test_numbers_that_take_a_form() -> None:
    assert _plural("n != 1")[0] == [1]
    assert _plural("(n") == {}


def django() -> list[Path]:
    found = importlib.util.find_spec("django")
    if found is None or found.origin is None:
        return []
    return sorted((Path(found.origin).parent / "contrib" / "admin").rglob("LC_MESSAGES/django.po"))


@pytest.mark.skipif(not django(), reason="needs Django for its catalogues")
def test_the_catalogues_of_django(read) -> None:
    """Each says what its compiled catalogue says, which GNU gettext made."""
    compared = 0
    for path in django()[::4]:
        document = only(read("a.po", path.read_bytes()))
        with path.with_suffix(".mo").open("rb") as compiled:
            catalogue = gettext.GNUTranslations(compiled)._catalog
        metadata = catalogue.get("", "")
        assert document.lang or "Language:" not in metadata
        entries = {}
        for segment in document.segments:
            context = segment.meta.get("context")
            key = f"{context}\x04{segment.source}" if context else segment.source
            if segment.state != "fuzzy" and segment.text and "plural" not in segment.meta:
                entries[key] = segment
        for key, segment in entries.items():
            wanted = catalogue.get(key + "\n" * len(segment.source_codes))
            assert wanted is not None, (path, key)
            assert segment.text == wanted.rstrip("\n")
            compared += 1
    assert compared > 1000
