"""Files with the outputs of systems, read side by side and compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from mtqc.comparison.systems import compare, same_length
from mtqc.core.comparison import Comparison
from mtqc.core.errors import UsageError
from mtqc.core.reader import UnreadableInput
from mtqc.readers import sides


def compare_files(
    hypotheses: Sequence[str | Path],
    references: Sequence[str | Path] = (),
    source: str | Path | None = None,
    **options: Any,
) -> Comparison:
    """`compare` for files (`mtqc.readers.sides.read` says which); systems are named after them.

    Without `references` and `source` they are taken from the rows of the hypotheses.
    """
    paths = [str(path) for path in hypotheses]
    if not paths:
        raise UsageError("name at least one file with a system's output")
    outputs = [_read(path) for path in paths]
    names = names_of(paths)
    given: dict[str, Sequence[str | None]] = {}
    if references:
        files = [str(path) for path in references]
        read = [_read(path, as_reference=True) for path in files]
        for name, side in zip(names_of(files), read, strict=True):
            given[name] = side.texts
            same_length(paths[0], len(outputs[0].texts), side.path, len(side.texts))
    for side in outputs:
        same_length(paths[0], len(outputs[0].texts), side.path, len(side.texts))
        if not references:
            for name, texts in side.references.items():
                _same_rows(given.setdefault(name, texts), texts, side.path, "reference")
    if not given:
        raise UsageError("there is no reference: name one with --ref")
    sources: Sequence[str | None] | None = None
    if source is not None:
        side = _read(str(source))
        same_length(paths[0], len(outputs[0].texts), side.path, len(side.texts))
        sources = side.texts
    else:
        for side in outputs:
            if side.sources is not None:
                sources = sources or side.sources
                _same_rows(sources, side.sources, side.path, "source")
    return compare(
        {name: side.texts for name, side in zip(names, outputs, strict=True)},
        given,
        sources=sources,
        paths=dict(zip(names, paths, strict=True)),
        **options,
    )


def names_of(paths: Sequence[str]) -> list[str]:
    """A name for each file: its own without the format's suffix, and as much of its folders as it
    takes to tell it from the others. Raises `UsageError` where a file is named twice."""
    deepest = max((len(PurePath(path).parts) for path in paths), default=1)
    for depth in range(1, deepest + 1):
        for bare in (True, False):
            names = ["/".join(PurePath(_bare(p) if bare else p).parts[-depth:]) for p in paths]
            if len(set(names)) == len(names):
                return names
    twice = next(path for path in paths if paths.count(path) > 1)
    raise UsageError(f"{twice} is named twice")


def _bare(path: str) -> str:
    if path == sides.STANDARD_INPUT:
        return "stdin"
    for suffixes in (sides.PACKED, (*sides.JSON_LINES, *sides.TABLES, ".txt")):
        pure = PurePath(path)
        if pure.suffix.lower() in suffixes and pure.stem:
            path = str(pure.with_suffix(""))
    return path


def _read(path: str, *, as_reference: bool = False) -> sides.Side:
    try:
        side = sides.read(path, as_reference=as_reference)
    except UnreadableInput as error:
        raise UsageError(f"can't read {path}: {error}") from None
    if not side.texts:
        raise UsageError(f"{path} is empty")
    return side


def _same_rows(
    known: Sequence[str | None], texts: Sequence[str | None], path: str, what: str
) -> None:
    for number, (one, other) in enumerate(zip(known, texts, strict=True), start=1):
        if one is not None and other is not None and one != other:
            raise UsageError(f"{path}, row {number}: another {what} than the files before it have")
