"""Which spelling of a name is right: the user's word, public names, known words, the majority."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from mtqc.text.names.evidence import cased
from mtqc.text.names.forms import Form, Spot
from mtqc.text.names.similarity import read_as_foreign, similarity

_CLEAR = 0.25
# How much more plausible, per letter, a spelling must be than the first of a near tie.
_PLAUSIBLE = 0.25
# In bits, fitted to 3,200 pairs of a human's and a machine's spelling and 175 pairs in one machine
# translation: what it says for a spelling that somebody bears it, and that it has an accent.
_BORNE = 1.5
_ACCENTED = 1.0
_OWN_SPELLING = 5.0
# A form that the article doesn't have comes before those that it has.
_NOWHERE = Spot(-1, 0, 0)


def merit(form: Form, others: Sequence[Form]) -> float:
    """How much speaks for a form being the right one; higher is better."""
    known = form.known
    value = math.log2(1 + form.count)
    if known.given:
        value += 100.0
    if known.public:
        value += 2.0
    if known.borne:
        value += _BORNE
    value += 0.9 * max(0.0, min(known.frequency, 4.5) - 1.6)
    if not form.text.isascii():
        value += _ACCENTED
        if not all(map(str.isascii, (*form.before.values(), *form.after.values()))):
            # Anđela Čvoro is written as she writes herself, and no Angela.
            value += _OWN_SPELLING
    if known.common:
        value -= 1.5
    for other in others:
        if cased(other.known.plain, known.plain) and known.doubtful:
            value -= 1.0
            break
    for other in others:
        value += 0.6 * read_as_foreign(form.text, other.text)
    if len(others) > 1:
        # The right form stands in the middle of its misspellings.
        value += sum(similarity(form.text, o.text) for o in others) / len(others)
    return value


def choose(
    forms: Sequence[Form], plausible: Callable[[str], float] = lambda _: 0.0
) -> tuple[Form, bool]:
    """The likely right form, and whether that is more than a guess.

    Near ties go to the form that the article has first: in machine translation of news it was right
    in 66 of 85 such ties. One that is clearly more `plausible` wins, but that is a guess.
    """
    scored = [(merit(f, [o for o in forms if o is not f]), f) for f in forms]
    most = max(value for value, _ in scored)
    near = [f for value, f in scored if most - value < _CLEAR]
    if len(near) == 1:
        return near[0], True
    near.sort(key=lambda f: f.spots[0] if f.spots else _NOWHERE)
    looks = [plausible(f.text) for f in near]
    best = max(range(len(near)), key=lambda i: (looks[i], -i))
    if looks[best] - looks[0] >= _PLAUSIBLE:
        return near[best], False
    return near[0], True
