"""A comparison as one HTML file: complete without its script, which sorts the table.

Everything that came from a file passes through `_safe` on its way to the page; the content security
policy allows the page's own script and style sheet by hash and nothing else.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from mtqc.core.comparison import Comparison, Measure, Sentence, System
from mtqc.reports.assets import asset, digest
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
from mtqc.reports.visible import visible
from mtqc.text.words import words

_LONGEST = 20_000


@dataclass(frozen=True)
class CompareHtml:
    """The table of systems, and the sentences singled out, with the words that no reference has
    marked where a language writes spaces between words."""

    name: ClassVar[str] = "html"
    suffix: ClassVar[str] = ".html"

    def render(self, comparison: Comparison, out: BinaryIO) -> None:
        style = asset("base.css") + "\n" + asset("compare.css")
        script = '(() => {\n"use strict";\n' + asset("compare.js") + "})();\n"
        policy = (
            f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)};"
            " img-src data:; base-uri 'none'; form-action 'none'"
        )
        page = asset("compare.html").replace("{policy}", policy).replace("{style}", style)
        # One pass over the template: nothing that a file says is ever searched for a placeholder.
        head, _, rest = page.partition("{body}")
        middle, _, rest = rest.partition("{foot}")
        before, _, end = rest.partition("{script}")
        out.write(head.encode())
        for piece in _body(comparison):
            out.write(piece.encode("utf-8", "replace"))
        foot = f"mtqc {_safe(comparison.version)}"
        out.write((middle + foot + before + script + end).encode())


def _body(comparison: Comparison) -> Iterator[str]:
    yield f'<p class="sum">{_safe(title(comparison))}</p>\n'
    yield '<div class="wrap"><table class="systems">\n<thead><tr>'
    yield '<th scope="col" data-first="ascending">system</th>'
    for measure in comparison.measures:
        first = "descending" if measure.higher_is_better else "ascending"
        yield f'<th scope="col" data-first="{first}">{_safe(heading(measure))}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for system in comparison.systems:
        yield from _row(system, comparison)
    yield '</tbody></table></div>\n<ul class="about">\n'
    best = "" if len(comparison.systems) == 1 else "★ best figure of the column. "
    yield f"<li>{best}{_safe(' '.join(legend(comparison)))}</li>\n"
    for measure in comparison.measures:
        yield f"<li><code>{_safe(f'{measure.name}|{measure.signature}')}</code></li>\n"
    for one in comparison.unmeasured:
        yield f'<li class="warn">Left out: {_safe(f"{one.measure}: {one.reason}")}</li>\n'
    for note in comparison.notes:
        yield f'<li class="warn">Note: {_safe(note)}</li>\n'
    yield f'</ul>\n<h2 id="sentences">{_safe(sentences_title(comparison))}</h2>\n'
    if not comparison.shown:
        yield '<p class="none">They differ in none.</p>\n'
    elif _is_spaced(comparison):
        yield '<p class="sum">Marked: words that no reference has.</p>\n'
    for sentence in comparison.shown_sentences():
        yield from _sentence(sentence, comparison)


def _row(system: System, comparison: Comparison) -> Iterator[str]:
    base = ""
    if system.baseline and len(comparison.systems) > 1:
        base = '<span class="base">baseline</span>'
    name = _safe(system.name)
    yield f'<tr><th scope="row" data-value="{name}"><bdi>{name}</bdi>{base}</th>'
    for measure in comparison.measures:
        yield _cell(system, measure, comparison)
    yield "</tr>\n"


def _cell(system: System, measure: Measure, comparison: Comparison) -> str:
    figure = system.figures[measure.key]
    scores = [other.figures[measure.key].score for other in comparison.systems]
    best = max(scores) if measure.higher_is_better else min(scores)
    star = " best" if len(scores) > 1 and figure.score == best else ""
    style = {None: "", True: " good", False: " bad"}[better(figure, measure)]
    parts = [f'<span class="score{star}">{rounded(figure.score, measure)}</span>']
    parts.append(_range(system, measure, comparison))
    for name, said in (
        ("spread", interval(figure, measure)),
        (f"change{style}", difference(figure, measure)),
        ("chance", chance(figure)),
    ):
        if said is not None:
            parts.append(f'<span class="{name}">{_safe(said)}</span>')
    label = _safe(heading(measure))
    return f'<td data-label="{label}" data-value="{figure.score!r}">{"".join(parts)}</td>'


def _range(system: System, measure: Measure, comparison: Comparison) -> str:
    """The score and its interval on a line that is common to all systems."""
    figures = [s.figures[measure.key] for s in comparison.systems]
    own = system.figures[measure.key]
    if own.mean is None or own.margin is None:
        return ""
    ends = [f.score for f in figures]
    for f in figures:
        if f.mean is not None and f.margin is not None:
            ends += [f.mean - f.margin, f.mean + f.margin]
    low, high = min(ends), max(ends)
    width = (high - low) or 1.0

    def at(value: float) -> str:
        return f"{100 * (value - low) / width:.1f}"

    left, right, score = at(own.mean - own.margin), at(own.mean + own.margin), at(own.score)
    return (
        '<svg class="range" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<line x1="0" x2="100" y1="6" y2="6"/>'
        f'<line class="ci" x1="{left}" x2="{right}" y1="6" y2="6"/>'
        f'<line class="at" x1="{score}" x2="{score}" y1="1" y2="11"/></svg>'
    )


def _sentence(sentence: Sentence, comparison: Comparison) -> Iterator[str]:
    measure = shown_measure(comparison)
    yield f'<article class="one"><h3>Line {sentence.line:,}</h3><dl>\n'
    given: list[tuple[str, str | None]] = [("source", sentence.source)]
    given += list(zip(comparison.references, sentence.references, strict=True))
    for name, text in given:
        if text is not None:
            yield f'<dt class="given">{_safe(name)}</dt>'
            yield f'<dd class="given" dir="auto">{_text(text)}</dd>\n'
    known: set[str] | None = None
    if _is_spaced(comparison):
        known = {w.text.casefold() for text in sentence.references for w in words(text or "")}
    for output in sentence.outputs:
        score = rounded(output.scores[measure.key], measure)
        yield f'<dt class="out">{_safe(output.system)} <b>{score}</b></dt>'
        yield f'<dd class="out" dir="auto">{_text(output.text, known)}</dd>\n'
    yield "</dl></article>\n"


def _text(text: str, known: set[str] | None = None) -> str:
    """A text on the page; words that are not `known` are marked."""
    cut = text[:_LONGEST]
    rest = "…" if len(text) > _LONGEST else ""
    if not cut.strip():
        return '<span class="none">(empty)</span>'
    if known is None:
        return _safe(cut) + rest
    pieces = []
    at = 0
    for word in words(cut):
        if word.text.casefold() not in known:
            pieces += [_safe(cut[at : word.start]), f"<mark>{_safe(word.text)}</mark>"]
            at = word.end
    return "".join([*pieces, _safe(cut[at:]), rest])


def _is_spaced(comparison: Comparison) -> bool:
    return comparison.lang.partition("-")[0] not in {"zh", "ja", "th", "lo", "km", "my"}


def _safe(text: str) -> str:
    return html.escape(visible(text), quote=True)
