"""The console that text reports are printed on."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from rich.console import Console

_MOST = 120
_WITHOUT_TERMINAL = 100


@contextlib.contextmanager
def console_on(
    out: BinaryIO, *, color: bool | None, width: int | None, least: int = 0
) -> Iterator[Console]:
    """A console that writes to `out` and leaves it open.

    `color`: None for what the terminal can. `width`: cells, None for the terminal's own (at most
    120) or 100 where there is none; never below `least`.
    """
    from rich.console import Console

    terminal = out.isatty()
    own = min(_MOST, shutil.get_terminal_size().columns) if terminal else _WITHOUT_TERMINAL
    stream = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="\n")
    console = Console(
        file=stream,
        width=max(least, width or own),
        force_terminal=terminal if color is None else color,
        no_color=None if color is None else not color,
        color_system="auto" if color is None else "standard" if color else None,
        legacy_windows=False,
    )
    try:
        yield console
    finally:
        stream.flush()
        stream.detach()
