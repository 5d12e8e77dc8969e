"""How much a spelling looks like a name: by the letters that follow one another in known names.

Of two spellings that nothing else tells apart the likelier one is right more often than not: in
three of four pairs of unknown spellings in news with slips made by rule, in three of five in
articles with slips written by hand; in machine translations of news it tells nothing. That is
enough to say which of them to look at, and too little to suggest it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from mtqc.text.names.sound import fold

_UNSEEN = 0.5
_LETTERS = 28


class Habits:
    """Letters by the two before them, counted in `names`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._threes: Counter[str] = Counter()
        self._twos: Counter[str] = Counter()
        for name in names:
            framed = _framed(name)
            self._threes.update(framed[i - 2 : i + 1] for i in range(2, len(framed)))
            self._twos.update(framed[i - 2 : i] for i in range(2, len(framed)))

    def plausibility(self, name: str) -> float:
        """Mean logarithm of the letters' probabilities; higher is more like a name."""
        framed = _framed(name)
        total = 0.0
        for i in range(2, len(framed)):
            seen = self._threes[framed[i - 2 : i + 1]] + _UNSEEN
            total += math.log(seen / (self._twos[framed[i - 2 : i]] + _UNSEEN * _LETTERS))
        return total / (len(framed) - 2)


def _framed(name: str) -> str:
    return f"^^{fold(name)}$"
