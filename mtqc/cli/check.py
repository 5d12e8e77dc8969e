"""mtqc check"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from mtqc.cli.options import progress_options, settings_from, settings_options

_DEFAULT_REPORTS = ("text", "jsonl:reports/mtqc.jsonl", "html:reports/mtqc.html")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--report",
    multiple=True,
    metavar="FORMAT[:PATH]",
    help="text, jsonl, json, csv, parquet, html or markdown; repeatable; no PATH: standard output. "
    "Without it: text to standard output, reports/mtqc.jsonl and reports/mtqc.html.",
)
@settings_options
@progress_options
def command(
    paths: tuple[str, ...],
    report: tuple[str, ...],
    config_path: str | None,
    quiet: bool,
    verbose: bool,
    no_progress: bool,
    color: str,
    **options: Any,
) -> int:
    """Check files and folders of machine-translated text, sentence by sentence.

    PATH is a file, a folder (read recursively) or - for standard input: plain text, Markdown,
    HTML, JSON lines, JSON, CSV, TSV, DOCX, Parquet, and gzip or zstd of each.

    Exit codes: 0 done and gate passed, 1 gate failed (--fail-on, --max-rate, --min-score),
    2 wrong usage, an input that could not be read, or a check that crashed.
    """
    from mtqc import run
    from mtqc.cli import progress

    settings = settings_from({**options, "report": report}, config_path)
    wanted = [target_of(spec) for spec in settings.report or _DEFAULT_REPORTS]
    renderers = [(run.renderer_for(name), path) for name, path in wanted]
    plan = run.plan_of(settings)
    result = progress.checked(settings, plan, paths, shown=not quiet and not no_progress)

    for renderer, path in renderers:
        if path is not None:
            run.write_report(renderer, result.report, path)
        elif not (quiet and renderer.name == "text"):
            run.render_to(
                tuned(renderer, color=color, verbose=verbose), result.report, sys.stdout.buffer
            )
    if not quiet:
        for _, path in renderers:
            if path is not None:
                click.echo(f"wrote {path}", err=True)
    return exit_code(result, quiet=quiet)


def exit_code(result: Any, *, quiet: bool) -> int:
    """2 for problems, 1 for a broken limit, else 0; says why on standard error."""
    summary = result.summary
    if summary.problems:
        for problem in result.problems():
            what = problem.document or "the folder"
            check = f" [{problem.check}]" if problem.check else ""
            click.echo(f"mtqc: {what}{check}: {problem.message}", err=True)
        return 2
    if not summary.gate.passed:
        if not quiet:
            for reason in summary.gate.reasons:
                click.echo(f"mtqc: gate failed: {reason}", err=True)
        return 1
    return 0


def target_of(spec: str) -> tuple[str, Path | None]:
    name, colon, path = spec.partition(":")
    return name, None if not colon or path in ("", "-") else Path(path)


def tuned(renderer: Any, *, color: str, verbose: bool) -> Any:
    """The text report, as the terminal and the options want it."""
    import dataclasses

    if renderer.name != "text" or not dataclasses.is_dataclass(renderer):
        return renderer
    wanted = {"auto": sys.stdout.isatty(), "always": True, "never": False}[color]
    return dataclasses.replace(renderer, color=wanted, verbose=verbose)  # type: ignore[type-var]
