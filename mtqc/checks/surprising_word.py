"""`surprising-word`: a word that a language model did not see coming."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Vectors, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_MIN_LENGTH = 4
# log2(10): from steps of the Zipf scale, which counts in a thousand million words, to bits.
_BITS_PER_ZIPF = 3.3219
_ZIPF_OF_ALL = 9.0
_LEAST_SPREAD = 1.0
_ROUNDS = 3

_TEXT = (
    "The bakery in the old town opens before sunrise every morning. "
    "The baker and his daughter knead the dough for the bread by hand. "
    "Customers wait outside in the cold street for the first warm {}. "
    "The oven was built by the grandfather of the baker from local stone. "
    "A small cafe beside the bakery sells coffee and fresh cakes to visitors. "
    "The daughter wants to keep the bakery open when her father retires. "
    "Visitors from other towns come on weekends to taste the famous cakes. "
    "The price of flour has doubled since last winter, the baker says."
)


@dataclass(frozen=True)
class SurprisingWord(DocumentCheck):
    """A language model did not see a word coming

    Flags a word that is far less likely where it stands than the article's other words are in
    their places, and less likely than its mere frequency says. That is what a word in the wrong
    sense looks like, and one that a translation engine made up of the wrong half of a compound.

    **How it decides.** A language model of your own (`--lm`) gives each word's surprisal in bits.
    From the article's content words the check learns how surprising a word of a given frequency
    is to this model in this article. A word is flagged where it exceeds that by `threshold` times
    the usual spread and where the context makes it less likely than no context at all would, by
    `excess` bits.

    **How far to trust it.** As far as the model: what to set depends on which one you take. A
    surprising word can be right, and news is what surprises. So it is minor, and a text gets
    at most one such flag in `words_per_flag` words.

    **When it stays silent.** Without a model, in texts of fewer than `min_words` content words, on
    names and all with a capital, on words that recur, on short words and those that no word list
    knows (`nonword` is for these).
    """

    name: ClassVar[str] = "surprising-word"
    group: ClassVar[str] = "words"
    category: ClassVar[str] = "accuracy/mistranslation"
    its: ClassVar[str] = "mistranslation"
    severity: ClassVar[Severity] = Severity.MINOR
    needs: ClassVar[Needs] = Needs(language_model=True, running=True)
    examples = (
        Flags(_TEXT.format("staircase"), at=("staircase",)),
        Keeps(_TEXT.format("loaves")),
        Keeps("The baker sold a warm staircase."),
    )
    threshold: float = 3.0
    excess: float = 2.0
    min_words: int = 30
    words_per_flag: int = 200

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        places, bits, expected = _content(document, features)
        if len(places) < self.min_words:
            return
        counts = Counter(word.text for _, word in places)
        strange = _strangeness(bits, expected)
        worst = sorted(
            (
                at
                for at in np.flatnonzero(
                    (strange >= self.threshold) & (bits - expected >= self.excess)
                ).tolist()
                if counts[places[at][1].text] == 1
            ),
            key=lambda at: (-round(float(strange[at]), 2), at),
        )
        words = sum(len(features.words(segment)) for segment in document.segments)
        for at in sorted(worst[: max(1, words // self.words_per_flag)]):
            segment, word = places[at]
            yield (
                segment,
                self.issue(
                    word.start,
                    word.end,
                    f"“{word.text}” comes as a surprise here: is it the right word?",
                    confidence=0.4,
                ),
            )


def _content(
    document: Document, features: Features
) -> tuple[list[tuple[Segment, Word]], Vectors, Vectors]:
    """The content words with their surprisal and that which their frequency alone gives them."""
    places: list[tuple[Segment, Word]] = []
    bits: list[float] = []
    expected: list[float] = []
    for segment, found in zip(document.segments, features.surprise(document), strict=True):
        for word, value in zip(features.words(segment), found.tolist(), strict=True):
            text = word.text
            if len(text) < _MIN_LENGTH or not (text.isalpha() and text.islower()):
                continue
            frequency = features.lexicon.frequency(text)
            if frequency > 0 and np.isfinite(value):
                places.append((segment, word))
                bits.append(value)
                expected.append((_ZIPF_OF_ALL - frequency) * _BITS_PER_ZIPF)
    return places, np.array(bits, np.float32), np.array(expected, np.float32)


def _strangeness(bits: Vectors, expected: Vectors) -> Vectors:
    """How far each word lies above the line through all, in spreads of the words around it.

    The line is fitted again without what lies far from it, so that errors do not pull it to them.
    """
    kept = np.ones(len(bits), bool)
    rest = bits - np.median(bits)
    for _ in range(_ROUNDS):
        centre = expected[kept].mean()
        offsets = expected[kept] - centre
        slope = float((offsets * bits[kept]).sum() / max(float((offsets**2).sum()), 1e-6))
        rest = bits - slope * (expected - centre)
        rest = rest - np.median(rest)
        spread = max(1.4826 * float(np.median(np.abs(rest))), _LEAST_SPREAD)
        kept = np.abs(rest) <= 3 * spread
    strange: Vectors = rest / spread
    return strange
