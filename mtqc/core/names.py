"""One row of the names table: a name and its spellings."""

from __future__ import annotations

import msgspec

from mtqc.core.issue import Place


class NameForm(msgspec.Struct, frozen=True, kw_only=True):
    """One spelling: how often, in how many documents, where first."""

    form: str
    count: int
    documents: int
    first: Place


class NameCluster(msgspec.Struct, frozen=True, kw_only=True):
    """Spellings that stand for one name, most frequent first.

    `right` is the likely right form or None where nothing speaks for any;
    `confidence` is that of the spellings being one name, in 0..1.
    """

    forms: tuple[NameForm, ...]
    right: str | None
    confidence: float
    why: str
