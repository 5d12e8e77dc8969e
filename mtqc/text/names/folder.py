"""The names of a folder: every spelling counted, rare ones held against common ones that sound
alike.

Memory stays small whatever the folder: counts live in a temporary SQLite database, and only
spellings with one consonant skeleton are compared, a bounded number of each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec
from rapidfuzz.distance import OSA

from mtqc.text.names.evidence import derived, family, pinyin
from mtqc.text.names.similarity import similarity
from mtqc.text.names.sound import fold, general, skeleton

_BUFFER = 5_000
# How many spellings of one skeleton are looked at, and with how many common ones each is compared.
_BLOCK = 400
_COMMON = 25
_GIVENS = 4


class Count(msgspec.Struct, frozen=True):
    """A spelling in one document: how often, where first, beside which given names (folded).

    `doubtful`: no public name and no word that is known; then `spots` are all its places.
    """

    form: str
    count: int
    segment: int
    start: int
    end: int
    givens: tuple[str, ...]
    doubtful: bool
    spots: tuple[tuple[int, int, int], ...] = ()


class Total(msgspec.Struct, frozen=True):
    """A spelling in the folder: mentions, documents, and where it stands first."""

    form: str
    count: int
    documents: int
    document: str
    segment: int
    start: int
    end: int


class Link(msgspec.Struct, frozen=True):
    """A rare spelling and the common one that it stands for; `certain`: same given name."""

    form: str
    right: str
    confidence: float
    certain: bool
    given: str | None


class _Row(msgspec.Struct):
    count: int
    documents: int
    document: str
    segment: int
    start: int
    end: int
    givens: dict[str, None]
    doubtful: bool


class Folder:
    """Counts of all spellings. Use as a context manager; nothing of it outlives the run."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}
        self._base = sqlite3.connect("")
        self._base.execute(
            "CREATE TABLE form (form TEXT PRIMARY KEY, key TEXT, count INT, documents INT, "
            "document TEXT, segment INT, start INT, stop INT, givens TEXT, doubtful INT) "
            "WITHOUT ROWID"
        )
        self._base.execute("CREATE TABLE spot (form TEXT, document TEXT, places BLOB)")
        self._base.execute("CREATE TABLE fact (document TEXT, content BLOB)")
        self._spots: list[tuple[str, str, bytes]] = []

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def add(self, document: str, counts: Iterable[Count]) -> None:
        """Counts the spellings of one document; documents come in their order."""
        rows = self._rows
        for c in counts:
            row = rows.get(c.form)
            if row is None:
                row = rows[c.form] = _Row(0, 0, document, c.segment, c.start, c.end, {}, c.doubtful)
            if c.spots:
                self._spots.append((c.form, document, msgspec.msgpack.encode(c.spots)))
            row.count += c.count
            row.documents += 1
            for given in c.givens:
                if len(row.givens) < _GIVENS:
                    row.givens[given] = None
        if len(rows) > _BUFFER:
            self._flush()

    def _flush(self) -> None:
        self._base.executemany(
            "INSERT INTO form VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (form) DO UPDATE SET "
            "count = count + excluded.count, documents = documents + excluded.documents, "
            "givens = CASE WHEN givens = '' THEN excluded.givens ELSE givens END",
            (
                (
                    form, skeleton(general(form)), r.count, r.documents, r.document, r.segment,
                    r.start, r.end, " ".join(r.givens), r.doubtful,
                )
                for form, r in self._rows.items()
            ),
        )  # fmt: skip
        self._rows.clear()
        self._base.executemany("INSERT INTO spot VALUES (?,?,?)", self._spots)
        self._spots.clear()

    def keep(self, document: str, content: bytes) -> None:
        """Keeps what is known of a document until the folder is counted."""
        self._base.execute("INSERT INTO fact VALUES (?,?)", (document, content))

    def kept(self) -> Iterator[tuple[str, bytes]]:
        """What was kept, in the order of the documents."""
        yield from self._base.execute("SELECT document, content FROM fact ORDER BY rowid")

    def spots(self, form: str) -> Iterator[tuple[str, list[tuple[int, int, int]]]]:
        """The documents of a doubtful spelling with its places there, in their order."""
        self._flush()
        rows = self._base.execute(
            "SELECT document, places FROM spot WHERE form = ? ORDER BY rowid", (form,)
        )
        for document, places in rows.fetchall():
            yield document, msgspec.msgpack.decode(places, type=list[tuple[int, int, int]])

    def total(self, form: str) -> Total | None:
        """What is counted of one spelling."""
        self._flush()
        row = self._base.execute(
            "SELECT form, count, documents, document, segment, start, stop FROM form "
            "WHERE form = ?",
            (form,),
        ).fetchone()
        return None if row is None else Total(*row)

    def links(self) -> Iterator[Link]:
        """Rare spellings that probably stand for a common one, by skeleton and then by form."""
        self._flush()
        self._base.execute("CREATE INDEX IF NOT EXISTS spot_form ON spot (form)")
        rows = self._base.execute(
            "SELECT key, form, documents, givens, doubtful FROM form "
            "ORDER BY key, documents DESC, form"
        )
        for _, block in groupby(rows, key=lambda r: r[0]):
            forms: list[tuple[str, str, int, str, int]] = []
            for row in block:
                if len(forms) < _BLOCK:
                    forms.append(row)
            common = [r for r in forms if len(r[1]) >= 4][:_COMMON]
            for row in forms:
                if row[4] and len(row[1]) >= 5:
                    link = _link(row, common)
                    if link is not None:
                        yield link


def _link(
    row: tuple[str, str, int, str, int], common: list[tuple[str, str, int, str, int]]
) -> Link | None:
    _, form, documents, givens, _ = row
    plain = fold(form)
    own_givens = set(givens.split())
    best: Link | None = None
    for _, other, others, other_givens, doubtful in common:
        if other == form or (doubtful and others <= documents):
            continue
        shared = sorted(own_givens & set(other_givens.split())) if own_givens else []
        right = fold(other)
        if not shared and (
            (givens and other_givens)
            or len(plain) < 7
            or others < max(3, 3 * documents)
            or OSA.distance(plain, right, score_cutoff=1) > 1
        ):
            continue
        # Dearest last: in a large folder a block has hundreds of forms.
        if plain == right or family(plain, right) or pinyin(plain, right):
            continue
        if derived(*sorted((plain, right), key=len)):
            continue
        alike = similarity(form, other)
        if alike < (0.8 if shared else 0.93):
            continue
        if best is None or alike > best.confidence:
            best = Link(form, other, alike, bool(shared), shared[0] if shared else None)
    return best
