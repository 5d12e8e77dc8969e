"""`number-mismatch`: a figure that is not the one in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rapidfuzz.distance import OSA

from mtqc.core.check import Flags, Keeps, Needs, Pair, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.bilingual.figure_agreement import compare, is_measure, is_named, is_worded
from mtqc.text.bilingual.figures import Figure, has_digits
from mtqc.text.bilingual.locale import locale
from mtqc.text.bilingual.protected import unprotected

# What most translators write as a word.
_FEW = 2


@dataclass(frozen=True)
class NumberMismatch(SegmentCheck):
    """A figure is not the one in the source

    Flags a figure of the source that the translation lost or changed, a figure that it added, and
    a magnitude that is another one ("million" for "billion").

    Figures are what readers rely on, and no reader of the translation can put them right.

    **How it decides.** Figures of both sides are read as values, in the digits of any script, with
    any grouping (1,234.5, 1.234,5, 1 234,5, 12,34,567), with the words for magnitudes (million,
    crore, 万, 억) and with 万 and 億 inside them. A figure counts as translated when its value
    stands on the other side: as a figure, in words (the Unicode CLDR's number words of the
    language, in any inflection), as a Roman numeral, in a month's name, on the 12- or 24-hour
    clock, in another calendar (Buddhist, Hijri, Bikram Sambat, Reiwa), as a two-digit year or a
    century, or as a metric measure for an imperial one.

    - **Major**: one figure stands where the source has another, or the magnitude is wrong.
    - **Minor**: a figure is missing or was added; a measure or a sum of money differs, which may
      be a conversion that was meant.

    **When it stays silent.** A missing 1, and 100 per cent, which are phrases ("the leader",
    "quite"); added figures up to `small`, and any where the source says a number in words;
    figures in addresses, tags and placeholders; a name with a figure (COVID-19) that stands on one
    side alone; a missing 2 where CLDR has no number words for the target's language.
    """

    name: ClassVar[str] = "number-mismatch"
    group: ClassVar[str] = "bilingual"
    category: ClassVar[str] = "accuracy/mistranslation"
    its: ClassVar[str] = "numbers"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = Needs(source=True)
    small: int = 12
    added: bool = True
    examples = (
        Flags(Pair("The bridge is 45 m long.", "Die Brücke ist 54 m lang.", lang="de"),
              at=("54",), suggests="45"),
        Flags(Pair("It cost 1,250.50 euros.", "Es kostete 1.520,50 Euro.", lang="de"),
              at=("1.520,50",), suggests="1.250,50"),
        Flags(Pair("The plant opened in 1987.", "Завод открылся в 1978 году.", lang="ru"),
              at=("1978",), suggests="1987"),
        Flags(Pair("She sold 3 million copies.", "彼女は3億部を売り上げた。", lang="ja"),
              at=("3億",)),
        Flags(Pair("The loan is 5 billion dollars.", "El préstamo es de 5 millones de dólares.",
                   lang="es"), at=("5 millones",)),
        Flags(Pair("The disk holds 12,500 songs.", "Auf die Platte passen 12,5 Lieder.", lang="de"),
              at=("12,5",), suggests="12.500"),
        Flags(Pair("It cost 25,000 yen.", "価格は25万円でした。", lang="ja"), at=("25万",)),
        Flags(Pair("It cost 3.5 million euros.", "3,5 milyar avroya mal oldu.", lang="tr"),
              at=("3,5 milyar",)),
        Flags(Pair("Bus 48 leaves at noon.", "ينطلق الحافلة ظهرا.", lang="ar"),
              at=("ينطلق الحافلة ظهرا.",)),
        Flags(Pair("The shop is closed.", "Le magasin est fermé 17 jours.", lang="fr"), at=("17",)),
        Keeps(Pair("It cost 1,234,567.5 euros.", "Cela a coûté 1 234 567,5 euros.", lang="fr")),
        Keeps(Pair("It has 12,345,678 users.", "इसके 1,23,45,678 उपयोगकर्ता हैं।", lang="hi")),
        Keeps(Pair("He is 24 and has 7 sisters.", "عمره ٢٤ سنة وله ٧ أخوات.", lang="ar")),
        Keeps(Pair("A fund of 2.5 million euros", "250万ユーロの基金", lang="ja")),
        Keeps(Pair("180 million yen", "1억 8,000만 엔", lang="ko")),
        Keeps(Pair("They sold 300,000 tonnes.", "उन्होंने 3 लाख टन बेचे।", lang="hi")),
        Keeps(Pair("2 dogs and 12 cats", "zwei Hunde und zwölf Katzen", lang="de")),
        Keeps(Pair("50% off", "%50 indirim", lang="tr")),
        Keeps(Pair("We open at 3:30 p.m.", "Wir öffnen um 15.30 Uhr.", lang="de")),
        Keeps(Pair("on 9/4/2019", "le 9 avril 2019", lang="fr")),
        Keeps(Pair("Since 2020", "ตั้งแต่ พ.ศ. 2563", lang="th")),
        Keeps(Pair("The wall is 20 miles long.", "Die Mauer ist 32 km lang.", lang="de")),
        Keeps(Pair("in the 19th century", "в XIX веке", lang="ru")),
        Keeps(Pair("He ran for two hours.", "Er lief 2 Stunden.", lang="de")),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        source, text = segment.source, segment.text
        if not source or not text.strip() or not (has_digits(source) or has_digits(text)):
            return
        source, text = unprotected(source), unprotected(text)
        lang, source_lang = features.lang, features.source_lang
        missing, added, scaled = compare(source, text, source_lang, lang)
        for right, other in scaled:
            yield self.issue(
                other.start,
                other.end,
                f"The source has “{source[right.start : right.end]}”: the magnitude differs.",
                confidence=0.85,
            )
        left = list(added)
        lost: list[Figure] = []
        for figure in missing:
            named = is_named(figure, source)
            wrong = _likest(figure, [f for f in left if is_named(f, text) == named])
            if wrong is None:
                lost.append(figure)
                continue
            left.remove(wrong)
            certain = not is_measure(figure, source)
            yield self.issue(
                wrong.start,
                wrong.end,
                f"The source has “{source[figure.start : figure.end]}”.",
                severity=Severity.MAJOR if certain else Severity.MINOR,
                suggestions=_suggested(figure, text[wrong.start : wrong.end], source_lang, lang),
                confidence=0.9 if certain else 0.5,
            )
        lost = [f for f in lost if not _is_phrase(f, source, text)]
        if not locale(lang).knows_numbers:
            lost = [f for f in lost if not f.values or min(f.values) > _FEW]
        if lost:
            said = ", ".join(f"“{source[f.start : f.end]}”" for f in lost)
            yield self.issue(
                0,
                len(text),
                f"{said} of the source is missing here.",
                severity=Severity.MINOR,
                confidence=0.7,
            )
        if self.added and left and not missing and not is_worded(source, source_lang):
            for figure in left:
                if is_named(figure, text) or max(figure.values, default=0.0) <= self.small:
                    continue
                yield self.issue(
                    figure.start,
                    figure.end,
                    "This figure is not in the source.",
                    severity=Severity.MINOR,
                    confidence=0.6,
                )


_PER_CENT_SIGN = re.compile("[%٪％﹪]")
_SCORE_OR_DATE = re.compile(r"\d\s?[-–&/.]\s?\d")
_PER_CENT = re.compile(r"\s?(?:%|per\s?cent)", re.IGNORECASE)


def _is_phrase(figure: Figure, source: str, text: str) -> bool:
    """Whether a figure need not be one elsewhere: No. 1, 100 per cent sure."""
    if figure.parts == (1,):
        return not _SCORE_OR_DATE.search(source, max(0, figure.start - 2), figure.end + 2)
    return (
        figure.parts == (100,)
        and _PER_CENT.match(source, figure.end) is not None
        and not _PER_CENT_SIGN.search(text)
    )


def _likest(figure: Figure, others: list[Figure]) -> Figure | None:
    """Which of the others stands in this figure's place: the one with the likest digits."""
    return min(others, key=lambda f: (OSA.distance(f.digits, figure.digits), f.start), default=None)


def _suggested(figure: Figure, wrong: str, source_lang: str, lang: str) -> tuple[str, ...]:
    """The source's figure in the marks of the target's language, where that is clear."""
    if figure.scale or not figure.text.isascii() or not wrong.isascii():
        return ()
    decimal, group = locale(source_lang).marks
    swap = str.maketrans({decimal: locale(lang).marks[0], group: locale(lang).marks[1]})
    return (figure.text.translate(swap),)
