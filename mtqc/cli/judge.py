"""What goes to the judge, said before and after, on standard error: never left out by --quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mtqc.config import Settings
    from mtqc.engine.plan import Plan
    from mtqc.run import Run


def announce(settings: Settings, plan: Plan) -> None:
    """Where the text will go."""
    from mtqc.run import judge_of

    endpoint = judge_of(settings)
    if settings.fast and settings.judge is not None:
        click.echo("mtqc: --fast: --judge is not asked", err=True)
    elif endpoint is not None and plan.judge_signature is None:
        click.echo("mtqc: judged-error is not among the checks: --judge is not asked", err=True)
    elif endpoint is not None and endpoint.budget == 0:
        click.echo(f"mtqc: nothing goes to {endpoint.address}: the budget is 0", err=True)
    elif endpoint is not None:
        clear = ", not encrypted" if endpoint.in_clear else ""
        click.echo(
            f"mtqc: sentences go to {endpoint.address} (model {endpoint.model}{clear}), "
            f"in at most {endpoint.budget} requests",
            err=True,
        )


def account(result: Run) -> None:
    """What went out, what the cache knew and what is left."""
    traffic = result.traffic
    if traffic is None:
        return
    parts = [f"{_count(traffic.sentences, 'sentence')} sent in "
             f"{_count(traffic.requests, 'request')}"]  # fmt: skip
    if traffic.kept:
        parts.append(f"{traffic.kept} known from the cache")
    if traffic.left:
        parts.append(
            f"{traffic.left} not sent for want of budget "
            f"(they would take {_count(traffic.left_requests, 'request')})"
        )
    use = result.summary.judged
    if use and use.dropped:
        parts.append(f"{_count(use.dropped, 'error')} dropped: no such words, or not just once")
    click.echo(f"mtqc: judge: {', '.join(parts)}", err=True)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
