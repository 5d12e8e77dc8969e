"""What is known of the words of a language: frequencies, dictionary, word formation.

English is wordfreq's large list (Robyn Speer, 2022, https://doi.org/10.5281/zenodo.7199437)
and, for the rare words that it lacks, SCOWL (see `mtqc/data/words`). Other languages have
wordfreq's lists alone, and where there is none the lexicon knows nothing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from importlib import resources

from mtqc.text import compounds, morphology
from mtqc.text.sortedlines import SortedLines
from mtqc.text.spelling import Speller

_CACHED_WORDS = 32_768
_QUOTES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u00ad": None, "‐": "-", "‑": "-"})
_CLITIC = re.compile(r"(?:'(?:s|ll|d|ve|re|m)|n't|(?<=s)')$")
_NUMERIC = re.compile(r"[^\W\d_]{0,5}\d[\d.,:/]*[^\W\d_]{0,4}(?:\d[^\W_]{0,3})?")
_DEPTH = 2
# Parts of an unlisted compound must be commoner than one in 300,000 words, bases of an unlisted
# derivation than one in three million, or the wordfreq list's names and slips join to anything.
_COMPOUND_PART = 3.5
_BASE = 2.5


class EmptyLexicon:
    """The lexicon of a language of which no word list is at hand: it knows no word."""

    size = 0

    def frequency(self, word: str) -> float:
        return 0.0

    def knows(self, word: str) -> bool:
        return False

    def unlisted(self, words: Iterable[str]) -> Set[str]:
        return frozenset(words)

    def suggest(self, word: str) -> Sequence[str]:
        return ()


class FrequencyLexicon:
    """The lexicon of a language with a frequency list and no further knowledge."""

    def __init__(self, zipf: dict[str, float]) -> None:
        self._zipf = zipf
        self.size = len(zipf)
        self._speller: Speller | None = None
        self.suggest = functools.lru_cache(_CACHED_WORDS)(self._suggest)

    def frequency(self, word: str) -> float:
        """Zipf frequency of a word in any case; 0 where unknown."""
        found = self._zipf.get(word)
        if found is not None:
            return found
        return self._zipf.get(word.casefold().translate(_QUOTES), 0.0)

    def knows(self, word: str) -> bool:
        if word in self._zipf:
            return True
        plain = normalised(word)
        return all(
            p in self._zipf or _NUMERIC.fullmatch(p) is not None for p in compounds.parts(plain)
        )

    def unlisted(self, words: Iterable[str]) -> Set[str]:
        return frozenset(words).difference(self._zipf)

    def listed(self, word: str) -> bool:
        """Whether a dictionary, and no mere count of running text, has the lower-case word."""
        return word in self._zipf

    def _suggest(self, word: str) -> Sequence[str]:
        if self._speller is None:
            self._speller = Speller(self._zipf, self.listed)
        return self._speller.suggest(normalised(word))


class EnglishLexicon(FrequencyLexicon):
    """English: counted words, dictionary words and what can be formed of them."""

    def __init__(self, zipf: dict[str, float], words: SortedLines, names: SortedLines) -> None:
        super().__init__(zipf)
        self._words = words
        self._names = names
        self._knows = functools.lru_cache(_CACHED_WORDS)(self._judge)

    def knows(self, word: str) -> bool:
        return word in self._zipf or self._knows(word)

    def listed(self, word: str) -> bool:
        return word in self._words

    def _judge(self, word: str) -> bool:
        plain = normalised(word)
        pieces = compounds.parts(plain)
        if not pieces:
            return False
        capitalised = word != plain
        return all(self._part(piece, capitalised) for piece in pieces)

    def _part(self, part: str, capitalised: bool) -> bool:
        if part in self._zipf or part in self._words:
            return True
        if len(part) == 1 or _NUMERIC.fullmatch(part):
            return True
        bare = _CLITIC.sub("", part)
        if bare != part:
            return self._part(bare, capitalised) if bare else True
        if capitalised and part in self._names:
            return True
        return self._formed(part, _DEPTH) or self._joined(part)

    def _is_base(self, word: str) -> bool:
        return self._zipf.get(word, 0.0) >= _BASE or word in self._words

    def _formed(self, word: str, depth: int) -> bool:
        bases = [*morphology.unsuffixed(word), *morphology.unprefixed(word)]
        bases += [plain(word), *morphology.regional(word)]
        if any(base != word and self._is_base(base) for base in bases):
            return True
        return depth > 1 and any(base != word and self._formed(base, depth - 1) for base in bases)

    def _joined(self, word: str) -> bool:
        for rest in compounds.combining(word):
            if self._is_base(rest) and self._zipf.get(rest, 0.0) >= _BASE:
                return True
        return any(
            self._zipf.get(head, 0.0) >= _COMPOUND_PART
            and self._zipf.get(tail, 0.0) >= _COMPOUND_PART
            and head in self._words
            and tail in self._words
            for head, tail in compounds.cuts(word)
        )


def normalised(word: str) -> str:
    """The word in lower case, without ligatures, soft hyphens and typographic apostrophes."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word.translate(_QUOTES))
    return word.casefold()


def plain(word: str) -> str:
    """The word without its diacritics ("façade": "facade")."""
    if word.isascii():
        return word
    kept = (c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return "".join(kept)


@functools.lru_cache(maxsize=64)
def lexicon_for(lang: str) -> EmptyLexicon | FrequencyLexicon:
    """The lexicon of a BCP 47 language, made once per process.

    Costs about 0.3 s for English. A language without a word list gets an `EmptyLexicon`.
    """
    primary = lang.partition("-")[0].lower()
    zipf = _frequencies(primary)
    if not zipf:
        return EmptyLexicon()
    if primary == "en":
        return EnglishLexicon(zipf, _shipped("words.txt.zst"), _shipped("names.txt.zst"))
    return FrequencyLexicon(zipf)


def _frequencies(lang: str) -> dict[str, float]:
    """Zipf frequencies of wordfreq's best list, {} where it has none.

    The list comes in bins of a hundredth of a decade, so that no logarithm is needed.
    """
    import wordfreq

    if lang not in wordfreq.available_languages("best"):
        return {}
    zipf: dict[str, float] = {}
    for bin_, words in enumerate(wordfreq.get_frequency_list(lang, "best")):
        if words:
            zipf.update(dict.fromkeys(words, round(9 - bin_ / 100, 2)))
    return zipf


def _shipped(file: str) -> SortedLines:
    import zstandard

    data = (resources.files("mtqc") / "data" / "words" / file).read_bytes()
    return SortedLines(zstandard.ZstdDecompressor().decompress(data))
