"""Word alignment: which word of a sentence translates which word of its twin.

IBM model 2 with a fixed prior for the diagonal (Dyer, Chahuneau and Smith 2013, "A simple, fast,
and effective reparameterization of IBM Model 2", NAACL) in both directions, trained towards
agreement (Liang, Taskar and Klein 2006, "Alignment by agreement", NAACL): from the second round on
the expected counts are the products of both directions' posteriors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# How fast the prior falls with the distance from the diagonal.
_TENSION = 3.0
_NULL = 0.08
_RARE = 1e-3
_LONGEST = 80


class Links(NamedTuple):
    """How often two words translate one another: three arrays of one length."""

    source: Ints
    target: Ints
    times: Floats


class _Cells(NamedTuple):
    """Every word of a sentence with every word of its twin, all sentences in a row."""

    pair: Ints
    prior: Floats
    source_token: Ints
    target_token: Ints
    source_of_pair: Ints
    target_of_pair: Ints


def align(
    sentences: Sequence[tuple[Ints, Ints]], rounds: int = 6, threshold: float = 0.35
) -> Links:
    """Counts of links over `sentences`, each two arrays of word numbers.

    A link counts where the product of its posteriors in both directions is at least `threshold`.
    Sentences of more than 80 words are left out.
    """
    short = [s for s in sentences if min(map(len, s)) > 0 and max(map(len, s)) <= _LONGEST]
    if not short:
        none = np.zeros(0, np.int64)
        return Links(none, none, none.astype(np.float32))
    cells = _cells(short)
    size = len(cells.source_of_pair)
    forward = backward = np.ones(size, np.float32)
    joint = np.zeros(0, np.float32)
    for nth in range(rounds):
        to_target = _posterior(forward, cells, cells.target_token)
        to_source = _posterior(backward, cells, cells.source_token)
        joint = to_target * to_source
        if nth == rounds - 1:
            break
        first, second = (joint, joint) if nth else (to_target, to_source)
        forward = _normalised(_sums(cells.pair, first, size), cells.source_of_pair)
        backward = _normalised(_sums(cells.pair, second, size), cells.target_of_pair)
    sure = joint >= threshold
    times = np.bincount(cells.pair[sure], minlength=size).astype(np.float32)
    seen = np.flatnonzero(times)
    return Links(cells.source_of_pair[seen], cells.target_of_pair[seen], times[seen])


def _cells(sentences: Sequence[tuple[Ints, Ints]]) -> _Cells:
    width = 1 + max((int(target.max()) for _, target in sentences), default=0)
    keys, priors, sources, targets = [], [], [], []
    source_at = target_at = 0
    for source, target in sentences:
        n, m = len(source), len(target)
        keys.append((source[:, None] * width + target[None, :]).ravel())
        across = (np.arange(n) + 0.5)[:, None] / n - (np.arange(m) + 0.5)[None, :] / m
        priors.append(np.exp(-_TENSION * np.abs(across)).astype(np.float32).ravel())
        sources.append(np.repeat(np.arange(source_at, source_at + n), m))
        targets.append(np.tile(np.arange(target_at, target_at + m), n))
        source_at += n
        target_at += m
    pairs, pair = np.unique(np.concatenate(keys), return_inverse=True)
    return _Cells(
        pair,
        np.concatenate(priors),
        np.concatenate(sources),
        np.concatenate(targets),
        pairs // width,
        pairs % width,
    )


def _posterior(translation: NDArray[np.floating], cells: _Cells, token: Ints) -> Floats:
    """How likely each cell is to be the link of its `token`, which may have none."""
    weight = translation[cells.pair] * cells.prior
    # The empty word has a share of the prior and translates into a rare word.
    empty = _NULL / (1 - _NULL) * _RARE * _sums(token, cells.prior)
    total = _sums(token, weight) + empty
    posterior: Floats = (weight / np.maximum(total[token], 1e-30)).astype(np.float32)
    return posterior


def _normalised(counts: NDArray[np.floating], owner: Ints) -> NDArray[np.floating]:
    sums = _sums(owner, counts)
    shares: NDArray[np.floating] = counts / np.maximum(sums[owner], 1e-30)
    return shares


def _sums(owner: Ints, values: NDArray[np.floating], size: int = 0) -> NDArray[np.floating]:
    sums: NDArray[np.floating] = np.bincount(owner, values, size).astype(np.float64)
    return sums
