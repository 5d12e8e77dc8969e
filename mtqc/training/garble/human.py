"""Human sentences: clean ones, those with human scores, those with parts of speech."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mtqc.training.garble.rows import Row
from mtqc.training.senses.corpora import rows
from mtqc.training.senses.news import HELD_YEAR, plain

# Test sets keep the order of their documents, not their borders.
_BLOCK = 12
# Every eighth block is kept from the network, to fit thresholds and weights on.
_FIT_EVERY = 8
_MIDDLE, _SLOPE = 0.5, 0.22
_LENGTHS = (25, 420)
_SEED = 7


class Pair(NamedTuple):
    lang: str
    source: str
    english: str


def news(data: Path, use: str) -> Iterator[list[Pair]]:
    """Blocks of news, each sentence with one of its sources; `use` is "learn" or "fit"."""
    sources: dict[str, list[tuple[str, str]]] = {}
    held: set[str] = set()
    for file in sorted((data / "wmt21").glob("segments.*")):
        for row in rows(file):
            held.update(plain(text) for text in row["references"].values())
    for file in sorted((data / "newstest").glob("*.jsonl.gz")):
        lang = file.name.partition("-")[0]
        # Their English is tokenised by machine or badly aligned.
        if lang in ("ha", "iu"):
            continue
        for row in rows(file):
            text = plain(row["english"])
            if row["year"] != HELD_YEAR and text not in held:
                sources.setdefault(text, []).append((lang, row["source"]))
    rng = random.Random(_SEED)
    pairs = [Pair(*rng.choice(found), text) for text, found in sources.items()]
    for number, start in enumerate(range(0, len(pairs), _BLOCK)):
        if (number % _FIT_EVERY == 3) == (use == "fit"):
            yield pairs[start : start + _BLOCK]


def everyday(data: Path) -> Iterator[str]:
    """Everyday sentences, long enough to say something."""
    seen: set[str] = set()
    for file in sorted((data / "tatoeba").glob("*.jsonl.gz")):
        for row in rows(file):
            text = plain(row["english"])
            if len(text) >= _LENGTHS[0] and text not in seen:
                seen.add(text)
                yield text


def scored(data: Path) -> Iterator[Row]:
    """Machine translation with the mean of human scores.

    Its word tags mark what an adequacy check changed, which the text alone can't show: left out.
    """
    for file in sorted((data / "mlqe").glob("*.train.*")):
        pair = file.name.partition(".")[0]
        for row in rows(file):
            estimate = min(0.97, max(0.03, _MIDDLE + _SLOPE * row["z_mean"]))
            yield Row(f"scored:{pair}", plain(row["target"]), estimate=estimate, words=False)


def tagged(data: Path) -> Iterator[Row]:
    """Sentences of treebanks with the Penn tags of their words."""
    for name in ("ewt.train", "gum-news"):
        for row in rows(data / "ud" / f"{name}.jsonl.gz"):
            text, at, tags = row["text"], 0, []
            for token, tag in zip(row["tokens"], row["xpos"], strict=True):
                found = text.find(token, at)
                if found < 0 or tag is None:
                    continue
                at = found + len(token)
                if token[0].isalnum():
                    tags.append((found, tag))
            yield Row(f"tagged:{name}", text, tags=tags, words=name == "gum-news")


def fits(text: str) -> bool:
    """Whether a sentence is of a length to learn from."""
    return _LENGTHS[0] <= len(text) <= _LENGTHS[1]
