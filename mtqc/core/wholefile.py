"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mtqc.core.errors import UsageError

# Letters of a long name that its temporary neighbour keeps, so that it is no name too long.
_KEPT = 100


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `target` once all is written.

    What is no file, such as `/dev/null` or a pipe, is not replaced: it is written to.

    Raises `UsageError` where none can be made there.
    """
    if target.exists() and not target.is_file() and not target.is_dir():
        try:
            out = target.open("wb")
        except OSError as error:
            raise UsageError(f"can't write {target}: {error.strerror}") from None
        with out:
            yield out
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:_KEPT]}.")
    except OSError as error:
        raise UsageError(f"can't write {target}: {error.strerror}") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
