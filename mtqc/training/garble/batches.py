"""Rows as tensors: tokens, what the network is told of words, and the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mtqc.core.features import Lexicon
from mtqc.features.word_inputs import token_inputs
from mtqc.text.words import words
from mtqc.training.garble.rows import Row, label_of

LONGEST = 96
_NONE = -1.0
_CHUNK = 100


class Example(NamedTuple):
    """One row; arrays over its tokens. A label of -1 says nothing. `scored` says whether the
    estimate is of people who saw the source."""

    ids: NDArray[np.int32]
    cases: NDArray[np.int8]
    rarities: NDArray[np.int8]
    labels: NDArray[np.float32]
    tags: NDArray[np.int16]
    estimate: float
    teacher: int
    scored: bool = False


class Batch(NamedTuple):
    inputs: tuple[Tensor, Tensor, Tensor, Tensor]
    labels: Tensor
    tags: Tensor
    estimates: Tensor
    teachers: Tensor
    scored: Tensor


class Encoding:
    """Turns rows into examples with the shipped tokenizer and lexicon."""

    def __init__(self, tokenizer: str, lexicon: Lexicon, tags: Sequence[str]) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._lexicon = lexicon
        self._tags = {tag: number for number, tag in enumerate(tags)}

    def example(self, row: Row, teacher: int = -1) -> Example | None:
        """None for a row that is too long. `teacher` is the number of its vector."""
        encoded = self._tokenizer.encode(row.text)
        if len(encoded.ids) > LONGEST:
            return None
        found = words(row.text)
        told = token_inputs(encoded.offsets, found, self._lexicon)
        labels = np.full(len(encoded.ids), _NONE, np.float32)
        if row.words:
            for word, place in zip(found, told.places, strict=True):
                if place >= 0:
                    labels[place] = label_of(row, word.start, word.end)
        tags = np.full(len(encoded.ids), -1, np.int16)
        at = dict(row.tags)
        for word, place in zip(found, told.places, strict=True):
            if place >= 0 and (tag := self._tags.get(at.get(word.start, ""))) is not None:
                tags[place] = tag
        return Example(
            np.array(encoded.ids, np.int32),
            np.array(told.cases, np.int8),
            np.array(told.rarities, np.int8),
            labels,
            tags,
            _NONE if row.estimate is None else row.estimate,
            teacher,
            row.kind.startswith("scored:"),
        )


def groups(examples: Sequence[Example], tokens: int, seed: int) -> list[NDArray[np.int64]]:
    """Numbers of all examples in random order, those of like length together, about `tokens` a
    group."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(examples))
    lengths = np.array([len(example.ids) for example in examples])
    found: list[NDArray[np.int64]] = []
    chunk = max(1, _CHUNK * tokens // int(lengths.mean()))
    for start in range(0, len(order), chunk):
        part = order[start : start + chunk]
        part = part[np.argsort(lengths[part], kind="stable")]
        at = 0
        while at < len(part):
            count = 1
            while at + count < len(part) and (count + 1) * lengths[part[at + count]] <= tokens:
                count += 1
            found.append(part[at : at + count])
            at += count
    return [found[number] for number in rng.permutation(len(found)).tolist()]


def collate(examples: Sequence[Example]) -> Batch:
    shape = len(examples), max(len(example.ids) for example in examples)
    ids, mask, cases, rarities = (torch.zeros(shape, dtype=torch.long) for _ in range(4))
    labels = torch.full(shape, _NONE)
    tags = torch.full(shape, -1, dtype=torch.long)
    for row, example in enumerate(examples):
        count = len(example.ids)
        ids[row, :count] = torch.from_numpy(example.ids)
        mask[row, :count] = 1
        cases[row, :count] = torch.from_numpy(example.cases)
        rarities[row, :count] = torch.from_numpy(example.rarities)
        labels[row, :count] = torch.from_numpy(example.labels)
        tags[row, :count] = torch.from_numpy(example.tags)
    return Batch(
        (ids, mask, cases, rarities),
        labels,
        tags,
        torch.tensor([example.estimate for example in examples]),
        torch.tensor([example.teacher for example in examples]),
        torch.tensor([example.scored for example in examples]),
    )
