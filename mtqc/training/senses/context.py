"""A small model of which word a place in a text asks for.

Log-bilinear (Mnih and Hinton 2007, "Three new graphical models for statistical language
modelling", ICML), with words on both sides and the whole article as context: the place is the sum
of vectors of the five words before and after, each weighted by its distance, of the sentence and
of the other sentences of the article. Words begin with their rows of the encoder's table, so that
rare ones are known too. It learns to tell a word from its twins and from the words of other places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqc.core.features import Encoder, Vectors
from mtqc.text.senses import NAME, NUMBER, REACH, SPECIAL, normal
from mtqc.training.senses.news import Piece
from mtqc.training.senses.table import Pair
from mtqc.training.senses.words import frequency, lemma

Ints = NDArray[np.int32]

_SEED = 7
_BATCH = 1024
_TWINS = 6
_VOCABULARY = 15_000
# Commoner words say nothing of what a text is about.
_TOPICAL = 5.6
_RATE, _TABLE_RATE = 1e-3, 4e-3
_DROPPED, _NO_ARTICLE = 0.1, 0.2
_FREQUENT = 600


class Model(NamedTuple):
    """Learned tables: see `mtqc.text.senses.Context`."""

    context_words: list[str]
    words: list[str]
    context: Vectors
    topical: NDArray[np.bool_]
    targets: Vectors
    bias: Vectors
    near: Vectors
    sentence: Vectors
    article: Vectors


class _Data(NamedTuple):
    """All texts in a row, every sentence between `REACH` fillers; labels are -1 where none."""

    tokens: Ints
    labels: Ints
    sentences: Ints
    articles: Ints


def train(
    pieces: Sequence[Piece],
    pairs: Sequence[Pair],
    encoder: Encoder,
    *,
    dimension: int = 64,
    epochs: int = 4,
    log: Any = print,
) -> Model:
    """Some minutes of one core for seven million words."""
    texts = [piece.text for piece in pieces if piece.use == "learn"]
    counts = Counter(normal(w) for text in texts for sentence in text for w in sentence)
    common = [w for w, n in counts.most_common() if n >= 4 and w not in SPECIAL]
    vocabulary = [*SPECIAL, *common[:_VOCABULARY]]
    targets = sorted({word for pair in pairs for word in (pair.first, pair.second)})
    data = _data(texts, vocabulary, targets)
    topical = np.array([w not in SPECIAL and frequency(w) < _TOPICAL for w in vocabulary])
    return _Training(data, vocabulary, targets, pairs, topical, encoder, dimension).run(epochs, log)


def _data(texts: Sequence[list[list[str]]], vocabulary: list[str], targets: list[str]) -> _Data:
    numbers = {word: i for i, word in enumerate(vocabulary)}
    labels = {word: i for i, word in enumerate(targets)}
    columns: tuple[list[int], ...] = ([], [], [], [])
    before, after = [0] * (REACH - 1) + [SPECIAL.index("<s>")], [SPECIAL.index("</s>")]
    after += [0] * (REACH - 1)
    sentence_number = -1
    for article, text in enumerate(texts):
        for sentence in text:
            sentence_number += 1
            tokens = [numbers.get(normal(w), NAME if w[:1].isupper() else 0) for w in sentence]
            columns[0].extend(before + tokens + after)
            columns[1].extend(
                [-1] * REACH
                + [labels.get(lemma(w), -1) if w.islower() else -1 for w in sentence]
                + [-1] * REACH
            )
            size = len(sentence) + 2 * REACH
            columns[2].extend([sentence_number] * size)
            columns[3].extend([article] * size)
    return _Data(*(np.array(column, np.int32) for column in columns))


class _Training:
    def __init__(
        self,
        data: _Data,
        vocabulary: list[str],
        targets: list[str],
        pairs: Sequence[Pair],
        topical: NDArray[np.bool_],
        encoder: Encoder,
        dimension: int,
    ) -> None:
        import torch

        torch.manual_seed(_SEED)
        self.random = np.random.default_rng(_SEED)
        self.data, self.vocabulary, self.targets, self.topical = data, vocabulary, targets, topical
        place = {word: i for i, word in enumerate(targets)}
        twins: defaultdict[int, set[int]] = defaultdict(set)
        for pair in pairs:
            one, two = place[pair.first], place[pair.second]
            twins[one].add(two)
            twins[two].add(one)
        self.twins = [np.array(sorted(twins[i]), np.int64) for i in range(len(targets))]
        self.counts = np.bincount(data.labels[data.labels >= 0], minlength=len(targets))
        known = encoder.static_vectors(vocabulary)
        known[: len(SPECIAL)] = 0
        known[NUMBER] = encoder.static_vectors(["number"])[0]
        self.known = torch.tensor(known)
        self.known_targets = torch.tensor(encoder.static_vectors(targets))
        main = np.linalg.svd(known[len(SPECIAL) : 8000], full_matrices=False)[2][:dimension].T * 3
        distance = 0.15 + 0.35 * 0.75 ** np.arange(REACH)

        def parameter(values: Any) -> Any:
            return torch.nn.Parameter(torch.tensor(np.asarray(values, np.float32)))

        self.project, self.project_targets = parameter(main), parameter(main)
        self.own = parameter(np.zeros((len(vocabulary), dimension)))
        self.own_targets = parameter(np.zeros((len(targets), dimension)))
        near = np.concatenate([distance[::-1], distance])[:, None]
        self.near = parameter(np.repeat(near, dimension, axis=1))
        self.sentence = parameter(np.eye(dimension) * 0.5)
        self.article = parameter(np.eye(dimension) * 0.5)
        share = (self.counts + 1) / (self.counts.sum() + len(targets))
        self.bias = parameter(np.log(share) * 0.5)

    def run(self, epochs: int, log: Any) -> Model:
        import torch

        matrices = [
            self.project, self.project_targets, self.near, self.sentence, self.article
        ]  # fmt: skip
        optimiser = torch.optim.Adam(
            [
                {"params": matrices, "lr": _RATE},
                {"params": [self.own, self.own_targets, self.bias], "lr": _TABLE_RATE},
            ]
        )
        rates = [_RATE, _TABLE_RATE]
        for epoch in range(epochs):
            slots = self._slots()
            bags = _bags(self.data, self._context(), self.topical)
            losses = []
            steps = len(slots) // _BATCH
            for step in range(steps):
                left = 1 - (epoch + step / steps) / epochs
                for group, rate in zip(optimiser.param_groups, rates, strict=True):
                    group["lr"] = rate * max(0.03, left)
                loss = self._loss(slots[step * _BATCH : (step + 1) * _BATCH], bags)
                optimiser.zero_grad(set_to_none=True)
                loss.backward()
                optimiser.step()
                losses.append(float(loss.detach()))
            log(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses[-200:]):.3f}")
        with torch.no_grad():
            targets = (self.known_targets @ self.project_targets + self.own_targets).numpy()
        return Model(
            self.vocabulary, self.targets, self._context(), self.topical, targets,
            *(p.detach().numpy() for p in (self.bias, self.near, self.sentence, self.article)),
        )  # fmt: skip

    def _slots(self) -> Ints:
        """Places to learn from, in random order; of frequent words some."""
        slots = np.flatnonzero(self.data.labels >= 0)
        counts = np.maximum(self.counts[self.data.labels[slots]], 1)
        slots = slots[self.random.random(len(slots)) < np.sqrt(_FREQUENT / counts)]
        self.random.shuffle(slots)
        return slots.astype(np.int32)

    def _context(self) -> Vectors:
        import torch

        with torch.no_grad():
            rows: Vectors = (self.known @ self.project + self.own).numpy()
        rows[0] = 0
        return rows

    def _loss(self, slots: Ints, bags: _Bags) -> Any:
        import torch
        from torch.nn import functional

        labels = self.data.labels[slots].astype(np.int64)
        around = np.concatenate([np.arange(-REACH, 0), np.arange(1, REACH + 1)])
        tokens = self.data.tokens[slots[:, None] + around].astype(np.int64)
        tokens[self.random.random(tokens.shape) < _DROPPED] = 0
        sentence, article = bags.at(slots)
        article[self.random.random(len(slots)) < _NO_ARTICLE] = 0
        rows, tokens = np.unique(tokens, return_inverse=True)
        own = self.own[rows]
        vectors = (self.known[rows] @ self.project + own) * torch.tensor(rows != 0)[:, None]
        place = (vectors[tokens.reshape(len(slots), -1)] * self.near).sum(1)
        place = place + torch.tensor(sentence) @ self.sentence
        place = place + torch.tensor(article) @ self.article
        twins = self._some_twins(labels)
        every = np.concatenate([labels, np.maximum(twins, 0).ravel()])
        rows, inverse = np.unique(every, return_inverse=True)
        own_targets = self.own_targets[rows]
        targets = self.known_targets[rows] @ self.project_targets + own_targets
        logits = place @ targets.T + self.bias[rows]
        right = torch.tensor(inverse[: len(labels)])
        chosen = torch.tensor(inverse[len(labels) :].reshape(twins.shape))
        rivals = logits.gather(1, chosen).masked_fill(torch.tensor(twins < 0), -1e9)
        among_twins = torch.cat([logits.gather(1, right[:, None]), rivals], 1)
        loss = functional.cross_entropy(logits, right) * 0.3
        loss = loss - torch.log_softmax(among_twins, 1)[:, 0].mean()
        return loss + 4e-4 / _BATCH * ((own**2).sum() + (own_targets**2).sum())

    def _some_twins(self, labels: NDArray[np.int64]) -> NDArray[np.int64]:
        result = np.full((len(labels), _TWINS), -1, np.int64)
        for row, label in enumerate(labels):
            twins = self.twins[label]
            if len(twins) > _TWINS:
                twins = self.random.choice(twins, _TWINS, replace=False)
            result[row, : len(twins)] = twins
        return result


class _Bags(NamedTuple):
    """Sums of vectors of topical words: by sentence and by article, with their numbers."""

    data: _Data
    own: Vectors
    topical: NDArray[np.bool_]
    sentences: Vectors
    sizes: NDArray[np.float64]
    articles: Vectors
    article_sizes: NDArray[np.float64]
    article_of: Ints

    def at(self, slots: Ints) -> tuple[Vectors, Vectors]:
        """The rest of the sentence and the rest of the article, for each place."""
        tokens, sentence = self.data.tokens[slots], self.data.sentences[slots]
        article = self.article_of[sentence]
        counted = self.topical[tokens].astype(np.float32)
        rest = self.sentences[sentence] - self.own[tokens] * counted[:, None]
        size = np.maximum(self.sizes[sentence] - counted, 1)
        others = self.articles[article] - self.sentences[sentence]
        other_size = np.maximum(self.article_sizes[article] - self.sizes[sentence], 8)
        return (
            (rest / np.sqrt(size)[:, None]).astype(np.float32),
            (others * (3 / other_size)[:, None]).astype(np.float32),
        )


def _bags(data: _Data, context: Vectors, topical: NDArray[np.bool_]) -> _Bags:
    weight = topical[data.tokens].astype(np.float32)
    sentence_count, article_count = data.sentences[-1] + 1, data.articles[-1] + 1
    article_of = np.zeros(sentence_count, np.int32)
    article_of[data.sentences] = data.articles
    dimension = context.shape[1]
    sentences = np.zeros((sentence_count, dimension), np.float32)
    for column in range(dimension):
        values = weight * context[data.tokens, column]
        sentences[:, column] = np.bincount(data.sentences, values)
    articles = np.zeros((article_count, dimension), np.float32)
    np.add.at(articles, article_of, sentences)
    return _Bags(
        data, context, topical,
        sentences, np.bincount(data.sentences, weight).astype(np.float64),
        articles, np.bincount(data.articles, weight, article_count).astype(np.float64), article_of,
    )  # fmt: skip
