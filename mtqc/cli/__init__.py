"""The command line: one file per command, loaded when it is asked for."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from importlib import import_module

import click

from mtqc import __version__
from mtqc.core.errors import UsageError

# Command: the module of this package that defines `command`, and its one-line help.
_COMMANDS = {
    "check": ("check", "Check files and folders; - is standard input."),
    "names": ("names", "List every name with more than one spelling."),
    "compare": ("compare", "Compare systems: BLEU, chrF, TER, similarity, significance."),
    "rules": ("rules", "List all checks."),
    "explain": ("explain", "Say what a check flags and why, with examples."),
    "report": ("report", "Render a finished run again, in any format."),
    "eval": ("evaluate", "Measure precision and recall on annotated articles."),
    "init": ("init", "Write a commented mtqc.toml."),
    "completion": ("completion", "Print the completion script of a shell."),
}


class _Commands(click.Group):
    """Knows all commands by name without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"mtqc.cli.{_COMMANDS[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`mtqc COMMAND --help` tells a command's options.",
)
@click.version_option(__version__, prog_name="mtqc")
def cli() -> None:
    """Find what is garbled in machine-translated text, why, and what it should probably say.

    \b
    mtqc check articles/                       the report on the terminal and in reports/
    mtqc check new.txt --fail-on major         exit code 1 when there is a serious issue
    """


def main() -> None:
    """Entry point. Exit codes: 0 passed, 1 gate failed, 2 wrong usage, unreadable input, crash."""
    # Our matrices are small and our processes many: a maths library's own threads only get in
    # the way. It reads this when numpy is first imported, here or in a worker.
    for library in ("OPENBLAS", "MKL", "OMP"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    # As in the workers (engine/local.py): nearly nothing here has cycles.
    gc.set_threshold(50_000, 20, 100)
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = 2
    except click.exceptions.Abort:
        code = _interrupted()
    except KeyboardInterrupt:
        code = _interrupted()
    except UsageError as error:
        click.echo(f"mtqc: {error}", err=True)
        code = 2
    except BrokenPipeError:
        # The reader of our output went away: there is nobody left to tell.
        sys.stderr.close()
        code = 0
    except Exception:
        # Python's own exit code for this is 1, which would read as "the gate failed".
        traceback.print_exc()
        click.echo(f"mtqc: that is a bug of mtqc {__version__}, not of your input", err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _interrupted() -> int:
    click.echo("mtqc: interrupted; the same command goes on where this one stopped", err=True)
    return 130
