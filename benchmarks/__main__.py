"""Measures mtqc against its budgets and prints a table.

    python -m benchmarks                    all but the install, in a few minutes
    python -m benchmarks --only fast cold   some of them
    python -m benchmarks --full             memory at 100,000 documents (many minutes)
    python -m benchmarks --install          the install too, in a fresh virtual environment
    python -m benchmarks --own FILE         speed on your own text instead of the generated

Ends with 1 when a budget is not met, with 2 when a run fails.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks import corpus
from benchmarks.budgets import BUDGETS, Options, Row
from benchmarks.process import CommandFailed


def main() -> int:
    arguments = _arguments()
    cores = sorted(os.sched_getaffinity(0))[: arguments.cores]
    os.sched_setaffinity(0, cores)
    names = arguments.only or [name for name in BUDGETS if name != "install" or arguments.install]
    failed = False
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="mtqc-benchmark-") as folder:
        options = Options(folder=Path(folder), own=arguments.own, repeat=arguments.repeat)
        if arguments.full:
            options = replace(options, default=1_000, large=100_000, unchanged=5_000)
        machine = _machine(len(cores))
        if not arguments.json:
            print(machine, flush=True)
        for name in names:
            try:
                for row in BUDGETS[name](options):
                    rows.append(row)
                    if not arguments.json:
                        print(_line(row), flush=True)
            except CommandFailed as error:
                failed = True
                print(f"{name}: {error}", file=sys.stderr)
    if arguments.json:
        print(json.dumps({"machine": machine, "rows": [asdict(row) for row in rows]}, indent=1))
    return 2 if failed else int(not all(row.passed for row in rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--only", nargs="+", choices=BUDGETS, metavar="NAME", help=", ".join(BUDGETS)
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--full", action="store_true", help="the sizes that the budgets name")
    parser.add_argument("--install", action="store_true", help="measure the install as well")
    parser.add_argument("--cores", type=int, default=2, help="use so many cores (2)")
    parser.add_argument("--repeat", type=int, default=3, help="runs per measurement (3)")
    parser.add_argument("--own", type=lambda path: Path(path).resolve(), help="input for the rates")
    parser.add_argument(
        "--write-corpus", nargs=2, metavar=("COUNT", "FILE"), help="write the documents and stop"
    )
    arguments = parser.parse_args()
    if arguments.write_corpus:
        count, path = arguments.write_corpus
        corpus.write_jsonl(Path(path), int(count))
        texts = [record["text"] for record in corpus.documents(int(count))]
        print(json.dumps(corpus.describe(texts), indent=1))
        sys.exit(0)
    return arguments


def _machine(cores: int) -> str:
    load = os.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, {platform.machine()}, "
        f"{cores} of {os.cpu_count()} cores, load {load:.1f} at the start"
    )


def _line(row: Row) -> str:
    value = f"{row.value:,.0f}" if row.value >= 100 else f"{row.value:.2f}"
    verdict = "pass " if row.passed else "SHORT"
    measured = f"{value} {row.unit}"
    return f"{verdict}  {row.name:<42} {row.budget:>16}  {measured:>18}  {row.detail}"


if __name__ == "__main__":
    sys.exit(main())
