"""`odd-number`: a figure that no English text has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.odd_figures import MAY_BE_ODD, odd_figures


@dataclass(frozen=True)
class OddNumber(SegmentCheck):
    """A figure that no English text has

    Other languages count in ten thousands, in lakh and crore, from another year, and put the
    figure behind its unit. A weak translator keeps the pieces: "30 ten-thousand", "12 lakh
    million", "three parts one", "November 2569". Figures are what readers take away and can't put
    right.

    **How it decides.** Each pattern is one that English doesn't have.

    - **Major**: counting in ten thousands or in dozens of hundred millions; lakh or crore and
      million in one figure; a figure with 万, 億 and the like; a currency and a magnitude before
      the figure; fractions in reverse; a per cent before its figure; ones before tens ("nine and
      twenty"); a decimal comma read aloud ("three coma eight"); thousands of thousands; a date that
      no calendar has; a year of the Buddhist era; an hour beyond 24; more than all of a group.
    - **Minor**: an understandable figure in another country's form ("85 $ million", "8,00,000",
      "%12", "1.200 swimmers", "12 thousand 500", "17:30 p.m.", "Reiwa 6").

    **When it stays silent.** Lakh and crore by themselves, "lakh crore" and "thousand crore" are
    Indian English; decimals with three digits, scores, versions and codes are left alone.
    """

    name: ClassVar[str] = "odd-number"
    group: ClassVar[str] = "words"
    category: ClassVar[str] = "locale-conventions/number-format"
    its: ClassVar[str] = "numbers"
    severity: ClassVar[Severity] = Severity.MAJOR
    needs = ENGLISH
    trigger = MAY_BE_ODD
    examples = (
        Flags(
            "The plant will make 30 ten-thousand cars.",
            at=("30 ten-thousand",),
            suggests="300,000",
        ),
        Flags("Loans of 3,000 hundred million yuan.", at=("3,000 hundred million",)),
        Flags(
            "It cost 1億8,000 ten thousand yen.",
            at=("1億8,000 ten thousand",),
            suggests="180 million",
        ),
        Flags("Some 12 lakh million homes.", at=("12 lakh million",), suggests="1.2 million"),
        Flags("He raised 85 $ million.", at=("85 $ million",), suggests="$85 million"),
        Flags("She earned shillings million 4.2 (net).", at=("shillings million 4.2",)),
        Flags("Orders fell by three parts one.", at=("by three parts one",), suggests="a third"),
        Flags("It ended on 9 May 2569.", at=("9 May 2569",), suggests="9 May 2026"),
        Flags("The deal runs until 31 June, they say.", at=("31 June",)),
        Flags("The tank is nine and twenty years old.", at=("nine and twenty",),
              suggests="twenty-nine"),
        Flags("It cost three coma eight euros.", at=("three coma eight",),
              suggests="three point eight"),
        Flags("A loan of 90 thousand-thousand lari.", at=("thousand-thousand",)),
        Keeps("One and all came; he fell into a coma for two days; a thousand thousands."),
        Flags("Polls close at 27:00 local time.", at=("27:00 local time",)),
        Flags("It won 120 per cent of votes.", at=("120 per cent of votes",)),
        Flags("Some 8,00,000 people fled.", at=("8,00,000",), suggests="800,000"),
        Flags("About 1.200 swimmers came.", at=("1.200",), suggests="1,200"),
        Keeps("A crore here and 2 lakh crore there, or Rs 12,000 crore in all."),
        Keeps("Two hundred million people and 3 hundred thousand more; ten thousand steps."),
        Keeps("The lap took 1.200 seconds, version 1.200.3 shipped, at $1.200 a litre."),
        Keeps("On 31 May 30 people left; by March 45 had come. In June 31 of them died."),
        Keeps("Mix two parts gin, one part vermouth; the first part one reads is short."),
        Keeps("Prices rose 150 per cent of the old level and 110% of workers' targets were met."),
        Keeps("They face 12 years in prison; the rate was 5 per cent 10 years ago."),
        Keeps("He ran it in 27:30 and came 25th at 10:30 p.m. in the year 2025."),
        Keeps("The 29 February 2024 sitting was the last of 366 days."),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        taken: list[tuple[int, int]] = []
        for start, end, odd in odd_figures(segment.text):
            if any(start < e and s < end for s, e in taken):
                continue
            taken.append((start, end))
            yield self.issue(
                start,
                end,
                f"“{segment.text[start:end]}”: {odd.why}.",
                severity=odd.severity,
                suggestions=(odd.suggestion,) if odd.suggestion else (),
                confidence=0.95 if odd.severity.serious else 0.7,
            )
