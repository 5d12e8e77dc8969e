"""The names of a folder: every spelling counted, rare ones held against common ones that sound
alike.

Memory stays small whatever the folder: counts live in a temporary SQLite database, and only
spellings with one consonant skeleton are compared, a bounded number of each.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from itertools import groupby, islice
from typing import NamedTuple

import msgspec
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from mtqc.text.names.evidence import derived, family, pinyin, same_but_for_scheme
from mtqc.text.names.similarity import similarity
from mtqc.text.names.sound import fold

_BUFFER = 20_000
# How many spellings of one skeleton are looked at, and with how many common ones each is compared.
_BLOCK = 400
_COMMON = 25
_GIVENS = 4
# How alike a rare spelling must sound to a common one: with the same given name, one that few
# family names of the folder stand behind or a common one; and without, where it must be as long as
# this and a letter away at most.
_ALIKE_RARE = 0.8
_ALIKE_COMMON = 0.9
_FEW_BEARERS = 8
_ALIKE = 0.93
_LONG = 7


class Count(msgspec.Struct, frozen=True):
    """A spelling in one document: how often, where first, beside which given names (folded).

    `doubtful`: no public name and no word that is known; then `spots` are all its places. `key`:
    its consonant skeleton.
    """

    form: str
    key: str
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
    """A rare spelling and the common one that it stands for; `certain`: same given name, and more
    than another scheme of romanisation."""

    form: str
    right: str
    confidence: float
    certain: bool
    given: str | None


class _Row(msgspec.Struct):
    key: str
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
        # It lives as long as the run: there is nothing to roll back to.
        self._base.execute("PRAGMA journal_mode=OFF")
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
                row = rows[c.form] = _Row(
                    c.key, 0, 0, document, c.segment, c.start, c.end, {}, c.doubtful
                )
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
        if not self._rows:
            return
        self._base.executemany(
            "INSERT INTO form VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (form) DO UPDATE SET "
            "count = count + excluded.count, documents = documents + excluded.documents, "
            "givens = CASE WHEN givens = '' THEN excluded.givens ELSE givens END",
            (
                (
                    form, r.key, r.count, r.documents, r.document, r.segment,
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
        shared = Counter[str]()
        for (givens,) in self._base.execute("SELECT givens FROM form WHERE givens != ''"):
            shared.update(givens.split())
        common_givens = frozenset(g for g, bearers in shared.items() if bearers > _FEW_BEARERS)
        rows = self._base.execute(
            "SELECT key, form, documents, givens, doubtful FROM form "
            "ORDER BY key, documents DESC, form"
        )
        for _, block in groupby(rows, key=lambda r: r[0]):
            forms = [
                _Spelled(form, fold(form), documents, frozenset(givens.split()), bool(doubtful))
                for _, form, documents, givens, doubtful in islice(block, _BLOCK)
            ]
            common = [s for s in forms if len(s.form) >= 4][:_COMMON]
            plain = [s.plain for s in common]
            for spelled in forms:
                if spelled.doubtful and len(spelled.form) >= 5:
                    link = _link(spelled, common, plain, common_givens)
                    if link is not None:
                        yield link


class _Spelled(NamedTuple):
    form: str
    plain: str
    documents: int
    givens: frozenset[str]
    doubtful: bool


def _link(
    rare: _Spelled, common: list[_Spelled], plain: list[str], common_givens: Set[str]
) -> Link | None:
    """The likely right spelling among `common`, whose plain letters are `plain`."""
    near = {i for i, s in enumerate(common) if not rare.givens.isdisjoint(s.givens)}
    if len(rare.plain) >= _LONG:
        letters = extract_iter(rare.plain, plain, scorer=OSA.distance, score_cutoff=1)
        near.update(
            i
            for _, _, i in letters
            if common[i].documents >= max(3, 3 * rare.documents)
            and not (rare.givens and common[i].givens)
        )
    best: Link | None = None
    for i in sorted(near):
        other = common[i]
        if other.form == rare.form or (other.doubtful and other.documents <= rare.documents):
            continue
        if rare.plain == other.plain or family(rare.plain, other.plain):
            continue
        if pinyin(rare.plain, other.plain):
            continue
        if derived(*sorted((rare.plain, other.plain), key=len)):
            continue
        alike = similarity(rare.form, other.form)
        # A given name that few have says the most, and comes first.
        shared = sorted(rare.givens & other.givens, key=lambda g: (g in common_givens, g))
        need = _ALIKE
        if shared:
            need = _ALIKE_COMMON if shared[0] in common_givens else _ALIKE_RARE
        if alike < need:
            continue
        if best is None or alike > best.confidence:
            given = shared[0] if shared else None
            certain = given is not None and not same_but_for_scheme(rare.form, other.form)
            best = Link(rare.form, other.form, alike, certain, given)
    return best
