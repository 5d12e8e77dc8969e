from __future__ import annotations

import subprocess
import sys

from mtqc.reports import BUILTINS


def test_names_and_suffixes_are_distinct() -> None:
    assert len({renderer.name for renderer in BUILTINS}) == len(BUILTINS)
    assert len({renderer.suffix for renderer in BUILTINS}) == len(BUILTINS)


def test_formats_are_listed_without_their_libraries() -> None:
    heavy = ("rich", "pyarrow", "jinja2", "markdown_it", "lxml")
    script = f"import sys, mtqc.reports; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
