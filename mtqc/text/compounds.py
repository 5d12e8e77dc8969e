"""Compounds: the parts of hyphenated words and the places where a closed one may be cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

HYPHENS = "-\u2010\u2011"
_HYPHEN = re.compile(f"[{HYPHENS}]+")
_SHORTEST_PART = 4

# Forms that stand for a word inside compounds and never alone.
COMBINING = frozenset(
    """aero afro agro anglo angio anthropo arch arterio astro austro axo balto bio cardio cerebro
    chemo chrono cosmo cranio cryo cyto dermo eco electro endo ethno euro ferro fluoro franco gastro
    geo germano graeco greco gyro haemo helio hemo hetero hispano histo homo hydro hypo iber iso
    italo judeo kilo lacto litho luso mega meso meta micro milli mini mono morpho multi myo nano
    narco naso neo nephro neuro non ob octo omni ortho osteo paleo palaeo pan petro pharmaco phono
    phospho photo physio phyto pico pneumo poly pre proto pseudo psycho pyro radio retro rheo russo
    schizo semi serbo servo sino socio spectro stereo strato sulfo sulpho techno tele tetra thermo
    thio thyro topo toxico trans tri turbo turco ultra uni uro vaso vice xeno zoo""".split()
)


def parts(word: str) -> tuple[str, ...]:
    """The non-empty parts of a hyphenated word, in order; a word without a hyphen is one part."""
    return tuple(p for p in _HYPHEN.split(word) if p)


def cuts(word: str, shortest: int = _SHORTEST_PART) -> Iterator[tuple[str, str]]:
    """Ways to see `word` as two words written as one, the most even first."""
    middle = len(word) / 2
    for at in sorted(range(shortest, len(word) - shortest + 1), key=lambda i: (abs(i - middle), i)):
        yield word[:at], word[at:]


def combining(word: str) -> Iterator[str]:
    """What follows a combining form with which `word` begins ("photoeffect": "effect")."""
    for at in range(3, min(len(word) - 3, 10)):
        if word[:at] in COMBINING:
            yield word[at:]
