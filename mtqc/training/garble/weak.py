"""A deliberately weak translation of the human source, put into the human English.

The source is translated word by word with the lexical tables of the alignment, senses sampled,
grammar left out, words in the source's order; a span of it, or all of it, replaces the human words.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence, Set
from pathlib import Path

import numpy as np

from mtqc.core.features import Encoder
from mtqc.training.garble.light import FUNCTION_WORDS
from mtqc.training.garble.rows import IGNORED, Row, Token, capitalise, row, share_bad, tokens
from mtqc.training.senses.words import foreign_words, frequency, lemma

_TEMPERATURE = 0.8
_LEAST = 2
_MOST = 10
_SURE = 0.08
_NEAR_DIAGONAL = 3.0
_ALIKE = 0.4
_DROP_FUNCTION = 0.35
_KEEP_FORM = 0.6
_LENGTHS = ((1, 2, 3, 4, 5), (25, 30, 22, 14, 9))


class Lexical:
    """What the words of one language were translated by, and how often."""

    def __init__(self, file: Path) -> None:
        """`file` has lines of foreign word, English lemma and count."""
        self._by_foreign: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self._strength: dict[tuple[str, str], float] = {}
        english: defaultdict[str, int] = defaultdict(int)
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                foreign, word, count = line.rstrip("\n").split("\t")
                self._by_foreign[foreign].append((word, int(count)))
                english[word] += int(count)
        for foreign, found in self._by_foreign.items():
            total = sum(times for _, times in found)
            for word, times in found:
                self._strength[foreign, word] = times / math.sqrt(total * english[word])
            found.sort(key=lambda item: (-item[1], item[0]))

    def links(self, source: Sequence[str], target: Sequence[str]) -> list[tuple[int, int]]:
        """Places that translate one another: each the other's best."""
        if not source or not target:
            return []
        score = np.zeros((len(source), len(target)))
        for i, foreign in enumerate(source):
            for j, word in enumerate(target):
                strength = self._strength.get((foreign, word))
                if strength:
                    across = abs((i + 0.5) / len(source) - (j + 0.5) / len(target))
                    score[i, j] = strength * math.exp(-_NEAR_DIAGONAL * across)
        best = score.argmax(axis=1)
        back = score.argmax(axis=0)
        return [(i, int(j)) for i, j in enumerate(best) if back[j] == i and score[i, j] > _SURE]

    def translate(self, foreign: str, rng: random.Random) -> str | None:
        """One of the lemmas that translate the word, the commoner the likelier."""
        found = [
            (word, count)
            for word, count in self._by_foreign.get(foreign, ())[:_MOST]
            if count >= _LEAST
        ]
        if not found:
            return None
        weights = [count**_TEMPERATURE for _, count in found]
        return rng.choices([word for word, _ in found], weights)[0]


class WeakTranslator:
    """Of one language into English."""

    def __init__(self, lang: str, file: Path, names: Set[str], encoder: Encoder, seed: int) -> None:
        """`file` as for `Lexical`; `names` are lemmas to be written with a capital."""
        self._lang = lang
        self._names = names
        self._lexical = Lexical(file)
        self._encoder = encoder
        self._rng = random.Random(seed)

    def spans(self, source: str, english: str) -> Row | None:
        """The human English with one to three spans put back as they were translated weakly."""
        foreign = foreign_words(source, self._lang)
        sentence = tokens(english)
        lemmas = [lemma(token.text.lower()) for token in sentence]
        links = self._lexical.links(foreign, lemmas)
        if len(links) < 4:
            return None
        wanted = self._rng.choices((1, 2, 3), (55, 30, 15))[0]
        replaced: dict[int, tuple[int, list[Token]]] = {}
        taken: set[int] = set()
        for _ in range(12):
            if len(replaced) == wanted:
                break
            length = self._rng.choices(*_LENGTHS)[0]
            start = self._rng.randrange(max(1, len(foreign) - length))
            places = [j for i, j in links if start <= i < start + length]
            if not places:
                continue
            low, high = min(places), max(places) + 1
            span = range(low, high)
            if (
                high - low > length + 3
                or taken.intersection(span)
                or any(j in span for i, j in links if not start <= i < start + length)
                or any(not sentence[j].is_word for j in span)
            ):
                continue
            made = self._translated(foreign[start : start + length], sentence[low:high])
            if made is None:
                continue
            taken.update(span)
            replaced[low] = (high, made)
        if not replaced:
            return None
        result: list[Token] = []
        place = 0
        while place < len(sentence):
            end, made = replaced.get(place, (place + 1, [sentence[place]]))
            result += made
            place = end
        capitalise(result)
        finished = row(f"weak:{self._lang}", result)
        finished.estimate = max(0.05, 0.55 - 1.5 * share_bad(finished))
        return finished

    def whole(self, source: str, english: str) -> Row | None:
        """The whole sentence word by word, in the source's order."""
        foreign = foreign_words(source, self._lang)
        reference = [token for token in tokens(english) if token.is_word]
        made = self._translated(foreign, reference)
        if made is None or len(made) < 5:
            return None
        capitalise(made)
        made.append(Token(".", ""))
        finished = row(f"weak-whole:{self._lang}", made)
        finished.estimate = 0.08
        return finished

    def _translated(self, foreign: Sequence[str], human: Sequence[Token]) -> list[Token] | None:
        """Word by word; None where no content word came out wrong."""
        known = {lemma(token.text.lower()): token.text for token in human}
        made: list[Token] = []
        for word in foreign:
            english = self._lexical.translate(word, self._rng)
            if english is None:
                continue
            if english in FUNCTION_WORDS and self._rng.random() < _DROP_FUNCTION:
                continue
            if english in known and self._rng.random() < _KEEP_FORM:
                made.append(Token(known[english]))
            elif english in known:
                # Right but uninflected, as a word by word translation has it.
                right = english == known[english].lower()
                made.append(Token(english, " ", 0.0 if right else 0.6))
            else:
                written = english.capitalize() if english in self._names else english
                made.append(Token(written, " ", 1.0))
        if not made or [t.text.lower() for t in made] == [t.text.lower() for t in human]:
            return None
        self._label(made, [word for word in known if word not in FUNCTION_WORDS])
        if not any(token.label == 1.0 for token in made):
            return None
        made[0].gap = human[0].gap
        return made

    def _label(self, made: Sequence[Token], human: Sequence[str]) -> None:
        """Words near in meaning to a human one may be right: they say nothing."""
        new = [token for token in made if token.label == 1.0]
        for token in new:
            if token.text in FUNCTION_WORDS:
                token.label = 0.5
        new = [token for token in new if token.label == 1.0]
        if not new or not human:
            return
        mine = self._encoder.static_vectors([token.text.lower() for token in new])
        near = (mine @ self._encoder.static_vectors(human).T).max(axis=1)
        for token, cosine in zip(new, near.tolist(), strict=True):
            if cosine > _ALIKE or any(token.text[:4].lower() == word[:4] for word in human):
                token.label = IGNORED
            elif frequency(token.text.lower()) > 6.0:
                token.label = 0.5
