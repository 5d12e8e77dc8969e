"""Rows to learn from: what is marked is what was changed."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("lemminflect")

from mtqc.training.garble import light, systems
from mtqc.training.garble.light import OPERATIONS, Corruptor
from mtqc.training.garble.rows import (
    IGNORED,
    Row,
    joined,
    read,
    row,
    share_bad,
    tokens,
    write,
)
from mtqc.training.garble.twins import Twins
from mtqc.training.garble.weak import Lexical, WeakTranslator
from mtqc.training.senses.news import plain
from mtqc.training.senses.table import Knowledge

SENTENCES = (
    "The minister said that the council will raise the price of bread by two million crowns .",
    "In the evening the teams of the north were beaten , and the crowd has left the old stadium .",
    "Several schools in the valley are closed because the river flooded these roads on Monday .",
    "The well-known doctor told the patients who waited that they should visit the market .",
    "Farmers added that the harvest is poor , and the government promised them help for years .",
)
PAIRS = {("bread", "cake"): 1.0, ("price", "prize"): 1.0, ("river", "current"): 1.0,
         ("market", "fair"): 1.0, ("doctor", "physician"): 1.0, ("harvest", "crop"): 1.0,
         ("road", "path"): 1.0, ("school", "lesson"): 1.0, ("known", "familiar"): 1.0,
         ("well", "good"): 1.0}  # fmt: skip


class Alone:
    """An encoder in whose table no two words are alike."""

    def static_vectors(self, words):
        found = np.zeros((len(words), 4096), np.float32)
        for place, word in enumerate(words):
            found[place, sum(map(ord, word)) * 31 % 4096] = 1.0
        return found


@pytest.fixture(scope="module")
def corruptor() -> Corruptor:
    lemmas = {word for pair in PAIRS for word in pair}
    kinds = {word: frozenset({"NOUN"}) for word in lemmas} | {
        word: frozenset({"ADJ"}) for word in ("known", "familiar", "well", "good")
    }
    known = Knowledge(Counter(), Counter(), Counter(), kinds)
    twins = Twins(PAIRS, known, [*SENTENCES, "cake prize current fair physician crop path " * 3])
    return Corruptor(twins, ["hastane", "vlada", "mercado"], seed=3)


@given(st.text(max_size=80))
def test_tokens_are_put_together_again(text: str) -> None:
    found = tokens(text)
    assert row("x", found).text in text
    assert sum(len(token.gap) + len(token.text) for token in found) <= len(text)


@pytest.mark.parametrize("operation", list(OPERATIONS), ids=lambda one: one.__name__)
def test_an_operation_changes_and_marks(corruptor: Corruptor, operation) -> None:
    made = [
        found
        for text in SENTENCES * 12
        if (found := corruptor.corrupt(plain(text), only=operation)) is not None
    ]
    if operation in (light.title, light.neighbour, light.of_chain) and not made:
        pytest.skip("these sentences give it nothing to change")
    assert made
    for found in made:
        assert found.text not in map(plain, SENTENCES)
        assert found.estimate is not None
        assert 0 < found.estimate < 0.6
        for start, end, label in found.marks:
            assert found.text[start:end].strip() == found.text[start:end] != ""
            assert label == IGNORED or 0 < label <= 1


def test_a_twin_is_marked_and_the_rest_is_not(corruptor: Corruptor) -> None:
    rng_texts = [corruptor.corrupt(plain(SENTENCES[0]), only=light.sense) for _ in range(20)]
    for found in filter(None, rng_texts):
        words = {found.text[start:end] for start, end, _ in found.marks}
        assert words <= {"cake", "prize"}


def test_a_word_is_not_used_as_a_twin_again_and_again(corruptor: Corruptor) -> None:
    rng = random.Random(1)
    kinds = {"bread": frozenset({"NOUN"}), "cake": frozenset({"NOUN"})}
    known = Knowledge(Counter(), Counter(), Counter(), kinds)
    fresh = Twins({("bread", "cake"): 1.0}, known, ["a cake and a cake"])
    drawn = [fresh.twin("bread", rng) for _ in range(40)]
    assert 1 <= sum(word == "cake" for word in drawn) < 5


def segment(reference: str, **outputs: str) -> systems.Segment:
    return systems.Segment("xx-en", {"A": reference}, outputs)


def test_a_word_that_nobody_supports_is_wrong() -> None:
    right = "The council raised the price of bread in the capital"
    one = segment(
        right, a=right + " today", b="The council raised the staircase of bread in the capital",
        c="The council lifted the price of bread in the capital", d=right + " now", e=right,
    )  # fmt: skip
    made = {found.kind: found for found in systems.contrasts([one], 3, Alone())}
    bad = next(found for found in systems.contrasts([one], 5, Alone()) if "staircase" in found.text)
    wrong = [bad.text[start:end] for start, end, label in bad.marks if label == 1]
    assert wrong == ["staircase"]
    assert share_bad(bad) > 0
    assert made["reference:xx-en"].marks == []


def test_articles_keep_their_order() -> None:
    found = [
        segment(f"Sentence number {n} is quite right", a=f"Sentence {n} by a", b=f"And {n} by b")
        for n in range(6)
    ]
    articles = list(systems.articles(found, 3, 2, Alone()))
    assert [len(article) for article in articles] == [3] * len(articles)
    assert [r.text for r in articles[0]] == [
        f"Sentence number {n} is quite right" for n in range(3)
    ]
    kinds = {article[0].kind for article in articles}
    assert kinds == {"reference:xx-en", "system:xx-en:a", "system:xx-en:b"}


@pytest.fixture
def lexical(tmp_path: Path) -> Path:
    file = tmp_path / "de.tsv"
    rows = [("brot", "bread", 5), ("brot", "loaf", 5), ("preis", "price", 4), ("preis", "award", 6),
            ("rat", "council", 3), ("rat", "advice", 7), ("stadt", "city", 9),
            ("erhoht", "raise", 4), ("erhoht", "exalt", 4)]  # fmt: skip
    file.write_text("".join(f"{f}\t{e}\t{n}\n" for f, e, n in rows), "utf-8")
    return file


def test_links_are_mutual(lexical: Path) -> None:
    links = Lexical(lexical).links(["rat", "erhoht", "preis"], ["council", "raise", "price", "now"])
    assert links == [(0, 0), (1, 1), (2, 2)]


def test_a_weak_span_replaces_and_marks(lexical: Path) -> None:
    weak = WeakTranslator("de", lexical, frozenset(), Alone(), seed=2)
    made = [
        weak.spans("Rat erhoht Preis Brot Stadt", "Council raises price of bread in city")
        for _ in range(60)
    ]
    found = [one for one in made if one is not None]
    assert found
    for one in found:
        wrong = {one.text[s:e].lower() for s, e, label in one.marks if label == 1}
        assert wrong
        assert wrong <= {"loaf", "award", "advice", "exalt"}


def test_rows_on_disk(tmp_path: Path) -> None:
    rows = [
        Row("a", "One two", [(0, 3, 1.0)], 0.5),
        Row("b", "Three", tags=[(0, "CD")], words=False),
    ]
    assert write(str(tmp_path / "rows.zst"), rows) == 2
    assert read(str(tmp_path / "rows.zst")) == rows


def tags_of(found: Row) -> dict[str, str]:
    return {found.text[start:].split()[0].strip(".,;:?-"): tag for start, tag in found.tags}


def test_parts_of_speech_stay_with_words_that_are_moved_or_exchanged(corruptor: Corruptor) -> None:
    text = plain(SENTENCES[0])
    known = {word: f"T{word}" for word in text.rstrip(".").split()}
    start, tags = 0, []
    for word in known:
        start = text.index(word, start)
        tags.append((start, known[word]))
    source = Row("tagged", text, tags=tags, words=False)
    seen = set()
    for _ in range(60):
        made = corruptor.corrupt_tagged(source)
        if made is None:
            continue
        assert not made.words
        for word, tag in tags_of(made).items():
            seen.add(word.lower() == tag[1:].lower())
            if word.lower() != tag[1:].lower():
                # The only twins in this sentence.
                assert (tag, word) in {("Tbread", "cake"), ("Tprice", "prize")}
    assert True in seen


def test_two_sentences_as_one() -> None:
    first = Row("light:sense", "One cake.", [(4, 8, 1.0)], 0.3)
    second = Row("news", "Two prizes here.", [(4, 10, 0.5)], 0.9)
    found = joined(first, second)
    assert found.estimate == 0.9
    assert [found.text[start:end] for start, end, _ in found.marks] == ["cake", "prizes"]
