"""A run from inputs to a finished book, whoever executes the tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from msgspec import UNSET

from mtqc.core.names import NameCluster
from mtqc.core.reader import Raw, Unreadable
from mtqc.core.records import JudgeUse, RunRecord, SummaryRecord
from mtqc.engine import gate, score
from mtqc.engine.baseline import Baseline
from mtqc.engine.book import Book
from mtqc.engine.examine import crash
from mtqc.engine.finish import HISTOGRAM_BINS, Finished, with_issues
from mtqc.engine.judging import used
from mtqc.engine.plan import Plan
from mtqc.engine.reckon import Reckoning
from mtqc.engine.store import Store, key_of
from mtqc.engine.work import Failed, Outcome, Task, unreadable

_COMMIT_EVERY = 64


class Progress(Protocol):
    """Told how far a run is."""

    def found(self, *, cached: bool, size: int) -> None:
        """A document was met; `size` in bytes."""

    def done(self, size: int) -> None:
        """A document was examined."""

    def phase(self, name: str) -> None:
        """The run goes on with something else than documents."""


class Silent:
    """Progress for nobody."""

    def found(self, *, cached: bool, size: int) -> None: ...
    def done(self, size: int) -> None: ...
    def phase(self, name: str) -> None: ...


Executor = Callable[[Iterable[Task], Plan], Iterator[Outcome]]


def run(
    plan: Plan,
    inputs: Iterable[Raw | Unreadable],
    store: Store,
    execute: Executor,
    *,
    record: RunRecord,
    limit: gate.Limit,
    baseline: Baseline | None = None,
    progress: Progress | None = None,
) -> Book:
    """Examine every input, draw the folder's conclusions, count and judge.

    Results go to `store` as they come, so that a killed run loses nothing but what was in
    the workers' hands.
    """
    progress = progress or Silent()
    book = Book(store.get)
    book.run = record
    _examine(plan, inputs, store, execute, book, progress)
    progress.phase("comparing names over the folder")
    clusters = _conclude(plan, store, book)
    progress.phase("scoring")
    book.summary = _summarise(plan, book, clusters, Reckoning(plan, limit, baseline))
    return book


def _examine(
    plan: Plan,
    inputs: Iterable[Raw | Unreadable],
    store: Store,
    execute: Executor,
    book: Book,
    progress: Progress,
) -> None:
    signature = plan.signature()
    sizes: dict[bytes, int] = {}

    def tasks() -> Iterator[Task]:
        for item in inputs:
            if isinstance(item, Unreadable):
                book.refuse(item.name, unreadable(item.name, item.message))
                continue
            key = key_of(signature, item)
            if not book.expect(item.name, key):
                continue
            cached = key in store
            progress.found(cached=cached, size=len(item.data))
            if not cached:
                sizes[key] = len(item.data)
                yield Task(key, item)

    for count, outcome in enumerate(execute(tasks(), plan), 1):
        if isinstance(outcome, Failed):
            book.fail(outcome.key, outcome.problem)
        else:
            store.add(outcome)
        progress.done(sizes.pop(outcome.key))
        if count % _COMMIT_EVERY == 0:
            store.commit()
    store.commit()
    store.touch(book.keys())


def _conclude(plan: Plan, store: Store, book: Book) -> list[NameCluster]:
    clusters: list[NameCluster] = []
    for check in plan.corpus_checks:
        before = len(clusters)
        try:
            facts = store.facts(book.keys(), check.name, check.fact_type)
            for item in check.conclude(facts):
                if isinstance(item, NameCluster):
                    clusters.append(item)
                else:
                    book.locate(item.document, item.segment, item.issue)
        except Exception as error:
            del clusters[before:]
            book.discard(check.name)
            book.add(f"({check.name})", None, crash(None, check.name, error))
    return clusters


def _summarise(
    plan: Plan, book: Book, clusters: list[NameCluster], reckoning: Reckoning
) -> SummaryRecord:
    checks: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    histogram = [0] * HISTOGRAM_BINS
    documents = segments = words = problems = 0
    uses: list[JudgeUse] = []
    total = 0.0
    for ordinal, name, entry in book.ordered():
        if entry.finished is None:
            problems += len(entry.problems)
            continue
        finished = reckoning.add(_with_located(plan, book, name, entry.finished))
        book.replace(ordinal, finished, keep=finished is not entry.finished)
        problems += len(finished.problems)
        document = finished.record
        documents += 1
        segments += document.segments
        words += document.words
        total += finished.tally.score_sum
        checks.update(finished.tally.checks)
        severities.update(document.severities)
        verdicts.update(document.verdicts)
        uses += [document.judged] if document.judged else []
        histogram = [a + b for a, b in zip(histogram, finished.tally.histogram, strict=True)]
    serious = severities["major"] + severities["critical"]
    rate = round(1000 * serious / max(words, 1), 2)
    return SummaryRecord(
        documents=documents,
        segments=segments,
        words=words,
        problems=problems,
        score=round(total / segments, 1) if segments else 100.0,
        penalty=score.penalty_per_1000_words(severities, words),
        serious_per_1000_words=rate,
        verdicts=dict(sorted(verdicts.items())),
        severities=dict(sorted(severities.items())),
        checks=dict(sorted(checks.items())),
        histogram=tuple(histogram),
        names=tuple(clusters),
        judged=used(uses) or UNSET,
        **reckoning.verdict(),
    )


def _with_located(plan: Plan, book: Book, name: str, finished: Finished) -> Finished:
    """The document with what the folder showed about it; the same object where that is nothing."""
    found = book.located(name)
    return with_issues(finished, found, plan) if found else finished
