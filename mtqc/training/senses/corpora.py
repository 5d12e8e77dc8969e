"""The development data as this training reads it (their formats: the readme beside them)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Rows = Iterator[dict[str, Any]]


def rows(file: Path) -> Rows:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def parallel(data: Path) -> dict[str, list[Path]]:
    """The files with sentences of each language beside English."""
    found: dict[str, list[Path]] = {}
    for folder in ("newstest", "tatoeba"):
        for file in sorted((data / folder).glob("*-en.jsonl.gz")):
            found.setdefault(file.name.partition("-")[0], []).append(file)
    for file in sorted((data / "mlqe").glob("*-en.train.jsonl.gz")):
        found.setdefault(file.name.partition("-")[0], []).append(file)
    for file in sorted((data / "wmt21").glob("segments.*-en.jsonl.gz")):
        found.setdefault(file.name.split(".")[1].partition("-")[0], []).append(file)
    return found


def sentence_pairs(file: Path) -> Iterator[tuple[str, str]]:
    """A sentence and its English, once for every human translation."""
    for row in rows(file):
        if "references" in row:
            for text in row["references"].values():
                yield row["source"], text
        else:
            yield row["source"], row.get("english") or row["post_edit"]
