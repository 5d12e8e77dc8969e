"""Notes and comments of every format that has them reach the segments that they are on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mtqc.core.document import Document
from mtqc.engine.suppress import Silencer, wishes
from tests.engine.test_gate import issue

WISH = "mtqc: ignore=finds-x"

XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en" target-language="de"><body>
<trans-unit id="1"><source>S</source><target>noted</target><note>{}</note></trans-unit>
<trans-unit id="2"><source>S</source><target>other</target></trans-unit>
</body></file></xliff>"""
XLIFF_TWO = """<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en"
 trgLang="de"><file id="f">
<unit id="1"><notes><note>{}</note></notes><segment><source>S</source><target>noted</target>
</segment></unit>
<unit id="2"><segment><source>S</source><target>other</target></segment></unit>
</file></xliff>"""
TMX = """<tmx version="1.4"><header srclang="en"/><body>
<tu><note>{}</note><tuv xml:lang="en"><seg>S</seg></tuv>
<tuv xml:lang="de"><seg>noted</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>S</seg></tuv><tuv xml:lang="de"><seg>other</seg></tuv></tu>
</body></tmx>"""
PO = 'msgid ""\nmsgstr ""\n\n# {}\nmsgid "a"\nmsgstr "noted"\n\nmsgid "b"\nmsgstr "other"\n'
ANDROID = """<resources>
  <!-- {} -->
  <string name="a">noted</string>
  <string name="b">other</string>
</resources>"""
STRINGS = '/* {} */\n"a" = "noted";\n\n"b" = "other";\n'
PLIST = """<plist version="1.0"><dict>
  <!-- {} --><key>a</key><string>noted</string>
  <key>b</key><string>other</string>
</dict></plist>"""
STRINGSDICT = """<plist version="1.0"><dict><key>n</key><dict><key>v</key><dict>
  <!-- {} --><key>one</key><string>noted</string>
  <key>other</key><string>other</string>
</dict></dict></dict></plist>"""
PROPERTIES = "# {}\na = noted\n\nb = other\n"
ARB = '{{"@@locale": "de", "a": "noted", "@a": {{"description": "{}"}}, "b": "other"}}'
XCSTRINGS = json.dumps(
    {
        "sourceLanguage": "en",
        "version": "1.0",
        "strings": {
            key: {
                "comment": note,
                "localizations": {"de": {"stringUnit": {"state": "new", "value": text}}},
            }
            for key, text, note in (("a", "noted", "@"), ("b", "other", ""))
        },
    }
)
JSONL = '{{"source": "S", "target": "noted", "note": "{}"}}\n{{"source": "S", "target": "other"}}\n'
TSV = "source\ttarget\tnote\nS\tnoted\t{}\nS\tother\t\n"
MARKDOWN = "other\n\n<!-- {} -->\nnoted\n\nother\n"
MARKDOWN_INSIDE = "- other\n- noted <!-- {} -->\n\nother\n"
MARKDOWN_HEADING = "<!-- {} -->\n\n<!-- about this page -->\n\n## noted\n\nother\n"
ARTICLE = "<!doctype html><html><head><title>other</title></head><body><article>{}</article></body>"
PARAGRAPH = "The band played until noon, and everybody who had come to the quay went home happy."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlf", XLIFF),
        ("two.xlf", XLIFF_TWO),
        ("a.tmx", TMX),
        ("a.po", PO),
        ("strings.xml", ANDROID),
        ("a.strings", STRINGS),
        ("plist.strings", PLIST),
        ("a.stringsdict", STRINGSDICT),
        ("a.properties", PROPERTIES),
        ("a.arb", ARB),
        ("a.xcstrings", XCSTRINGS.replace("{", "{{").replace("}", "}}").replace("@", "{}")),
        ("a.jsonl", JSONL),
        ("a.tsv", TSV),
        ("a.md", MARKDOWN),
        ("inside.md", MARKDOWN_INSIDE),
        ("heading.md", MARKDOWN_HEADING),
    ],
)
def test_a_note_silences_what_it_is_on(read: Callable[..., Any], name: str, data: str) -> None:
    (document,) = read(name, data.format(WISH))
    assert {s.text for s in document.segments} == {"noted", "other"}
    assert _silenced(document) == {"noted"}


def _silenced(document: Document) -> set[str]:
    silencer = Silencer((), wishes((), document.name, document.segments))
    kept = {s.index for s in document.segments if silencer.keeps(s.index, issue())}
    return {s.text for s in document.segments if s.index not in kept}


def test_comments_survive_the_search_for_the_main_content(read: Callable[..., Any]) -> None:
    noted = f"<p>{PARAGRAPH} One.</p>\n<!-- {WISH} -->\n<p><b>{PARAGRAPH}</b> Two.</p>"
    (document,) = read("a.html", ARTICLE.format(f"{noted}<p>{PARAGRAPH} Three.</p>"))
    by_note = {s.text: s.note for s in document.segments}
    assert by_note["Two."] == WISH
    assert by_note["One."] is by_note["Three."] is None


def test_other_comments_of_a_page_are_no_notes(read: Callable[..., Any]) -> None:
    noted = f"<p>{PARAGRAPH} One.</p>\n<!-- advertisement --><p>{PARAGRAPH} Two.</p>"
    (document,) = read("a.html", ARTICLE.format(noted))
    assert {s.note for s in document.segments} == {None}


def test_a_comment_is_for_one_block_and_all_of_its_sentences(read: Callable[..., Any]) -> None:
    (document,) = read("a.md", f"<!-- {WISH} -->\nOne came. Two went.\n\nThree.\n")
    assert [(s.text, s.note) for s in document.segments] == [
        ("One came.", WISH),
        ("Two went.", WISH),
        ("Three.", None),
    ]


def test_a_comment_on_a_list_or_plural_is_for_all_in_it(read: Callable[..., Any]) -> None:
    data = (
        "<resources><!-- all --><plurals name='p'><item quantity='one'>a</item>"
        "<!-- own --><item quantity='other'>b</item></plurals>"
        "<!-- list --><string-array name='l'><item>c</item></string-array>"
        "<string name='s'>d</string></resources>"
    )
    (document,) = read("strings.xml", data)
    assert [s.note for s in document.segments] == ["all", "all\nown", "list", None]
