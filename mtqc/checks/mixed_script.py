"""Words that mix look-alike letters of two scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_CYRILLIC = "\u0400-\u052f"
_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_TRIGGER = re.compile(rf"[{_GREEK}{_CYRILLIC}{_WIDE}]")
_MIXED = re.compile(rf"[{_LATIN}][{_GREEK}{_CYRILLIC}]|[{_GREEK}{_CYRILLIC}][{_LATIN}]")
_WORD = re.compile(r"[^\W\d_]+")
_WIDE_RUN = re.compile(rf"[{_WIDE}]+(?:[ \u3000]?[{_WIDE}]+)*")
# Letters that look the same in print; the pairs of both tables are in the same order.
_FROM_CYRILLIC = dict(
    zip("АВЕЅІЈКМНОРСТУХЬаеорсухіјѕԁһьӏ", "ABESIJKMHOPCTYXbaeopcyxijsdhbl", strict=True)
)
_FROM_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲν", "ABEZHIKMNOPTYXocv", strict=True))
_TO_LATIN = str.maketrans(_FROM_CYRILLIC | _FROM_GREEK)
_TO_CYRILLIC = str.maketrans(
    dict(zip("ABECHIJKMOPTXYaceiopxyj", "АВЕСНІЈКМОРТХУасеіорхуј", strict=True))
)
_MIN_LETTERS = 3
_WIDE_AT_HOME = frozenset({"ja", "zh", "ko"})


@dataclass(frozen=True)
class MixedScript(SegmentCheck):
    """Look-alike letters of two scripts in one word

    Flags a word that mixes Latin letters with Cyrillic or Greek ones ("Mоscow" with a Cyrillic о),
    and full-width Latin letters and digits.

    Nobody sees the difference, but search, spelling and every program that reads the text do.

    It stays silent on full-width letters and digits in Chinese, Japanese and Korean, on Greek
    letters as symbols (µm, TNFα, kΩ, Δt), on endings put to an acronym with a hyphen or
    apostrophe, and on mixtures that are no look-alikes in texts that are not English.
    """

    name = "mixed-script"
    group = "surface"
    category = "linguistic-conventions/character-encoding"
    its = "characters"
    severity = Severity.MAJOR
    trigger = _TRIGGER
    examples = (
        Flags("He flew to M\u043escow on Monday.", at=("M\u043escow",), suggests="Moscow"),
        Flags("The \u039aremlin said no.", at=("\u039aremlin",), suggests="Kremlin"),
        Flags("It cost ＵＳＤ ４０ then.", at=("ＵＳＤ ４０",), suggests="USD 40"),
        Keeps("TNFα and IFNγ, 5 μm, 3 kΩ, Δt and α-synuclein."),
        Keeps("The paper Правда is old."),
        Keeps("The AК-47 and the X5."),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        for match in _WIDE_RUN.finditer(text) if features.lang[:2] not in _WIDE_AT_HOME else ():
            plain = unicodedata.normalize("NFKC", match.group())
            yield self.issue(
                *match.span(),
                "These are full-width letters or digits.",
                severity=Severity.MINOR,
                suggestions=(plain,),
            )
        for match in _WORD.finditer(text):
            word = match.group()
            if len(word) < _MIN_LETTERS or word.isascii() or not _MIXED.search(word):
                continue
            if re.search(f"[{_WIDE}]", word):
                continue
            mended = _mended(word, features)
            if mended is not None:
                yield self.issue(
                    *match.span(),
                    "This word mixes letters of two scripts.",
                    suggestions=(mended,) if mended else (),
                )


def _mended(word: str, features: Features) -> str | None:
    """The word in one script; empty where it can't be told, None where the mixture is right."""
    latin = word.translate(_TO_LATIN)
    if re.fullmatch(f"[{_LATIN}]+", latin):
        greek = re.search(f"[{_GREEK}]", word) is not None
        return latin if not greek or features.lexicon.knows(latin) else None
    cyrillic = word.translate(_TO_CYRILLIC)
    if re.fullmatch(f"[{_CYRILLIC}]+", cyrillic):
        return cyrillic
    mixed = re.search(f"[{_CYRILLIC}]", word) is not None
    return "" if mixed and features.lang.startswith("en") else None
