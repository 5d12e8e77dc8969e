"""Public names met in an article, rightly or wrongly spelled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec
from rapidfuzz.distance import OSA, Levenshtein
from rapidfuzz.process import extract_iter

from mtqc.text.names.evidence import derived, pinyin, same_but_for_scheme
from mtqc.text.names.forms import Article, Form
from mtqc.text.names.gazetteer import PERSON, Entry, Gazetteer, bare_skeleton
from mtqc.text.names.mentions import Part
from mtqc.text.names.similarity import similarity
from mtqc.text.names.sound import fold, general

_SAME = 0.985
_MARGIN = 0.02
# Letters that a word alone must have to be told, and the share that may be other than in the public
# name.
_SHORTEST_ALONE = 5
_EDITS = 0.34
# The share of sounds in place below which a weighted comparison is not worth its time.
_WORTH = 0.4
# Zipf frequency from which a given name says little of who bears it.
_COMMON_GIVEN = 3.6


class Recognised(msgspec.Struct, frozen=True):
    """A public name that stands in the article as `spelled`.

    `likeness` 0..1 is that of its least alike word, `sure` whether that is enough to call it an
    error.
    """

    entry: Entry
    spelled: tuple[Part, ...]
    segment: int
    right: tuple[str, ...]
    likeness: float
    sure: bool


@lru_cache(maxsize=4096)
def _alone(gazetteer: Gazetteer, token: str) -> tuple[Entry, float, float] | None:
    """The public name nearest to one unknown word, its likeness and that of the next one."""
    best: tuple[float, int, Entry] | None = None
    second = 0.0
    plain = fold(token)
    most = int(_EDITS * len(plain))
    group = gazetteer.alone(token)
    for _, _, at in extract_iter(plain, group.plain, scorer=OSA.distance, score_cutoff=most):
        entry = group.entries[at]
        words = entry.words
        alike = similarity(token, words[-1])
        if best is None or (alike, entry.weight) > best[:2]:
            if best is not None and best[2].plain != fold(words[-1]):
                second = max(second, best[0])
            best = (alike, entry.weight, entry)
        elif best[2].plain != fold(words[-1]):
            second = max(second, alike)
    return None if best is None else (best[2], best[0], second)


def _single(gazetteer: Gazetteer, form: Form) -> tuple[Entry, float, bool] | None:
    if len(form.known.plain) < _SHORTEST_ALONE:
        return None
    found = _alone(gazetteer, form.text)
    if found is None:
        return None
    entry, alike, second = found
    plain, right = form.known.plain, entry.plain
    edits = OSA.distance(plain, right)
    need = (0.9 if edits == 1 else 0.92) if len(plain) >= 7 else 0.94
    if form.known.borne:
        # Of 16 such words in 82,000 sentences of news, 0.90 to 0.95 alike, one was misspelled.
        need = max(need, 0.96)
    if entry.kind == PERSON:
        need = 0.96 if len(plain) >= (6 if entry.weight >= 6 else 7) else 2.0
    sure = (
        not derived(right, plain)
        and not same_but_for_scheme(plain, right)
        and alike >= need
        and alike - second >= _MARGIN
        and edits <= _EDITS * len(plain)
    )
    return entry, alike, sure


class _Pair(msgspec.Struct, frozen=True):
    entry: Entry
    given_word: str
    given: float
    family: float


@lru_cache(maxsize=4096)
def _nearest(gazetteer: Gazetteer, first: str, last: str, thorough: bool) -> _Pair | None:
    """The public full name nearest to two words in a row; `thorough`: whatever its first word."""
    beginning = gazetteer.beginning(first)
    for entry in beginning.entries:
        if entry.words[-1] == last and entry.words[0] == first:
            return _Pair(entry, first, 1.0, 1.0)
    best: tuple[float, _Pair] | None = None
    sound, sound_first = general(last), general(first)
    near = [
        group.entries[at]
        for group in (beginning, *((gazetteer.full(first, last),) if thorough else ()))
        for _, _, at in extract_iter(
            sound, group.sounds, scorer=Levenshtein.normalized_similarity, score_cutoff=_WORTH
        )
    ]
    for entry in near:
        words = entry.words
        if (
            words[0] != first
            and Levenshtein.normalized_similarity(sound_first, general(words[0])) < _WORTH
        ):
            continue
        given_word = first if first in words[:-1] else words[0]
        given = similarity(first, given_word)
        if given < 0.7:
            continue
        family = similarity(last, words[-1])
        if family >= 0.6 and (best is None or given + family > best[0]):
            best = (given + family, _Pair(entry, given_word, given, family))
    return None if best is None else best[1]


def _is_sure(pair: _Pair, first: Form, last: Form) -> bool:
    if pair.given >= _SAME and pair.family >= _SAME:
        return False
    if all(
        similarity(x.text, y) >= _SAME or same_but_for_scheme(x.text, y)
        for x, y in ((first, pair.given_word), (last, pair.entry.words[-1]))
    ):
        return False
    right = pair.entry.words[-1]
    if derived(fold(right), last.known.plain) or pinyin(fold(right), last.known.plain):
        return False
    if pair.given >= _SAME:
        bones = bare_skeleton(pair.entry.sound)
        alike = len(bones) >= 4 and bones == bare_skeleton(general(last.text))
        if first.known.frequency >= _COMMON_GIVEN:
            need = 0.8 if alike else 0.86
        else:
            need = 0.7 if alike else 0.76
        return last.known.doubtful and pair.family >= need + (0.06 if len(last.text) < 6 else 0.0)
    if pair.family >= _SAME:
        return first.known.doubtful and pair.given >= 0.86
    if not (pair.given >= 0.8 and pair.family >= 0.78):
        return False
    if first.known.unknown and last.known.unknown:
        return pair.given + pair.family >= (1.6 if len(last.text) >= 7 else 1.75)
    return first.known.doubtful and pair.given >= 0.86 and pair.family >= 0.92


def recognise(article: Article, gazetteer: Gazetteer) -> Iterator[Recognised]:
    """Public names in reading order: full names first looked at as such, then single words."""
    for segment, parts in article.runs:
        taken: set[int] = set()
        for i in range(len(parts) - 1):
            first, last = article.forms.get(parts[i].text), article.forms.get(parts[i + 1].text)
            if first is None or last is None:
                continue
            odd = first.known.doubtful or last.known.doubtful or last.known.common
            pair = _nearest(gazetteer, first.text, last.text, odd)
            if pair is None:
                continue
            taken |= {i, i + 1}
            alike = min(pair.given, pair.family)
            yield Recognised(
                pair.entry,
                (parts[i], parts[i + 1]),
                segment,
                (pair.given_word, pair.entry.words[-1]),
                1.0 if alike >= _SAME else alike,
                _is_sure(pair, first, last),
            )
        for i, part in enumerate(parts):
            form = article.forms.get(part.text)
            if i in taken or form is None or not form.known.unknown or len(parts) > 1:
                continue
            found = _single(gazetteer, form)
            if found is not None:
                entry, alike, sure = found
                yield Recognised(entry, (part,), segment, (entry.words[-1],), alike, sure)
