"""What an encoder is measured by."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("lemminflect")

from mtqc.core.features import Reading, Word
from mtqc.core.severity import Severity
from mtqc.evaluation import Article, Error
from mtqc.features.lexicon import lexicon_for
from mtqc.text.words import words
from mtqc.training.garble.measure import Read, found, told
from mtqc.training.garble.rows import Row


class Suspicious:
    """Takes words with a z for garbled, the more the longer they are."""

    def read(self, texts, own):
        return None, [
            Reading(
                np.array([len(w.text) if "z" in w.text else -5.0 for w in row], np.float32),
                tuple("NN" for _ in row),
                -1.0 if "z" in text else 1.0,
                -2.0 if "z" in text else 2.0,
            )
            for text, row in zip(texts, own, strict=True)
        ]


def read(text: str) -> Read:
    own = [words(text)]
    return Read([text], [0], own, Suspicious().read([text], own)[1])


def error(text: str, part: str, severity: Severity = Severity.MAJOR) -> Error:
    start = text.index(part)
    return Error(start, start + len(part), part, severity, "wrong-sense")


def judge(one: Read, least: float):
    for own, reading in zip(one.words, one.readings, strict=True):
        for word, value in zip(own, reading.garble.tolist(), strict=True):
            if value > least:
                yield value, word.start, word.end


def test_recall_counts_serious_errors_and_precision_all() -> None:
    clean = [read("the lazy dog sleeps " * 50)]
    text = "a puzzling thing, amazingly zany and wrong"
    article = Article(
        "a", "", text,
        (error(text, "puzzling thing"), error(text, "wrong"), error(text, "zany", Severity.MINOR)),
    )  # fmt: skip
    rate = found(clean, [(article, read(text))], judge)[0]
    # "lazy" is the worst of clean text, and only longer words than that are above it.
    assert rate.recall == 0.5
    assert rate.precision == pytest.approx(1 / 2)


def test_figures_on_one_line(tmp_path: Path) -> None:
    from mtqc.training.garble.measure import measure

    for name, rows in {
        "ntrex/clean_docs.jsonl.gz": [{"text": ["the dog sleeps in the house every day"] * 30}],
        "mlqe/xx-en.dev.jsonl.gz": [
            {"target": "a zebra zzz", "z_mean": -1.0}, {"target": "a dog", "z_mean": 0.5},
        ],
        "ud/pud.jsonl.gz": [{"text": "The dog", "tokens": ["The", "dog"], "xpos": ["DT", "NN"]}],
    }.items():  # fmt: skip
        import gzip

        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(
            gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
        )
    text = "a puzzle came along"
    article = Article("a", "", text, (error(text, "puzzle"),))
    marked = [Row("x", "a zebra and a dog", [(2, 7, 1.0), (14, 17, 0.4)])]
    figures = measure(Suspicious(), {"NN", "DT"}, tmp_path, [article], [marked])
    assert figures.tags == 0.5
    assert figures.assessment == pytest.approx(1.0)
    assert figures.area == 1.0
    assert figures.unsupported == 1.0
    assert figures.found["words"][0].recall == 1.0
    assert "words at 1: 1.000 (1.00)" in told(figures)
    assert lexicon_for("en").frequency("puzzle") > 0


def test_context_is_read_but_not_reported() -> None:
    pytest.importorskip("torch")
    from mtqc.training.garble.ablation import WithBefore

    texts = ["The zoo opened.", "A dog slept there.", ""]
    own: list[list[Word]] = [list(words(text)) for text in texts]
    _, readings = WithBefore(Suspicious()).read(texts, own)
    assert [len(r.garble) for r in readings] == [len(row) for row in own]
    assert [len(r.tags) for r in readings] == [len(row) for row in own]
    # The sentence before is seen: its z makes the second one bad.
    assert [r.estimate for r in readings][:2] == [-1.0, -1.0]
