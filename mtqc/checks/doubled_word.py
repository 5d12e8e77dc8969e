"""`doubled-word`: a word said twice that the source says once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import DocumentCheck, Flags, Keeps, Needs, Pair
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.locale import primary
from mtqc.text.bilingual.words_in_common import repeats

# Doubled by the grammar (a relative after an article, an object after a subject), or for "each",
# "slowly", "again and again".
_RIGHTLY = {
    "de": "sie wir ihr",
    "fr": "nous vous faire très",
    "nl": "die dat dit had was je haar",
    "hu": "az ez hogy ki senki",
    "it": "via man pian piano appena",
    "es": "que",
    "bg": "ми си ни ви кой кое",
    "tr": """çok sık yavaş zaman hemen tek yeni pırıl türlü bol gün kat bir ayrı güzel uzun
        sıcak küçük büyük derin ince sessiz koşa güle ağır adım yer dizi parça kısım katman diken
        boş teker birer ikişer çeşit takım boy küme arka yan""",
    "az": "tez yavaş cür bir ayrı",
    "da": "der det de som",
    "sv": "det den som var",
    "no": "det de som",
    "fi": "niin",
    "el": "του της σιγά άρον",
    "af": "nie",
    "ar": "إن بي",
    "he": "סוף מאד מאוד לאט טוב",
    "fa": "کم یواش خیلی قطره نم تک دسته",
    "hi": "साथ बार धीरे कभी अलग दूर एक दो जो कौन क्या कहाँ बहुत थोड़े थोड़ा अपने अपना अपनी घर अभी कुछ",
    "ur": "ساتھ بار آہستہ کبھی الگ دور ایک جو کیا بہت اپنے اپنی",
    "ne": "साथ बारम्बार बिस्तारै कहिले अलग एक जो के आफ्नो",
    "mr": "जेव्हा तेव्हा हळू वेळ वेगळे वेगवेगळ्या",
    "bn": "ধীরে অনেক কোন কোনো কে যেখানে বড় ছোট আস্তে বারে একলা পেছনে",
    "pa": "ਹੌਲੀ ਵੱਖ ਨਾਲ ਵਾਰ",
    "vi": "luôn rất mãi dần thường ngày đời xa lâu từ quá người nhà",
    "id": "pelan lama orang sama",
    "ms": "lama orang sama",
    "tl": "na araw gabi",
    "ha": "mu su ta ka ya na da dabam daban kusa sannu kadan gida daki",
    "sw": "sana mbali mbalimbali moja pole wengi",
}


# A relative pronoun before the article of its clause: "die Leute, die die Stadt kennen".
_RELATIVES = {"de": frozenset("die der das den dem".split()), "lb": frozenset({"déi", "dat"})}
_CLAUSE = re.compile(r"(?:[,;:–—(„“»]|\b(?:und|oder|als|wie|an))\s*$", re.IGNORECASE)
_OFTEN = 0.2


@dataclass(frozen=True)
class DoubledWord(DocumentCheck):
    """A word stands twice that the source says once

    Flags a word that stands twice in a row in the translation where no word does in the source.

    It is the commonest slip of hurried editing, and weak machine translation stutters.

    **When it stays silent.** Where something stands between the two; on words that the language
    doubles by its grammar ("die die", "nous nous") or for "each" and "slowly" ("yavaş yavaş",
    "धीरे धीरे"), of which the commonest are known and `allowed` takes more; on a word that the
    document doubles more often than rarely, which is then its way; on names said twice. English
    targets are left to the check `repetition`.
    """

    name: ClassVar[str] = "doubled-word"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "linguistic-conventions/duplication"
    its: ClassVar[str] = "duplication"
    severity: ClassVar[Severity] = Severity.MINOR
    needs = Needs(source=True)
    allowed: tuple[str, ...] = ()
    examples = (
        Flags(Pair("The bridge is open.", "Die Brücke Brücke ist offen.", lang="de"),
              at=("Brücke Brücke",), suggests="Brücke"),
        Flags(Pair("He lives in the town.", "Он живёт в в городе.", lang="ru"), at=("в в",)),
        Keeps(Pair("The people who know that", "Die, die das wissen, und die die Stadt kennen",
                   lang="de")),
        Keeps(Pair("We rest.", "Nous nous reposons.", lang="fr")),
        Keeps(Pair("We sang la la la.", "Cantamos la la la.", lang="es")),
        Keeps(Pair("He walks slowly.", "वह धीरे धीरे चलता है।", lang="hi")),
        Keeps(Pair("He walks slowly.", "Yavaş yavaş yürüyor.", lang="tr")),
        Keeps(Pair("They came, came and went.", "Sie kamen, kamen und gingen.", lang="de")),
    )  # fmt: skip

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        lang = primary(features.lang)
        if lang == "en":
            return
        rightly = {*_RIGHTLY.get(lang, "").split(), *self.allowed}
        relatives = _RELATIVES.get(lang, frozenset())
        found: dict[str, list[tuple[Segment, int, int]]] = {}
        for segment in document.segments:
            if not segment.source:
                continue
            doubles = repeats(segment.text)
            if not doubles or repeats(segment.source):
                continue
            for word, start, end in doubles:
                key = word.casefold()
                if key in rightly or (key in relatives and _begins_clause(segment.text, start)):
                    continue
                if _is_said_twice(segment.text[start:end], segment.source):
                    continue
                found.setdefault(key, []).append((segment, start, end))
        for key, places in found.items():
            if len(places) > 1 and _is_its_way(key, len(places), document):
                continue
            for segment, start, end in places:
                once = segment.text[start:end].split()[0]
                yield (
                    segment,
                    self.issue(start, end, f"“{once}” stands twice.", suggestions=(once,)),
                )


def _begins_clause(text: str, at: int) -> bool:
    return at == 0 or _CLAUSE.search(text, max(0, at - 20), at) is not None


def _is_said_twice(doubled: str, source: str) -> bool:
    """Whether the source has the word twice too, as in Duran Duran or "ha, ha"."""
    words = doubled.casefold().split()
    return len(words[0]) > 1 and source.casefold().split().count(words[0]) >= len(words)


def _is_its_way(key: str, count: int, document: Document) -> bool:
    """Whether the document doubles a word in more than a fifth of the segments that have it."""
    with_word = sum(key in segment.text.casefold() for segment in document.segments)
    return count > _OFTEN * with_word
