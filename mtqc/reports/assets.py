"""Files that go into HTML reports, and how a page's policy names them."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files


def asset(name: str) -> str:
    """The text of a file in `mtqc/reports/page`."""
    return files("mtqc.reports").joinpath("page", name).read_text("utf-8")


def digest(text: str) -> str:
    """An inline script or style sheet as a content security policy allows it."""
    value = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{value}'"
