"""From the paths of a command line to documents, one at a time."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from mtqc.core.reader import Limits, Raw, Reader, Unreadable, UnreadableInput
from mtqc.readers import reader_for
from mtqc.readers.stream import BUFFER, plain, said

STANDARD_INPUT = "-"

_Identity = tuple[int, int]


def inputs(
    paths: Iterable[str | os.PathLike[str]],
    readers: Sequence[Reader],
    limits: Limits,
    *,
    own: Iterable[str] = (),
) -> Iterator[Raw | Unreadable]:
    """The documents under `paths`, in order, each as bytes; what can't be read as `Unreadable`.

    A folder is walked recursively in sorted order; hidden files, devices and files of no known
    kind in it are passed over, a file that is named itself never is. A file that is named twice,
    or named and in a folder that is, is read once. "-" is standard input. Names are the path as
    given and the path below it, with "/". Files of the run's `own` (a glossary, a baseline) are no
    documents of a folder that they lie in.
    """
    given = [os.fspath(path) for path in paths]
    named = {_identity(status) for path in given if (status := _status(path))}
    passed = {_identity(status) for path in own if (status := _status(path))} - named
    seen: set[_Identity] = set()
    for path in given:
        if path == STANDARD_INPUT:
            yield from _documents(sys.stdin.buffer, path, readers, limits)
            continue
        try:
            status = Path(path).stat()
        except (OSError, ValueError) as error:
            yield Unreadable(name=_shown(path), message=said(error))
            continue
        if stat.S_ISDIR(status.st_mode):
            if _identity(status) not in seen:
                yield from _folder(path, readers, limits, named, passed, seen)
        elif _first(status, seen):
            yield from _file(path, readers, limits, quiet=False)


def _folder(
    path: str,
    readers: Sequence[Reader],
    limits: Limits,
    named: set[_Identity],
    passed: set[_Identity],
    seen: set[_Identity],
) -> Iterator[Raw | Unreadable]:
    """What is in a folder, but for what is `named` itself or to be `passed` over; folders `seen`
    are not entered."""
    found = False
    # Folders still to be walked, as the rest of each one's sorted entries.
    stack: list[Iterator[str]] = [iter([path])]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            continue
        try:
            status = Path(entry).stat()
            if stat.S_ISDIR(status.st_mode):
                if _first(status, seen):
                    stack.append(_entries(entry))
                continue
        except OSError as error:
            found = True
            yield Unreadable(name=_shown(entry), message=said(error))
            continue
        if not stat.S_ISREG(status.st_mode) or _identity(status) in passed:
            continue
        if _identity(status) in named:
            found = True
            continue
        for one in _file(entry, readers, limits, quiet=True):
            found = True
            yield one
    if not found:
        yield Unreadable(name=_shown(path), message="no file in this folder can be read")


def _entries(folder: str) -> Iterator[str]:
    base = folder.rstrip("/" + os.sep) + os.sep if folder.strip(os.sep) else folder
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    return (base + name for name in names)


def _status(path: str) -> os.stat_result | None:
    try:
        return Path(path).stat()
    except (OSError, ValueError):
        return None


def _identity(status: os.stat_result) -> _Identity:
    return status.st_dev, status.st_ino


def _first(status: os.stat_result, seen: set[_Identity]) -> bool:
    identity = _identity(status)
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _file(
    path: str, readers: Sequence[Reader], limits: Limits, *, quiet: bool
) -> Iterator[Raw | Unreadable]:
    try:
        with Path(path).open("rb", buffering=BUFFER) as stream:
            yield from _documents(stream, _shown(path), readers, limits, quiet=quiet)
    except OSError as error:
        yield Unreadable(name=_shown(path), message=said(error))


def _documents(
    stream: BinaryIO, name: str, readers: Sequence[Reader], limits: Limits, *, quiet: bool = False
) -> Iterator[Raw | Unreadable]:
    try:
        text = plain(stream, limits)
        head = text.peek(4096)[:4096]
        try:
            reader = reader_for(name, head, readers)
        except UnreadableInput:
            if quiet:
                return
            raise
        yield from _contained(reader, text, name, limits)
    except UnreadableInput as error:
        yield Unreadable(name=name, message=str(error))
    except (OSError, EOFError) as error:
        yield Unreadable(name=name, message=said(error))


def _contained(
    reader: Reader, stream: BinaryIO, name: str, limits: Limits
) -> Iterator[Raw | Unreadable]:
    """What a reader gives; its crash, which one of a third party may do, costs one input."""
    documents = reader.split(stream, name, limits)
    while True:
        try:
            one = next(documents, None)
        except (UnreadableInput, OSError, EOFError):
            raise
        except Exception as error:
            raise UnreadableInput(f"the reader {reader.name} failed: {error!r}") from error
        if one is None:
            return
        yield one


def _shown(path: str) -> str:
    """A path as a document's name: "/" between its parts and nothing that is no character."""
    return os.fsencode(path).decode(errors="replace").replace(os.sep, "/")
