"""`data(DATA, WORK)`: all rows the network learns from, one file a kind, each made once."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from mtqc.core.features import Encoder
from mtqc.training.garble import edited, human, systems, twins
from mtqc.training.garble.light import Corruptor
from mtqc.training.garble.rows import Row, clean, joined, write
from mtqc.training.garble.weak import WeakTranslator
from mtqc.training.senses import news as sense_news
from mtqc.training.senses import table
from mtqc.training.senses.words import frequency

_SEED = 20210
_CLEAN = 0.95
# Weak outputs of a segment that are learned from; the other pairs have better systems.
_PER_SEGMENT = {"ha-en": 6, "zh-en": 3, "cs-en": 2, "de-en": 2}
_WHOLE_EVERY = 12
_EVERYDAY = 30_000
_FOREIGN = 20_000
# Sentences that the generator of replaced words learns from, and those that it changes.
_GENERATOR, _REPLACED = 50_000, 40_000


def data(data: Path, work: Path, encoder: Encoder, links: Path) -> None:
    """Writes a file of each kind; one that is there is kept.

    `light`, `light2` and `light3` are the same sentences, corrupted by other draws; `pairs` are two
    sentences in a row, `broken` those of `tagged` corrupted. `links` are the tables of
    `mtqc.training.senses`.
    """
    work.mkdir(parents=True, exist_ok=True)
    blocks = list(human.news(data, "learn"))
    sentences = [pair.english for block in blocks for pair in block if human.fits(pair.english)]

    @cache
    def known() -> table.Knowledge:
        return table.knowledge(sense_news.pieces(data), data / "ud")

    @cache
    def partners() -> twins.Twins:
        return twins.Twins(twins.pairs(links, known(), encoder), known(), sentences)

    def light(seed: int) -> Iterator[Row]:
        corruptor = Corruptor(partners(), _foreign(blocks), seed)
        for text in (*sentences, *_some(human.everyday(data), _EVERYDAY)):
            if made := corruptor.corrupt(text):
                yield made

    def pairs() -> Iterator[Row]:
        corruptor = Corruptor(partners(), _foreign(blocks), _SEED + 3)
        for block in blocks:
            made = [clean("news", p.english, _CLEAN) for p in block if human.fits(p.english)]
            for spoil in (False, True):
                if spoil:
                    made = [corruptor.corrupt(one.text) or one for one in made]
                yield from (joined(first, second) for first, second in pairwise(made))

    def broken() -> Iterator[Row]:
        corruptor = Corruptor(partners(), _foreign(blocks), _SEED + 4)
        yield from filter(None, map(corruptor.corrupt_tagged, human.tagged(data)))

    def replaced_rows() -> Iterator[Row]:
        from mtqc.training.garble import replaced

        generator = replaced.learn(_some(iter(sentences), _GENERATOR))
        yield from replaced.replaced(generator, _some(iter(sentences), _REPLACED), encoder)

    def clean_rows() -> Iterator[Row]:
        yield from (clean("news", text, _CLEAN) for text in sentences)
        yield from (clean("everyday", t, _CLEAN) for t in _some(human.everyday(data), _EVERYDAY))

    _kept(work, "clean", clean_rows)
    _kept(work, "light", lambda: light(_SEED))
    _kept(work, "light2", lambda: light(_SEED + 1))
    _kept(work, "light3", lambda: light(_SEED + 2))
    _kept(work, "pairs", pairs)
    _kept(work, "replaced", replaced_rows)
    _kept(work, "weak", lambda: _weak(blocks, names(known()), encoder, links))
    _kept(work, "systems", lambda: _systems(data, encoder))
    _kept(work, "edited", lambda: edited.edited(data, encoder))
    _kept(work, "scored", lambda: human.scored(data))
    _kept(work, "tagged", lambda: human.tagged(data))
    _kept(work, "broken", broken)


def names(known: table.Knowledge) -> frozenset[str]:
    """Lemmas that are mostly written with a capital."""
    return frozenset(w for w, count in known.capital.items() if count > 2 * known.small[w])


def _weak(
    blocks: Sequence[Sequence[human.Pair]], capital: Set[str], encoder: Encoder, links: Path
) -> Iterator[Row]:
    translators: dict[str, WeakTranslator] = {}
    for block in blocks:
        for number, pair in enumerate(block):
            if not human.fits(pair.english):
                continue
            if pair.lang not in translators:
                file = links / f"{pair.lang}.tsv"
                translators[pair.lang] = WeakTranslator(pair.lang, file, capital, encoder, _SEED)
            translator = translators[pair.lang]
            make = translator.whole if number % _WHOLE_EVERY == 5 else translator.spans
            if made := make(pair.source, pair.english):
                yield made


def _systems(data: Path, encoder: Encoder) -> Iterator[Row]:
    for pair, count in _PER_SEGMENT.items():
        # The second half of Hausa is kept to see what weak systems get.
        half = 0 if pair == "ha-en" else None
        file = data / "wmt21" / f"segments.{pair}.jsonl.gz"
        yield from systems.contrasts(systems.segments(file, half), count, encoder)


def _foreign(blocks: Sequence[Sequence[human.Pair]]) -> list[str]:
    """Rare words of the sources in Latin letters."""
    words = {
        word
        for block in blocks
        for pair in block
        for word in re.findall(r"[^\W\d_]{3,12}", pair.source)
        if word.islower() or unicodedata.category(word[0]) == "Lo"
    }
    chosen = random.Random(_SEED).sample(sorted(words), min(_FOREIGN, len(words)))
    plain = (_latin(word) for word in chosen)
    return sorted({word for word in plain if 4 <= len(word) <= 12 and frequency(word) < 1.5})


def _latin(word: str) -> str:
    return str(_transliterator().transliterate(word)).lower()


@cache
def _transliterator() -> Any:
    import icu

    rules = "Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII"
    return icu.Transliterator.createInstance(rules)


def _some(texts: Iterator[str], count: int) -> list[str]:
    found = list(texts)
    return random.Random(_SEED).sample(found, min(count, len(found)))


def _kept(work: Path, name: str, make: Callable[[], Iterator[Row]]) -> None:
    file = work / f"{name}.jsonl.zst"
    if file.exists():
        return
    part = file.with_suffix(".part")
    count = write(str(part), make())
    part.replace(file)
    print(f"{name}: {count} rows", flush=True)
