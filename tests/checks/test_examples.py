"""Every check does on its own examples what its page says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mtqc.checks import BUILTINS
from mtqc.core.check import Check, CorpusCheck, DocumentCheck, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document
from mtqc.core.issue import Issue, sealed
from mtqc.core.names import NameCluster
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.text.layout import cut

PAIRS = [
    pytest.param(check, example, id=f"{check.name}-{number}")
    for check in BUILTINS
    if not check.needs.encoder
    for number, example in enumerate(check.examples)
]


def documents(example: Flags | Keeps) -> list[Document]:
    texts = (example.text,) if isinstance(example.text, str) else example.text
    return [cut(f"example-{number}", text, lang="en") for number, text in enumerate(texts)]


def asked(check: SegmentCheck, document: Document) -> Iterator[int]:
    """Indexes of the segments that the engine would ask about."""
    if check.trigger is None:
        yield from range(len(document.segments))
        return
    for segment in document.segments:
        found = check.trigger.finditer(document.text)
        if any(m.start() < segment.end and m.end() >= segment.start for m in found):
            yield segment.index


def issues(check: Check, found: list[Document]) -> list[Issue]:
    """What the check finds in the documents, in reading order, each with its text."""
    features = [DocumentFeatures("en", lexicon_for("en"), None) for _ in found]
    pairs = list(zip(found, features, strict=True))
    if isinstance(check, SegmentCheck):
        return [
            sealed(issue, document.segments[index].text)
            for document, known in pairs
            for index in asked(check, document)
            for issue in check.check(document.segments[index], document, known)
        ]
    if isinstance(check, DocumentCheck):
        return [
            sealed(issue, segment.text)
            for document, known in pairs
            for segment, issue in sorted(
                check.check(document, known), key=lambda pair: (pair[0].index, pair[1].start)
            )
        ]
    assert isinstance(check, CorpusCheck)
    facts = [fact for document, known in pairs for fact in check.collect(document, known)]
    by_name = {document.name: document for document in found}
    concluded = [c for c in check.conclude(iter(facts)) if not isinstance(c, NameCluster)]
    concluded.sort(key=lambda c: (c.document, c.segment, c.issue.start))
    return [sealed(c.issue, by_name[c.document].segments[c.segment].text) for c in concluded]


@pytest.mark.parametrize(("check", "example"), PAIRS)
def test_example(check: type[Check], example: Flags | Keeps) -> None:
    found = issues(check(), documents(example))
    if isinstance(example, Keeps):
        assert [issue.text for issue in found] == []
        return
    assert [issue.text for issue in found] == list(example.at)
    if example.suggests is not None:
        assert found[0].suggestions[:1] == (example.suggests,)
