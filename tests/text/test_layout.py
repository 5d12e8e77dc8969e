"""From text to documents: paragraphs, headings, list lines, wrapped lines, given segments."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtqc.core.document import Document
from mtqc.text.layout import Block, clean, cut, joined


def _texts(document: Document) -> list[str]:
    return [segment.text for segment in document.segments]


def check_offsets(document: Document) -> None:
    at = 0
    for index, segment in enumerate(document.segments):
        assert segment.index == index
        assert at <= segment.start <= segment.end <= len(document.text)
        assert document.text[segment.start : segment.end] == segment.text
        at = segment.end
    document.text.encode()


ARTICLE = """Storm closes the northern ports

The harbour of Vell was shut on Monday. Two ships had
already left.
What the captain said
He spoke for an hour, and nobody listened to him at all.
"""


def test_paragraphs_headings_and_lines() -> None:
    document = cut("a", ARTICLE)
    assert [(s.line, s.paragraph, s.heading, s.text) for s in document.segments] == [
        (1, 0, True, "Storm closes the northern ports"),
        (3, 1, False, "The harbour of Vell was shut on Monday."),
        (3, 1, False, "Two ships had\nalready left."),
        (5, 2, True, "What the captain said"),
        (6, 3, False, "He spoke for an hour, and nobody listened to him at all."),
    ]
    check_offsets(document)


def test_one_paragraph_a_line() -> None:
    text = "Rain fell on Sunday.\nThe river rose. It is high.\nBoats were tied up.\n"
    document = cut("a", text)
    assert [s.paragraph for s in document.segments] == [0, 1, 1, 2]
    assert [s.line for s in document.segments] == [1, 2, 2, 3]


WRAPPED = """\
The council of the small town met on a cold evening in March to talk
about the new road, which nobody had asked for. Its costs had doubled
since the autumn. Several members wanted to know who had signed the
contract, and when.

The mayor gave no answer. She said that the papers were with a lawyer
in the capital and that the next meeting would be in public.
"""


def test_wrapped_lines_are_one_paragraph() -> None:
    document = cut("a", WRAPPED)
    assert len({segment.paragraph for segment in document.segments}) == 2
    assert document.segments[1].text == "Its costs had doubled\nsince the autumn."
    assert [segment.line for segment in document.segments] == [1, 2, 3, 6, 6]
    check_offsets(document)


def test_headlines_of_like_length_are_not_wrapped_text() -> None:
    text = (
        "Council of Vell delays the new northern road again\nFishermen ask for a second harbour\n"
    )
    assert len(cut("a", text).segments) == 2


def test_a_heading_right_above_wrapped_text() -> None:
    document = cut("a", "A road to nowhere\n" + WRAPPED)
    assert document.segments[0].text == "A road to nowhere"
    assert document.segments[0].heading


def test_list_lines_stand_alone_without_their_bullets() -> None:
    document = cut("a", "They need:\n- bread\n• two boats\n1. a plan\n")
    assert _texts(document) == ["They need:", "bread", "two boats", "1. a plan"]
    check_offsets(document)


def test_lines_without_stops_are_not_all_headings() -> None:
    document = cut("a", "One line\nanother line\nA third line\nThe fourth\nThe fifth one\n")
    assert [segment.heading for segment in document.segments] == [True] + [False] * 4


def test_a_lone_line_is_not_a_heading() -> None:
    assert not cut("a", "The harbour is shut").segments[0].heading


def test_line_ends_are_one_character() -> None:
    document = cut("a", "One.\r\nTwo.\rThree.\n")
    assert document.text == "One.\nTwo.\nThree.\n"
    assert [segment.line for segment in document.segments] == [1, 2, 3]


def test_what_is_no_character_is_replaced() -> None:
    assert clean("a\ud800b\udfff") == "a\ufffdb\ufffd"
    assert clean("\ufeffa") == "a"
    check_offsets(cut("a", "Bad \ud800 text. More \udc00."))
    check_offsets(joined("a", ["\ud800", {"text": "x", "source": "\ud800"}]))


def test_lines_of_a_field_are_that_of_its_record() -> None:
    document = cut("a", "One.\nTwo.", first_line=7, one_line=True)
    assert [segment.line for segment in document.segments] == [7, 7]


def test_blocks() -> None:
    blocks = [
        Block("A title. With a stop", heading=True, line=3),
        Block("  "),
        Block("\nOne.\nTwo.", line=5),
    ]
    document = cut("a", "", blocks=blocks, lang="en", meta={"k": 1})
    assert document.text == "A title. With a stop\n\nOne.\nTwo."
    assert [(s.line, s.paragraph, s.heading, s.text) for s in document.segments] == [
        (3, 0, True, "A title. With a stop"),
        (6, 1, False, "One."),
        (7, 1, False, "Two."),
    ]
    assert (document.lang, document.meta) == ("en", {"k": 1})


def test_blocks_without_lines_count_those_of_the_text() -> None:
    document = cut("a", "", blocks=[Block("One."), Block("Two.")])
    assert [segment.line for segment in document.segments] == [1, 3]


def test_joined_keeps_segments_as_they_are() -> None:
    document = joined("a", ["  One. Two. ", "", {"text": "x\r\n", "unit": "u", "meta": {"k": 1}}])
    assert document.text == "  One. Two. \n\nx"
    assert _texts(document) == ["  One. Two. ", "", "x"]
    assert document.segments[2].unit == "u"
    assert document.segments[2].meta == {"k": 1}
    check_offsets(document)


_LINES = st.sampled_from(["", " ", "- item", "1. one", "A short line", "It ends. So?", "x " * 40])


@given(
    st.lists(_LINES | st.text(max_size=20), max_size=12), st.sampled_from(["\n", "\r\n", "\n\n"])
)
def test_offsets_of_any_text(lines: list[str], end: str) -> None:
    text = end.join(lines)
    document = cut("a", text)
    check_offsets(document)
    outside = list(document.text)
    for segment in document.segments:
        outside[segment.start : segment.end] = [" "] * (segment.end - segment.start)
    assert set("".join(outside)) - set("-*+•‣◦▪●–—·") <= {c for c in outside if c.isspace()}
    lines_of_text = document.text.split("\n")
    for segment in document.segments:
        assert segment.text.split("\n")[0] in lines_of_text[segment.line - 1]


@given(st.lists(st.text(max_size=20)))
def test_offsets_of_any_segments(parts: list[str]) -> None:
    document = joined("a", parts)
    check_offsets(document)
    assert len(document.segments) == len(parts)


@given(st.lists(st.tuples(st.text(max_size=30), st.booleans(), st.none() | st.integers(1, 9))))
def test_offsets_of_any_blocks(blocks: list[tuple[str, bool, int | None]]) -> None:
    check_offsets(cut("a", "", blocks=[Block(*block) for block in blocks]))
