"""Which spelling of a name is right: the user's word, public names, known words, the majority."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mtqc.text.names.evidence import cased
from mtqc.text.names.forms import Form
from mtqc.text.names.similarity import read_as_foreign, similarity

_CLEAR = 0.25


def merit(form: Form, others: Sequence[Form]) -> float:
    """How much speaks for a form being the right one; higher is better."""
    known = form.known
    value = math.log2(1 + form.count)
    if known.given:
        value += 100.0
    if known.public:
        value += 2.0
    value += 0.9 * max(0.0, min(known.frequency, 4.5) - 1.6)
    if not form.text.isascii():
        value += 0.3
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


def choose(forms: Sequence[Form]) -> tuple[Form, bool]:
    """The likely right form, and whether that is more than a guess. Ties go to the first."""
    scored = [(merit(f, [o for o in forms if o is not f]), f) for f in forms]
    best = max(scored, key=lambda t: t[0])
    rest = max(v for v, f in scored if f is not best[1])
    return best[1], best[0] - rest >= _CLEAR
