"""Wrong words for right ones: twins that share a translation, look-alike places, other writing."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from mtqc.core.features import Encoder
from mtqc.training.senses.table import Knowledge, forms, mined, related
from mtqc.training.senses.words import frequency, lemma

# Cosine in the encoder's word table from which two words may stand for one another.
_ALIKE = 0.33
_RARER = 1.4
# A word is put in wrongly at most this often for each time that it stands rightly, or the network
# would learn which words are used as twins.
_WRONG_PER_RIGHT = 0.25
_SPARE = 1.0
_AFTER_LEAST = 6


class _Form(NamedTuple):
    lemma: str
    kind: str
    place: int


class Twins:
    """Draws a wrong word for a right one, of the same part of speech and form where known."""

    def __init__(
        self, pairs: Mapping[tuple[str, str], float], known: Knowledge, sentences: Iterable[str]
    ) -> None:
        """`pairs` of lemmas with how strongly one word of some language means both."""
        self._partners: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for (one, two), strength in sorted(pairs.items()):
            self._partners[one].append((two, strength))
            self._partners[two].append((one, strength))
        self._kinds = known.kinds
        self._forms: defaultdict[str, list[_Form]] = defaultdict(list)
        for word in sorted(self._partners):
            for kind in sorted(known.kinds.get(word, ())):
                for place, form in enumerate(forms(word, kind)):
                    self._forms[form].append(_Form(word, kind, place))
        self._right: Counter[str] = Counter()
        self._beside: set[tuple[str, str]] = set()
        after: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            words = sentence.split()
            lowered = [word.lower() for word in words]
            self._right.update(lowered)
            self._beside.update(pairwise(lowered))
            for first, second in pairwise(words):
                if second.isalpha() and second.islower() and len(second) > 3:
                    after[first.lower()][second] += 1
        self._after = {
            word: (list(found), list(accumulate(n**0.6 for n in found.values())))
            for word, found in after.items()
            if len(found) >= _AFTER_LEAST
        }
        self._wrong: Counter[str] = Counter()

    def twin(self, word: str, rng: random.Random) -> str | None:
        """A word that shares a translation with `word`, written as it is; None without one."""
        lowered = word.lower()
        possible = self._forms.get(lowered)
        if not possible:
            return None
        of = rng.choice(possible)
        options, weights = [], []
        for partner, strength in self._partners[of.lemma]:
            if of.kind not in self._kinds.get(partner, ()):
                continue
            form = forms(partner, of.kind)[of.place]
            if form == lowered or not self._usable(form, lowered):
                continue
            options.append(form)
            weights.append(strength * (1 + self._right[form]) ** 0.5)
        if not options:
            return None
        found = rng.choices(options, weights)[0]
        self._wrong[found] += 1
        return found.capitalize() if word[0].isupper() else found

    def neighbour(self, before: str, word: str, after: str, rng: random.Random) -> str | None:
        """A word that follows `before` elsewhere but is not known beside `after`."""
        found = self._after.get(before.lower())
        if found is None:
            return None
        for candidate in rng.choices(found[0], cum_weights=found[1], k=8):
            if (
                candidate != word
                and (candidate, after.lower()) not in self._beside
                and candidate[-2:] == word[-2:]
                and lemma(candidate) != lemma(word.lower())
                and self._usable(candidate, word.lower())
            ):
                self._wrong[candidate] += 1
                return candidate
        return None

    def beside(self, first: str, second: str) -> bool:
        """Whether two words stand side by side somewhere in human text."""
        return (first.lower(), second.lower()) in self._beside

    def _usable(self, form: str, instead_of: str) -> bool:
        return (
            frequency(form) > frequency(instead_of) - _RARER
            and self._wrong[form] < _WRONG_PER_RIGHT * self._right[form] + _SPARE
        )


def pairs(links: Path, known: Knowledge, encoder: Encoder) -> dict[tuple[str, str], float]:
    """Pairs of lemmas that share a translation and can't stand for one another."""
    found = {
        pair: sum(by_lang.values())
        for pair, by_lang in mined(sorted(links.glob("*.tsv")), known).items()
    }
    words = sorted({word for pair in found for word in pair})
    place = {word: i for i, word in enumerate(words)}
    vectors = encoder.static_vectors(words)
    return {
        (one, two): strength
        for (one, two), strength in found.items()
        if not related(one, two) and float(vectors[place[one]] @ vectors[place[two]]) < _ALIKE
    }
