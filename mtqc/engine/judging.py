"""A judge's answer in the words of the report: what it judged, what it did not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from mtqc.core.document import Document
from mtqc.core.judgement import Judgement
from mtqc.core.records import CRASHED, JudgeUse, ProblemRecord, Skipped
from mtqc.engine.examine import Examined
from mtqc.engine.plan import Plan


class Judge(Protocol):
    """Who is asked about documents; `mtqc.features.judge` implements it."""

    def judge(self, documents: Sequence[Document]) -> list[Judgement]:
        """One judgement per document. Never raises for what the other side does."""


def told(examined: Examined, judgement: Judgement, plan: Plan) -> Examined:
    """The document with what the judge left out, and what went wrong, in its report."""
    checks = tuple(check.name for check in plan.checks if check.needs.judge)
    skipped = [
        Skipped(f"{count} of its sentences not judged: {reason}", checks)
        for reason, count in sorted(judgement.left.items())
    ]
    problems = list(examined.problems)
    if judgement.problem is not None:
        problems += [
            ProblemRecord(
                document=examined.name, kind=CRASHED, check=check, message=judgement.problem
            )
            for check in checks[:1]
        ]
    return msgspec.structs.replace(
        examined,
        skipped=(*examined.skipped, *skipped),
        problems=tuple(problems),
        judged=JudgeUse(
            judged=judgement.judged,
            not_judged=sum(judgement.left.values()),
            dropped=judgement.dropped,
        ),
    )


def used(uses: Sequence[JudgeUse]) -> JudgeUse | None:
    """The sum over documents; None where no judge was asked."""
    if not uses:
        return None
    return JudgeUse(
        judged=sum(use.judged for use in uses),
        not_judged=sum(use.not_judged for use in uses),
        dropped=sum(use.dropped for use in uses),
    )
