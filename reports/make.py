"""Makes the golden reports of `corpora/`, or shows what would change.

    python reports/make.py            write reports/golden/
    python reports/make.py --check    print the differences and exit 1 where there are any

They are made with `--fast`: without a model's arithmetic they are the same bytes on every
processor, so that a difference is a change in mtqc and nothing else.
"""

from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "reports" / "golden"
# By name: the arguments of `mtqc check` and the format and suffix of each report.
RUNS = {
    "articles": (
        ("corpora/articles",),
        {"jsonl": "jsonl", "csv": "csv", "markdown": "md", "text": "txt"},
    ),
    "delivery": (
        ("corpora/delivery/files", "--config=corpora/delivery/mtqc.toml"),
        {"jsonl": "jsonl", "text": "txt", "sarif": "sarif", "junit": "junit.xml"},
    ),
}
# The runs whose gate fails.
FAILING = frozenset({"delivery"})
SHOWN_LINES = 200


def render(folder: Path) -> None:
    """Check what is in `RUNS` and write the reports of each into `folder`."""
    for name, (arguments, formats) in RUNS.items():
        reports = [
            f"--report={form}:{folder / f'{name}.{suffix}'}" for form, suffix in formats.items()
        ]
        command = [
            sys.executable,
            "-m",
            "mtqc",
            "check",
            *arguments,
            "--fast",
            "--no-cache",
            "--quiet",
            *reports,
        ]
        # Run where no mtqc.toml of the user is found, on the corpora by their relative name.
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "100"},
            stderr=subprocess.DEVNULL if name in FAILING else None,
            check=False,
        )
        if done.returncode != (name in FAILING):
            sys.exit(f"mtqc ended with exit code {done.returncode} on {name}")


def differences(fresh: Path) -> list[str]:
    """Lines of a unified diff over all reports."""
    lines: list[str] = []
    for name in (f"{run}.{s}" for run, (_, formats) in RUNS.items() for s in formats.values()):
        golden = GOLDEN / name
        before = golden.read_text(encoding="utf-8").splitlines() if golden.exists() else []
        after = (fresh / name).read_text(encoding="utf-8").splitlines()
        lines += difflib.unified_diff(
            before, after, f"golden/{name}", f"now/{name}", lineterm="", n=0
        )
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    if not parser.parse_args().check:
        GOLDEN.mkdir(exist_ok=True)
        render(GOLDEN)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        render(Path(folder))
        lines = differences(Path(folder))
    for line in lines[:SHOWN_LINES]:
        print(line[:300])
    if len(lines) > SHOWN_LINES:
        print(f"... and {len(lines) - SHOWN_LINES} more lines")
    if lines:
        print("the golden reports differ: if that is meant, run `python reports/make.py`")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
