"""What is meant for CI systems: valid by their schemas, and doing what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parent.parent
GARBLED = "The the mayor spoke on Monday. He left.\n"


def load(name: str):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.gitlab-ci", "templates/mtqc.gitlab-ci.yml"),
    ],
)
def test_valid_by_the_published_schema(schema: str, file: str) -> None:
    pytest.importorskip("check_jsonschema")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder with `mtqc` as pip would install it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "mtqc"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m mtqc "$@"\n')
    program.chmod(0o755)
    return folder


def shell(script: str, folder: Path, path: Path, env: dict[str, str]):
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **env, "PATH": f"{path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash on this machine")
@pytest.mark.parametrize(
    ("args", "paths", "code"),
    [
        ("--fail-on=minor\n--no-cache", "in", 1),
        ("--no-cache\n--severity\nrepetition=neutral", "in/a b.txt\n", 0),
        ("--no-cache", "gone.txt", 2),
        ("--no-cache", "$(touch owned)`touch owned`;touch owned", 2),
        ("--config=mtqc.toml", "in", 0),
    ],
)
def test_the_action_runs_mtqc(
    tmp_path: Path, bin_folder: Path, args: str, paths: str, code: int
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a b.txt").write_text(GARBLED)
    (tmp_path / "mtqc.toml").write_text("cache = false\n")
    (step,) = [s for s in load("action.yml")["runs"]["steps"] if s.get("id") == "check"]
    inputs = load("action.yml")["inputs"]
    assert set(re.findall(r"inputs\.([\w-]+)", str(step["env"]))) <= set(inputs)
    env = {
        "MTQC_PATHS": paths,
        "MTQC_ARGS": args,
        "MTQC_FAIL_ON": "",
        "MTQC_FAST": "true",
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    assert set(step["env"]) <= set(env)
    done = shell(step["run"], tmp_path, bin_folder, env)
    assert done.returncode == code, done.stderr
    assert f"exit-code={code}\n" in (tmp_path / "output").read_text()
    assert not (tmp_path / "owned").exists()
    sarif = json.loads((tmp_path / "temp" / "mtqc.sarif").read_text())
    results = sarif["runs"][0]["results"]
    if code < 2:
        assert [r["ruleId"] for r in results] == ["repetition"]
        assert "file=in/a b.txt,line=1" in done.stdout
        assert "quality report" in (tmp_path / "summary").read_text()


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash on this machine")
def test_the_gitlab_job_runs_mtqc(tmp_path: Path, bin_folder: Path) -> None:
    (tmp_path / "a.txt").write_text(GARBLED)
    job = load("templates/mtqc.gitlab-ci.yml")[".mtqc"]
    env = {**job["variables"], "MTQC_PATHS": "a.txt", "MTQC_OPTIONS": "--fast --fail-on minor"}
    done = shell("\n".join(job["script"]), tmp_path, bin_folder, env)
    assert done.returncode == 1, done.stderr
    named = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert all((tmp_path / name).stat().st_size for name in named)
    (item,) = json.loads((tmp_path / "gl-code-quality-report.json").read_text())
    assert item["location"] == {"path": "a.txt", "lines": {"begin": 1}}


def test_the_hook_is_a_command_of_mtqc(tmp_path: Path) -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    (tmp_path / "a.txt").write_text(GARBLED)
    program, *command = hook["entry"].split()
    assert program == "mtqc"
    assert re.search(hook["files"], "locale/de/app.PO")
    assert not re.search(hook["files"], "src/app.py")
    done = subprocess.run(
        [sys.executable, "-m", "mtqc", *command, *hook["args"], "a.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "repetition" in done.stdout
    assert not (tmp_path / "reports").exists()
