"""How sure a score is, and whether two systems differ by more than chance.

The arithmetic is that of `sacrebleu.significance`, to the last digit: the same random numbers from
the same seed, the same precision, its own functions for interval and p-value. sacrebleu holds all
resamples at once (10 GB for chrF++ on 100,000 sentences); here they are made in blocks, and every
system is scored on a block before the next one is drawn.

Koehn (2004), https://aclanthology.org/W04-3250 (paired bootstrap); Riezler and Maxwell (2005),
https://aclanthology.org/W05-0908 (approximate randomisation).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqc.metrics.corpus import Scorer, Statistics, Watch

SAMPLES = {"bs": 1_000, "ar": 10_000}

# Numbers that one block of resamples may draw.
_DRAWN = 4_000_000
# A draw of booleans takes 32 from a random number and drops the rest, so that blocks give what one
# draw gives only if each but the last takes whole numbers.
_BOOLEANS = 32


class Tested(NamedTuple):
    """Of one system by one measure; `p_value` is None for the baseline."""

    mean: float | None
    margin: float | None
    p_value: float | None


def bootstrap(
    scorers: Sequence[Scorer],
    statistics: Mapping[str, Sequence[Statistics]],
    scores: Mapping[str, Sequence[float]],
    *,
    baseline: int,
    samples: int,
    seed: int,
    watch: Watch,
) -> dict[str, list[Tested]]:
    """Paired bootstrap: 95 % confidence of every system, p-values against the baseline.

    `statistics` and `scores` are by the measure's key and then by system. Of a single system it
    is the plain bootstrap.
    """
    from sacrebleu.significance import _compute_p_value, estimate_ci

    tables = [_Table(scorers, statistics, kind) for kind in (np.float32, np.float64)]
    resampled: dict[str, list[list[float]]] = {k: [[] for _ in of] for k, of in scores.items()}
    count = len(next(iter(statistics.values()))[0])
    for sample, chosen in enumerate(_resamples(count, samples, seed), start=1):
        for table in tables:
            for scorer, system, total in table.totals(chosen):
                resampled[scorer.key][system].append(scorer.score(total))
        watch("bootstrap", sample, samples)
    results: dict[str, list[Tested]] = {}
    for key, lists in resampled.items():
        results[key] = []
        # Of the type that the scores have, which decides on equal ones.
        of_systems = [np.array(values) for values in lists]
        for system, values in enumerate(of_systems):
            mean, margin = estimate_ci(values)
            p_value = None
            if system != baseline:
                differences = np.abs(values - of_systems[baseline])
                actual = abs(scores[key][baseline] - scores[key][system])
                p_value = _compute_p_value(differences - differences.mean(), actual)
            results[key].append(Tested(float(mean), float(margin), p_value))
    return results


def randomisation(
    scorers: Sequence[Scorer],
    statistics: Mapping[str, Sequence[Statistics]],
    scores: Mapping[str, Sequence[float]],
    *,
    baseline: int,
    samples: int,
    seed: int,
    watch: Watch,
) -> dict[str, list[Tested]]:
    """Paired approximate randomisation: p-values against the baseline, arguments as `bootstrap`."""
    from sacrebleu.significance import _compute_p_value

    found = {key: np.empty((len(arrays), samples)) for key, arrays in statistics.items()}
    count = len(next(iter(statistics.values()))[0])
    done = 0
    for swapped in _swaps(count, samples, seed):
        kept, other = swapped.astype(np.float64), (~swapped).astype(np.float64)
        for scorer in scorers:
            arrays = statistics[scorer.key]
            base = arrays[baseline]
            kept_base, other_base = kept @ base, other @ base
            for system, array in enumerate(arrays):
                if system == baseline:
                    continue
                first = _scores(scorer, kept_base + other @ array)
                second = _scores(scorer, other_base + kept @ array)
                found[scorer.key][system, done : done + len(swapped)] = np.abs(first - second)
        done += len(swapped)
        watch("randomisation", done, samples)
    results: dict[str, list[Tested]] = {}
    for key, of_systems in found.items():
        results[key] = []
        for system, differences in enumerate(of_systems):
            p_value = None
            if system != baseline:
                actual = abs(scores[key][baseline] - scores[key][system])
                p_value = _compute_p_value(differences, actual)
            results[key].append(Tested(None, None, p_value))
    return results


class _Table:
    """The statistics of all systems by all measures of one precision, side by side: one look-up
    gathers a sentence's whole row."""

    def __init__(
        self,
        scorers: Sequence[Scorer],
        statistics: Mapping[str, Sequence[Statistics]],
        precision: type[np.float32] | type[np.float64],
    ) -> None:
        self._columns: list[tuple[Scorer, int, slice]] = []
        arrays = []
        width = 0
        for scorer in scorers:
            if scorer.precision is not precision:
                continue
            for system, array in enumerate(statistics[scorer.key]):
                self._columns.append((scorer, system, slice(width, width + array.shape[1])))
                width += array.shape[1]
                arrays.append(array.astype(precision))
        self._rows = np.hstack(arrays) if arrays else None

    def totals(self, chosen: NDArray[Any]) -> Iterator[tuple[Scorer, int, NDArray[Any]]]:
        if self._rows is None:
            return
        total = np.take(self._rows, chosen, axis=0).sum(0)
        for scorer, system, columns in self._columns:
            yield scorer, system, total[columns]


def _scores(scorer: Scorer, totals: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([scorer.score(total) for total in totals.tolist()])


def _resamples(count: int, samples: int, seed: int) -> Iterator[NDArray[Any]]:
    """`samples` times the indices of `count` sentences, drawn with replacement."""
    rng = np.random.default_rng(seed)
    rows = max(1, _DRAWN // count)
    for start in range(0, samples, rows):
        yield from rng.choice(count, size=(min(rows, samples - start), count), replace=True)


def _swaps(count: int, samples: int, seed: int) -> Iterator[NDArray[np.bool_]]:
    """Blocks of rows, one row of `count` booleans for each of the `samples`."""
    rng = np.random.default_rng(seed)
    rows = max(_BOOLEANS, _DRAWN // count // _BOOLEANS * _BOOLEANS)
    for start in range(0, samples, rows):
        yield rng.integers(2, size=(min(rows, samples - start), count), dtype=bool)
