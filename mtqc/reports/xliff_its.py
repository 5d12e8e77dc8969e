"""Issues as ITS 2.0 Localization Quality Issue annotations in the bytes of an XLIFF file.

Sources: ITS 2.0 (W3C, 2013) 8.17 "Localization Quality Issue"; for XLIFF 1.2 the mapping
https://www.w3.org/International/its/wiki/XLIFF_1.2_Mapping, for XLIFF 2 the ITS module of XLIFF 2.1
(OASIS, 2018). Tags are put in between the file's own bytes and nothing else of it is touched:

    <mrk mtype="x-its" its:locQualityIssueType="…">words</mrk>          XLIFF 1.2
    <mrk id="…" type="its:generic" its:locQualityIssueType="…">…        XLIFF 2

Several issues on the same words, and issues whose words can't be put between tags (they begin
inside an inline code and end outside, or cross another issue), stand together as
`its:locQualityIssues` in the unit, and a `mrk` around the words or the whole target refers to them.
Where there is no target to put tags into, they are put around the source.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from mtqc.core.issue import Issue
from mtqc.core.records import SegmentRecord
from mtqc.core.severity import Severity
from mtqc.reports.ci import says
from mtqc.text.xliff_inline import place
from mtqc.text.xliff_units import XliffSegment, files, is_two, segments
from mtqc.text.xmltree import Node, Run, tree

ITS = "http://www.w3.org/2005/11/its"

# ITS counts from 0 to 100 and leaves the scale to the tool.
SEVERITY = {Severity.NEUTRAL: 0, Severity.MINOR: 25, Severity.MAJOR: 75, Severity.CRITICAL: 100}
_NO_XML = re.compile("[\ufffe\uffff]")

Span = tuple[int, int]


class Annotated(NamedTuple):
    """The file with its annotations, and the number of issues that found no place in it."""

    data: bytes
    missed: int


def annotated(data: bytes, records: Iterable[SegmentRecord]) -> Annotated:
    """UTF-8 `data` with the issues of the records that were read from it.

    Raises `mtqc.core.reader.UnreadableInput` where it isn't XML or holds entities.
    """
    flagged = [record for record in records if record.issues]
    if not flagged:
        return Annotated(data, 0)
    root = tree(data)
    found: defaultdict[tuple[int, str, str], deque[XliffSegment]] = defaultdict(deque)
    for file in files(root):
        for segment in segments(root, file):
            found[segment.line, segment.target.text, segment.source.text].append(segment)
    writer = _Writer(data, root)
    missed = 0
    for record in flagged:
        same = found.get((record.line, record.text, record.source or ""))
        if not same or not writer.annotate(same.popleft(), record):
            missed += len(record.issues)
    return Annotated(writer.done(), missed)


class _Writer:
    """Collects what is to be put in, by its place in the file."""

    def __init__(self, data: bytes, root: Node) -> None:
        self._data = data
        self._root = root
        self._two = is_two(root)
        self._prefix = _free(data, "its", b"xmlns:%s=")
        self._ids = _free(data, "mtqc", b"%s-")
        self._number = 0
        # Place; 0 for what closes and 1 for what opens; how far the other end is; text.
        self._put: list[tuple[int, int, int, str]] = []

    def annotate(self, segment: XliffSegment, record: SegmentRecord) -> bool:
        """Whether there was a place for the issues."""
        target = next(
            (n for n in (segment.target_node, segment.source_node) if n and n.inner < n.inner_end),
            None,
        )
        if target is None:
            return False
        whole = (target.inner, target.inner_end)
        parents = {
            id(child): node
            for node in target.walk()
            for child in node.children
            if isinstance(child, Run)
        }
        groups: dict[Span, list[Issue]] = defaultdict(list)
        for issue in record.issues:
            span = _span(segment, issue, parents)
            if span is None or any(_cross(span, other) for other in groups):
                span = whole
            groups[span].append(issue)
        # In 1.2 what is foreign comes last in a unit, in 2 first.
        beside = segment.node.inner if self._two else segment.node.inner_end
        for (start, end), issues in sorted(groups.items(), key=lambda g: (g[0][0], -g[0][1])):
            if len(issues) == 1:
                attributes = _attributes(issues[0], f"{self._prefix}:")
            else:
                attributes = self._reference(beside, issues)
            self._put.append((start, 1, -end, self._opening(attributes)))
            self._put.append((end, 0, -start, "</mrk>"))
        return True

    def done(self) -> bytes:
        if not self._put:
            return self._data
        declaration = f' xmlns:{self._prefix}="{ITS}"'
        if f"{ITS} version" not in self._root.attrs:
            declaration += f' {self._prefix}:version="2.0"'
        self._put.append((self._root.inner - 1, 0, 0, declaration))
        parts: list[bytes] = []
        at = 0
        for position, _, _, text in sorted(self._put, key=lambda put: put[:3]):
            parts += [self._data[at:position], text.encode()]
            at = position
        return b"".join([*parts, self._data[at:]])

    def _opening(self, attributes: str) -> str:
        if not self._two:
            return f'<mrk mtype="x-its"{attributes}>'
        return f'<mrk id="{self._next()}" type="its:generic"{attributes}>'

    def _reference(self, at: int, issues: list[Issue]) -> str:
        """Puts the issues beside the unit's text and gives the attribute that refers to them."""
        name, prefix = self._next(), self._prefix
        listed = "".join(f"<{prefix}:locQualityIssue{_attributes(i, '')}/>" for i in issues)
        # Ordered by their number where several stand at one place.
        self._put.append(
            (
                at,
                1,
                self._number,
                f'<{prefix}:locQualityIssues xml:id="{name}">{listed}</{prefix}:locQualityIssues>',
            )
        )
        reference = f"#its={name}" if self._two else f"#{name}"
        return f' {prefix}:locQualityIssuesRef="{reference}"'

    def _next(self) -> str:
        self._number += 1
        return f"{self._ids}-{self._number}"


def _free(data: bytes, name: str, pattern: bytes) -> str:
    """The name, or with the first number behind it for which `pattern` is not in the file."""
    candidates: Iterator[str] = (f"{name}{n or ''}" for n in range(len(data)))
    return next(c for c in candidates if pattern % c.encode() not in data)


def _span(segment: XliffSegment, issue: Issue, parents: dict[int, Node]) -> Span | None:
    """The bytes between which the words stand, None where tags can't be put around them."""
    inline = segment.target
    if not "".join(run.text for _, run in inline.placed).startswith(inline.text):
        return None
    first = place(inline, issue.start)
    last = place(inline, issue.end, after=True)
    if first is None or last is None or first[0].cdata or last[0].cdata:
        return None
    if parents.get(id(first[0])) is not parents.get(id(last[0])):
        return None
    return first[0].byte(first[1]), last[0].byte(last[1])


def _cross(one: Span, other: Span) -> bool:
    (a, b), (c, d) = sorted((one, other))
    return a < c < b < d


def _attributes(issue: Issue, prefix: str) -> str:
    values = {
        "Type": issue.its,
        "Comment": f"{issue.check}: {_NO_XML.sub(chr(0xFFFD), says(issue))}",
        "Severity": str(SEVERITY[issue.severity]),
    }
    if issue.known:
        values["Enabled"] = "no"
    return "".join(
        f" {prefix}locQualityIssue{key}={quoteattr(value)}" for key, value in values.items()
    )
