"""Checks, readers and reports of other packages, found through entry points.

A package adds one by an entry point in the group `mtqc.checks`, `mtqc.readers` or
`mtqc.reports` that names the class. A name that is taken is refused, never replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import entry_points
from typing import Any, TypeVar

from mtqc.core.errors import UsageError

T = TypeVar("T")


def with_plugins(kind: str, builtins: Iterable[T]) -> tuple[T, ...]:
    """The built-ins, then the plugins of `kind` ("checks", "readers", "reports") by name.

    Raises `UsageError` where a plugin can't be loaded or takes a name that is in use.
    """
    found = list(builtins)
    taken = {_name(item): "mtqc" for item in found}
    for point in sorted(entry_points(group=f"mtqc.{kind}"), key=lambda p: (p.name, p.value)):
        owner = point.dist.name if point.dist else point.value
        try:
            item: Any = point.load()
        except Exception as error:
            raise UsageError(
                f"can't load {point.value} of {owner}: {type(error).__name__}: {error}"
            ) from error
        if kind != "checks" and isinstance(item, type):
            item = item()
        name = _name(item)
        if name in taken:
            raise UsageError(
                f"{owner} brings {kind[:-1]} {name!r}, which {taken[name]} has already"
            )
        taken[name] = owner
        found.append(item)
    return tuple(found)


def _name(item: Any) -> str:
    return str(item.name)
