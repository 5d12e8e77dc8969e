"""A public name that came back by ear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import ENGLISH, DocumentCheck, Flags, Keeps
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.names.analysis import Names, analyse
from mtqc.text.names.knowledge import knowledge


@dataclass(frozen=True)
class NameGarbled(DocumentCheck):
    """A name is a slip of a well-known one.

    A translator that spells names by ear writes Jeneva for Geneva or Abbas Kyarustami for Abbas
    Kiarostami. The reader takes them for somebody or somewhere else, and a search finds nothing.

    The check holds capitalised words that it has never seen against a list of public names: people
    and
    organisations in the world's news, countries, cities, regions (docs/names.md says where the list
    comes from). A full name is flagged where one of its words is right and the other sounds alike,
    or
    both sound very much alike. A word alone is flagged where it is within a letter or two of one
    name
    that is very often in the news, and of no other; it must be nearer still where somebody bears
    it as it is.

    **One decision.** "Talks resume in Jeneva next week." *For a slip:* no list of English words has
    Jeneva, it stands alone, it is one letter from Geneva, a city that is much in the news, and
    sounds like it by 0.964 of 1. *Against it:* some people are called Jeneva, so that 0.96 is asked
    and not 0.94, as for a word of six letters that nobody bears. No other public name is within
    0.02 of that. So it is flagged; Nawada, a town that sounds like Nevada by 0.93, is not.

    It stays silent where the word is known to the word list in any spelling, where only the scheme
    of
    romanisation differs (Shoigu, Shoygu), and where several public names are as near. Where the
    article
    itself has several spellings, `name-variant` says so instead.
    """

    name = "name-garbled"
    group = "names"
    category = "accuracy/mistranslation"
    its = "misspelling"
    severity = Severity.MAJOR
    needs = ENGLISH
    examples = (
        Flags("Talks resume in Jeneva next week.", at=("Jeneva",), suggests="Geneva"),
        Flags(
            "The letter was sent to António Gutteresh in March.",
            at=("Gutteresh",),
            suggests="Guterres",
        ),
        Flags(
            "A retrospective of films by Abbas Kyarustami opened.",
            at=("Kyarustami",),
            suggests="Kiarostami",
        ),
        Flags(
            "The call with Volodimer Zelensky took an hour.",
            at=("Volodimer Zelensky",),
            suggests="Volodymyr Zelensky",
        ),
        Keeps("The call with Volodymyr Zelenskyi took an hour."),
        Keeps("Defence Minister Sergei Shoygu arrived."),
        Keeps("The baker Antonio Gutierrez sells bread in Genova and Ginevra."),
        Keeps("Wojciech Szczęsny, N'Golo Kanté and Abdel Fattah al-Sisi were there."),
        Keeps("Parisa Mosconi opened a gallery called Londra."),
    )
    known: tuple[str, ...] = ()

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        facts = knowledge(features.lexicon, self.known)
        names: Names = features.shared(f"names{self.known}", lambda: analyse(document, facts))
        segments = {s.index: s for s in document.segments} if names.names else {}
        for name in names.names:
            if name.several:
                continue
            for form in name.forms:
                if form.form == name.right:
                    continue
                for segment, start, end, tail in form.places:
                    right = name.right + tail
                    yield (
                        segments[segment],
                        self.issue(
                            start,
                            end,
                            f"No known name is spelled so; sounds like “{name.public or right}”.",
                            suggestions=(right,),
                            confidence=name.confidence,
                        ),
                    )
