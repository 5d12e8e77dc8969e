"""Systems in memory against references in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

import mtqc
from mtqc.config import refuse_unknown
from mtqc.core.comparison import Comparison, Figure, Measure, System, Test, Unmeasured
from mtqc.core.document import Document
from mtqc.core.errors import UsageError
from mtqc.core.features import Encoder
from mtqc.metrics import corpus, significance
from mtqc.metrics.corpus import SacreBleu, Similarity, Watch

METRICS = (*corpus.SACREBLEU, Similarity.key)
TESTS = ("bs", "ar", "none")
SEED = 12_345
"""sacrebleu's own default."""

# Languages that are written without spaces between words, which TER needs.
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})
_SAMPLE = 200
_TOKENIZED = 100

Texts = Sequence[str]
References = Mapping[str, Sequence[str | None]]


def compare(
    systems: Mapping[str, Texts],
    references: References,
    *,
    sources: Sequence[str | None] | None = None,
    paths: Mapping[str, str] | None = None,
    metrics: Sequence[str] = METRICS,
    lang: str | None = None,
    tokenize: str | None = None,
    encoder: str | None = None,
    test: str = "bs",
    samples: int | None = None,
    seed: int = SEED,
    baseline: str | None = None,
    by: str | None = None,
    show: int = 10,
    jobs: int = 1,
    watch: Watch | None = None,
) -> Comparison:
    """Compare systems' outputs, sentence by sentence of equal number, with references.

    `metrics` are of `METRICS`; `lang` is the language of outputs and references (BCP 47), detected
    unless given, and with it goes BLEU's tokenizer unless `tokenize` names one. `encoder` is a
    sentence-transformers model by path or hub name, "embedded" or "none"; without it, similarity
    is measured for English only. `test` is "bs", "ar" or "none", with `samples` resamples (1000 or
    10,000) against the system named `baseline` (the first). `show` sentences are singled out by the
    measure `by` (chrF, where it is measured). `watch` is told of progress.

    Raises `UsageError` for wrong arguments and for texts that don't lie side by side.
    """
    refuse_unknown(metrics, dict.fromkeys(METRICS), "unknown metric")
    refuse_unknown([test], dict.fromkeys(TESTS), "unknown test")
    if tokenize is not None:
        refuse_unknown([tokenize], dict.fromkeys(corpus.TOKENIZERS), "unknown tokenizer")
    names = list(systems)
    _side_by_side(systems, references, sources)
    if baseline is not None:
        refuse_unknown([baseline], systems, "unknown system")
    if test == "ar" and len(names) == 1:
        raise UsageError("approximate randomisation compares systems, and there is only one")
    watch = watch or _silent
    texts = list(systems.values())
    given = list(references.values())
    detected = lang is None
    lang = lang or _detected(given)

    wanted, unmeasured = _usable(metrics, lang, tokenize, encoder)
    tokenizer = tokenize or corpus.tokenizer_for(lang)
    keys = [key for key in wanted if key in corpus.SACREBLEU]
    scorers: list[SacreBleu | Similarity] = [SacreBleu(key, tokenizer) for key in keys]
    found, counts = corpus.extract(keys, tokenizer, texts, given, jobs=jobs, watch=watch)
    if Similarity.key in wanted:
        model = _encoder(encoder or "embedded")
        similarity = Similarity(model)
        scorers.append(similarity)
        found[similarity.key] = similarity.statistics(texts, given, watch)

    scores = {s.key: [s.score(a.sum(0).tolist()) for a in found[s.key]] for s in scorers}
    first = names.index(baseline) if baseline is not None else 0
    tried = Test(kind=test, samples=samples or significance.SAMPLES.get(test, 0), seed=seed)
    tested: dict[str, list[significance.Tested]] = {}
    if test != "none":
        run = significance.bootstrap if test == "bs" else significance.randomisation
        tested = run(
            scorers,
            found,
            scores,
            baseline=first,
            samples=tried.samples,
            seed=seed,
            watch=watch,
        )
    by = by or ("chrf" if "chrf" in wanted else scorers[0].key)
    refuse_unknown([by], scores, "not measured")
    of_sentences = tuple(
        tuple(scorer.sentence_scores(found[scorer.key][system]) for scorer in scorers)
        for system in range(len(names))
    )
    signed = {test: tried.samples, "seed": seed} if test != "none" else {}
    order = [scorer.key for scorer in scorers].index(by)
    return Comparison(
        version=mtqc.__version__,
        lang=lang,
        lang_detected=detected,
        measures=tuple(
            Measure(
                key=s.key,
                name=s.name,
                higher_is_better=s.higher_is_better,
                digits=s.digits,
                signature=s.signature(counts, **signed),
            )
            for s in scorers
        ),
        systems=tuple(
            System(
                name=name,
                path=(paths or {}).get(name),
                baseline=number == first,
                figures={
                    key: _figure(scores[key], tested.get(key), number, first) for key in scores
                },
            )
            for number, name in enumerate(names)
        ),
        references=tuple(references),
        sentences=len(texts[0]),
        test=tried,
        unmeasured=tuple(unmeasured),
        notes=tuple(_notes(systems, lang, tokenizer, wanted)),
        shown_by=by,
        shown=_most_different(
            np.array([values[order] for values in of_sentences]),
            show,
            higher_is_better=scorers[order].higher_is_better,
        ),
        sources=sources,
        reference_texts=tuple(given),
        texts=tuple(texts),
        scores=of_sentences,
    )


def same_length(first: str, count: int, other: str, others: int) -> None:
    """Raises `UsageError` where two texts that belong side by side have not as many lines."""
    if count != others:
        raise UsageError(f"{first} has {_lines(count)} and {other} has {others:,}: they must agree")


def _lines(count: int) -> str:
    return f"{count:,} line" + ("" if count == 1 else "s")


def _side_by_side(
    systems: Mapping[str, Texts], references: References, sources: Sequence[str | None] | None
) -> None:
    if not systems or not references:
        raise UsageError("a comparison needs at least one system and one reference")
    first = next(iter(systems))
    count = len(systems[first])
    if not count:
        raise UsageError(f"{first} is empty")
    others: list[tuple[str, int]] = [
        (n, len(t)) for n, t in (*systems.items(), *references.items())
    ]
    if sources is not None:
        others.append(("the source", len(sources)))
    for name, length in others:
        same_length(first, count, name, length)
    for number, of_one in enumerate(zip(*references.values(), strict=True), start=1):
        if all(text is None for text in of_one):
            raise UsageError(f"line {number} has no reference")


def _usable(
    metrics: Sequence[str], lang: str, tokenize: str | None, encoder: str | None
) -> tuple[list[str], list[Unmeasured]]:
    """The metrics that can be had, in the order of `METRICS`, and why not the others."""
    wanted, unmeasured = [], []
    for key in METRICS:
        if key not in metrics:
            continue
        reason = None
        if key == "bleu":
            reason = corpus.why_not(tokenize or corpus.tokenizer_for(lang))
        elif key == Similarity.key and encoder == "none":
            reason = "--encoder none"
        elif key == Similarity.key and encoder is None and lang.partition("-")[0] != "en":
            reason = f"the embedded encoder knows English, not {lang}: name one with --encoder"
        if reason is None:
            wanted.append(key)
        else:
            unmeasured.append(Unmeasured(key, reason))
    if not wanted:
        reasons = "; ".join(f"{one.measure}: {one.reason}" for one in unmeasured)
        raise UsageError(f"nothing can be measured ({reasons or 'no metric is named'})")
    return wanted, unmeasured


def _encoder(name: str) -> Encoder:
    from mtqc.features import encoder

    loaded = encoder.load(name)
    assert loaded is not None
    return loaded


def _detected(references: Sequence[Sequence[str | None]]) -> str:
    from mtqc.features.language import detect

    sample = "\n".join(text for text in references[0][:_SAMPLE] if text)
    return detect(Document(name="reference", text=sample, segments=()))[0]


def _notes(
    systems: Mapping[str, Texts], lang: str, tokenizer: str, wanted: Sequence[str]
) -> list[str]:
    notes = []
    if "ter" in wanted and lang.partition("-")[0] in _UNSPACED:
        notes.append(
            f"TER counts words between spaces, of which text in this language ({lang}) has few"
        )
    if "bleu" in wanted and tokenizer != "none":
        for name, texts in systems.items():
            if sum(text.endswith(" .") for text in texts) >= _TOKENIZED:
                notes.append(
                    f"{name} seems to be tokenized already (a space before the full stop), "
                    "which lowers BLEU"
                )
    return notes


def _figure(
    scores: Sequence[float], tested: list[significance.Tested] | None, number: int, first: int
) -> Figure:
    difference = None if number == first else scores[number] - scores[first]
    if tested is None:
        return Figure(score=scores[number], difference=difference)
    return Figure(
        score=scores[number],
        mean=tested[number].mean,
        margin=tested[number].margin,
        difference=difference,
        p_value=tested[number].p_value,
    )


def _most_different(
    scores: NDArray[np.float64], show: int, *, higher_is_better: bool
) -> tuple[int, ...]:
    """The sentences with the widest spread of `scores[system, sentence]`; the earlier one first
    of equals, and none without any. Of one system, those with the worst scores."""
    if len(scores) == 1:
        ranked = scores[0] if higher_is_better else -scores[0]
        order = np.argsort(ranked, kind="stable")
    else:
        spread = scores.max(axis=0) - scores.min(axis=0)
        order = np.argsort(-spread, kind="stable")
        order = order[spread[order] > 0]
    return tuple(int(index) for index in order[:show])


def _silent(what: str, done: int, total: int) -> None:
    pass
