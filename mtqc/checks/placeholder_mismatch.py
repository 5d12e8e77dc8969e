"""`placeholder-mismatch`: what the program fills in is missing, changed or in the wrong order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual import icu
from mtqc.text.bilingual.locale import locale, primary
from mtqc.text.bilingual.placeholders import (
    Placeholder,
    formats,
    may_have_placeholders,
    placeholders,
)
from mtqc.text.bilingual.tags import entities

# Their percentages begin with the sign.
_SIGN_FIRST = frozenset({"tr", "eu", "ku", "az"})
_EXACT_FORMS = frozenset({"zero", "one", "two"})
# Where CLDR's "one" is for other numbers too (0 in French, 21 in Russian), or "two" is (102).
_LOOSE_FORMS = frozenset(
    """ak am as be bho bn br bs ceb doi fa ff fil fr gd gu guw gv hi hr hsb hy is kab kn kw ln lt
    lv mg mk nso pa pcm prg pt ru sh si sl sr ti tl tzm uk wa zu""".split()
)
_PROSE = frozenset({"qt", "printf", "named"})
_NUMBER_KINDS = frozenset({"plural", "selectordinal"})


@dataclass(frozen=True)
class PlaceholderMismatch(SegmentCheck):
    """A placeholder is missing, changed or out of order

    Flags a placeholder of the source that the translation lacks, one that the source doesn't have,
    a change of order where order decides (`%s` before `%d`), and ICU messages that are not
    well-formed, miss an argument or have branches that the source or the language doesn't have.

    A wrong placeholder crashes the program or shows the user the wrong value.

    **How it decides.** It reads printf (`%s`, `%1$d`, `%@`), Python (`%(name)s`, `{0!r}`), ICU
    MessageFormat, i18next (`{{count}}`, `$t(key)`), Qt (`%1`, `%n`, `%L1`), Ruby (`%{name}`,
    `#{name}`), .NET (`{0:C}`), the shell (`${name}`), Mustache, `%name%`, and entities of the
    project's own (`&brand;`). Width and precision, as in `%.2f`, and the format after a colon
    may change. A flag of the file (`c-format`, `python-brace-format`) says which to expect.

    **When it stays silent.** A per cent sign in prose ("5 % of", Turkish "%50") is no
    placeholder; numbered and named placeholders may change places; a plural form for
    exactly one may do without its number.
    """

    name: ClassVar[str] = "placeholder-mismatch"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "design-and-markup/placeholder"
    its: ClassVar[str] = "markup"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    examples = (
        Flags(Pair("Hello {name}!", "Hallo {nombre}!", lang="de"), at=("{nombre}",),
              suggests="{name}"),
        Flags(Pair("%s has %d files", "%d Dateien hat %s", lang="de", flags="c-format"),
              at=("%d",)),
        Flags(Pair("Delete %1$s?", "¿Eliminar?", lang="es"), at=("¿Eliminar?",)),
        Flags(Pair("{{count}} new messages", "{count} nouveaux messages", lang="fr"),
              at=("{count}",), suggests="{{count}}"),
        Flags(Pair("%(user)s left", "%(user) ist fort", lang="de"), at=("%(user) ist fort",)),
        Flags(Pair("{n, plural, one {# file} other {# files}}",
                   "{n, plural, one {# fil} autre {# filer}}", lang="da"),
              at=("{n, plural, one {# fil} autre {# filer}}",)),
        Flags(Pair("Open %1", "打开 %2", lang="zh"), at=("%2",), suggests="%1"),
        Keeps(Pair("%1$s sent you %2$s", "%2$s wurde von %1$s gesendet", lang="de")),
        Keeps(Pair("{user} likes {item}", "{item} が {user} に好まれています", lang="ja")),
        Keeps(Pair("About 50% of all", "Yaklaşık %50'si", lang="tr")),
        Keeps(Pair("5% discount", "5 % de descuento", lang="es")),
        Keeps(Pair("100% safe", "100 % sûr", lang="fr")),
        Keeps(Pair("{n, plural, one {# file} other {# files}}",
                   "{n, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}",
                   lang="pl")),
        Keeps(Pair("Costs {0:C} or {price:.2f}", "Kostet {0:C} oder {price:.1f}", lang="de")),
        Keeps(Pair("He said “{sic}”.", "Dijo «{sic}».", lang="es")),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        if not source or not text.strip():
            return
        if not may_have_placeholders(source) and not may_have_placeholders(text):
            if "&" in source or "&" in text:
                yield from self._compared(
                    _entities(source), _entities(text), segment, features.lang
                )
            return
        if icu.is_message(source):
            yield from self._message(source, text, features.lang)
            return
        promised = formats(segment.meta.get("flags") or ())
        ours = placeholders(source, promised) + _entities(source)
        theirs = placeholders(text, promised) + _entities(text)
        if primary(features.source_lang) in _SIGN_FIRST and "qt" not in promised:
            ours = [p for p in ours if p.kind != "qt"]
        kinds = {p.kind for p in ours} | promised
        theirs = [p for p in theirs if p.kind in kinds or p.kind not in _PROSE]
        yield from self._compared(ours, theirs, segment, features.lang)

    def _compared(
        self,
        ours: Sequence[Placeholder],
        theirs: Sequence[Placeholder],
        segment: Segment,
        lang: str,
    ) -> Iterable[Issue]:
        text = segment.text
        missing = Counter(p.key for p in ours) - Counter(p.key for p in theirs)
        extra = Counter(p.key for p in theirs) - Counter(p.key for p in ours)
        if not missing and not extra:
            yield from self._ordered(ours, theirs)
            return
        if not extra and _is_form_for_one(segment, lang) and sum(missing.values()) == 1:
            return
        shown = {p.key: p.text for p in reversed(ours)}
        lost = [shown[key] for key, count in missing.items() for _ in range(count)]
        # A name that stands more often than in the source may be needed twice by the grammar.
        repeated = {p.key for p in ours if not p.ordered}
        for place in reversed(theirs):
            if not extra[place.key] or (place.key in repeated and not lost):
                continue
            extra[place.key] -= 1
            right = lost.pop(0) if len(lost) == 1 else None
            yield self.issue(
                place.start,
                place.end,
                f"The source has {right}." if right else f"{place.text} is not in the source.",
                suggestions=(right,) if right else (),
            )
        if lost:
            # Fewer occurrences of what still stands here lose nothing.
            here = {p.key for p in theirs}
            gone = [p for p in dict.fromkeys(lost) if not any(shown.get(k) == p for k in here)]
            severity = Severity.MAJOR if gone else Severity.MINOR
            yield self.issue(
                0, len(text), f"{', '.join(gone or lost)} is missing here.", severity=severity
            )

    def _ordered(
        self, ours: Sequence[Placeholder], theirs: Sequence[Placeholder]
    ) -> Iterable[Issue]:
        first = [p.key for p in ours if p.ordered]
        second = [p for p in theirs if p.ordered]
        for key, place in zip(first, second, strict=True):
            if key != place.key:
                yield self.issue(
                    place.start,
                    place.end,
                    f"{key} comes here in the source: the order decides which value is shown.",
                )
                return

    def _message(self, source: str, text: str, lang: str) -> Iterable[Issue]:
        try:
            ours = icu.parse(source)
        except icu.BadMessage:
            return
        problem = _difference(ours, text, lang)
        if problem:
            yield self.issue(0, len(text), problem)


def _entities(text: str) -> list[Placeholder]:
    return [Placeholder(s, e, shown, "entity", shown, False) for s, e, shown in entities(text)]


def _is_form_for_one(segment: Segment, lang: str) -> bool:
    """Whether the unit is a plural form in which a language may write "one file" for "%d file"."""
    numbers = segment.meta.get("plural-for")
    if isinstance(numbers, list):
        return len(numbers) == 1
    form = str(segment.meta.get("plural") or segment.meta.get("variation", "")).rpartition(".")[2]
    return form in _EXACT_FORMS and primary(lang) not in _LOOSE_FORMS


def _difference(ours: icu.Message, text: str, lang: str) -> str | None:
    try:
        theirs = icu.parse(text)
    except icu.BadMessage as error:
        return f"This message is not well-formed: {error}."
    lost = [name for name in ours.arguments if name not in theirs.arguments]
    if lost:
        return f"{', '.join('{' + name + '}' for name in lost)} is missing here."
    new = [name for name in theirs.arguments if name not in ours.arguments]
    if new:
        return f"{', '.join('{' + name + '}' for name in new)} is not in the source."
    known = set(locale(lang).plurals)
    for (name, kind), keys in theirs.branches.items():
        if "other" not in keys:
            return f"The {kind} of {{{name}}} has no branch “other”."
        if kind in _NUMBER_KINDS:
            wrong = sorted(k for k in keys if known and k not in known and not k.startswith("="))
        else:
            wrong = sorted(keys ^ ours.branches.get((name, kind), keys))
        if wrong:
            return f"The {kind} of {{{name}}} has other branches: {', '.join(wrong)}."
    return None
