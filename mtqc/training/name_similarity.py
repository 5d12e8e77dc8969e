"""Fits the costs of `mtqc.training.name_costs`.

    python -m mtqc.training.name_similarity fit DATA [--without SCRIPT] [--to FILE]

DATA is a folder with `mlqe/`, `wmt21/` and `newstest/` (docs/name-similarity.md). Needs PyICU,
numpy, scipy. Seeded: the same data give the same file.

First the weights of single operations, on names through other scripts: pairs are laid beside each
other with the weights so far, a logistic regression on the counts of the operations gives new
ones, and again; groups of letters are those that alignments of true pairs keep putting side by
side. Then the weights of the features, on real pairs, at the odds of one article.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from scipy import optimize

from mtqc.text.names.evidence import pinyin
from mtqc.text.names.sound import fold
from mtqc.training import name_pairs as pairs
from mtqc.training.gazetteer import FOLDER
from mtqc.training.name_costs import (
    Costs,
    features,
    tables,
)
from mtqc.training.name_operations import Example, fit_operations
from mtqc.training.name_pairs import Pair
from mtqc.training.transliterate import SCRIPTS, variants

SEED = 20
BASES = 4000
PER_SCRIPT = 2500
# Pairs of two names for each pair of one name among those of an article that are not hopeless.
ODDS = 30.0
_NEAR = 0.5
_NOT_OF_TEST = ("ja-en", "ru-en", "is-en")


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
    known = sorted(n for n, c in names.items() if c >= 2 and len(n) >= 4 and fold(n) not in held)
    random_.shuffle(known)
    return known


def synthetic(
    names: Sequence[str], scripts: Sequence[str], count: int, random_: random.Random
) -> Iterator[Example]:
    """Pairs of one name, `count` through each script: name and variant, or two variants."""
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
    """Pairs of two names, one misspelled by a round trip: look-alikes grown nearer or not."""
    for _ in range(count):
        a, b = random_.choice(looks)
        if random_.random() < 0.5:
            a, b = b, a
        found = variants(a, random_.choice(scripts), 1, random_)
        x, y = (found[0] if found else fold(a)), fold(b)
        if x != y:
            yield Example(min(x, y), max(x, y), False, 1.0, "slipped")


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


def material(data: Path) -> Material:
    """The examples; names of the test pairs are in none of them."""
    random_ = random.Random(SEED)
    test = test_pairs(data)
    held = {fold(n) for found in test.values() for p in found for n in p}
    names = base_names(data, held, random_)
    fitting, measuring = names[:BASES], names[BASES : BASES + BASES // 4]
    looks = sorted(pairs.lookalikes(names[:BASES] + names[BASES + BASES // 4 :]))
    near = sorted(pairs.lookalikes(measuring))
    different = [p for p in real_different(data) if not held & {fold(p[0]), fold(p[1])}]
    random_.shuffle(different)
    operations = list(synthetic(fitting, SCRIPTS, PER_SCRIPT, random_))
    operations += _examples(random_.sample(looks, min(len(looks), 20000)), False, 1.0, "look-alike")
    operations += slipped(looks, SCRIPTS, 10000, random_)
    half = len(different) // 2
    operations += _examples(_nearer(different[:half], 20000), False, 1.0, "article")
    calibrating: list[Example] = []
    for origin, found in real_pairs(data).items():
        new = [p for p in found if not held & {fold(p[0]), fold(p[1])}]
        calibrating += _examples(new, True, 1.0, origin)
    calibrating += _examples(different[half:], False, 1.0, "article")
    measured = list(synthetic(measuring, SCRIPTS, 400, random_))
    measured += _examples(random_.sample(near, min(len(near), 4000)), False, 1.0, "look-alike")
    measured += slipped(near, SCRIPTS, 4000, random_)
    return Material(operations, calibrating, measured)


def _nearer(found: Sequence[Pair], count: int) -> list[Pair]:
    """The pairs with most letters in place."""
    from rapidfuzz.distance import Levenshtein

    return sorted(found, key=lambda p: -Levenshtein.normalized_similarity(fold(p[0]), fold(p[1])))[
        :count
    ]


def fit(found: Material, without: Sequence[str] = ()) -> Costs:
    """The costs; `without`: scripts that none of the pairs has been through."""
    costs = fit_operations([e for e in found.operations if e.origin not in without])
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
    parser.add_argument("--to", type=Path, default=Path(__file__).parent / "name_costs.json")
    given = parser.parse_args()
    save(fit(material(given.data), given.without), given.to)


if __name__ == "__main__":
    main()
