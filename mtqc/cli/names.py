"""mtqc names"""

from __future__ import annotations

import csv
import io
import sys
from typing import Any

import click
import msgspec

from mtqc.cli.check import exit_code
from mtqc.cli.options import progress_options, settings_from, settings_options
from mtqc.core.names import NameCluster


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "csv"]),
    default="text",
    help="text (default), jsonl or csv.",
)
@settings_options
@progress_options
def command(
    paths: tuple[str, ...],
    form: str,
    config_path: str | None,
    quiet: bool,
    verbose: bool,
    no_progress: bool,
    color: str,
    **options: Any,
) -> int:
    """List every name with more than one spelling: forms, counts, places, likely right form."""
    from mtqc import run
    from mtqc.cli import progress
    from mtqc.readers.walk import inputs

    settings = settings_from({**options, "select": options["select"] or ("names",)}, config_path)
    plan = run.plan_of(settings)
    found = inputs(list(paths), plan.readers, plan.limits)
    if progress.wanted(quiet=quiet, no_progress=no_progress):
        with progress.Bar(paths) as bar:
            result = run.run_inputs(settings, found, progress=bar, plan=plan)
    else:
        result = run.run_inputs(settings, found, plan=plan)
    clusters = result.summary.names
    if form == "jsonl":
        for cluster in clusters:
            click.echo(msgspec.json.encode(cluster))
    elif form == "csv":
        click.echo(_csv(clusters), nl=False)
    else:
        _table(clusters, color=color)
    return exit_code(result, quiet=quiet)


def _csv(clusters: tuple[NameCluster, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["name", "form", "right", "count", "documents", "document", "segment", "confidence", "why"]
    )
    for number, cluster in enumerate(clusters, 1):
        for form in cluster.forms:
            # A leading sign would make a spreadsheet run the cell as a formula.
            text = f"'{form.form}" if form.form[:1] in "=+-@\t\r" else form.form
            writer.writerow(
                [
                    number,
                    text,
                    cluster.right or "",
                    form.count,
                    form.documents,
                    form.first.document,
                    form.first.segment,
                    cluster.confidence,
                    cluster.why,
                ]
            )
    return out.getvalue()


def _table(clusters: tuple[NameCluster, ...], *, color: str) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    if not clusters:
        click.echo("every name is spelled one way")
        return
    wanted = {"auto": None, "always": True, "never": False}[color]
    width = None if sys.stdout.isatty() else 120
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("likely right", "spellings (times, in documents)", "first seen", "sure", "why"):
        table.add_column(column, overflow="fold")
    for cluster in clusters:
        forms = ", ".join(f"{f.form} ({f.count}, {f.documents})" for f in cluster.forms)
        first = cluster.forms[0].first
        table.add_row(
            escape(cluster.right or "?"),
            escape(forms),
            escape(f"{first.document}, sentence {first.segment + 1}"),
            f"{cluster.confidence:.0%}",
            escape(cluster.why),
        )
    Console(force_terminal=wanted, width=width).print(table)
