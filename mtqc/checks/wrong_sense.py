"""`wrong-sense`: a real word whose twin in another language fits better."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.sense_evidence import (
    COMPANY,
    Suspect,
    seen_by_encoder,
    shipped_weights,
    suspects,
)
from mtqc.text.senses import EVIDENCE, shipped

_LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "iu": "Inuktitut", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "lv": "Latvian",
    "mr": "Marathi", "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_NAMED = 3
_NEAR, _TOPIC = 0, slice(1, 3)
_NEIGHBOURS = slice(len(EVIDENCE), len(EVIDENCE) + 2)
# Differences between word and twin, of which none is there where both fit alike.
_ENCODER = slice(len(EVIDENCE) + len(COMPANY), len(EVIDENCE) + len(COMPANY) + 4)


class _Case(NamedTuple):
    suspect: Suspect
    segment: Segment
    word: Word
    changed: str


@dataclass(frozen=True)
class WrongSense(DocumentCheck):
    """A real word in the wrong sense

    Flags a word that another language does not tell from the one that was meant: *leaf* for a
    letter, *approval* for sanctions, *gates* for goals.

    One word of the source often has several translations, and a weak translator takes the wrong
    one. The result is good English word by word, which no dictionary and no grammar objects to.

    **How it decides.** A table of 10,000 pairs of English words that share a translation, mined
    from parallel text in 35 languages by word alignment and completed by hand, says what else
    each word could have been. A small model of the words around it, of the sentence and of the
    article says which of the two the place asks for. Of the words of an article that stand out
    most, the encoder reads those near the verdict, in their sentence and with their twin in its
    place. All that is weighed by weights fitted on human news in which words were exchanged
    through the table, and the more words of an article are suspected, the more each. A flag
    is **minor**, and **major** where the words around it and the subject of the article ask for the
    other word independently of each other.

    **How far to trust it.** It is a hint for a reader. In human news it flags one word in
    3,000, some of them real slips, and one in 20,000 or fewer as major. It finds few of the words
    in a wrong sense: the table lacks most of them, and the news that it learned from is little
    (docs/senses.md has the figures).

    **When it stays silent.** On words with capitals, which may be names, on very common and very
    rare words, and in texts of fewer than 40 words. A word is named once in an article.
    """

    name: ClassVar[str] = "wrong-sense"
    group: ClassVar[str] = "words"
    category: ClassVar[str] = "accuracy/mistranslation"
    its: ClassVar[str] = "mistranslation"
    severity: ClassVar[Severity] = Severity.MINOR
    needs = Needs(languages=frozenset({"en"}), encoder=True, running=True)
    examples = (
        Flags(
            "Unions protest to the minister\n\n"
            "In an open leaf to the prime minister the unions demanded higher wages. "
            "Teachers plan to strike for two days next week. "
            "The government offered a pay rise of four percent. "
            "Parents support the demands. Talks will resume on Thursday.",
            at=("leaf",),
            suggests="letter",
        ),
        Flags(
            "Driver jailed after crash\n\n"
            "The judge reduced his prison proposal to four years on Tuesday. "
            "The driver had admitted that he was drunk. "
            "Two children died in the crash near the school. "
            "His lawyer said he would not appeal. "
            "The family of the victims left the court in silence.",
            at=("proposal",),
            suggests="sentence",
        ),
        Flags(
            "Delegations meet in Geneva\n\n"
            "The two sides will resume world talks in Geneva next week. "
            "Diplomats hope for a ceasefire before winter. "
            "Both armies accuse each other of attacks on civilians. "
            "The foreign minister called for an end to the war. "
            "Aid groups want safe roads for refugees.",
            at=("world",),
            suggests="peace",
        ),
        Keeps(
            "Autumn colours draw visitors\n\n"
            "The first yellow leaf fell in the park on Monday, two weeks early. "
            "Gardeners blame the dry summer. The old beech trees by the lake suffered most. "
            "Volunteers water the young oaks every evening. Visitors still come to take pictures."
        ),
        Keeps(
            "Driver jailed after crash\n\n"
            "The judge reduced his prison sentence to four years on Tuesday. "
            "The driver had admitted that he was drunk. "
            "Two children died in the crash near the school. "
            "His lawyer called the proposal of the prosecution too harsh. "
            "The family of the victims left the court in silence."
        ),
        Keeps("In an open leaf to the minister the unions demanded higher wages."),
    )

    threshold: float = -0.25
    sure: float = 1.8
    sure_near: float = 1.5
    sure_topic: float = 0.5
    gate: float = -2.0
    candidates: int = 3
    margin: float = 0.75
    min_words: int = 40

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        text = [[word.text for word in features.words(segment)] for segment in document.segments]
        if sum(map(len, text)) < self.min_words:
            return
        weights = shipped_weights()
        by_words = np.array(weights.alone)
        found = [
            suspect
            for suspect in suspects(text, shipped(), weights.gate, self.gate)[: self.candidates]
            if by_words[:-1] @ suspect.evidence + by_words[-1] >= self.threshold - self.margin
        ]
        if not found:
            return
        cases = [_case(suspect, document, features) for suspect in found]
        by_encoder = seen_by_encoder(
            [(case.suspect, case.word.text, case.changed) for case in cases],
            features.embeddings(document),
            features.encode,
        )
        for case, row in zip(cases, by_encoder, strict=True):
            parts = np.array((*case.suspect.evidence, *row)) * weights.full[:-1]
            score = round(float(parts.sum()) + weights.full[-1], 3)
            if score >= self.threshold:
                severity = Severity.MAJOR if self._is_sure(score, parts) else self.severity
                yield case.segment, self._flag(case, score, severity)

    def _is_sure(self, score: float, parts: NDArray[np.float64]) -> bool:
        """Whether near words and subject ask for the twin, each without the other."""
        near = parts[_NEAR] + parts[_NEIGHBOURS].sum()
        topic = parts[_TOPIC].sum() + parts[_ENCODER].sum()
        return bool(
            score >= self.sure
            and near >= self.sure_near
            and topic >= self.sure_topic
            and not parts[_NEIGHBOURS][0]
        )

    def _flag(self, case: _Case, score: float, severity: Severity) -> Issue:
        word, twin = case.word, case.suspect.twin
        return self.issue(
            word.start,
            word.end,
            f"In {_spoken(twin.languages)} one word may stand for “{word.text}” and “{twin.word}”; "
            f"“{twin.word}” fits better here",
            severity=severity,
            suggestions=(twin.word,),
            confidence=1 / (1 + math.exp(-score)),
        )


def _case(suspect: Suspect, document: Document, features: Features) -> _Case:
    segment = document.segments[suspect.sentence]
    word = features.words(segment)[suspect.place]
    text = segment.text
    changed = f"{text[: word.start]}{suspect.twin.word}{text[word.end :]}"
    return _Case(suspect, segment, word, changed)


def _spoken(languages: tuple[str, ...]) -> str:
    names = [_LANGUAGES.get(code, code) for code in languages]
    if len(names) > _NAMED + 1:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more languages"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
