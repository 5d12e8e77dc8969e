"""mtqc init"""

from __future__ import annotations

from pathlib import Path

import click

from mtqc import config
from mtqc.core.errors import UsageError


@click.command()
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(force: bool) -> int:
    """Write a commented mtqc.toml into the working directory."""
    target = Path(config.FILE)
    if target.exists() and not force:
        raise UsageError(f"{target} is there already; --force replaces it")
    target.write_text(config.TEMPLATE, encoding="utf-8")
    click.echo(f"wrote {target}")
    return 0
