"""What a team has accepted: issues that are known, so that only new ones count.

The file is JSON lines, sorted, one entry a line, so that a change of it reads well in a review:

    {"mtqc-baseline":1}
    {"document":"app.po","check":"nonword","text":"frobnize","fingerprint":"0f…","count":1}

An entry is a document, a check and a fingerprint (the flagged words and their near words) and never
a line number; `count` equal issues are known, one more is new. `text` is for the reader alone.
Paths are relative to the file's folder where they lie below it, so that it holds from anywhere.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path, PurePath

import msgspec

from mtqc.core.errors import UsageError
from mtqc.core.issue import Issue
from mtqc.core.records import BaselineUse

_HEADER = {"mtqc-baseline": 1}
_SHOWN = 120
_SCHEMA = """
CREATE TABLE entries (
    document TEXT, fingerprint TEXT, chk TEXT, text TEXT, allowed INTEGER, seen INTEGER,
    PRIMARY KEY (document, fingerprint)) WITHOUT ROWID;
"""


class BaselineEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the file: `count` issues with this fingerprint are known in the document."""

    document: str
    check: str
    text: str
    fingerprint: str
    count: int


class Baseline:
    """Known issues, counted as a run meets them. Memory does not grow with their number."""

    def __init__(self, path: Path, *, accept: bool = False) -> None:
        """Read the baseline in `path`; with `accept` begin an empty one that knows every issue.

        Raises `UsageError` where the file can't be read or is no baseline.
        """
        self._folder = os.path.abspath(path.parent)
        self._accept = accept
        self._places: tuple[str, str] = ("", "")
        self._known = self._new = 0
        # An empty name is SQLite's private temporary file, gone with the connection.
        self._db = sqlite3.connect("")
        self._db.executescript(_SCHEMA)
        if not accept:
            self._db.executemany(
                "INSERT INTO entries VALUES (?,?,?,?,?,0) ON CONFLICT (document, fingerprint)"
                " DO UPDATE SET allowed = allowed + excluded.allowed",
                ((e.document, e.fingerprint, e.check, e.text, e.count) for e in _read(path)),
            )

    def knows(self, document: str, issue: Issue) -> bool:
        """Whether the issue is known; asked once for each issue of a run."""
        place = self._place(document)
        self._db.execute(
            "INSERT INTO entries VALUES (?,?,?,?,0,1)"
            " ON CONFLICT (document, fingerprint) DO UPDATE SET seen = seen + 1",
            (place, issue.fingerprint, issue.check, _shown(issue.text)),
        )
        known = self._accept
        if not known:
            (known,) = self._db.execute(
                "SELECT seen <= allowed FROM entries WHERE document=? AND fingerprint=?",
                (place, issue.fingerprint),
            ).fetchone()
        self._known += bool(known)
        self._new += not known
        return bool(known)

    def use(self) -> BaselineUse:
        """What the run so far had to do with the baseline; `gone` holds once it is over."""
        (gone,) = self._db.execute(
            "SELECT coalesce(sum(max(allowed - seen, 0)), 0) FROM entries"
        ).fetchone()
        return BaselineUse(known=self._known, new=self._new, gone=0 if self._accept else gone)

    def lines(self) -> Iterator[bytes]:
        """The file of a baseline that knows what this run has met, line by line."""
        yield msgspec.json.encode(_HEADER) + b"\n"
        for document, check, text, fingerprint, count in self._db.execute(
            "SELECT document, chk, text, fingerprint, seen FROM entries WHERE seen > 0"
            " ORDER BY document, chk, text, fingerprint"
        ):
            entry = BaselineEntry(
                document=document, check=check, text=text, fingerprint=fingerprint, count=count
            )
            yield msgspec.json.encode(entry) + b"\n"

    def close(self) -> None:
        self._db.close()

    def _place(self, document: str) -> str:
        if self._places[0] != document:
            self._places = (document, _below(document, self._folder))
        return self._places[1]


def _below(document: str, folder: str) -> str:
    """The document's name with its path relative to a folder that it lies in, else as it is."""
    if document == "-":
        return document
    path, mark, rest = document.partition("#")
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:
        return document
    if relative.startswith(os.pardir):
        return document
    return PurePath(relative).as_posix() + mark + rest


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _read(path: Path) -> Iterator[BaselineEntry]:
    decode = msgspec.json.Decoder(BaselineEntry).decode
    try:
        with path.open("rb") as file:
            if _json(next(file, b"")) != _HEADER:
                raise UsageError(
                    f"{path} is not a baseline of this version; --update-baseline writes one"
                )
            for number, line in enumerate(file, 2):
                try:
                    yield decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise UsageError(f"{path}, line {number}: {error}") from None
    except FileNotFoundError:
        raise UsageError(f"there is no baseline {path} yet; --update-baseline writes it") from None
    except OSError as error:
        raise UsageError(f"can't read {path}: {error.strerror}") from None


def _json(line: bytes) -> object:
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
