"""How far a long run is, with rate and time left; nothing when nobody watches."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from mtqc.engine.pipeline import Silent

if TYPE_CHECKING:
    from rich.progress import Progress

    from mtqc.config import Settings
    from mtqc.engine.plan import Plan
    from mtqc.run import Run

_COUNT_AT_MOST = 200_000
_COMPRESSED = (".gz", ".zst")


class Bar(Silent):
    """A progress line on standard error. Use it as a context manager."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._total = _total_bytes(paths)
        self._cached = 0
        self._done = 0

    def __enter__(self) -> Bar:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._progress: Progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("checking", total=self._total, rate="")
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def found(self, *, cached: bool, size: int) -> None:
        if cached:
            self._cached += 1
            self._progress.advance(self._task, size)

    def done(self, size: int) -> None:
        self._done += 1
        self._progress.advance(self._task, size)
        elapsed = self._progress.tasks[0].elapsed or 0.0
        rate = f"{self._done / elapsed:,.0f}/s" if elapsed > 1 else ""
        kept = f", {self._cached:,} kept" if self._cached else ""
        self._progress.update(self._task, rate=f"{self._done:,} documents{kept} {rate}")

    def phase(self, name: str) -> None:
        self._progress.update(self._task, description=name)


def checked(
    settings: Settings,
    plan: Plan,
    paths: Sequence[str],
    *,
    shown: bool,
    update_baseline: bool = False,
) -> Run:
    """Run a plan over files and folders, with a progress line where one is `shown` and seen."""
    from mtqc.run import found_in, run_inputs

    found = found_in(paths, settings, plan)
    if not (shown and sys.stderr.isatty()):
        return run_inputs(settings, found, plan=plan, update_baseline=update_baseline)
    with Bar(paths) as bar:
        return run_inputs(settings, found, progress=bar, plan=plan, update_baseline=update_baseline)


def _total_bytes(paths: Iterable[str]) -> int | None:
    """Bytes to read, None where that can't be known soon."""
    total = count = 0
    for path in paths:
        if path == "-":
            return None
        if not os.path.isdir(path):
            files = [path]
            total, count, known = _add(files, total, count)
            if not known:
                return None
            continue
        for folder, _, names in os.walk(path):
            total, count, known = _add([os.path.join(folder, n) for n in names], total, count)
            if not known:
                return None
    return total or None


def _add(files: list[str], total: int, count: int) -> tuple[int, int, bool]:
    for file in files:
        count += 1
        if file.endswith(_COMPRESSED) or count > _COUNT_AT_MOST:
            return total, count, False
        try:
            total += os.stat(file).st_size
        except OSError:
            continue
    return total, count, True
