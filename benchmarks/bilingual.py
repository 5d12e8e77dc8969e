"""Measures the checks of source against target: false flags on correct translations, recall on
errors put into them, time per segment; beside translate-toolkit's pofilter where it is on PATH.

    python -m benchmarks.bilingual DOCS.jsonl.gz             flags per language, check, severity
    python -m benchmarks.bilingual DOCS.jsonl.gz --errors    recall per class of errors
    python -m benchmarks.bilingual PAIRS.jsonl.gz --source-lang de --show 20

A line of the file is `{"text": [...], "translations": {lang: [...]}}` (English and human
translations), or `{"source": "...", "references": {name: "..."}}` (human English translations
of another language; `--source-lang` names it). All that is flagged in them is false, or the
human's own slip: read it before you believe the figure.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.injected import FAULTS, GLOSSARY, Fault, Unit, injected, lines
from mtqc.core.check import CorpusCheck
from mtqc.core.document import Document
from mtqc.core.issue import Issue
from mtqc.core.names import NameCluster
from mtqc.engine.examine import Examiner
from mtqc.engine.plan import Plan
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.run import plan_of, settings_of
from mtqc.text.layout import joined

_NOTE = re.compile(r"^#.*?\(pofilter\)\s*([a-z]+):", re.MULTILINE)
_NUMBER = re.compile(r'^msgctxt "(\d+)"', re.MULTILINE)
_HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"Language: {}\\n"\n'
)
Found = list[list[Issue]]


def main() -> int:
    arguments = _arguments()
    plan = plan_of(
        settings_of({"fast": True, "cache": False, "checks": {"glossary": {"terms": GLOSSARY}}})
    )
    for lang, source_lang, units in _deliveries(arguments):
        units = units[: arguments.limit]
        if arguments.errors:
            _errors(plan, units, lang, source_lang, arguments)
        else:
            _correct(plan, units, lang, source_lang, arguments)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.bilingual",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--source-lang", default="en")
    parser.add_argument("--langs", nargs="*", help="only these target languages")
    parser.add_argument("--limit", type=int, help="only the first N segments of each language")
    parser.add_argument("--errors", action="store_true", help="put errors in, measure recall")
    parser.add_argument("--classes", nargs="*", help="only these classes of errors")
    parser.add_argument("--share", type=float, default=0.1, help="of the segments get the error")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print N flags per language")
    parser.add_argument("--check", help="show this check alone")
    return parser.parse_args()


def _deliveries(arguments: argparse.Namespace) -> Iterator[tuple[str, str, list[Unit]]]:
    with gzip.open(arguments.path, "rt", encoding="utf-8") as lines_:
        rows = [json.loads(line) for line in lines_]
    if "translations" in rows[0]:
        for lang in arguments.langs or rows[0]["translations"]:
            yield (
                lang,
                "en",
                [
                    Unit(source.strip(), target.strip())
                    for row in rows
                    for source, target in zip(row["text"], row["translations"][lang], strict=True)
                ],
            )
        return
    for name in rows[0]["references"]:
        pairs = [(row["source"], row["references"].get(name)) for row in rows]
        units = [Unit(source.strip(), target.strip()) for source, target in pairs if target]
        yield "en", arguments.source_lang, units


def _document(units: list[Unit], lang: str, source_lang: str) -> Document:
    parts = [
        {
            "text": unit.target,
            "source": unit.source,
            "meta": {"flags": list(unit.flags)} if unit.flags else {},
        }
        for unit in units
    ]
    return joined(f"{source_lang}-{lang}", parts, lang=lang, source_lang=source_lang, running=False)


def _checked(plan: Plan, units: list[Unit], lang: str, source_lang: str) -> tuple[Found, float]:
    """The issues of each unit, and the seconds that they took."""
    document = _document(units, lang, source_lang)
    features = DocumentFeatures(lang, lexicon_for(lang), None, source_lang=source_lang)
    start = time.process_time()
    examined, facts = Examiner(plan).examine(document, features, 1.0)
    found = [list(issues) for issues in examined.issues]
    for check in plan.corpus_checks:
        assert isinstance(check, CorpusCheck)
        for concluded in check.conclude(iter(facts.get(check.name, []))):
            if not isinstance(concluded, NameCluster):
                found[concluded.segment].append(concluded.issue)
    if examined.problems:
        raise SystemExit(f"{lang}: {examined.problems[0].check}: {examined.problems[0].message}")
    return found, time.process_time() - start


def _correct(
    plan: Plan, units: list[Unit], lang: str, source_lang: str, arguments: argparse.Namespace
) -> None:
    found, seconds = _checked(plan, units, lang, source_lang)
    per_1000 = 1000 / len(units)
    issues = [issue for of_unit in found for issue in of_unit]
    serious = sum(issue.severity.serious for issue in issues)
    checks = Counter(f"{i.check}{'!' * i.severity.serious}" for i in issues)
    told = ", ".join(f"{name} {count}" for name, count in checks.most_common())
    print(
        f"{source_lang}-{lang}: {len(units)} segments, {len(issues) * per_1000:.1f} flags and "
        f"{serious * per_1000:.1f} serious per 1000, {seconds * 1e6 / len(units):.0f} µs each"
        f"{_beside(units, lang, per_1000)}\n    {told}",
        flush=True,
    )
    shown = 0
    for unit, of_unit in zip(units, found, strict=True):
        for issue in of_unit:
            if shown < arguments.show and arguments.check in (None, issue.check):
                shown += 1
                span = unit.target[issue.start : issue.end]
                print(f"  {issue.severity.value} {issue.check}: {issue.message}")
                print(f"    [{span if len(span) < len(unit.target) else 'whole'}]")
                print(f"    {unit.source}\n    {unit.target}")


def _beside(units: list[Unit], lang: str, per_1000: float) -> str:
    flagged = _pofilter(units, lang)
    if flagged is None:
        return ""
    return f"; pofilter flags {sum(map(bool, flagged)) * per_1000:.0f} of 1000"


def _errors(
    plan: Plan, units: list[Unit], lang: str, source_lang: str, arguments: argparse.Namespace
) -> None:
    for fault in FAULTS:
        if arguments.classes and fault.name not in arguments.classes:
            continue
        made, broken = injected(units, fault, lang, share=arguments.share, seed=arguments.seed)
        if not broken:
            continue
        found, _ = _checked(plan, made, lang, source_lang)
        caught = {at for at in broken if _is_caught(fault, found[at])}
        line = (
            f"{lang} {fault.name}: {len(caught)} of {len(broken)} ({len(caught) / len(broken):.3f})"
        )
        flagged = _pofilter(made, lang) if fault.pofilter else None
        if flagged is not None:
            theirs = sum(bool(fault.pofilter & flagged[at]) for at in broken)
            line += f"; pofilter {theirs / len(broken):.3f}"
        print(line, flush=True)
        for at in sorted(broken - caught)[: arguments.show]:
            print(f"    {made[at].source}\n    {made[at].target}")


def _is_caught(fault: Fault, issues: list[Issue]) -> bool:
    """By one of the checks for the class; a class without any is caught by whatever is said."""
    return any(not fault.checks or issue.check in fault.checks for issue in issues)


def _pofilter(units: list[Unit], lang: str) -> list[set[str]] | None:
    """The checks of pofilter that flag each unit; None where it is not installed."""
    program = shutil.which("pofilter")
    if program is None:
        return None
    flagged: list[set[str]] = [set() for _ in units]
    with tempfile.TemporaryDirectory(prefix="mtqc-benchmark-") as folder:
        before, after = Path(folder, "in.po"), Path(folder, "out.po")
        before.write_text("\n".join([_HEADER.format(lang), *lines(units)]), encoding="utf-8")
        command = [program, "--language", lang, "--progress", "none", str(before), str(after)]
        subprocess.run(command, check=True, capture_output=True)
        text = after.read_text(encoding="utf-8") if after.exists() else ""
    for entry in text.split("\n\n"):
        number = _NUMBER.search(entry)
        if number is not None:
            flagged[int(number.group(1))].update(_NOTE.findall(entry))
    return flagged


if __name__ == "__main__":
    raise SystemExit(main())
