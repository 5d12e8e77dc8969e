"""`case-mismatch`: capitals where the source has none, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs, Pair
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.protected import unprotected
from mtqc.text.bilingual.style import is_style

_FIRST_WORD = re.compile(r"[^\W_][\w'’ʼ\-]*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SHOUTED = 3
_GOES_ON_AFTER = ",;،，、—–"


@dataclass(frozen=True)
class CaseMismatch(DocumentCheck):
    """Capitals that are not those of the source

    Flags a translation that begins with a small letter where the source begins with a capital, and
    one written in capitals throughout where the source isn't, in a script that has capitals.

    A sentence or button that begins small looks broken, and capitals throughout shout.

    **When it stays silent.** Where a document of `least` such units and more does it throughout
    (more than one in `rare`): that is its style. On capitals inside a sentence, since languages
    differ there (German nouns, English titles); on words that begin small by right: "iPhone",
    "'s avonds", "d'accord"; on words copied from the source; on a source that begins with an
    acronym, a figure, a placeholder or a name in capitals; on single words; after a segment that
    the translator left open, to go on with its sentence.
    """

    name: ClassVar[str] = "case-mismatch"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "linguistic-conventions/capitalization"
    its: ClassVar[str] = "typographical"
    severity: ClassVar[Severity] = Severity.MINOR
    needs = Needs(source=True)
    least: int = 20
    rare: int = 5
    examples = (
        Flags(Pair("Save the file now.", "enregistrez le fichier.", lang="fr"),
              at=("enregistrez",), suggests="Enregistrez"),
        Flags(Pair("The old bridge is open.", "старый мост открыт.", lang="ru"), at=("старый",),
              suggests="Старый"),
        Flags(Pair("Please leave your name here", "BITTE NAMEN HIER EINTRAGEN", lang="de"),
              at=("BITTE NAMEN HIER EINTRAGEN",)),
        Keeps(Pair("the old bridge", "Die alte Brücke", lang="de")),
        Keeps(Pair("Open the door.", "打开门。", lang="zh")),
        Keeps(Pair("Evenings are cold.", "'s Avonds is het koud.", lang="nl")),
        Keeps(Pair("My iPhone is new.", "iPhone é novo.", lang="pt")),
        Keeps(Pair("Georgia is warm.", "საქართველო თბილია.", lang="ka")),
        Keeps(Pair("NATO and the EU met.", "NATO UND EU", lang="de")),
    )  # fmt: skip

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        found: list[tuple[Segment, Issue]] = []
        alike = 0
        goes_on = False
        for segment in document.segments:
            source, text = segment.source, segment.text
            if not source or not text or text.isspace():
                continue
            after_open_end, goes_on = goes_on, _is_open(source, text)
            if source[0].isupper() and text[0].isupper() and not text.isupper():
                alike += 1
                continue
            if after_open_end:
                continue
            found += [(segment, issue) for issue in self._judged(source, text)]
        if not is_style(len(found), alike, least=self.least, rare=self.rare):
            yield from found

    def _judged(self, source: str, text: str) -> Iterable[Issue]:
        if text.isupper() and not source.isupper():
            words = _LETTERS.findall(text)
            copied = sum(word in source for word in words)
            capitals, letters = sum(map(str.isupper, text)), sum(map(str.isalpha, text))
            if len(words) >= _SHOUTED and 2 * copied < len(words) and 2 * capitals > letters:
                yield self.issue(
                    0,
                    len(text),
                    "All of this stands in capitals; the source doesn't.",
                    confidence=0.7,
                )
            return
        first = _FIRST_WORD.search(unprotected(source))
        begin = _FIRST_WORD.search(unprotected(text))
        if first is None or begin is None or not _begins_plainly(source, first):
            return
        word = begin.group()
        if (
            not word[0].islower()
            or not _has_case(word)
            or word[1:2] in ("'", "’", "ʼ", "-")
            or any(map(str.isupper, word))
            or text[: begin.start()].strip(" \"“„«‘¿¡(['")
            or text[: begin.start()].endswith(("'", "’", "…", "..."))
            or word.lower() in source.lower().split()
            or " " not in text.strip()
        ):
            return
        yield self.issue(
            begin.start(),
            begin.end(),
            "The source begins with a capital.",
            suggestions=(word[0].upper() + word[1:],),
            confidence=0.7,
        )


def _is_open(source: str, text: str) -> bool:
    """Whether the translator goes on with the sentence in the next segment."""
    return text[-1] in _GOES_ON_AFTER or (
        text[-1].isalnum() and bool(source) and not source[-1].isalnum()
    )


def _begins_plainly(source: str, first: re.Match[str]) -> bool:
    """Whether the source begins with a capital that a sentence asks for."""
    word = first.group()
    if source[: first.start()].strip(" \"“„«‘¿¡(['"):
        return False
    return word[0].isupper() and (len(word) == 1 or word[1:].islower())


def _has_case(word: str) -> bool:
    # Georgian letters have capitals that no sentence begins with: their title case is themselves.
    return word[0] != word[0].title() or word[0].isupper()
