"""`glossary`: a term that is not translated as the glossary says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.protected import unprotected
from mtqc.text.bilingual.terms import Index, Term, is_there, terms_signature

_WINDOW = {"terms": [{"source": "window", "target": "Fenster"}]}
_DRIVE = {"terms": [{"source": "hard drive", "target": "Festplatte"}]}
_NAME = {"terms": [{"source": "Nimbus Cloud", "status": "keep"}]}
_MOST_SHOWN = 3
_SHORT = {"terms": [{"source": "IT", "target": "EDV"}]}


@dataclass(frozen=True)
class Glossary(SegmentCheck):
    """A term is not translated as the glossary says

    Flags a translation that has none of the glossary's terms for a term of its source, and one
    that has lost a term which is to be kept as it is.

    One word for one thing is what users of a manual or a program go by.

    **How it decides.** The glossary comes with `--glossary` (TSV, CSV or TBX: source term, target
    term, status *preferred*, *forbidden* or *keep*) or from the option `terms`. Terms are found in
    any inflection, by the Snowball stemmers where they know the language and by their beginning
    elsewhere, inside compounds, and with words between their parts. Of several preferred
    terms for one source any will do. A lost kept term is major, any other minor, since a
    translation may rightly say "it".

    **When it stays silent.** On a term that is part of a longer one of the glossary; on
    abbreviations in other capitals than the glossary's; in addresses, tags and placeholders.
    """

    name: ClassVar[str] = "glossary"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "terminology/wrong-term"
    its: ClassVar[str] = "terminology"
    severity: ClassVar[Severity] = Severity.MINOR
    needs = Needs(source=True)
    terms: tuple[Term, ...] = ()
    examples = (
        Flags(Pair("Close all windows.", "Alle Scheiben schließen.", lang="de"),
              at=("Alle Scheiben schließen.",), options=_WINDOW),
        Flags(Pair("Nimbus Cloud is down.", "Die Regenwolke ist nicht erreichbar.", lang="de"),
              at=("Die Regenwolke ist nicht erreichbar.",), options=_NAME),
        Flags(Pair("Save the message.", "保存信件。", lang="zh"),
              at=("保存信件。",),
              options={"terms": [{"source": "message", "target": "消息"}]}),
        Keeps(Pair("Icons in all windows", "Symbole in allen Fenstern", lang="de"),
              options=_WINDOW),
        Keeps(Pair("The hard drives are full.", "Die Festplatten sind voll.", lang="de"),
              options=_DRIVE),
        Keeps(Pair("It is full.", "Es ist voll.", lang="de"), options=_SHORT),
        Keeps(Pair("Save the message.", "Сохраните сообщения.", lang="ru"),
              options={"terms": [{"source": "message", "target": "сообщение"}]}),
        Keeps(Pair("Write to window@example.org.", "Schreiben Sie an window@example.org.",
                   lang="de"), options=_WINDOW),
        Keeps(Pair("Start Nimbus Cloud.", "Nimbus Cloud'u başlatın.", lang="tr"), options=_NAME),
    )  # fmt: skip

    def signature(self) -> str:
        return f"{self.name}/{self.version}(terms={terms_signature(self.terms)})"

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        if not self.terms or not source or not text.strip():
            return
        lang = features.lang
        index = features.shared("glossary", lambda: self._index(features.source_lang, lang))
        wanted: dict[str, list[Term]] = {}
        for _, _, term in index.find(unprotected(source)):
            wanted.setdefault(term.source.casefold(), []).append(term)
        for terms in wanted.values():
            if any(_stands(term, text, lang) for term in terms):
                continue
            kept = [term for term in terms if term.status == "keep"]
            # No suggestions: they would stand for the whole segment, the only place that is known.
            right = " or ".join(f"“{term.target}”" for term in terms[:_MOST_SHOWN])
            yield self.issue(
                0,
                len(text),
                f"“{terms[0].source}” is to stay as it is."
                if kept
                else f"The glossary has {right} for “{terms[0].source}”.",
                severity=Severity.MAJOR if kept else Severity.MINOR,
                confidence=0.9 if kept else 0.7,
            )

    def _index(self, source_lang: str, lang: str) -> Index:
        terms = (t for t in self.terms if t.status != "forbidden" and t.holds(source_lang, lang))
        return Index(((term.source, term) for term in terms), source_lang)


def _stands(term: Term, text: str, lang: str) -> bool:
    if term.status == "keep":
        return (term.target or term.source) in text
    return is_there(term.target, text, lang)
