"""Whether a Latin spelling can stand for a name in another script or another orthography.

The two are aligned by dynamic programming with the correspondences of `romanise`, which cost
nothing where a scheme of romanisation has them and little where only the orthography of some
language does. A consonant that no scheme and no orthography writes so costs 1: Виткофф may be
Vitkoff, Witkoff or Vitkov, not Vitkop.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
from rapidfuzz.distance import Levenshtein

from mtqc.text.names.romanise import VOWELS, SourceName, Table, forms, spelling, table_of

_CHANGE, _MIXED = 1.0, 1.6
_DROP = {"h": 0.3, "y": 0.3, "j": 0.3, "w": 0.5}
_ADD = {"h": 0.2, "y": 0.3, "w": 0.5}
_FITS, _LIMIT = 0.8, 2.6
# Below this the two are not worth aligning; a copied name keeps more of its letters.
_ALIKE, _ALIKE_COPIED = 0.3, 0.45
_ROOT = 4
# Longer runs of letters are no names, and aligning costs their product.
_LONGEST = 40
# What English adds to a name.
_TAILS = frozenset(
    ["", *"a e i y s".split(), *"es ia an ian ans ians ia ese ish is us ov ova na ka".split()]
)


class Fit(msgspec.Struct, frozen=True):
    """How a spelling fits a name: `cost` 0 where each letter can stand for what it stands for.

    `wrong` lists consonants that can't, as (source letters, what stands there, "" where nothing
    does); `before` and `after` count the letters of the spelling before the first and after the
    last of them. `right` is the spelling with those consonants set right, lower case.
    """

    cost: float
    wrong: tuple[tuple[str, str], ...]
    before: int
    after: int
    right: str

    @property
    def fits(self) -> bool:
        return self.cost < _FITS


@lru_cache(maxsize=4096)
def fit(name: SourceName, word: str) -> Fit | None:
    """How `word`, a Latin spelling, fits the name; None where it is plainly another one."""
    target = spelling(word)
    shown = word.lower() if len(word) == len(target) else target
    table = table_of(name.script)
    best: Fit | None = None
    for form, latin in forms(name):
        size = min(len(latin), len(target))
        stem = latin[: len(target) + 1]
        alike = _ALIKE_COPIED if name.script == "latin" else _ALIKE if len(form) > 4 else 0.0
        if size < 3 or max(len(form), len(target)) > _LONGEST:
            continue
        if Levenshtein.normalized_similarity(stem, target) < alike:
            continue
        found = _align(form, target, table, shown)
        if found is not None and (best is None or found.cost < best.cost):
            best = found
    return best


def _double(source: str, i: int, table: Table) -> bool:
    """Whether letter `i` doubles the one before it, with nothing or a silent sign between them."""
    if source[i] == source[i - 1]:
        return True
    between = table.units.get(source[i - 1])
    return i > 1 and between is not None and between.schemes[:1] == ("",)


class _Step(msgspec.Struct):
    cost: float
    come: tuple[int, int] | None
    right: str
    wrong: tuple[str, str] | None


def _align(source: str, target: str, table: Table, shown: str) -> Fit | None:
    """The cheapest way to read `target`, with its diacritics `shown`, as `source`."""
    native = table.native is not None and table.native.search(source) is not None
    n, m = len(source), len(target)
    grid: list[list[_Step | None]] = [[None] * (m + 1) for _ in range(n + 1)]
    grid[0][0] = _Step(0.0, None, "", None)
    loose = 0.4 if native else 0.12
    vowel = 0.6 if native else 0.4

    def step(
        i: int, j: int, k: int, q: int, cost: float, right: str, wrong: tuple[str, str] | None
    ) -> None:
        here = grid[i][j]
        assert here is not None
        total = here.cost + cost
        if total > _LIMIT:
            return
        there = grid[k][q]
        if there is None or total < there.cost:
            grid[k][q] = _Step(total, (i, j), right, wrong)

    for i in range(n + 1):
        for j in range(m + 1):
            if grid[i][j] is None:
                continue
            letter = target[j] if j < m else ""
            if i < n:
                for k in range(min(table.longest, n - i), 0, -1):
                    unit = table.units.get(source[i : i + k])
                    if unit is None:
                        continue
                    for cost, chunks in ((0.0, unit.schemes), (loose, unit.others)):
                        for chunk in chunks:
                            if target.startswith(chunk, j):
                                step(i, j, i + k, j + len(chunk), cost, chunk, None)
                own = table.units.get(source[i])
                plain = own.schemes[0] if own else ""
                is_vowel = plain[:1] in VOWELS
                if (
                    i
                    and source[i] in (source[i - 1], source[max(i - 2, 0)])
                    and _double(source, i, table)
                ):
                    step(i, j, i + 1, j, 0.0, "", None)
                elif is_vowel or not plain:
                    step(i, j, i + 1, j, vowel, "", None)
                else:
                    cost = _DROP.get(plain, 1.0)
                    lost = (source[i], "") if cost >= 1 else None
                    step(i, j, i + 1, j, cost, plain if lost else "", lost)
                if letter and plain:
                    if (letter in VOWELS) == is_vowel:
                        cost = vowel if is_vowel else _CHANGE
                        changed = None if is_vowel else (source[i], letter)
                    else:
                        cost, changed = _MIXED, (source[i], letter)
                    step(i, j, i + 1, j + 1, cost, plain if changed else letter, changed)
            if letter:
                if j and letter == target[j - 1] and letter not in VOWELS:
                    step(i, j, i, j + 1, 0.0, letter, None)
                elif letter in VOWELS:
                    cost = 0.1 if table.open or (letter == "e" and j == m - 1) else vowel
                    step(i, j, i, j + 1, cost, letter, None)
                else:
                    cost = _ADD.get(letter, 1.0)
                    added = ("", letter) if cost >= 1 else None
                    step(i, j, i, j + 1, cost, "" if added else letter, added)
    return _end(source, target, shown, grid, table)


def _end(
    source: str, target: str, shown: str, grid: list[list[_Step | None]], table: Table
) -> Fit | None:
    """The best place to stop: at the ends, or where only endings are left on both sides."""
    n, m = len(source), len(target)
    best: tuple[float, int, int] | None = None
    for i in range(n, max(n - 6, -1), -1):
        if source[i:] not in table.endings:
            continue
        for j in range(m, max(m - 5, -1), -1):
            here = grid[i][j]
            if (
                here is None
                or target[j:] not in _TAILS
                or (min(i, j) < _ROOT - 1 and (i, j) != (n, m))
            ):
                continue
            cost = here.cost + 0.05 * (m - j) + 0.02 * (n - i)
            if best is None or cost < best[0]:
                best = (cost, i, j)
    if best is None:
        return None
    cost, i, j = best
    right = shown[j:]
    wrong: list[tuple[str, str]] = []
    before, after = m, m
    at: tuple[int, int] | None = (i, j)
    while at is not None:
        here = grid[at[0]][at[1]]
        assert here is not None
        first = here.come[1] if here.come else 0
        same = here.right == target[first : at[1]]
        right = (shown[first : at[1]] if same else here.right) + right
        if here.wrong is not None and here.come is not None:
            wrong.append(here.wrong)
            before, after = first, min(after, m - at[1])
        at = here.come
    return Fit(cost, tuple(reversed(wrong)), before, after, right)
