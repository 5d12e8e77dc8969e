"""`garbled-span`: words that the encoder takes for garbled."""

from __future__ import annotations

from collections.abc import Iterable
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
    flagged freely. Bad words that stand together make one flag.

    **How far to trust it.** As a hint: it has no reason but likeness, so a flag is **minor**.
    `rate` says how many flags in 1000 words of clean news are borne where no check with a reason
    found anything in the document, `rate_in_company` where one did, at least once in 400 words.
    Where they found two issues or more, once in 200 words, a flag that is likelier right than
    not (`grave`) is **major**: two kinds of evidence agree. The strongest
    `2 + words / words_per_flag` flags of an article are shown.

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
    grave: float = 0.5
    words_per_flag: int = 40

    def company(self) -> Company:
        return msgspec.structs.replace(super().company(), grave=self.grave)

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        bounded = self.bounded()
        if bounded is None:
            return
        weights, threshold = bounded
        article = garble.article_of(document, features, weights)
        places = garble.places(article, features.lexicon, threshold, weights.reach)
        heard = (_heard(place, article) for place in places)
        found = [place for place in heard if place.worst >= threshold]
        count = sum(len(sentence.words) for sentence in article.sentences)
        most = 2 + count // self.words_per_flag
        strongest = sorted(found, key=lambda place: -place.worst)[:most]
        for place in sorted(strongest):
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


def _heard(place: Place, article: Article) -> Place:
    sentence = article.sentences[place.sentence]
    spoken = in_quotes(sentence.text, sentence.words[place.first].start)
    return place._replace(worst=place.worst - _SPOKEN) if spoken else place


def _message(text: str, words: int) -> str:
    if words == 1:
        return f"“{text}” does not fit here: was another word meant?"
    return f"“{text}” does not read like English: what was meant?"
