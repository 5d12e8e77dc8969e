"""mtqc report"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mtqc.cli.check import target_of, tuned
from mtqc.cli.options import ReportFormat


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False), metavar="RUN.jsonl")
@click.option(
    "--report",
    "reports",
    multiple=True,
    required=True,
    type=ReportFormat(),
    metavar="FORMAT[:PATH]",
    help="Repeatable.",
)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.option("--verbose", "-v", is_flag=True, help="Every sentence with an issue.")
def command(file: str, reports: tuple[str, ...], color: str, verbose: bool) -> int:
    """Render a finished run again, in any format, from its JSON-lines report."""
    from mtqc import run

    targets = run.targets_of(map(target_of, reports))
    report = run.read_report(Path(file))
    for renderer, path in targets:
        if path is None:
            ready = tuned(renderer, color=color, verbose=verbose)
            run.render_to(ready, report, sys.stdout.buffer)
        else:
            for note in run.write_report(renderer, report, path):
                click.echo(f"mtqc: {note}", err=True)
            click.echo(f"wrote {path}", err=True)
    return 0
