"""`garbled-span`: words that the encoder takes for garbled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from mtqc.checks.by_reading import ByReading
from mtqc.core.check import Company, Flags, Keeps
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.text import garble
from mtqc.text.garble import Article, Place
from mtqc.text.punctuation import in_quotes

# Log odds that a place loses in quotation marks, where people may speak as they speak.
_SPOKEN = 1.0
# Log odds from which it is likelier that a place is garbled than not.
_EVEN = 0.0


@dataclass(frozen=True)
class GarbledSpan(ByReading):
    """Words that do not belong together

    Flags one to six words that read as if a translator had picked the wrong ones or put them
    together in the wrong way, though each may be a word in good use: *the staircase of proposals*,
    *according to ministry of the health*.

    No dictionary and no rule finds such words: what is wrong with them is that nobody writes so.

    **How it decides.** A small network reads each sentence, with the case of its words and how
    common they are, and says of every word how likely it is garbled. It learned that from human
    news beside weak translations of the same news. What it says is weighed by how garbled the
    rest of the article is: in a clean article hardly a word is flagged, in a garbled one they are
    flagged freely. Bad words that stand together make one flag. Where a sentence is garbled as a
    whole by a chance of `whole`, and no single place in it is likelier wrong than not, the words in
    a row that trouble most are flagged with the sentence's chance, if it has `min_words` words.

    **How far to trust it.** As a hint: it has no reason but likeness, so a flag is **minor**.
    `rate` says how many flags in 1000 words of clean news are borne where no check with a reason
    found anything in the document, `rate_in_company` where one did, at least once in 400 words.
    Where they found two issues or more, once in 200 words, a flag of confidence `grave` is
    **major**: two kinds of evidence agree. Of either
    kind the strongest `2 + words / words_per_flag` of an article are shown.

    In quotation marks it wants more evidence: people may speak as they speak.

    **When it stays silent.** On names and numbers, which it knows nothing of; on words that a check
    with a reason flags as gravely and as surely; in other languages than English, and without the
    embedded encoder.
    """

    name: ClassVar[str] = "garbled-span"
    category: ClassVar[str] = "accuracy/mistranslation"
    its: ClassVar[str] = "mistranslation"
    table = "spans"
    examples = (
        Flags(
            "The ministers met in Oslo on Monday. "
            "They discussed the non-binding staircase of proposals for an hour. "
            "A second meeting is planned for May.",
            at=("staircase",),
        ),
        Flags(
            "Doctors warn of a wave of flu. "
            "Patients were full the hospital of since week last, she said. "
            "The ministry wants to hire more nurses.",
            at=("full the hospital of since week",),
        ),
        Keeps(
            "The ministers met in Oslo on Monday. "
            "They discussed the non-binding list of proposals for an hour. "
            "A second meeting is planned for May."
        ),
        Keeps("Staircase, a band from Oslo, sold 4,000 records in May."),
    )
    rate_in_company: float = 2.0
    grave: float = 0.3
    whole: float = 0.7
    min_words: int = 5
    words_per_flag: int = 40

    def company(self) -> Company:
        return msgspec.structs.replace(super().company(), grave=self.grave)

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        bounded = self.bounded()
        if bounded is None:
            return
        weights, threshold = bounded
        article = garble.article_of(document, features, weights)
        single = [
            _heard(place, article)
            for place in garble.places(article, features.lexicon, threshold, weights.reach)
        ]
        throughout = self._throughout(article, single)
        covered = {place.sentence for place in throughout}
        count = sum(len(sentence.words) for sentence in article.sentences)
        most = 2 + count // self.words_per_flag
        found = _strongest((p for p in single if p.sentence not in covered), most, threshold)
        for place in sorted(found + _strongest(throughout, most, threshold)):
            segment = document.segments[place.sentence]
            words = article.sentences[place.sentence].words
            start, end = words[place.first].start, words[place.end - 1].end
            yield (
                segment,
                self.issue(
                    start,
                    end,
                    _message(segment.text[start:end], place.end - place.first),
                    confidence=garble.chance(place.worst),
                ),
            )

    def _throughout(self, article: Article, single: Sequence[Place]) -> list[Place]:
        """Where the trouble lies in sentences that are garbled as wholes, and no single place of
        which is likelier wrong than not."""
        told = {place.sentence for place in single if place.worst >= _EVEN}
        whole = garble.log_odds(self.whole)
        stretches = garble.stretches(article, whole, self.min_words)
        heard = (_heard(place, article) for place in stretches if place.sentence not in told)
        return [place for place in heard if place.worst >= _EVEN]


def _strongest(places: Iterable[Place], most: int, threshold: float) -> list[Place]:
    enough = [place for place in places if place.worst >= threshold]
    return sorted(enough, key=lambda place: -place.worst)[:most]


def _heard(place: Place, article: Article) -> Place:
    sentence = article.sentences[place.sentence]
    spoken = in_quotes(sentence.text, sentence.words[place.first].start)
    return place._replace(worst=place.worst - _SPOKEN) if spoken else place


def _message(text: str, words: int) -> str:
    if words == 1:
        return f"“{text}” does not fit here: was another word meant?"
    return f"“{text}” does not read like English: what was meant?"
