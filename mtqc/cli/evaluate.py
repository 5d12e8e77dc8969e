"""mtqc eval"""

from __future__ import annotations

import json
from typing import Any

import click

from mtqc.cli.options import settings_from, settings_options
from mtqc.evaluation import Figures


@click.command()
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@settings_options
def command(gold: tuple[str, ...], as_json: bool, config_path: str | None, **options: Any) -> int:
    """Measure precision and recall per check on annotated articles.

    GOLD is a folder of JSON files with a garbled and a clean version each, or single files;
    corpora/README.md describes the format.
    """
    from mtqc import evaluation, run
    from mtqc.cli import judge

    articles = evaluation.read_articles(gold)
    settings = settings_from(options, config_path)
    plan = run.plan_of(settings)
    judge.announce(settings, plan)
    result = run.run_inputs(settings, evaluation.raws(articles), plan=plan)
    judge.account(result)
    figures = evaluation.measure(articles, result)
    if as_json:
        click.echo(json.dumps(evaluation.as_dict(figures), indent=1))
    else:
        _print(figures)
    return 2 if result.summary.problems else 0


def _print(figures: Figures) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(
        f"{figures.articles} articles · serious flags: {figures.serious_flags}, "
        f"precision {figures.precision:.3f}, recall {figures.recall:.3f} · any flags: "
        f"precision {figures.any_precision:.3f}, recall {figures.any_recall:.3f}",
        highlight=False,
    )
    console.print(
        f"clean versions: {figures.clean_serious_per_1000_words} serious and "
        f"{figures.clean_any_per_1000_words} of any flags per 1000 words · hard negatives "
        f"flagged: {figures.hard_negatives_flagged} of {figures.hard_negatives}",
        highlight=False,
    )
    checks = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("check", "flags", "on an error", "precision", "on clean text"):
        checks.add_column(column, justify="left" if column == "check" else "right")
    for name, row in figures.by_check.items():
        precision = f"{row.on_error / row.flags:.2f}" if row.flags else "-"
        checks.add_row(name, str(row.flags), str(row.on_error), precision, str(row.clean_flags))
    console.print(checks)
    categories = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("serious errors", "caught", "of"):
        categories.add_column(column, justify="left" if column == "serious errors" else "right")
    for name, (caught, total) in figures.by_category.items():
        categories.add_row(name, str(caught), str(total))
    console.print(categories)
