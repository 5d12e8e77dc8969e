"""How far a score can be trusted.

    python -m mtqc.training.reliability ARTICLES... [--diagram SVG]

ARTICLES are folders of annotated articles; what annotators marked is held against the score.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import click

from mtqc.core.records import SegmentRecord
from mtqc.evaluation import read_articles
from mtqc.run import check_paths

_BINS = (0, 20, 45, 60, 72, 85, 95, 100.1)


def checked(documents: Mapping[str, Sequence[str] | str]) -> dict[str, list[SegmentRecord]]:
    """The sentences of documents, cut already or not, by the name of the document."""
    found: dict[str, list[SegmentRecord]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "documents.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for name, content in documents.items():
                key = "text" if isinstance(content, str) else "segments"
                out.write(json.dumps({"id": name, key: content}) + "\n")
        for record in check_paths([file], cache=False):
            found.setdefault(record.document.partition("#")[2], []).append(record)
    return found


class Bin(NamedTuple):
    """Sentences with scores from `low` to below `high`: of human news, of garbled articles, and how
    many of these have a serious error and how many none at all."""

    low: float
    high: float
    human: int
    garbled: int
    serious: int
    faultless: int


def reliability(paths: Sequence[str]) -> list[Bin]:
    """How scores go with what annotators marked."""
    found = read_articles(paths)
    texts = {f"{a.id}|{v}": getattr(a, v) for a in found for v in ("garbled", "clean")}
    records = checked(texts)
    clean: list[float] = []
    marked: list[tuple[float, bool, bool]] = []
    for article in found:
        clean += [record.score for record in records[f"{article.id}|clean"]]
        for record in records[f"{article.id}|garbled"]:
            within = [e for e in article.errors if e.start < record.end and record.start < e.end]
            serious = any(error.severity.serious for error in within)
            marked.append((record.score, serious, not within))
    table = []
    for low, high in pairwise(_BINS):
        own = [m for m in marked if low <= m[0] < high]
        people = sum(low <= value < high for value in clean)
        marks = sum(m[1] for m in own), sum(m[2] for m in own)
        table.append(Bin(low, min(high, 100), people, len(own), *marks))
    return table


def told(table: Sequence[Bin]) -> str:
    """The table in Markdown."""
    lines = [
        "| score | sentences of clean twins | of garbled articles | of these with a serious error "
        "| without any |",
        "|---|---:|---:|---:|---:|",
    ]
    for one in table:
        shares = [f"{part / one.garbled:.2f}" if one.garbled else "" for part in one[4:]]
        lines.append(
            f"| {one.low:g} to {one.high:g} | {one.human} | {one.garbled} | {' | '.join(shares)} |"
        )
    return "\n".join(lines)


def diagram(table: Sequence[Bin]) -> str:
    """The share of sentences with a serious error by score, as an SVG picture."""
    width, height, left, top = 560, 300, 48, 16
    across, down = (width - left - 16) / 100, height - top - 44
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Share of sentences with a serious error, by score</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = top + down * (1 - share)
        parts.append(f'<path d="M{left} {y:.1f}H{width - 16}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>')
    for one in table:
        share = one.serious / one.garbled if one.garbled else 0.0
        x, wide = left + one.low * across, (one.high - one.low) * across
        parts.append(
            f'<rect x="{x + 1:.1f}" y="{top + down * (1 - share):.1f}" width="{wide - 2:.1f}" '
            f'height="{down * share:.1f}" fill="#b3432b"/>'
        )
        parts.append(
            f'<text x="{x:.1f}" y="{top + down + 16}" text-anchor="middle">{one.low:g}</text>'
        )
        parts.append(
            f'<text x="{x + wide / 2:.1f}" y="{top + down * (1 - share) - 4:.1f}" '
            f'text-anchor="middle" fill="#555">{one.garbled}</text>'
        )
    parts.append(
        f'<text x="{left + 50 * across}" y="{height - 8}" text-anchor="middle">score</text></svg>'
    )
    return "\n".join(parts) + "\n"


@click.command(help=__doc__)
@click.argument("articles", type=click.Path(exists=True), nargs=-1, required=True)
@click.option("--diagram", "picture", type=click.Path(path_type=Path), help="Draw it, too (SVG).")
def main(articles: tuple[str, ...], picture: Path | None) -> None:
    table = reliability(articles)
    click.echo(told(table))
    if picture is not None:
        picture.write_text(diagram(table), encoding="utf-8")


if __name__ == "__main__":
    main()
