"""How likely two spellings are one name, from learned costs of the confusions between them.

Two names are laid beside each other so that the evidence is greatest: every letter in common speaks
for one name, the more the rarer it is; every difference speaks against it, a difference that
transliteration makes (ph for f, kh for h, a vowel at the end) little, any other much. That
is the record linkage of Fellegi and Sunter (1969, "A theory for record linkage", JASA 64) over
the letters of a name, with the string transducer of Ristad and Yianilos (1998, "Learning string
edit distance", IEEE PAMI 20) for its operations. The weights are fitted by
`mtqc.training.name_similarity`; docs/name-similarity.md says on what and how good they are.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
from rapidfuzz.distance import OSA, Levenshtein

from mtqc.text.names.sound import fold, general

LETTERS = "abcdefghijklmnopqrstuvwxyz"
START, END = "^", "$"
FEATURES = ("share", "letters", "edits", "sound", "first letter", "one")

_BAND = 2
_NEVER = -1e9
# Below this share of letters in place, or beyond this many letters more, nothing is one name.
_HOPELESS = 0.25
_MAX_MORE = 6


class Costs(msgspec.Struct, frozen=True):
    """Learned weights, in natural logarithms of odds.

    `match`: what a letter in common speaks for one name. `change`: what two different letters speak
    against it, the pair in alphabetical order. `extra`: what a letter of one side speaks against
    it. `groups`: what groups of letters that stand for each other speak against it, instead, less
    than zero where they speak for it; `^` and `$` are the edges of the name. `logit`: weights of
    `FEATURES`.
    """

    match: dict[str, float]
    change: dict[str, float]
    extra: dict[str, float]
    groups: tuple[tuple[str, str, float], ...]
    logit: tuple[float, ...]


Group = tuple[int, int, str, str, float]


class Tables(NamedTuple):
    """Costs as the alignment looks them up.

    `pair[x][y]` is the gain of x over y, `alone[x]` that of x over nothing, `groups[x][y]` the
    groups that end in x and y: their lengths, both sides, gain.
    """

    pair: dict[str, dict[str, float]]
    alone: dict[str, float]
    groups: dict[str, dict[str, tuple[Group, ...]]]


def tables(costs: Costs) -> Tables:
    """The costs in both directions."""
    symbols = LETTERS + START + END
    pair = {
        x: {
            y: costs.match.get(x, 0.0) if x == y else -costs.change.get(min(x, y) + max(x, y), 99.0)
            for y in symbols
        }
        for x in symbols
    }
    alone = {x: -costs.extra.get(x, 99.0) for x in symbols}
    groups: dict[str, dict[str, tuple[Group, ...]]] = {}
    for one, other, cost in costs.groups:
        for p, q in {(one, other), (other, one)}:
            at = groups.setdefault(p[-1], {})
            at[q[-1]] = (*at.get(q[-1], ()), (len(p), len(q), p, q, -cost))
    return Tables(pair, alone, groups)


def wrapped(plain: str) -> str:
    """A folded name between its edges; letters that are not a to z are left out."""
    if not plain.isascii():
        plain = "".join([c for c in plain if c in LETTERS])
    return f"{START}{plain}{END}"


def evidence(a: str, b: str, t: Tables) -> float:
    """The greatest sum of gains over all ways to lay two wrapped names beside each other."""
    pair, alone, groups = t
    total = 0.0
    start, stop = 0, min(len(a), len(b))
    while start < stop and a[start] == b[start]:
        start += 1
    end = 0
    while end < stop - start and a[-1 - end] == b[-1 - end]:
        end += 1
    # A letter on each side stays, for the groups that it is part of.
    start, end = max(0, start - 1), max(0, end - 1)
    for c in a[:start]:
        total += pair[c][c]
    if end:
        for c in a[-end:]:
            total += pair[c][c]
    a, b = a[start : len(a) - end], b[start : len(b) - end]
    size = len(b)
    low, high = min(0, size - len(a)) - _BAND, max(0, size - len(a)) + _BAND
    row = [0.0]
    for j in range(1, size + 1):
        row.append(row[-1] + alone[b[j - 1]] if j <= high else _NEVER)
    table = [row]
    for i, x in enumerate(a, 1):
        above = row
        gone = alone[x]
        row = [_NEVER] * (size + 1)
        if i + low <= 0:
            row[0] = above[0] + gone
        beside, together = pair[x], groups.get(x)
        for j in range(max(1, i + low), min(size, i + high) + 1):
            y = b[j - 1]
            best = above[j - 1] + beside[y]
            other = above[j] + gone
            if other > best:
                best = other
            other = row[j - 1] + alone[y]
            if other > best:
                best = other
            if together is not None and y in together:
                for m, n, p, q, gain in together[y]:
                    if m <= i and n <= j:
                        other = table[i - m][j - n] + gain
                        if other > best and a.startswith(p, i - m) and b.startswith(q, j - n):
                            best = other
            row[j] = best
        table.append(row)
    return total + row[size]


def itself(a: str, t: Tables) -> float:
    """The evidence of a wrapped name against itself."""
    pair = t.pair
    return sum([pair[c][c] for c in a])


def features(a: str, b: str, t: Tables) -> tuple[float, ...] | None:
    """Values of `FEATURES` for two different folded names; None where it is hopeless.

    `share` is the evidence as a part of what two equal names of their length would have.
    """
    short, long = sorted((len(a), len(b)))
    if (
        long - short > _MAX_MORE
        or Levenshtein.normalized_similarity(a, b, score_cutoff=_HOPELESS) == 0.0
    ):
        return None
    x, y = wrapped(a), wrapped(b)
    most = itself(x, t) + itself(y, t)
    return (
        2.0 * evidence(x, y, t) / most if most else 0.0,
        math.log(short),
        OSA.normalized_similarity(a, b),
        Levenshtein.normalized_similarity(general(a), general(b)),
        1.0 if a[0] == b[0] else 0.0,
        1.0,
    )


@lru_cache(maxsize=1)
def shipped() -> tuple[Costs, Tables]:
    """The fitted costs of `mtqc/training/name_costs.json`."""
    data = (files("mtqc") / "training" / "name_costs.json").read_bytes()
    costs = msgspec.json.decode(data, type=Costs)
    return costs, tables(costs)


def probability(a: str, b: str) -> float:
    """How likely two spellings in one article are one name: 0..1, symmetric; 1 if folded equal.

    Calibrated for two names of one article, at least one of them unknown, that are neither
    derived from each other nor a man's and a woman's form of one name.
    """
    plain_a, plain_b = fold(a), fold(b)
    if plain_a == plain_b:
        return 1.0 if plain_a else 0.0
    if not plain_a or not plain_b:
        return 0.0
    return _probability(min(plain_a, plain_b), max(plain_a, plain_b))


@lru_cache(maxsize=65536)
def _probability(a: str, b: str) -> float:
    costs, t = shipped()
    values = features(a, b, t)
    if values is None:
        return 0.0
    logit = sum([w * v for w, v in zip(costs.logit, values, strict=True)])
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
