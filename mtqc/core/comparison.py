"""What a comparison of systems against references found: one type, rendered by every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, ClassVar, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

SIGNIFICANT = 0.05
"""A p-value up to this marks a difference as significant, as in sacrebleu."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured and how: `key` is its name in data, `name` its name for people.

    `digits` are the decimals that are worth printing. The signature is sacrebleu's own.
    """

    key: str
    name: str
    higher_is_better: bool
    digits: int
    signature: str


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A system's score over all sentences.

    `mean` and `margin` are those of the bootstrap: 95 % of the resamples score within `margin` of
    the middle. `difference` is from the baseline's score, and `p_value` the probability of one as
    large between systems that differ by chance alone. None: not asked for, or the baseline itself.
    """

    score: float
    mean: float | None = None
    margin: float | None = None
    difference: float | None = None
    p_value: float | None = None

    @property
    def significant(self) -> bool:
        """Never without a difference: the tests call that of two equal outputs no chance."""
        return bool(self.difference) and self.p_value is not None and self.p_value <= SIGNIFICANT


class System(msgspec.Struct, frozen=True, kw_only=True):
    """One system: `figures` by the measure's key."""

    name: str
    path: str | None
    baseline: bool
    figures: dict[str, Figure]


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What one system made of one sentence; `scores` by the measure's key."""

    system: str
    text: str
    scores: dict[str, float]


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence: `line` counts from 1, `outputs` are in the order of the systems.

    `spread` is the best score minus the worst one, by the measure that the comparison is shown by.
    """

    line: int
    source: str | None
    references: tuple[str | None, ...]
    outputs: tuple[Output, ...]
    spread: float


class Unmeasured(msgspec.Struct, frozen=True):
    """A measure that was left out, and why."""

    measure: str
    reason: str


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """How significance was tested.

    `kind`: "bs" paired bootstrap (of one system: the bootstrap of its confidence interval),
    "ar" paired approximate randomisation, "none".
    """

    __test__: ClassVar[bool] = False

    kind: str
    samples: int
    seed: int


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Systems against references.

    `scores[system][measure]` holds a score per sentence, in the order of `systems` and `measures`;
    `shown` are the sentences (from 0) in which the systems differ most by the measure `shown_by`,
    the largest difference first; of a single system those with its worst scores.
    """

    version: str
    lang: str
    lang_detected: bool
    measures: tuple[Measure, ...]
    systems: tuple[System, ...]
    references: tuple[str, ...]
    sentences: int
    test: Test
    unmeasured: tuple[Unmeasured, ...]
    notes: tuple[str, ...]
    shown_by: str
    shown: tuple[int, ...]
    sources: Sequence[str | None] | None
    reference_texts: tuple[Sequence[str | None], ...]
    texts: tuple[Sequence[str], ...]
    scores: tuple[tuple[NDArray[np.float64], ...], ...]

    @property
    def baseline(self) -> System:
        return next(system for system in self.systems if system.baseline)

    def sentence(self, index: int) -> Sentence:
        """The sentence `index`, counted from 0."""
        by = [measure.key for measure in self.measures].index(self.shown_by)
        outputs = tuple(
            Output(
                system=system.name,
                text=texts[index],
                scores={
                    measure.key: float(values[index])
                    for measure, values in zip(self.measures, scores, strict=True)
                },
            )
            for system, texts, scores in zip(self.systems, self.texts, self.scores, strict=True)
        )
        ranked = [float(scores[by][index]) for scores in self.scores]
        return Sentence(
            line=index + 1,
            source=self.sources[index] if self.sources is not None else None,
            references=tuple(texts[index] for texts in self.reference_texts),
            outputs=outputs,
            spread=max(ranked) - min(ranked),
        )

    def all_sentences(self) -> Iterator[Sentence]:
        """In the order of the input."""
        return map(self.sentence, range(self.sentences))

    def shown_sentences(self) -> Iterator[Sentence]:
        return map(self.sentence, self.shown)

    def about(self) -> dict[str, Any]:
        """All but what there is of every system and sentence, ready to be encoded."""
        lists = {"sources", "reference_texts", "texts", "scores", "systems"}
        fields = (name for name in self.__struct_fields__ if name not in lists)
        about: dict[str, Any] = {name: msgspec.to_builtins(getattr(self, name)) for name in fields}
        about["shown"] = [index + 1 for index in self.shown]
        return about


class ComparisonRenderer(Protocol):
    """Turns a comparison into one format."""

    name: ClassVar[str]
    suffix: ClassVar[str]

    def render(self, comparison: Comparison, out: BinaryIO) -> None: ...
