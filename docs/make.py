"""Makes the parts of the documentation that the program itself knows.

python docs/make.py            write docs/checks.md and the sample output in README.md
python docs/make.py --check    exit 1 where they are out of date
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SAMPLE = re.compile(r"(<!-- output: (mtqc [^\n]*?) -->\n)(?:\n```text\n.*?\n```\n)?", re.DOTALL)


def checks() -> str:
    """All pages of `mtqc explain` after the table of `mtqc rules`."""
    from mtqc.cli.explain import page_of
    from mtqc.run import available_checks

    rules = run("mtqc rules --format markdown")
    pages = [re.sub(r"^#", "##", page_of(c), flags=re.MULTILINE) for c in available_checks()]
    head = "# Checks\n\nMade by `python docs/make.py` from the checks themselves.\n\n"
    return head + rules + "\n" + "\n".join(pages)


def readme(text: str) -> str:
    """The README with each sample's output as it is now."""

    def sample(match: re.Match[str]) -> str:
        output = run(f"{match.group(2)} --no-cache").rstrip("\n")
        return f"{match.group(1)}\n```text\n{output}\n```\n"

    return _SAMPLE.sub(sample, text)


def run(command: str) -> str:
    words = shlex.split(command)
    assert words[0] == "mtqc"
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"


def main() -> int:
    before = (ROOT / "README.md").read_text(encoding="utf-8")
    made = {"docs/checks.md": checks(), "README.md": readme(before)}
    stale = []
    for name, text in made.items():
        path = ROOT / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} {'is out of date' if '--check' in sys.argv[1:] else 'written'}")
    return int(bool(stale) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
