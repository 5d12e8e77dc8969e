"""`regex`: the user's own patterns, each with a time limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import msgspec

from mtqc.core.check import Flags, Keeps, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.errors import UsageError
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.locale import primary

_PATIENCE = 3


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of the user's.

    `pattern` must not match the target or, with `required`, must. `source`: only where this
    matches the source; `langs`: only in these target languages; `replace`: a suggestion, with
    groups as in `re.sub`.
    """

    pattern: str
    message: str
    source: str | None = None
    required: bool = False
    langs: tuple[str, ...] = ()
    replace: str | None = None
    severity: Severity = Severity.MINOR


@dataclass(frozen=True)
class Regex(SegmentCheck):
    r"""The user's own patterns

    Flags what the patterns in the configuration match in a translation, or its absence.

    A project has rules that no tool knows: a brand is never inflected, a unit has a no-break
    space before it, a legal phrase must stand wherever the source has it.

    Each rule is a table:

    ```toml
    [[checks.regex.rules]]
    pattern = '\d (kg|km)\b'
    message = "A no-break space belongs before the unit."
    langs = ["fr"]
    ```

    `source = "..."` asks only where it matches the source, `required = true` turns the rule round,
    `replace` makes a suggestion, `severity` is minor unless set. Patterns are those of the Python
    package `regex`, which knows Unicode properties (`\p{Cyrillic}`).

    A pattern that takes longer than `seconds` on one segment is reported there; after three such
    segments it is left out for the rest of the document, which the last report says.
    """

    name: ClassVar[str] = "regex"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "style/custom-rule"
    its: ClassVar[str] = "pattern-problem"
    severity: ClassVar[Severity] = Severity.MINOR
    rules: tuple[Rule, ...] = ()
    seconds: float = 0.2
    examples = (
        Flags(
            Pair("It weighs 3 kg.", "Das wiegt 3kg.", lang="de"),
            at=("3kg",),
            suggests="3 kg",
            options={
                "rules": [
                    {"pattern": r"(\d)kg\b", "message": "A space, please.", "replace": r"\1 kg"}
                ]
            },
        ),
        Flags(
            Pair("All rights reserved.", "Tous droits.", lang="fr"),
            at=("Tous droits.",),
            options={
                "rules": [
                    {
                        "pattern": "réservés",
                        "source": "(?i)rights reserved",
                        "required": True,
                        "message": "The legal phrase is incomplete.",
                    }
                ]
            },
        ),
        Keeps(
            Pair("It weighs 3 kg.", "Das wiegt 3 kg.", lang="de"),
            options={"rules": [{"pattern": r"\dkg", "message": "A space, please."}]},
        ),
        Keeps(
            Pair("It weighs 3 kg.", "Das wiegt 3kg.", lang="de"),
            options={"rules": [{"pattern": r"\dkg", "message": "No.", "langs": ["fr"]}]},
        ),
    )

    def __post_init__(self) -> None:
        for rule in self.rules:
            _compiled(rule.pattern)
            if rule.source is not None:
                _compiled(rule.source)
        if self.seconds <= 0:
            raise UsageError("regex.seconds wants a number above 0")

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        for number, rule in enumerate(self.rules):
            if rule.langs and not {features.lang, primary(features.lang)} & set(rule.langs):
                continue
            slow = features.shared(f"regex-{number}", list)
            if len(slow) >= _PATIENCE:
                continue
            try:
                yield from self._applied(rule, segment)
            except TimeoutError:
                slow.append(segment.index)
                yield self.issue(0, len(segment.text), self._complaint(rule, len(slow)))

    def _applied(self, rule: Rule, segment: Segment) -> Iterable[Issue]:
        text = segment.text
        if rule.source is not None:
            found = _compiled(rule.source).search(segment.source or "", timeout=self.seconds)
            if found is None:
                return
        pattern = _compiled(rule.pattern)
        if rule.required:
            if pattern.search(text, timeout=self.seconds) is None:
                yield self.issue(0, len(text), rule.message, severity=rule.severity)
            return
        for match in pattern.finditer(text, timeout=self.seconds):
            start, end = match.span()
            if start == end:
                start, end = max(0, min(start, len(text) - 1)), min(start + 1, len(text))
            suggestions = (match.expand(rule.replace),) if rule.replace is not None else ()
            yield self.issue(
                start, end, rule.message, severity=rule.severity, suggestions=suggestions
            )

    def _complaint(self, rule: Rule, times: int) -> str:
        last = "; it is left out from here on" if times == _PATIENCE else ""
        return f"The pattern {rule.pattern!r} took more than {self.seconds:g} s here{last}."


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    import regex

    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise UsageError(f"checks.regex: {pattern!r} is no pattern: {error}") from None
