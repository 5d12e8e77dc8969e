"""What counts for the gate: limits, the scorecard, the baseline, suppressions."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.core.document import Segment
from mtqc.core.errors import UsageError
from mtqc.core.issue import Issue, sealed
from mtqc.core.reader import Raw
from mtqc.core.records import BaselineUse
from mtqc.core.severity import Severity
from mtqc.engine import gate
from mtqc.engine.baseline import Baseline
from mtqc.engine.scorecard import scorecard
from mtqc.engine.store import Store
from mtqc.engine.suppress import ALL, Silencer, Suppression, wishes
from tests.engine.samples import FindsX, RareWord, Repeats


def issue(text: str = "a fox", words: str = "fox", check: str = "finds-x") -> Issue:
    start = text.index(words)
    made = Issue(
        check=check,
        category="style",
        its="style",
        severity=Severity.MAJOR,
        start=start,
        end=start + len(words),
        message="m",
    )
    return sealed(made, text)


def written(path: Path, baseline: Baseline) -> list[dict]:
    path.write_bytes(b"".join(baseline.lines()))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# Limits


@pytest.mark.parametrize(
    ("limit", "passes"),
    [
        (gate.Limit(max_issues={Severity.MINOR: 4}), True),
        (gate.Limit(max_issues={Severity.MINOR: 3}), False),
        (gate.Limit(max_issues={Severity.MAJOR: 0, Severity.CRITICAL: 0}), False),
        (gate.Limit(max_issues={Severity.CRITICAL: 0}), True),
        (gate.Limit(checks={"finds-x": 4, "repeats": 1}), True),
        (gate.Limit(checks={"finds-x": 3}), False),
        (gate.Limit(checks={"repeats": 0}), False),
        (gate.Limit(min_quality=0), True),
        (gate.Limit(min_quality=30.8), False),
        (gate.Limit(min_quality=30.7), True),
        (gate.Limit(min_quality=50, weights={Severity.MAJOR: 1}), True),
    ],
)
def test_limits_by_severity_check_and_quality(go, limit: gate.Limit, passes: bool) -> None:
    # 4 minor issues and 1 major one in 13 words: a penalty of 9, a quality of 100 (1 - 9/13).
    texts = {"a.txt": "The fox saw an ox. Six men sat down. Six men sat down."}
    verdict = go([FindsX(), Repeats()], texts, limit=limit).summary.gate
    assert verdict.passed is passes
    assert len(verdict.reasons) == (not passes)


def test_the_scorecard_is_mqms() -> None:
    card = scorecard({"critical": 1, "major": 2, "minor": 5, "neutral": 9}, 500, threshold=92.0)
    assert card.penalty_total == 25 + 2 * 5 + 5
    assert card.penalty_per_1000_words == 80.0
    assert card.quality == 92.0
    assert card.passed is True
    stricter = scorecard({"neutral": 9}, 500, weights={Severity.NEUTRAL: 0.5}, threshold=99.2)
    assert (stricter.penalty_total, stricter.passed) == (4.5, False)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from([s.value for s in Severity]), st.integers(0, 10**6)),
    st.integers(0, 10**6),
)
def test_quality_stays_between_0_and_100(severities: dict[str, int], words: int) -> None:
    card = scorecard(severities, words)
    assert 0 <= card.quality <= 100
    assert card.passed is None


# The baseline


def test_a_baseline_forgives_what_it_has_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "baseline.jsonl"
    first = Baseline(path, accept=True)
    assert all(first.knows("a.txt", issue()) for _ in range(2))
    assert written(path, first)[1:] == [
        {
            "document": "a.txt",
            "check": "finds-x",
            "text": "fox",
            "fingerprint": issue().fingerprint,
            "count": 2,
        }
    ]
    second = Baseline(path)
    assert [second.knows("a.txt", issue()) for _ in range(3)] == [True, True, False]
    assert not second.knows("b.txt", issue())
    assert not second.knows("a.txt", issue("the fox"))
    assert second.use() == BaselineUse(known=2, new=3, gone=0)
    third = Baseline(path)
    assert third.knows("a.txt", issue())
    assert third.use().gone == 1


def test_the_file_is_sorted_whatever_the_order_of_the_run(tmp_path: Path) -> None:
    found = [
        (name, issue(f"{before} fox", check=check))
        for name in ("b.txt", "a.txt", "a/b.po#7")
        for before in ("one", "two")
        for check in ("zebra", "apple")
    ]
    files = []
    for seed in range(3):
        random.Random(seed).shuffle(found)
        baseline = Baseline(tmp_path / "b.jsonl", accept=True)
        for name, one in found:
            baseline.knows(name, one)
        files.append(b"".join(baseline.lines()))
    assert files[0] == files[1] == files[2]
    entries = [json.loads(line) for line in files[0].splitlines()[1:]]
    assert entries == sorted(
        entries, key=lambda e: (e["document"], e["check"], e["text"], e["fingerprint"])
    )
    assert len(entries) == 12


def test_paths_are_the_same_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = tmp_path / "locale"
    below.mkdir()
    path = tmp_path / "baseline.jsonl"
    first = Baseline(path, accept=True)
    monkeypatch.chdir(tmp_path)
    for name in ("locale/de.po", "locale/d.jsonl#../x", "-"):
        first.knows(name, issue())
    assert [e["document"] for e in written(path, first)[1:]] == [
        "-",
        "locale/d.jsonl#../x",
        "locale/de.po",
    ]
    monkeypatch.chdir(below)
    again = Baseline(path)
    assert again.knows("de.po", issue())
    assert again.knows(str(below / "d.jsonl#../x"), issue())
    assert not again.knows("../../de.po", issue())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "not a baseline"),
        ('{"type":"run"}\n', "not a baseline"),
        ('{"mtqc-baseline":1}\n<<<<<<< HEAD\n', "line 2"),
        ('{"mtqc-baseline":1}\n{"check":"x"}\n', "line 2"),
        ('{"mtqc-baseline":1}\n\xff\n', "line 2"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "b.jsonl"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError, match=says):
        Baseline(path)


def test_a_run_against_its_own_baseline_has_nothing_new(go, tmp_path: Path) -> None:
    texts = {"a.txt": "The fox saw an ox.", "b.txt": "Anna took a box. No more."}
    checks = [FindsX(), RareWord()]
    path = tmp_path / "b.jsonl"
    accepted = Baseline(path, accept=True)
    strict = gate.Limit(fail_on=Severity.MINOR, min_score=100, ratchet=True)
    book = go(checks, texts, limit=strict, baseline=accepted)
    assert book.summary.gate.passed
    path.write_bytes(b"".join(accepted.lines()))

    same = go(checks, texts, limit=strict, baseline=Baseline(path))
    assert same.summary.gate.passed
    assert same.summary.baseline.new == same.summary.baseline.gone == 0
    issues = [i for e in same.entries() for s in e.segments() for i in s.issues]
    assert issues
    assert all(i.known is True for i in issues)
    assert same.summary.scorecard.penalty_total == 0
    assert same.summary.severities == book.summary.severities

    more = {**texts, "b.txt": "Anna took a box. No more. Max came."}
    worse = go(checks, more, limit=strict, baseline=Baseline(path))
    new = [i.text for e in worse.entries() for s in e.segments() for i in s.issues if not i.known]
    assert sorted(new) == ["Max", "x"]
    assert worse.summary.baseline.new == 2
    assert {r.rpartition("(")[2] for r in worse.summary.gate.reasons} == {
        "--fail-on)",
        "--min-score)",
    }

    better = go(checks, {**texts, "a.txt": "The dog saw an ox."}, baseline=Baseline(path))
    assert better.summary.gate.passed
    assert better.summary.baseline.gone > 0
    ratchet = go(
        checks,
        {**texts, "a.txt": "The dog saw an ox."},
        limit=gate.Limit(ratchet=True),
        baseline=Baseline(path),
    )
    assert "--ratchet" in ratchet.summary.gate.reasons[0]


def test_without_a_baseline_nothing_of_it_is_in_the_report(go) -> None:
    book = go([FindsX()], {"a.txt": "The fox."})
    assert b"known" not in b"".join(entry.lines() for entry in book.entries())
    assert not book.summary.baseline
    assert not book.summary.suppressions


# Suppressions


def test_the_configuration_suppresses_by_check_document_and_text(go) -> None:
    texts = {"in/a.txt": "The fox saw Max.", "in/b.txt": "The fox saw Max."}
    suppressions = (
        Suppression(check="finds-x", document="a.txt"),
        Suppression(check="repeats", document="*.txt"),
        Suppression(document="elsewhere/*"),
    )
    book = go([FindsX(), Repeats()], texts, suppressions=suppressions)
    found = {e.document.document: e.document.severities for e in book.entries() if e.document}
    assert found == {"in/a.txt": {}, "in/b.txt": {"minor": 2}}
    told = book.summary.suppressions
    assert told.issues == 2
    # The last one covers no document of this run, so that nothing can be said of it.
    assert [u.suppression for u in told.unused_listed] == ["check 'repeats', document '*.txt'"]
    assert book.summary.gate.passed
    strict = gate.Limit(unused_suppressions=True)
    failed = go([FindsX(), Repeats()], texts, suppressions=suppressions, limit=strict)
    assert "unused-suppressions" in failed.summary.gate.reasons[0]


def test_what_the_folder_shows_can_be_suppressed_too(go) -> None:
    texts = {"a.txt": "Anna left.", "b.txt": "Bert came."}
    suppressions = (Suppression(check="rare-word", text="Anna"),)
    book = go([RareWord()], texts, suppressions=suppressions)
    assert [i.text for e in book.entries() for s in e.segments() for i in s.issues] == ["Bert"]
    assert book.summary.suppressions.issues == 1
    assert book.summary.suppressions.unused == 0


def test_suppressions_of_checks_that_rest_are_not_called_unused(go) -> None:
    suppressions = (Suppression(check="repeats"), Suppression(check="finds-x", text="y"))
    book = go(
        [FindsX()],
        {"a.txt": "The fox."},
        suppressions=suppressions,
        available=frozenset({"finds-x", "repeats"}),
    )
    told = book.summary.suppressions
    assert [u.suppression for u in told.unused_listed] == ["check 'finds-x', text 'y'"]


def test_a_second_run_from_the_cache_says_the_same(go) -> None:
    store = Store(None)
    suppressions = (Suppression(text="x"), Suppression(text="y"))
    books = [
        go([FindsX()], {"a.txt": "The fox."}, store=store, suppressions=suppressions)
        for _ in range(2)
    ]
    assert books[0].summary == books[1].summary
    assert books[0].summary.suppressions.issues == 1
    other = go([FindsX()], {"a.txt": "The fox."}, store=store)
    assert other.summary.severities == {"minor": 1}


def segment(index: int, note: str | None) -> Segment:
    return Segment(index=index, start=0, end=5, text="a fox", line=index + 10, note=note)


@pytest.mark.parametrize(
    ("note", "checks"),
    [
        ("mtqc: ignore", [ALL]),
        ("Keep the dash. mtqc:ignore=finds-x", ["finds-x"]),
        ("mtqc: ignore = finds-x , repeats because the client wants it", ["finds-x", "repeats"]),
        ("MTQC: IGNORE=Finds-X\nmtqc: ignore=other", ["finds-x", "other"]),
        ("mtqc: ignored", []),
        ("mtqc: ignore-me", []),
        ("xmtqc: ignore", []),
        ("ignore=finds-x", []),
        (None, []),
    ],
)
def test_directives_in_notes(note: str | None, checks: list[str]) -> None:
    found = wishes((), "a.po", [segment(3, note)]).directives
    assert [list(d.uses) for d in found] == ([checks] if checks else [])
    assert all((d.segment, d.line) == (3, 13) for d in found)


def test_a_note_silences_its_own_segment_only() -> None:
    silenced = wishes((), "a.po", [segment(0, "mtqc: ignore=finds-x"), segment(1, None)])
    silencer = Silencer((), silenced)
    assert not silencer.keeps(0, issue())
    assert silencer.keeps(0, issue(check="repeats"))
    assert silencer.keeps(1, issue())
    assert silencer.silenced().issues == 1
    assert silencer.silenced().directives[0].uses == {"finds-x": 1}
    assert silenced.directives[0].uses == {"finds-x": 0}


@pytest.mark.parametrize(
    "same", [{"paragraph": 4}, {"unit": "u1"}, {"unit": ["list[0]", "list[1]"]}], ids=str
)
def test_a_note_on_several_segments_is_used_by_any_of_them(same: dict[str, Any]) -> None:
    def part(index: int) -> Segment:
        own = {
            key: value[index] if isinstance(value, list) else value for key, value in same.items()
        }
        whole = segment(index, "mtqc: ignore=finds-x")
        return msgspec.structs.replace(whole, **{"paragraph": index, **own})

    silenced = wishes((), "a.md", [part(0), part(1)])
    silencer = Silencer((), silenced)
    assert not silencer.keeps(1, issue())
    assert [d.uses for d in silencer.silenced().directives] == [{"finds-x": 1}]


def test_equal_notes_on_two_units_are_two() -> None:
    notes = [
        msgspec.structs.replace(segment(n, "mtqc: ignore"), paragraph=n, unit=f"u{n}")
        for n in range(2)
    ]
    assert len(wishes((), "a.po", notes).directives) == 2


PO = b"""msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

# mtqc: ignore=finds-x
msgid "a"
msgstr "a fox"

#. mtqc: ignore=repeats
msgid "b"
msgstr "an ox"
"""


def test_notes_of_a_catalogue_reach_the_run(go) -> None:
    book = go([FindsX()], [Raw(name="a.po", reader="po", data=PO)])
    assert [i.text for e in book.entries() for s in e.segments() for i in s.issues] == ["x"]
    told = book.summary.suppressions
    assert told.issues == 1
    (unused,) = told.unused_listed
    assert (unused.document, unused.suppression) == ("a.po", "mtqc: ignore=repeats")


def test_globs() -> None:
    def covers(glob: str, name: str) -> bool:
        return Suppression(document=glob).covers(name)

    assert covers("*.po", "locale/de.po")
    assert covers("de.po", "/builds/app/locale/de.po")
    assert covers("locale/*.po", "/builds/app/locale/x/de.po")
    assert covers("wire.jsonl#*", "in/wire.jsonl#a1")
    assert not covers("de.po", "code.po")
    assert not covers("locale/*.po", "other/de.po")
    assert not covers("*.po", "de.pot")
