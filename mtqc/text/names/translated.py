"""Names that were taken for words: Steel for Çelik, Light Etcheverry for Luz, Macro for Macron."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from rapidfuzz.distance import OSA

from mtqc.text.names.evidence import derived
from mtqc.text.names.forms import Article, Form, Ordinary
from mtqc.text.names.gazetteer import Gazetteer
from mtqc.text.names.similarity import similarity
from mtqc.text.names.sound import fold

_ALIKE = 0.78
_SHORTEST = 5


class Taken(msgspec.Struct, frozen=True):
    """A capitalised ordinary word that stands for the name `right`, and why."""

    word: Ordinary
    right: str
    present: bool
    why: str


def taken_for_words(found: Article, gazetteer: Gazetteer) -> Iterator[Taken]:
    """Ordinary words with a capital inside a sentence where the article speaks of a namesake."""
    for word in found.ordinary:
        for name in gazetteer.meaning(word.text.lower()):
            form = found.forms.get(name)
            if form is not None and not form.known.common and _fits(word, form):
                yield Taken(word, name, True, f'"{name}" means {word.text.lower()}')
                break
            if form is None and word.after and _is_public(gazetteer, name, word.after):
                yield Taken(word, name, False, f'"{name}" means {word.text.lower()}')
                break
        else:
            if word.alone and not word.first and not word.titled and len(word.text) >= _SHORTEST:
                yield from _cut(word, found)


def _fits(word: Ordinary, form: Form) -> bool:
    if word.alone:
        return True
    return (bool(word.after) and word.after in form.after) or (
        bool(word.before) and word.before in form.before
    )


def _is_public(gazetteer: Gazetteer, first: str, last: str) -> bool:
    return any(e.plain == last for e in gazetteer.beginning(first).entries)


def _cut(word: Ordinary, found: Article) -> Iterator[Taken]:
    plain = fold(word.text)
    for form in found.forms.values():
        known = form.known
        if (
            known.plain[:1] == plain[:1]
            and form.count > 1
            and not known.common
            and not known.place
            and (form.before or form.titled)
            and (known.public or known.frequency >= 2.0)
            and len(known.plain) > len(plain)
            and OSA.distance(plain, known.plain, score_cutoff=1) <= 1
            and not derived(plain, known.plain)
            and similarity(word.text, form.text) >= _ALIKE
        ):
            yield Taken(word, form.text, True, "sounds alike")
            return
