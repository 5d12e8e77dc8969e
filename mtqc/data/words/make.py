"""Builds `words.txt.zst` and `names.txt.zst` from an unpacked SCOWL.

    python mtqc/data/words/make.py /usr/share/dict/scowl

SCOWL comes as the Debian package `scowl` (2020.12.07) and from http://wordlist.aspell.net/;
its copyright notice stands beside this file. Entries are case-folded, possessives are left
out, and lines are sorted by their UTF-8 bytes, which is what the lexicon's search relies on.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import zstandard

_LIST = re.compile(r"[a-z]+(?:_[a-z0-9]+)*-(?P<kind>[a-z-]+)\.\d+")
_FILES = {
    "words.txt.zst": ("words", "contractions", "hacker"),
    "names.txt.zst": ("upper", "proper-names", "abbreviations"),
}


def make(scowl: Path, out: Path) -> None:
    """Read the lists in the folder `scowl`, write both files into `out`."""
    for file, kinds in _FILES.items():
        entries: set[str] = set()
        for path in sorted(scowl.iterdir()):
            match = _LIST.fullmatch(path.name)
            if match and match["kind"] in kinds:
                lines = path.read_text("iso-8859-1").split()
                entries.update(w.casefold() for w in lines if not w.endswith("'s"))
        data = b"\n".join([b"", *sorted(w.encode() for w in entries), b""])
        (out / file).write_bytes(zstandard.ZstdCompressor(level=19).compress(data))


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(__file__).parent)
