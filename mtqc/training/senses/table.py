"""The table of words that share a translation, from counted links and a list written by hand."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mtqc.core.features import Encoder
from mtqc.training.senses.corpora import rows
from mtqc.training.senses.news import Piece
from mtqc.training.senses.words import frequency, lemma

TAGS = {"NOUN": ("NN", "NNS"), "VERB": ("VB", "VBZ", "VBD", "VBG", "VBN"), "ADJ": ("JJ",)}

_LEAST_LINKS = 2
_LEAST_SHARE = 0.03
_MOST_TRANSLATIONS = 12
# Zipf frequencies: rarer words are not known well enough, commoner ones fit anywhere.
_RARE, _COMMON = 2.7, 5.45
# Nearer words may stand for one another; both are cosines of the encoder, of words alone and of
# its table.
_ALIKE, _ALIKE_STATIC = 0.5, 0.4
# One language is believed where it says so often enough.
_LEAST_STRENGTH = 0.45
_MOST_TWINS = 10
# Words that stand together this much oftener than by chance translate one word as a pair.
_TOGETHER = 20.0
_WINDOW = 3
_KNOWN_TAGS = 5


class Pair(NamedTuple):
    """Two lemmas of one part of speech; the languages that have one word for both."""

    kind: str
    first: str
    second: str
    languages: tuple[str, ...]
    strength: float


class Knowledge(NamedTuple):
    """What is known of English lemmas: counts in small letters and as names, parts of speech,
    neighbours."""

    small: Counter[str]
    capital: Counter[str]
    near: Counter[tuple[str, str]]
    kinds: Mapping[str, frozenset[str]]


def knowledge(texts: Iterable[Piece], treebanks: Path) -> Knowledge:
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    near: Counter[tuple[str, str]] = Counter()
    for piece in texts:
        for sentence in piece.text if piece.use == "learn" else ():
            lemmas = [lemma(word.lower()) for word in sentence]
            for place, word in enumerate(sentence):
                if place:
                    (capital if word[:1].isupper() else small)[lemmas[place]] += 1
                for other in lemmas[place + 1 : place + 1 + _WINDOW]:
                    near[lemmas[place], other] += 1
    return Knowledge(small, capital, near, _kinds(small, treebanks))


def _kinds(lemmas: Iterable[str], treebanks: Path) -> dict[str, frozenset[str]]:
    import lemminflect

    tagged: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for file in sorted(treebanks.glob("*.jsonl.gz")):
        if file.name.startswith("pud"):
            continue
        for row in rows(file):
            for word, tag in zip(row["tokens"], row["upos"], strict=True):
                tagged[lemma(word.lower())][tag] += 1
    found = {}
    for word in lemmas:
        tags = tagged.get(word, Counter[str]())
        if tags.total() >= _KNOWN_TAGS:
            kinds = {k for k in TAGS if tags[k] >= 0.2 * tags.total()}
        else:
            entries = lemminflect.getAllLemmas(word)
            kinds = {k for k in TAGS if word in entries.get(k, ())}
        found[word] = frozenset(kinds)
    return found


def usable(word: str, known: Knowledge) -> bool:
    return (
        word.isascii()
        and word.isalpha()
        and len(word) > 2
        and _RARE <= frequency(word) <= _COMMON
        and known.small[word] >= 2 * known.capital[word]
        and bool(known.kinds.get(word))
    )


def aligned(links: Path) -> list[Path]:
    """Files of links that were counted in parallel text, not told by dictionaries."""
    return sorted(set(links.glob("*.tsv")) - set(links.glob("*.dictionary.tsv")))


def mined(files: Iterable[Path], known: Knowledge) -> dict[tuple[str, str], dict[str, float]]:
    """Strength by language of pairs of lemmas that translate one word of it.

    A language may have several files, of which the strongest counts.
    """
    found: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for file in files:
        lang = file.name.partition(".")[0]
        for translations in _translations(file):
            total = sum(count for _, count in translations)
            good = [
                (word, count, count / total)
                for word, count in translations
                if count >= max(_LEAST_LINKS, _LEAST_SHARE * total) and usable(word, known)
            ]
            if len(good) > _MOST_TRANSLATIONS:
                continue
            for (one, n, share), (two, m, part) in itertools.combinations(good, 2):
                strength = math.log1p(min(n, m)) * math.sqrt(min(share, part))
                pair = (min(one, two), max(one, two))
                found[pair][lang] = max(strength, found[pair].get(lang, 0.0))
    return found


def _translations(file: Path) -> Iterator[list[tuple[str, int]]]:
    by_word: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            foreign, english, count = line.rstrip("\n").split("\t")
            by_word[foreign].append((english, int(count)))
    yield from by_word.values()


def written(file: Path) -> dict[tuple[str, str], set[str]]:
    """Languages by pair from a list written by hand: language, word, its English words."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            lang, _, english = line.split("\t")
            for one, two in itertools.combinations(sorted(set(english.split())), 2):
                found[one, two].add(lang)
    return found


def table(links: Path, by_hand: Path, known: Knowledge, encoder: Encoder) -> list[Pair]:
    """All pairs that pass the filters, in order."""
    strengths = mined(aligned(links), known)
    hand = written(by_hand)
    wanted = sorted(set(strengths) | {p for p in hand if all(known.kinds.get(w) for w in p)})
    words = sorted({word for pair in wanted for word in pair})
    place = {word: i for i, word in enumerate(words)}
    alone, static = encoder.encode(words), encoder.static_vectors(words)
    total = sum(known.near.values())
    sums: Counter[str] = Counter()
    for (one, two), count in known.near.items():
        sums[one] += count
        sums[two] += count
    pairs = []
    for one, two in wanted:
        mined_in = strengths.get((one, two), {})
        in_hand = hand.get((one, two), set())
        strength = sum(mined_in.values()) + 1.5 * len(in_hand)
        kinds = known.kinds[one] & known.kinds[two]
        if strength < _LEAST_STRENGTH or not kinds or related(one, two):
            continue
        i, j = place[one], place[two]
        if not in_hand:
            if alone[i] @ alone[j] > _ALIKE or static[i] @ static[j] > _ALIKE_STATIC:
                continue
            together = known.near[one, two] + known.near[two, one]
            if together > 3 and together * total > _TOGETHER * sums[one] * sums[two] / 2:
                continue
        languages = tuple(sorted(set(mined_in) | in_hand))
        pairs += [Pair(kind, one, two, languages, round(strength, 2)) for kind in sorted(kinds)]
    return _strongest(pairs)


def _strongest(pairs: list[Pair]) -> list[Pair]:
    """At most so many twins a word: a pair stays if it is among the best of either word."""
    kept: set[Pair] = set()
    by_word: defaultdict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_word[pair.kind, pair.first].append(pair)
        by_word[pair.kind, pair.second].append(pair)
    for of_word in by_word.values():
        of_word.sort(key=lambda pair: (-pair.strength, pair))
        kept.update(of_word[:_MOST_TWINS])
    return sorted(kept)


def related(one: str, two: str) -> bool:
    """Whether two words look like forms or derivations of one another."""
    same = 0
    while same < min(len(one), len(two)) and one[same] == two[same]:
        same += 1
    return same >= min(4, len(one), len(two)) or one in two or two in one


@cache
def forms(word: str, kind: str) -> tuple[str, ...]:
    """The forms of a lemma in the order of `TAGS`."""
    import lemminflect

    inflected = lemminflect.getAllInflections(word)
    return tuple(
        min(inflected.get(tag, (word,)), key=lambda form: (-frequency(form), form))
        for tag in TAGS[kind]
    )
