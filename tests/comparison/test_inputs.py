"""Files of every kind, and what is said of those that can't be compared."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from mtqc.comparison import compare, compare_files
from mtqc.comparison.files import names_of
from mtqc.core.comparison import Comparison
from mtqc.core.errors import UsageError

OUT = ["The ferry is late.", "It “rains” – still."]
REF = ["The ferry ran late.", "It is raining."]
SRC = ["Die Fähre kam spät.", "Es regnet."]

Write = Callable[[str, str | bytes], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, data: str | bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(path)

    return write


def lines(texts: list[str]) -> str:
    return "".join(f"{text}\n" for text in texts)


def compared(*hypotheses: str, ref: list[str] | None = None, src: str | None = None) -> Comparison:
    return compare_files(hypotheses, ref or [], src, metrics=["chrf"], lang="en", test="none")


@pytest.fixture
def ref(write: Write) -> str:
    return write("ref.txt", lines(REF))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("hyp.txt", lines(OUT)),
        ("hyp", lines(OUT).rstrip("\n")),
        ("crlf.txt", "\r\n".join(OUT) + "\r\n"),
        ("mark.txt", b"\xef\xbb\xbf" + lines(OUT).encode()),
        ("wide.txt", b"\xff\xfe" + lines(OUT).encode("utf-16-le")),
        ("windows.txt", lines(OUT).encode("cp1252")),
        ("packed.txt.gz", gzip.compress(lines(OUT).encode())),
        ("packed.zst", zstandard.compress(lines(OUT).encode())),
        ("rows.jsonl", "\n\n".join(json.dumps({"target": t, "id": 1}) for t in OUT)),
        ("rows.jsonl.gz", gzip.compress(lines([json.dumps({"text": t}) for t in OUT]).encode())),
        ("rows.ndjson", lines([json.dumps({"hypothesis": t}) for t in OUT])),
        ("rows.tsv", lines(["id\ttarget", *(f"1\t{t}" for t in OUT)])),
        ("quoted.tsv", lines(["target", *(f'"{t}"' for t in OUT)])),
        ("rows.csv", lines(["Target ,note", *(f'"{t}","a\nb"' for t in OUT)])),
        ("semicolon.csv", lines(["note;target", *(f"n;{t}" for t in OUT)])),
    ],
)
def test_all_forms_say_the_same(write: Write, ref: str, name: str, data: str | bytes) -> None:
    result = compared(write(name, data), ref=[ref])
    assert result.texts == (OUT,)
    assert [s.references for s in result.all_sentences()] == [(REF[0],), (REF[1],)]


@pytest.mark.parametrize(
    "rows",
    [
        lines(
            [
                json.dumps({"target": t, "source": s, "reference": r})
                for t, s, r in zip(OUT, SRC, REF, strict=True)
            ]
        ),
        "source\treference\ttarget\n"
        + lines(["\t".join(row) for row in zip(SRC, REF, OUT, strict=True)]),
    ],
)
def test_rows_carry_reference_and_source(write: Write, rows: str) -> None:
    name = "rows.jsonl" if rows.startswith("{") else "rows.tsv"
    result = compared(write(name, rows), write("other.txt", lines(REF)))
    assert result.references == ("reference",)
    sentence = result.sentence(0)
    assert (sentence.source, sentence.references) == (SRC[0], (REF[0],))
    assert [o.system for o in sentence.outputs] == ["rows", "other"]


@pytest.mark.parametrize(
    "value",
    [
        '"references": ["r", "s"]',
        '"reference": "r", "reference.2": "s"',
        '"references": {"a": "r", "b": "s"}',
    ],
)
def test_rows_with_several_references(write: Write, value: str) -> None:
    result = compared(write("rows.jsonl", f'{{"target": "t", {value}}}'))
    assert result.sentence(0).references == ("r", "s")
    assert len(result.references) == 2


def test_rows_with_fewer_references_than_others(write: Write) -> None:
    table = "target,reference,reference.2\na,b,c\nd,e,\n"
    result = compared(write("rows.csv", table))
    assert [s.references for s in result.all_sentences()] == [("b", "c"), ("e", None)]
    assert "nrefs:var" in result.measures[0].signature


def test_a_reference_in_rows(write: Write) -> None:
    hyp = write("hyp.txt", lines(OUT))
    with_reference = write(
        "a.jsonl", lines([json.dumps({"target": "x", "reference": r}) for r in REF])
    )
    targets = write("b.jsonl", lines([json.dumps({"target": r}) for r in REF]))
    result = compared(hyp, ref=[with_reference, targets])
    assert result.references == ("a", "b")
    assert result.sentence(1).references == (REF[1], REF[1])


def test_a_source_file(write: Write, ref: str) -> None:
    result = compared(write("h.txt", lines(OUT)), ref=[ref], src=write("s.txt", lines(SRC)))
    assert [s.source for s in result.all_sentences()] == SRC


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("h.txt", "one\n", "1 line and .*ref.txt has 2: they must agree"),
        ("h.txt", "", "h.txt is empty"),
        ("h.jsonl", "\n", "h.jsonl is empty"),
        ("h.txt", b"a\0b\n", "h.txt: not text"),
        ("h.gz", b"\x1f\x8b\x08\x00broken", "h.gz: the compressed file is"),
        ("h.jsonl", "{}\n{}\n", "row 1 has none of: target"),
        ("h.jsonl", '{"target": 3}\n', "line 1: target and source must be strings"),
        ("h.jsonl", '{"target": "a"}\n[1]\n', "line 2: an object is expected"),
        ("h.jsonl", '{"target": "a"}\n{"targ\n', "line 2: not JSON"),
        ("h.jsonl", '{"target": "a", "reference": [3]}\n', "line 1: reference must be a string"),
        ("h.tsv", "text1\ttext2\na\tb\n", 'column "target" is expected; found: text1, text2'),
        ("h.tsv", "id\ttarget\na\n", "line 2: 1 columns, where the header has 2"),
        ("h.txt", "a" * 50_001 + "\nb\n", "line 1 has 50,001 characters; 50,000 is the limit"),
    ],
)
def test_what_is_wrong_is_said(
    write: Write, ref: str, name: str, data: str | bytes, says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        compared(write(name, data), ref=[ref])


def test_what_is_not_there_is_said(write: Write, ref: str, tmp_path: Path) -> None:
    hyp = write("h.txt", lines(OUT))
    with pytest.raises(UsageError, match=r"can't read gone.txt: No such file"):
        compared("gone.txt", ref=[ref])
    with pytest.raises(UsageError, match="Is a directory"):
        compared(str(tmp_path), ref=[ref])
    with pytest.raises(UsageError, match="--ref"):
        compared(hyp)
    with pytest.raises(UsageError, match=r"s.txt has 1"):
        compared(hyp, ref=[ref], src=write("s.txt", "one\n"))
    with pytest.raises(UsageError, match=r"other.txt has 3"):
        compared(hyp, write("other.txt", "1\n2\n3\n"), ref=[ref])
    with pytest.raises(UsageError, match="line 2 has no reference"):
        compared(write("rows.csv", "target,reference\na,b\nc,\n"))


def test_rows_that_belong_to_other_rows_are_noticed(write: Write) -> None:
    one = write("one.csv", "target,reference\na,r\nb,s\n")
    other = write("other.csv", "target,reference\nb,r\na,other\n")
    with pytest.raises(UsageError, match=r"other.csv, row 2: another reference"):
        compared(one, other)


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a.txt", "b.jsonl.gz"], ["a", "b"]),
        (["x/news.en.txt", "x/news.de.txt"], ["news.en", "news.de"]),
        (["a.txt", "a.jsonl"], ["a.txt", "a.jsonl"]),
        (["old/out.txt", "new/out.txt"], ["old/out", "new/out"]),
        (["run/1/out.txt", "run/2/out.txt", "c.txt"], ["1/out", "2/out", "c"]),
        (["-", "stdin"], ["-", "stdin"]),
        ([".txt"], [".txt"]),
    ],
)  # fmt: skip
def test_names(paths: list[str], names: list[str]) -> None:
    assert names_of(paths) == names


def test_one_file_twice_is_refused(write: Write, ref: str) -> None:
    hyp = write("h.txt", lines(OUT))
    with pytest.raises(UsageError, match="named twice"):
        compared(hyp, hyp, ref=[ref])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"metrics": ["blue"]}, "did you mean 'bleu'"),
        ({"metrics": []}, "nothing can be measured"),
        ({"test": "t"}, "unknown test"),
        ({"tokenize": "14a"}, "did you mean '13a'"),
        ({"baseline": "thre"}, "unknown system"),
        ({"by": "ter", "metrics": ["chrf"]}, "not measured 'ter'"),
        ({"metrics": ["similarity"], "lang": "de"}, "knows English, not de"),
        ({"metrics": ["similarity"], "encoder": "none"}, "--encoder none"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        compare({"one": ["a"]}, {"r": ["a"]}, **{"lang": "en", **options})  # type: ignore[arg-type]


def test_similarity_is_left_out_where_its_encoder_knows_no_word() -> None:
    result = compare({"one": ["ein Satz"]}, {"r": ["ein Satz"]}, lang="de", test="none")
    assert [m.key for m in result.measures] == ["bleu", "chrf", "chrf++", "ter"]
    assert [(u.measure, "--encoder" in u.reason) for u in result.unmeasured] == [
        ("similarity", True)
    ]


def test_japanese_without_mecab_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sacrebleu.tokenizers.tokenizer_ja_mecab.MeCab", None)
    texts = {"one": ["船が遅れた。"]}, {"r": ["船は遅れました。"]}
    result = compare(*texts, lang="ja", test="none")
    assert "bleu" not in [m.key for m in result.measures]
    reason = next(u.reason for u in result.unmeasured if u.measure == "bleu")
    assert "sacrebleu[ja]" in reason
    assert "--tokenize char" in reason
    by_hand = compare(*texts, lang="ja", test="none", tokenize="char")
    assert "tok:char" in by_hand.measures[0].signature


def test_the_language_is_that_of_the_references() -> None:
    german = ["Der Rat hat am Montag beschlossen, die neue Fähre doch noch zu bauen."] * 3
    result = compare({"one": ["?"] * 3}, {"r": german}, metrics=["chrf"], test="none")
    assert (result.lang, result.lang_detected) == ("de", True)


def test_already_tokenized_output_is_noticed() -> None:
    texts = ["The ferry ran late ."] * 100
    result = compare({"one": texts}, {"r": texts}, metrics=["bleu"], lang="en", test="none")
    assert any("tokenized" in note for note in result.notes)


def test_the_sentences_that_differ_most() -> None:
    refs = ["the ferry ran late", "it rained", "nobody came", "the end"]
    one = ["the ferry ran late", "it rained", "zzz", "the end"]
    two = ["xxx", "it rained", "nobody", "the end"]
    result = compare({"1": one, "2": two}, {"r": refs}, metrics=["chrf"], lang="en", test="none")
    assert result.shown == (0, 2)
    assert [s.line for s in result.shown_sentences()] == [1, 3]
    alone = compare({"1": one}, {"r": refs}, metrics=["ter"], lang="en", test="none", show=1)
    assert alone.shown == (2,), "the worst one, by a measure that is better when lower"


def test_surrogates_do_no_harm(write: Write, ref: str) -> None:
    hyp = write("h.jsonl", '{"target": "a \\ud800 b"}\n{"target": "c"}\n')
    assert compared(hyp, ref=[ref]).texts[0][0] == "a \ufffd b"
