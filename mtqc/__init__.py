"""mtqc finds what is garbled in machine-translated text, and says why and what it should say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Run", "__version__", "check_paths", "check_text"]

if TYPE_CHECKING:
    from mtqc.run import Run, check_paths, check_text


def __getattr__(name: str) -> Any:
    # Importing the package stays cheap: the engine is loaded when it is first asked for.
    if name in ("Run", "check_paths", "check_text"):
        from mtqc import run

        return getattr(run, name)
    raise AttributeError(f"module 'mtqc' has no attribute {name!r}")
