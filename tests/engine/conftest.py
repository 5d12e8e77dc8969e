from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from mtqc.config import Settings
from mtqc.core.check import Check
from mtqc.core.reader import Raw, Unreadable
from mtqc.core.records import RunRecord
from mtqc.engine import gate, local, pipeline
from mtqc.engine.baseline import Baseline
from mtqc.engine.book import Book
from mtqc.engine.plan import Plan
from mtqc.engine.store import Store
from mtqc.readers import BUILTINS as READERS


def make_plan(*checks: Check, **more: Any) -> Plan:
    return Plan(
        version="test",
        checks=checks,
        metrics=(),
        readers=READERS,
        encoder="none",
        lang="en",
        **more,
    )


def raw(name: str, text: str) -> Raw:
    return Raw(name=name, reader="text", data=text.encode())


@pytest.fixture
def go(tmp_path: Path) -> Callable[..., Book]:
    """Run checks over texts: `go([checks], {"name": "text"})`."""

    def run(
        checks: Iterable[Check],
        texts: dict[str, str] | Iterable[Raw | Unreadable],
        *,
        jobs: int = 1,
        store: Store | None = None,
        limit: gate.Limit | None = None,
        execute: Any = None,
        baseline: Baseline | None = None,
        **more: Any,
    ) -> Book:
        plan = make_plan(*checks, **more)
        inputs = [raw(n, t) for n, t in texts.items()] if isinstance(texts, dict) else texts
        return pipeline.run(
            plan,
            inputs,
            store or Store(None),
            execute or (lambda tasks, plan: local.execute(tasks, plan, jobs)),
            record=RunRecord(
                version="test",
                signature=plan.signature(),
                checks=(),
                metrics=(),
                models={},
                config={},
            ),
            limit=limit or gate.Limit(),
            baseline=baseline,
        )

    return run


__all__ = ["Settings", "make_plan", "raw"]
