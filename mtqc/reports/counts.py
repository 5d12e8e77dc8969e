"""How counts are ordered and written where people read them."""

from __future__ import annotations

SEVERITIES = ("critical", "major", "minor", "neutral")
VERDICTS = ("garbled", "suspect", "clean")


def number(value: int) -> str:
    """Digits in groups of three: `12,345`."""
    return f"{value:,}"


def plural(value: int, noun: str) -> str:
    """`1 sentence`, `2 sentences`."""
    return f"{value:,} {noun}" + ("" if value == 1 else "s")
