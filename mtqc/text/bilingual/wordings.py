"""Which sources of a delivery have several translations, and which translations several sources.

Pairs are kept in a temporary SQLite database, so that memory does not grow with the delivery.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

_BATCH = 5_000
# One source that stands in a delivery more often than this is judged by its first places.
_MOST = 10_000


class Wordings:
    """Pairs by digests of source and target, each with what is to be told of it.

    Use as a context manager; nothing of it outlives the run.
    """

    def __init__(self, pairs: Iterable[tuple[str, str, bytes]]) -> None:
        self._base = sqlite3.connect("")
        self._base.execute("PRAGMA journal_mode=OFF")
        self._base.execute("CREATE TABLE pair (source TEXT, target TEXT, content BLOB)")
        rows = iter(pairs)
        while batch := list(islice(rows, _BATCH)):
            self._base.executemany("INSERT INTO pair VALUES (?,?,?)", batch)
        self._base.execute("CREATE INDEX by_source ON pair (source, target)")
        self._base.execute("CREATE INDEX by_target ON pair (target, source)")

    def __enter__(self) -> Wordings:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def of_one_source(self) -> Iterator[list[tuple[str, bytes]]]:
        """For each source with several targets its pairs as (target, content), in their order."""
        for source in self._several("source", "target"):
            yield self._base.execute(
                "SELECT target, content FROM pair WHERE source = ? ORDER BY rowid LIMIT ?",
                (source, _MOST),
            ).fetchall()

    def of_one_target(self) -> Iterator[list[bytes]]:
        """For each target with several sources the first pair of each source, in their order."""
        for target in self._several("target", "source"):
            rows = self._base.execute(
                "SELECT content, min(rowid) AS place FROM pair WHERE target = ? GROUP BY source "
                "ORDER BY place LIMIT ?",
                (target, _MOST),
            )
            yield [content for content, _ in rows.fetchall()]

    def _several(self, one: str, other: str) -> Iterator[str]:
        rows = self._base.execute(
            f"SELECT {one} FROM pair GROUP BY {one} HAVING min({other}) < max({other}) "
            "ORDER BY min(rowid)"
        )
        for (key,) in rows:
            yield key
