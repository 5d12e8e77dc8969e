"""The annotated articles are what they say, and the files are what is made of them."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
GOLD = sorted([*CORPORA.glob("garbled-news/*.json"), *CORPORA.glob("annotated/*.json")])
SOURCES = sorted(CORPORA.glob("annotated/src/*.txt"))


def _script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


builder = _script(CORPORA / "build.py")
formats = _script(CORPORA / "make_formats.py")
generator = _script(CORPORA.parent / "benchmarks" / "corpus.py")


@pytest.fixture(params=GOLD, ids=lambda path: path.stem)
def article(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    assert loaded["id"] == request.param.stem
    return loaded


def test_both_collections_are_there() -> None:
    assert len(list(CORPORA.glob("garbled-news/*.json"))) == 24
    assert len(list(CORPORA.glob("annotated/*.json"))) == len(SOURCES) == 17
    assert len({path.stem for path in GOLD}) == 41


def test_errors_are_in_order_apart_and_quote_the_text(article: dict[str, Any]) -> None:
    end = 0
    for error in article["errors"]:
        assert end <= error["start"] < error["end"]
        assert article["garbled"][error["start"] : error["end"]] == error["text"]
        assert error["correction"] != error["text"]
        assert error["category"] in builder.CATEGORIES
        assert error["severity"] in builder.SEVERITIES
        end = error["end"]


def test_corrections_give_exactly_the_clean_text(article: dict[str, Any]) -> None:
    text = article["garbled"]
    for error in reversed(article["errors"]):
        text = text[: error["start"]] + error["correction"] + text[error["end"] :]
    assert text == article["clean"]


def test_sentences_cover_the_text_without_overlap(article: dict[str, Any]) -> None:
    at = 0
    for start, end in article["sentences"]:
        assert at <= start < end
        assert article["garbled"][at:start].strip() == ""
        at = end
    assert at == len(article["garbled"])


def test_mentions_quote_the_text_and_agree_with_the_errors(article: dict[str, Any]) -> None:
    for name in article["names"]:
        assert name["mentions"]
        for mention in name["mentions"]:
            start, end = mention["start"], mention["end"]
            assert article["garbled"][start:end] == mention["text"]
            hits = {
                e["category"] for e in article["errors"] if e["start"] < end and e["end"] > start
            }
            assert "name-variant" not in hits if mention["correct"] else hits


def test_hard_negatives_occur_and_touch_no_error(article: dict[str, Any]) -> None:
    assert article["hard_negatives"]
    for string in article["hard_negatives"]:
        hits = list(re.finditer(re.escape(string), article["garbled"]))
        assert hits, string
        for hit in hits:
            assert not any(
                e["start"] < hit.end() and e["end"] > hit.start() for e in article["errors"]
            )


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_committed_annotation_is_what_its_source_makes(source: Path) -> None:
    made = builder.render(builder.build(source.read_text(encoding="utf-8"), source.name))
    committed = CORPORA / "annotated" / f"{source.stem}.json"
    assert committed.read_text(encoding="utf-8") == made


@pytest.mark.parametrize("name", formats.LAYOUT)
def test_committed_file_is_what_its_articles_make(name: str) -> None:
    committed = (CORPORA / "articles" / name).read_bytes()
    assert formats.content(name, committed) == formats.content(name, formats.made(name))


def test_every_annotated_article_is_in_exactly_one_file_and_no_file_is_left_over() -> None:
    assert sorted(one for many in formats.LAYOUT.values() for one in many) == [
        source.stem for source in SOURCES
    ]
    assert {path.name for path in (CORPORA / "articles").iterdir()} == set(formats.LAYOUT)


HEADER = "id: x\nlanguage: fi\ntopic: t\ndensity: light\n"


def test_marks_become_offsets_and_sentences() -> None:
    made = builder.build(
        HEADER + "name: person known=no | Ann Bly, Bly | Bligh\nkeep: ran\n\n"
        "{{Bligh->Bly|name-variant|major|why}} ran.\nShe {{go->went|grammar|minor}}.\n\n"
        "- One\n- Two\n"
    )
    assert made["garbled"] == "Bligh ran. She go.\n\n- One\n- Two"
    assert made["clean"] == "Bly ran. She went.\n\n- One\n- Two"
    assert made["sentences"] == [[0, 10], [11, 18], [20, 25], [26, 31]]
    assert made["errors"][0]["note"] == "why"
    assert made["errors"][1] == {
        "start": 15,
        "end": 17,
        "text": "go",
        "severity": "minor",
        "category": "grammar",
        "correction": "went",
    }
    assert made["names"][0]["mentions"] == [
        {"start": 0, "end": 5, "text": "Bligh", "correct": False}
    ]


@pytest.mark.parametrize(
    ("header", "body", "message"),
    [
        ("", "A {{b->c|nonsense|minor}} d.", "broken mark"),
        ("", "A {{b->b|grammar|minor}} d.", "broken mark"),
        ("", "A {{b->c|grammar}} d.", "not clean"),
        ("", "A {{b->c|grammar|minor}} d .", "not clean"),
        ("", "No error at all.", "0 errors are not light"),
        ("keep: zebra\n", "A {{b->c|grammar|minor}}.", "'zebra' is absent"),
        ("keep: b\n", "A {{b->c|grammar|minor}}.", "'b' is absent or in an error"),
        (
            "name: person known=no | Bly | Bligh\n",
            "Bly {{b->c|grammar|minor}}.",
            "'Bligh' does not",
        ),
        ("name: person known=no | Bly\n", "{{Bly->Bell|name-variant|major}}.", "marks differ"),
        ("name: person known=no | Bell | Bly\n", "Bly {{b->c|grammar|minor}}.", "marks differ"),
        ("stray line\n", "A {{b->c|grammar|minor}}.", "not a header line"),
    ],
)
def test_an_inconsistent_source_is_refused(header: str, body: str, message: str) -> None:
    with pytest.raises(builder.SourceError, match=re.escape(message)):
        builder.build(f"{HEADER}{header}\n{body}\n")


def test_a_name_right_in_one_article_is_wrong_in_another() -> None:
    spellings: dict[bool, set[str]] = {True: set(), False: set()}
    for path in CORPORA.glob("annotated/*.json"):
        for name in json.loads(path.read_text(encoding="utf-8"))["names"]:
            if name["canonical"] == "Levan Tsiklauri":
                rights = {mention["correct"] for mention in name["mentions"]}
                assert len(rights) == 1, "one article uses one spelling throughout"
                spellings[rights.pop()].add(path.stem)
    assert spellings == {True: {"28-grid-mediator"}, False: {"33-grid-accord"}}


def test_a_generated_document_depends_on_its_number_and_the_seed_alone() -> None:
    all_at_once = list(generator.documents(6))
    assert list(generator.documents(2, first=4)) == all_at_once[4:]
    assert list(generator.documents(6, seed=1)) != all_at_once
    assert len({record["text"] for record in all_at_once}) == 6


def test_generated_news_is_varied_and_of_realistic_length() -> None:
    texts = [record["text"] for record in generator.documents(200)]
    seen = generator.describe(texts)
    assert 18 <= seen["words per sentence"] <= 26
    assert seen["different words"] > 8_000, "a cache per word must not be flattered"
    assert seen["new words in the second half"] > 2_000, "the vocabulary goes on growing"
    slots = {name for name in dir(generator.Writer) if name.isupper()}
    assert slots
    assert not slots & set(re.findall(r"[A-Z]{2,}", " ".join(texts)))


def test_generated_folder_and_file_hold_the_same_documents(tmp_path: Path) -> None:
    size = generator.write_jsonl(tmp_path / "news.jsonl", 3)
    generator.write_folder(tmp_path / "news", 3)
    lines = (tmp_path / "news.jsonl").read_bytes()
    assert len(lines) == size
    for record in map(json.loads, lines.splitlines()):
        path = tmp_path / "news" / "0000" / f"{record['id']}.txt"
        assert path.read_text(encoding="utf-8") == record["text"]
