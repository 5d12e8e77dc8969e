"""Runs the name checks on texts, with the shipped lexicon."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from mtqc.checks.name_garbled import NameGarbled
from mtqc.checks.name_variant import NameVariant
from mtqc.core.check import Located
from mtqc.core.document import Document
from mtqc.core.issue import Issue, sealed
from mtqc.core.names import NameCluster
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.text.layout import cut

Finding = tuple[str, Issue]
Run = Callable[..., tuple[list[Finding], list[NameCluster]]]


def run_variant(
    documents: Iterable[Document], known: tuple[str, ...] = ()
) -> tuple[list[Finding], list[NameCluster]]:
    check = NameVariant(known=known)
    documents = list(documents)
    segments = {(d.name, s.index): s.text for d in documents for s in d.segments}
    facts = [
        fact
        for d in documents
        for fact in check.collect(d, DocumentFeatures("en", lexicon_for("en"), None))
    ]
    findings, clusters = [], []
    for found in check.conclude(iter(facts)):
        if isinstance(found, Located):
            text = segments[found.document, found.segment]
            findings.append((found.document, sealed(found.issue, text)))
        else:
            clusters.append(found)
    return findings, clusters


@pytest.fixture
def variant() -> Run:
    def run(*texts: str, known: tuple[str, ...] = ()) -> tuple[list[Finding], list[NameCluster]]:
        return run_variant([cut(f"d{i}", t, lang="en") for i, t in enumerate(texts)], known)

    return run


@pytest.fixture
def garbled() -> Callable[[str], list[Issue]]:
    def run(text: str) -> list[Issue]:
        document = cut("d", text, lang="en")
        features = DocumentFeatures("en", lexicon_for("en"), None)
        return [
            sealed(issue, segment.text)
            for segment, issue in NameGarbled().check(document, features)
        ]

    return run
