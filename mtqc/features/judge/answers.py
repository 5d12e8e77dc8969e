"""Answers kept by what was asked: nothing is asked, or paid for, twice."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mtqc.core.errors import UsageError
from mtqc.features.judge.questions import Named

# Answers cost more than room on a disk.
_KEEP_SECONDS = 365 * 86_400
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, made INTEGER, errors BLOB)"
    " WITHOUT ROWID"
)


def key_of(*parts: str) -> bytes:
    """16 bytes that name a question to a model."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\x1f")
    return digest.digest()


class Answers:
    """A SQLite file of answers by key, each on disk when `put` returns. Two runs may share it."""

    def __init__(self, path: Path | None) -> None:
        """Open or create it; None keeps answers for this run alone. Raises `UsageError`."""
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open(path)
        except (OSError, sqlite3.OperationalError) as error:
            raise UsageError(f"can't use the judge's cache {path}: {error}") from None
        self._now = int(time.time())
        self._decode = msgspec.json.Decoder(list[Named]).decode

    def _open(self, path: Path | None) -> sqlite3.Connection:
        db = sqlite3.connect(path or "", timeout=60)
        try:
            db.execute(_SCHEMA)
        except sqlite3.OperationalError:
            db.close()
            raise
        except sqlite3.DatabaseError:
            # What can't be read holds no answers: begin anew.
            db.close()
            if path is None:
                raise
            path.unlink(missing_ok=True)
            db = sqlite3.connect(path, timeout=60)
            db.execute(_SCHEMA)
        return db

    def get(self, key: bytes) -> list[Named] | None:
        row = self._db.execute("SELECT errors FROM answers WHERE key=?", (key,)).fetchone()
        if row is None:
            return None
        try:
            return self._decode(row[0])
        except msgspec.DecodeError:
            return None

    def put(self, key: bytes, errors: Sequence[Named]) -> None:
        blob = msgspec.json.encode(errors)
        self._db.execute("INSERT OR REPLACE INTO answers VALUES (?,?,?)", (key, self._now, blob))
        self._db.commit()

    def close(self) -> None:
        """Forget answers that are a year old."""
        old = (self._now - _KEEP_SECONDS,)
        self._db.execute("DELETE FROM answers WHERE made < ?", old)
        self._db.commit()
        self._db.close()
