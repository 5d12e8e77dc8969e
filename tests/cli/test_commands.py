"""The contract of the command line: options, reports, exit codes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_check_writes_the_default_reports(mtqc, article, tmp_path) -> None:
    done = mtqc("check", "article.txt", "--fast")
    assert done.returncode == 0, done.stderr
    assert "The the" in done.stdout
    lines = records(tmp_path / "reports" / "mtqc.jsonl")
    assert [r["type"] for r in lines] == ["run", *["segment"] * 3, "document", "summary"]
    assert (tmp_path / "reports" / "mtqc.html").stat().st_size > 1000


def test_offsets_hold_in_the_report(mtqc, article, tmp_path) -> None:
    mtqc("check", "article.txt", "--fast", "--report", "jsonl:out/run.jsonl")
    segments = [r for r in records(tmp_path / "out" / "run.jsonl") if r["type"] == "segment"]
    text = article.read_text(encoding="utf-8")
    for segment in segments:
        assert text[segment["start"] : segment["end"]] == segment["text"]
        for issue in segment["issues"]:
            assert segment["text"][issue["start"] : issue["end"]] == issue["text"]
    assert any(i["check"] == "repetition" for s in segments for i in s["issues"])


def test_standard_input_and_output(mtqc) -> None:
    done = mtqc("check", "-", "--fast", "--report", "jsonl", "--no-cache", stdin="It it was late.")
    assert done.returncode == 0
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0]["type"] == "run"
    assert lines[1]["document"] == "-"


def test_the_gate_fails_with_1_and_says_why(mtqc, article) -> None:
    done = mtqc("check", "article.txt", "--fast", "--fail-on", "minor", "--report", "jsonl:r.jsonl")
    assert done.returncode == 1
    assert "--fail-on" in done.stderr
    passed = mtqc("check", "article.txt", "--fast", "--fail-on", "critical", "--report", "jsonl:r")
    assert passed.returncode == 0


def test_an_unreadable_input_is_2_and_the_rest_is_done(mtqc, article, tmp_path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 not a zip at all")
    done = mtqc(
        "check", "article.txt", "bad.docx", "gone.txt", "--fast", "--report", "jsonl:r.jsonl"
    )
    assert done.returncode == 2
    assert "bad.docx" in done.stderr
    assert "gone.txt" in done.stderr
    lines = records(tmp_path / "r.jsonl")
    assert sorted(r["document"] for r in lines if r["type"] == "problem") == [
        "bad.docx",
        "gone.txt",
    ]
    assert [r["document"] for r in lines if r["type"] == "document"] == ["article.txt"]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chek", "article.txt"], "check"),
        (["check"], "PATH"),
        (["check", "article.txt", "--select", "repetitoin"], "'repetition'"),
        (["check", "article.txt", "--severity", "repetition=awful"], "neutral, minor"),
        (["check", "article.txt", "--report", "htlm"], "'html'"),
        (["check", "article.txt", "--jobs", "0"], "jobs"),
        (["check", "article.txt", "--min-score", "101"], "100"),
        (["check", "article.txt", "--encoder", "/no/such/model"], "/no/such/model"),
        (["explain", "repetitoin"], "'repetition'"),
        (["report", "article.txt", "--report", "html:x.html"], "not a report of mtqc"),
        (["eval", "."], "annotated"),
    ],
)
def test_wrong_usage_is_2_and_says_what_to_do(mtqc, article, arguments, hint) -> None:
    done = mtqc(*arguments)
    assert done.returncode == 2
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_select_ignore_and_severity(mtqc, article, tmp_path) -> None:
    def checks(*options: str) -> dict[str, str]:
        mtqc("check", "article.txt", "--fast", "--report", "jsonl:r.jsonl", *options)
        return {
            i["check"]: i["severity"]
            for r in records(tmp_path / "r.jsonl")
            if r["type"] == "segment"
            for i in r["issues"]
        }

    assert checks("--select", "repetition") == {"repetition": "minor"}
    assert "repetition" not in checks("--ignore", "garble")
    assert checks("--select", "repetition", "--severity", "repetition=critical") == {
        "repetition": "critical"
    }


def test_a_configuration_file_is_found_upwards(mtqc, article, tmp_path) -> None:
    assert mtqc("init").returncode == 0
    assert mtqc("init").returncode == 2
    (tmp_path / "mtqc.toml").write_text('fast = true\nselect = ["repetition"]\n')
    below = tmp_path / "below"
    below.mkdir()
    done = mtqc("check", "../article.txt", "--report", "jsonl", cwd=below)
    assert json.loads(done.stdout.splitlines()[0])["config"]["select"] == ["repetition"]
    (tmp_path / "mtqc.toml").write_text("slect = []\n")
    wrong = mtqc("check", "article.txt")
    assert wrong.returncode == 2
    assert "'select'" in wrong.stderr


def test_report_renders_a_run_again_to_the_same_bytes(mtqc, article, tmp_path) -> None:
    mtqc(
        "check",
        "article.txt",
        "gone.txt",
        "--fast",
        "--report",
        "jsonl:a.jsonl",
        "--report",
        "csv:a.csv",
    )
    done = mtqc("report", "a.jsonl", "--report", "jsonl:b.jsonl", "--report", "csv:b.csv")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_names_lists_spellings(mtqc, tmp_path) -> None:
    (tmp_path / "a.txt").write_text(
        "Henrik Vandelmann spoke first. Later Vandelmann left. Wandelmann did not return.\n"
    )
    done = mtqc("names", "a.txt", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    (cluster,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert {f["form"].split()[-1] for f in cluster["forms"]} == {"Vandelmann", "Wandelmann"}
    assert "Wandelmann" in mtqc("names", "a.txt").stdout


def test_rules_and_explain_know_every_check(mtqc) -> None:
    rules = json.loads(mtqc("rules", "--format", "json").stdout)
    assert len({r["name"] for r in rules}) == len(rules) >= 25
    for rule in rules[:3]:
        page = mtqc("explain", rule["name"]).stdout
        assert page.startswith(f"# {rule['name']}")


def test_eval_measures_annotated_articles(mtqc, tmp_path) -> None:
    garbled = "The the mayor left. All is well."
    article = {
        "id": "one",
        "clean": "The mayor left. All is well.",
        "garbled": garbled,
        "errors": [
            {"start": 0, "end": 7, "text": "The the", "severity": "major", "category": "repetition"}
        ],
    }
    (tmp_path / "one.json").write_text(json.dumps(article))
    done = mtqc("eval", "one.json", "--fast", "--json", "--severity", "repetition=major")
    figures = json.loads(done.stdout)
    assert figures["recall"] == figures["precision"] == 1.0
    assert figures["clean_any_per_1000_words"] == 0


def test_completion_completes_check_names(mtqc) -> None:
    env = {"_MTQC_COMPLETE": "bash_complete", "COMP_WORDS": "mtqc explain repe", "COMP_CWORD": "2"}
    code = "from mtqc.cli import cli; cli(prog_name='mtqc')"
    import os

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=False,
    )
    assert "repetition" in done.stdout
    assert "complete" in mtqc("completion", "zsh").stdout


def test_a_killed_run_goes_on_where_it_stopped(mtqc, tmp_path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(400):
        text = " ".join(f"Sentence {k} of text {n} is is here." for k in range(30))
        (folder / f"{n:03}.txt").write_text(text)
    command = [sys.executable, "-m", "mtqc", "check", "articles", "--fast", "--jobs", "2"]
    running = subprocess.Popen(
        [*command, "--report", "jsonl:killed.jsonl"], cwd=tmp_path, stderr=subprocess.DEVNULL
    )
    cache = tmp_path / ".mtqc_cache" / "results.sqlite-wal"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (cache.exists() and cache.stat().st_size > 50_000):
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not (tmp_path / "killed.jsonl").exists()
    again = mtqc("check", "articles", "--fast", "--jobs", "2", "--report", "jsonl:again.jsonl")
    assert again.returncode == 0, again.stderr
    fresh = mtqc("check", "articles", "--fast", "--no-cache", "--report", "jsonl:fresh.jsonl")
    assert fresh.returncode == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "fresh.jsonl").read_bytes()


def test_importing_stays_light() -> None:
    code = (
        "import sys, mtqc.cli; heavy = {'numpy', 'onnxruntime', 'wordfreq', 'rich', 'lxml',"
        " 'trafilatura', 'torch', 'msgspec'} & set(sys.modules);"
        " sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
