"""Real pairs of spellings: one name in several translations of a sentence, and its look-alikes.

Same: a word with a capital in one translation that stands where another translation of the sentence
has another such word, or is its nearest spelling there, at least one of the two being unknown.
Different: two such words of one human text, at least one of them rare; or two well-known names
within a few letters of each other. Ordinary words, plurals, adjectives, and a man's and a woman's
form of a name are left out of both, as the checks leave them out before they compare.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein, Prefix

from mtqc.text.names.evidence import derived, family
from mtqc.text.names.gazetteer import gazetteer
from mtqc.text.names.sound import fold

Pair = tuple[str, str]

# Below this share of letters in place nobody could tell that it is one name.
MIN_ALIKE = 0.4
_NEAR = 0.5
_DOUBTFUL = 2.0
_KNOWN = 2.2
# Two spellings of one name in one human text: found among the pairs of "different" names that any
# of the compared measures ranked highest, and judged by hand.
_HUMAN_SLIPS = frozenset(
    tuple(sorted(p.split("/")))
    for p in """
    Arunachal/Arunanchal Bartetsky/Batetsky Berber/Berbr Belarusian/Belorussian Bichu/Bitchu
    Cervenohorkse/Cervenohorske Davutoglu/Davutogu Ecinitas/Encinitas Eduard/Eduart
    Eleazar/Eliazar Flecther/Fletcher Gifffords/Giffords Karsnodar/Krasnodar
    Kavadarkov/Kavardarkov Lathem/Latham Kuzyutina/Kyzyutina Lepsevridze/Lepsveridze
    Lokomitiv/Lokomotiv Locomotiv/Lokomotiv MacDonald/Macdonlad Masuda/Mausda Moneith/Monteith
    Neizestny/Neizvestny Scarborough/Scarbrough Rospotrebnadzor/Rospotrebnazor
    Sarborough/Scarborough Sarborough/Scarbrough Shogyou/Shougyo Skipchenko/Skripchenko
    Skovortsov/Skvortsov Toktaibelyak/Toraibelyak Vlyacheslav/Vyacheslav Iosef/Joseph
    Tokyo/Toyko Kransodar/Krasnodar Poktaovich/Pokatovich Sepctee/Spectee Tartu/Taru
    Tonosaki/Tonozaki Vasilev/Vasiliev Zircon/Zirkon Ohtani/Otani Shoko/Shoku Anatoli/Anatoly
    Bernadino/Bernardino Brijendra/Brujendra Yangtze/Yangzi Chhatisgarh/Chhattisgarh
    Chhatrapur/Chhattarpur Dimitrijs/Dmitrijs Dissonaces/Dissonances Doberg/Dolberg
    Dwaapaar/Dwaapar Enbi/Enby Garci/Garcia Inmonuar/Inomonuar Kabaddi/Kabbadi
    Klıçdaroğlu/Kılıçdaroğlu Kolonki/Kolonko Latvenergo/Latvernergo Laender/Leander
    Shrinagar/Srinagar Madurai/Madurain Maotai/Moutai Moawiecki/Morawiecki Mahavir/Mahavira
    Musharraf/Mushraf Ominasis/Omnasis Polannaruva/Polannurava Sabaah/Sabah Saiyad/Sayeed
    Santhilya/Santhiya Siddharamaiah/Sidhdharamaiah Singh/Sngh Trinamool/Trunamool
    Vikaravandi/Vikravandi Salici/Saric Zatov/Zotov Mohamed/Muhamed Finland/Finlande
    Hughes/Hushes Salvadore/Salvatore Salic/Saric
    """.split()
)
_TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[^\w\s]")
_NAME = re.compile(r"[^\W\d_]{3,}")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


@cache
def zipf(word: str) -> float:
    """Zipf frequency of a word in English; 0 where it was never seen."""
    from wordfreq import zipf_frequency

    return zipf_frequency(word.lower(), "en", wordlist="large")


@cache
def doubtful(word: str) -> bool:
    """Whether a check would ask about this word: too rare to be known, and no public name."""
    return zipf(word) < _DOUBTFUL and word.lower() not in gazetteer().tokens


@cache
def is_name(word: str) -> bool:
    """Whether a capitalised word is a name: three letters or more, no ordinary word, no acronym."""
    return (
        _NAME.fullmatch(word) is not None
        and word[0].isupper()
        and not word.isupper()
        and word.lower() not in gazetteer().common
        and len(fold(word)) >= 3
    )


@cache
def asked(a: str, b: str) -> bool:
    """Whether the checks ask how alike two name words are."""
    x, y = sorted((fold(a), fold(b)), key=len)
    return x != y and (doubtful(a) or doubtful(b)) and not derived(x, y) and not family(x, y)


def ordered(a: str, b: str) -> Pair:
    """The pair with the smaller first, so that no pair is counted twice."""
    return (a, b) if a <= b else (b, a)


def _tokens(text: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", t) for t in _TOKEN.findall(text)]


def _replaced(one: Sequence[str], other: Sequence[str]) -> Iterator[Pair]:
    """Names that stand in the same place of two token sequences."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, i, j, k, l in matcher.get_opcodes():  # noqa: E741
        if tag == "replace" and j - i <= 6 and l - k <= 6:
            x = [t for t in one[i:j] if is_name(t)]
            y = [t for t in other[k:l] if is_name(t)]
            if len(x) == len(y) <= 2:
                yield from zip(x, y, strict=True)


def _nearest(one: Sequence[str], other: Sequence[str]) -> Iterator[Pair]:
    """Names of one sequence only, with the nearest such name of the other one, both ways."""
    x = sorted({t for t in one if is_name(t)} - set(other))
    y = sorted({t for t in other if is_name(t)} - set(one))
    if not x or not y or len(x) * len(y) > 400:
        return

    def alike(a: str, b: str) -> float:
        return Levenshtein.normalized_similarity(fold(a), fold(b))

    for a in x:
        b = max(y, key=lambda t: alike(a, t))
        if alike(a, b) >= _NEAR and max(x, key=lambda t: alike(t, b)) == a:
            yield a, b


def same(texts: Iterable[Sequence[str]]) -> set[Pair]:
    """Pairs of spellings of one name, from groups of translations of one sentence."""
    found: set[Pair] = set()
    for group in texts:
        first, *others = [_tokens(t) for t in dict.fromkeys(group)]
        slots: dict[str, set[str]] = defaultdict(set)
        for other in others:
            for a, b in itertools.chain(_replaced(first, other), _nearest(first, other)):
                slots[a].add(b)
        for a, bs in slots.items():
            near = [b for b in bs if _plausible(a, b)]
            found.update(ordered(a, b) for b in near)
            found.update(
                ordered(b, c)
                for b, c in itertools.combinations(sorted(near), 2)
                if _plausible(b, c)
            )
    return {p for p in found if asked(*p) and not lengthened(*p)}


def lengthened(a: str, b: str) -> bool:
    """Whether one name is the other with three letters or more added at an end: Oyama, Oyamacho."""
    short, long = sorted((fold(a), fold(b)), key=len)
    return len(long) - len(short) >= 3 and (long.startswith(short) or long.endswith(short))


def _plausible(a: str, b: str) -> bool:
    return Levenshtein.normalized_similarity(fold(a), fold(b)) >= MIN_ALIKE


def different(documents: Iterable[Sequence[str]], rare: float = 3.0) -> set[Pair]:
    """Pairs of names of one human text that are two names, one of them rarer than Zipf `rare`."""
    found: set[Pair] = set()
    for texts in documents:
        names = sorted({t for text in texts for t in _tokens(text)[1:] if is_name(t)})
        for a, b in itertools.combinations(names, 2):
            x, y = sorted((fold(a), fold(b)), key=len)
            if min(zipf(a), zipf(b)) < rare and x != y and not derived(x, y) and not family(x, y):
                found.add((a, b))
    return found - _HUMAN_SLIPS


def lookalikes(names: Iterable[str], nearest: float = 0.55) -> set[Pair]:
    """Pairs of well-known names at most a few letters apart that are two names.

    Known schemes of one name (Sergei, Sergey) would be wrong here: pairs that differ inside by
    vowels, a doubled letter or an h alone are left out, and those that end in one sound.
    """
    known = sorted({n for n in names if zipf(n) >= _KNOWN and is_name(n)})
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in known:
        by_first[fold(name)[0]].append(name)
        by_first["*" + fold(name)[1:]].append(name)
    found: set[Pair] = set()
    for block in by_first.values():
        for a, b in itertools.combinations(block, 2):
            x, y = fold(a), fold(b)
            if abs(len(x) - len(y)) > 2 or x == y:
                continue
            if Levenshtein.normalized_similarity(x, y) < nearest or _one_scheme(x, y):
                continue
            if derived(*sorted((x, y), key=len)):
                continue
            found.add(ordered(a, b))
    return found


def _one_scheme(x: str, y: str) -> bool:
    """Whether two folded names may well be one in two schemes of romanisation."""
    if _bones(x) != _bones(y):
        return False
    same = Prefix.similarity(x, y)
    p, q = x[same:], y[same:]
    ending = len(p) <= 2 and len(q) <= 2 and (not p or not q or p[-1] != q[-1])
    return not ending or {p, q} <= {"", *"i y e h ie ii iy yi ei ey j".split()}


def _bones(plain: str) -> str:
    """Consonants without h, doubles joined, spellings of one sound as one letter."""
    text = plain.replace("ph", "f").replace("sch", "s").replace("ck", "k").replace("ts", "z")
    text = text.translate(str.maketrans("cqwy", "kkvi"))
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouhj]", "", text))


# ---- the development data -----------------------------------------------------------------


def segments(path: Path) -> Iterator[list[str]]:
    """Translations of each sentence of a WMT file by segment, references first."""
    for row in rows(path):
        yield [*row["references"].values(), *row["systems"].values()]


def by_document(path: Path) -> Iterator[list[str]]:
    """Translations of each sentence of a WMT file by document, references first."""
    documents: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for row in rows(path):
        documents[row["doc"]].append((row["version"], row["target"]))
    for versions in documents.values():
        versions.sort(key=lambda v: (not v[0].startswith("ref"), v[0]))
        for texts in zip(*(target for _, target in versions), strict=False):
            yield list(texts)


def post_edits(path: Path) -> Iterator[list[str]]:
    """Post-edit and translation of each sentence of an MLQE file."""
    for row in rows(path):
        if row.get("post_edit"):
            yield [row["post_edit"], row["target"]]


def human_documents(path: Path) -> Iterator[list[str]]:
    """The human versions of a WMT file by document."""
    for row in rows(path):
        if row["version"].startswith("ref"):
            yield row["target"]


def windows(path: Path, size: int = 15, last: int = 2020) -> Iterator[list[str]]:
    """English sentences of a newstest file up to the year `last`, so many of one year in a row."""
    for _, year in itertools.groupby(rows(path), key=lambda row: row["year"]):
        english = [row["english"] for row in year if int(str(row["year"])[:4]) <= last]
        for i in range(0, len(english), size):
            yield english[i : i + size]
