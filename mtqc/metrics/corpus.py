"""BLEU, chrF, chrF++ and TER of whole systems, by sacrebleu; the numbers are its own.

A metric of sacrebleu adds up sufficient statistics of sentences (matches, lengths, edits) and makes
a score of the sum. They are extracted once, a block of sentences at a time, and sentence scores,
corpus scores, confidence intervals and tests are all made of them.

Post (2018), https://aclanthology.org/W18-6319.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from mtqc.core.features import Encoder

Statistics = NDArray[np.float64]
"""Shape (sentences, numbers): what a corpus score is made of, sentence by sentence."""

Watch = Callable[[str, int, int], None]
"""Told what is being done, how many steps of it are done, and of how many."""

SACREBLEU = ("bleu", "chrf", "chrf++", "ter")
TOKENIZERS = ("13a", "intl", "zh", "ja-mecab", "ko-mecab", "char", "none")

_TOKENIZER_OF = {"zh": "zh", "ja": "ja-mecab", "ko": "ko-mecab"}
_PACKAGES = {"ja-mecab": "sacrebleu[ja]", "ko-mecab": "sacrebleu[ko]"}
_BLOCK = 500
# Starting processes costs about as much as this many sentences.
_WORTH_PROCESSES = 4_000


class Scorer(Protocol):
    """A measure of whole systems that is made of statistics of their sentences."""

    key: str
    name: str
    higher_is_better: bool
    digits: int
    precision: type[np.float32] | type[np.float64]

    def score(self, total: Sequence[float] | NDArray[Any]) -> float:
        """The corpus score of statistics that were added up; in their own precision."""

    def sentence_scores(self, statistics: Statistics) -> NDArray[np.float64]:
        """The score of each sentence by itself."""


class SacreBleu:
    """One of sacrebleu's metrics. Sentence scores equal its `sentence_*` functions."""

    # What sacrebleu resamples in; with another precision the last digits would differ.
    precision: type[np.float32] | type[np.float64] = np.float32
    digits = 1

    def __init__(self, key: str, tokenizer: str = "13a") -> None:
        self.key = key
        self.metric, self._of_sentence = _metrics(key, tokenizer)
        self.higher_is_better = key != "ter"
        self.name = {"bleu": "BLEU", "chrf": "chrF2", "chrf++": "chrF2++", "ter": "TER"}[key]

    def score(self, total: Sequence[float] | NDArray[Any]) -> float:
        score: float = self.metric._compute_score_from_stats(total).score
        return score

    def sentence_scores(self, statistics: Statistics) -> NDArray[np.float64]:
        compute = self._of_sentence._compute_score_from_stats
        return np.array([compute(row.tolist()).score for row in statistics], np.float64)

    def signature(self, counts: frozenset[int], **tests: Any) -> str:
        """sacrebleu's signature for sentences with these numbers of references."""
        self.metric.num_refs = next(iter(counts)) if len(counts) == 1 else -1
        signature = self.metric.get_signature()
        for key, value in tests.items():
            signature.update(key, value)
        return str(signature.format())


class Similarity:
    """Cosine of the encoder's vectors of output and reference: the best one of the references.

    The score of a corpus is the mean of its sentences', in -1..1.
    """

    key, name = "similarity", "similarity"
    higher_is_better = True
    digits = 3
    precision: type[np.float32] | type[np.float64] = np.float64

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def score(self, total: Sequence[float] | NDArray[Any]) -> float:
        score: float = total[0] / total[1]
        return score

    def sentence_scores(self, statistics: Statistics) -> NDArray[np.float64]:
        return np.asarray(statistics[:, 0])

    def signature(self, counts: frozenset[int], **tests: Any) -> str:
        refs = next(iter(counts)) if len(counts) == 1 else "var"
        parts = [f"nrefs:{refs}", *(f"{key}:{value}" for key, value in tests.items())]
        return "|".join([*parts, f"encoder:{self._encoder.signature}"])

    def statistics(
        self, texts: Sequence[Sequence[str]], references: Sequence[Sequence[str | None]],
        watch: Watch,
    ) -> list[Statistics]:  # fmt: skip
        """One array of shape (sentences, 2) per system: cosine and 1."""
        count = len(texts[0])
        results = [np.ones((count, 2)) for _ in texts]
        for start in range(0, count, _BLOCK):
            block = slice(start, start + _BLOCK)
            best = [np.full(len(system[block]), -1.0) for system in texts]
            vectors = [self._encoder.encode(system[block]) for system in texts]
            for reference in references:
                some = reference[block]
                has = np.array([text is not None for text in some])
                encoded = self._encoder.encode([text or "" for text in some])
                for system, rows in enumerate(vectors):
                    cosines = np.einsum("ij,ij->i", rows, encoded).astype(np.float64)
                    best[system] = np.where(
                        has, np.maximum(best[system], np.minimum(cosines, 1.0)), best[system]
                    )
            for result, values in zip(results, best, strict=True):
                result[block, 0] = values
            watch("embedding", min(start + _BLOCK, count), count)
        return results


class Extracted(NamedTuple):
    """`statistics[key][system]`, and the numbers of references that sentences have."""

    statistics: dict[str, list[Statistics]]
    counts: frozenset[int]


class _Block(NamedTuple):
    texts: list[list[str]]
    references: list[list[str | None]]


def extract(
    keys: Sequence[str],
    tokenizer: str,
    texts: Sequence[Sequence[str]],
    references: Sequence[Sequence[str | None]],
    *,
    jobs: int,
    watch: Watch,
) -> Extracted:
    """The statistics of all systems for sacrebleu's metrics `keys`.

    `texts[system][sentence]`, `references[reference][sentence]`, None where a sentence has fewer
    references; each sentence needs one. Memory beside the result is that of one block per job.
    """
    count = len(texts[0])
    counts = frozenset(
        sum(r is not None for r in of_one) for of_one in zip(*references, strict=True)
    )
    parts: dict[str, list[list[Statistics]]] = {key: [[] for _ in texts] for key in keys}
    blocks = (
        _Block(
            [list(system[at : at + _BLOCK]) for system in texts],
            [list(reference[at : at + _BLOCK]) for reference in references],
        )
        for at in range(0, count, _BLOCK)
    )
    many = jobs > 1 and keys and count * len(texts) >= _WORTH_PROCESSES
    work = functools.partial(_of_block, tuple(keys), tokenizer)
    with _mapped(work, blocks, jobs if many else 1) as done:
        for number, found in enumerate(done, start=1):
            for key, arrays in found.items():
                for into, array in zip(parts[key], arrays, strict=True):
                    into.append(array)
            watch("counting matches and edits", min(number * _BLOCK, count), count)
    return Extracted({k: [np.concatenate(p) for p in of] for k, of in parts.items()}, counts)


@contextmanager
def _mapped(
    work: Callable[[_Block], dict[str, list[Statistics]]], blocks: Iterable[_Block], jobs: int
) -> Iterator[Iterable[dict[str, list[Statistics]]]]:
    if jobs == 1:
        yield map(work, blocks)
        return
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool.map(work, blocks)
    finally:
        pool.shutdown(cancel_futures=True)


def _of_block(keys: tuple[str, ...], tokenizer: str, block: _Block) -> dict[str, list[Statistics]]:
    found = {}
    for key in keys:
        metric, _ = _metrics(key, tokenizer)
        # What a reference gives is worked out once for all systems.
        metric._ref_cache = metric._cache_references(block.references)
        found[key] = [
            np.array(metric._extract_corpus_statistics(texts, None), np.float64)
            for texts in block.texts
        ]
        metric._ref_cache = None
    return found


@functools.lru_cache(maxsize=8)
def _metrics(key: str, tokenizer: str) -> tuple[Any, Any]:
    """The metric for corpora and the one for sentences, as sacrebleu's own functions make them."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    if key == "bleu":
        return (
            BLEU(tokenize=tokenizer, force=True),
            BLEU(tokenize=tokenizer, force=True, effective_order=True),
        )
    metric = TER() if key == "ter" else CHRF(word_order=2 if key == "chrf++" else 0)
    return metric, metric


def tokenizer_for(lang: str) -> str:
    """BLEU's tokenizer for a language, as sacrebleu chooses it; 13a where it has none."""
    return _TOKENIZER_OF.get(lang.partition("-")[0].lower(), "13a")


def why_not(tokenizer: str) -> str | None:
    """Why a tokenizer can't be used here, or None."""
    try:
        _metrics("bleu", tokenizer)
    except (RuntimeError, ImportError, AssertionError):
        package = _PACKAGES.get(tokenizer, "sacrebleu")
        return (
            f"the tokenizer {tokenizer} needs MeCab (pip install '{package}'); "
            "--tokenize char does without"
        )
    return None
