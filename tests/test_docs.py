"""The documentation says what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_made_parts_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_option_of_check_is_documented() -> None:
    from mtqc.cli.check import command

    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    hidden = {"--quiet", "--verbose", "--no-progress", "--color", "--config"}
    for option in command.params:
        for name in option.opts:
            if name.startswith("--") and name not in hidden:
                assert f"`{name}" in text, name
