"""A name that is not the one in the source."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from mtqc.core.check import DocumentCheck, Needs
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features, Lexicon
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.names.correspondence import Fit, fit
from mtqc.text.names.romanise import SourceName, is_pinyin, romanised, source_names, spelling

_CERTAIN = frozenset({"cyrillic", "greek", "latin"})
_LONG = 8
_KNOWN = 2.5
# How much better than the suspect another spelling must fit the name in the source.
_BETTER = 0.1
# A suspect without a wrong consonant must fit as badly as this to be surely wrong.
_CLEARLY = 0.3
_WELL = 0.6
_STEM = 4
_MOST_PAIRS = 20_000


@dataclass(frozen=True)
class NameMismatch(DocumentCheck):
    """A name is not the one in the source.

    A translator that spells names by ear writes Lopsadze where the source has Ломсадзе, or drops a
    letter of a name that it should have copied: Fókalund for Flókalund. The reader looks for a
    person or place that does not exist.

    The check takes each capitalised word of the translation that no word list knows and looks
    in the source for the name that it stands for. It reads Latin, Cyrillic, Greek, Arabic, Hebrew,
    Devanagari and its sister scripts, Tamil, Sinhala, katakana and Hangul, with tables of what may
    write each letter: the romanisation schemes and the habits of the languages that names come
    from, so that Виткофф may be Vitkoff, Witkoff or Vitkov, and Хофман Hoffmann. It flags the word
    where

    - the same name of the source has another spelling elsewhere in the document, and that fits it
      better;
    - a name that the word list knows is within a letter of it, or is the plain romanisation of the
      source, and fits better;
    - it has a consonant that no scheme and no habit has for what stands in the source (Vitkop).

    **One decision.** "President Lopsadze arrived" for "Президент Ломсадзе приехал". Laid beside the
    source, seven of the eight letters may be written so and cost nothing; p for м costs 1.0, as no
    scheme and no habit has it, and two letters before it and five after it hold. So Lopsadze does
    stand for that name, and is wrong: it is flagged, with Lomsadze suggested, which costs 0.

    The last two are major for Cyrillic, Greek and Latin sources, and minor for scripts that leave
    vowels out or lack letters. The check stays silent where the word stands in the source as it is,
    where the name also stands rightly spelled in the sentence, where only the ending differs (names
    are inflected in many languages), where vowels alone differ and no other spelling is known, and
    for words of fewer than five letters. Chinese names are read in Pinyin, and held only against
    words that are Pinyin too. A segment in which unknown words times possible names of the source
    exceed 20,000 is no sentence and is passed over.
    """

    name = "name-mismatch"
    group = "names"
    category = "accuracy/mistranslation"
    its = "inconsistent-entities"
    severity = Severity.MAJOR
    needs = Needs(languages=frozenset({"en"}), source=True)
    min_length: int = 5

    def check(self, document: Document, features: Features) -> Iterable[tuple[Segment, Issue]]:
        others: _Elsewhere | None = None
        for segment in document.segments:
            if not segment.source:
                continue
            suspects = list(self._suspects(segment, features))
            if not suspects:
                continue
            names = source_names(segment.source)
            if len(suspects) * len(names) > _MOST_PAIRS:
                continue
            for start, text in suspects:
                found = _nearest(text, names)
                if found is None:
                    continue
                source, best = found
                if best.cost < _BETTER and not best.wrong:
                    continue
                if any(_fits(source, w) for w in _capitals(segment, features) if w != text):
                    continue
                if others is None:
                    others = _Elsewhere(document, features)
                yield from (
                    (segment, issue)
                    for issue in self._judged(start, text, source, best, others, features.lexicon)
                )

    def _suspects(self, segment: Segment, features: Features) -> Iterator[tuple[int, str]]:
        for word in features.words(segment):
            text = _bare(word.text)
            if (
                len(text) >= self.min_length
                and text[0].isupper()
                and text[1:].islower()
                and text.isalpha()
                and not _is_known(text, features.lexicon)
            ):
                yield word.start, text

    def _judged(
        self,
        start: int,
        text: str,
        source: SourceName,
        best: Fit,
        others: _Elsewhere,
        lexicon: Lexicon,
    ) -> Iterator[Issue]:
        near = best.cost <= (1.5 if len(text) < _LONG else 2.3)
        if best.wrong:
            near = near and (best.before > 0 or best.cost <= 1.1)
        right = others.spelled(source, text, best) if near else None
        if right is not None:
            certain = source.script in _CERTAIN or bool(best.wrong)
            message = f'"{source.text}" in the source; elsewhere "{right}"'
        else:
            right = _well_known(source, text, best, lexicon) if near else None
            message = f'"{source.text}" in the source'
            certain = source.script in _CERTAIN
            if right is not None:
                certain = certain and (bool(best.wrong) or best.cost >= _CLEARLY)
            else:
                if not _impossible(source, text, best):
                    return
                right = romanised(source) if source.script == "han" else best.right
                right = right[0].upper() + right[1:]
        yield self.issue(
            start,
            start + len(text),
            message,
            severity=Severity.MAJOR if certain else Severity.MINOR,
            suggestions=(right,),
            confidence=0.95 if certain else 0.6,
        )


class _Elsewhere:
    """The spellings that a document has for the names of its source."""

    def __init__(self, document: Document, features: Features) -> None:
        self._places: dict[tuple[str, str], list[Segment]] = {}
        self._beside: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        self._features = features
        for segment in document.segments:
            stems = (_stem(name) for name in source_names(segment.source or ""))
            for stem in dict.fromkeys(stems):
                self._places.setdefault(stem, []).append(segment)

    def spelled(self, source: SourceName, text: str, best: Fit) -> str | None:
        """The commonest spelling of the same name that fits better than `text`, or None."""
        counts: Counter[str] = Counter()
        for (name, word), count in self._pairs(_stem(source)).items():
            if word == text or not _one_name(name, source.text):
                continue
            if not _is_better(source, word, best):
                continue
            if source.script == "latin":
                same = _copied(spelling(word), spelling(text), spelling(name), best)
            else:
                same = bool(best.wrong) or not _ends_apart(word, text)
            if same:
                counts[word] += count
        return max(counts, key=lambda w: (counts[w], w), default=None)

    def _pairs(self, stem: tuple[str, str]) -> Counter[tuple[str, str]]:
        """Names of one stem with the capitalised words beside them, and how often."""
        found = self._beside.get(stem)
        if found is None:
            found = self._beside[stem] = Counter(
                (name, word)
                for segment in self._places.get(stem, ())
                for name in {
                    n.text: None for n in source_names(segment.source or "") if _stem(n) == stem
                }
                for word in _capitals(segment, self._features)
                if word[1:].islower()
            )
        return found


def _stem(name: SourceName) -> tuple[str, str]:
    return name.script, name.text[:_STEM].lower()


def _one_name(a: str, b: str) -> bool:
    """Whether two words of the source differ in their endings at most."""
    same = 0
    while same < min(len(a), len(b)) and a[same] == b[same]:
        same += 1
    return max(len(a), len(b)) - same <= (3 if same > _STEM else 1)


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _capitals(segment: Segment, features: Features) -> Iterator[str]:
    for word in features.words(segment):
        if word.text[0].isupper() and len(word.text) > 2:
            yield _bare(word.text)


def _is_known(text: str, lexicon: Lexicon) -> bool:
    return lexicon.frequency(text.lower()) > 0 or lexicon.knows(text)


def _fits(source: SourceName, word: str) -> bool:
    found = fit(source, word)
    return found is not None and found.fits and not found.wrong


def _is_better(source: SourceName, word: str, best: Fit) -> bool:
    found = fit(source, word)
    return found is not None and not found.wrong and found.cost <= min(_WELL, best.cost - _BETTER)


def _nearest(text: str, names: tuple[SourceName, ...]) -> tuple[SourceName, Fit] | None:
    """The name that the word fits best; None where it stands in the source as it is."""
    best: tuple[SourceName, Fit] | None = None
    for name in names:
        if name.script == "latin" and spelling(name.text) == spelling(text):
            return None
        if name.script == "han" and not is_pinyin(text):
            continue
        found = fit(name, text)
        if found is not None and (best is None or found.cost < best[1].cost):
            best = (name, found)
    return best


def _well_known(source: SourceName, text: str, best: Fit, lexicon: Lexicon) -> str | None:
    """A known name that is near the word and fits the source better, the best known first."""
    if len(source.text) < _STEM or (source.script not in _CERTAIN and not best.wrong):
        return None
    plain, latin = spelling(text), romanised(source)
    known = {w: z for w in _edited(plain) if (z := lexicon.frequency(w)) >= _KNOWN}
    for end in range(len(text) - 1, len(text) + 2):
        # The plain romanisation without the ending: that it is a name at all speaks for it.
        word = latin[:end] if source.script != "latin" else ""
        if lexicon.frequency(word) > 0 and OSA.distance(word, plain) <= 2:
            known.setdefault(word, lexicon.frequency(word))
    for word in sorted(known, key=lambda w: (-known[w], w)):
        if (
            word[0] == plain[0]
            and len(word) >= len(text) - 1
            and _is_better(source, word, best)
            and (source.script != "latin" or _copied(word, plain, spelling(source.text), best))
        ):
            return word.title()
    return None


def _copied(word: str, plain: str, source: str, best: Fit) -> bool:
    """Whether `word` is the source's name and `plain` a slip of it, no inflected form."""
    if best.wrong and word == source and len(word) == len(plain):
        return True
    return source.startswith(word) and not _ends_apart(word, plain)


def _ends_apart(a: str, b: str) -> bool:
    """Whether two spellings differ in their last two letters at most, as inflected forms do."""
    return a[: len(b) - 2] == b[:-2]


def _edited(word: str) -> Iterator[str]:
    """All strings of plain letters that are one edit away from the word."""
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in string.ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _impossible(source: SourceName, text: str, best: Fit) -> bool:
    """Whether the word is this name and has a consonant in its stem that the name can't have."""
    if not best.wrong:
        return False
    length = len(text)
    if source.script == "han":
        return length >= 6 and OSA.distance(romanised(source), spelling(text)) == 1
    if source.script not in _CERTAIN:
        return (
            len(best.wrong) == 1
            and best.cost <= 1.25
            and (len(source.text) >= _STEM or source.script == "han")
            and best.before >= 1
            and best.after >= 2
            and length >= 6
        )
    if best.before == 0 and (length < 6 or best.cost > 1.1):
        return False
    changed, stands = best.wrong[-1]
    if source.script == "latin":
        rest = 3
    else:
        # The last consonant may be wrong, but one more or less is most often an ending.
        rest = 0 if changed and stands else 2
    return best.after >= rest and best.cost <= (1.5 if length < _LONG else 2.3)
