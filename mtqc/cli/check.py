"""mtqc check"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from mtqc.cli.options import ReportFormat, progress_options, settings_from, settings_options

_DEFAULT_REPORTS = ("text", "jsonl:reports/mtqc.jsonl", "html:reports/mtqc.html")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--report",
    multiple=True,
    type=ReportFormat(),
    metavar="FORMAT[:PATH]",
    help="text, jsonl, json, csv, parquet, html, markdown, sarif, junit, gitlab, github, rdjson, "
    "tap or xliff; repeatable; no PATH: standard output. "
    "Without it: text to standard output, reports/mtqc.jsonl and reports/mtqc.html.",
)
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False),
    help="Known issues: only what is not in this file counts for the gate.",
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help="Accept everything found: write it to the baseline.",
)
@click.option(
    "--ratchet",
    is_flag=True,
    default=None,
    help="Exit 1 also when an issue of the baseline no longer occurs.",
)
@click.option(
    "--source",
    type=click.Path(dir_okay=False, exists=True),
    help="The source of PATH: plain text line by line, a catalogue of one language key by key.",
)
@click.option(
    "--reference",
    type=click.Path(dir_okay=False, exists=True),
    help="A human translation of the same, line by line or key by key.",
)
@settings_options
@progress_options
def command(
    paths: tuple[str, ...],
    report: tuple[str, ...],
    update_baseline: bool,
    config_path: str | None,
    quiet: bool,
    verbose: bool,
    no_progress: bool,
    color: str,
    **options: Any,
) -> int:
    """Check files and folders of machine-translated text, sentence by sentence.

    PATH is a file, a folder (read recursively) or - for standard input: plain text, Markdown,
    HTML, JSON lines, JSON, CSV, TSV, DOCX, Parquet, XLIFF, TMX, PO, Android, Apple, Java, Flutter
    and i18next catalogues, and gzip or zstd of each.

    Exit codes: 0 done and gate passed, 1 gate failed (--fail-on, --max-rate, --min-score,
    --ratchet, the limits under [gate] in the configuration), 2 wrong usage, an input that could not
    be read, or a check that crashed.
    """
    from mtqc import run
    from mtqc.cli import judge, progress

    settings = settings_from({**options, "report": report}, config_path)
    renderers = run.targets_of(map(target_of, settings.report or _DEFAULT_REPORTS))
    plan = run.plan_of(settings)
    judge.announce(settings, plan)
    result = progress.checked(
        settings,
        plan,
        paths,
        shown=not quiet and not no_progress,
        update_baseline=update_baseline,
    )

    for renderer, path in renderers:
        if path is not None:
            for note in run.write_report(renderer, result.report, path):
                click.echo(f"mtqc: {note}", err=True)
        elif not (quiet and renderer.name == "text"):
            run.render_to(
                tuned(renderer, color=color, verbose=verbose), result.report, sys.stdout.buffer
            )
    if not quiet:
        for _, path in renderers:
            if path is not None:
                click.echo(f"wrote {path}", err=True)
    judge.account(result)
    if update_baseline:
        _say_updated(settings.baseline, result.summary)
    return exit_code(result, quiet=quiet)


def _say_updated(baseline: str | None, summary: Any) -> None:
    if summary.problems:
        click.echo(f"mtqc: {baseline} is as it was, since not everything was checked", err=True)
    else:
        click.echo(f"wrote {baseline}: {summary.baseline.known} known issues", err=True)


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
