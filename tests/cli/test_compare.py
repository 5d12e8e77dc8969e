"""`mtqc compare` as a user types it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpora" / "compare"
SYSTEMS = ["sys.old.txt", "sys.good.txt", "sys.weak.txt"]
REFERENCES = ["--ref", "ref.a.txt", "--ref", "ref.b.txt"]
FAST = ["--metrics", "bleu,chrf", "--samples", "50"]


def test_the_table_and_the_sentences(mtqc) -> None:
    done = mtqc("compare", *SYSTEMS, *REFERENCES, "--src", "src.txt", cwd=CORPUS)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    first = done.stdout.splitlines()[0]
    assert first == "3 systems, 30 sentences, 2 references (ref.a, ref.b), language en (detected)"
    head = next(line for line in done.stdout.splitlines() if line.startswith("system"))
    assert re.findall(r"\S+ [↑↓]", head) == [
        "BLEU ↑", "chrF2 ↑", "chrF2++ ↑", "TER ↓", "similarity ↑",
    ]  # fmt: skip
    assert "nrefs:2|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp" in done.stdout
    assert "encoder:mtqc-reader" in done.stdout
    assert done.stdout.count("\nline ") == 10
    assert "812 Einwohner" in done.stdout


def test_every_report_at_once(mtqc, tmp_path) -> None:
    formats = {"text": "txt", "jsonl": "jsonl", "csv": "csv", "markdown": "md", "html": "html"}
    reports = [f"--report={f}:{tmp_path / f'out/c.{end}'}" for f, end in formats.items()]
    done = mtqc("compare", *SYSTEMS, *REFERENCES, *FAST, *reports, cwd=CORPUS)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("wrote ") == 5
    for end in formats.values():
        assert "sys.weak" in (tmp_path / f"out/c.{end}").read_text(encoding="utf-8")


def test_the_same_bytes_whatever_the_number_of_processes(mtqc) -> None:
    runs = [
        mtqc("compare", *SYSTEMS, *REFERENCES, *FAST, "--report", "jsonl", "-j", jobs, cwd=CORPUS)
        for jobs in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert len(runs[0].stdout.splitlines()) == 1 + 3 + 30


def test_options_reach_the_comparison(mtqc) -> None:
    done = mtqc(
        "compare", *SYSTEMS, *REFERENCES, "-m", "ter", "-m", "chrf++", "--test", "ar",
        "--samples", "40", "--baseline", "sys.weak", "--show", "2", "--by", "ter",
        "--lang", "en-GB", "--report", "jsonl", cwd=CORPUS, env={"SACREBLEU_SEED": "5"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    head, *records = [json.loads(line) for line in done.stdout.splitlines()]
    assert head["test"] == {"kind": "ar", "samples": 40, "seed": 5}
    assert [m["key"] for m in head["measures"]] == ["chrf++", "ter"]
    assert (head["lang"], head["lang_detected"]) == ("en-GB", False)
    assert (head["shown_by"], len(head["shown"])) == ("ter", 2)
    assert [r["name"] for r in records if r.get("baseline")] == ["sys.weak"]


def test_standard_input(mtqc) -> None:
    text = (CORPUS / "sys.old.txt").read_text(encoding="utf-8")
    done = mtqc("compare", "-", *REFERENCES, *FAST, cwd=CORPUS, stdin=text)
    assert done.returncode == 0, done.stderr
    assert "stdin" in done.stdout
    rows = '{"target": "a b", "reference": "a b c"}\n{"target": "c", "reference": "c"}\n'
    done = mtqc("compare", "-", *FAST, "--lang", "en", stdin=rows)
    assert "2 sentences, 1 reference (reference)" in done.stdout


def test_one_system_has_an_interval_and_its_worst_sentences(mtqc) -> None:
    done = mtqc("compare", "sys.weak.txt", "--ref", "ref.a.txt", *FAST, cwd=CORPUS)
    assert done.returncode == 0, done.stderr
    assert " ± " in done.stdout
    assert "p = " not in done.stdout
    assert "worst chrF2" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sys.old.txt"], "--ref"),
        (["gone.txt", *REFERENCES], "can't read gone.txt: No such file"),
        (["sys.old.txt", "--ref", "README.md"], "must agree"),
        (["sys.old.txt", "sys.old.txt", *REFERENCES], "named twice"),
        (["sys.old.txt", *REFERENCES, "--metrics", "bleu,comet"], "unknown metric 'comet'"),
        (["sys.old.txt", *REFERENCES, "--report", "pdf"], "unknown report format 'pdf'"),
        (["sys.old.txt", *REFERENCES, "--baseline", "sys.odl"], "did you mean 'sys.old'"),
        (["sys.old.txt", *REFERENCES, "--test", "ar"], "only one"),
        (["sys.old.txt", *REFERENCES, "--samples", "0"], "samples"),
        (["sys.old.txt", *REFERENCES, "--report", "html:README.md/x"], "can't write"),
        ([], "HYP"),
    ],
)
def test_wrong_usage_is_one_line_and_2(mtqc, arguments, says) -> None:
    done = mtqc("compare", *arguments, cwd=CORPUS)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_every_option_is_documented() -> None:
    from mtqc.cli.compare import command

    page = CORPUS.parent.parent / "docs" / "compare.md"
    text = page.read_text(encoding="utf-8")
    for option in command.params:
        for name in option.opts:
            if name.startswith("--") and name not in {"--quiet", "--no-progress", "--color"}:
                assert f"`{name}" in text, name


def test_the_documented_output_is_the_real_one(mtqc) -> None:
    page = CORPUS.parent.parent / "docs" / "compare.md"
    command, shown = re.findall(
        r"```(?:sh|text)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL
    )[:2]
    arguments = command.splitlines()[1].split()[1:]
    done = mtqc(*arguments, "--metrics", "bleu,chrf,chrf++,ter", cwd=CORPUS)
    # The encoder's figures may differ in the last digit from one processor to another.
    version = re.compile(r"version:[\d.]+")
    shown = version.sub("", shown)
    words = re.sub(r"\S*similarity\S*|\b0\.\d{3}\b", "", shown)
    for word in version.sub("", done.stdout).split():
        assert word in words, word
