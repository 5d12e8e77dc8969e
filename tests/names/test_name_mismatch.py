"""Names against the source: what can write a name in another script, and what can't."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.checks.name_mismatch import NameMismatch
from mtqc.core.document import Document, Segment
from mtqc.core.issue import Issue, sealed
from mtqc.core.severity import Severity
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.text.names.correspondence import fit
from mtqc.text.names.romanise import is_pinyin, source_names

CHECK = NameMismatch()


def found(*pairs: tuple[str, str]) -> list[Issue]:
    """The issues of a document made of (source, target) pairs."""
    segments, at = [], 0
    for index, (source, target) in enumerate(pairs):
        segments.append(
            Segment(index=index, start=at, end=at + len(target), text=target, source=source)
        )
        at += len(target) + 1
    document = Document(
        name="a", text="\n".join(t for _, t in pairs), segments=tuple(segments), lang="en"
    )
    features = DocumentFeatures("en", lexicon_for("en"), None)
    return [sealed(issue, segment.text) for segment, issue in CHECK.check(document, features)]


def flagged(*pairs: tuple[str, str]) -> list[str]:
    return [issue.text for issue in found(*pairs)]


@pytest.mark.parametrize(
    ("source", "spelled"),
    [
        ("Виткофф", "Witkoff"),
        ("Виткофф", "Vitkov"),
        ("Хьюз", "Hughes"),
        ("Шварценеггер", "Schwarzenegger"),
        ("Джонсона", "Johnson"),
        ("Дегтярёвым", "Degtyarev"),
        ("Зеленського", "Zelenskyi"),
        ("Λευτεράκης", "Lefterakis"),
        ("Μπενιζέλου", "Benizelos"),
        ("نتنياهو", "Netanyahu"),
        ("والقاهرة", "Qahira"),
        ("אברמוביץ'", "Abramovich"),
        ("श्रीनिवासन", "Srinivasan"),
        ("নরেন্দ্র", "Narendra"),
        ("ਗੁਰਪ੍ਰੀਤ", "Gurpreet"),
        ("வள்ளியப்பன்", "Valliappan"),
        ("රණසිංහ", "Ranasinghe"),
        ("ジョンソン", "Johnson"),
        ("フレッチャー", "Fletcher"),
        ("젤렌스키", "Zelensky"),
        ("Łukaszewicz", "Lukaszewicz"),
        ("Gröndal", "Groendal"),
        ("Lawrow", "Lavrov"),
    ],
)
def test_what_may_write_a_name(source: str, spelled: str) -> None:
    (name,) = source_names(source)
    best = fit(name, spelled)
    assert best is not None
    assert best.fits
    assert not best.wrong


@pytest.mark.parametrize(
    ("source", "spelled", "wrong", "right"),
    [
        ("Виткофф", "Vitkop", ("ф", "p"), "vitkof"),
        ("Дегтярёвым", "Dektyarev", ("г", "k"), "degtyarev"),
        ("Ломсадзе", "Lopsadze", ("м", "p"), "lomsadze"),
        ("Flókalund", "Fókalund", ("l", ""), "flókalund"),
        ("Серпухов", "Sepukhov", ("р", ""), "serpukhov"),
    ],
)
def test_what_can_not(source: str, spelled: str, wrong: tuple[str, str], right: str) -> None:
    (name,) = source_names(source)
    best = fit(name, spelled)
    assert best is not None
    assert best.wrong == (wrong,)
    assert best.right == right


def test_other_names_are_no_near_miss() -> None:
    (name,) = source_names("Иванов")
    assert fit(name, "Kuznetsov") is None


@pytest.mark.parametrize(
    ("source", "target", "suggests"),
    [
        ("Об этом сказал Ломсадзе.", "Lopsadze said so.", "Lomsadze"),
        ("Он прибыл в Серпухов утром.", "He came to Sepukhov in the morning.", "Serpukhov"),
        ("Встреча с Виткоффом отложена.", "The meeting with Vitkop's team is off.", "Vitkof"),
        ("Ísbúðin á Flókalundi lokar.", "The shop at Fókalund closes.", "Flókalund"),
        ("Frau Breitenhuber kam.", "Ms Breikenhuber came.", "Breitenhuber"),
        ("Ο Παπακωνσταντινίδης έφυγε.", "Papakonspantinidis left.", "Papakonstantinidis"),
    ],
)
def test_a_wrong_consonant_is_major(source: str, target: str, suggests: str) -> None:
    (issue,) = found((source, target))
    assert issue.severity is Severity.MAJOR
    assert issue.suggestions[0] == suggests


def test_scripts_without_certainty_are_minor() -> None:
    (issue,) = found(("ドロゼフスキー氏が来た。", "Mr Drozenfski came."))
    assert issue.severity is Severity.MINOR


def test_a_chinese_name_is_held_against_its_pinyin() -> None:
    (issue,) = found(("班相果村很小。", "The village of Bangxiangguo is small."))
    assert (issue.severity, issue.suggestions) == (Severity.MINOR, ("Banxiangguo",))
    assert not flagged(("班相果村很小。", "The village of Banxiangguo is small."))
    assert not flagged(("朗兰很小。", "Langlants is small."))


def test_pinyin() -> None:
    assert is_pinyin("Xiangguo")
    assert not is_pinyin("Bangxiamp")


def test_a_better_spelling_elsewhere_tells() -> None:
    pairs = [
        ("Приехала Тавокина.", "Tavokina came."),
        ("Ушла Тавокина.", "Then Tavukina left."),
    ]
    (issue,) = found(*pairs)
    assert (issue.text, issue.suggestions) == ("Tavukina", ("Tavokina",))
    assert not flagged(pairs[1])


def test_a_known_name_near_the_source_tells() -> None:
    (issue,) = found(("Он едет в Италию.", "He goes to Itlay."))
    assert issue.suggestions == ("Italy",)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Сказал Ломсадзе.", "Lomsadze said so."),
        ("Сказала Ломсадзе.", "Then Lomsadzeh said so."),
        ("Приехал Хофман.", "Hoffmannn came."),
        ("Команда из Сейняйоки", "The team of Seinäjoki"),
        ("Seinäjoella sataa.", "It rains in Seinäjoki."),
        ("Á Ísafirði rignir.", "It rains in Ísafjörður."),
        ("Paní Rychtářová přišla.", "Ms Rychtářová came."),
        ("Пани Рыхтаржова пришла.", "Ms Rychtářová came."),
        ("Ломсадзе и Лопсадзе пришли.", "Lomsadze and Lopsadze came."),
        ("Он живёт в Барнауле.", "Hrdlička lives there."),
        ("Приехал Ломсадзе.", "The lopsadze came."),
        ("Завод Lopsadze и Ломсадзе.", "The Lopsadze plant and he."),
    ],
)
def test_stays_silent(source: str, target: str) -> None:
    assert not flagged((source, target))


def test_segments_without_a_source_are_passed_over() -> None:
    segment = Segment(index=0, start=0, end=9, text="Lopsadze.")
    document = Document(name="a", text="Lopsadze.", segments=(segment,), lang="en")
    features = DocumentFeatures("en", lexicon_for("en"), None)
    assert not list(CHECK.check(document, features))
    assert CHECK.needs.missing(document, features)


def test_what_is_no_sentence_is_passed_over() -> None:
    many = " ".join(f"Ломсадзе{'абвг'[i % 4]}{'аоуи'[i // 4 % 4]}" for i in range(200))
    assert not flagged((many, "Lopsadze " * 200))


@settings(deadline=None, max_examples=150)
@given(
    source=st.text(
        st.sampled_from("АавкЛлоΑαλمنהलक्ாමයジョー가ABéß' .\u200d"), min_size=1, max_size=30
    ),
    target=st.lists(st.text(st.sampled_from("abklmovšçñ"), min_size=4, max_size=9), max_size=4),
)
def test_any_text_is_survived(source: str, target: list[str]) -> None:
    text = " ".join(w.capitalize() for w in target) or "x"
    for issue in found((source, text)):
        assert issue.text in text


@settings(deadline=None, max_examples=100)
@given(word=st.text(st.sampled_from("abdefgiklmnoprstuvz"), min_size=5, max_size=12))
def test_a_copied_name_always_fits(word: str) -> None:
    (name,) = source_names(word.capitalize())
    best = fit(name, word.capitalize())
    assert best is not None
    assert best.cost == 0
