"""Executes tasks on this machine: in this process, or in several."""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for

from mtqc.engine.judging import Judge
from mtqc.engine.plan import Plan
from mtqc.engine.work import Failed, Outcome, Task, Worker, unreadable

# A worker costs most of a second to start; below this, one process is done sooner.
_WORTH_WORKERS_BYTES = 60_000
_BATCH_BYTES = 64_000
_BATCH_TASKS = 32
_AHEAD = 3


def execute(
    tasks: Iterable[Task], plan: Plan, jobs: int, judge: Judge | None = None
) -> Iterator[Outcome]:
    """Outcomes in any order, one per task; memory for a bounded number of tasks.

    With a judge all is done in this process, whatever `jobs` is: so there is one budget, spent in
    the order of the input, and one place from which text goes out. Waiting for the judge takes far
    longer than the checks.
    """
    batches = _batches(tasks)
    if jobs <= 1 or judge is not None:
        yield from _serial(batches, plan, judge)
        return
    first: list[list[Task]] = []
    seen = 0
    for batch in batches:
        first.append(batch)
        seen += sum(len(t.raw.data) for t in batch)
        if seen > _WORTH_WORKERS_BYTES:
            yield from _processes(itertools.chain(first, batches), plan, jobs)
            return
    yield from _serial(first, plan)


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += len(task.raw.data)
        if size >= _BATCH_BYTES or len(batch) >= _BATCH_TASKS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _serial(
    batches: Iterable[list[Task]], plan: Plan, judge: Judge | None = None
) -> Iterator[Outcome]:
    worker: Worker | None = None
    for batch in batches:
        if worker is None:
            worker = Worker(plan, judge)
        yield from worker.work(batch)


_worker: Worker | None = None


def _start(plan: Plan) -> None:
    global _worker
    # Words and issues have no cycles; looking for some at Python's own rate costs a tenth of the
    # time.
    gc.set_threshold(50_000, 20, 100)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _worker = Worker(plan)


def _die_with_parent() -> None:
    # A killed run must not leave workers waiting for tasks for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _work(batch: list[Task]) -> list[Outcome]:
    assert _worker is not None
    return _worker.work(batch)


def _pool(plan: Plan, jobs: int) -> ProcessPoolExecutor:
    method = "forkserver" if sys.platform.startswith("linux") else "spawn"
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(plan,))


@contextlib.contextmanager
def _main_left_alone() -> Iterator[None]:
    """Start workers without importing the user's script in them.

    Nothing that is sent to a worker comes from there, and a script without the
    `if __name__ == "__main__"` guard would start itself again and again.
    """
    main = sys.modules["__main__"]
    saved = {name: getattr(main, name, None) for name in ("__spec__", "__file__")}
    main.__spec__ = None
    main.__dict__.pop("__file__", None)
    try:
        yield
    finally:
        for name, value in saved.items():
            if value is not None:
                setattr(main, name, value)


def _processes(batches: Iterable[list[Task]], plan: Plan, jobs: int) -> Iterator[Outcome]:
    pool = _pool(plan, jobs)
    running: dict[Future[list[Outcome]], list[Task]] = {}
    left = iter(batches)
    try:
        while True:
            for batch in itertools.islice(left, jobs * _AHEAD - len(running)):
                with _main_left_alone():
                    running[pool.submit(_work, batch)] = batch
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            try:
                for future in done:
                    outcomes = future.result()
                    del running[future]
                    yield from outcomes
            except BrokenProcessPool:
                # Some document killed its worker: find it by giving each its own chance.
                suspects = [task for batch in running.values() for task in batch]
                running.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                yield from _one_by_one(suspects, plan)
                pool = _pool(plan, jobs)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(tasks: list[Task], plan: Plan) -> Iterator[Outcome]:
    pool = _pool(plan, 1)
    for task in tasks:
        try:
            with _main_left_alone():
                future = pool.submit(_work, [task])
            yield from future.result()
        except BrokenProcessPool:
            pool.shutdown(wait=False)
            pool = _pool(plan, 1)
            message = "the worker process died while reading or checking it (out of memory?)"
            yield Failed(task.key, unreadable(task.raw.name, message))
    pool.shutdown(wait=False)
