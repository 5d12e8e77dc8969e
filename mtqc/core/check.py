"""What a check is: one class, with its page, its needs and its examples."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue, Place
from mtqc.core.names import NameCluster
from mtqc.core.severity import Severity


class Needs(msgspec.Struct, frozen=True, kw_only=True):
    """What a check cannot do without; the engine skips it, with the reason, where that is missing.

    `languages` are primary BCP 47 codes of the target, None for any; `multilingual` is an encoder
    that knows both languages; `running` is text whose segments follow one another, as opposed to a
    catalogue of units; `readings` are what the heads of the embedded encoder say of words and
    sentences; `language_model` and `judge` are what the user brings along.
    """

    languages: frozenset[str] | None = None
    source: bool = False
    reference: bool = False
    encoder: bool = False
    multilingual: bool = False
    readings: bool = False
    running: bool = False
    language_model: bool = False
    judge: bool = False

    def missing(self, document: Document, features: Features) -> str | None:
        """Why the check can't run on this document, or None."""
        lang = features.lang
        if self.languages is not None and lang.partition("-")[0] not in self.languages:
            return f"knows {', '.join(sorted(self.languages))}, not {lang}"
        if self.source and not any(s.source for s in document.segments):
            return "needs source text"
        if self.reference and not any(s.reference for s in document.segments):
            return "needs a reference"
        if self.encoder and not features.has_encoder:
            return "needs an encoder"
        if self.multilingual and not features.multilingual:
            return "needs a multilingual encoder, such as --encoder sentence-transformers/LaBSE"
        if self.readings and not features.has_readings:
            return "needs the embedded encoder with its heads, and English"
        if self.running and not document.running:
            return "needs running text, not separate units"
        if self.language_model and not features.has_language_model:
            return "needs a language model, such as --lm gpt2"
        if self.judge and not features.has_judge:
            return "needs a judge: --judge URL --judge-model NAME"
        return None


ENGLISH = Needs(languages=frozenset({"en"}))
ENGLISH_ARTICLE = Needs(languages=frozenset({"en"}), running=True)


class Pair(msgspec.Struct, frozen=True):
    """A source and its translation, one unit of a catalogue, in an example.

    `flags` are those of a PO file, separated by commas.
    """

    source: str
    target: str
    lang: str
    source_lang: str = "en"
    max_length: int | None = None
    flags: str = ""


class Flags(msgspec.Struct, frozen=True):
    """A text in which a check flags exactly the spans `at`, suggesting `suggests` for the first.

    `text` is one document, or several as a tuple (for checks over a folder). Pairs are the units of
    one bilingual document. `options` are those that the check is made with.
    """

    text: str | Pair | tuple[str, ...] | tuple[Pair, ...]
    at: tuple[str, ...]
    suggests: str | None = None
    options: dict[str, Any] = {}


class Keeps(msgspec.Struct, frozen=True):
    """A text on which a check stays silent."""

    text: str | Pair | tuple[str, ...] | tuple[Pair, ...]
    options: dict[str, Any] = {}


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """What an issue of a check needs of the surer issues of other checks in its document.

    From the confidence `alone` on it stands without any; from `grave` on it is major beside
    several.
    """

    alone: float = 0.0
    grave: float = 2.0


@dataclasses.dataclass(frozen=True)
class Check:
    """Base of all checks. The docstring of a check is its page; its fields are its options.

    Issues of a check that `yields` give way to those of other checks on the same words: it has no
    reason to give, they have.
    """

    name: ClassVar[str]
    group: ClassVar[str]
    category: ClassVar[str]
    its: ClassVar[str]
    severity: ClassVar[Severity]
    needs: ClassVar[Needs] = Needs()
    examples: ClassVar[tuple[Flags | Keeps, ...]] = ()
    version: ClassVar[int] = 1
    yields: ClassVar[bool] = False

    def issue(
        self,
        start: int,
        end: int,
        message: str,
        *,
        severity: Severity | None = None,
        suggestions: Iterable[str] = (),
        confidence: float = 1.0,
        related: Iterable[Place] = (),
    ) -> Issue:
        """An issue of this check; code points in the segment, end exclusive."""
        return Issue(
            check=self.name,
            category=self.category,
            its=self.its,
            severity=severity or self.severity,
            start=start,
            end=end,
            confidence=round(confidence, 3),
            message=message,
            suggestions=tuple(suggestions),
            related=tuple(related),
        )

    @classmethod
    def option_names(cls) -> tuple[str, ...]:
        return tuple(f.name for f in dataclasses.fields(cls))

    @classmethod
    def title(cls) -> str:
        """The first line of the page."""
        return inspect.cleandoc(cls.__doc__ or "").partition("\n")[0]

    @classmethod
    def page(cls) -> str:
        """The page in Markdown, without its title."""
        return inspect.cleandoc(cls.__doc__ or "").partition("\n")[2].strip()

    @classmethod
    def fitted(cls) -> str:
        """What was fitted to data and is stored beside the code, in Markdown; empty for most."""
        return ""

    def company(self) -> Company:
        """What the issues of this check need of others in their document."""
        return Company()

    def signature(self) -> str:
        """Name, version and options: two runs with equal signatures judge alike."""
        options = ",".join(f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self))
        return f"{self.name}/{self.version}({options})"


class SegmentCheck(Check):
    """Looks at one segment at a time.

    Where `trigger` is set, only segments are asked in which it matches: the engine
    scans the whole document for it once, so that a check for something rare is nearly free.
    """

    trigger: ClassVar[re.Pattern[str] | None] = None

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        raise NotImplementedError


class DocumentCheck(Check):
    """Looks at a document as a whole and says for each issue in which segment it is."""

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        raise NotImplementedError


class Located(msgspec.Struct, frozen=True):
    """An issue that a corpus check found in a document that it no longer holds."""

    document: str
    segment: int
    issue: Issue


F = TypeVar("F")


class CorpusCheck(Check, Generic[F]):
    """Looks at a folder in two passes.

    `collect` turns a document into facts: small, each carrying its places.
    `conclude` reads the facts of all documents, in the order of the documents, and never
    opens a document again. Facts are instances of `fact_type`, a `msgspec.Struct`: they are
    kept on disk between runs, and a typed format can't run code when it is read back.
    """

    fact_type: ClassVar[type[Any]]

    def collect(self, document: Document, features: Features) -> Iterable[F]:
        raise NotImplementedError

    def conclude(self, facts: Iterator[F]) -> Iterable[Located | NameCluster]:
        raise NotImplementedError


AnyCheck = SegmentCheck | DocumentCheck | CorpusCheck[Any]
