"""Surface checks: what holds for any text, beside the examples on their pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.checks.invisible_character import InvisibleCharacter
from mtqc.checks.leftover_markup import LeftoverMarkup
from mtqc.checks.mixed_script import MixedScript
from mtqc.checks.mojibake import Mojibake
from mtqc.checks.stray_case import StrayCase
from mtqc.checks.stray_punctuation import StrayPunctuation
from mtqc.checks.stray_space import StraySpace
from mtqc.checks.unbalanced_brackets import UnbalancedBrackets
from mtqc.checks.unbalanced_quotes import UnbalancedQuotes
from mtqc.checks.untranslated_span import UntranslatedSpan
from mtqc.checks.wrong_language import WrongLanguage
from mtqc.core.check import DocumentCheck, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.issue import Issue, sealed
from mtqc.core.severity import Severity
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.text.layout import cut

CHECKS: tuple[type[SegmentCheck] | type[DocumentCheck], ...] = (
    InvisibleCharacter,
    LeftoverMarkup,
    MixedScript,
    Mojibake,
    StrayCase,
    StrayPunctuation,
    StraySpace,
    UnbalancedBrackets,
    UnbalancedQuotes,
    UntranslatedSpan,
    WrongLanguage,
)


def found(check: SegmentCheck | DocumentCheck, document: Document) -> list[Issue]:
    features = DocumentFeatures("en", lexicon_for("en"), None)
    if isinstance(check, DocumentCheck):
        return [sealed(issue, s.text) for s, issue in check.check(document, features)]
    return [
        sealed(issue, s.text)
        for s in document.segments
        for issue in check.check(s, document, features)
    ]


def flagged(check: SegmentCheck | DocumentCheck, text: str) -> list[str]:
    return [issue.text for issue in found(check, cut("d", text))]


PIECES = st.sampled_from(
    [*'"“”()].?, $%', *"\u200b\u202e\ufffdΚＴ", "\n\n", "..", "The", "the", "said", "12", "'s"]
) | st.sampled_from(["Ã", "©", "&amp;", "<b>", "**", "নে", "он"])


@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_text_makes_a_check_crash_or_point_outside(text: str) -> None:
    document = cut("d", text)
    for check in CHECKS:
        for issue in found(check(), document):
            assert issue.text


@given(st.lists(PIECES, max_size=30).map("".join))
def test_trigger_finds_every_segment_that_has_an_issue(text: str) -> None:
    document = cut("d", text)
    for check in CHECKS:
        if not issubclass(check, SegmentCheck) or check.trigger is None:
            continue
        matches = [m.span() for m in check.trigger.finditer(document.text)]
        features = DocumentFeatures("en", lexicon_for("en"), None)
        for segment in document.segments:
            if list(check().check(segment, document, features)):
                assert any(a <= segment.end and b >= segment.start for a, b in matches)


@given(st.text(alphabet="abc ,.", max_size=40))
def test_balanced_quotes_and_brackets_are_silent(inner: str) -> None:
    text = f"He said “x{inner}x” and (y{inner}y) [z{inner}z]."
    assert flagged(UnbalancedQuotes(), text) == []
    assert flagged(UnbalancedBrackets(), text) == []


@pytest.mark.parametrize("word", ["Świątek", "Aydoğan", "Przemyśl", "Čapek", "Müller", "naïve"])
def test_mojibake_is_undone(word: str) -> None:
    broken = word.encode("utf-8").decode("cp1252")
    issues = found(Mojibake(), cut("d", f"Then {broken} won."))
    assert [i.text for i in issues] == [broken]
    assert issues[0].suggestions == (word,)


@pytest.mark.parametrize("word", ["Świątek", "Aydoğan", "ÅNGSTRÖM", "CAFÉ™", "SÃO", "À", "Nguyễn"])
def test_accents_are_no_mojibake(word: str) -> None:
    assert flagged(Mojibake(), f"Then {word} won, said “{word}”.") == []


def test_markup_that_the_source_has_is_right() -> None:
    target, source = "<b>Open</b> {{name}}", "<b>Öffnen</b> {{name}}"
    segment = Segment(index=0, start=0, end=len(target), text=target, source=source)
    document = Document(name="d", text=target, segments=(segment,))
    assert found(LeftoverMarkup(), document) == []
    alone = Document(
        name="d",
        text=target,
        segments=(segment.__class__(index=0, start=0, end=len(target), text=target),),
    )
    assert [i.text for i in found(LeftoverMarkup(), alone)] == ["<b>", "</b>", "{{name}}"]


def test_sentence_in_another_script_is_not_also_an_untranslated_span() -> None:
    text = "The mayor left. Президент вчера вечером вернулся домой в город. He is back."
    assert flagged(UntranslatedSpan(), text) == []
    assert flagged(WrongLanguage(), text) == ["Президент вчера вечером вернулся домой в город."]


@pytest.mark.parametrize(
    "text",
    [
        "Le maire de la ville a dit que les travaux ne sont pas finis.",
        "El alcalde de la ciudad dijo que no hay dinero para las obras.",
        "Burmistrz miasta nie jest w domu, ale jego zastępca już tak.",
        "O prefeito da cidade não sabe mais o que fazer com a ponte.",
        "Wali kota tidak akan datang ke jembatan itu karena sudah malam.",
    ],
)
def test_wrong_language_is_serious(text: str) -> None:
    issues = found(WrongLanguage(), cut("d", text))
    assert [i.severity for i in issues] == [Severity.MAJOR]


def test_quotation_over_paragraphs_is_right_and_its_lost_end_is_not() -> None:
    whole = "“One.\n\n“Two.” He left.\n\nThen “three” came."
    assert flagged(UnbalancedQuotes(), whole) == []
    assert flagged(UnbalancedQuotes(), "He said “one. He left.\n\nThen “three” came.") == ["“"]


def test_one_text_in_tokens_is_a_style_and_one_slip_is_not() -> None:
    assert flagged(StraySpace(), "He came , saw and left . She , too , went home .") == []
    assert flagged(StraySpace(), "He came , saw and left. She, too, went home.") == [" ,"]
