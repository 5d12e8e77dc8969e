"""`wrong-sense`: a real word whose twin in another language fits better."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqc.core.check import Company, DocumentCheck, Flags, Keeps, Needs
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Word
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text import garble
from mtqc.text.sense_evidence import (
    COMPANY,
    Suspect,
    as_read,
    seen_by_encoder,
    shipped_weights,
    suspects,
    twins_as_read,
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


class _Weighing(NamedTuple):
    """Weights for a first and a last look, and the usual share of garbled words (None where no
    encoder reads)."""

    first: NDArray[np.float64]
    last: NDArray[np.float64]
    usual: float | None


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
    article says which of the two the place asks for. The four words of an article that stand out
    most are read again with their twins in their places: how garbled the word reads, how garbled
    its twin would, and how garbled the rest of the article is. All that is weighed by weights
    fitted on human news in which words were exchanged through the table.

    A flag below the log odds `alone` stands only beside surer findings of other checks, one in 400
    words. It is **minor**, and **major** where the words around it and the subject of the article
    ask for the other word independently of each other, or from `grave` on in an article with two
    such findings, one in 200 words.

    **How far to trust it.** It is a hint for a reader. The table lacks most words that were taken
    in a wrong sense, and the news that it learned from is little (docs/senses.md has the figures).

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
    threshold_read: float = 0.5
    alone: float = 1.8
    grave: float = 1.8
    sure: float = 2.4
    sure_near: float = 1.5
    sure_topic: float = 0.5
    gate: float = -2.5
    candidates: int = 4
    margin: float = 1.0
    min_words: int = 40

    def company(self) -> Company:
        alone, grave = (round(garble.chance(bound), 3) for bound in (self.alone, self.grave))
        return Company(alone=alone, grave=grave)

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        text = [[word.text for word in features.words(segment)] for segment in document.segments]
        if sum(map(len, text)) < self.min_words:
            return
        weighing = _weighing(features)
        threshold = self.threshold if weighing.usual is None else self.threshold_read
        found = suspects(text, shipped(), shipped_weights().gate, self.gate)
        if not found:
            return
        rows = np.array([suspect.evidence for suspect in found])
        if weighing.usual is not None:
            read = as_read(found, features.readings(document), weighing.usual)
            rows = np.column_stack([rows, read])
        scores = rows @ weighing.first[:-1] + weighing.first[-1]
        order = np.argsort(-scores, kind="stable")[: self.candidates].tolist()
        chosen = [i for i in order if scores[i] >= threshold - self.margin]
        if not chosen:
            return
        cases = [_case(found[i], document, features) for i in chosen]
        evidence = _with_twins(cases, rows[chosen], document, features, weighing)
        for case, row in zip(cases, evidence, strict=True):
            parts = row * weighing.last[:-1]
            score = round(float(parts.sum() + weighing.last[-1]), 3)
            if score >= threshold:
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


def _weighing(features: Features) -> _Weighing:
    weights, fitted = shipped_weights(), garble.shipped()
    if features.has_readings and weights.read and fitted is not None:
        return _Weighing(np.array(weights.noticed), np.array(weights.read), fitted.weights.usual)
    return _Weighing(np.array(weights.alone), np.array(weights.full), None)


def _with_twins(
    cases: Sequence[_Case],
    rows: NDArray[np.float64],
    document: Document,
    features: Features,
    weighing: _Weighing,
) -> NDArray[np.float64]:
    """All evidence of the cases: what is known already, in `rows`, and what the encoder makes of
    their sentences with the twins in place."""
    texts = [case.changed for case in cases]
    words, read = np.split(rows, [len(EVIDENCE) + len(COMPANY)], axis=1)
    if weighing.usual is None:
        changed = features.encode(texts)
    else:
        changed, readings = features.read(texts)
        twins = twins_as_read([case.suspect for case in cases], readings)
        read = np.column_stack([read, twins])
    by_encoder = seen_by_encoder(
        [(case.suspect, case.word.text) for case in cases],
        features.embeddings(document),
        changed,
        features.encode,
    )
    return np.column_stack([words, by_encoder, read])


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
