"""A run from raw documents to a finished report."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from mtqc.core.reader import Unreadable
from mtqc.core.severity import Severity
from mtqc.engine import gate, local
from mtqc.engine.store import Store
from tests.engine.conftest import raw
from tests.engine.samples import Crashes, Dies, FindsX, Outside, RareWord, Repeats

TEXTS = {
    "a.txt": "The fox sat down. The ox did too.",
    "b.txt": "Nothing here. Anna came home. Nothing here.",
    "c.txt": "Anna went out. Then came rain.",
}


def bytes_of(book) -> bytes:
    return b"".join(entry.lines() for entry in book.entries())


def flags(book) -> dict[str, list[tuple[str, str]]]:
    return {
        entry.document.document: [(i.check, i.text) for s in entry.segments() for i in s.issues]
        for entry in book.entries()
        if entry.document
    }


def test_issues_land_on_their_segments(go) -> None:
    book = go([FindsX(), Repeats()], TEXTS)
    assert flags(book) == {
        "a.txt": [("finds-x", "x"), ("finds-x", "x")],
        "b.txt": [("repeats", "Nothing here.")],
        "c.txt": [],
    }
    for entry in book.entries():
        for segment in entry.segments():
            for issue in segment.issues:
                assert segment.text[issue.start : issue.end] == issue.text


def test_summary_counts_what_the_lines_hold(go) -> None:
    book = go([FindsX(), Repeats(), RareWord()], TEXTS)
    issues = [i for e in book.entries() for s in e.segments() for i in s.issues]
    assert sum(book.summary.checks.values()) == len(issues)
    assert sum(book.summary.severities.values()) == len(issues)
    assert sum(book.summary.histogram) == book.summary.segments == 7
    assert book.summary.documents == 3
    assert book.summary.words == sum(len(t.split()) for t in TEXTS.values())


def test_the_folder_adds_to_a_documents_score(go) -> None:
    alone = go([FindsX()], TEXTS)
    together = go([FindsX(), RareWord()], TEXTS)
    assert ("rare-word", "Then") in flags(together)["c.txt"]
    scores = [
        {e.document.document: e.document.score for e in b.entries()} for b in (alone, together)
    ]
    assert scores[1]["c.txt"] < scores[0]["c.txt"]
    assert {c.forms[0].form for c in together.summary.names} == {"Anna", "Nothing", "The"}


def test_worst_first(go) -> None:
    book = go([FindsX()], {"good": "All is well.", "bad": "x x x x.", "mid": "One x."})
    order = [e.document.document for e in book.entries(worst_first=True) if e.document]
    assert order == ["bad", "mid", "good"]


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_same_bytes_whatever_the_number_of_processes(go, jobs) -> None:
    rng = random.Random(7)
    words = "Anna fox rain Xaver came went home out the a".split()
    texts = {
        f"{n}.txt": " ".join(
            " ".join(rng.choices(words, k=9)) + "." for _ in range(rng.randint(1, 60))
        )
        for n in range(120)
    }
    assert sum(map(len, texts.values())) > 60_000
    checks = [FindsX(), Repeats(), RareWord()]
    assert bytes_of(go(checks, texts)) == bytes_of(go(checks, texts, jobs=jobs))


def test_the_order_in_which_results_come_does_not_show(go) -> None:
    def shuffled(tasks, plan) -> Iterator:
        outcomes = list(local.execute(tasks, plan, 1))
        random.Random(3).shuffle(outcomes)
        yield from outcomes

    checks = [FindsX(), RareWord()]
    assert bytes_of(go(checks, TEXTS)) == bytes_of(go(checks, TEXTS, execute=shuffled))


def test_a_crash_costs_the_crashed_checks_findings_only(go) -> None:
    book = go([Crashes(), FindsX()], {"a": "A box. Then boom.", "b": "A box."})
    assert flags(book) == {"a": [("finds-x", "x")], "b": [("crashes", "A"), ("finds-x", "x")]}
    (problem,) = [p for e in book.entries() for p in e.problems]
    assert (problem.document, problem.check, problem.kind) == ("a", "crashes", "crashed-check")
    assert "boom was there" in problem.message
    assert book.summary.problems == 1


def test_a_span_outside_its_segment_is_a_crash(go) -> None:
    book = go([Outside()], {"a": "Short."})
    assert book.summary.problems == 1
    assert "pointed at 0:7" in next(book.entries()).problems[0].message


def test_a_crash_in_the_folders_conclusion_is_named_and_leaves_nothing(go) -> None:
    book = go([RareWord(), FindsX()], {"a": "Conclude the box.", "b": "Two."})
    assert flags(book) == {"a": [("finds-x", "x")], "b": []}
    problems = [p for e in book.entries() for p in e.problems]
    assert [(p.document, p.check) for p in problems] == [(None, "rare-word")]
    assert book.summary.problems == 1


def test_unreadable_inputs_stand_in_the_report_and_the_rest_goes_on(go) -> None:
    inputs = [
        raw("a", "A box."),
        Unreadable(name="bad", message="no permission"),
        raw("c", "Fine."),
    ]
    book = go([FindsX()], inputs)
    problems = [p for e in book.entries() for p in e.problems]
    assert [(p.document, p.message) for p in problems] == [("bad", "no permission")]
    assert book.summary.documents == 2
    assert b'"type":"problem"' in bytes_of(book)


def test_a_document_that_kills_its_worker_costs_only_itself(go) -> None:
    filler = "A box is here. " * 200
    texts = {f"{n}": filler for n in range(40)} | {"bad": "poison " + filler}
    book = go([FindsX(), Dies()], texts, jobs=2)
    problems = [p for e in book.entries() for p in e.problems]
    assert [p.document for p in problems] == ["bad"]
    assert "died" in problems[0].message
    assert book.summary.documents == 40


def test_a_name_that_comes_twice_is_examined_once(go) -> None:
    book = go([FindsX()], [raw("a", "x"), raw("a", "x")])
    assert book.summary.documents == 1


def test_severity_overrides_and_ignored_spans(go) -> None:
    book = go(
        [FindsX(), Repeats()],
        {"a": "A box. A box. Again."},
        severities={"repeats": Severity.CRITICAL},
        ignored=frozenset({"x"}),
    )
    issues = [i for e in book.entries() for s in e.segments() for i in s.issues]
    assert [(i.check, i.severity) for i in issues] == [("repeats", Severity.CRITICAL)]


class TestGate:
    def test_passes_without_limits(self, go) -> None:
        assert go([Repeats()], {"a": "Same. Same."}).summary.gate.passed

    @pytest.mark.parametrize(
        ("limit", "word"),
        [
            (gate.Limit(fail_on=Severity.MAJOR), "--fail-on"),
            (gate.Limit(max_rate=1.0), "--max-rate"),
            (gate.Limit(min_score=90), "--min-score"),
        ],
    )
    def test_each_limit_fails_by_name(self, go, limit, word) -> None:
        found = go([Repeats()], {"a": "Same. Same."}, limit=limit).summary.gate
        assert not found.passed
        assert word in found.reasons[0]

    def test_limits_that_hold(self, go) -> None:
        limit = gate.Limit(fail_on=Severity.CRITICAL, max_rate=1000, min_score=1)
        assert go([Repeats()], {"a": "Same. Same."}, limit=limit).summary.gate.passed


class TestStore:
    def test_nothing_is_done_twice(self, go, tmp_path) -> None:
        done: list[str] = []

        def counting(tasks, plan):
            def told():
                for task in tasks:
                    done.append(task.raw.name)
                    yield task

            yield from local.execute(told(), plan, 1)

        path = tmp_path / "cache" / "results.sqlite"
        first = go([FindsX(), RareWord()], TEXTS, store=Store(path), execute=counting)
        assert done == list(TEXTS)
        done.clear()
        changed = TEXTS | {"b.txt": "Quite new."}
        again = go([FindsX(), RareWord()], TEXTS, store=Store(path), execute=counting)
        assert done == []
        assert bytes_of(first) == bytes_of(again)
        go([FindsX(), RareWord()], changed, store=Store(path), execute=counting)
        assert done == ["b.txt"]

    def test_another_option_or_version_is_another_result(self, go, tmp_path) -> None:
        path = tmp_path / "results.sqlite"
        go([FindsX()], TEXTS, store=Store(path))
        book = go([FindsX()], TEXTS, store=Store(path), severities={"finds-x": Severity.MAJOR})
        assert book.summary.severities == {"major": 2}

    def test_a_broken_cache_is_begun_anew(self, go, tmp_path) -> None:
        path = tmp_path / "results.sqlite"
        path.write_bytes(b"this is no database at all" * 100)
        assert go([FindsX()], TEXTS, store=Store(path)).summary.documents == 3

    def test_what_was_done_before_a_stop_is_kept(self, go, tmp_path) -> None:
        path = tmp_path / "results.sqlite"
        texts = {f"{n}": f"Box number {n}." for n in range(200)}

        class Stop(BaseException):
            pass

        def stopping(tasks, plan):
            for count, outcome in enumerate(local.execute(tasks, plan, 1)):
                if count == 150:
                    raise Stop
                yield outcome

        store = Store(path)
        with pytest.raises(Stop):
            go([FindsX()], texts, store=store, execute=stopping)
        store.close()
        done: list[str] = []

        def counting(tasks, plan):
            for task in tasks:
                done.append(task.raw.name)
                yield from local.execute([task], plan, 1)

        resumed = go([FindsX()], texts, store=Store(path), execute=counting)
        assert 50 <= len(done) <= 50 + 64
        assert bytes_of(resumed) == bytes_of(go([FindsX()], texts))
