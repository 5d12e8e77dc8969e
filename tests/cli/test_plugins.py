"""Checks, readers and reports that another package brings."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "plugin_example"


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """The example package as pip would lay it down."""
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(EXAMPLE / "mtqc_example.py", site)
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    _lay_down(site, project["name"], project["entry-points"])
    return {"PYTHONPATH": str(site)}


def _lay_down(site: Path, name: str, points: dict[str, dict[str, str]]) -> None:
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = []
    for group, entries in points.items():
        lines += [f"[{group}]", *(f"{key} = {value}" for key, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")


def test_all_three_kinds_work(mtqc, installed, tmp_path) -> None:
    (tmp_path / "a.updown").write_text("!!!ti potS"[::1])
    done = mtqc(
        "check",
        "a.updown",
        "--fast",
        "--select",
        "shouting",
        "--report",
        "jsonl:r.jsonl",
        "--report",
        "tally",
        env=installed,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 issues\n"
    segment = json.loads((tmp_path / "r.jsonl").read_text().splitlines()[1])
    assert segment["text"] == "Stop it!!!"
    assert [(i["check"], i["text"]) for i in segment["issues"]] == [("shouting", "!!!")]


def test_its_options_are_set_like_any_others(mtqc, installed, tmp_path) -> None:
    (tmp_path / "a.txt").write_text("Stop it!!!")
    (tmp_path / "mtqc.toml").write_text("[checks.shouting]\nleast = 4\n")
    done = mtqc(
        "check", "a.txt", "--fast", "--report", "tally", "--select", "shouting", env=installed
    )
    assert done.stdout == "0 issues\n"


def test_a_taken_name_is_refused(mtqc, installed, tmp_path) -> None:
    _lay_down(tmp_path / "site", "rival", {"mtqc.checks": {"shouting": "mtqc_example:Shouting"}})
    (tmp_path / "a.txt").write_text("Stop it!!!")
    done = mtqc("check", "a.txt", "--fast", env=installed)
    assert done.returncode == 2
    assert "shouting" in done.stderr
    assert "rival" in done.stderr


def test_a_plugin_that_cant_be_loaded_is_named(mtqc, installed, tmp_path) -> None:
    _lay_down(tmp_path / "site", "broken", {"mtqc.reports": {"x": "no_such_module:X"}})
    (tmp_path / "a.txt").write_text("Stop it!!!")
    done = mtqc("check", "a.txt", "--fast", env=installed)
    assert done.returncode == 2
    assert "broken" in done.stderr
