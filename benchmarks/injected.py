"""Errors put into correct translations, class by class, by a seeded draw."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_END = re.compile(r"[.!?。！？।॥؟…]+([\"'”’»」』)）]*)\s*$")
_TOGETHER = frozenset({"zh", "ja", "th", "lo", "km", "my"})


@dataclass(frozen=True)
class Unit:
    """A source and its translation; `flags` are those of a PO entry."""

    source: str
    target: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What an error may need beside its unit: the draw, the language, the unit after it."""

    draw: random.Random
    lang: str
    other: Unit


Injection = Callable[[Unit, Context], Unit | None]


@dataclass(frozen=True)
class Fault:
    """A class of errors.

    `prepare` makes a unit in which it can happen (None: it can't), still correct; `break_` puts
    the error in. `checks` and `pofilter` are the checks that count as finding it; no entry for
    pofilter means that it has none for the class.
    """

    name: str
    prepare: Injection
    break_: Injection
    checks: frozenset[str]
    pofilter: frozenset[str] = frozenset()


def as_it_is(unit: Unit, context: Context) -> Unit | None:
    return unit


def _with_figure(unit: Unit, context: Context) -> Unit | None:
    """Units with a figure of at least one digit on both sides, the same one."""
    return unit if _shared_figures(unit) else None


def _shared_figures(unit: Unit) -> list[re.Match[str]]:
    ours = {_bare(m.group()) for m in _FIGURE.finditer(unit.source)}
    once = [m for m in _FIGURE.finditer(unit.target) if _bare(m.group()) in ours]
    texts = [_bare(m.group()) for m in once]
    return [m for m in once if texts.count(_bare(m.group())) == 1]


def _bare(figure: str) -> str:
    return "".join(str(int(c)) for c in figure if c.isdigit())


def _drop_figure(unit: Unit, context: Context) -> Unit | None:
    match = context.draw.choice(_shared_figures(unit))
    target = unit.target[: match.start()].rstrip() + unit.target[match.end() :]
    return replace(unit, target=target)


def _change_figure(unit: Unit, context: Context) -> Unit | None:
    match = context.draw.choice(_shared_figures(unit))
    digits = [at for at, c in enumerate(match.group()) if c.isdigit()]
    at = context.draw.choice(digits)
    old = match.group()[at]
    zero = ord(old) - int(old)
    wanted = [d for d in range(1, 10) if d != int(old)]
    new = chr(zero + context.draw.choice(wanted))
    changed = match.group()[:at] + new + match.group()[at + 1 :]
    if _bare(changed) in {_bare(m.group()) for m in _FIGURE.finditer(unit.source)}:
        return None
    target = unit.target[: match.start()] + changed + unit.target[match.end() :]
    return replace(unit, target=target)


def _framed(before: str, after: str, *flags: str) -> Injection:
    def prepare(unit: Unit, context: Context) -> Unit | None:
        if "%" in unit.source + unit.target or "{" in unit.source + unit.target:
            return None
        return Unit(
            f"{before}{unit.source}{after}", f"{before}{unit.target}{after}", (*unit.flags, *flags)
        )

    return prepare


def _replaced(old: str, new: str) -> Injection:
    def break_(unit: Unit, context: Context) -> Unit | None:
        return replace(unit, target=unit.target.replace(old, new, 1))

    return break_


def _swap_printf(unit: Unit, context: Context) -> Unit | None:
    target = unit.target.replace("%s", "\0").replace("%d", "%s").replace("\0", "%d")
    return replace(unit, target=target)


def _copy(unit: Unit, context: Context) -> Unit | None:
    return replace(unit, target=unit.source)


def _long(unit: Unit, context: Context) -> Unit | None:
    return unit if len(unit.source.split()) >= 10 else None


def _leave_half(unit: Unit, context: Context) -> Unit | None:
    """The second part of the sentence is the source's."""
    source, target = unit.source.split(), unit.target
    cut = target.rfind(" ", 0, len(target) // 3)
    cut = cut if cut > 0 else len(target) // 3
    return replace(unit, target=f"{target[:cut]} {' '.join(source[len(source) // 3 :])}")


def _swap(unit: Unit, context: Context) -> Unit | None:
    return replace(unit, target=context.other.target)


def _spaced(unit: Unit, context: Context) -> Unit | None:
    return unit if context.lang not in _TOGETHER and len(_words(unit.target)) > 3 else None


def _words(text: str) -> list[re.Match[str]]:
    return [
        m
        for m in re.finditer(r"(?<!\S)[^\W\d_]\S*(?!\S)", text)
        if m.group()[-1].isalpha() or not m.group()[-1].isascii()
    ]


def _double(unit: Unit, context: Context) -> Unit | None:
    words = [m for m in _words(unit.target) if not re.search(r"[.,;:!?।،؟…\"'”»)]$", m.group())]
    if not words:
        return None
    match = context.draw.choice(words)
    target = f"{unit.target[: match.end()]} {match.group()}{unit.target[match.end() :]}"
    return replace(unit, target=target)


def _empty(unit: Unit, context: Context) -> Unit | None:
    return replace(unit, target="")


def _ended(unit: Unit, context: Context) -> Unit | None:
    return unit if _END.search(unit.source) and _END.search(unit.target) else None


def _drop_end(unit: Unit, context: Context) -> Unit | None:
    return replace(unit, target=_END.sub(r"\1", unit.target))


_TERM = "Qualitor"
_WRONG_TERM = "Kontrolmax"
# Of the glossary that the run gets: a name that stays as it is.
GLOSSARY = ({"source": _TERM, "status": "keep"},)

FAULTS: tuple[Fault, ...] = (
    Fault("dropped number", _with_figure, _drop_figure, frozenset({"number-mismatch"}),
          frozenset({"numbers"})),
    Fault("changed number", _with_figure, _change_figure, frozenset({"number-mismatch"}),
          frozenset({"numbers"})),
    Fault("swapped placeholders", _framed("%s: ", " (%d)", "c-format"), _swap_printf,
          frozenset({"placeholder-mismatch"}), frozenset({"printf"})),
    Fault("lost placeholder", _framed("", " (%d)", "c-format"), _replaced("%d", ""),
          frozenset({"placeholder-mismatch"}), frozenset({"printf"})),
    Fault("translated placeholder", _framed("{user}: ", "", "python-brace-format"),
          _replaced("{user}", "{usuario}"), frozenset({"placeholder-mismatch"}),
          frozenset({"pythonbraceformat", "variables"})),
    Fault("broken tag", _framed("<b>", "</b>"), _replaced("</b>", "<b>"),
          frozenset({"tag-mismatch"}), frozenset({"xmltags"})),
    Fault("lost tag", _framed("<a href=\"x\">", "</a>"), _replaced("</a>", ""),
          frozenset({"tag-mismatch"}), frozenset({"xmltags"})),
    Fault("lost URL", _framed("", " https://example.org/help"),
          _replaced(" https://example.org/help", ""), frozenset({"url-mismatch"}),
          frozenset({"urls"})),
    Fault("changed e-mail", _framed("", " info@example.org"),
          _replaced("info@example.org", "inof@example.org"), frozenset({"url-mismatch"}),
          frozenset({"emails"})),
    Fault("missing target", as_it_is, _empty, frozenset({"missing-target"}),
          frozenset({"untranslated", "blank"})),
    Fault("source copied", _long, _copy, frozenset({"source-copied"}), frozenset({"unchanged"})),
    Fault("doubled word", _spaced, _double, frozenset({"doubled-word", "repetition"}),
          frozenset({"doublewords"})),
    Fault("dropped end mark", _ended, _drop_end, frozenset({"punctuation-mismatch"}),
          frozenset({"endpunc"})),
    Fault("lost kept term", _framed(f"{_TERM}: ", ""), _replaced(_TERM, _WRONG_TERM),
          frozenset({"glossary"})),
    Fault("half untranslated", _long, _leave_half, frozenset({"untranslated-segment"})),
    Fault("swapped segments", as_it_is, _swap, frozenset()),
)  # fmt: skip


def injected(
    units: list[Unit], fault: Fault, lang: str, *, share: float, seed: int
) -> tuple[list[Unit], set[int]]:
    """The units with the fault in about `share` of those in which it can happen, and where.

    Units that were prepared for the fault and spared stay prepared: they are correct too.
    """
    draw = random.Random(f"{seed}/{lang}/{fault.name}")
    made: list[Unit] = []
    broken: set[int] = set()
    for at, unit in enumerate(units):
        context = Context(draw, lang, units[(at + 1) % len(units)])
        ready = fault.prepare(unit, context)
        if ready is not None and draw.random() < share:
            wrong = fault.break_(ready, context)
            if wrong is not None and wrong.target != ready.target:
                broken.add(at)
                ready = wrong
        made.append(ready or unit)
    return made, broken


def lines(units: Iterable[Unit]) -> list[str]:
    """The units as a PO file, without its header."""
    found = []
    for number, unit in enumerate(units):
        flags = f"#, {', '.join(unit.flags)}\n" if unit.flags else ""
        found.append(
            f'{flags}msgctxt "{number}"\nmsgid "{_escaped(unit.source)}"\n'
            f'msgstr "{_escaped(unit.target)}"\n'
        )
    return found


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
