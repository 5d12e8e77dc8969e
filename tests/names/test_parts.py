"""The parts of the name checks: sounds, similarity, mentions, evidence, the gazetteer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.text.names.borne import Packed, borne, packed
from mtqc.text.names.evidence import cased, derived, family, judge, pinyin
from mtqc.text.names.forms import Form, Spot
from mtqc.text.names.gazetteer import gazetteer
from mtqc.text.names.knowledge import Known
from mtqc.text.names.mentions import mentions
from mtqc.text.names.similarity import read_as_foreign, similarity
from mtqc.text.names.sound import fold, general, readings, skeleton
from mtqc.training import gazetteer as builder
from mtqc.training.names_borne import name_parts

NAMES = st.text(st.sampled_from("abcdefghijklmnoprstuvwyzčšžáéłøüğ'-"), min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Kurtua", "Courtois"),
        ("Vuitsik", "Wójcik"),
        ("Sharier", "Charrier"),
        ("Chaykovskiy", "Tchaikovsky"),
        ("Omali", "O'Malley"),
        ("Mursi", "Morsi"),
        ("Kaddafi", "Gaddafi"),
        ("Shevardnadse", "Shevardnadze"),
    ],
)
def test_what_is_written_by_ear_sounds_like_the_name(heard, written):
    assert similarity(heard, written) > 0.84


@pytest.mark.parametrize(
    ("one", "other"),
    [("Yamada", "Yamamoto"), ("Mansouri", "Masri"), ("Kim", "Kang"), ("Trump", "Biden")],
)
def test_different_names_sound_different(one, other):
    assert similarity(one, other) < 0.75


@given(NAMES, NAMES)
def test_similarity_is_a_symmetric_share(a, b):
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, b) == similarity(b, a)
    assert similarity(a, a) == 1.0


@given(NAMES)
def test_sounds_are_plain_letters_and_skeletons_short(name):
    for code in readings(name):
        assert code.isascii()
        assert code.isalpha()
        assert len(skeleton(code)) <= len(code) + 1
    assert fold(fold(name)) == fold(name)
    assert general(name) == general(name.upper())


def test_the_foreign_spelling_is_the_original():
    assert read_as_foreign("Courtois", "Kurtua") == 1
    assert read_as_foreign("Kurtua", "Courtois") == -1
    assert read_as_foreign("Kurtua", "Kurtuo") == 0


@given(st.text(st.sampled_from("ABabcdéŁ '’-–.,\"\n\u0301𝒜Öt"), max_size=60))
def test_parts_lie_where_they_say(text):
    for mention in mentions(text):
        for part in mention.parts:
            assert text[part.start : part.end].replace("’", "'") == part.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("French President Emmanuel Macron's wife", [["French"], ["Emmanuel", "Macron"]]),
        ("Khalid al-Mansouri and El-Mansory", [["Khalid", "Mansouri"], ["Mansory"]]),
        ("Ursula von der Leyen met George W. Bush", [["Ursula", "Leyen"], ["George", "Bush"]]),
        ("the Trump-Putin meeting", [["Trump", "Putin"]]),
        ("Son Heung-min, N'Golo Kanté", [["Son", "Heung-min"], ["N'Golo", "Kanté"]]),
        ("Robert O’Malley’s pupils", [["Robert", "O'Malley"]]),
        ("In May I'm told Mr. Root left", [["In"], ["Root"]]),
    ],
)
def test_mentions(text, expected):
    assert [[p.text for p in m.parts] for m in mentions(text)] == expected


def test_grammar_of_names():
    assert derived("iran", "iranian")
    assert derived("brook", "brooks")
    assert derived("khabarovsk", "khabarovsky")
    assert not derived("macro", "macron")
    assert family("sorokin", "sorokina")
    assert family("papadopoulos", "papadopoulou")
    assert not family("sandelin", "sendelin")
    assert cased("tusk", "tuskom")
    assert cased("sabalenka", "sabalenką")
    assert cased("soucek", "souckem")
    assert cased("hritcu", "hritcului")
    assert not cased("soucek", "soucen")
    assert pinyin("shanghai", "changhai")
    assert pinyin("xiuying", "xiuyun")
    assert not pinyin("sendelin", "sandelin")


def test_a_public_name_that_the_article_lacks_stands_nowhere():
    own = Known("nvidja", 0.0, False, False, False, False)
    public = Known("nvidia", 3.2, True, False, False, False, True)
    met = Form("Nvidja", own, [Spot(0, 4, 10)], {"tom": "Tom"}, {}, tails=[""], leads=["tom"])
    for pair in (
        (met, Form("Nvidia", public, [], {}, {})),
        (Form("Nvidia", public, [], {}, {}), met),
    ):
        assert judge(*pair).confidence > 0


def test_the_gazetteer_finds_names_by_sound():
    names = gazetteer()
    assert "Geneva" in {e.name for e in names.alone("Jeneva").entries}
    assert "Thibaut Courtois" in {e.name for e in names.full("Tibo", "Kurtua").entries}
    assert "Devendra Fadnavis" in {e.name for e in names.beginning("Devendra").entries}
    assert "guterres" in names.tokens
    assert "table" in names.common
    assert "putin" not in names.common
    assert "Çelik" in names.meaning("steel")


@given(st.sets(st.text("abcz", min_size=1, max_size=16)), st.text("abcz", max_size=16))
def test_packed_words_are_a_set(words: set[str], other: str):
    found = Packed(packed(words))
    assert all(word in found for word in words)
    assert (other in found) == (other in words)
    assert "é" not in found


def test_spellings_that_somebody_bears_are_known():
    assert "hyvonen" in borne()
    assert "hyvosen" not in borne()


def test_the_list_has_words_of_names_alone_and_packs_them_folded():
    assert list(name_parts(["Đorđe Stojanović-Ilić", "von Čvoro", "Юрий"])) == [
        "dorde", "stojanovic", "ilic", "cvoro",
    ]  # fmt: skip


def test_the_index_has_every_listed_name():
    index = (builder.FOLDER / "index.tsv").read_text(encoding="utf-8").splitlines()
    shipped = {tuple(line.split("\t")[::2][:2]) for line in index}
    for kind, letter in (("people", "p"), ("organisations", "o"), ("places", "l")):
        listed = {(letter, n.replace("’", "'")) for n in builder.listed(kind) if len(n) > 2}
        assert not sorted(listed - shipped)
        assert listed


def test_common_words_are_those_written_small():
    sentences = ["The Baker family sells bread."] * 3
    sentences += [
        "A baker came.",
        "Some baker left.",
        "We like Berlin and bread.",
        "Old Berlin bread.",
    ]
    words = builder.common_words(sentences)
    assert "bread" in words
    assert "baker" in words
    assert "berlin" not in words
