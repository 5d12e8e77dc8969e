"""mtqc explain"""

from __future__ import annotations

import dataclasses

import click

from mtqc import config
from mtqc.cli.options import CheckName
from mtqc.cli.rules import needs_in_words
from mtqc.core.check import Check, Flags, Keeps, Pair


@click.command()
@click.argument("check", type=CheckName(with_groups=False))
def command(check: str) -> int:
    """Say what CHECK flags and why, with its options and its good and bad examples."""
    from rich.console import Console
    from rich.markdown import Markdown

    from mtqc.run import available_checks

    by_name = {c.name: c for c in available_checks()}
    config.refuse_unknown([check], by_name, "unknown check")
    page = page_of(by_name[check])
    console = Console()
    if console.is_terminal:
        console.print(Markdown(page))
    else:
        click.echo(page)
    return 0


def page_of(check: type[Check]) -> str:
    """The check's page in Markdown, the same as in docs/checks/."""
    parts = [
        f"# {check.name}: {check.title()}",
        f"severity {check.severity.value} · group {check.group} · "
        f"MQM {check.category} · ITS 2.0 {check.its} · needs {needs_in_words(check)}",
        check.page(),
    ]
    if check.fitted():
        parts.append(f"## Thresholds\n\n{check.fitted()}")
    flagged = [e for e in check.examples if isinstance(e, Flags)]
    kept = [e for e in check.examples if not isinstance(e, Flags)]
    if flagged:
        lines = ["## Flags"]
        for flags in flagged:
            then = f" → “{flags.suggests}”" if flags.suggests else ""
            spans = ", ".join(f"“{span}”" for span in flags.at)
            lines.append(f"- {_text(flags.text)}{_made_with(flags)}  \n  {spans}{then}")
        parts.append("\n".join(lines))
    if kept:
        parts.append("\n".join(["## Keeps", *(f"- {_text(k.text)}{_made_with(k)}" for k in kept)]))
    options = dataclasses.fields(check)
    if options:
        lines = ["## Options", f"Under `[checks.{check.name}]` in mtqc.toml:"]
        lines += [f"- `{o.name}` = `{_default(o)}`" for o in options]
        parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _text(text: str | Pair | tuple[str, ...] | tuple[Pair, ...]) -> str:
    texts = text if isinstance(text, tuple) else (text,)
    return " ⏎⏎ ".join(_pair(t) if isinstance(t, Pair) else _line(t) for t in texts)


def _line(text: str) -> str:
    return " ⏎ ".join(text.splitlines())


def _pair(pair: Pair) -> str:
    more = f", at most {pair.max_length} characters" if pair.max_length is not None else ""
    more += f", {pair.flags}" if pair.flags else ""
    return f"{_line(pair.source)} → {_line(pair.target)} ({pair.source_lang} → {pair.lang}{more})"


def _made_with(example: Flags | Keeps) -> str:
    """The options of an example, as they stand in mtqc.toml."""
    if not example.options:
        return ""
    return " — with " + ", ".join(f"`{k} = {_toml(v)}`" for k, v in example.options.items())


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, str):
        return f"'{value}'" if "\\" in value else f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def _default(option: dataclasses.Field[object]) -> object:
    if option.default is not dataclasses.MISSING:
        return option.default
    if option.default_factory is not dataclasses.MISSING:
        return option.default_factory()
    return ""
