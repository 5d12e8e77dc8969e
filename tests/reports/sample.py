"""One small run that every format is tested on: clean, garbled, hostile, bilingual, unreadable."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from mtqc.core.issue import Issue, Place, sealed
from mtqc.core.names import NameCluster, NameForm
from mtqc.core.records import (
    CRASHED,
    UNREADABLE,
    BaselineUse,
    DocumentRecord,
    Gate,
    ProblemRecord,
    RunRecord,
    Scorecard,
    SegmentRecord,
    Skipped,
    SummaryRecord,
    Suppressions,
    UnusedSuppression,
)
from mtqc.core.report import Renderer, Rule
from mtqc.core.severity import Severity

PENALTIES = {"neutral": 0, "minor": 1, "major": 5, "critical": 25}


# Of the sample's checks; the others are as those of a plugin that is gone.
RULES = {
    name: Rule(
        name=name,
        title=title,
        page=f"Flags what is {name}.\n\nA [link](x) and `code` for the page.",
        group="words",
        category="fluency/spelling",
        its="misspelling",
        severity=Severity(severity),
    )
    for name, title, severity in (
        ("nonword", "A word that no dictionary has", "major"),
        ("repetition", "The same word twice", "minor"),
        ("stray-case", "Capitals where none belong", "neutral"),
    )
}


@dataclass(frozen=True)
class SampleEntry:
    document: DocumentRecord | None
    rows: tuple[SegmentRecord, ...] = ()
    problems: tuple[ProblemRecord, ...] = ()

    def segments(self) -> Iterator[SegmentRecord]:
        return iter(self.rows)

    def lines(self) -> bytes:
        document = (self.document,) if self.document else ()
        return b"".join(
            msgspec.json.encode(record) + b"\n"
            for record in (*self.rows, *document, *self.problems)
        )


@dataclass(frozen=True)
class SampleReport:
    run: RunRecord
    all_entries: tuple[SampleEntry, ...]
    summary: SummaryRecord
    rules: Mapping[str, Rule] = field(default_factory=lambda: RULES)

    def entries(self, *, worst_first: bool = False) -> Iterator[SampleEntry]:
        if worst_first:
            return iter(
                sorted(self.all_entries, key=lambda e: e.document.score if e.document else -1)
            )
        return iter(self.all_entries)


def issue(
    text: str,
    words: str,
    check: str,
    severity: str,
    message: str,
    suggestions: Iterable[str] = (),
    category: str = "fluency/spelling",
    its: str = "misspelling",
    confidence: float = 0.9,
    related: Iterable[Place] = (),
) -> Issue:
    start = text.index(words)
    return Issue(
        check=check,
        category=category,
        its=its,
        severity=Severity(severity),
        start=start,
        end=start + len(words),
        confidence=confidence,
        message=message,
        suggestions=tuple(suggestions),
        related=tuple(related),
    )


@dataclass(frozen=True)
class Line:
    """A sentence of a sample document; an issue is (words, check, severity, message, ...)."""

    text: str
    score: float
    issues: tuple[tuple, ...] = ()
    source: str | None = None
    reference: str | None = None
    unit: str | None = None
    scores: tuple[tuple[str, float], ...] = ()


def verdict(score: float) -> str:
    return "clean" if score >= 70 else "suspect" if score >= 45 else "garbled"


def document(
    name: str,
    lines: Iterable[Line],
    *,
    lang: str = "en",
    problems: Iterable[ProblemRecord] = (),
    skipped: Iterable[Skipped] = (),
    meta: dict | None = None,
) -> SampleEntry:
    rows: list[SegmentRecord] = []
    at = 0
    for index, line in enumerate(lines):
        rows.append(
            SegmentRecord(
                document=name,
                segment=index,
                unit=line.unit,
                start=at,
                end=at + len(line.text),
                line=index + 1,
                text=line.text,
                source=line.source,
                reference=line.reference,
                lang=lang,
                score=line.score,
                verdict=verdict(line.score),
                issues=tuple(
                    sealed(issue(line.text, *i), line.text, line.source) for i in line.issues
                ),
                scores=dict(line.scores),
                meta={},
            )
        )
        at += len(line.text) + 1
    words = sum(len(r.text.split()) for r in rows)
    severities = Counter(i.severity.value for r in rows for i in r.issues)
    penalty = sum(PENALTIES[s] * n for s, n in severities.items())
    score = round(sum(r.score for r in rows) / len(rows), 1)
    record = DocumentRecord(
        document=name,
        segments=len(rows),
        words=words,
        lang=lang,
        lang_confidence=0.99,
        score=score,
        penalty=round(1000 * penalty / words, 1),
        verdict=verdict(score),
        severities=dict(sorted(severities.items())),
        verdicts=dict(sorted(Counter(r.verdict for r in rows).items())),
        skipped=tuple(skipped),
        meta=meta or {},
    )
    return SampleEntry(record, tuple(rows), tuple(problems))


def report(
    entries: Iterable[SampleEntry], names: Iterable[NameCluster] = (), gate: Gate | None = None
) -> SampleReport:
    every = tuple(entries)
    rows = [r for e in every for r in e.rows]
    issues = [i for r in rows for i in r.issues]
    words = sum(e.document.words for e in every if e.document)
    severities = Counter(i.severity.value for i in issues)
    histogram = [0] * 20
    for row in rows:
        histogram[min(19, int(row.score // 5))] += 1
    checks = Counter(i.check for i in issues)
    summary = SummaryRecord(
        documents=sum(e.document is not None for e in every),
        segments=len(rows),
        words=words,
        problems=sum(len(e.problems) for e in every),
        score=round(sum(r.score for r in rows) / len(rows), 1),
        penalty=round(1000 * sum(PENALTIES[s] * n for s, n in severities.items()) / words, 1),
        serious_per_1000_words=round(1000 * sum(i.severity.serious for i in issues) / words, 1),
        verdicts=dict(sorted(Counter(r.verdict for r in rows).items())),
        severities=dict(sorted(severities.items())),
        checks=dict(sorted(checks.items())),
        histogram=tuple(histogram),
        names=tuple(names),
        gate=gate or Gate(passed=True, reasons=()),
    )
    run = RunRecord(
        version="1.2.3",
        signature="mtqc/1.2.3 sample",
        checks=tuple(f"{c}/1()" for c in sorted(checks)),
        metrics=("length/1()",),
        models={"encoder": "sample-encoder:0123abcd"},
        config={"fail_on": "major"},
    )
    return SampleReport(run, every, summary)


HARBOUR = document(
    "news/harbour.txt",
    [
        Line(
            "Mayor Drummont opened the new harbour on Friday morning.",
            52.0,
            (
                (
                    "Drummont",
                    "name-variant",
                    "major",
                    "The mayor is called Drummond in 3 other places.",
                    ("Drummond",),
                    "terminology/inconsistent-use",
                    "inconsistent-entities",
                    0.94,
                    (Place("news/harbour.txt", 3, 0, 8),),
                ),
            ),
            scores=(("fluency", 0.71), ("coherence", 0.66)),
        ),
        Line(
            "The portification of the old non-bridge will to take 30 ten-thousand crowns, "
            "the the harbour office SAID said.",
            11.5,
            (
                (
                    "portification of the old non-bridge will to take 30 ten-thousand crowns",
                    "garbled-span",
                    "minor",
                    "These words do not read like one thought.",
                    (),
                    "fluency/unintelligible",
                    "non-conformance",
                    0.71,
                ),
                (
                    "portification",
                    "nonword",
                    "critical",
                    "Not an English word.",
                    ("fortification",),
                ),
                ("non-bridge", "odd-compound", "major", "Nobody says “non-bridge”."),
                (
                    "will to take",
                    "grammar",
                    "minor",
                    "“will to take” is not English.",
                    ("will take",),
                ),
                (
                    "30 ten-thousand",
                    "odd-number",
                    "major",
                    "A figure in foreign units.",
                    ("300,000",),
                ),
                ("the the", "repetition", "minor", "The same word twice.", ("the",)),
                ("SAID", "stray-case", "neutral", "Capitals inside a sentence.", ("said",)),
            ),
            scores=(("fluency", 0.08), ("coherence", 0.41)),
        ),
        Line("Fishermen watched from the quay, and the band played until noon.", 91.0),
        Line("Drummond thanked the crew of the dredger.", 88.5),
        Line("Cloud the rope yesterday of was being sells it.", 21.0),
        Line(
            "港は金曜日に開いた、と市長のDrummontは語った cafe\u0301 Drumont.",
            47.0,
            (
                (
                    "Drumont",
                    "name-variant",
                    "major",
                    "The mayor is called Drummond elsewhere.",
                    ("Drummond",),
                ),
                ("港は金曜日に開いた", "untranslated-span", "minor", "Still in Japanese."),
            ),
        ),
    ],
    skipped=[Skipped("needs source text", ("number-mismatch",))],
    meta={"outlet": "Harbour Gazette"},
)

BAKERY = document(
    "news/bakery.txt",
    [
        Line("The bakery on Mill Street turns one hundred this week.", 96.0),
        Line("Its owner, Ilse Brandt, still rises at three.", 94.5),
    ],
)

HOSTILE = document(
    "hostile/<b>x</b> & 'y'.jsonl#../../etc",
    [
        Line(
            "<script>alert('x')</script><img src=x onerror=alert(1)> </script><!-- & \u2028 done",
            40.0,
            (
                (
                    "<img src=x onerror=alert(1)>",
                    "leftover-markup",
                    "major",
                    "Markup was left: <img src=x onerror=alert(1)>",
                    ("<b>bold</b>",),
                    "accuracy/markup",
                    "markup",
                ),
            ),
        ),
        Line(
            "A bell \x07, a red \x1b[31mword\x1b[0m, a title \x1b]0;owned\x07 and \x9b2J.",
            44.0,
            (("\x1b[31mword", "invisible-character", "minor", "Control \x1b characters."),),
        ),
        Line(
            "Bidi \u202egnol eht dna\u202c, zero\u200bwidth, \ufeffmark and so\u00adft.",
            60.0,
            (("\u202egnol eht dna\u202c", "invisible-character", "minor", "Hidden order."),),
        ),
        Line(
            '=HYPERLINK("http://evil.example","click")',
            50.0,
            (
                (
                    "=HYPERLINK",
                    "stray-punctuation",
                    "minor",
                    "+1 Odd start.",
                    ("@SUM(1)", "-2", "\t=3"),
                ),
            ),
        ),
        Line(
            "| a table | `code` | [link](javascript:alert(1)) | **bold** _it_ # h\n- item & <br>",
            55.0,
            (("**bold**", "leftover-markup", "minor", "Stars | pipes `ticks`."),),
        ),
        Line(
            "𝔘nicode 👩‍🚀 flew past the 🇳🇴 flag twice twice.",
            72.0,
            (("twice twice", "repetition", "minor", "The same word twice.", ("twice",)),),
        ),
        Line(
            "قال الرئيس إن المحادثات talks انتهت.",
            66.0,
            (("talks", "untranslated-span", "minor", "Not Arabic."),),
        ),
    ],
    problems=[
        ProblemRecord(
            document="hostile/<b>x</b> & 'y'.jsonl#../../etc",
            kind=CRASHED,
            check="wrong-sense",
            message="ZeroDivisionError: division by zero </script>\x1b[2J",
        )
    ],
)

DELIVERY = document(
    "delivery/app.xlf",
    [
        Line(
            "Sie haben 3 neue Nachrichten.",
            58.0,
            (
                (
                    "3",
                    "number-mismatch",
                    "critical",
                    "The source says 5.",
                    ("5",),
                    "accuracy",
                    "numbers",
                ),
            ),
            source="You have 5 new messages.",
            reference="Sie haben 5 neue Nachrichten.",
            unit="inbox.count",
            scores=(("chrf", 91.2),),
        ),
        Line("Abbrechen", 97.0, source="Cancel", unit="cancel"),
        Line(
            "",
            50.0,
            (
                (
                    "",
                    "missing-target",
                    "major",
                    "“Delete all <b>messages</b>” has no translation.",
                    (),
                    "accuracy/omission",
                    "untranslated",
                ),
            ),
            source="Delete all <b>messages</b>",
            unit="delete.all",
        ),
    ],
    lang="de",
)

UNREAD = SampleEntry(
    None,
    (),
    (
        ProblemRecord(
            document="news/broken.gz",
            kind=UNREADABLE,
            check=None,
            message="the gzip data ends too early",
        ),
    ),
)

NAMES = (
    NameCluster(
        forms=(
            NameForm(
                form="Drummond", count=3, documents=2, first=Place("news/harbour.txt", 3, 0, 8)
            ),
            NameForm(
                form="Drummont", count=1, documents=1, first=Place("news/harbour.txt", 0, 6, 14)
            ),
            NameForm(
                form="Drumont", count=1, documents=1, first=Place("news/harbour.txt", 5, 32, 39)
            ),
        ),
        right="Drummond",
        confidence=0.94,
        why="most frequent in the folder; same title",
    ),
    NameCluster(
        forms=(
            NameForm(form="<i>Eve</i>", count=1, documents=1, first=Place("a|b.txt", 0, 0, 10)),
            NameForm(form="=Eva", count=1, documents=1, first=Place("a|b.txt", 1, 0, 4)),
        ),
        right=None,
        confidence=0.61,
        why="sound alike",
    ),
)

SAMPLE = report(
    [BAKERY, HARBOUR, UNREAD, HOSTILE, DELIVERY],
    NAMES,
    Gate(passed=False, reasons=("2 critical issues, none allowed", "score 61.2 is below 70")),
)


def _known(entry: SampleEntry) -> SampleEntry:
    """The entry as a baseline marks it that has the issues of severity minor."""
    rows = tuple(
        msgspec.structs.replace(
            row,
            issues=tuple(
                msgspec.structs.replace(i, known=True) if i.severity == "minor" else i
                for i in row.issues
            ),
        )
        for row in entry.rows
    )
    return SampleEntry(entry.document, rows, entry.problems)


# The same run with a baseline, a scorecard and suppressions.
JUDGED = SampleReport(
    SAMPLE.run,
    tuple(map(_known, SAMPLE.all_entries)),
    msgspec.structs.replace(
        SAMPLE.summary,
        baseline=BaselineUse(
            known=SAMPLE.summary.severities["minor"],
            new=sum(n for s, n in SAMPLE.summary.severities.items() if s != "minor"),
            gone=1,
        ),
        scorecard=Scorecard(
            words=SAMPLE.summary.words,
            severities={"critical": 2, "major": 6, "neutral": 1},
            weights={"neutral": 0.0, "minor": 1.0, "major": 5.0, "critical": 25.0},
            penalty_total=80.0,
            penalty_per_1000_words=661.16,
            quality=33.88,
            threshold=95.0,
            passed=False,
        ),
        suppressions=Suppressions(
            issues=4,
            unused=2,
            unused_listed=(
                UnusedSuppression(
                    document="delivery/app.xlf", line=12, suppression="mtqc: ignore=nonword"
                ),
                UnusedSuppression(
                    document=None, line=None, suppression="check 'grammar', text '<b>*'"
                ),
            ),
        ),
    ),
)


def rendered(renderer: Renderer, of: SampleReport) -> bytes:
    out = io.BytesIO()
    renderer.render(of, out)
    return out.getvalue()
