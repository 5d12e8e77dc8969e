"""`inconsistent-translation`: one source in two wordings, two sources in one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec
from rapidfuzz import fuzz

from mtqc.core.check import CorpusCheck, Flags, Keeps, Located, Needs, Pair
from mtqc.core.document import Document
from mtqc.core.features import Features
from mtqc.core.issue import Place
from mtqc.core.severity import Severity
from mtqc.text.bilingual.wordings import Wordings

_EDGES = " \t\n.…:;,!?。！？：；，、\"'“”„«»"
_SPACE = re.compile(r"\s+")
_SHOWN = 80
_FEW_WORDS = 3
_ALIKE = 60
_MOST_RELATED = 5
_packed = msgspec.msgpack.encode


class Translated(msgspec.Struct, frozen=True):
    """One segment's source and target as digests, with enough of both to show.

    `source` takes in the context of a short text and the plural form, which may both ask for
    another translation. `length` is that of the whole target.
    """

    source: str
    target: str
    document: str
    segment: int
    length: int
    source_text: str
    target_text: str
    target_words: int


_unpacked = msgspec.msgpack.Decoder(Translated).decode


@dataclass(frozen=True)
class InconsistentTranslation(CorpusCheck[Translated]):
    """One source has two translations, or two sources have one

    Flags a segment whose source is translated in another way elsewhere in the delivery, and one
    whose translation stands elsewhere for a clearly different source.

    The same sentence in two wordings makes a manual look careless; one wording for two sentences
    is most often a wrong match of a translation memory.

    **How it decides.** Over all files of the run. Case, spaces and the marks at the ends don't
    count. The commonest translation is held for the right one, of equally common ones the first.
    In the other direction the sources must have little in common and the target three words.

    **When it stays silent.** On sources of fewer than `words` words, which have several meanings
    ("Open", "Right"); on sources of up to three words in different contexts, and on different
    plural forms.
    """

    name: ClassVar[str] = "inconsistent-translation"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "terminology/inconsistent-use"
    its: ClassVar[str] = "inconsistency"
    severity: ClassVar[Severity] = Severity.MINOR
    needs = Needs(source=True)
    fact_type: ClassVar[type[Translated]] = Translated
    words: int = 2
    examples = (
        Flags((
            Pair("Close the main window", "Hauptfenster schließen", lang="de"),
            Pair("Close the main window", "Hauptfenster schließen", lang="de"),
            Pair("Close the main window.", "Das große Fenster zumachen.", lang="de"),
        ), at=("Das große Fenster zumachen.",), suggests="Hauptfenster schließen"),
        Flags((
            Pair("The battery is empty.", "La batterie est vide.", lang="fr"),
            Pair("Your account was deleted.", "La batterie est vide.", lang="fr"),
        ), at=("La batterie est vide.",)),
        Keeps((Pair("Open", "Öffnen", lang="de"), Pair("Open", "Offen", lang="de"))),
        Keeps((Pair("Close the window", "关闭窗口", lang="zh"),
               Pair("close the window.", "关闭窗口。", lang="zh"))),
        Keeps((Pair("Delete the file", "Datei löschen", lang="de"),
               Pair("Remove the file", "Datei löschen", lang="de"))),
    )  # fmt: skip

    def collect(self, document: Document, features: Features) -> Iterable[Translated]:
        for segment in document.segments:
            source, text = segment.source, segment.text
            if not source or not text or not (target := _bare(text)):
                continue
            key = _bare(source)
            count = key.count(" ") + 1
            if count < self.words and (key.isascii() or len(key) < 2 * self.words):
                continue
            about = str(segment.meta.get("plural", ""))
            if count <= _FEW_WORDS:
                about += f"\x1f{segment.meta.get('context', '')}"
            yield Translated(
                source=_digest(f"{features.lang}\x1f{key}\x1f{about}"),
                target=_digest(f"{features.lang}\x1f{target}\x1f{segment.meta.get('plural', '')}"),
                document=document.name,
                segment=segment.index,
                length=len(text),
                source_text=source[:_SHOWN],
                target_text=text[:_SHOWN],
                target_words=target.count(" ") + 1 if target.isascii() else len(target) // 2,
            )

    def conclude(self, facts: Iterator[Translated]) -> Iterable[Located]:
        with Wordings((fact.source, fact.target, _packed(fact)) for fact in facts) as pairs:
            for rows in pairs.of_one_source():
                wordings: dict[str, list[Translated]] = {}
                for target, content in rows:
                    wordings.setdefault(target, []).append(_unpacked(content))
                yield from self._other_wordings(list(wordings.values()))
            for contents in pairs.of_one_target():
                yield from self._other_sources([_unpacked(content) for content in contents])

    def _other_wordings(self, wordings: list[list[Translated]]) -> Iterable[Located]:
        usual = max(wordings, key=len)
        shown = usual[0].target_text
        whole = shown if usual[0].length <= _SHOWN else None
        related = [_place(fact) for fact in usual[:_MOST_RELATED]]
        for facts in wordings:
            if facts is usual:
                continue
            for fact in facts:
                yield Located(
                    fact.document,
                    fact.segment,
                    self.issue(
                        0,
                        fact.length,
                        f"The same source is translated as “{shown}” elsewhere.",
                        suggestions=(whole,) if whole else (),
                        confidence=0.6,
                        related=related,
                    ),
                )

    def _other_sources(self, facts: list[Translated]) -> Iterable[Located]:
        first = facts[0]
        for fact in facts[1:]:
            if fact.target_words < _FEW_WORDS:
                continue
            if fuzz.token_set_ratio(first.source_text, fact.source_text) >= _ALIKE:
                continue
            yield Located(
                fact.document,
                fact.segment,
                self.issue(
                    0,
                    fact.length,
                    f"The same translation stands for “{first.source_text}” elsewhere.",
                    confidence=0.6,
                    related=(_place(first),),
                ),
            )


def _bare(text: str) -> str:
    return _SPACE.sub(" ", text.casefold()).strip(_EDGES)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _place(fact: Translated) -> Place:
    return Place(fact.document, fact.segment, 0, fact.length)
