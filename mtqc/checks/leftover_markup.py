"""Markup that should have become formatting, left in the text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import Flags, Keeps, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_TAGS = (
    "a|abbr|article|aside|b|big|blockquote|body|br|button|center|cite|code|col|dd|del|div|dl|dt|em|"
    "embed|fig|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|"
    "ins|label|li|link|main|meta|nav|noscript|object|ol|option|p|pre|script|section|select|small|"
    "span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|title|tr|u|ul|video|"
    "s|unk|pad|mask|bpt|ept|ph|seg"
)
_PATTERN = re.compile(
    rf"""
      (?P<tag></?(?:{_TAGS})(?:\s+[\w:-]+=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?>)
    | (?P<comment><!--|-->|<!\[CDATA\[|\]\]>)
    | (?P<entity>&(?:\#\d{{2,6}}|\#[xX][0-9a-fA-F]{{2,6}}|[a-zA-Z]{{2,8}}\d{{0,2}});)
    | (?P<bbcode>\[/?(?:b|i|u|url|img|quote|size|color|code|list|center|caption|gallery|embed|video)
        (?:=[^\]\[]*|\s+\w+=[^\]\[]*)?\])
    | (?P<template>\{{\{{[^{{}}\n]*\}}\}}|\{{%[^{{}}\n]*%\}}|\$\{{\w[\w.]*\}}|%\(\w+\)[sd])
    | (?P<wiki>\[\[[^\[\]\n]+\]\])
    | (?P<link>!?\[[^\[\]\n]*\]\((?:https?:/|/|www\.)[^()\s]*\))
    | (?P<bold>(?<![\w*])\*\*(?=\w)[^*\n]*[\w.!?]\*\*(?![\w*]))
    | (?P<escape>\\u[0-9a-fA-F]{{4}}|(?<![\w:\\])\\[nrt](?=[A-Z\s]|$))
    """,
    re.VERBOSE,
)
_TRIGGER = re.compile(
    r"</?[a-zA-Z]|<!|--?>|&[#a-zA-Z]\w+;|\[[/\[a-zA-Z]|\]\(|\{[{%]|\$\{|%\(|\*\*|\\"
)
_ABOUT_MARKUP = re.compile(r"\b(?:HTML|XML|tags?|elements?|markup|syntax|BBCode)\b")
_COMPARED = frozenset({"tag", "template"})
_SPACE_ENTITIES = frozenset({"&nbsp;", "&#160;", "&#xa0;", "&ensp;", "&emsp;", "&thinsp;"})


@dataclass(frozen=True)
class LeftoverMarkup(SegmentCheck):
    """Tags, entities and placeholders left in the text

    Flags HTML tags and entities, BBCode, wiki and Markdown links, template placeholders and
    escape sequences that a reader was never meant to see.

    They show that the text was cut out of a page or put together by a program, and that
    nobody looked at the result.

    It stays silent where the source has such markup too (software strings), in sentences that
    speak about markup, and on comparisons, hearts and censored words.
    """

    name = "leftover-markup"
    group = "surface"
    category = "design-and-markup/markup"
    its = "markup"
    severity = Severity.MAJOR
    trigger = _TRIGGER
    examples = (
        Flags("The mayor<br/>left early.", at=("<br/>",), suggests=" "),
        Flags('See <a href="/x">here</a> for more.', at=('<a href="/x">', "</a>")),
        Flags("Marks &amp; Spencer&nbsp;opened.", at=("&amp;", "&nbsp;"), suggests="&"),
        Flags("He said [b]no[/b] twice.", at=("[b]", "[/b]")),
        Flags("Dear {{first_name}}, welcome.", at=("{{first_name}}",)),
        Flags("Read [the report](https://example.org/r) now.",
              at=("[the report](https://example.org/r)",), suggests="the report"),
        Flags("It was **very** cold.", at=("**very**",), suggests="very"),
        Flags("The village of [[Upper Slaughter]] is quiet.", at=("[[Upper Slaughter]]",),
              suggests="Upper Slaughter"),
        Keeps(Pair("One<br>Two %(name)s", "Eins<br />Zwei %(nom)s", lang="de")),
        Keeps("I <3 maths, where a<b and b>a; R&D; AT&T; Q&A."),
        Keeps("The <b> tag makes text bold."),
        Keeps("“He [the mayor] is a f***ing **** [sic],” she said."),
        Keeps("The file lies in C:\\new or D:\\temp."),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        for match in _PATTERN.finditer(text):
            kind, found = match.lastgroup or "", match.group()
            if segment.source is not None and (
                found in segment.source or _has_kind(segment.source, kind)
            ):
                continue
            if kind in ("tag", "bbcode") and _ABOUT_MARKUP.search(text):
                continue
            mended = _mended(kind, found)
            if mended == found:
                continue
            suggestions = () if mended is None else (mended,)
            yield self.issue(
                *match.span(), "This is markup, not text for a reader.", suggestions=suggestions
            )


def _has_kind(source: str, kind: str) -> bool:
    """Whether the source has markup of this kind, so that other checks hold the two together."""
    return kind in _COMPARED and any(m.lastgroup == kind for m in _PATTERN.finditer(source))


def _mended(kind: str, found: str) -> str | None:
    """What should stand instead, None where that is nothing or unknown; `found` if it is right."""
    if kind == "tag":
        return " " if re.match(r"</?(?:br|p|div|hr|li|td|tr)\b", found) else None
    if kind == "entity":
        return " " if found.lower() in _SPACE_ENTITIES else html.unescape(found)
    if kind == "wiki":
        return found[2:-2].rpartition("|")[2]
    if kind == "link":
        return found[: found.index("](")].lstrip("![") or None
    if kind == "bold":
        return found[2:-2]
    return None
