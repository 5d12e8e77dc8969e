"""`forbidden-term`: a word that the glossary forbids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.terms import Index, Term, is_there, terms_signature

_TERMS = {
    "terms": [
        {"source": "mobile phone", "target": "Handy", "status": "forbidden"},
        {"source": "mobile phone", "target": "Mobiltelefon"},
    ]
}


@dataclass(frozen=True)
class ForbiddenTerm(SegmentCheck):
    """A word that the glossary forbids

    Flags a term with the status *forbidden* in a translation.

    A forbidden term is an old product name, a competitor's word, or one that offends.

    **How it decides.** The glossary comes with `--glossary` or from the option `terms`. A forbidden
    target counts where its source term stands in the source, and everywhere when the entry has no
    source. It is found as a whole word in its inflections, by the Snowball stemmers. What the
    glossary prefers for the same source is suggested.

    **When it stays silent.** On compounds and longer words that only contain the term, and where
    a preferred term of the glossary contains it.
    """

    name: ClassVar[str] = "forbidden-term"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "terminology/wrong-term"
    its: ClassVar[str] = "terminology"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    terms: tuple[Term, ...] = ()
    examples = (
        Flags(Pair("Switch your mobile phone off.", "Schalten Sie Ihr Handy aus.", lang="de"),
              at=("Handy",), suggests="Mobiltelefon", options=_TERMS),
        Flags(Pair("mobile phones", "Handys", lang="de"), at=("Handys",),
              options=_TERMS),
        Keeps(Pair("It is handy.", "Das Handy ist handlich.", lang="de"),
              options=_TERMS),
        Keeps(Pair("Switch your mobile phone off.", "Schalten Sie Ihr Mobiltelefon aus.",
                   lang="de"), options=_TERMS),
    )  # fmt: skip

    def signature(self) -> str:
        return f"{self.name}/{self.version}(terms={terms_signature(self.terms)})"

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        if not self.terms or not text.strip():
            return
        index = features.shared(
            "forbidden-terms", lambda: self._index(features.source_lang, features.lang)
        )
        for start, end, term in index.find(text):
            if term.status != "forbidden":
                continue
            if term.source and not is_there(term.source, source or "", features.source_lang):
                continue
            preferred = tuple(
                t.target
                for t in self.terms
                if t.status == "preferred"
                and t.source.casefold() == term.source.casefold() != ""
                and t.holds(features.source_lang, features.lang)
            )
            yield self.issue(
                start,
                end,
                f"The glossary forbids “{term.target}”"
                + (f" for “{term.source}”." if term.source else "."),
                suggestions=preferred,
            )

    def _index(self, source_lang: str, lang: str) -> Index:
        terms = (t for t in self.terms if t.status != "keep" and t.holds(source_lang, lang))
        return Index(((term.target, term) for term in terms), lang)
