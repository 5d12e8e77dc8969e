"""mtqc names"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from mtqc.cli.check import exit_code
from mtqc.cli.options import progress_options, settings_from, settings_options
from mtqc.core.errors import UsageError


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "csv", "html"]),
    default="text",
    help="text (default), jsonl, csv or html.",
)
@click.option(
    "--write",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Also write the likely right forms as a list that --names reads.",
)
@settings_options
@progress_options
def command(
    paths: tuple[str, ...],
    form: str,
    write: str | None,
    config_path: str | None,
    quiet: bool,
    verbose: bool,
    no_progress: bool,
    color: str,
    **options: Any,
) -> int:
    """List every name with more than one spelling: forms, counts, places, likely right form.

    An editor corrects the list that --write makes once, and every later run knows:

    \b
    mtqc names articles/ --write names.txt
    mtqc check articles/ --names names.txt
    """
    from mtqc import run
    from mtqc.cli import judge, progress
    from mtqc.reports import names_table

    # The names need no encoder, unless checks that do are asked for by name.
    chosen = {"select": ("names",), "fast": True} if not options["select"] else {}
    settings = settings_from({**options, **chosen}, config_path)
    # A baseline holds the issues of all checks: for the names alone most of it would be gone.
    settings = msgspec.structs.replace(settings, baseline=None, ratchet=False)
    plan = run.plan_of(settings)
    judge.announce(settings, plan)
    result = progress.checked(settings, plan, paths, shown=not quiet and not no_progress)
    judge.account(result)
    clusters = result.summary.names
    if form == "text":
        width = shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120
        click.echo(names_table.as_text(clusters, width), nl=False)
    else:
        click.echo(names_table.FORMATS[form](clusters), nl=False)
    if write is not None:
        try:
            Path(write).write_text(names_table.as_list(clusters), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"can't write {write}: {error.strerror}") from None
        click.echo(f"wrote {write}", err=True)
    return exit_code(result, quiet=quiet)
