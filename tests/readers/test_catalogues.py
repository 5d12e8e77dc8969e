"""Catalogues of one language, and string catalogues: Android, Apple, Java, Flutter, i18next."""

from __future__ import annotations

import json
import plistlib

import pytest

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Unreadable
from mtqc.readers import BUILTINS
from mtqc.readers.beside import beside
from mtqc.readers.langcode import bcp47, of_path
from tests.readers.conftest import documents


def only(found: list) -> Document:
    (document,) = found
    assert isinstance(document, Document), document
    assert not document.running
    return document


def rows(found: list) -> list[tuple[int, str | None, str]]:
    return [(s.line, s.unit, s.text) for s in only(found).segments]


def paired(path: str, source: str) -> Document:
    found = beside([path], BUILTINS, Limits(), source=source, reference=None)
    return only(documents(list(found)))


ANDROID = r"""<?xml version="1.0" encoding="utf-8"?>
<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">
  <!-- <string name="gone">Gone</string> -->
  <string name="app" translatable="false">Harbour</string>
  <string name="alias">@string/hello</string>
  <string name="hello">  It\'s <b>your</b>
     boat, <xliff:g id="name" example="Ann">%1$s</xliff:g>\n\u00e9\@\\ "  kept  " <![CDATA[<i>]]>
  </string>
  <string-array name="piers"><item>North</item><item>South</item></string-array>
  <plurals name="boats">
    <item quantity="one">%d boat</item>
    <item quantity="other">%d boats</item>
  </plurals>
</resources>
"""


def test_android(read) -> None:
    found = read("strings.xml", ANDROID)
    assert rows(found) == [
        (6, "hello", "It's your boat, %1$s\n\u00e9@\\   kept   <i>"),
        (9, "piers[0]", "North"),
        (9, "piers[1]", "South"),
        (11, "boats", "%d boat"),
        (12, "boats", "%d boats"),
    ]
    hello, *_, one, _ = only(found).segments
    assert [(c.at, c.kind, c.id) for c in hello.codes] == [
        (5, "open", "b"),
        (9, "close", "b"),
        (16, "open", "name"),
        (20, "close", "name"),
    ]
    assert one.meta == {"plural": "one"}


def test_android_beside_its_source(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "values").mkdir()
    (tmp_path / "values-pt-rBR").mkdir()
    (tmp_path / "values" / "strings.xml").write_text(ANDROID)
    (tmp_path / "values-pt-rBR" / "strings.xml").write_text(
        '<resources><plurals name="boats"><item quantity="many">%d de barcos</item>'
        '<item quantity="one">%d barco</item></plurals></resources>'
    )
    document = paired("values-pt-rBR/strings.xml", "values/strings.xml")
    assert document.lang == "pt-BR"
    assert [(s.unit, s.source, s.text) for s in document.segments][:2] == [
        ("boats", "%d boats", "%d de barcos"),
        ("boats", "%d boat", "%d barco"),
    ]
    missing = [(s.unit, s.text) for s in document.segments[2:]]
    assert missing == [("hello", ""), ("piers[0]", ""), ("piers[1]", "")]
    assert document.segments[2].source_codes[0].id == "b"


STRINGS = r"""
/* No comment provided by engineer. */
"ok" = "OK";

/* Greets
   the user */
"hello %@" = "Say \"hi\"\nto \U00e9 %@";
// a bare key

bare_key = "x" ;  "last"="";
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_apple_strings(read, encoding: str) -> None:
    found = read("Main.strings", STRINGS.encode(encoding))
    assert rows(found) == [
        (3, "ok", "OK"),
        (7, "hello %@", 'Say "hi"\nto \u00e9 %@'),
        (10, "bare_key", "x"),
        (10, "last", ""),
    ]
    assert [s.note for s in only(found).segments] == [None, "Greets\n   the user", None, None]


@pytest.mark.parametrize("kind", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_apple_strings_as_property_lists(read, kind: plistlib.PlistFormat) -> None:
    data = plistlib.dumps({"a": "A & B", "n": 5, "z": "\u00e9"}, fmt=kind)
    assert [(u, t) for _, u, t in rows(read("Main.strings", data))] == [
        ("a", "A & B"),
        ("z", "\u00e9"),
    ]


def test_apple_stringsdict(read) -> None:
    value = {
        "%d boats": {
            "NSStringLocalizedFormatKey": "%#@boats@",
            "boats": {
                "NSStringFormatSpecTypeKey": "NSStringPluralRuleType",
                "NSStringFormatValueTypeKey": "d",
                "one": "%d boat",
                "other": "%d boats",
            },
        }
    }
    found = read("Main.stringsdict", plistlib.dumps(value))
    assert [(s.unit, s.text, s.meta) for s in only(found).segments] == [
        ("%d boats/boats", "%d boat", {"plural": "one"}),
        ("%d boats/boats", "%d boats", {"plural": "other"}),
    ]


def test_xcstrings(read) -> None:
    def unit(value: str, state: str = "translated") -> dict[str, object]:
        return {"stringUnit": {"state": state, "value": value}}

    def plural(one: str, other: str) -> dict[str, object]:
        return {"variations": {"plural": {"one": unit(one), "other": unit(other)}}}

    value = {
        "sourceLanguage": "en",
        "version": "1.0",
        "strings": {
            "Open %@": {
                "comment": "A button",
                "localizations": {"de": unit("%@ öffnen", "needs_review"), "fr": unit("Ouvrir %@")},
            },
            "boats": {
                "localizations": {
                    "en": plural("%lld boat", "%lld boats"),
                    "de": plural("%lld Boot", "%lld Boote"),
                }
            },
            "Vell": {"shouldTranslate": False},
            "Pier": {},
        },
    }
    german, french = read("a.xcstrings", json.dumps(value, ensure_ascii=False, indent=1))
    assert (german.name, german.lang, german.source_lang) == ("a.xcstrings#de", "de", "en")
    assert [(s.source, s.text, s.state, s.note) for s in german.segments] == [
        ("Open %@", "%@ öffnen", "needs_review", "A button"),
        ("%lld boat", "%lld Boot", "translated", None),
        ("%lld boats", "%lld Boote", "translated", None),
        ("Pier", "", None, None),
    ]
    assert [s.line for s in german.segments] == sorted(s.line for s in german.segments)
    assert german.segments[1].meta == {"variation": "plural.one"}
    assert [s.text for s in french.segments] == ["Ouvrir %@", "", ""]


def test_properties(read) -> None:
    data = "# The title\n! of it\n\ntitle=Harbour\n# Note\nlong : one \\\n   two\\u00e9\\n\nempty\n"
    found = read("messages_de_AT.properties", data)
    assert rows(found) == [(4, "title", "Harbour"), (6, "long", "one two\u00e9"), (8, "empty", "")]
    assert [s.note for s in only(found).segments] == [None, "Note", None]
    assert only(found).lang == "de-AT"
    assert rows(read("a.properties", "a=\u00e9".encode("latin-1"))) == [(1, "a", "\u00e9")]
    (said,) = read("a.properties", "ok=1\na=\\u12\n")
    assert said.message.startswith("line 2: ")


def test_arb(read) -> None:
    data = """{
      "@@locale": "de_CH", "@@context": "Shop",
      "hello": "Hallo {name}",
      "@hello": {"description": "Greets", "placeholders": {"name": {}}},
      "n": 5,
      "bye": "Tsch\\u00fcss"
    }"""
    found = read("app.arb", data)
    assert rows(found) == [(3, "hello", "Hallo {name}"), (6, "bye", "Tsch\u00fcss")]
    assert only(found).lang == "de-CH"
    hello = only(found).segments[0]
    assert (hello.note, hello.meta) == ("Greets", {"placeholders": ["name"]})


I18NEXT = """{
 "nav": {"home": "Start",
         "hello": "Hallo {{name}}"},
 "boat_one": "{{count}} Boot",
 "boat_other": "{{count}} Boote",
 "list": ["a", "b"], "none": null
}"""


@pytest.mark.parametrize("name", ["a.json", "locales/de/nav.json"])
def test_i18next(read, tmp_path, name: str) -> None:
    (tmp_path / "locales" / "de").mkdir(parents=True)
    found = read(name, I18NEXT)
    assert rows(found) == [
        (2, "nav.home", "Start"),
        (3, "nav.hello", "Hallo {{name}}"),
        (4, "boat", "{{count}} Boot"),
        (5, "boat", "{{count}} Boote"),
        (6, "list.0", "a"),
        (6, "list.1", "b"),
    ]
    assert only(found).lang == ("de" if "/" in name else None)


@pytest.mark.parametrize(
    "value", ['{"title": "x"}', '{"a": 5, "b_one": "x"}', "{}", '{"name": "x", "version": "1"}']
)
def test_other_json_is_not_taken_for_a_catalogue(read, value: str) -> None:
    (said,) = read("a.json", value)
    assert isinstance(said, Unreadable)
    assert '"text" or "segments" field is expected' in said.message


def test_i18next_beside_its_source(read, tmp_path) -> None:
    (tmp_path / "en.json").write_text(
        '{"nav": {"home": "Home", "hello": "Hello {{name}}", "new": "New"},'
        '"boat_one": "{{count}} boat", "boat_other": "{{count}} boats"}'
    )
    read("de.json", I18NEXT)
    document = paired("de.json", "en.json")
    assert (document.source_lang, document.lang) == ("en", "de")
    assert [(s.unit, s.source, s.text) for s in document.segments] == [
        ("nav.home", "Home", "Start"),
        ("nav.hello", "Hello {{name}}", "Hallo {{name}}"),
        ("boat", "{{count}} boat", "{{count}} Boot"),
        ("boat", "{{count}} boats", "{{count}} Boote"),
        ("list.0", None, "a"),
        ("list.1", None, "b"),
        ("nav.new", "New", ""),
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("strings.xml", "<resources><string name='a'>x</resources>", "line 1: not well-formed XML"),
        ("strings.xml", "<resources>\n<string name='a'>x", "line 2: the XML ends too early"),
        ("a.strings", '"a" = "b";\n"c" = "d\n', 'line 2: "key" = "text"; is expected'),
        ("a.strings", b"bplist00junk", "not a property list"),
        ("a.strings", "<plist><array/></plist>", "line 1: not a property list"),
        ("a.stringsdict", "<plist>", "line 1: the XML ends too early"),
        ("a.xcstrings", "{}", "not a string catalogue"),
        ("a.xcstrings", "[", "not JSON"),
        ("a.arb", "[]", "a JSON object of keys and texts is expected"),
    ],
)
def test_what_is_broken(read, name: str, data: str | bytes, message: str) -> None:
    (said,) = read(name, data)
    assert isinstance(said, Unreadable)
    assert said.message.startswith(message)


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("res/values-pt-rBR/strings.xml", "pt-BR"),
        ("res/values-b+sr+Latn/strings.xml", "sr-Latn"),
        ("res/values/strings.xml", None),
        ("res/values-night/strings.xml", None),
        ("App/zh-Hans.lproj/Main.strings", "zh-Hans"),
        ("App/Base.lproj/Main.strings", None),
        ("src/locales/fr/common.json", "fr"),
        ("my/common.json", None),
        ("i18n/de.json", "de"),
        ("messages_pt_BR.properties", "pt-BR"),
        ("sign_in.properties", None),
        ("app_user.json", None),
    ],
)
def test_languages_of_paths(path: str, lang: str | None) -> None:
    assert of_path(path) == lang


@pytest.mark.parametrize(
    ("written", "lang"),
    [
        ("pt_BR", "pt-BR"),
        ("sr@latin", "sr-Latn"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("de_AT.UTF-8", "de-AT"),
        ("es-419", "es-419"),
        ("", None),
        ("LANGUAGE", None),
        ("und", None),
        (None, None),
    ],
)
def test_language_codes(written: str | None, lang: str | None) -> None:
    assert bcp47(written) == lang
