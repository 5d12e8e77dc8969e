"""Words and their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.text.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The U.S. didn't pay 3,000.5 euros at 10:30.",
            "The U.S didn't pay 3,000.5 euros at 10:30",
        ),
        ("AT&T's eight-year deal", "AT&T's eight-year deal"),
        ("arrested.The judge", "arrested The judge"),
        ("snake_case", "snake case"),
        ("नेपाल र भारत", "नेपाल र भारत"),
        ("two cafe\u0301s.", "two cafe\u0301s"),
        ("“Ōmori’s”", "Ōmori’s"),
        ("...", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert [word.text for word in words(text)] == expected.split()


@given(st.text())
def test_each_word_stands_where_it_says(text: str) -> None:
    end = 0
    for word in words(text):
        assert text[word.start : word.end] == word.text != ""
        assert word.start >= end
        end = word.end
