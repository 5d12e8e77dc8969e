"""Issues without a reason count for more where others found errors, and for less where none did."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import ClassVar

import pytest

from mtqc.core.check import Company, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from tests.engine.samples import FindsX, RareWord


@dataclasses.dataclass(frozen=True)
class Suspects(SegmentCheck):
    """Takes words with a q for wrong: surely those in capitals."""

    name, group, category, its = "suspects", "garble", "style", "style"
    severity = Severity.MINOR
    yields: ClassVar[bool] = True

    def company(self) -> Company:
        return Company(alone=0.8, grave=0.7)

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        for word in features.words(segment):
            if "q" in word.text.lower():
                confidence = 0.9 if word.text.isupper() else 0.5
                yield self.issue(word.start, word.end, "a guess", confidence=confidence)


class Leans(Suspects):
    """Has reasons and yields to nobody, but its weak issues need company."""

    yields: ClassVar[bool] = False


def found(book) -> dict[str, Severity]:
    (entry,) = book.entries()
    return {
        i.text: i.severity
        for record in entry.segments()
        for i in record.issues
        if i.check == "suspects"
    }


def test_alone_only_the_sure_ones_stand(go) -> None:
    assert found(go([Suspects(), FindsX()], {"a": "A queen and a QUAY."})) == {
        "QUAY": Severity.MINOR
    }


def test_in_company_all_stand(go) -> None:
    text = {"a": "A queen and a QUAY. Then an axe."}
    assert found(go([Suspects(), FindsX()], text)) == {
        "queen": Severity.MINOR, "QUAY": Severity.MINOR,
    }  # fmt: skip


def test_in_good_company_the_sure_ones_are_grave(go) -> None:
    text = {"a": "A queen and a QUAY. Then an axe in a box."}
    assert found(go([Suspects(), FindsX()], text)) == {
        "queen": Severity.MINOR, "QUAY": Severity.MAJOR,
    }  # fmt: skip


def test_what_the_user_settled_stays(go) -> None:
    text = {"a": "A QUAY. Then an axe in a box."}
    book = go([Suspects(), FindsX()], text, severities={"suspects": Severity.MINOR})
    assert found(book) == {"QUAY": Severity.MINOR}


@pytest.mark.parametrize("severity", [Severity.NEUTRAL, Severity.MINOR])
def test_a_hint_is_no_company(go, severity: Severity) -> None:
    book = go([Suspects(), FindsX()], {"a": "A queen. Axe."}, severities={"finds-x": severity})
    assert bool(found(book)) == (severity is Severity.MINOR)


def test_far_between_is_no_company(go) -> None:
    text = "A queen. An axe. " + "We went on and on. " * 100
    assert found(go([Suspects(), FindsX()], {"a": text})) == {}


def by_document(book) -> dict[str, list[tuple[str, Severity]]]:
    return {
        entry.document.document: [
            (i.text, i.severity)
            for record in entry.segments()
            for i in record.issues
            if i.check == "suspects"
        ]
        for entry in book.entries()
    }


def test_what_the_folder_finds_is_company(go) -> None:
    text = {"a": "Our queen saw Anna.", "b": "Our queen saw nobody."}
    assert by_document(go([Suspects(), RareWord()], text)) == {
        "a": [("queen", Severity.MINOR)],
        "b": [],
    }


def test_what_the_folder_finds_is_good_company(go) -> None:
    text = {"a": "The QUAY of Anna and Berta.", "b": "The QUAY."}
    assert by_document(go([Suspects(), RareWord()], text)) == {
        "a": [("QUAY", Severity.MAJOR)],
        "b": [("QUAY", Severity.MINOR)],
    }


def test_company_found_late_is_the_same_in_two_processes(go) -> None:
    text = {"a": "A queen saw an axe.", "b": "A queen and a QUAY in Anna, Berta, Carla."}
    checks = [Suspects(), FindsX(), RareWord()]
    one, two = (
        [list(entry.segments()) for entry in go(checks, text, jobs=jobs).entries()]
        for jobs in (1, 2)
    )
    assert one == two


def test_who_needs_company_is_none(go) -> None:
    """Two of a kind don't bear each other out."""
    text = {"a": "A queen and a queue, a quiz and a QUAY."}
    assert found(go([Suspects()], text)) == {"QUAY": Severity.MINOR}
    assert found(go([Leans()], text)) == {"QUAY": Severity.MINOR}
    text = {"a": "A queen and an axe in a box on a QUAY."}
    assert found(go([Leans(), FindsX()], text)) == {
        "queen": Severity.MINOR,
        "QUAY": Severity.MAJOR,
    }
