"""Runs of letters that are not Latin, and sentences that consist of them."""

from __future__ import annotations

import re

# Greek and Cyrillic letters stand alone as symbols, hence two of them; elsewhere one is a word.
_ALPHABETS = "\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff"
_OTHERS = (
    "\u0530-\u055a\u0560-\u0588\u0590-\u05ff\u0620-\u066f\u0671-\u06d3\u06d5-\u06ff\u0750-\u077f"
    "\u08a0-\u08ff\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u0f00-\u109f\u10a0-\u10ff\u1100-\u135f"
    "\u1380-\u139f\u1780-\u18af\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefc\uff66-\uff9f\U00020000-\U0003ffff"
)
_WORD = rf"(?<![^\W\d_])(?:[{_ALPHABETS}]{{2,}}(?![^\W\d_])|[{_OTHERS}][{_OTHERS}\u200c\u200d]*)"
FOREIGN_RUN = re.compile(rf"{_WORD}(?:[ \u00a0\-]+{_WORD})*")
FOREIGN_LETTER = re.compile(f"[{_ALPHABETS}{_OTHERS}]")

_MOSTLY = 0.6
_MIN_LETTERS = 12


def is_foreign_sentence(text: str) -> bool:
    """Whether most letters of a sentence belong to a script other than Latin."""
    foreign = sum(len(m.group()) for m in FOREIGN_RUN.finditer(text))
    if foreign < _MIN_LETTERS:
        return False
    return foreign >= _MOSTLY * sum(map(str.isalpha, text))
