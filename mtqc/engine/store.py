"""What documents gave, kept on disk by content: the reason why nothing is done twice.

An entry's key is a digest over the run's signature, the document's name and its bytes, so
an entry is never stale: another text, another version or another option is another key.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from mtqc.core.errors import UsageError
from mtqc.core.reader import Raw
from mtqc.engine.finish import Finished

_KEEP_SECONDS = 30 * 86_400
_FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (
    key BLOB PRIMARY KEY, used INTEGER, document BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (
    key BLOB, chk TEXT, facts BLOB, PRIMARY KEY (key, chk)) WITHOUT ROWID;
"""


class Kept(msgspec.Struct, frozen=True):
    """A worker's result as bytes: the document, and the facts of each corpus check.

    A provisional one serves this run; the next one does the document again.
    """

    key: bytes
    document: bytes
    facts: dict[str, bytes]
    provisional: bool = False


def key_of(signature: str, raw: Raw) -> bytes:
    """16 bytes that name a document's content under a run's signature."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (signature, raw.name, raw.reader, str(raw.line), repr(sorted(raw.hint.items()))):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\x1f")
    digest.update(raw.data)
    return digest.digest()


def pack(
    key: bytes, finished: Finished, facts: dict[str, list[Any]], *, provisional: bool = False
) -> Kept:
    """Bytes for the store."""
    squeeze = zstandard.ZstdCompressor(level=1).compress
    encode = msgspec.msgpack.encode
    return Kept(
        key,
        squeeze(encode(finished)),
        {check: encode(found) for check, found in facts.items() if found},
        provisional,
    )


class Store:
    """A SQLite file of results by key. Safe to be killed at any moment."""

    def __init__(self, path: Path | None) -> None:
        """Open or create it; None keeps everything in a private temporary file."""
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                ignore = path.parent / ".gitignore"
                if not ignore.exists():
                    ignore.write_text("*\n", encoding="utf-8")
            except OSError as error:
                raise UsageError(f"can't write the cache {path}: {error.strerror}") from None
        self._db = self._open(path)
        self._decode = msgspec.msgpack.Decoder(Finished)
        self._expand = zstandard.ZstdDecompressor().decompress
        self._now = int(time.time())

    def _open(self, path: Path | None) -> sqlite3.Connection:
        for attempt in (1, 2):
            db = sqlite3.connect(path or "", timeout=60)
            try:
                if path is not None:
                    db.execute("PRAGMA journal_mode=WAL")
                    db.execute("PRAGMA synchronous=NORMAL")
                (found,) = db.execute("PRAGMA user_version").fetchone()
                if found not in (0, _FORMAT):
                    raise sqlite3.DatabaseError("written by another version")
                if found != _FORMAT:
                    db.executescript(_SCHEMA)
                    db.execute(f"PRAGMA user_version={_FORMAT}")
                db.execute("SELECT count(*) FROM (SELECT key FROM results LIMIT 1)").fetchone()
            except sqlite3.OperationalError as error:
                db.close()
                raise UsageError(f"can't use the cache {path}: {error}") from None
            except sqlite3.DatabaseError:
                # A cache that can't be read is worth nothing: begin anew rather than stop.
                db.close()
                if attempt == 2 or path is None:
                    raise
                for stale in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                    stale.unlink(missing_ok=True)
            else:
                return db
        raise AssertionError("unreachable")

    def __contains__(self, key: bytes) -> bool:
        row = self._db.execute("SELECT 1 FROM results WHERE key=? AND used > 0", (key,)).fetchone()
        return row is not None

    def add(self, kept: Kept) -> None:
        """Durable at the next `commit`."""
        # A time before 1970 marks what is provisional.
        used = -self._now if kept.provisional else self._now
        self._db.execute(
            "INSERT OR REPLACE INTO results VALUES (?,?,?)", (kept.key, used, kept.document)
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO facts VALUES (?,?,?)",
            [(kept.key, check, blob) for check, blob in sorted(kept.facts.items())],
        )

    def commit(self) -> None:
        self._db.commit()

    def get(self, key: bytes) -> Finished:
        row = self._db.execute("SELECT document FROM results WHERE key=?", (key,)).fetchone()
        if row is None:
            raise KeyError(key.hex())
        return self._decode.decode(self._expand(row[0]))

    def facts(self, keys: Iterator[bytes], check: str, fact_type: type[Any]) -> Iterator[Any]:
        """The facts of one corpus check over documents, in the order of `keys`."""
        decode = msgspec.msgpack.Decoder(list[fact_type]).decode  # type: ignore[valid-type]
        for key in keys:
            row = self._db.execute(
                "SELECT facts FROM facts WHERE key=? AND chk=?", (key, check)
            ).fetchone()
            if row is not None:
                yield from decode(row[0])

    def prune(self) -> None:
        """Forget what no run has used for thirty days."""
        old = (self._now - _KEEP_SECONDS,)
        self._db.execute(
            "DELETE FROM facts WHERE key IN (SELECT key FROM results WHERE abs(used) < ?)", old
        )
        self._db.execute("DELETE FROM results WHERE abs(used) < ?", old)
        self._db.commit()

    def touch(self, keys: Iterator[bytes]) -> None:
        """Note that these entries are still in use."""
        self._db.executemany(
            "UPDATE results SET used=? WHERE key=? AND used > 0 AND used<?",
            ((self._now, key, self._now - 86_400) for key in keys),
        )
        self._db.commit()

    def close(self) -> None:
        self._db.close()
