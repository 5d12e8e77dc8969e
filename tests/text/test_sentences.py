"""Sentence spans: tables of paragraphs cut by hand, and properties of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.text.sentences import sentence_spans

# "|" stands where a sentence ends and the next begins.
CUT = [
    "The bridge fell.| Nobody was hurt.",
    "Mr. Okafor met Dr. Lindqvist and Gen. Paz in Turin.| They spoke for an hour.",
    "Sen. Ruth Abara and Rep. Tom Hale voted no.| The bill failed.",
    "J. K. Adeyemi wrote it.| George W. Larsen read it.",
    "It costs 3.50 euros.| It cost 2.75 in May.",
    "See No. 5 on the list.| He said no.| She left.",
    "Section 4, pp. 12-14, vol. 2, says so.| Nobody reads it.",
    "On Jan. 5 the port closed.| It opened in Feb.| The ships came back.",
    "The U.S. Senate voted.| He lives in the U.S.| The law is new.",
    "She works for Harbor Inc. in Oslo.| He left Harbor Inc.| The firm closed.",
    "The talks end at 5 p.m. Tuesday.| The vote is at 6 p.m.| Ministers will be there.",
    '"Did you see it?" she asked.| "No!" said the boy.| He ran.',
    '"Will it rain?" Lena Moss asked.| "It will."| They stayed.',
    "He wrote for Yahoo! in those days.| Then he stopped.",
    "Why?| Because it was late.",
    "He waited...| Then he left.| Well... maybe not.",
    "We have been waiting … it is hard.| Nobody came…| The door was shut.",
    "(The mayor was away.)| Her deputy spoke.",
    "They were arrested.|The judge was ill.",
    "He came home.|“Never again,” he said.",
    "Sales fell in 2008.| 12 shops closed.| iPhone sales rose.",
    "The ship sank.[3]| It was old. [4] [5]| Divers found it.",
    "The report was late.| nobody had read it.",
    "1. The first point is clear.| 2. The second is not.",
    "It was approx. five metres, i.e. too long, e.g. for a van.| They cut it.",
    "It began on Sept. 11.| The end came soon.",
    "He ranked no. 1.| She was no. 2.",
    "He is 5 ft. 3 in. tall.| She is not.",
    "Vitamin C. is cheap and so is Plan B.| The shop has both.",
    "The firms Adler vs. Brandt et al. went to court.| They lost.",
    "他来了。|她走了！|为什么？|没人知道。",
    "「行く。」と彼は言った。|彼女は笑った。",
    "वह आया।| वह गया।| क्यों?",
    "هل وصل القطار؟| لا أحد يعرف.",
    "Он пришёл.| Она ушла.",
]


@pytest.mark.parametrize("marked", CUT)
def test_cut_by_hand(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The file readme.txt is at www.example.org/Index.html today",
        "Prof. Dr. A. B. Meyer of St. Petersburg spoke",
        "It rose 4.5 percent vs. 3.9 percent a year before",
        "He is with the U.N. Refugee Agency in the D.C. area",
        "wait for it... and then go",
        "***",
        '"',
    ],
)
def test_kept_whole(text: str) -> None:
    assert sentence_spans(text) == [(0, len(text))]


def test_ordinal_numbers_depend_on_the_language() -> None:
    text = "Sie kam am 5. Advent zu uns."
    assert len(sentence_spans(text, "de")) == 1
    assert len(sentence_spans("We ended on page 5. Advent came.", "en")) == 2


def test_a_wrapped_line_is_no_end() -> None:
    text = "The mayor of the\ntown spoke.\r\nNobody came."
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "The mayor of the\ntown spoke.",
        "Nobody came.",
    ]


def test_nothing_in_nothing() -> None:
    assert sentence_spans("") == []
    assert sentence_spans(" \n\t ") == []


_PIECES = st.sampled_from(
    [
        *'Mr. U.S. a.m. No. 5 5. A B. word Word … ... ? ! ." ?" ) ( [3] “ ” 。 。」 と ।'.split(),
        *["\n", "\r\n", "\u2029", "\xa0", "\u200b", "\u202e", "x.Y", "said"],
    ]
)


@given(st.lists(_PIECES | st.text(max_size=3), max_size=30), st.sampled_from(["", " "]))
def test_spans_cover_all_but_white_space(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces).encode("utf-8", "replace").decode()
    at = 0
    for start, end in sentence_spans(text, "en"):
        assert text[at:start].strip() == ""
        span = text[start:end]
        assert span
        assert span == span.strip()
        at = end
    assert text[at:].strip() == ""
