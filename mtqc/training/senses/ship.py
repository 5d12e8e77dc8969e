"""Table and model as they are shipped: text and int8 arrays."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mtqc.core.features import Vectors
from mtqc.text.senses import SMALL, SPECIAL, beside
from mtqc.training.senses.context import Model
from mtqc.training.senses.news import Piece
from mtqc.training.senses.table import Pair, forms

_TWICE = 2


def table_text(pairs: Sequence[Pair], model: Model) -> str:
    """Three blocks between empty lines: the words of the context table; kind and forms of every
    lemma, lemmas in the order of `Model.words`; pairs with strength and languages."""
    kinds = sorted({(word, p.kind) for p in pairs for word in (p.first, p.second)})
    if sorted({word for word, _ in kinds}) != model.words:
        raise ValueError("the model was trained for another table")
    paradigms = ["\t".join((kind, word, *forms(word, kind)[1:])) for word, kind in kinds]
    rows = [
        f"{p.kind}\t{p.first}\t{p.second}\t{p.strength:g}\t{' '.join(p.languages)}" for p in pairs
    ]
    blocks = (model.context_words[len(SPECIAL) :], paradigms, rows)
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def neighbours(pieces: Iterable[Piece], pairs: Sequence[Pair]) -> NDArray[np.uint32]:
    """Keys of words side by side of which one has twins, as differences of the sorted keys."""
    wanted = {f for p in pairs for w in (p.first, p.second) for f in forms(w, p.kind)}
    counts: Counter[tuple[str, str]] = Counter()
    for piece in pieces:
        for sentence in piece.text if piece.use == "learn" else ():
            for first, second in pairwise([word.lower() for word in sentence]):
                if (first in wanted or second in wanted) and not {first, second} & SMALL:
                    counts[first, second] += 1
    keys = {beside(*pair) for pair, n in counts.items() if n >= _TWICE and "".join(pair).isalpha()}
    ordered = np.array([0, *sorted(keys)], np.uint32)
    return ordered[1:] - ordered[:-1]


def arrays(model: Model, neighbours: NDArray[np.uint32]) -> bytes:
    """The model as an npz file: tables in int8 with a scale for each row, the rest in float16."""
    context, context_scale = _quantised(model.context)
    targets, targets_scale = _quantised(model.targets)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        context=context,
        context_scale=context_scale,
        targets=targets,
        targets_scale=targets_scale,
        topical=model.topical,
        beside=neighbours,
        bias=model.bias.astype(np.float16),
        near=model.near.astype(np.float16),
        sentence=model.sentence.astype(np.float16),
        article=model.article.astype(np.float16),
    )
    return file.getvalue()


def _quantised(table: Vectors) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    largest = np.abs(table).max(axis=1, keepdims=True)
    scale = (np.where(largest > 0, largest, 1) / 127).astype(np.float16)
    return np.rint(table / scale.astype(np.float32)).clip(-127, 127).astype(np.int8), scale


def compressed(text: str) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=19).compress(text.encode("utf-8"))
