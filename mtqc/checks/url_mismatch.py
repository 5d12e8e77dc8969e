"""`url-mismatch`: an address that is not the one in the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.addresses import (
    Address,
    addresses,
    is_localised,
    key,
    may_have_addresses,
)


@dataclass(frozen=True)
class UrlMismatch(SegmentCheck):
    """An address is not the one in the source

    Flags a web or mail address of the source that the translation lost or changed, and one that
    it added.

    A changed address leads nowhere, or to somebody else.

    **How it decides.** Addresses are compared without their scheme, "www." and a last slash. A
    changed or missing address is major, a missing one without a scheme ("example.com", which may
    be the name of a company) and an added one with a scheme minor.

    **When it stays silent.** Where only the part that names a language or country differs
    (en.example.org and de.example.org, /en-us/ and /fr/), and on the sentence's own
    punctuation around an address.
    """

    name: ClassVar[str] = "url-mismatch"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "accuracy/mistranslation"
    its: ClassVar[str] = "non-conformance"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    examples = (
        Flags(Pair("See https://example.org/help.", "Siehe https://example.org/hilfe.", lang="de"),
              at=("https://example.org/hilfe",), suggests="https://example.org/help"),
        Flags(Pair("Write to info@example.org.", "Écrivez-nous.", lang="fr"),
              at=("Écrivez-nous.",)),
        Flags(Pair("Write to info@example.org.", "写信至info@example.com。", lang="zh"),
              at=("info@example.com",), suggests="info@example.org"),
        Keeps(Pair("See https://en.example.org/wiki.", "见https://zh.example.org/wiki。",
                   lang="zh")),
        Keeps(Pair("Go to www.example.com/en-us/shop!", "Besuchen Sie example.com/de/shop",
                   lang="de")),
        Keeps(Pair("More at www.example.museum/help.", "Más en example.museum/help.", lang="es")),
        Keeps(Pair("Mr. Lee, 3.5 km from here, etc.", "Herr Lee, 3,5 km von hier usw.", lang="de")),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        if not source or not text.strip():
            return
        if not may_have_addresses(source) and not may_have_addresses(text):
            return
        ours, theirs = addresses(source), addresses(text)
        if not ours and not theirs:
            return
        missing = _without(ours, theirs)
        added = _without(theirs, ours)
        for address in missing:
            wrong = next((a for a in added if a.kind == address.kind), None)
            if wrong is not None:
                added.remove(wrong)
                yield self.issue(
                    wrong.start,
                    wrong.end,
                    f"The source has {address.text}.",
                    suggestions=(address.text,),
                )
            elif key(address.text) not in text.lower():
                certain = address.kind != "host"
                yield self.issue(
                    0,
                    len(text),
                    f"{address.text} is missing here.",
                    severity=Severity.MAJOR if certain else Severity.MINOR,
                    confidence=1.0 if certain else 0.6,
                )
        for wrong in (a for a in added if a.kind != "host"):
            yield self.issue(
                wrong.start,
                wrong.end,
                "This address is not in the source.",
                severity=Severity.MINOR,
                confidence=0.6,
            )


def _without(addresses: list[Address], others: list[Address]) -> list[Address]:
    keys = {key(other.text) for other in others}
    return [
        a
        for a in addresses
        if key(a.text) not in keys and not any(is_localised(a.text, o.text) for o in others)
    ]
