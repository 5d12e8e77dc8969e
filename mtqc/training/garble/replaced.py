"""Replaced words (Clark et al. 2020, "ELECTRA", arXiv:2003.10555): what a small masked language
model takes to be likely stands in for a few words of a human sentence."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from mtqc.core.features import Encoder, Vectors
from mtqc.training.export_encoder import source_folder, tokenizer_json
from mtqc.training.garble.rows import Row, Token, row, tokens
from mtqc.training.senses.words import frequency, lemma

_MASKED = 0.15
_TOKENS = 2_000
_RATE = 3e-4
_LONGEST = 96
# One word in so many is replaced.
_EVERY = 9
_KNOWN = 2.5
# Cosine in the word table from which a word may stand for another.
_ALIKE = 0.33
_DRAWS = 4
# A sentence with fewer words that could be replaced is left alone.
_LEAST = 4
_BATCH = 32
_SEED = 5


class _Masked(NamedTuple):
    """Token ids with masks, which of them count, and what stood at the masks, in order."""

    ids: Tensor
    mask: Tensor
    hidden: Tensor
    wanted: Tensor


class Generator(nn.Module):
    """all-MiniLM-L6-v2 with a head that says which word piece stood at a mask."""

    def __init__(self) -> None:
        super().__init__()
        from tokenizers import Tokenizer
        from transformers import AutoModel

        folder = source_folder()
        self.tokenizer = Tokenizer.from_str(tokenizer_json(folder))
        self.mask_id: int = self.tokenizer.encode("[MASK]", add_special_tokens=False).ids[0]
        self.trunk = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        self.table = self.trunk.embeddings.word_embeddings.weight
        self.table.requires_grad_(False)
        pieces, size = self.table.shape
        self.head = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.LayerNorm(size))
        self.bias = nn.Parameter(torch.zeros(pieces))

    def forward(self, ids: Tensor, mask: Tensor, hidden: Tensor) -> Tensor:
        """Logits (masks, pieces) at the places where `hidden` (batch, length) is true."""
        states = self.trunk(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: Tensor = self.head(states[hidden]) @ self.table.T + self.bias
        return logits

    @cached_property
    def whole(self) -> list[str]:
        """The pieces that are words by themselves, an empty text for the others."""
        found = []
        for number in range(len(self.bias)):
            piece = self.tokenizer.id_to_token(number) or ""
            found.append(piece if piece.isalpha() and frequency(piece) >= _KNOWN else "")
        return found


def learn(texts: Sequence[str], seed: int = _SEED) -> Generator:
    """A generator that learned from one pass over the texts."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    generator = Generator()
    generator.train()
    parameters = [p for p in generator.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=_RATE, weight_decay=0.01, fused=True)
    plan = list(_batches(generator, texts, rng))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / 50, 1.0) * max(0.01, 1 - n / len(plan))
    )
    total = 0.0
    for number, group in enumerate(plan):
        batch = _masked(generator, group, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = generator(batch.ids, batch.mask, batch.hidden)
        loss = functional.cross_entropy(logits.float(), batch.wanted)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        total += float(loss.detach())
        if (number + 1) % 100 == 0:
            print(f"generator {number + 1}/{len(plan)} {total / 100:.3f}", flush=True)
            total = 0.0
    return generator.eval()


def _batches(
    generator: Generator, texts: Sequence[str], rng: random.Random
) -> Iterator[list[list[int]]]:
    encoded = [e.ids for e in generator.tokenizer.encode_batch(list(texts))]
    encoded = sorted((ids for ids in encoded if 6 <= len(ids) <= _LONGEST), key=len)
    groups: list[list[list[int]]] = [[]]
    for ids in encoded:
        if (len(groups[-1]) + 1) * len(ids) > _TOKENS:
            groups.append([])
        groups[-1].append(ids)
    rng.shuffle(groups)
    yield from groups


def _masked(generator: Generator, group: Sequence[Sequence[int]], rng: random.Random) -> _Masked:
    ids = _padded(group)
    mask = (ids > 0).long()
    hidden = torch.zeros_like(ids, dtype=torch.bool)
    for number, own in enumerate(group):
        places = range(1, len(own) - 1)
        for place in rng.sample(places, max(1, round(_MASKED * len(places)))):
            hidden[number, place] = True
    wanted = ids[hidden]
    return _Masked(ids.masked_fill(hidden, generator.mask_id), mask, hidden, wanted)


class _Draft(NamedTuple):
    sentence: list[Token]
    chosen: list[int]


def replaced(
    generator: Generator, texts: Iterable[str], encoder: Encoder, seed: int = _SEED
) -> Iterator[Row]:
    """Each text with some words replaced; one without a word to replace is left out.

    `encoder` tells by its word table which words may stand for one another.
    """
    rng = random.Random(seed)
    words = sorted({piece for piece in generator.whole if piece})
    place = {word: number for number, word in enumerate(words)}
    vectors = encoder.static_vectors(words)

    def other(own: str, chances: Vectors) -> str | None:
        """Another word, drawn by what is likely; None where only ones like it were drawn."""
        for number in rng.choices(range(len(chances)), chances.tolist(), k=_DRAWS):
            word = generator.whole[number]
            near = float(vectors[place[word]] @ vectors[place[own]])
            if lemma(word) != lemma(own) and near < _ALIKE:
                return word
        return None

    sentences = map(tokens, texts)
    while group := list(islice(sentences, _BATCH)):
        drafts = []
        for sentence in group:
            free = [i for i, t in enumerate(sentence) if t.free and t.text in place]
            if len(free) >= _LEAST and len(sentence) <= _LONGEST // 2:
                chosen = sorted(rng.sample(free, max(1, round(len(free) / _EVERY))))
                drafts.append(_Draft(sentence, chosen))
        guesses = iter(_guesses(generator, drafts))
        for draft in drafts:
            for at, chances in zip(draft.chosen, guesses, strict=False):
                token = draft.sentence[at]
                if (word := other(token.text, chances)) is not None:
                    token.text, token.label = word, 1.0
            if any(token.label for token in draft.sentence):
                yield row("replaced", draft.sentence)


@torch.no_grad()
def _guesses(generator: Generator, drafts: Sequence[_Draft]) -> Vectors:
    """Shape (chosen places of all drafts, pieces): how likely each piece is at each place."""
    if not drafts:
        return np.zeros((0, len(generator.bias)), np.float32)
    texts = [
        "".join(
            (token.gap if number else "") + ("[MASK]" if number in draft.chosen else token.text)
            for number, token in enumerate(draft.sentence)
        )
        for draft in drafts
    ]
    ids = _padded([e.ids for e in generator.tokenizer.encode_batch(texts)])
    allowed = torch.tensor([bool(piece) for piece in generator.whole])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = generator(ids, (ids > 0).long(), ids == generator.mask_id)
    found: Vectors = logits.float().masked_fill(~allowed, -1e4).softmax(-1).numpy()
    return found


def _padded(rows: Sequence[Sequence[int]]) -> Tensor:
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for number, own in enumerate(rows):
        ids[number, : len(own)] = torch.tensor(own)
    return ids
