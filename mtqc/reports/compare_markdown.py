"""A comparison in Markdown, for a pull request or a job summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from mtqc.core.comparison import Comparison, Figure, Measure, Sentence, System
from mtqc.reports.compare_words import (
    chance,
    difference,
    heading,
    interval,
    legend,
    rounded,
    sentences_title,
    shown_measure,
    title,
)
from mtqc.reports.markdown import escaped
from mtqc.reports.visible import visible

_LONGEST = 600


@dataclass(frozen=True)
class CompareMarkdown:
    """GitHub-flavoured Markdown in which no text of a file acts as Markdown or HTML."""

    name: ClassVar[str] = "markdown"
    suffix: ClassVar[str] = ".md"

    def render(self, comparison: Comparison, out: BinaryIO) -> None:
        for line in _lines(comparison):
            out.write(line.encode("utf-8", "replace") + b"\n")


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"# Comparison of translations\n\n{escaped(title(comparison))}\n"
    yield "| system | " + " | ".join(heading(m) for m in comparison.measures) + " |"
    yield "|---|" + "---:|" * len(comparison.measures)
    for system in comparison.systems:
        yield _row(system, comparison)
    yield ""
    for line in legend(comparison):
        yield f"- {escaped(line)}"
    for one in comparison.unmeasured:
        yield f"- Left out: {escaped(one.measure)}: {escaped(one.reason)}"
    for note in comparison.notes:
        yield f"- Note: {escaped(note)}"
    if comparison.shown:
        yield f"\n## {escaped(sentences_title(comparison))}\n"
        for sentence in comparison.shown_sentences():
            yield from _sentence(sentence, comparison)
    yield "## Signatures\n"
    for measure in comparison.measures:
        signature = visible(f"{measure.name}|{measure.signature}").replace("`", "'")
        yield f"- `{signature}`"
    yield f"\n<sub>mtqc {escaped(comparison.version)}</sub>"


def _row(system: System, comparison: Comparison) -> str:
    name = escaped(system.name)
    if system.baseline and len(comparison.systems) > 1:
        name = f"**{name}** (baseline)"
    cells = [_cell(system.figures[m.key], m) for m in comparison.measures]
    return f"| {name} | " + " | ".join(cells) + " |"


def _cell(figure: Figure, measure: Measure) -> str:
    parts = [f"**{rounded(figure.score, measure)}**"]
    further = (interval(figure, measure), difference(figure, measure), chance(figure))
    parts += [part.replace("*", r"\*") for part in further if part is not None]
    return "<br>".join(parts)


def _sentence(sentence: Sentence, comparison: Comparison) -> Iterator[str]:
    measure = shown_measure(comparison)
    yield f"**Line {sentence.line:,}**\n"
    yield f"| | {measure.name} | |\n|---|---:|---|"
    if sentence.source is not None:
        yield f"| source | | {_text(sentence.source)} |"
    for name, text in zip(comparison.references, sentence.references, strict=True):
        if text is not None:
            yield f"| {escaped(name)} | | {_text(text)} |"
    for output in sentence.outputs:
        score = rounded(output.scores[measure.key], measure)
        yield f"| {escaped(output.system)} | {score} | {_text(output.text)} |"
    yield ""


def _text(text: str) -> str:
    return escaped(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
