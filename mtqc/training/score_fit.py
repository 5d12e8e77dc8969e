"""Fits the score: `python -m mtqc.training.score_fit DATA --links LINKS`.

What an issue costs is set by MQM's severities, not fitted. Fitted is what the encoder's `fluency`
and `estimate` weigh beside issues and from where on: on whole documents by machines and by people
(WMT21 from Icelandic, Japanese and Russian), and on human news of which every other article has
half of its sentences lightly corrupted. For sentences that are documents by themselves these and
`assessment` are fitted on human scores of translations (MLQE-PE dev) and on the sentences of that
news. None of it was learned from by the encoder. One number at a time is tried larger and
smaller; the same data give the same file. LINKS are the tables that `mtqc.training.senses` makes;
`mtqc.training.reliability` says how good the score is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec
import numpy as np
from numpy.typing import NDArray

from mtqc.core.records import SegmentRecord
from mtqc.engine import score
from mtqc.training.garble import human, light
from mtqc.training.reliability import checked
from mtqc.training.senses.corpora import rows

SHIPPED = Path(__file__).parents[1] / "data" / "score.json"
# By whether a sentence is a document by itself.
FITTED = {False: ("fluency", "estimate"), True: ("fluency", "estimate", "assessment")}
_PARTS = ("weight", "bound")
# Rounded so far, a term tells two good sentences apart, which hardly moves what is fitted.
_SOFTNESS = 0.04
_STEPS = (0.6, 0.8, 0.9, 1.1, 1.25, 1.6)
_ROUNDS = 4
_LIMITS = {"weight": (0.1, 4.0), "bound": (0.3, 0.95)}
# So many documents of each language, and articles of news.
_DOCUMENTS, _ARTICLES = 25, 250
# What the kinds of quality weigh, in their order.
_WEIGHTS = (3.0, 0.5, 0.5, 1.0, 0.7)

Floats = NDArray[np.float64]


class Evidence(NamedTuple):
    """What the score of each sentence is made of: the burden of its issues and of what is not
    fitted, shape (n,), and each fitted measurement, NaN where there is none."""

    issues: Floats
    measured: Mapping[str, Floats]

    def scores(self, terms: Mapping[str, score.MetricTerm]) -> Floats:
        total = self.issues.copy()
        for name, term in terms.items():
            total += burdens(term, self.measured[name])
        return 100 * np.exp(-total)


def burdens(term: score.MetricTerm, values: Floats) -> Floats:
    """`MetricTerm.burden` of each value, nothing where there is none."""
    known = np.nan_to_num(values)
    past = term.bound - known if term.higher_is_better else known - term.bound
    if term.softness:
        past = term.softness * np.logaddexp(0.0, past / term.softness)
    return np.where(np.isnan(values), 0.0, term.weight * np.maximum(past, 0.0))


class News(NamedTuple):
    """Sentences that nobody touched in clean articles; and in spoiled ones those that are
    corrupted, each beside itself in the clean version of the article."""

    clean: Evidence
    before: Evidence
    after: Evidence


class Articles(NamedTuple):
    """The sentences of human articles, and by article what becomes of some of them."""

    clean: Sequence[Sequence[str]]
    spoiled: Mapping[int, Mapping[int, str]]


class Data(NamedTuple):
    """`scored`: evidence and human scores by language; `documents`: by language, of each document
    which translator it has and whose evidence. Either may be empty."""

    scored: Mapping[str, tuple[Evidence, Floats]]
    documents: Mapping[str, Sequence[tuple[str, Evidence]]]
    news: News


class Quality(NamedTuple):
    """Mean Pearson correlation with human scores; mean area under the curve of documents by people
    against each system; share of pairs in which a sentence scores higher before it is corrupted,
    ties half; area under the curve of corrupted sentences against those of clean articles; share of
    these that are called clean. What there are no data for is 0."""

    human: float
    documents: float
    pairs: float
    sentences: float
    clean: float

    @property
    def whole(self) -> float:
        return float(np.dot(self, _WEIGHTS))


def quality(data: Data, terms: Mapping[str, score.MetricTerm]) -> Quality:
    human_ = [
        np.corrcoef(found.scores(terms), people)[0, 1] for found, people in data.scored.values()
    ]
    clean, good, bad = (np.round(side.scores(terms), 1) for side in data.news)
    return Quality(
        _mean(human_),
        _mean([_contrast(found, terms) for found in data.documents.values()]),
        float(np.mean((good > bad) + 0.5 * (good == bad))),
        auc(clean, bad),
        float(np.mean(clean >= score.coefficients().clean_from)),
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0


def _contrast(
    documents: Sequence[tuple[str, Evidence]], terms: Mapping[str, score.MetricTerm]
) -> float:
    by_translator: dict[str, list[float]] = {}
    for translator, found in documents:
        by_translator.setdefault(translator, []).append(float(found.scores(terms).mean()))
    people = by_translator.pop("")
    return float(np.mean([auc(people, system) for system in by_translator.values()]))


def auc(better: Sequence[float] | Floats, worse: Sequence[float] | Floats) -> float:
    """The chance that one of the better is above one of the worse, ties half."""
    above = np.subtract.outer(np.asarray(better), np.asarray(worse))
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def fit(
    data: Data,
    start: Mapping[str, score.MetricTerm],
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, score.MetricTerm]:
    """The terms that the data like best, from `start` on, one number at a time."""
    best = dict(start)
    reached = quality(data, best)
    for round_ in range(_ROUNDS):
        before = reached.whole
        for name in sorted(best):
            for part in _PARTS:
                for step in _STEPS:
                    low, high = _LIMITS[part]
                    value = min(max(getattr(best[name], part) * step, low), high)
                    changed = msgspec.structs.replace(best[name], **{part: round(value, 3)})
                    found = quality(data, {**best, name: changed})
                    if found.whole > reached.whole + 1e-5:
                        best[name], reached = changed, found
        tell(f"round {round_ + 1}: {reached}")
        if reached.whole - before < 1e-4:
            break
    return best


def in_articles(folder: Path, news: Articles) -> Data:
    """Runs mtqc over the documents that the score of a sentence among others is fitted on."""
    documents = {
        file.name.split(".")[1]: _documents(file)
        for file in sorted((folder / "wmt21").glob("docs.*"))
    }
    texts = {f"clean {nth}": list(block) for nth, block in enumerate(news.clean)}
    texts |= {
        f"spoiled {nth}": [made.get(i, text) for i, text in enumerate(news.clean[nth])]
        for nth, made in news.spoiled.items()
    }
    found = checked(texts)
    places = [(nth, i) for nth, made in news.spoiled.items() for i in made]
    sides = ([found[f"{side} {nth}"][i] for nth, i in places] for side in ("clean", "spoiled"))
    clean = [r for name, records in found.items() for r in records if name.startswith("clean")]
    return Data({}, documents, News(*map(evidence, (clean, *sides))))


def by_themselves(folder: Path, news: Articles) -> Data:
    """The same for sentences that are documents by themselves."""
    scored = {
        file.name.split("-")[0]: _scored(file)
        for file in sorted((folder / "mlqe").glob("*.dev.jsonl.gz"))
    }
    places = [(nth, i) for nth, made in news.spoiled.items() for i in made]
    sides = (
        [text for block in news.clean[::2] for text in block],
        [news.clean[nth][i] for nth, i in places],
        [news.spoiled[nth][i] for nth, i in places],
    )
    return Data(scored, {}, News(*(evidence(_alone(texts)) for texts in sides)))


def _alone(texts: Sequence[str]) -> list[SegmentRecord]:
    """What is said of each text as a document of one sentence."""
    found = checked({str(n): [text] for n, text in enumerate(texts)})
    return [found[str(n)][0] for n in range(len(texts))]


def _scored(file: Path) -> tuple[Evidence, Floats]:
    found = list(rows(file))
    seen = _alone([row["target"] for row in found])
    return evidence(seen), np.array([row["z_mean"] for row in found], np.float64)


def _documents(file: Path) -> list[tuple[str, Evidence]]:
    found = list(rows(file))
    names = list(dict.fromkeys(row["doc"] for row in found))
    chosen = set(names[:: max(1, len(names) // _DOCUMENTS)])
    kept = [row for row in found if row["doc"] in chosen]
    records = checked({f"{row['doc']}|{row['version']}": row["target"] for row in kept})
    return [
        (
            "" if row["version"].startswith("ref") else row["version"],
            evidence(records[f"{row['doc']}|{row['version']}"]),
        )
        for row in kept
    ]


def articles(folder: Path, links: Path) -> Articles:
    """Human news, every other article with half of its sentences corrupted."""
    from mtqc.features.encoder import EmbeddedEncoder
    from mtqc.training.garble import twins
    from mtqc.training.senses import news, table

    blocks = [[pair.english for pair in block] for block in human.news(folder, "fit")]
    known = table.knowledge(news.pieces(folder), folder / "ud")
    partners = twins.pairs(links, known, EmbeddedEncoder())
    sentences = [text for block in blocks for text in block if human.fits(text)]
    corruptor = light.Corruptor(twins.Twins(partners, known, sentences), (), 1)
    clean = blocks[:: max(1, len(blocks) // _ARTICLES)]
    spoiled = {
        nth: {
            i: row.text for i, t in enumerate(clean[nth]) if i % 2 and (row := corruptor.corrupt(t))
        }
        for nth in range(1, len(clean), 2)
    }
    return Articles(clean, spoiled)


def evidence(records: Sequence[SegmentRecord]) -> Evidence:
    """What the shipped coefficients say of everything but the fitted measurements, and these."""
    others = (
        {name: value for name, value in record.scores.items() if name not in FITTED[True]}
        for record in records
    )
    return Evidence(
        np.array(
            [score.burden(r.issues, s) for r, s in zip(records, others, strict=True)], np.float64
        ),
        {
            name: np.array([_number(record.scores.get(name)) for record in records], np.float64)
            for name in FITTED[True]
        },
    )


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


@click.command(help=__doc__)
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--links", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True
)
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, show_default=True)
def main(data: Path, links: Path, out: Path) -> None:
    model = score.coefficients()
    news = articles(data, links)
    fitted = {}
    for alone, found in ((False, in_articles(data, news)), (True, by_themselves(data, news))):
        known = {name: model.terms(alone)[name] for name in FITTED[alone]}
        click.echo(f"{'alone' if alone else 'in articles'}, before: {quality(found, known)}")
        start = {n: msgspec.structs.replace(t, softness=_SOFTNESS) for n, t in known.items()}
        fitted[alone] = fit(found, start, click.echo)
    changed = msgspec.structs.replace(
        model, metrics={**model.metrics, **fitted[False]}, metrics_alone=fitted[True]
    )
    encoded = msgspec.json.format(msgspec.json.encode(changed), indent=2)
    out.write_bytes(encoded + b"\n")
    click.echo(f"wrote {out}")


if __name__ == "__main__":
    main()
