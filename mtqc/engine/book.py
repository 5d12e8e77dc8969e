"""A run's book: which documents in which order, what the folder added to them, and the summary.

It is a SQLite file, so that a run over millions of documents needs no memory for them, and it
implements `mtqc.core.report.Report`, so that every renderer reads from it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping

import msgspec

from mtqc.core.issue import Issue
from mtqc.core.records import (
    DocumentRecord,
    ProblemRecord,
    RunRecord,
    SegmentRecord,
    SummaryRecord,
)
from mtqc.core.report import Rule
from mtqc.engine.finish import Finished

# `finished` is set where it differs from what the store holds under `key`.
_SCHEMA = """
CREATE TABLE entries (
    ordinal INTEGER PRIMARY KEY, name TEXT, key BLOB, score REAL, finished BLOB, problem BLOB);
CREATE UNIQUE INDEX entry_name ON entries(name);
CREATE INDEX entry_key ON entries(key);
CREATE INDEX entry_score ON entries(score, ordinal);
CREATE TABLE located (name TEXT, segment INTEGER, chk TEXT, issue BLOB);
CREATE INDEX located_name ON located(name);
"""

_encode = msgspec.msgpack.encode
_finished = msgspec.msgpack.Decoder(Finished).decode
_problem = msgspec.msgpack.Decoder(ProblemRecord).decode
_issue = msgspec.msgpack.Decoder(Issue).decode
_segment = msgspec.json.Decoder(SegmentRecord).decode


class BookEntry:
    """Implements `mtqc.core.report.Entry`: a finished document, or the problem in its place."""

    def __init__(self, finished: Finished | None, problem: ProblemRecord | None) -> None:
        self.finished = finished
        self._problem = problem

    @property
    def document(self) -> DocumentRecord | None:
        return self.finished.record if self.finished else None

    @property
    def problems(self) -> tuple[ProblemRecord, ...]:
        if self.finished is not None:
            return self.finished.problems
        return (self._problem,) if self._problem else ()

    def segments(self) -> Iterator[SegmentRecord]:
        if self.finished is not None:
            yield from map(_segment, self.finished.segment_lines.splitlines())

    def lines(self) -> bytes:
        if self.finished is not None:
            return self.finished.lines()
        return b"".join(msgspec.json.encode(p) + b"\n" for p in self.problems)


class Book:
    """First the plan of a run (`expect`, `refuse`, `fail`), in the end its report."""

    run: RunRecord
    summary: SummaryRecord
    rules: Mapping[str, Rule] = {}

    def __init__(self, finished_of: Callable[[bytes], Finished] | None = None) -> None:
        """`finished_of` gives what the store holds under a key."""
        self._finished_of = finished_of
        # An empty name is SQLite's private temporary file, gone with the connection.
        self._db = sqlite3.connect("")
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.executescript(_SCHEMA)
        self._next = 0

    def expect(self, name: str, key: bytes) -> bool:
        """Note a document that will have a result; False where that name is there already."""
        return self._insert(name, key=key)

    def refuse(self, name: str, problem: ProblemRecord) -> None:
        """Note an input that can't be read."""
        self._insert(name, problem=problem)

    def add(self, name: str, finished: Finished | None, problem: ProblemRecord | None) -> None:
        """Note a document that is finished already, or a problem that belongs to none."""
        self._insert(name, finished=finished, problem=problem)

    def _insert(
        self,
        name: str,
        *,
        key: bytes | None = None,
        finished: Finished | None = None,
        problem: ProblemRecord | None = None,
    ) -> bool:
        done = self._db.execute(
            "INSERT OR IGNORE INTO entries VALUES (?,?,?,?,?,?)",
            (
                self._next,
                name,
                key,
                finished.record.score if finished else None,
                _encode(finished) if finished else None,
                _encode(problem) if problem else None,
            ),
        )
        self._next += done.rowcount
        return done.rowcount == 1

    def fail(self, key: bytes, problem: ProblemRecord) -> None:
        """The document of this key gave no result."""
        self._db.execute(
            "UPDATE entries SET key=NULL, problem=? WHERE key=?", (_encode(problem), key)
        )

    def locate(self, name: str, segment: int, issue: Issue) -> None:
        """Keep an issue that a corpus check found in a document."""
        self._db.execute(
            "INSERT INTO located VALUES (?,?,?,?)", (name, segment, issue.check, _encode(issue))
        )

    def discard(self, check: str) -> None:
        """Forget what a corpus check found: it crashed before it was done."""
        self._db.execute("DELETE FROM located WHERE chk=?", (check,))

    def located(self, name: str) -> list[tuple[int, Issue]]:
        rows = self._db.execute(
            "SELECT segment, issue FROM located WHERE name=? ORDER BY rowid", (name,)
        )
        return [(segment, _issue(issue)) for segment, issue in rows]

    def keys(self) -> Iterator[bytes]:
        """Of the documents with a result, in the order of the input."""
        for (key,) in self._db.execute(
            "SELECT key FROM entries WHERE key IS NOT NULL ORDER BY ordinal"
        ):
            yield key

    def replace(self, ordinal: int, finished: Finished, *, keep: bool) -> None:
        """Note a document's score and, with `keep`, what differs from the store's version."""
        self._db.execute(
            "UPDATE entries SET score=?, finished=? WHERE ordinal=?",
            (finished.record.score, _encode(finished) if keep else None, ordinal),
        )

    def ordered(self) -> Iterator[tuple[int, str, BookEntry]]:
        """Ordinal, name and entry, in the order of the input."""
        for ordinal, name, key, finished, problem in self._db.execute(
            "SELECT ordinal, name, key, finished, problem FROM entries ORDER BY ordinal"
        ):
            yield ordinal, name, self._entry(key, finished, problem)

    def entries(self, *, worst_first: bool = False) -> Iterator[BookEntry]:
        # NULL sorts first: inputs that could not be read come before the worst document.
        order = "score, ordinal" if worst_first else "ordinal"
        for key, finished, problem in self._db.execute(
            f"SELECT key, finished, problem FROM entries ORDER BY {order}"
        ):
            yield self._entry(key, finished, problem)

    def _entry(self, key: bytes | None, finished: bytes | None, problem: bytes | None) -> BookEntry:
        if finished is not None:
            return BookEntry(_finished(finished), None)
        if key is not None and self._finished_of is not None:
            return BookEntry(self._finished_of(key), None)
        return BookEntry(None, _problem(problem) if problem is not None else None)

    def close(self) -> None:
        self._db.close()
