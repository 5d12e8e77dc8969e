"""Fits the costs of `mtqc.text.names.costs`.

    python -m mtqc.training.name_similarity fit DATA [--without SCRIPT] [--to FILE]

DATA is a folder with `mlqe/`, `wmt21/` and `newstest/` (docs/name-similarity.md). Needs PyICU,
numpy, scipy. Seeded: the same data give the same file.

First the weights of single operations: pairs are laid beside each other with the weights so far, a
logistic regression on the counts of the operations gives new ones, and so on for a few rounds;
groups of letters are those that alignments of true pairs keep putting side by side. Then the
weights of the features, on real pairs that the first fit has not seen, at the odds of one article.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from scipy import optimize, sparse

from mtqc.text.names.costs import (
    END,
    LETTERS,
    START,
    Costs,
    Tables,
    features,
    tables,
    wrapped,
)
from mtqc.text.names.evidence import pinyin
from mtqc.text.names.gazetteer import gazetteer
from mtqc.text.names.sound import fold
from mtqc.training import name_pairs as pairs
from mtqc.training.gazetteer import FOLDER
from mtqc.training.name_pairs import Pair
from mtqc.training.transliterate import SCRIPTS, variants

SEED = 20
ROUNDS = 4
BASES = 4000
PER_SCRIPT = 2500
GROUPS = 200
# Pairs of two names for each pair of one name among those of an article that are not hopeless.
ODDS = 30.0
# How strongly weights are drawn to their priors.
STRENGTH = 10.0
_NEAR = 0.5
_NOT_OF_TEST = ("ja-en", "ru-en", "is-en")


class Example(NamedTuple):
    """Two folded names, whether they are one, what the example counts, where it is from."""

    a: str
    b: str
    same: bool
    weight: float
    origin: str


# ---- data ---------------------------------------------------------------------------------


def test_pairs(data: Path) -> dict[str, list[Pair]]:
    """Real pairs of one name by language pair, for measuring only."""
    return {
        p: _sorted(pairs.same(pairs.by_document(data / "wmt21" / f"docs.{p}.jsonl.gz")))
        for p in _NOT_OF_TEST
    }


def test_different(data: Path) -> list[Pair]:
    """Real pairs of two names of one article or of 15 sentences in a row, for measuring only."""
    found: set[Pair] = set()
    for p in _NOT_OF_TEST:
        found |= pairs.different(pairs.human_documents(data / "wmt21" / f"docs.{p}.jsonl.gz"))
        found |= pairs.different(pairs.windows(data / "newstest" / f"{p}.jsonl.gz"))
    found |= pairs.different(r["text"] for r in pairs.rows(data / "ntrex" / "clean_docs.jsonl.gz"))
    for same in test_pairs(data).values():
        found -= set(same)
    return _sorted(p for p in found if pairs.asked(*p))


def _sorted(found: Iterable[Pair]) -> list[Pair]:
    return sorted(p for p in found if not pinyin(*map(fold, p)))


def real_pairs(data: Path) -> dict[str, list[Pair]]:
    """Real pairs of one name by source, for fitting."""
    found = {}
    for path in sorted((data / "wmt21").glob("segments.*.jsonl.gz")):
        name = path.name.split(".")[1]
        if name not in _NOT_OF_TEST:
            found[name] = _sorted(pairs.same(pairs.segments(path)))
    languages = sorted({p.name.split(".")[0] for p in (data / "mlqe").glob("*.jsonl.gz")})
    for name in languages:
        texts = itertools.chain.from_iterable(
            pairs.post_edits(p) for p in sorted((data / "mlqe").glob(f"{name}.*.jsonl.gz"))
        )
        found[f"mlqe {name}"] = _sorted(pairs.same(texts))
    return found


def real_different(data: Path) -> list[Pair]:
    """Real pairs of two names that stand near each other, for fitting."""
    found: set[Pair] = set()
    for path in sorted((data / "newstest").glob("*.jsonl.gz")):
        if path.name.split(".")[0] not in _NOT_OF_TEST:
            found |= pairs.different(itertools.islice(pairs.windows(path), 250))
    return _sorted(found)


def base_names(data: Path, held: set[str], random_: random.Random) -> list[str]:
    """Known names to send through other scripts, none of them folded in `held`."""
    names: Counter[str] = Counter()
    for line in (FOLDER / "index.tsv").read_text(encoding="utf-8").splitlines():
        kind, _, name, *_ = line.split("\t")
        for word in name.replace("-", " ").split():
            if pairs.is_name(word):
                names[word] += 3 if kind == "p" else 1
    for path in sorted((data / "newstest").glob("*.jsonl.gz")):
        for window in itertools.islice(pairs.windows(path), 120):
            for text in window:
                names.update(t for t in text.split()[1:] if t.isalpha() and pairs.is_name(t))
    known = sorted(
        n for n, c in names.items() if c >= 2 and len(n) >= 4 and fold(n) not in held
    )
    random_.shuffle(known)
    return known


def synthetic(
    names: Sequence[str], scripts: Sequence[str], count: int, random_: random.Random
) -> Iterator[Example]:
    """Pairs of one name through each script, `count` a script: name and variant, or two variants."""
    for script in scripts:
        made = 0
        for name in itertools.cycle(names):
            if made >= count:
                break
            found = variants(name, script, 3, random_)
            options = [(fold(name), v) for v in found] + list(itertools.combinations(found, 2))
            near = [p for p in options if _alike(*p)]
            if near:
                a, b = random_.choice(near)
                made += 1
                yield Example(min(a, b), max(a, b), True, 1.0, script)


def _alike(a: str, b: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return a != b and Levenshtein.normalized_similarity(a, b) >= _NEAR


def slipped(
    looks: Sequence[Pair], scripts: Sequence[str], count: int, random_: random.Random
) -> Iterator[Example]:
    """Pairs of two names, one of them misspelled by a round trip: look-alikes grown nearer or not."""
    for _ in range(count):
        a, b = random_.choice(looks)
        if random_.random() < 0.5:
            a, b = b, a
        found = variants(a, random_.choice(scripts), 1, random_)
        x, y = (found[0] if found else fold(a)), fold(b)
        if x != y:
            yield Example(min(x, y), max(x, y), False, 1.0, "slipped")


# ---- operations ---------------------------------------------------------------------------

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
    """Runs of operations that hold a difference: what might be one operation, up to 3 letters each."""
    for i in range(len(operations)):
        one = other = ""
        for x, y in operations[i : i + 3]:
            one, other = one + x, other + y
            if len(one) > 3 or len(other) > 3:
                break
            if one and other and one != other and len(one) + len(other) > 2:
                yield (one, other) if one <= other else (other, one)


def _log_odds(examples: Sequence[Example], found: Sequence[set[tuple[str, str]]]) -> dict:
    """How much likelier each group is in true pairs than in others, as (log odds, weight)."""
    weigh: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    total: Counter[bool] = Counter()
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
        counts = sparse.csr_matrix(
            (values, (rows, columns)), shape=(len(wrap), len(weights.names))
        )
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
    start = np.append(np.clip(weights.values, *zip(*bounds, strict=True)), bias)
    best = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)],
        options={"maxiter": 120},
    )  # fmt: skip
    return best.x[:-1], float(best.x[-1])


# ---- calibration --------------------------------------------------------------------------


def fit_features(examples: Sequence[Example], costs: Costs) -> tuple[float, ...]:
    """Weights of the features, so that the probability is right at `ODDS`."""
    t = tables(costs)
    kept = [(e, v) for e in examples if (v := features(e.a, e.b, t)) is not None]
    x = np.array([v for _, v in kept])
    same = np.array([e.same for e, _ in kept])
    weight = np.where(same, 1.0, ODDS * same.sum() / (~same).sum())

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        logit = x @ theta
        value = float(weight @ np.logaddexp(0.0, np.where(same, -logit, logit)))
        slope = weight * (1.0 / (1.0 + np.exp(-logit)) - same)
        return value + 0.005 * float(theta @ theta), x.T @ slope + 0.01 * theta

    best = optimize.minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    return tuple(round(float(v), 4) for v in best.x)


def _examples(found: Iterable[Pair], same: bool, weight: float, origin: str) -> Iterator[Example]:
    for a, b in found:
        x, y = sorted((fold(a), fold(b)))
        if x != y:
            yield Example(x, y, same, weight, origin)


class Material(NamedTuple):
    """All that a fit needs: for the operations, for the features, for measuring each script."""

    operations: list[Example]
    features: list[Example]
    held: list[Example]


def material(data: Path, scripts: Sequence[str] = SCRIPTS) -> Material:
    """The examples; names of the test pairs are in none of them. `held`: names kept for measuring."""
    random_ = random.Random(SEED)
    test = test_pairs(data)
    held = {fold(n) for found in test.values() for p in found for n in p}
    names = base_names(data, held, random_)
    fitting, measuring = names[:BASES], names[BASES : BASES + BASES // 4]
    looks = sorted(pairs.lookalikes(names[:BASES] + names[BASES + BASES // 4 :]))
    near = sorted(pairs.lookalikes(measuring))
    different = [p for p in real_different(data) if not held & {fold(p[0]), fold(p[1])}]
    random_.shuffle(different)
    operations = list(synthetic(fitting, scripts, PER_SCRIPT, random_))
    operations += _examples(random_.sample(looks, min(len(looks), 20000)), False, 1.0, "look-alike")
    operations += slipped(looks, scripts, 10000, random_)
    half = len(different) // 2
    operations += _examples(_nearer(different[:half], 20000), False, 1.0, "article")
    calibrating: list[Example] = []
    for origin, found in real_pairs(data).items():
        for a, b in found:
            if held & {fold(a), fold(b)}:
                continue
            # One half of the names each: by first letters, so that no name is in both.
            part = operations if ord(min(fold(a), fold(b))[0]) % 2 else calibrating
            part.extend(_examples([(a, b)], True, 10.0 if part is operations else 1.0, origin))
    calibrating += _examples(different[half:], False, 1.0, "article")
    measured = list(synthetic(measuring, SCRIPTS, 400, random_))
    measured += _examples(random_.sample(near, min(len(near), 4000)), False, 1.0, "look-alike")
    measured += slipped(near, SCRIPTS, 4000, random_)
    return Material(operations, calibrating, measured)


def _nearer(found: Sequence[Pair], count: int) -> list[Pair]:
    """The pairs with most letters in place."""
    from rapidfuzz.distance import Levenshtein

    return sorted(
        found, key=lambda p: -Levenshtein.normalized_similarity(fold(p[0]), fold(p[1]))
    )[:count]


def fit(data: Path, scripts: Sequence[str] = SCRIPTS) -> Costs:
    """The costs, from a folder of data."""
    found = material(data, scripts)
    costs = fit_operations(found.operations)
    return msgspec.structs.replace(costs, logit=fit_features(found.features, costs))


def save(costs: Costs, path: Path) -> None:
    """Writes the costs as JSON, a line per kind."""
    content = json.loads(msgspec.json.encode(costs))
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in content.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=["fit"])
    parser.add_argument("data", type=Path)
    parser.add_argument("--without", choices=SCRIPTS, action="append", default=[])
    parser.add_argument("--to", type=Path, default=FOLDER / "similarity.json")
    given = parser.parse_args()
    gazetteer()
    save(fit(given.data, [s for s in SCRIPTS if s not in given.without]), given.to)


if __name__ == "__main__":
    main()
