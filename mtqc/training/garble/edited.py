"""Machine translation beside its post-edit: what an editor took out is wrong, what was put in is
right.

An edit of an adequacy check may mend what reads well. So a word counts as garbled only as far as
readers disliked the whole, and nothing is said of function words, of names, of words that only
moved, and of words near in meaning to one of the post-edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mtqc.core.features import Encoder
from mtqc.training.garble.light import FUNCTION_WORDS
from mtqc.training.garble.rows import IGNORED, Row, clean, row, tokens
from mtqc.training.garble.systems import alike, stem
from mtqc.training.senses.corpora import rows
from mtqc.training.senses.news import plain

_MOST_EDITED = 0.6
_GOOD = 0.9
# The mean of human scores, in standard deviations, from which a word of an edit is garbled by a
# share of readers.
_SHARES = ((0.0, 1.0), (0.5, 0.6), (9.0, 0.3))
_REACH = 12
_SHORT = 5


def edited(data: Path, encoder: Encoder) -> Iterator[Row]:
    """Of every sentence that was edited, but not rewritten, the translation and the post-edit."""
    for file in sorted((data / "mlqe").glob("*.train.*")):
        pair = file.name.partition(".")[0]
        for found in rows(file):
            after = joined_up(found["post_edit"])
            if len(tokens(after)) < _SHORT or not found["hter"] <= _MOST_EDITED:
                continue
            yield clean(f"post-edit:{pair}", after, _GOOD)
            if found["hter"] > 0:
                yield _before(f"edited:{pair}", found, after, encoder)


def _before(kind: str, found: Any, after: str, encoder: Encoder) -> Row:
    text = plain(found["target"])
    sentence = tokens(text)
    bad = _places(text, found["tokens"], found["word_tags"][: len(found["tokens"])])
    share = next(share for bound, share in _SHARES if found["z_mean"] < bound)
    kept = [token for token in tokens(after) if token.is_word]
    stems = {stem(token.text.lower()) for token in kept}
    wrong, start = [], 0
    for token in sentence:
        start += len(token.gap)
        span = range(start, start + len(token.text))
        start = span.stop
        if not token.is_word or bad.isdisjoint(span):
            continue
        word = token.text.lower()
        if token.text.islower() and word not in FUNCTION_WORDS and stem(word) not in stems:
            wrong.append(token)
            token.label = share
        else:
            token.label = IGNORED
    for token, near in zip(wrong, alike([t.text for t in wrong], kept, encoder), strict=True):
        if near:
            token.label = IGNORED
    return row(kind, sentence)


def _places(text: str, words: Sequence[str], tags: Sequence[str]) -> set[int]:
    """Code points of the words whose tag is BAD."""
    found: set[int] = set()
    at = 0
    for word, tag in zip(words, tags, strict=True):
        start = text.find(word, at, at + len(word) + _REACH)
        if start < 0:
            continue
        at = start + len(word)
        if tag == "BAD":
            found.update(range(start, at))
    return found


def joined_up(text: str) -> str:
    """A text whose marks stand apart as people write it."""
    text = re.sub(r" ([.,;:!?)\]%])", r"\1", plain(text))
    text = re.sub(r"([(\[]) ", r"\1", text)
    return re.sub(r'(^|\s)" ([^"]*) "', r'\1"\2"', text)
