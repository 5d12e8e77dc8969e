"""What the network learns from: sentences with marked words, and their parts to be moved about."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

IGNORED = -1.0

# A word with what joins its parts, or one other character.
_PIECE = re.compile(r"[^\W_]+(?:[’'\-.,:&][^\W_]+)*|[^\w\s]|_")


class Row(msgspec.Struct, omit_defaults=True):
    """A sentence and what is known about it.

    `marks` are (start, end, label) in code points for words whose label is not 0; a label is the
    share of readers who would call the word wrong, or IGNORED. `estimate` is how good the sentence
    is, 0 to 1, None where unknown. `tags` are (start, tag) of words with a known part of speech;
    a row with `words` false says nothing about its words.
    """

    kind: str
    text: str
    marks: list[tuple[int, int, float]] = []
    estimate: float | None = None
    tags: list[tuple[int, str]] = []
    words: bool = True


class Token(msgspec.Struct):
    """A word or a mark. `gap` is what stands before it; `label` as in `Row`; `tag` is its part of
    speech where that is known."""

    text: str
    gap: str = " "
    label: float = 0.0
    tag: str = ""

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def free(self) -> bool:
        """An untouched word of letters."""
        return self.label == 0.0 and self.text.isalpha()


def tokens(text: str, tags: Mapping[int, str] = MappingProxyType({})) -> list[Token]:
    """The words and marks of a text; `tags` are parts of speech by where a word starts."""
    found: list[Token] = []
    end = 0
    for match in _PIECE.finditer(text):
        start = match.start()
        found.append(Token(match[0], text[end:start], tag=tags.get(start, "")))
        end = match.end()
    return found


def row(kind: str, sentence: Sequence[Token], estimate: float | None = None) -> Row:
    """The sentence put together again."""
    text, marks, tags = "", [], []
    for place, token in enumerate(sentence):
        text += (token.gap if place else "") + token.text
        start = len(text) - len(token.text)
        if token.label != 0.0 and token.is_word:
            marks.append((start, len(text), token.label))
        if token.tag:
            tags.append((start, token.tag))
    return Row(kind, text, marks, estimate, tags)


def joined(first: Row, second: Row) -> Row:
    """Two sentences in a row as one; as good as the second."""
    after = len(first.text) + 1
    return Row(
        second.kind,
        f"{first.text} {second.text}",
        first.marks + [(start + after, end + after, label) for start, end, label in second.marks],
        second.estimate,
    )


def clean(kind: str, text: str, estimate: float | None = None) -> Row:
    return Row(kind, text, estimate=estimate)


def capitalise(sentence: Sequence[Token]) -> None:
    """Writes the first word with a capital."""
    first = next((token for token in sentence if token.is_word), None)
    if first is not None and first.text[0].islower():
        first.text = first.text[0].upper() + first.text[1:]


def label_of(row: Row, start: int, end: int) -> float:
    """What is said of the word at a place: the share of readers who would call it wrong, or
    IGNORED."""
    touching = [label for first, last, label in row.marks if first < end and start < last]
    wrong = max(touching, default=0.0)
    return wrong if wrong > 0 or IGNORED not in touching else IGNORED


def share_bad(row: Row) -> float:
    """The share of the words that are marked."""
    marked = sum(label for _, _, label in row.marks if label > 0)
    return marked / max(1, len(row.text.split()))


def write(path: str, rows: Iterable[Row]) -> int:
    """Rows as JSON lines compressed with Zstandard; how many there were."""
    import zstandard

    encoder = msgspec.json.Encoder()
    count = 0
    with zstandard.open(path, "wb") as out:
        for item in rows:
            out.write(encoder.encode(item) + b"\n")
            count += 1
    return count


def drawn(folder: Path, name: str, count: int, rng: random.Random) -> list[Row]:
    """So many rows of a file, 0 for all of them."""
    found = read(str(folder / f"{name}.jsonl.zst"))
    return rng.sample(found, min(count, len(found))) if count else found


def read(path: str) -> list[Row]:
    import zstandard

    decoder = msgspec.json.Decoder(Row)
    with zstandard.open(path, "rb") as lines:
        return [decoder.decode(line) for line in lines.read().splitlines()]
