"""Every check does on its own examples what its page says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mtqc.checks import BUILTINS
from mtqc.config import made
from mtqc.core.check import Check, CorpusCheck, DocumentCheck, Flags, Keeps, Pair, SegmentCheck
from mtqc.core.document import Document
from mtqc.core.issue import Issue, sealed
from mtqc.core.names import NameCluster
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.text.layout import cut, joined

PAIRS = [
    pytest.param(check, example, id=f"{check.name}-{number}")
    for check in BUILTINS
    if not (
        check.needs.encoder
        or check.needs.readings
        or check.needs.language_model
        or check.needs.judge
    )
    for number, example in enumerate(check.examples)
]


def documents(example: Flags | Keeps) -> list[Document]:
    texts = example.text if isinstance(example.text, tuple) else (example.text,)
    pairs = [text for text in texts if isinstance(text, Pair)]
    if pairs:
        return [catalogue(pairs)]
    return [
        cut(f"example-{number}", text, lang="en")
        for number, text in enumerate(texts)
        if isinstance(text, str)
    ]


def catalogue(pairs: list[Pair]) -> Document:
    """The pairs as the units of one document."""
    parts = [
        {
            "text": pair.target,
            "source": pair.source,
            "max_length": pair.max_length,
            "meta": {"flags": pair.flags.split(",")} if pair.flags else {},
        }
        for pair in pairs
    ]
    lang, source_lang = pairs[0].lang, pairs[0].source_lang
    return joined("example-0", parts, lang=lang, source_lang=source_lang, running=False)


def features_of(document: Document) -> DocumentFeatures:
    lang = document.lang or "en"
    source_lang = document.source_lang or "und"
    return DocumentFeatures(lang, lexicon_for(lang), None, source_lang=source_lang)


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
    pairs = [(document, features_of(document)) for document in found]
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
    found = issues(made(check, example.options), documents(example))
    if isinstance(example, Keeps):
        assert [issue.text for issue in found] == []
        return
    assert [issue.text for issue in found] == list(example.at)
    if example.suggests is not None:
        assert found[0].suggestions[:1] == (example.suggests,)
