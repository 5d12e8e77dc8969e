"""Costs of single operations between two spellings, fitted by aligning and regression in turn.

Latent alignments after Ristad and Yianilos (1998, "Learning string edit distance", IEEE PAMI 20),
the weights those of a logistic regression that tells pairs of one name from others.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy import optimize, sparse

from mtqc.training.name_costs import LETTERS, Costs, Tables, tables, wrapped

ROUNDS = 2
GROUPS = 200
# How strongly weights are drawn to their priors.
STRENGTH = 10.0


class Example(NamedTuple):
    """Two folded names, whether they are one, what the example counts, where it is from."""

    a: str
    b: str
    same: bool
    weight: float
    origin: str


_PLACES = ("bpvfwm", "dtnlr", "szcxjgkqh", "yij", "uwv")
_VOWELS = frozenset("aeiouy")


def _kind(x: str, y: str) -> str:
    """The class of a change, for changes that are rare."""
    if x in _VOWELS and y in _VOWELS:
        return "vowels"
    if x in _VOWELS or y in _VOWELS:
        return "near" if {x, y} <= set("yij") or {x, y} <= set("uwv") else "mixed"
    return "near" if any(x in p and y in p for p in _PLACES) else "far"


_PRIOR = {"vowels": 1.0, "near": 2.0, "far": 3.5, "mixed": 4.0}


def first_costs() -> Costs:
    """Costs to begin with: by classes of letters."""
    change = {x + y: _PRIOR[_kind(x, y)] for x, y in itertools.combinations(LETTERS, 2)}
    extra = {c: 1.0 if c in _VOWELS else 1.5 if c == "h" else 3.0 for c in LETTERS}
    return Costs(dict.fromkeys(LETTERS, 0.6), change, extra, (), ())


def align(a: str, b: str, t: Tables) -> list[tuple[str, str]]:
    """The operations of the best alignment of two wrapped names, in order."""
    size = len(b)
    table = [[0.0] * (size + 1) for _ in range(len(a) + 1)]
    back: list[list[tuple[int, int]]] = [[(0, 0)] * (size + 1) for _ in range(len(a) + 1)]
    for j in range(1, size + 1):
        table[0][j], back[0][j] = table[0][j - 1] + t.alone[b[j - 1]], (0, 1)
    for i, x in enumerate(a, 1):
        table[i][0], back[i][0] = table[i - 1][0] + t.alone[x], (1, 0)
        for j, y in enumerate(b, 1):
            best, step = table[i - 1][j - 1] + t.pair[x][y], (1, 1)
            for other, taken in (
                (table[i - 1][j] + t.alone[x], (1, 0)),
                (table[i][j - 1] + t.alone[y], (0, 1)),
            ):
                if other > best:
                    best, step = other, taken
            for m, n, p, q, gain in t.groups.get(x, {}).get(y, ()):
                if m <= i and n <= j and a.startswith(p, i - m) and b.startswith(q, j - n):
                    other = table[i - m][j - n] + gain
                    if other > best:
                        best, step = other, (m, n)
            table[i][j], back[i][j] = best, step
    found = []
    i, j = len(a), size
    while i or j:
        m, n = back[i][j]
        found.append((a[i - m : i], b[j - n : j]))
        i, j = i - m, j - n
    return found[::-1]


def groups_of(operations: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Runs of operations that hold a difference, up to 3 letters a side."""
    for i in range(len(operations)):
        one = other = ""
        for x, y in operations[i : i + 3]:
            one, other = one + x, other + y
            if len(one) > 3 or len(other) > 3:
                break
            if one and other and one != other and len(one) + len(other) > 2:
                yield (one, other) if one <= other else (other, one)


def _log_odds(
    examples: Sequence[Example], found: Sequence[set[tuple[str, str]]]
) -> dict[tuple[str, str], tuple[float, float]]:
    """How much likelier each group is in true pairs than in others, as (log odds, weight)."""
    weigh: dict[bool, defaultdict[tuple[str, str], float]] = {
        True: defaultdict(float),
        False: defaultdict(float),
    }
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    total = {True: 0.0, False: 0.0}
    for e, groups in zip(examples, found, strict=True):
        total[e.same] += e.weight
        for group in groups:
            weigh[e.same][group] += e.weight
            if e.same:
                origins[group].add(e.origin)
    least = total[True] / 1500
    return {
        g: (math.log((yes / total[True]) / ((weigh[False][g] + 5) / total[False])), yes)
        for g, yes in weigh[True].items()
        if yes >= least and len(origins[g]) >= 3
    }


def find_groups(examples: Sequence[Example], t: Tables) -> list[tuple[str, str]]:
    """Groups of letters that say more together than their letters do apart."""
    found = []
    for e in examples:
        operations = align(wrapped(e.a), wrapped(e.b), t)
        single = {(min(o), max(o)) for o in operations if o[0] != o[1]}
        found.append(single.union(groups_of(operations)))
    odds = _log_odds(examples, found)
    scored = []
    for (one, other), (value, weight) in odds.items():
        if len(one) + len(other) < 3:
            continue
        # The same difference without the letters that both sides begin and end with.
        p, q = one, other
        while p and q and p[0] == q[0]:
            p, q = p[1:], q[1:]
        while p and q and p[-1] == q[-1]:
            p, q = p[:-1], q[:-1]
        inner = odds.get((min(p, q), max(p, q)))
        more = value - (inner[0] if inner is not None else 0.0)
        if more > 0.4:
            scored.append((more * weight, (one, other)))
    return sorted(group for _, group in sorted(scored, reverse=True)[:GROUPS])


class _Weights:
    """The weights of all operations as a vector, each drawn to a prior value.

    A group has what its letters have apart, and a bonus of its own: so it can't be dearer.
    """

    def __init__(self, groups: Sequence[tuple[str, str]], start: Costs) -> None:
        self.names: list[tuple[str, str]] = [(c, c) for c in LETTERS]
        self.names += [(p[0], p[1]) for p in start.change]
        self.names += [("", c) for c in LETTERS]
        self.groups = len(self.names)
        self.names += groups
        self.index = {n: i for i, n in enumerate(self.names)}
        values = [*start.match.values(), *(-v for v in start.change.values())]
        values += [-v for v in start.extra.values()]
        self.prior = np.array(values + [0.0] * len(groups))
        self.values = np.array(values + [0.5] * len(groups))
        t = tables(start)
        self.inner = {g: self._single(align(*g, t)) for g in groups}

    def _single(self, operations: Iterable[tuple[str, str]]) -> list[int]:
        keys = ((min(o), max(o)) for o in operations)
        return [self.index[k] for k in keys if k[0] not in ("^", "$")]

    def count(self, a: str, b: str, t: Tables) -> Counter[int]:
        """How often each weight stands in the best alignment of two wrapped names."""
        counts: Counter[int] = Counter()
        for operation in align(a, b, t):
            key = (min(operation), max(operation))
            if key in self.inner:
                counts.update([self.index[key], *self.inner[key]])
            elif key[0] not in ("^", "$"):
                counts[self.index[key]] += 1
        return counts

    @property
    def bounds(self) -> list[tuple[float, float]]:
        """Letters in common and bonuses speak for one name, differences against it."""
        return [
            (0.0, 3.0) if x == y or i >= self.groups else (-8.0, -0.02)
            for i, (x, y) in enumerate(self.names)
        ]

    def costs(self) -> Costs:
        """The weights as costs; groups that gain nothing are left out."""
        match, change, extra, groups = {}, {}, {}, []
        for i, ((x, y), value) in enumerate(zip(self.names, self.values, strict=True)):
            cost = round(abs(float(value)), 2)
            if i >= self.groups:
                if cost >= 0.1:
                    gain = float(sum(self.values[k] for k in self.inner[x, y]) + value)
                    groups.append((x, y, round(-gain, 2)))
            elif x == y:
                match[x] = cost
            elif x:
                change[x + y] = cost
            else:
                extra[y] = cost
        return Costs(match, change, extra, tuple(groups), ())


def fit_operations(examples: Sequence[Example]) -> Costs:
    """Costs of operations, in rounds of aligning and regression."""
    costs = first_costs()
    groups = find_groups(examples, tables(costs))
    weights = _Weights(groups, costs)
    same = np.array([e.same for e in examples])
    weight = np.array([e.weight for e in examples])
    wrap = [(wrapped(e.a), wrapped(e.b)) for e in examples]
    bias = -1.0
    for _ in range(ROUNDS):
        t = tables(weights.costs())
        rows, columns, values = [], [], []
        for row, (a, b) in enumerate(wrap):
            for column, n in weights.count(a, b, t).items():
                rows.append(row)
                columns.append(column)
                values.append(float(n))
        counts = sparse.csr_matrix((values, (rows, columns)), shape=(len(wrap), len(weights.names)))
        weights.values, bias = _regress(counts, same, weight, weights, bias)
    return weights.costs()


def _regress(
    counts: sparse.csr_matrix, same: np.ndarray, weight: np.ndarray, weights: _Weights, bias: float
) -> tuple[np.ndarray, float]:
    """Logistic regression with signed weights, drawn to their priors."""
    prior, strength = weights.prior, STRENGTH

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        logit = counts @ theta[:-1] + theta[-1]
        value = float(weight @ np.logaddexp(0.0, np.where(same, -logit, logit)))
        slope = weight * (1.0 / (1.0 + np.exp(-logit)) - same)
        away = theta[:-1] - prior
        value += 0.5 * strength * float(away @ away)
        gradient = np.append(counts.T @ slope + strength * away, slope.sum())
        return value, gradient

    bounds = weights.bounds
    start = np.append(np.clip(weights.values, [b[0] for b in bounds], [b[1] for b in bounds]), bias)
    best = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)],
        options={"maxiter": 120},
    )  # fmt: skip
    return best.x[:-1], float(best.x[-1])
