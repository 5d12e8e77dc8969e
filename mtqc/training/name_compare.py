"""Compares similarities of names on the same pairs.

    python -m mtqc.training.name_compare DATA [--scripts]

DATA as for `mtqc.training.name_similarity`. Without an option: real pairs of the three language
pairs that no fit has seen. With `--scripts`: names through each script, also with costs that were
fitted without it. jellyfish, rigour and abydos are compared where they are installed; none
of them is needed by mtqc.
"""

from __future__ import annotations

import argparse
import itertools
import math
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz.distance import JaroWinkler, Levenshtein

from mtqc.text.names.similarity import similarity
from mtqc.text.names.sound import fold
from mtqc.training import name_similarity as fitting
from mtqc.training.name_costs import Costs, features, shipped, tables
from mtqc.training.transliterate import SCRIPTS

Measure = Callable[[str, str], float]
BANDS = ((3, 5), (6, 7), (8, 99))
PRECISIONS = (0.9, 0.99, 0.999)


class Quality(NamedTuple):
    """Area under the ROC curve, average precision, recall at each of `PRECISIONS`."""

    auc: float
    average: float
    recall: tuple[float, ...]
    thresholds: tuple[float, ...]


def learned(costs: Costs) -> Measure:
    """The log odds of a set of costs; the order is that of the probability."""
    t = tables(costs)

    def measure(a: str, b: str) -> float:
        values = features(fold(a), fold(b), t)
        if values is None:
            return -99.0
        return sum(w * v for w, v in zip(costs.logit, values, strict=True))

    return measure


def _codes(encode: Callable[[str], Any]) -> Measure:
    """Equal codes first, then near ones, then near spellings."""
    known: dict[str, str] = {}

    def code(name: str) -> str:
        if name not in known:
            found = encode(name)
            known[name] = found if isinstance(found, str) else " ".join(found)
        return known[name]

    def measure(a: str, b: str) -> float:
        x, y = code(fold(a)), code(fold(b))
        near = Levenshtein.normalized_similarity(x, y) if x or y else 0.0
        return near + 0.1 * JaroWinkler.similarity(fold(a), fold(b))

    return measure


def _beider_morse() -> Measure:
    from abydos.phonetic import BeiderMorse

    encoder = BeiderMorse(language_arg=0, name_mode="gen", match_mode="approx")
    known: dict[str, frozenset[str]] = {}

    def code(name: str) -> frozenset[str]:
        if name not in known:
            known[name] = frozenset(encoder.encode(name).split())
        return known[name]

    def measure(a: str, b: str) -> float:
        x, y = code(fold(a)), code(fold(b))
        shared = len(x & y) / max(1, min(len(x), len(y)))
        return shared + 0.5 * JaroWinkler.similarity(fold(a), fold(b))

    return measure


def _rigour() -> Measure:
    from rigour.names import NamePart, NamePartTag
    from rigour.names.compare import compare_parts

    def measure(a: str, b: str) -> float:
        found = compare_parts(
            [NamePart(fold(a), 0, NamePartTag.FAMILY)], [NamePart(fold(b), 0, NamePartTag.FAMILY)]
        )
        return max((x.score for x in found), default=0.0)

    return measure


def measures(ours: Costs) -> dict[str, Measure]:
    """Every similarity that can be had here, by name."""
    found: dict[str, Measure] = {
        "mtqc costs (learned)": learned(ours),
        "mtqc similarity (by hand)": similarity,
        "rapidfuzz Jaro-Winkler": lambda a, b: JaroWinkler.similarity(fold(a), fold(b)),
        "rapidfuzz Levenshtein": lambda a, b: Levenshtein.normalized_similarity(fold(a), fold(b)),
    }
    try:
        import jellyfish
    except ImportError:
        pass
    else:
        found |= {
            "jellyfish Jaro-Winkler": lambda a, b: jellyfish.jaro_winkler_similarity(
                fold(a), fold(b)
            ),
            "jellyfish Damerau": lambda a, b: (
                1.0
                - jellyfish.damerau_levenshtein_distance(fold(a), fold(b))
                / max(len(fold(a)), len(fold(b)))
            ),
            "jellyfish Metaphone": _codes(jellyfish.metaphone),
            "jellyfish NYSIIS": _codes(jellyfish.nysiis),
            "jellyfish match rating": _codes(jellyfish.match_rating_codex),
        }
    for name, make in (("rigour", _rigour), ("abydos Beider-Morse", _beider_morse)):
        try:
            found[name] = make()
        except ImportError:
            continue
    return found


def quality(same: Sequence[float], different: Sequence[float]) -> Quality:
    """Quality of a measure by its values on true and on false pairs."""
    values = np.array([*same, *different])
    truth = np.array([1.0] * len(same) + [0.0] * len(different))
    order = np.argsort(-values, kind="stable")
    values, truth = values[order], truth[order]
    hits, misses = np.cumsum(truth), np.cumsum(1 - truth)
    last = np.append(values[1:] != values[:-1], True)
    hits, misses, cuts = hits[last], misses[last], values[last]
    precision, recall = hits / (hits + misses), hits / hits[-1]
    area = float(np.trapezoid(np.append(0, recall), np.append(0, misses / misses[-1])))
    average = float(np.sum(np.diff(np.append(0, recall)) * precision))
    found, at = [], []
    for p in PRECISIONS:
        good = np.flatnonzero(precision >= p)
        found.append(float(recall[good[-1]]) if len(good) else 0.0)
        at.append(float(cuts[good[-1]]) if len(good) else float("inf"))
    return Quality(area, average, tuple(found), tuple(at))


def row(name: str, q: Quality, cost: float | None = None) -> str:
    """One line of the table."""
    cells = [f"{q.auc:.3f}", f"{q.average:.3f}", *(f"{r:.3f}" for r in q.recall)]
    if cost is not None:
        cells.append(f"{cost:.1f}")
    return f"| {name} | {' | '.join(cells)} |"


def head(first: str, timed: bool = False) -> str:
    """The head of a table."""
    cells = [first, "AUC", "AP", *(f"R at P {p}" for p in PRECISIONS)]
    if timed:
        cells.append("microseconds")
    return f"| {' | '.join(cells)} |\n|{'---|' * len(cells)}"


def _values(measure: Measure, found: Iterable[tuple[str, str]]) -> list[float]:
    return [measure(a, b) for a, b in found]


def _length(pair: tuple[str, str]) -> int:
    return min(len(fold(n)) for n in pair)


def real(data: Path, costs: Costs) -> None:
    """Prints the tables of the real pairs."""
    test = fitting.test_pairs(data)
    same = [p for found in test.values() for p in found]
    asked = fitting.test_different(data)
    print(f"{len(same)} pairs of one name, {len(asked)} of two that a check would ask about\n")
    print(head("measure", timed=True))
    kept = {}
    for name, measure in measures(costs).items():
        start = time.process_time()
        no = _values(measure, asked)
        cost = (time.process_time() - start) / len(asked) * 1e6
        yes = _values(measure, same)
        kept[name] = yes, no
        print(row(name, quality(yes, no), cost))
    ours, hand = list(kept)[:2]
    print(f"\n{ours} over {hand}, 95 of 100 resamplings: {_gain(kept[ours], kept[hand])}")
    for name in (ours, hand):
        print(f"\n{head(name)}")
        yes_by = dict(zip(same, kept[name][0], strict=True))
        no_by = dict(zip(asked, kept[name][1], strict=True))
        for language, found in test.items():
            print(row(language, quality([yes_by[p] for p in found], kept[name][1])))
        for low, high in BANDS:
            yes = [v for p, v in yes_by.items() if low <= _length(p) <= high]
            no = [v for p, v in no_by.items() if low <= _length(p) <= high]
            print(row(f"{low} to {high} letters", quality(yes, no)))
        q = quality(*kept[name])
        cuts = [1 / (1 + math.exp(-t)) if name == ours else t for t in q.thresholds]
        print("thresholds: " + ", ".join(f"{t:.3f}" for t in cuts))
    _calibration(*kept[ours])


def _gain(ours: tuple[list[float], list[float]], hand: tuple[list[float], list[float]]) -> str:
    """Intervals of the differences in average precision and in recall at the first precision."""
    random_ = np.random.default_rng(fitting.SEED)
    gains = []
    for _ in range(100):
        yes = random_.integers(len(ours[0]), size=len(ours[0]))
        no = random_.integers(len(ours[1]), size=len(ours[1]))
        a, b = (quality(list(np.array(v[0])[yes]), list(np.array(v[1])[no])) for v in (ours, hand))
        gains.append((a.average - b.average, a.recall[0] - b.recall[0], a.recall[1] - b.recall[1]))
    low, high = np.percentile(np.array(gains), [2.5, 97.5], axis=0)
    names = ("AP", *(f"R at P {p}" for p in PRECISIONS))
    return ", ".join(f"{n} {x:+.3f} to {y:+.3f}" for n, x, y in zip(names, low, high, strict=False))


def _calibration(yes: Sequence[float], no: Sequence[float]) -> None:
    """Prints how often a probability is right, at the odds of the fit."""
    values = 1 / (1 + np.exp(-np.array([*yes, *no])))
    truth = np.array([1.0] * len(yes) + [0.0] * len(no))
    near = values > 0
    odds = fitting.ODDS * len(yes) / (near & (truth == 0)).sum()
    print("\n| probability | pairs | share of one name |\n|---|---|---|")
    edges = (0.0, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1.0)
    for low, high in itertools.pairwise(edges):
        part = (values > low) & (values <= high)
        hits, misses = truth[part].sum(), (1 - truth[part]).sum() * odds
        if hits + misses:
            print(f"| {low} to {high} | {part.sum()} | {hits / (hits + misses):.3f} |")


def scripts(data: Path, costs: Costs) -> None:
    """Prints the quality on names through each script, against look-alikes grown nearer or not."""
    found = fitting.material(data)
    no = [(e.a, e.b) for e in found.held if not e.same]
    compared = list(measures(costs).items())[:4]
    negatives = {name: _values(measure, no) for name, measure in compared}
    print(f"| AP / R at P {PRECISIONS[0]} | unseen | {' | '.join(n for n, _ in compared)} |")
    print("|---" * (len(compared) + 2) + "|")
    for script in SCRIPTS:
        same = [(e.a, e.b) for e in found.held if e.origin == script]
        unseen = learned(fitting.fit(found, [script]))
        cells = [_cell(_values(unseen, same), _values(unseen, no))]
        cells += [_cell(_values(m, same), negatives[n]) for n, m in compared]
        print(f"| {script} | {' | '.join(cells)} |", flush=True)


def _cell(yes: Sequence[float], no: Sequence[float]) -> str:
    q = quality(yes, no)
    return f"{q.average:.3f} / {q.recall[0]:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--scripts", action="store_true", help="names through each script instead")
    given = parser.parse_args()
    (scripts if given.scripts else real)(given.data, shipped()[0])


if __name__ == "__main__":
    main()
