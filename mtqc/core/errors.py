"""Errors that are the user's to mend: each is one clear line and exit code 2."""

from __future__ import annotations


class UsageError(Exception):
    """A wrong option, configuration or path; the message says what to do about it."""


class MissingExtra(UsageError):
    """A feature whose optional packages are not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs an extra: pip install 'mtqc[{extra}]'")
