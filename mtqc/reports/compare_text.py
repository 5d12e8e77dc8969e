"""A comparison for a terminal: the table, what it means, and the sentences that differ most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from mtqc.core.comparison import Comparison, Sentence, System
from mtqc.reports.compare_words import (
    better,
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
from mtqc.reports.console import console_on
from mtqc.reports.visible import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_LONGEST = 600
_NAME = 24


@dataclass(frozen=True)
class CompareText:
    """`color` and `width` as in the text report of a run."""

    color: bool | None = None
    width: int | None = None

    name: ClassVar[str] = "text"
    suffix: ClassVar[str] = ".txt"

    def render(self, comparison: Comparison, out: BinaryIO) -> None:
        with console_on(out, color=self.color, width=self.width, least=40) as console:
            _write(comparison, console)


def _write(comparison: Comparison, console: Console) -> None:
    _wrapped(console, title(comparison), "bold")
    console.print()
    _table(comparison, console)
    console.print()
    for line in legend(comparison):
        _wrapped(console, line, "dim")
    for measure in comparison.measures:
        _wrapped(console, f"{measure.name}|{measure.signature}", "dim")
    for one in comparison.unmeasured:
        _wrapped(console, f"left out: {one.measure}: {one.reason}", "yellow")
    for note in comparison.notes:
        _wrapped(console, f"note: {note}", "yellow")
    if comparison.shown:
        console.print()
        _wrapped(console, sentences_title(comparison), "bold")
        for sentence in comparison.shown_sentences():
            _sentence(sentence, comparison, console)


def _table(comparison: Comparison, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("system", overflow="fold", max_width=_NAME)
    for measure in comparison.measures:
        table.add_column(heading(measure), justify="right", no_wrap=True)
    for system in comparison.systems:
        name = Text(visible(system.name), "bold" if system.baseline else "")
        if system.baseline and len(comparison.systems) > 1:
            name.append("\nbaseline", "dim")
        table.add_row(name, *(_cell(system, key, comparison) for key in system.figures))
    with console.capture() as captured:
        console.print(table)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _cell(system: System, key: str, comparison: Comparison) -> Text:
    from rich.text import Text

    figure = system.figures[key]
    measure = next(m for m in comparison.measures if m.key == key)
    style = {None: "", True: "green", False: "red"}[better(figure, measure)]
    lines = [Text(rounded(figure.score, measure), f"bold {style}".strip())]
    spread = interval(figure, measure)
    if spread is not None:
        lines.append(Text(spread, "dim"))
    change = difference(figure, measure)
    if change is not None:
        lines.append(Text(change, style))
    p_value = chance(figure)
    if p_value is not None:
        lines.append(Text(p_value, style))
    return Text("\n").join(lines)


def _sentence(sentence: Sentence, comparison: Comparison, console: Console) -> None:
    measure = shown_measure(comparison)
    rows = [("source", sentence.source)] if sentence.source is not None else []
    rows += [
        (name, text)
        for name, text in zip(comparison.references, sentence.references, strict=True)
        if text is not None
    ]
    rows += [
        (f"{output.system} {rounded(output.scores[measure.key], measure)}", output.text)
        for output in sentence.outputs
    ]
    console.print()
    _wrapped(console, f"line {sentence.line:,}", "dim")
    margin = min(_NAME, max(len(visible(label)) for label, _ in rows))
    for label, text in rows:
        _labelled(console, visible(label), text or "", margin)


def _labelled(console: Console, label: str, text: str, margin: int) -> None:
    from mtqc.reports.marking import marked_rows

    labels = [row[0].text for row in marked_rows(label, (), margin)]
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    texts = [
        "".join(run.text for run in row)
        for row in marked_rows(shown, (), console.width - margin - 4)
    ]
    for number in range(max(len(labels), len(texts))):
        left = labels[number] if number < len(labels) else ""
        right = texts[number] if number < len(texts) else ""
        _line(console, ("  " + left.ljust(margin) + "  ", "bold"), (right, ""))


def _wrapped(console: Console, text: str, style: str) -> None:
    from mtqc.reports.marking import marked_rows

    for row in marked_rows(text, (), console.width):
        _line(console, *((run.text, style) for run in row))


def _line(console: Console, *pieces: tuple[str, str]) -> None:
    from rich.text import Text

    line = Text.assemble(*pieces)
    line.rstrip()
    console.print(line, soft_wrap=True, highlight=False)
