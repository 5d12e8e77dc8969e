"""Which language a text is in.

A document is asked about once: langdetect (seeded) on a sample of it, and py3langid where
langdetect is known to be weak. Both take 0.4 s to load and milliseconds to answer, so a text
whose function words say plainly that it is English is not shown to either.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from mtqc.core.document import Document

UNKNOWN = "und"

_WINDOW = 200
_ENGLISH_WINDOW = 600
_SHORT = 60
_SURE = 0.99
_HALF = 0.5
# 7 trials of 1000 steps are langdetect's default. Trials differ by noise that fewer show as
# well, and only a language it does not know needs more than 200 steps.
_TRIALS = 3
_STEPS = 200
_SEED = 0

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#]\w+")
# None of them is frequent in another language that is written with the same letters.
_ENGLISH = frozenset(
    """
    the of and to that with is for by from were have has had which this his are not they been
    would their he she it be at you what there when can will who my your but we
    """.split()
)

# So many different ones, and the least share of the words: each of these pairs is met by at most
# four of 84,000 sentences in 28 other languages (Tatoeba), the first by none.
_PLAINLY_ENGLISH = ((4, 0.15), (3, 0.25), (2, 0.35))

# Languages that langdetect takes for one another in short texts, or that it has no profile of
# and gives the name of a relative.
_CLOSE = frozenset(
    "da no sv af nl bg mk ru uk hi mr ne es ca pt it hr sl cs sk id tl et fi so cy ko zh".split()
)
_SAME = {
    "yue": "zh", "wuu": "zh", "ary": "ar", "arz": "ar", "nn": "no", "nb": "no", "pcm": "en",
    "uzs": "uz", "fuv": "ff", "kab": "ber", "grc": "el", "hbo": "he", "gug": "gn",
}  # fmt: skip


def detect(document: Document) -> tuple[str, float]:
    """The language of a document (BCP 47 primary code) and how sure that is, in 0..1.

    ("und", 0.0) where there are not enough letters to tell. A text in Latin letters of which
    neither library is half sure is taken for English, at ("en", 0.0): a short garbled text full
    of names looks like anything, and checking it for nothing costs less than passing it over.
    """
    lang, sure = _detected(document.text)
    if sure < _HALF and lang != UNKNOWN and _is_latin(document.text):
        return "en", 0.0
    return lang, sure


def detect_source(document: Document) -> str:
    """The language of the segments' sources (BCP 47 primary code), "und" where there are none."""
    text = ""
    for segment in document.segments:
        if segment.source:
            text += segment.source + "\n"
        if len(text) >= _ENGLISH_WINDOW:
            break
    return _detected(text)[0] if text else UNKNOWN


def _is_latin(text: str) -> bool:
    letters = [c for c in _sample(text, _WINDOW) if c.isalpha()]
    return sum(c < "\u0250" for c in letters) > 0.9 * len(letters)


def _detected(text: str) -> tuple[str, float]:
    if _is_english(_sample(text, _ENGLISH_WINDOW)):
        return "en", 1.0
    text = _ADDRESS.sub(" ", _sample(text, _WINDOW))
    letters = sum(map(str.isalpha, text))
    if letters < 3:
        return UNKNOWN, 0.0
    if letters < _SHORT or text.isupper():
        return _second_of_short(text)
    first, sure = _langdetect(text)
    if sure >= (_HALF if first == "en" else _SURE) and first not in _CLOSE:
        return first, sure
    second, second_sure = _py3langid(text)
    if first == second:
        return first, 1 - (1 - sure) * (1 - second_sure)
    if second not in _langdetect_factory().langlist and second_sure >= _SURE:
        return second, second_sure
    if first == UNKNOWN or first in _CLOSE or second_sure > sure:
        return second, second_sure / 2
    return first, sure / 2


def detect_sentence(text: str) -> tuple[str, float]:
    """The language of one sentence and how sure that is; by py3langid alone, 0.1 ms.

    Below about 60 letters it is a guess and the second value says so.
    """
    return _of_sentence(_sample(text, _WINDOW))


@lru_cache(maxsize=2_048)
def _of_sentence(text: str) -> tuple[str, float]:
    if _is_english(text):
        return "en", 1.0
    text = _ADDRESS.sub(" ", text)
    if sum(map(str.isalpha, text)) < 3:
        return UNKNOWN, 0.0
    return _second_of_short(text)


def _second_of_short(text: str) -> tuple[str, float]:
    return _py3langid(text.lower() if text.isupper() else text)


def _sample(text: str, window: int) -> str:
    """The beginning and the middle of a text, at most `window` characters of each."""
    if len(text) <= 2 * window:
        return text
    middle = len(text) // 2
    return text[:window] + " " + text[middle : middle + window]


def _is_english(text: str) -> bool:
    words = [word.lower() for word in _WORD.findall(text)]
    hits = [word for word in words if word in _ENGLISH]
    different = len(set(hits))
    return any(
        different >= least and len(hits) >= share * len(words) for least, share in _PLAINLY_ENGLISH
    )


@lru_cache(maxsize=1)
def _langdetect_factory() -> Any:
    from langdetect import DetectorFactory, detector_factory

    DetectorFactory.seed = _SEED
    detector_factory.init_factory()
    return detector_factory._factory


def _langdetect(text: str) -> tuple[str, float]:
    from langdetect.lang_detect_exception import (
        LangDetectException,
    )

    detector = _langdetect_factory().create()
    detector.n_trial = _TRIALS
    detector.ITERATION_LIMIT = _STEPS
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return UNKNOWN, 0.0
    if not found:
        return UNKNOWN, 0.0
    return _code(found[0].lang), min(1.0, found[0].prob)


@lru_cache(maxsize=1)
def _py3langid_identifier() -> Any:
    from py3langid import langid

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def _py3langid(text: str) -> tuple[str, float]:
    code, sure = _py3langid_identifier().classify(text)
    if code == "zxx":
        return UNKNOWN, 0.0
    return _code(code), min(1.0, sure)


def _code(code: str) -> str:
    primary = code.split("-")[0].lower()
    return _SAME.get(primary, primary)
