"""English text to learn from: news in documents or what comes near them, and single sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mtqc.text.words import words
from mtqc.training.senses.corpora import rows

# Held out for thresholds: the news of this year, of which some is in real documents.
HELD_YEAR = 2021
# Test sets keep the order of their documents, not their borders: this many sentences make do.
_SENTENCES = 12
# Every eighth document of the news is kept from the context model, to fit the judgement on.
_FIT_EVERY = 8

Text = list[list[str]]


class Piece(NamedTuple):
    """A text as words of sentences. `use`: "learn", "fit" or "hold"; `kind`: "news" or "other"."""

    use: str
    kind: str
    text: Text


def pieces(data: Path) -> Iterator[Piece]:
    """Every English sentence once, the held-out ones first."""
    seen: set[str] = set()
    for file in sorted((data / "wmt21").glob("docs.*")):
        for row in rows(file):
            if row["version"].startswith("ref:"):
                seen.update(plain(text) for text in row["target"])
                yield Piece("hold", "news", [_words(text) for text in row["target"]])
    for file in sorted((data / "wmt21").glob("segments.*")):
        for row in rows(file):
            seen.update(plain(text) for text in row["references"].values())
    for nth, texts in enumerate(_documents(data, seen)):
        yield Piece("fit" if nth % _FIT_EVERY == 3 else "learn", "news", texts)
    for file, field in _others(data):
        for row in rows(file):
            text = plain(row[field])
            if text not in seen and len(text) > 15:
                seen.add(text)
                yield Piece("learn", "other", [_words(text)])


def _documents(data: Path, seen: set[str]) -> Iterator[Text]:
    for file in sorted((data / "newstest").glob("*.jsonl.gz")):
        current: Text = []
        last = ""
        for row in rows(file):
            test_set = row["id"].rpartition("/")[0]
            if row["year"] == HELD_YEAR or (text := plain(row["english"])) in seen:
                continue
            if current and (test_set != last or len(current) == _SENTENCES):
                yield current
                current = []
            last = test_set
            seen.add(text)
            current.append(_words(text))
        if current:
            yield current


def _others(data: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted((data / "mlqe").glob("*.train.*")):
        yield file, "post_edit"
    for file in sorted((data / "tatoeba").glob("*.jsonl.gz")):
        yield file, "english"
    yield data / "ud" / "ewt.train.jsonl.gz", "text"
    yield data / "ud" / "gum-news.jsonl.gz", "text"


def plain(text: str) -> str:
    """With single spaces and joined endings."""
    return " ".join(text.replace(" n't", "n't").replace(" 's", "'s").split())


def _words(text: str) -> list[str]:
    return [word.text for word in words(plain(text))]
