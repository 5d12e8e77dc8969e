"""Checks that need a reference."""

from __future__ import annotations

import dataclasses
import json

import pytest

from mtqc.checks.far_from_reference import FarFromReference
from mtqc.core.document import Document
from mtqc.core.issue import sealed
from mtqc.core.severity import Severity
from mtqc.features.document import DocumentFeatures
from mtqc.features.encoder import load
from mtqc.features.lexicon import lexicon_for
from mtqc.text.layout import joined

CHECK = FarFromReference()


def of(*pairs: tuple[str, str | None]) -> Document:
    return joined("pairs", [{"text": text, "reference": ref} for text, ref in pairs], lang="en")


def flagged(document: Document, check: FarFromReference = CHECK) -> list[str]:
    features = DocumentFeatures("en", lexicon_for("en"), load("embedded"))
    return [sealed(issue, s.text).text for s, issue in check.check(document, features)]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("By the reporter, by the reporter", "The village has a harvest that feeds its people."),
        ("No, no, no, no, no, no", "The home side won after three overtimes."),
        ("Click here to see more news.", "The minister denied that he had met the smugglers."),
        ("The oven is hot.", "Three ships left the harbour before the storm."),
    ],
)
def test_flags(text: str, reference: str) -> None:
    assert flagged(of((text, reference))) == [text]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("We left at dawn.", "When the sun rose, we were already on our way."),
        ("The price of bread has doubled.", "Bread costs twice as much as it did."),
        ("Nobody was hurt in the fire.", "The blaze caused no injuries."),
        ("He died last night.", "His death was announced late yesterday."),
        ("", "The village has a harvest that feeds its people."),
        ("Wrong.", "Quite so."),
        ("The oven is hot.", None),
    ],
)
def test_keeps(text: str, reference: str | None) -> None:
    assert flagged(of((text, reference), ("It rained.", "It rained."))) == []


def test_options_move_the_limits() -> None:
    document = of(("The oven is hot.", "Three ships left the harbour before the storm."))
    for limit in ({"max_chrf": 0.0}, {"max_similarity": -1.0}, {"min_words": 9}):
        assert flagged(document, dataclasses.replace(CHECK, **limit)) == []


def test_needs_a_reference_and_an_encoder() -> None:
    with_encoder = DocumentFeatures("en", lexicon_for("en"), load("embedded"))
    without = DocumentFeatures("en", lexicon_for("en"), None)
    assert CHECK.needs.missing(of(("a", None)), with_encoder) == "needs a reference"
    assert CHECK.needs.missing(of(("a", "b")), without) == "needs an encoder"
    assert CHECK.needs.missing(of(("a", "b")), with_encoder) is None
    assert CHECK.severity is Severity.MINOR


def test_in_a_run() -> None:
    from mtqc.core.reader import Raw
    from mtqc.run import run_inputs, settings_of

    rows = [
        ("It rained all day.", "It was raining all day."),
        ("The oven is hot.", "Ships left the port."),
    ]
    segments = [{"target": text, "reference": reference} for text, reference in rows]
    raw = Raw(name="r", reader="jsonl", data=json.dumps({"segments": segments}).encode())
    settings = settings_of(
        {"cache": False, "jobs": 1, "lang": "en", "select": ["far-from-reference"]}
    )
    found = [[issue.check for issue in segment.issues] for segment in run_inputs(settings, [raw])]
    assert found == [[], ["far-from-reference"]]
