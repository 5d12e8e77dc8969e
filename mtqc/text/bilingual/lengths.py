"""How long a translation may be expected to be."""

from __future__ import annotations

import re

from mtqc.text.bilingual.words_in_common import main_script

# Characters of an alphabet that say as much as one of these: from news in sixteen languages.
_WEIGHTS = {"CJK": 3.0, "HANGUL": 2.0}
_KANA_WEIGHT = 2.1
_KANA = re.compile("[\u3041-\u30ff]")
_SAMPLE = 300


def weight(text: str) -> float:
    """How many letters of an alphabet one character of the text stands for."""
    if _KANA.search(text, 0, _SAMPLE):
        return _KANA_WEIGHT
    return _WEIGHTS.get(main_script(text[:_SAMPLE]), 1.0)


def relative_length(source: str, target: str) -> float:
    """The length of a target over that of its source, in letters of an alphabet."""
    return len(target) * weight(target) / max(len(source) * weight(source), 1.0)
