"""Real machine translation of news beside human references: a word is wrong that nobody supports.

A content word is wrong where its stem is in no reference and in hardly any other system's output,
right where it is in a reference or in many outputs; between the two, for function words and for
words near in meaning to one of the reference, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from mtqc.core.features import Encoder
from mtqc.training.garble.light import FUNCTION_WORDS
from mtqc.training.garble.rows import IGNORED, Row, Token, clean, row, share_bad, tokens
from mtqc.training.senses.corpora import rows

_FEW, _MANY = 0.08, 0.2
_STEM = 0.7
_SHORT = 4
_REFERENCE = 0.92
_ALIKE = 0.4


class _Support(NamedTuple):
    stems: frozenset[str]
    pairs: frozenset[tuple[str, str]]


class Segment(NamedTuple):
    """One sentence in many translations, human and by machine."""

    pair: str
    references: Mapping[str, str]
    outputs: Mapping[str, str]


def segments(file: Path, half: int | None = None) -> list[Segment]:
    """Those of a file, or of its first or second half; very short ones are left out."""
    pair = file.name.split(".")[1]
    found = [Segment(pair, row["references"], row["systems"]) for row in rows(file)]
    middle = len(found) // 2
    chosen = found if half is None else (found[:middle], found[middle:])[half]
    return [s for s in chosen if all(len(tokens(t)) >= _SHORT for t in s.references.values())]


def contrasts(found: Iterable[Segment], per_segment: int, encoder: Encoder) -> Iterator[Row]:
    """The worst `per_segment` outputs of every segment, and its references."""
    for segment in found:
        for text in segment.references.values():
            yield clean(f"reference:{segment.pair}", text, _REFERENCE)
        marked = sorted(_marked(segment).items(), key=lambda item: (-share_bad(item[1]), item[0]))
        seen = {text.lower() for text in segment.references.values()}
        for _, made in marked[:per_segment]:
            if made.text.lower() not in seen:
                seen.add(made.text.lower())
                yield _finished(made, segment, encoder)


def articles(
    found: Sequence[Segment], length: int, every: int, encoder: Encoder
) -> Iterator[list[Row]]:
    """`length` segments in a row as one translator has them: the first reference, and in turn
    every so manieth system."""
    for nth, start in enumerate(range(0, len(found) - length + 1, length)):
        block = found[start : start + length]
        yield [
            clean(f"reference:{s.pair}", next(iter(s.references.values())), _REFERENCE)
            for s in block
        ]
        marked = [_marked(segment) for segment in block]
        for name in sorted(marked[0])[nth % every :: every]:
            if all(name in outputs for outputs in marked):
                yield [
                    _finished(outputs[name], segment, encoder)
                    for outputs, segment in zip(marked, block, strict=True)
                ]


def _marked(segment: Segment) -> dict[str, Row]:
    """Every output with its wrong words marked, by system."""
    outputs = {name: tokens(text) for name, text in segment.outputs.items()}
    right = [_support(tokens(text)) for text in segment.references.values()]
    supports = {name: _support(output) for name, output in outputs.items()}
    marked = {}
    for name, output in outputs.items():
        text = segment.outputs[name]
        others = [supports[other] for other in outputs if segment.outputs[other] != text]
        _mark(output, right, others)
        marked[name] = row(f"system:{segment.pair}:{name}", output)
    return marked


def _finished(made: Row, segment: Segment, encoder: Encoder) -> Row:
    _spare_synonyms(made, [tokens(text) for text in segment.references.values()], encoder)
    made.estimate = max(0.05, 0.85 - 3.0 * share_bad(made))
    return made


def _spare_synonyms(made: Row, references: Sequence[Sequence[Token]], encoder: Encoder) -> None:
    """Nothing is said of words near in meaning to a word of a reference."""
    wrong = [place for place, (_, _, label) in enumerate(made.marks) if label > 0]
    words = [made.text[made.marks[i][0] : made.marks[i][1]] for i in wrong]
    human = (token for tokens_ in references for token in tokens_)
    for i, near in zip(wrong, alike(words, human, encoder), strict=True):
        if near:
            start, end, _ = made.marks[i]
            made.marks[i] = (start, end, IGNORED)


def alike(words: Sequence[str], human: Iterable[Token], encoder: Encoder) -> list[bool]:
    """Of each word, whether it is near in meaning to a content word of human text."""
    right = sorted({token.text.lower() for token in human if token.text.isalpha()} - FUNCTION_WORDS)
    if not words or not right:
        return [False] * len(words)
    mine = encoder.static_vectors([word.lower() for word in words])
    near: list[bool] = ((mine @ encoder.static_vectors(right).T).max(axis=1) > _ALIKE).tolist()
    return near


def _support(sentence: Sequence[Token]) -> _Support:
    lowered = [token.text.lower() for token in sentence]
    return _Support(frozenset(map(stem, lowered)), frozenset(pairwise(["", *lowered, ""])))


def _mark(output: Sequence[Token], right: Sequence[_Support], others: Sequence[_Support]) -> None:
    lowered = ["", *(token.text.lower() for token in output), ""]
    for place, token in enumerate(output, 1):
        if not token.is_word:
            continue
        word = lowered[place]
        function = word in FUNCTION_WORDS
        sides = ((lowered[place - 1], word), (word, lowered[place + 1]))
        own = stem(word)
        by_right = [_supports(one, own, sides, function) for one in right]
        by_others = [_supports(one, own, sides, function) for one in others]
        if any(by_right):
            continue
        share = sum(by_others) / max(1, len(by_others))
        if share < _MANY:
            token.label = 1.0 if share <= _FEW and not function else IGNORED


def _supports(one: _Support, stem: str, sides: Sequence[tuple[str, str]], function: bool) -> bool:
    return any(side in one.pairs for side in sides) if function else stem in one.stems


def stem(word: str) -> str:
    """Its first letters, which its other forms have too."""
    word = word.removesuffix("'s").removesuffix("’s")
    return word[: max(4, int(len(word) * _STEM))]
