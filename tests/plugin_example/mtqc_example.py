"""A check, a reader and a report of another package."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, ClassVar

from mtqc.core.check import Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.reader import Limits, Raw
from mtqc.core.report import Report
from mtqc.core.severity import Severity


@dataclasses.dataclass(frozen=True)
class Shouting(SegmentCheck):
    """Three exclamation marks."""

    name, group, category, its = "shouting", "surface", "style", "style"
    severity = Severity.MINOR
    trigger: ClassVar[re.Pattern[str] | None] = re.compile("!!!")
    examples = (Flags("Stop it!!!", at=("!!!",)), Keeps("Stop it!"))

    least: int = 3

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        for match in re.finditer(r"!+", segment.text):
            if len(match.group()) >= self.least:
                yield self.issue(*match.span(), "shouting", suggestions=["!"])


class UpsideDown:
    """Files that are written backwards."""

    name: ClassVar[str] = "upside-down"
    suffixes: ClassVar[tuple[str, ...]] = (".updown",)

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw]:
        yield Raw(name=name, reader=self.name, data=stream.read(limits.document_bytes))

    def parse(self, raw: Raw) -> Document:
        text = raw.data.decode()[::-1]
        segment = Segment(index=0, start=0, end=len(text), text=text)
        return Document(name=raw.name, text=text, segments=(segment,))


class Tally:
    """One number."""

    name: ClassVar[str] = "tally"
    suffix: ClassVar[str] = ".tally"

    def render(self, report: Report, out: BinaryIO) -> None:
        out.write(b"%d issues\n" % sum(report.summary.checks.values()))
