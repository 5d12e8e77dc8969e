"""`punctuation-mismatch`: a sentence that ends in another way than its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs, Pair
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.endings import ending, ends_in_abbreviation, has_mark
from mtqc.text.bilingual.locale import primary
from mtqc.text.bilingual.style import is_style

# Thai, Lao, Khmer, Burmese and their like end a sentence with a space, or may.
_WITHOUT_STOPS = frozenset("th lo km my shn bo dz".split())
_INVERTED = frozenset({"es", "ast"})
_OPENING = {"question": "¿", "exclamation": "¡"}
_STOPS = {
    "ja": "。", "zh": "。", "yue": "。", "hi": "।", "ne": "।", "bn": "।", "as": "।", "or": "।",
    "pa": "।", "mai": "।", "bho": "।", "sa": "।", "ur": "۔", "ks": "۔", "hy": "։", "am": "።",
    "ti": "።",
}  # fmt: skip
_QUESTIONS = {
    "ja": "？", "zh": "？", "yue": "？", "el": ";", "ar": "؟", "fa": "؟", "ur": "؟", "ps": "؟",
    "ckb": "؟", "sd": "؟", "ug": "؟", "hy": "՞", "fr": "\u202f?",
}  # fmt: skip
_SENTENCE_WORDS = 4
# No stop stands before them.
_JAPANESE_QUOTES = "」』）)"


@dataclass(frozen=True)
class PunctuationMismatch(DocumentCheck):
    """A sentence ends in another way than its source

    Flags a translation without the full stop, question mark, colon or ellipsis that its source
    ends with, one that asks where the source doesn't, one with a stop added, and a Spanish
    question or exclamation without its first mark.

    A lost mark is often the sign of a lost end; a label that ends in a colon runs into its field.

    **How it decides.** Marks of all scripts are held against one another by what they do: the
    Greek ; and the Arabic ؟ ask, 。 and । stop; marks behind closing quotes and brackets count, and
    so do those behind French spaces. All of it is minor.

    **When it stays silent.** For a mark that a document of `least` such units and more lacks or
    adds throughout (more than one in `rare`): that is its style. Full stops in languages that
    don't write them; exclamation marks, which languages use differently, unless the sentence
    has no mark at all; stops of abbreviations; a source that is not a sentence.
    """

    name: ClassVar[str] = "punctuation-mismatch"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "linguistic-conventions/punctuation"
    its: ClassVar[str] = "typographical"
    severity: ClassVar[Severity] = Severity.MINOR
    needs = Needs(source=True)
    least: int = 20
    rare: int = 5
    examples = (
        Flags(Pair("The ship left the harbour at dawn.", "Das Schiff verließ den Hafen im "
                   "Morgengrauen", lang="de"), at=("Morgengrauen",), suggests="Morgengrauen."),
        Flags(Pair("Do you want to leave the page?", "ページを離れますか。", lang="ja"),
              at=("ページを離れますか。",), suggests="ページを離れますか？"),
        Flags(Pair("Is the old bridge open again?", "¿Está abierto el puente viejo", lang="es"),
              at=("viejo",), suggests="viejo?"),
        Flags(Pair("Is the old bridge open again?", "Está abierto el puente viejo?", lang="es"),
              at=("?",)),
        Flags(Pair("Your name:", "Votre nom", lang="fr"), at=("nom",)),
        Keeps(Pair("Where is he?", "Πού είναι;", lang="el")),
        Keeps(Pair("Where is the old bridge?", "أين الجسر القديم؟", lang="ar")),
        Keeps(Pair("He crossed the river at night.", "उसने रात में नदी पार की।", lang="hi")),
        Keeps(Pair("He crossed the river at night.", "เขาข้ามแม่น้ำในเวลากลางคืน", lang="th")),
        Keeps(Pair("“Where is the bridge?”", "« Où est le pont ? »", lang="fr")),
        Keeps(Pair("Loading...", "加载中…", lang="zh")),
        Keeps(Pair("They moved to the U.S.", "Sie zogen in die USA", lang="de")),
        Keeps(Pair("Watch out for the dog!", "Bitte auf den Hund achten.", lang="de")),
        Keeps(Pair("Where is the bridge?", "Որտե՞ղ է կամուրջը։", lang="hy")),
    )  # fmt: skip

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        lang, source_lang = primary(features.lang), primary(features.source_lang)
        found: dict[str, list[tuple[Segment, Issue]]] = {}
        seen: dict[str, int] = {}
        for segment in document.segments:
            source, text = segment.source, segment.text
            if not source or not text or text.isspace():
                continue
            ours, theirs = ending(source, source_lang), ending(text, lang)
            if ours == theirs:
                seen[ours] = seen.get(ours, 0) + 1
                if lang in _INVERTED and theirs in _OPENING:
                    found.setdefault("inverted", []).extend(self._inverted(segment, theirs))
                continue
            kind = _kind(ours, theirs, source, text, lang)
            if kind is None:
                continue
            found.setdefault(kind, []).append((segment, self._made(kind, text, ours, lang)))
        for kind, pairs in found.items():
            alike = seen.get(kind.removeprefix("added "), 0)
            if not is_style(len(pairs), alike, least=self.least, rare=self.rare):
                yield from pairs

    def _made(self, kind: str, text: str, ours: str, lang: str) -> Issue:
        bare = text.rstrip()
        if kind.startswith("added "):
            return self.issue(
                len(bare) - 1,
                len(bare),
                f"The source does not end with this mark; it has {_name(ours)}.",
                confidence=0.6,
            )
        start = bare.rfind(" ") + 1
        mark = {"stop": _STOPS.get(lang, "."), "question": _QUESTIONS.get(lang, "?")}.get(kind)
        last = bare[start:]
        suggestions = (last.rstrip(".。।!！") + mark,) if mark else ()
        return self.issue(
            start,
            len(bare),
            f"The source ends with {_name(ours)}.",
            suggestions=suggestions,
            confidence=0.7,
        )

    def _inverted(self, segment: Segment, kind: str) -> Iterable[tuple[Segment, Issue]]:
        text = segment.text
        if _OPENING[kind] in text or "¿" in text or "¡" in text:
            return
        end = max(text.rfind("?" if kind == "question" else "!"), 0)
        yield (
            segment,
            self.issue(end, end + 1, f"The sentence wants {_OPENING[kind]} at its beginning."),
        )


def _kind(ours: str, theirs: str, source: str, text: str, lang: str) -> str | None:
    """What differs: the kind of mark that is lost, "added" and the kind, or None."""
    if ours == "question":
        return None if has_mark(text, "question") else "question"
    if theirs == "question":
        return None if has_mark(source, "question") else "added question"
    if ours == "stop":
        if theirs or lang in _WITHOUT_STOPS:
            return None
        if lang == "ja" and text.rstrip()[-1] in _JAPANESE_QUOTES:
            return None
        words = len(source.split())
        return None if words < _SENTENCE_WORDS or ends_in_abbreviation(source) else "stop"
    if ours == "exclamation":
        return None if theirs else "exclamation"
    if ours in ("colon", "ellipsis"):
        return None if theirs else ours
    if not ours and theirs == "stop" and not ends_in_abbreviation(text, generous=True):
        # Headlines become sentences; labels don't.
        return "added stop" if source.count(" ") < _SENTENCE_WORDS else None
    if not ours and theirs == "colon":
        return "added colon"
    return None


def _name(kind: str) -> str:
    names = {
        "stop": "a full stop",
        "question": "a question mark",
        "exclamation": "an exclamation mark",
        "ellipsis": "an ellipsis",
        "colon": "a colon",
        "semicolon": "a semicolon",
        "comma": "a comma",
    }
    return names.get(kind, "none")
