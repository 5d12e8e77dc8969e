"""Characters that hide or deceive, written out: escapes, bidirectional controls, zero width.

Joiners (U+200C, U+200D) and variation selectors stay as they are: scripts and emoji need them.
"""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BREAK = re.compile(r"[\t\n\r]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _named(match: re.Match[str]) -> str:
    return f"<U+{ord(match.group()):04X}>"


def visible(text: str) -> str:
    """One line that shows what is there: `<U+202E>` for what can't be seen, a space for a break.

    The result holds no terminal escape, no bidirectional control, no line break and no
    lone surrogate, so it can be printed anywhere and always encodes as UTF-8.
    """
    return _HIDDEN.sub(_named, _BREAK.sub(" ", text))


def without_controls(text: str) -> str:
    """C0 and C1 controls (save tab and line breaks) and lone surrogates written out."""
    return _CONTROL.sub(_named, text)
