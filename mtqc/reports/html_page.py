"""One self-contained HTML file for an editor: articles worst first, issues marked, all inert.

The page loads nothing and runs nothing but its own script: its content security policy
allows one script and one style sheet by hash. What came from a document is data in
`application/json` blocks, and the script puts it on the page as text nodes only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.records import DocumentRecord, ProblemRecord
from mtqc.core.report import Entry, Report
from mtqc.reports.assets import asset, digest
from mtqc.reports.html_data import Packer, script_json

_SCRIPTS = (
    "data.js",
    "filter.js",
    "overview.js",
    "list.js",
    "sentence.js",
    "article.js",
    "names.js",
    "main.js",
)
_STYLES = ("base.css", "panels.css", "reading.css", "media.css")


@dataclass(frozen=True)
class HtmlRenderer:
    """Holds at most `max_sentences` sentences and `max_bytes` of data, of the worst documents.

    What is left out is counted and said on the page, as are names and problems beyond
    `max_names` and `max_problems` and sentences cut after 20,000 characters.
    """

    max_sentences: int = 50_000
    max_bytes: int = 30_000_000
    max_names: int = 2_000
    max_problems: int = 500

    name: ClassVar[str] = "html"
    suffix: ClassVar[str] = ".html"

    def render(self, report: Report, out: BinaryIO) -> None:
        style = "\n".join(map(asset, _STYLES))
        script = "(() => {\n" + '"use strict";\n' + "\n".join(map(asset, _SCRIPTS)) + "})();\n"
        policy = (
            f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)};"
            " img-src data:; base-uri 'none'; form-action 'none'"
        )
        page = asset("page.html").replace("{policy}", policy).replace("{style}", style)
        head, _, tail = page.partition("{data}")
        out.write(head.encode())
        index = self._documents(report, out)
        out.write(b'<script type="application/json" id="index">' + script_json(index))
        out.write(b"</script>\n")
        out.write(tail.replace("{script}", script).encode())

    def _documents(self, report: Report, out: BinaryIO) -> dict[str, Any]:
        """Writes the sentences of the worst documents and gives back all else the page shows."""
        summary = report.summary
        ranked = sorted(summary.checks, key=lambda check: (-summary.checks[check], check))
        packer = Packer(tuple(ranked))
        room = _Room(self.max_sentences, self.max_bytes)
        documents: list[list[Any]] = []
        problems: list[ProblemRecord] = []
        for entry in report.entries(worst_first=True):
            problems += entry.problems[: self.max_problems - len(problems)]
            if entry.document is not None and room.left():
                documents.append(self._document(entry.document, entry, packer, room, out))
            elif not room.left() and len(problems) >= min(summary.problems, self.max_problems):
                break
        totals = msgspec.to_builtins(summary)
        del totals["names"], totals["type"]
        return {
            "version": report.run.version,
            "signature": report.run.signature,
            "summary": totals,
            "checks": list(packer.checks),
            "documents": documents,
            "problems": [[p.document, p.kind, p.check, p.message] for p in problems],
            "names": [
                [
                    c.right,
                    c.confidence,
                    c.why,
                    [
                        [f.form, f.count, f.documents, f.first.document, f.first.segment]
                        for f in c.forms
                    ],
                ]
                for c in summary.names[: self.max_names]
            ],
            "allNames": len(summary.names),
            "embedded": room.sentences,
        }

    def _document(
        self,
        document: DocumentRecord,
        entry: Entry,
        packer: Packer,
        room: _Room,
        out: BinaryIO,
    ) -> list[Any]:
        out.write(b'<script type="application/json" id="d%d">[' % room.documents)
        room.documents += 1
        counts: Counter[tuple[int, int, int]] = Counter()
        embedded = 0
        for segment in entry.segments():
            if not room.left():
                break
            row = packer.sentence(segment)
            counts.update((issue[0], issue[1], row[2]) for issue in row[4])
            data = script_json(row)
            out.write((b",\n" if embedded else b"") + data)
            embedded += 1
            room.take(len(data))
        out.write(b"]</script>\n")
        return packer.document(document, counts, embedded)


@dataclass
class _Room:
    """How much may still be embedded, and how much was."""

    max_sentences: int
    max_bytes: int
    documents: int = 0
    sentences: int = 0
    bytes: int = 0

    def left(self) -> bool:
        return self.sentences < self.max_sentences and self.bytes < self.max_bytes

    def take(self, size: int) -> None:
        self.sentences += 1
        self.bytes += size
