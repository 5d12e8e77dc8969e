"""The sets that measure the name checks: nothing but names is altered, and every place is true."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqc.training import names_sets, names_slips
from mtqc.training.names_sets import Capitals, Text, make, read, recurring_names
from mtqc.training.names_slips import by_confusion, plain, recognisable, slips, through_script

ARTICLE = (
    "Mayor Witkoff Visits Harbour Of Skagen",
    "The mayor, Elena Witkoff, came to Skagen on Monday with her staff.",
    "Later Witkoff told reporters in Skagen that the Russian boats had left on Monday.",
    "The reporters asked Witkoff’s office about the Russian crew.",
    "A spokesman for Elena Witkoff said that the harbour would stay open.",
)
FILLER = tuple(f"On day {n} the mayor was in the harbour and nobody came." for n in range(6))
ALTERED = [Text(f"a{i}", (*ARTICLE, *FILLER[: i % 4])) for i in range(12)]


def table_only(name: str, rng: random.Random) -> list[str]:
    return slips(name, rng, scripts=())


def test_names_are_found_and_other_words_are_not() -> None:
    text = Text("a", ARTICLE)
    names = recurring_names(text, Capitals(ARTICLE))
    assert set(names) == {"Witkoff", "Elena", "Skagen"}
    assert [(m.segment, ARTICLE[m.segment][m.start : m.end]) for m in names["Witkoff"]] == [
        (i, "Witkoff") for i in range(5)
    ]


def test_a_word_that_others_write_small_is_no_name() -> None:
    text = Text("a", ("He met the Senator there.", "He said that the Senator was late."))
    assert set(recurring_names(text, Capitals(text.sentences))) == {"Senator"}
    wider = Capitals([*text.sentences, "Every senator was there on that day."])
    assert not recurring_names(text, wider)


@pytest.mark.parametrize("seed", range(4))
def test_putting_the_names_back_gives_the_document(seed: int) -> None:
    records = make(ALTERED, seed, 0.25, table_only)
    assert sum(bool(r["wrong"]) for r in records) == 9
    for record, text in zip(records, ALTERED, strict=True):
        segments = list(record["segments"])
        for wrong in reversed(record["wrong"]):
            line = segments[wrong["segment"]]
            assert line[wrong["start"] : wrong["end"]] == wrong["text"]
            assert wrong["text"] != wrong["canonical"]
            segments[wrong["segment"]] = (
                line[: wrong["start"]] + wrong["canonical"] + line[wrong["end"] :]
            )
        assert tuple(segments) == text.sentences


def test_a_name_keeps_at_least_one_right_mention() -> None:
    for record in make(ALTERED, 3, 0.0, table_only):
        whole = " ".join(record["segments"])
        for wrong in record["wrong"]:
            assert wrong["canonical"] in whole


def test_half_is_left_untouched_and_the_seed_decides() -> None:
    once = make(ALTERED, 5, 0.5, table_only)
    assert sum(bool(r["wrong"]) for r in once) == 6
    assert once == make(ALTERED, 5, 0.5, table_only)
    assert once != make(ALTERED, 6, 0.5, table_only)


def test_documents_without_names_stay_untouched() -> None:
    records = make([Text("plain", FILLER), *ALTERED[:1]], 1, 0.0, table_only)
    assert [bool(r["wrong"]) for r in records] == [False, True]


def test_a_name_that_has_no_misspelling_is_left_alone() -> None:
    assert all(not r["wrong"] for r in make(ALTERED, 1, 0.0, lambda name, rng: []))


@pytest.mark.parametrize(
    ("name", "form"),
    [("Witkoff", "Vitkoff"), ("Witkoff", "Vitkof"), ("Guterres", "Guteresh"), ("Kuwana", "Kovana")],
)
def test_recognisable(name: str, form: str) -> None:
    assert recognisable(name, form)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Sergei", "Sergey"),
        ("Guðbjörg", "Gudbjorg"),
        ("Witkoff", "Witkoffa"),
        ("Witkoff", "Wtkff"),
        ("Witkoff", "Metzger"),
        ("Trump", "Tlmp"),
        ("Moscow", "Mexico"),
        ("Mulan", "Mlan"),
    ],
)
def test_not_recognisable_or_not_wrong(name: str, form: str) -> None:
    assert not recognisable(name, form)


@given(name=st.text(st.sampled_from("abdefghiklmnoprstuvwyzéöšł"), min_size=4, max_size=11))
def test_confusions_keep_plain_letters(name: str) -> None:
    rng = random.Random(name)
    form = by_confusion(name.title(), rng)
    assert plain(form) == form.lower()
    assert all(recognisable(name, f) for f in slips(name.title(), rng, scripts=()))


@pytest.mark.parametrize("script", names_slips.SCRIPTS)
def test_a_round_trip_comes_back_in_plain_letters(script: str) -> None:
    pytest.importorskip("icu")
    forms = {through_script("Witkoff", script, random.Random(n)) for n in range(20)}
    assert all(f.isascii() and f.isalpha() and f[0].isupper() for f in forms)
    assert any(recognisable("Witkoff", f) for f in forms)


def test_no_misspelling_is_a_word_or_a_name() -> None:
    forms = names_sets.unknown_slips(["Tanaqa"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names_sets, "slips", lambda name, rng: ["Tanaqa", "Tanner", "Tanoqua"])
        assert forms("Tanaka", random.Random(1)) == ["Tanoqua"]


def test_the_command_reads_both_forms_and_writes_the_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names_sets, "slips", table_only)
    packed = tmp_path / "docs.jsonl.gz"
    rows = [
        {"doc": "b", "version": "ref:B", "target": ["the other one"]},
        {"doc": "b", "version": "ref:A", "target": list(ARTICLE)},
        {"doc": "b", "version": "Online-A", "target": ["a machine's"]},
    ]
    packed.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    loose = tmp_path / "docs.jsonl"
    loose.write_text(json.dumps({"doc": "c", "text": [s + "\r" for s in ARTICLE]}))
    assert read([packed, loose]) == [Text("b", ARTICLE), Text("c", ARTICLE)]
    out = tmp_path / "set.jsonl"
    names_sets.main(
        [str(packed), str(loose), "--out", str(out), "--seed", "2", "--share-untouched", "0.5"]
    )
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [r["id"] for r in records] == ["b", "c"]
    assert sum(bool(r["wrong"]) for r in records) == 1
