"""mtqc compare"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mtqc.metrics.corpus import Watch


class _Listed(click.ParamType[tuple[str, ...]]):
    """Names with commas between them."""

    name = "list"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        return tuple(part.strip().lower() for part in str(value).split(",") if part.strip())


@click.command()
@click.argument("hypotheses", nargs=-1, required=True, metavar="HYP...")
@click.option("--ref", "references", multiple=True, metavar="REF", help="A reference; repeatable.")
@click.option("--src", "source", metavar="SRC", help="The source text, to be shown.")
@click.option(
    "--metrics",
    "-m",
    multiple=True,
    type=_Listed(),
    metavar="LIST",
    help="Of bleu, chrf, chrf++, ter, similarity (all); with commas between them, or repeatable.",
)
@click.option("--lang", metavar="CODE", help="Language of outputs and references; else detected.")
@click.option(
    "--tokenize",
    metavar="NAME",
    help="BLEU's tokenizer: 13a, intl, zh, ja-mecab, ko-mecab, char or none; else by language.",
)
@click.option(
    "--encoder",
    metavar="NAME",
    help="For similarity: embedded (English, default), none, or a sentence-transformers model.",
)
@click.option(
    "--test",
    type=click.Choice(["bs", "ar", "none"]),
    help="bs: paired bootstrap (default), with confidence intervals; ar: paired approximate "
    "randomisation.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=1),
    metavar="N",
    help="Resamples or trials; 1000 for bs and 10000 for ar.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    envvar="SACREBLEU_SEED",
    metavar="N",
    help="Of the random numbers; 12345, or what SACREBLEU_SEED says.",
)
@click.option("--baseline", metavar="NAME", help="The system to test against; else the first.")
@click.option(
    "--show",
    type=click.IntRange(min=0),
    default=10,
    metavar="N",
    help="Sentences to show in which the systems differ most; 10.",
)
@click.option("--by", metavar="METRIC", help="The measure that tells how much they differ: chrf.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    default=("text",),
    metavar="FORMAT[:PATH]",
    help="text (default), jsonl, csv, markdown or html; repeatable; no PATH: standard output.",
)
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Worker processes.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but the report and errors.")
@click.option("--no-progress", is_flag=True, help="No progress line.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def command(
    hypotheses: tuple[str, ...],
    references: tuple[str, ...],
    source: str | None,
    metrics: tuple[tuple[str, ...], ...],
    reports: tuple[str, ...],
    jobs: int | None,
    quiet: bool,
    no_progress: bool,
    color: str,
    **options: Any,
) -> int:
    """Compare systems' outputs with references: BLEU, chrF, chrF++, TER and similarity.

    HYP is a system's output: a line for each line of the references, or JSON lines, CSV or TSV
    with a target (and a reference and source, if --ref and --src don't name them) in each row;
    gzip and zstd of each, - for standard input. A system is called as its file is.

    \b
    mtqc compare old.txt new.txt --ref ref.txt --src source.txt
    mtqc compare *.txt --ref ref.a.txt --ref ref.b.txt --baseline old --report html:compare.html
    """
    from mtqc import config
    from mtqc.comparison import compare_files
    from mtqc.core.wholefile import whole_file
    from mtqc.reports.compare import FORMATS

    by_name = {renderer.name: renderer for renderer in FORMATS}
    targets = [_target(spec) for spec in reports]
    config.refuse_unknown([name for name, _ in targets], by_name, "unknown report format")
    given = {key: value for key, value in options.items() if value is not None}
    named = [name for names in metrics for name in names]
    if named:
        given["metrics"] = named
    with _progress(shown=not quiet and not no_progress and sys.stderr.isatty()) as watch:
        result = compare_files(
            hypotheses,
            references,
            source,
            jobs=jobs or os.cpu_count() or 1,
            watch=watch,
            **given,
        )
    for name, path in targets:
        renderer: Any = by_name[name]
        if path is not None:
            with whole_file(path) as out:
                renderer.render(result, out)
            if not quiet:
                click.echo(f"wrote {path}", err=True)
            continue
        if name == "text":
            wanted = {"auto": sys.stdout.isatty(), "always": True, "never": False}[color]
            renderer = dataclasses.replace(renderer, color=wanted)
        with contextlib.suppress(BrokenPipeError):
            renderer.render(result, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    return 0


def _target(spec: str) -> tuple[str, Path | None]:
    name, _, path = spec.partition(":")
    return name, None if path in ("", "-") else Path(path)


@contextlib.contextmanager
def _progress(*, shown: bool) -> Iterator[Watch | None]:
    """A line for each thing that is being done, on standard error; it goes when all is done."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Elapsed())
    with Progress(
        *columns, TextColumn("left"), Remaining(), console=Console(stderr=True), transient=True
    ) as line:
        tasks: dict[str, Any] = {}

        def watch(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = line.add_task(what, total=total)
            line.update(tasks[what], completed=done)

        yield watch
