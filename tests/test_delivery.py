"""The sample delivery: its files are what its sources make, and the checks see what is wrong."""

from __future__ import annotations

import csv
import importlib.util
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
DELIVERY = ROOT / "corpora" / "delivery"
APP = "app/values-pt-rBR/strings.xml"
# What needs a model.
ELSEWHERE = {"meaning-mismatch"}


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_delivery", ROOT / "corpora/make_delivery.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # msgspec looks the module up to read its annotations.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


maker = _maker()


def _table(name: str) -> list[dict[str, str]]:
    with (DELIVERY / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


PLANTED, TRAPS = _table("planted.tsv"), _table("traps.tsv")
Unit = tuple[str, str]


def _check(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    report = folder / "report.jsonl"
    command = [sys.executable, "-m", "mtqc", "check", *arguments]
    command += [f"--config={DELIVERY / 'mtqc.toml'}", "--fast", "--no-cache", "--quiet"]
    done = subprocess.run(
        [*command, f"--report=jsonl:{report}"], cwd=ROOT, capture_output=True, check=False
    )
    return done.returncode, [json.loads(line) for line in report.read_text("utf-8").splitlines()]


APP_RUN = (f"corpora/delivery/{APP}", "--source", "corpora/delivery/app/values/strings.xml")
FILES_RUN = ("corpora/delivery/files",)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, list[dict[str, Any]]]]:
    folder = tmp_path_factory.mktemp("delivery")
    return [_check(folder, *FILES_RUN), _check(folder, *APP_RUN)]


@pytest.fixture(scope="module")
def issues(runs: list[tuple[int, list[dict[str, Any]]]]) -> dict[Unit, list[dict[str, Any]]]:
    """By file and unit."""
    found = defaultdict(list)
    for _, records in runs:
        assert not [record for record in records if record["type"] == "problem"]
        for record in records:
            if record["type"] == "segment":
                file = record["document"].partition("#")[0].removeprefix("corpora/delivery/")
                found[file, record["unit"]] += record["issues"]
    return dict(found)


@pytest.mark.parametrize("name", maker.MADE)
def test_a_committed_file_is_what_its_source_makes(name: str) -> None:
    assert (DELIVERY / name).read_text(encoding="utf-8") == maker.MADE[name]()


def test_the_folders_hold_nothing_else() -> None:
    made = {name for name in maker.MADE if "/" in name}
    for folder in ("files", "app"):
        there = {p for p in (DELIVERY / folder).rglob("*") if p.is_file()}
        names = {p.relative_to(DELIVERY).as_posix() for p in there}
        assert names == {name for name in made if name.startswith(folder)}


def test_every_check_of_pairs_has_a_planted_error_in_the_list() -> None:
    from mtqc.run import plan_of, settings_of

    plan = plan_of(settings_of({"fast": True}))
    checks = (*plan.segment_checks, *plan.document_checks, *plan.corpus_checks)
    bilingual = {check.name for check in checks if check.group == "bilingual"}
    missed = bilingual - ELSEWHERE - {row["check"] for row in PLANTED}
    assert not missed
    assert len(TRAPS) > 60


@pytest.mark.parametrize("row", PLANTED, ids=lambda row: f"{row['file']}:{row['unit']}")
def test_planted_errors_are_caught(
    row: dict[str, str], issues: dict[Unit, list[dict[str, Any]]]
) -> None:
    found = issues[row["file"], row["unit"]]
    assert row["check"] in [issue["check"] for issue in found], row["what"]


@pytest.mark.parametrize("row", TRAPS, ids=lambda row: f"{row['file']}:{row['unit']}")
def test_correct_traps_are_not_flagged(
    row: dict[str, str], issues: dict[Unit, list[dict[str, Any]]]
) -> None:
    found = issues[row["file"], row["unit"]]
    assert [(issue["check"], issue["message"]) for issue in found] == [], row["why"]


def test_nothing_else_is_flagged(issues: dict[Unit, list[dict[str, Any]]]) -> None:
    planted = {(row["file"], row["unit"]) for row in PLANTED}
    assert [unit for unit, found in issues.items() if found and unit not in planted] == []


def test_notes_suppress_and_all_of_them_are_used(
    runs: list[tuple[int, list[dict[str, Any]]]],
) -> None:
    for _, records in runs:
        suppressions = records[-1]["suppressions"]
        assert suppressions["issues"] > 0
        assert suppressions["unused"] == 0


@pytest.mark.parametrize("arguments", [FILES_RUN, APP_RUN], ids=["files", "app"])
def test_the_gate_fails_and_with_a_baseline_passes(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    code, records = _check(tmp_path, *arguments)
    assert code == 1
    assert not records[-1]["gate"]["passed"]
    baseline = f"--baseline={tmp_path / 'baseline.jsonl'}"
    assert _check(tmp_path, *arguments, baseline, "--update-baseline")[0] == 0
    code, records = _check(tmp_path, *arguments, baseline)
    assert code == 0
    assert records[-1]["baseline"]["new"] == 0
    assert records[-1]["baseline"]["known"] > 0


def test_the_readme_quotes_the_gate(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Gate a delivery")[2].partition("\n## ")[0]
    command, *said = section.partition("```console\n$ mtqc ")[2].partition("\n```")[0].split("\n")
    words = command.replace("sarif:", f"sarif:{tmp_path}/").split()
    done = subprocess.run(
        [sys.executable, "-m", "mtqc", *words, "--fast", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert said == done.stderr.replace(f"{tmp_path}/", "").splitlines()
