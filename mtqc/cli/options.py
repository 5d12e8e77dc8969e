"""Options that several commands share, and how they become settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from mtqc import config
from mtqc.core.errors import UsageError
from mtqc.core.severity import Severity

F = TypeVar("F", bound=Callable[..., Any])


class CheckName(click.ParamType[str]):
    """A check or group, completed by the shell; `CHECK=LEVEL` with `with_level`."""

    name = "check"

    def __init__(self, *, with_level: bool = False, with_groups: bool = True) -> None:
        self._with_level = with_level
        self._with_groups = with_groups

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from mtqc.run import available_checks

        names = [check.name for check in available_checks()]
        if self._with_groups:
            names += sorted({check.group for check in available_checks()})
        if self._with_level:
            names = [f"{name}={level}" for name in names for level in Severity]
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


class ReportFormat(click.ParamType[str]):
    """FORMAT[:PATH], with the format completed by the shell and then the path."""

    name = "report"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from mtqc.run import available_renderers

        if ":" in incomplete:
            return []
        names = [renderer.name for renderer in available_renderers()]
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def settings_options(command: F) -> F:
    """The options of every command that runs checks."""
    level = click.Choice([s.value for s in Severity if s is not Severity.NEUTRAL])
    options = [
        click.option(
            "--select",
            multiple=True,
            type=CheckName(),
            help="Only this check or group; repeatable.",
        ),
        click.option(
            "--ignore", multiple=True, type=CheckName(), help="Not this check or group; repeatable."
        ),
        click.option(
            "--severity",
            multiple=True,
            metavar="CHECK=LEVEL",
            type=CheckName(with_level=True, with_groups=False),
            help="Report this check as neutral, minor, major or critical; repeatable.",
        ),
        click.option(
            "--names",
            type=click.Path(dir_okay=False, exists=True),
            help="Names that are spelled right, one a line.",
        ),
        click.option(
            "--glossary",
            type=click.Path(dir_okay=False, exists=True),
            help="Terms as TSV, CSV or TBX: source term, target term, status.",
        ),
        click.option("--lang", metavar="CODE", help="Language of the texts; else detected."),
        click.option(
            "--source-lang", metavar="CODE", help="Language of the sources; else detected."
        ),
        click.option(
            "--encoder",
            metavar="NAME",
            help="embedded (default), none, or a sentence-transformers model by path or hub name.",
        ),
        click.option(
            "--lm",
            metavar="NAME",
            help="A masked or causal language model by path or hub name: surprising words.",
        ),
        click.option(
            "--judge",
            metavar="URL",
            envvar="MTQC_JUDGE_URL",
            help="Ask the OpenAI-compatible endpoint URL for errors: the texts go there. "
            "Also from MTQC_JUDGE_URL; never from a file.",
        ),
        click.option("--judge-model", metavar="NAME", help="The model to ask at --judge."),
        click.option(
            "--judge-budget",
            type=click.IntRange(min=0),
            metavar="N",
            help="At most N requests to --judge (1000); 0 only counts what would be asked.",
        ),
        click.option("--fast", is_flag=True, default=None, help="No learned model at all."),
        click.option("--fail-on", type=level, help="Exit 1 when there is such an issue."),
        click.option(
            "--max-rate",
            type=click.FloatRange(min=0),
            metavar="N",
            help="Exit 1 above N serious issues per 1000 words.",
        ),
        click.option(
            "--min-score",
            type=click.FloatRange(0, 100),
            metavar="N",
            help="Exit 1 when a document scores below N.",
        ),
        click.option(
            "--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Worker processes."
        ),
        click.option(
            "--resume/--no-cache",
            "cache",
            default=None,
            help="Finished documents are not done again (default), or are.",
        ),
        click.option(
            "--config",
            "config_path",
            type=click.Path(dir_okay=False, exists=True),
            help="This configuration file instead of the nearest mtqc.toml.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def progress_options(command: F) -> F:
    options = [
        click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors."),
        click.option("--verbose", "-v", is_flag=True, help="Print every sentence with an issue."),
        click.option("--no-progress", is_flag=True, help="No progress line."),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="Colours in the text report; auto: on a terminal.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def settings_from(options: dict[str, Any], config_path: str | None) -> config.Settings:
    """The command line's options over the configuration file's. Raises `UsageError`."""
    overrides: dict[str, Any] = {}
    for key, value in options.items():
        if value is None or value == ():
            continue
        if key == "severity":
            value = dict(_check_and_level(item) for item in value)
        elif isinstance(value, tuple):
            value = list(value)
        overrides[key.replace("_", "-")] = value
    path = Path(config_path) if config_path else config.find(Path.cwd())
    return config.load(path, overrides)


def _check_and_level(item: str) -> tuple[str, str]:
    check, equals, level = item.partition("=")
    if not equals or level not in [s.value for s in Severity]:
        raise UsageError(
            f"--severity wants CHECK=LEVEL with neutral, minor, major or critical, not {item!r}"
        )
    return check, level
