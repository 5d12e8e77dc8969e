"""Words that share a translation: alignment, table, what is shipped, fit."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from mtqc.text.senses import SPECIAL, beside, read
from mtqc.training.senses import fit
from mtqc.training.senses.alignment import align
from mtqc.training.senses.context import Model
from mtqc.training.senses.news import Piece
from mtqc.training.senses.table import Pair, forms, written

pytest.importorskip("lemminflect")

from mtqc.training.senses import ship
from mtqc.training.senses.words import foreign_words, lemma


def test_alignment_finds_a_hidden_dictionary() -> None:
    random = np.random.default_rng(5)
    translation = random.permutation(40)
    sentences = []
    for _ in range(300):
        source = random.integers(0, 40, random.integers(3, 9))
        target = translation[source]
        swapped = target[::-1].copy() if random.random() < 0.2 else target
        sentences.append((source, swapped))
    links = align(sentences)
    right = translation[links.source] == links.target
    assert links.times[right].sum() > 0.95 * links.times.sum()
    assert len(set(links.source[right].tolist())) == 40


def test_alignment_of_nothing() -> None:
    long = np.arange(200)
    assert len(align([(long, long), (long[:3], long[:0])]).times) == 0


@pytest.mark.parametrize(
    ("word", "base"),
    [("clauses", "clause"), ("said", "say"), ("tribunes", "tribune"), ("meeting", "meeting")],
)
def test_lemma(word: str, base: str) -> None:
    assert lemma(word) == base


def test_stems_of_one_word_agree() -> None:
    assert foreign_words("трибуны", "ru") == foreign_words("трибуну", "ru")


def test_forms_follow_the_tags() -> None:
    assert forms("leaf", "NOUN") == ("leaf", "leaves")
    assert forms("take", "VERB") == ("take", "takes", "took", "taking", "taken")


def test_list_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "list.tsv"
    file.write_text(
        "# language, word\nxx\tlist\tleaf letter sheet\nyy\tlyst\tletter leaf\n", "utf-8"
    )
    found = written(file)
    assert found["leaf", "letter"] == {"xx", "yy"}
    assert found["leaf", "sheet"] == {"xx"}


def model(words: list[str]) -> Model:
    random = np.random.default_rng(1)
    context = [*SPECIAL, "open", "green"]
    rows = random.normal(size=(len(context), 4)).astype(np.float32)
    rows[0] = 0
    return Model(
        context,
        words,
        rows,
        np.ones(len(context), bool),
        random.normal(size=(len(words), 4)).astype(np.float32),
        np.zeros(len(words), np.float32),
        np.ones((10, 4), np.float32),
        np.eye(4, dtype=np.float32),
        np.eye(4, dtype=np.float32),
    )


PAIRS = [Pair("NOUN", "leaf", "letter", ("xx",), 1.0)]


def test_what_is_shipped_is_read_back() -> None:
    made = model(["leaf", "letter"])
    pieces = [Piece("learn", "news", [["An", "open", "letter"], ["The", "open", "letter"]])]
    data = ship.arrays(made, ship.neighbours(pieces, PAIRS))
    senses = read(ship.table_text(PAIRS, made), dict(np.load(io.BytesIO(data))))
    (twin,) = senses.twins("leaves")
    assert (twin.word, twin.languages) == ("letters", ("xx",))
    assert senses.together("open", "letter")
    assert not senses.together("open", "leaf")
    assert not senses.together("an", "open")
    guesses = senses.guesses([["An", "open", "leaf"], ["Letter", "letters"]])
    assert guesses is not None
    assert list(guesses.slots) == [(0, 2), (1, 1)]
    # Near words of the leaf: the start of the sentence, a name for all it knows, "open", the end.
    asked = made.context[[3, 2, 5, 4]].sum(axis=0)
    expected = asked @ (made.targets[1] - made.targets[0])
    assert guesses.evidence[0, 0] == pytest.approx(expected, abs=0.1)
    assert guesses.evidence[0, 8] == 1.0


def test_model_of_another_table_is_refused() -> None:
    with pytest.raises(ValueError, match="another table"):
        ship.table_text(PAIRS, model(["leaf"]))


def test_keys_of_neighbours_keep_their_order() -> None:
    assert beside("open", "letter") != beside("letter", "open")


def test_logistic_finds_the_weights() -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(20_000, 2))
    wrong = random.random(20_000) < 1 / (1 + np.exp(-(rows @ [2.0, -1.0] - 0.5)))
    assert fit.logistic(rows, wrong) == pytest.approx([2.0, -1.0, -0.5], abs=0.1)


def test_spoiled_text_says_where_and_what() -> None:
    made = model(["leaf", "letter"])
    data = ship.arrays(made, ship.neighbours([], PAIRS))
    senses = read(ship.table_text(PAIRS, made), dict(np.load(io.BytesIO(data))))
    text = [["An", "open", "letter", "came"]] * 3
    spoiled = fit.spoil(text, senses, np.random.default_rng(0), 35)
    assert spoiled.right
    for (sentence, place), row in spoiled.right.items():
        assert spoiled.text[sentence][place] == "leaf"
        assert made.words[row] == "letter"
    assert fit.spoil(text, senses, np.random.default_rng(0), 0).text == text
