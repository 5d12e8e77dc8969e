"""What other languages call days, months and countries."""

from __future__ import annotations

import pytest

from mtqc.checks.foreign_word import _table
from mtqc.training import untranslated

pytest.importorskip("icu")


def test_scripts_are_romanised_with_and_without_accents() -> None:
    assert untranslated.romanised("België", "nl") == {"belgië", "belgie"}
    assert untranslated.romanised("Украина", "ru") == {"ukraina"}
    assert "mangalbar" in untranslated.romanised("मङ्गलबार", "ne")
    assert untranslated.romanised("Mai", "de") == set()


def test_the_shipped_table_is_what_is_made() -> None:
    made = {form for forms in untranslated.table().values() for form in forms}
    assert {"belgie", "ukraina", "vokietija"} <= made
    assert made <= _table().keys()
    # English words, people's names and the English name itself say nothing.
    assert not {"martin", "georgia", "belgium", "china", "julia"} & made
