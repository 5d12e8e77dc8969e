"""The Python interface, and what the command line stands on.

import mtqc

for segment in mtqc.check_text("Vitkop flew in. Steve Witkoff left."):
    print(segment.score, [issue.text for issue in segment.issues])

run = mtqc.check_paths(["articles/"], fast=True)
print(run.summary.score, [d.document for d in run.documents(worst_first=True)])
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

import mtqc
from mtqc import config
from mtqc.core.check import Check
from mtqc.core.errors import UsageError
from mtqc.core.reader import Raw, Reader, Unreadable
from mtqc.core.records import (
    DocumentRecord,
    ProblemRecord,
    RunRecord,
    SegmentRecord,
    SummaryRecord,
)
from mtqc.core.report import FolderRenderer, Renderer, Report, Rule
from mtqc.core.wholefile import whole_file
from mtqc.engine import local, pipeline
from mtqc.engine.baseline import Baseline
from mtqc.engine.plan import Plan
from mtqc.engine.store import Store
from mtqc.features.judge import Endpoint, Judge, Traffic
from mtqc.plugins import with_plugins


class Run:
    """A finished run. Iterating gives its sentences, in the order of the input."""

    def __init__(self, report: Report, traffic: Traffic | None = None) -> None:
        """`traffic`: what went to the judge, where there was one."""
        self.report = report
        self.traffic = traffic

    @property
    def summary(self) -> SummaryRecord:
        return self.report.summary

    def __iter__(self) -> Iterator[SegmentRecord]:
        for entry in self.report.entries():
            yield from entry.segments()

    def documents(self, *, worst_first: bool = False) -> Iterator[DocumentRecord]:
        for entry in self.report.entries(worst_first=worst_first):
            if entry.document is not None:
                yield entry.document

    def problems(self) -> Iterator[ProblemRecord]:
        for entry in self.report.entries():
            yield from entry.problems

    def write(self, path: str | Path, format: str | None = None) -> None:  # noqa: A002
        """Render to a file; the format is told by the suffix unless given."""
        target = Path(path)
        renderer = renderer_for(format or _format_of(target))
        write_report(renderer, self.report, target)


@functools.cache
def available_checks() -> tuple[type[Check], ...]:
    """The built-in checks and those of installed plugins."""
    from mtqc.checks import BUILTINS

    return with_plugins("checks", BUILTINS)


@functools.cache
def available_readers() -> tuple[Reader, ...]:
    from mtqc.readers import BUILTINS

    return with_plugins("readers", BUILTINS)


@functools.cache
def available_renderers() -> tuple[Renderer, ...]:
    from mtqc.reports import BUILTINS

    return with_plugins("reports", BUILTINS)


def renderer_for(name: str) -> Renderer:
    """Raises `UsageError` for an unknown format."""
    by_name = {renderer.name: renderer for renderer in available_renderers()}
    config.refuse_unknown([name], by_name, "unknown report format")
    return by_name[name]


def targets_of(
    wanted: Iterable[tuple[str, Path | None]],
) -> list[tuple[Renderer, Path | None]]:
    """The renderers of formats by name, each with its path (None: standard output).

    Raises `UsageError` for an unknown format, and for one that needs a path and has none.
    """
    targets = [(renderer_for(name), path) for name, path in wanted]
    for renderer, path in targets:
        if path is None and isinstance(renderer, FolderRenderer):
            name = renderer.name
            raise UsageError(f"the {name} report is a folder: --report {name}:FOLDER")
    return targets


def _format_of(path: Path) -> str:
    for renderer in available_renderers():
        if path.suffix == renderer.suffix:
            return renderer.name
    raise UsageError(f"can't tell the report format from {path.name!r}: name one")


def write_report(renderer: Renderer, report: Report, target: Path) -> tuple[str, ...]:
    """Whole or not at all: a reader never sees half a report.

    Returns lines on what the format could not do; only a format that is a folder has any.
    """
    if isinstance(renderer, FolderRenderer):
        return renderer.render_into(report, target)
    with whole_file(target) as out:
        renderer.render(report, out)
    return ()


@functools.cache
def rules() -> dict[str, Rule]:
    """What there is to know of each available check, by name."""
    return {
        check.name: Rule(
            name=check.name,
            title=check.title(),
            page=check.page(),
            group=check.group,
            category=check.category,
            its=check.its,
            severity=check.severity,
        )
        for check in available_checks()
    }


def plan_of(settings: config.Settings) -> Plan:
    """What a run with these settings will do."""
    from mtqc.features import encoder, language_model
    from mtqc.metrics import BUILTINS as METRICS

    name = "none" if settings.fast else settings.encoder
    lm = None if settings.fast else settings.lm
    checks = config.choose(settings, available_checks())
    endpoint = judge_of(settings) if any(check.needs.judge for check in checks) else None
    return Plan(
        version=mtqc.__version__,
        checks=checks,
        metrics=METRICS,
        readers=available_readers(),
        severities=settings.severity,
        ignored=frozenset(settings.ignored_spans),
        suppressions=tuple(settings.suppress),
        available=frozenset(check.name for check in available_checks()),
        encoder=name,
        encoder_signature=encoder.signature_of(name),
        lm=lm,
        lm_signature=language_model.signature_of(lm),
        judge_signature=Judge.signature_of(endpoint) if endpoint else None,
        lang=settings.lang,
        source_lang=settings.source_lang,
        limits=config.limits(settings),
    )


def judge_of(settings: config.Settings) -> Endpoint | None:
    """The endpoint that these settings name, None without one and with `fast`. Asks nothing.

    Raises `UsageError` for what is no address.
    """
    if settings.judge is None or settings.judge_model is None or settings.fast:
        return None
    return Endpoint(
        url=settings.judge,
        model=settings.judge_model,
        budget=settings.judge_budget,
        timeout=settings.judge_timeout,
        parallel=settings.judge_parallel,
    )


def _record(plan: Plan, settings: config.Settings) -> RunRecord:
    return RunRecord(
        version=plan.version,
        signature=plan.signature(),
        checks=plan.signatures(),
        metrics=plan.metric_signatures(),
        models={
            "encoder": plan.encoder_signature,
            **({"lm": plan.lm_signature} if plan.lm_signature else {}),
            **({"judge": plan.judge_signature} if plan.judge_signature else {}),
        },
        config=config.described(settings),
    )


def found_in(
    paths: Sequence[str], settings: config.Settings, plan: Plan
) -> Iterator[Raw | Unreadable]:
    """The documents under `paths`, with their source and reference where the settings name them."""
    from mtqc.readers.beside import beside
    from mtqc.readers.walk import inputs

    if settings.source is None and settings.reference is None:
        own = filter(None, (settings.glossary, settings.names, settings.baseline))
        return inputs(paths, plan.readers, plan.limits, own=own)
    return beside(
        paths, plan.readers, plan.limits, source=settings.source, reference=settings.reference
    )


def run_inputs(
    settings: config.Settings,
    inputs: Iterable[Raw | Unreadable],
    *,
    progress: pipeline.Progress | None = None,
    plan: Plan | None = None,
    update_baseline: bool = False,
) -> Run:
    """Check documents that are already cut into raw pieces.

    With `update_baseline` everything that is found is accepted and the baseline written anew,
    unless an input could not be read or a check crashed: what was not seen would be forgotten.
    """
    plan = plan or plan_of(settings)
    baseline = _baseline(settings, update_baseline)
    store = Store(Path(settings.cache_dir) / "results.sqlite" if settings.cache else None)
    jobs = settings.jobs or os.cpu_count() or 1
    with _judge(settings, plan) as judge:
        book = pipeline.run(
            plan,
            inputs,
            store,
            functools.partial(local.execute, jobs=jobs, judge=judge),
            record=_record(plan, settings),
            limit=config.gate_limit(settings),
            baseline=baseline,
            progress=progress,
        )
    book.rules = rules()
    if baseline is not None:
        if update_baseline and not book.summary.problems:
            with whole_file(Path(settings.baseline or "")) as out:
                out.writelines(baseline.lines())
        baseline.close()
    if settings.cache:
        store.prune()
    return Run(book, judge.traffic if judge else None)


@contextlib.contextmanager
def _judge(settings: config.Settings, plan: Plan) -> Iterator[Judge | None]:
    endpoint = judge_of(settings) if plan.judge_signature else None
    if endpoint is None:
        yield None
        return
    cache = Path(settings.cache_dir) / "judge.sqlite" if settings.cache else None
    with contextlib.closing(Judge(endpoint, cache)) as judge:
        yield judge


def _baseline(settings: config.Settings, update: bool) -> Baseline | None:
    if settings.baseline is None:
        if update:
            raise UsageError("--update-baseline wants a --baseline to write")
        return None
    return Baseline(Path(settings.baseline), accept=update)


def check_paths(
    paths: Sequence[str | Path],
    *,
    progress: pipeline.Progress | None = None,
    **settings: Any,
) -> Run:
    """Check files and folders; `settings` are those of `mtqc.toml` with underscores.

    Raises `mtqc.core.errors.UsageError` for wrong settings. An input that can't be read
    raises nothing: it stands in `problems()` and in `summary.problems`.
    """
    made = settings_of(settings)
    plan = plan_of(made)
    found = found_in([str(path) for path in paths], made, plan)
    return run_inputs(made, found, progress=progress, plan=plan)


def check_text(text: str, **settings: Any) -> Run:
    """Check one text in this process, without a cache; `settings` as in `check_paths`."""
    made = settings_of({"cache": False, "jobs": 1, **settings})
    raw = Raw(name="text", reader="text", data=text.encode("utf-8", "replace"))
    return run_inputs(made, [raw])


def settings_of(values: dict[str, Any]) -> config.Settings:
    return config.load(None, {key.replace("_", "-"): value for key, value in values.items()})


def render_to(renderer: Renderer, report: Report, out: BinaryIO) -> None:
    """Render to an open stream; a reader that went away (`| head`) is no error."""
    with contextlib.suppress(BrokenPipeError):
        renderer.render(report, out)
        out.flush()


def read_report(path: Path) -> Report:
    """A JSON-lines report as it was. Raises `UsageError` where it is none."""
    from mtqc.engine.readback import read_back

    try:
        book = read_back(path)
    except OSError as error:
        raise UsageError(f"can't read {path}: {error.strerror}") from None
    except (msgspec.DecodeError, ValueError) as error:
        raise UsageError(f"{path} is not a report of mtqc: {error}") from None
    book.rules = rules()
    return book
