"""What holds for every check, built in or not."""

from __future__ import annotations

import pytest

from mtqc.checks import BUILTINS
from mtqc.core.check import Check, CorpusCheck, Flags, Keeps
from mtqc.core.taxonomy import ITS_TYPES, MQM_DIMENSIONS

GROUPS = {"names", "words", "garble", "article", "surface", "bilingual", "reference"}


@pytest.mark.parametrize("check", BUILTINS, ids=lambda c: c.name)
class TestEveryCheck:
    def test_has_a_page(self, check: type[Check]) -> None:
        assert 5 < len(check.title()) < 100
        assert len(check.page()) > 200

    def test_shows_what_it_flags_and_what_it_keeps(self, check: type[Check]) -> None:
        if check.needs.source or check.needs.reference:
            pytest.skip("its examples need more than a target text")
        assert any(isinstance(e, Flags) for e in check.examples)
        assert any(isinstance(e, Keeps) for e in check.examples)

    def test_speaks_the_fields_terms(self, check: type[Check]) -> None:
        assert check.group in GROUPS
        assert check.category.split("/")[0] in MQM_DIMENSIONS
        assert check.its in ITS_TYPES

    def test_a_corpus_check_says_what_its_facts_are(self, check: type[Check]) -> None:
        if issubclass(check, CorpusCheck):
            assert isinstance(check.fact_type, type)


def test_names_are_unique() -> None:
    names = [check.name for check in BUILTINS]
    assert len(set(names)) == len(names)
