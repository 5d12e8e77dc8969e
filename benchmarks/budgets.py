"""The budgets, each as a function that measures it."""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import corpus
from benchmarks.process import Cost, run, size_of

REPOSITORY = Path(__file__).resolve().parent.parent
# A gate that fails is a finished run; anything above is not.
_FINISHED = (0, 1)
_SAMPLE_EVERY = 0.1
# The last line holds the table of names, so it grows with the corpus.
_SUMMARY_BYTES = 64_000_000


@dataclass(frozen=True)
class Options:
    """Sizes of the measurements, in documents, and where the files go."""

    folder: Path
    repeat: int = 3
    fast: int = 2_000
    default: int = 150
    small: int = 1_000
    large: int = 10_000
    unchanged: int = 600
    mentions: int = 1_000_000
    own: Path | None = None
    command: tuple[str, ...] = field(default=(sys.executable, "-m", "mtqc"))


@dataclass(frozen=True)
class Row:
    """One measured budget. `value` is in `unit`; `detail` says what it was measured on."""

    name: str
    budget: str
    value: float
    unit: str
    passed: bool
    detail: str = ""


def startup(options: Options) -> Iterator[Row]:
    """`--help` and `import mtqc`, in fresh processes."""
    for name, command in (
        ("mtqc --help", [*options.command, "--help"]),
        ("import mtqc", [sys.executable, "-c", "import mtqc"]),
    ):
        costs = [run(command, cwd=options.folder) for _ in range(5)]
        wall = statistics.median(cost.wall for cost in costs)
        memory = statistics.median(cost.largest_mb for cost in costs)
        yield Row(f"{name}: time", "< 0.3", wall, "s", wall < 0.3, "median of 5")
        yield Row(f"{name}: memory", "< 60", memory, "MB", memory < 60, "median of 5")


def cold_article(options: Options) -> Iterator[Row]:
    """One article with the embedded encoder, in a fresh process, nothing cached."""
    path = options.folder / "article.txt"
    path.write_text(next(corpus.documents(1))["text"], encoding="utf-8")
    costs = [_check(options, path, "--jobs", "1")[0] for _ in range(5)]
    wall = statistics.median(cost.wall for cost in costs)
    largest = max(cost.largest_mb for cost in costs)
    detail = f"median of 5, largest process {largest:.0f} MB"
    yield Row("one article, cold", "< 1.5", wall, "s", wall < 1.5, detail)


def default_rate(options: Options) -> Iterator[Row]:
    """Sentences per second with the embedded encoder, from start to written report."""
    yield _rate(options, "default pipeline", options.default, 600)


def fast_rate(options: Options) -> Iterator[Row]:
    """Sentences per second without a learned model, from start to written report."""
    yield _rate(options, "--fast", options.fast, 8_000, "--fast")


def scaling(options: Options) -> Iterator[Row]:
    """How much sooner two processes are done than one."""
    for name, documents, arguments in (
        ("--fast", 2 * options.fast, ("--fast",)),
        ("default", 2 * options.default, ()),
    ):
        path = _documents(options, documents)
        one, two = (
            statistics.median(
                _check(options, path, "--jobs", jobs, *arguments)[0].wall
                for _ in range(options.repeat)
            )
            for jobs in ("1", "2")
        )
        detail = f"{one:.1f} s and {two:.1f} s"
        yield Row(f"2 processes over 1, {name}", ">= 1.8", one / two, "x", one / two >= 1.8, detail)


def memory(options: Options) -> Iterator[Row]:
    """Peak memory of the whole process tree over many documents against over few."""
    peaks = []
    for count in (options.small, options.large):
        path = options.folder / f"memory-{count}.jsonl"
        corpus.write_jsonl(path, count)
        cost, _ = _check(options, path, "--jobs", "2", "--fast", sample_every=_SAMPLE_EVERY)
        path.unlink()
        peaks.append(cost.tree_mb)
    ratio = peaks[1] / peaks[0]
    detail = f"--fast --jobs 2: {peaks[0]:.0f} MB and {peaks[1]:.0f} MB"
    name = f"memory at {options.large:,} over {options.small:,} documents"
    yield Row(name, "<= 1.2", ratio, "x", ratio <= 1.2, detail)


def second_run(options: Options) -> Iterator[Row]:
    """The same command again over a folder of files in which nothing changed."""
    folder = options.folder / "unchanged"
    corpus.write_folder(folder, options.unchanged)
    first, _ = _check(options, folder, "--jobs", "2", cache=True)
    again = [_check(options, folder, "--jobs", "2", cache=True)[0] for _ in range(options.repeat)]
    wall = statistics.median(cost.wall for cost in again)
    detail = f"{first.wall:.1f} s, then {wall:.2f} s for {options.unchanged:,} files"
    ratio = first.wall / wall
    yield Row("second run, default pipeline", ">= 50", ratio, "x", ratio >= 50, detail)


def names(options: Options) -> Iterator[Row]:
    """The names of a large folder compared, ordinary ones and names made to collide."""
    size = (f"{options.mentions}", f"{options.mentions // 10}")
    for kind, arguments in (("names of a folder", ()), ("colliding names", ("--alike",))):
        command = [sys.executable, "-m", "benchmarks.names", *size, *arguments]
        cost = run(command, cwd=REPOSITORY)
        detail = f"{options.mentions:,} mentions, a tenth as many spellings, one process"
        yield Row(f"{kind}: time", "< 60", cost.wall, "s", cost.wall < 60, detail)
        yield Row(f"{kind}: memory", "< 1000", cost.largest_mb, "MB", cost.largest_mb < 1000)


def install(options: Options) -> Iterator[Row]:
    """A fresh virtual environment with the project and what it requires; needs the network."""
    home = options.folder / "venv"
    run([sys.executable, "-m", "venv", str(home)], cwd=options.folder)
    bare = size_of(home)
    python = str(home / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--no-cache-dir", str(REPOSITORY)]
    cost = run(pip, cwd=options.folder)
    size = size_of(home) - bare
    torch = any(home.glob("lib/python*/site-packages/torch"))
    yield Row("base install: size", "< 450, no torch", size, "MB", size < 450 and not torch)
    yield Row("base install: time", "< 60", cost.wall, "s", cost.wall < 60, "without pip's cache")


BUDGETS: dict[str, Callable[[Options], Iterator[Row]]] = {
    "startup": startup,
    "cold": cold_article,
    "default": default_rate,
    "fast": fast_rate,
    "scaling": scaling,
    "memory": memory,
    "again": second_run,
    "names": names,
    "install": install,
}


def _documents(options: Options, count: int) -> Path:
    if options.own is not None:
        return options.own
    path = options.folder / f"news-{count}.jsonl"
    if not path.exists():
        corpus.write_jsonl(path, count)
    return path


def _rate(options: Options, name: str, count: int, budget: int, *arguments: str) -> Row:
    path = _documents(options, count)
    runs = [_check(options, path, "--jobs", "2", *arguments) for _ in range(options.repeat)]
    rates = sorted(report.segments / cost.wall for cost, report in runs)
    rate = statistics.median(rates)
    cost, report = runs[-1]
    detail = (
        f"{rates[0]:,.0f} to {rates[-1]:,.0f}; {report.segments:,} sentences, "
        f"{1e6 * cost.cpu / report.segments:,.0f} µs CPU each, "
        f"{report.checks} checks, {1000 * report.issues / report.words:.1f} issues/1000 words"
    )
    measured = bool(arguments) or report.learned
    if not measured:
        detail += "; NOT COUNTED: no sentence has a learned score, so the encoder did no work"
    passed = measured and rate >= budget
    return Row(name, f">= {budget:,}", rate, "sentences/s", passed, detail)


@dataclass(frozen=True)
class Report:
    """What of a report a measurement needs. `learned`: the first document has learned scores."""

    segments: int
    words: int
    issues: int
    checks: int
    learned: bool


def _check(
    options: Options, path: Path, *arguments: str, cache: bool = False, sample_every: float = 0.0
) -> tuple[Cost, Report]:
    """Runs `mtqc check`, which must finish, and gives back its cost and what it reported."""
    report = options.folder / "report.jsonl"
    report.unlink(missing_ok=True)
    command = [*options.command, "check", str(path), "--report", f"jsonl:{report}"]
    command += ["--quiet", "--no-progress", *arguments, *([] if cache else ["--no-cache"])]
    cost = run(command, cwd=options.folder, accept=_FINISHED, sample_every=sample_every)
    return cost, _read(report)


def _read(report: Path) -> Report:
    with report.open("rb") as lines:
        first = json.loads(lines.readline())
        learned = False
        for line in lines:
            record = json.loads(line)
            if record["type"] != "segment":
                break
            learned = learned or bool(record["scores"])
        lines.seek(0, os.SEEK_END)
        lines.seek(max(0, lines.tell() - _SUMMARY_BYTES))
        summary = json.loads(lines.read().splitlines()[-1])
    issues = sum(summary["checks"].values())
    return Report(
        summary["segments"], max(summary["words"], 1), issues, len(first["checks"]), learned
    )
