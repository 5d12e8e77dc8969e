"""Placeholders, messages, tags, addresses and the ends of sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.text.bilingual import icu
from mtqc.text.bilingual.addresses import addresses, is_localised, key
from mtqc.text.bilingual.endings import ending, ends_in_abbreviation
from mtqc.text.bilingual.placeholders import formats, placeholders
from mtqc.text.bilingual.protected import unprotected
from mtqc.text.bilingual.tags import entities, misnested, tags
from mtqc.text.bilingual.words_in_common import copied_runs, repeats


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%s of %d", ["%s", "%d"]),
        ("%1$s and %2$@", ["%1$s", "%2$@"]),
        ("%-5.2f kg", ["%-5.2f"]),
        ("%(user)s left", ["%(user)s"]),
        ("{0} {name!r:>10} {}", ["{0}", "{name!r:>10}", "{}"]),
        ("{{count}} of {{total, number}}", ["{{count}}", "{{total, number}}"]),
        ("$t(key.other) now", ["$t(key.other)"]),
        ("File %1 of %L2, %n left", ["%1", "%L2", "%n"]),
        ("#{name} and %{name}", ["#{name}", "%{name}"]),
        ("{0:C} and {1:yyyy-MM-dd}", ["{0:C}", "{1:yyyy-MM-dd}"]),
        ("in ${HOME}/x", ["${HOME}"]),
        ("{{#list}} {{{raw}}} {{/list}}", ["{{#list}}", "{{{raw}}}", "{{/list}}"]),
        ("%name% is here", ["%name%"]),
        ("100% sure, 5 % of all, 50%", []),
        ("5%discount", []),
        ("a set {a, b}", []),
        ("no placeholder", []),
    ],
)
def test_placeholders(text: str, found: list[str]) -> None:
    assert [p.text for p in placeholders(text)] == found


def test_a_flag_promises_a_syntax() -> None:
    printf = formats("fuzzy, c-format")
    assert [p.text for p in placeholders("100% of %u, %%", printf)] == ["% o", "%u"]
    assert formats(["python-brace-format"]) == {"brace"}
    assert formats(["no-c-format"]) == frozenset()


def test_what_may_change_in_a_placeholder() -> None:
    def keys(text: str) -> list[str]:
        return [p.key for p in placeholders(text)]

    assert keys("{price:.2f}") == keys("{price:.1f}")
    assert keys("%5.2f") == keys("%f")
    assert keys("%d") != keys("%s")
    assert keys("{{a, x}}") == keys("{{a}}")


def test_messages() -> None:
    text = "{n, plural, offset:1 =0 {none} one {# by {who}} other {# {g, select, f {x} other {y}}}}"
    message = icu.parse(text)
    assert message.arguments == {"n": "plural", "who": "", "g": "select"}
    assert message.branches == {
        ("n", "plural"): {"=0", "one", "other"},
        ("g", "select"): {"f", "other"},
    }
    assert icu.is_message(text)
    assert not icu.is_message("{name} is here")
    assert icu.parse("it's '{quoted}' {date, date, short}").arguments == {"date": "date"}


@pytest.mark.parametrize(
    "text",
    ["{n, plural, one {x}", "{n, plural, one x}", "a } b", "{", "{n plural}", "{a, b", "{" * 60],
)
def test_broken_messages(text: str) -> None:
    with pytest.raises(icu.BadMessage):
        icu.parse(text)


@given(st.text(alphabet="{}',#= \nan", max_size=60))
def test_any_text_is_a_message_or_none(text: str) -> None:
    try:
        icu.parse(text)
    except icu.BadMessage:
        return


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('<a href="x" target=_blank>y</a>', ["<a>", "</a>"]),
        ("a<br>b<BR/>c", ["<br/>", "<br/>"]),
        ("<0>x</0> <1/>", ["<0>", "</0>", "<1/>"]),
        ("<x:y z='1'/>", ["<x:y/>"]),
        ("a < b > c, x<y", []),
        ("I <3 you", []),
    ],
)
def test_tags(text: str, keys: list[str]) -> None:
    assert [tag.key for tag in tags(text)] == keys


def test_entities_of_the_project() -> None:
    assert [e[2] for e in entities("&brandShortName; &amp; &nbsp;A&B;")] == [
        "&brandShortName;",
        "&B;",
    ]


def test_nesting() -> None:
    assert misnested([("open", "b"), ("open", "i"), ("close", "b")]) == 2
    assert misnested([("close", "b")]) == 0
    assert misnested([("open", "b"), ("alone", "br"), ("close", "b")]) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See (https://example.org/a_(b)).", ["https://example.org/a_(b)"]),
        ("见https://example.org/a。然后", ["https://example.org/a"]),
        ("Mail a.b@example.co.uk, please.", ["a.b@example.co.uk"]),
        ("Go to www.example.org!", ["www.example.org"]),
        ("booking.com said", ["booking.com"]),
        ("e.g. this, 3.5 km, U.S. etc.", []),
    ],
)
def test_addresses(text: str, found: list[str]) -> None:
    assert [a.text for a in addresses(text)] == found


def test_the_same_address() -> None:
    assert key("http://www.Example.org/") == key("https://example.org")
    assert is_localised("https://en.example.org/a", "https://pt-br.example.org/a")
    assert is_localised("example.com", "example.de")
    assert not is_localised("example.org", "example.com/x")
    assert not is_localised("a@example.com", "a@example.de")


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Where?", "en", "question"),
        ("Πού;", "el", "question"),
        ("One; ", "en", "semicolon"),
        ("أين؟", "ar", "question"),
        ("Որտե՞ղ է։", "hy", "question"),
        ("« Où ? »", "fr", "question"),
        ("「どこ？」", "ja", "question"),
        ("नदी।", "hi", "stop"),
        ("کتاب۔", "ur", "stop"),
        ("Loading...", "en", "ellipsis"),
        ("加载中……", "zh", "ellipsis"),
        ("Name:", "de", "colon"),
        ("What?!", "en", "question"),
        ("он. —", "uk", "stop"),
        ("none", "en", ""),
        ("", "en", ""),
    ],
)
def test_endings(text: str, lang: str, kind: str) -> None:
    assert ending(text, lang) == kind


def test_abbreviations() -> None:
    assert ends_in_abbreviation("in the U.S.")
    assert ends_in_abbreviation("Smith Inc.")
    assert not ends_in_abbreviation("at dawn.")
    assert ends_in_abbreviation("am 5.", generous=True)


def test_protected_spans_become_spaces_of_the_same_length() -> None:
    text = "<b>3</b> of %d at https://example.org/7 {n} 50%"
    bare = unprotected(text)
    assert len(bare) == len(text)
    assert bare.split() == ["3", "of", "at", "50%"]


@given(st.text(alphabet="<>/ab%{}$#@.:&; ", max_size=80))
def test_protection_keeps_length(text: str) -> None:
    assert len(unprotected(text)) == len(text)


def test_repeats() -> None:
    assert repeats("the the cat") == [("the", 0, 7)]
    assert repeats("no no no") == [("no", 0, 8)]
    assert repeats("came, came and și și-a 4 4") == []
    assert [text for text, *_ in repeats("के के पास")] == ["के"]


def test_copied_runs() -> None:
    source, target = "Close the old window now", "Das the old window now ist"
    assert copied_runs(source, target, 3) == [(4, 22, 4)]
    assert copied_runs(source, "nichts davon", 3) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("{n, plural, =0 {no files} one {# 件} other {{name} 枚}}", "no files # 件 枚"),
        ("see docs.example/help and config.yaml now", "see and now"),
        ("Version 2.4 of 3.Beta is out.", "Version 2.4 of 3.Beta is out."),
        ("They came.Then they went.", "They came.Then they went."),
        ("または tidekeeper.example/helpをご覧", "または をご覧"),
    ],
)
def test_what_is_language(text: str, left: str) -> None:
    bare = unprotected(text)
    assert len(bare) == len(text)
    assert " ".join(bare.split()) == left
