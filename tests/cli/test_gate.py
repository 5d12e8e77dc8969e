"""The gate from the command line and the configuration, and the exit codes that it gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TEXT = "The the mayor spoke on Monday. He left.\n\nNobody came came to the meeting.\n"
BASELINE = ("--baseline", "known.jsonl")


@pytest.fixture
def check(mtqc, tmp_path: Path):
    (tmp_path / "article.txt").write_text(TEXT)

    def run(*options: str, path: str = "article.txt"):
        return mtqc(
            "check", path, "--fast", "--select", "repetition", "--report", "jsonl:r.jsonl", *options
        )

    return run


def summary(folder: Path) -> dict:
    return json.loads((folder / "r.jsonl").read_text().splitlines()[-1])


def test_only_what_is_new_fails(check, tmp_path) -> None:
    assert check("--fail-on", "minor").returncode == 1
    accepted = check("--fail-on", "minor", *BASELINE, "--update-baseline")
    assert accepted.returncode == 0, accepted.stderr
    assert "known.jsonl: 2 known issues" in accepted.stderr
    assert check("--fail-on", "minor", *BASELINE).returncode == 0
    assert summary(tmp_path)["baseline"] == {"known": 2, "new": 0, "gone": 0}
    (tmp_path / "article.txt").write_text("A new line.\n\n" + TEXT + "\nWe saw of of it.\n")
    failed = check("--fail-on", "minor", *BASELINE)
    assert failed.returncode == 1
    assert "1 issue of severity minor" in failed.stderr


def test_a_ratchet_only_goes_down(check, tmp_path) -> None:
    check(*BASELINE, "--update-baseline")
    assert check(*BASELINE, "--ratchet").returncode == 0
    (tmp_path / "article.txt").write_text(TEXT.replace("came came", "came"))
    assert check(*BASELINE).returncode == 0
    failed = check(*BASELINE, "--ratchet")
    assert failed.returncode == 1
    assert "1 issue of the baseline no longer occurs" in failed.stderr
    assert check(*BASELINE, "--update-baseline").returncode == 0
    assert len((tmp_path / "known.jsonl").read_text().splitlines()) == 2
    assert check(*BASELINE, "--ratchet").returncode == 0


def test_what_was_not_seen_is_not_forgotten(check, tmp_path) -> None:
    check(*BASELINE, "--update-baseline")
    before = (tmp_path / "known.jsonl").read_bytes()
    (tmp_path / "article.txt").unlink()
    done = check(*BASELINE, "--update-baseline")
    assert done.returncode == 2
    assert "known.jsonl is as it was" in done.stderr
    assert (tmp_path / "known.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (BASELINE, "--update-baseline writes it"),
        (("--update-baseline",), "--baseline"),
        (("--ratchet",), "--baseline"),
        (("--baseline", "article.txt"), "not a baseline"),
    ],
)
def test_wrong_usage(check, options: tuple[str, ...], says: str) -> None:
    done = check(*options)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("toml", "code", "says"),
    [
        ("[gate]\nmax-issues = { minor = 1 }", 1, "2 issues of severity minor, at most 1"),
        ("[gate]\nmax-issues = { minor = 2, critical = 0 }", 0, ""),
        ("[gate.checks]\nrepetition = 0", 1, "2 issues of repetition"),
        ("[gate]\nmin-quality = 99", 1, "MQM quality"),
        ("[gate]\nmin-quality = 99\nweights = { minor = 0 }", 0, ""),
        ('[[suppress]]\ntext = "gone"', 0, ""),
        ('[[suppress]]\ntext = "gone"\n[gate]\nunused-suppressions = "error"', 1, "1 unused"),
        ("[gate]\nmax-isues = { minor = 1 }", 2, "'max-issues'"),
        ("[gate]\nmax-issues = { mnior = 1 }", 2, "'minor'"),
        ("[gate]\nmax-issues = { minor = -1 }", 2, ">= 0"),
        ("[gate.checks]\nrepetitoin = 0", 2, "'repetition'"),
        ('[gate]\nunused-suppressions = "eror"', 2, "eror"),
        ('[[suppress]]\ncheck = "repetitoin"', 2, "'repetition'"),
        ('[[suppress]]\nchecks = "repetition"', 2, "'check'"),
        ('[[suppress]]\nreason = "none"', 2, "suppress"),
        ('[[suppress]]\ncheck = "repetition"\nreason = "dialect"', 0, ""),
    ],
)
def test_the_configuration(check, tmp_path, toml: str, code: int, says: str) -> None:
    (tmp_path / "mtqc.toml").write_text(toml + "\n")
    done = check()
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_baseline_in_the_configuration_is_beside_it(check, tmp_path) -> None:
    (tmp_path / "mtqc.toml").write_text('baseline = "known.jsonl"\nfail-on = "minor"\n')
    assert check("--update-baseline").returncode == 0
    assert check().returncode == 0
    below = tmp_path / "below"
    below.mkdir()
    (below / "article.txt").write_text("We saw the the boat.")
    assert check(path="below/article.txt").returncode == 1


def test_suppressed_issues_are_counted_and_unused_ones_named(check, tmp_path) -> None:
    (tmp_path / "mtqc.toml").write_text(
        '[[suppress]]\ncheck = "repetition"\ndocument = "*.txt"\ntext = "The the"\n'
        '[[suppress]]\ntext = "never there"\n'
    )
    done = check("--report", "text")
    told = summary(tmp_path)["suppressions"]
    assert told["issues"] == told["unused"] == 1
    assert "text 'never there'" in done.stdout
    assert summary(tmp_path)["checks"] == {"repetition": 1}


def test_the_same_report_whatever_the_number_of_processes(check, tmp_path) -> None:
    (tmp_path / "mtqc.toml").write_text('[[suppress]]\ntext = "The the"\n')
    check(*BASELINE, "--update-baseline")
    reports = []
    for jobs in ("1", "2"):
        check(*BASELINE, "--no-cache", "--jobs", jobs)
        reports.append((tmp_path / "r.jsonl").read_bytes())
    assert reports[0] == reports[1]


@pytest.mark.parametrize("name", ["sarif", "junit", "gitlab", "github", "rdjson", "tap"])
def test_every_format_from_the_json_lines_alone(mtqc, check, tmp_path, name: str) -> None:
    check("--report", f"{name}:first")
    done = mtqc("report", "r.jsonl", "--report", f"{name}:again")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "first").read_bytes() == (tmp_path / "again").read_bytes()
    assert (tmp_path / "first").stat().st_size > 100


def test_rules_of_a_run_carry_their_pages(check, tmp_path) -> None:
    check("--report", "sarif:r.sarif")
    (run,) = json.loads((tmp_path / "r.sarif").read_text())["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == "repetition"
    assert len(rule["help"]["markdown"]) > 200
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] == 1


def test_formats_are_completed_by_the_shell() -> None:
    import os
    import subprocess
    import sys

    words = {"_MTQC_COMPLETE": "bash_complete", "COMP_WORDS": "mtqc check --report s"}
    done = subprocess.run(
        [sys.executable, "-c", "from mtqc.cli import cli; cli(prog_name='mtqc')"],
        capture_output=True,
        text=True,
        env={**os.environ, **words, "COMP_CWORD": "3"},
        check=False,
    )
    assert "sarif" in done.stdout
    assert "junit" not in done.stdout
