"""Whether a word wants "a" or "an" before it, as far as spelling tells for certain."""

from __future__ import annotations

import re

# Vowel letters that sound as consonants: "yoo", "you", "wun".
_CONSONANT_SOUND = re.compile(
    r"(?:uni(?:ver|t|fi|fo|la|on|que|co|cy|so|se|pol)|unanim|us(?:e|ual|ur|ag|able)|ut(?:il|op|er[ui])|ur(?:an|in)|ufo|ubiq|uk|eu|ew|"
    r"one(?!rous)|once|ouija|oui|uyghur|uighur|ukr|ugan|urugu|uzb|utah)",
    re.IGNORECASE,
)
_SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_SOUNDED_H = re.compile(
    r"(?:house|home|hand|hundred|head|heart|half|huge|hard|heavy|hot|hit|help|hole|horse|husband|"
    r"high|hill|happy|health|history|human|hunt|hope|hug|hat|hall)(?:s|es|ed|ing|er|y|ly)?"
)
# Spelled out, and beginning with the sound of a vowel or a consonant.
_SPELLED_VOWEL = re.compile(
    r"(?:FBI|MPs?|MEP|NGO|SMS|HIV|LED|MRI|NHS|RAF|LGBT|SOS|SUV|NBA|NFL|NHL|MBA|EU|IMF|IPO|X-ray|x-ray)"
    r"(?![A-Za-z])"
)
_SPELLED_CONSONANT = re.compile(
    r"(?:UN|US|UK|BBC|CD|DVD|GP|PC|TV|USB|UEFA|CEO|PDF|PhD)(?![A-Za-z])"
)
_NUMBER_VOWEL = re.compile(r"(?:8\d*|1[18](?:,\d{3})*)(?![\d,])")
# After the letter or the note A, and after foreign "a", other words of the sentence follow.
_FUNCTION = frozenset(
    "is in and are of or if as at it on am an i us up all any each either other out over into "
    "until under unless upon about".split()
)
_WORD = re.compile(r"[^\W_][\w’'-]*")
_VOWELS = frozenset("aeio")


def right_article(article: str, following: str) -> str | None:
    """The other article where `article` ("a" or "an") is wrong before the text `following`."""
    match = _WORD.match(following)
    if match is None:
        return None
    word = match.group()
    if article == "a":
        return "an" if _wants_an(word) else None
    return "a" if _wants_a(word) else None


def _wants_an(word: str) -> bool:
    if word[0].isdigit():
        return _NUMBER_VOWEL.match(word) is not None
    if _SPELLED_VOWEL.match(word) or _SILENT_H.match(word):
        return True
    if len(word) < 3 or word in _FUNCTION or not word[1:].islower() or not word.isascii():
        return False
    if word[0] in _VOWELS:
        return not _CONSONANT_SOUND.match(word)
    return word.startswith("un") and not _CONSONANT_SOUND.match(word)


def _wants_a(word: str) -> bool:
    if _SPELLED_CONSONANT.match(word):
        return True
    if not word.isascii() or not word.isalpha() or len(word) < 4 or not word[1:].islower():
        return False
    if word[0].lower() in "aeiou":
        return _CONSONANT_SOUND.match(word) is not None and word[:2].lower() not in ("ur", "ou")
    if word[0].isupper():
        return False
    if word[0] == "h":
        return _SOUNDED_H.fullmatch(word) is not None
    return True
