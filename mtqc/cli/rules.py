"""mtqc rules"""

from __future__ import annotations

import click

from mtqc.core.check import Check

_WIDE = 240
_ALL_COLUMNS = 150
_MOST_COLUMNS = 100
_SECOND = ("MQM", "ITS 2.0", "needs")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="text (default), json or markdown.",
)
def command(form: str) -> int:
    """List all checks: name, group, severity, what each needs, MQM and ITS 2.0 category."""
    from mtqc.run import available_checks

    rows = [_row(check) for check in available_checks()]
    if form == "json":
        import json

        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form == "markdown":
        click.echo("| " + " | ".join(rows[0]) + " |")
        click.echo("|" + " --- |" * len(rows[0]))
        for row in rows:
            click.echo("| " + " | ".join(row.values()) + " |")
    else:
        from rich.console import Console
        from rich.table import Table

        console = Console()
        # A line a check: what is piped on is not cut, and a narrow terminal gets fewer columns.
        if not console.is_terminal:
            console = Console(width=_WIDE)
        left_out: tuple[str, ...] = ()
        if console.width < _ALL_COLUMNS:
            left_out = ("MQM", "ITS 2.0") if console.width >= _MOST_COLUMNS else _SECOND
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in rows[0]:
            if column not in left_out:
                width = (
                    None
                    if column == "finds"
                    else max(len(cell) for cell in (column, *(r[column] for r in rows)))
                )
                table.add_column(column, no_wrap=True, min_width=width)
        for row in rows:
            table.add_row(*(value for column, value in row.items() if column not in left_out))
        console.print(table)
    return 0


def _row(check: type[Check]) -> dict[str, str]:
    return {
        "name": check.name,
        "group": check.group,
        "severity": check.severity.value,
        "needs": needs_in_words(check),
        "MQM": check.category,
        "ITS 2.0": check.its,
        "finds": check.title(),
    }


def needs_in_words(check: type[Check]) -> str:
    needs = check.needs
    parts = []
    if needs.languages is not None:
        parts.append("/".join(sorted(needs.languages)))
    for flag, word in (
        (needs.source, "source"),
        (needs.reference, "reference"),
        (needs.encoder, "encoder"),
        (needs.readings, "embedded encoder"),
        (needs.language_model, "language model"),
        (needs.judge, "judge"),
    ):
        if flag:
            parts.append(word)
    return ", ".join(parts) or "-"
