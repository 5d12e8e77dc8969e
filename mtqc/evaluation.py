"""Precision and recall per check on annotated articles (`mtqc eval`).

An article is a JSON file with `id`, `clean`, `garbled` and `errors` (`start`, `end` in code
points of `garbled`, `severity`, `category`), optionally `hard_negatives` (correct strings that a
naive check might flag); `corpora/README.md` describes it. Every flag on `clean` is false.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from mtqc.core.errors import UsageError
from mtqc.core.issue import Issue
from mtqc.core.reader import Raw
from mtqc.core.records import SegmentRecord
from mtqc.core.severity import Severity


class Error(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str
    severity: Severity
    category: str


class Article(msgspec.Struct, frozen=True):
    id: str
    clean: str
    garbled: str
    errors: tuple[Error, ...]
    hard_negatives: tuple[str, ...] = ()


class CheckFigures(msgspec.Struct, kw_only=True):
    """`flags` on garbled text, of them `on_error`; `clean_flags` on clean text."""

    flags: int = 0
    on_error: int = 0
    clean_flags: int = 0


class Figures(msgspec.Struct, kw_only=True):
    """What `mtqc eval` prints. Shares are in 0..1, rates per 1000 words of clean text."""

    articles: int
    serious_flags: int
    precision: float
    recall: float
    any_precision: float
    any_recall: float
    clean_serious_per_1000_words: float
    clean_any_per_1000_words: float
    hard_negatives: int
    hard_negatives_flagged: int
    by_check: dict[str, CheckFigures]
    by_category: dict[str, tuple[int, int]]


def read_articles(paths: Iterable[str]) -> list[Article]:
    """From files and folders of `*.json`. Raises `UsageError` where there is none or one is bad."""
    files: list[Path] = []
    for name in paths:
        path = Path(name)
        files += sorted(path.glob("*.json")) if path.is_dir() else [path]
    articles = []
    for file in files:
        try:
            articles.append(msgspec.json.decode(file.read_bytes(), type=Article))
        except OSError as error:
            raise UsageError(f"can't read {file}: {error.strerror}") from None
        except msgspec.DecodeError as error:
            raise UsageError(f"{file} is not an annotated article: {error}") from None
    if not articles:
        raise UsageError("no annotated article found: name a folder with *.json files")
    return articles


def raws(articles: Iterable[Article]) -> Iterable[Raw]:
    """Both versions of each article, named ID:garbled and ID:clean."""
    for article in articles:
        for version in ("garbled", "clean"):
            text = getattr(article, version)
            yield Raw(name=f"{article.id}:{version}", reader="text", data=text.encode())


def measure(articles: list[Article], segments: Iterable[SegmentRecord]) -> Figures:
    """`segments` are those of a run over `raws(articles)`."""
    flags: dict[str, list[tuple[int, int, Issue]]] = defaultdict(list)
    words: Counter[str] = Counter()
    for record in segments:
        words[record.document] += len(record.text.split())
        for issue in record.issues:
            if issue.severity is not Severity.NEUTRAL:
                place = (record.start + issue.start, record.start + issue.end, issue)
                flags[record.document].append(place)

    by_check: dict[str, CheckFigures] = defaultdict(CheckFigures)
    by_category: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    count: Counter[str] = Counter()
    for article in articles:
        garbled = flags[f"{article.id}:garbled"]
        for start, end, issue in garbled:
            hit = any(e.start < end and e.end > start for e in article.errors)
            figures = by_check[issue.check]
            figures.flags += 1
            figures.on_error += hit
            count["any"] += 1
            count["any hit"] += hit
            if issue.severity.serious:
                count["serious"] += 1
                count["serious hit"] += hit
        for error in article.errors:
            if error.severity.serious:
                over = [i for s, e, i in garbled if s < error.end and e > error.start]
                found = any(i.severity.serious for i in over)
                by_category[error.category][0] += found
                by_category[error.category][1] += 1
                count["error"] += 1
                count["error any"] += bool(over)
                count["error serious"] += found
        for text in article.hard_negatives:
            at = article.garbled.find(text)
            if at >= 0:
                count["hard"] += 1
                count["hard flagged"] += any(
                    i.severity.serious and s < at + len(text) and e > at for s, e, i in garbled
                )
        for _, _, issue in flags[f"{article.id}:clean"]:
            by_check[issue.check].clean_flags += 1
            count["clean any"] += 1
            count["clean serious"] += issue.severity.serious
        count["clean words"] += words[f"{article.id}:clean"]

    def share(part: str, whole: str) -> float:
        return round(count[part] / count[whole], 3) if count[whole] else 0.0

    def rate(part: str) -> float:
        return round(1000 * count[part] / max(count["clean words"], 1), 2)

    return Figures(
        articles=len(articles),
        serious_flags=count["serious"],
        precision=share("serious hit", "serious"),
        recall=share("error serious", "error"),
        any_precision=share("any hit", "any"),
        any_recall=share("error any", "error"),
        clean_serious_per_1000_words=rate("clean serious"),
        clean_any_per_1000_words=rate("clean any"),
        hard_negatives=count["hard"],
        hard_negatives_flagged=count["hard flagged"],
        by_check=dict(sorted(by_check.items())),
        by_category={k: (v[0], v[1]) for k, v in sorted(by_category.items())},
    )


def as_dict(figures: Figures) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(figures)
    return built
