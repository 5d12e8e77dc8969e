"""mtqc completion"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script of a shell.

    \b
    bash: eval "$(mtqc completion bash)"        in ~/.bashrc
    zsh:  eval "$(mtqc completion zsh)"         in ~/.zshrc
    fish: mtqc completion fish > ~/.config/fish/completions/mtqc.fish
    """
    from mtqc.cli import cli

    complete = get_completion_class(shell)
    assert complete is not None
    click.echo(complete(cli, {}, "mtqc", "_MTQC_COMPLETE").source())
    return 0
