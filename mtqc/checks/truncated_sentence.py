"""Sentences that break off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import ENGLISH_ARTICLE, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.punctuation import in_brackets

# Words that can't be the last of a sentence, whatever it says. Prepositions can ("looked at").
_NEVER_LAST = (
    "the|an|and|or|because|although|whereas|unless|whose|my|your|our|their|every|"
    "(?:of|in|to|for|with|from|by|at|on|into|and|that) a"
)
_BREAK = re.compile(rf"(?<![\w’'/.&-])(?<![;,] )(?:{_NEVER_LAST})(?=(?P<end>[.!]?[\"”]?)\s*$)")
_LAST_WORDS = frozenset(
    "the an and or because although whereas unless whose my your our their every a".split()
)
_OPEN_END = re.compile(r"(?<![.!?;,] )\b\w+,?$")
_MIN_WORDS = 8
_WORD_TALK = re.compile(r"\b(?:word|article|conjunction|preposition|called|pronoun|letter)s?\b")


@dataclass(frozen=True)
class TruncatedSentence(SegmentCheck):
    """A sentence that breaks off

    Flags a sentence that ends with a word which can't end one ("in the.", "because"), and, as
    minor, the last sentence of a running paragraph that has no full stop.

    Translation systems stop early on long input, and extraction cuts text at the edge of a box.

    It stays silent on headlines, captions, list lines, dots of ellipsis, interrupted speech
    ("I saw the—") and on sentences that speak about a word.
    """

    name = "truncated-sentence"
    group = "garble"
    category = "accuracy/omission"
    its = "omission"
    severity = Severity.MAJOR
    needs = ENGLISH_ARTICLE
    examples = (
        Flags("The team will publish its full results in the.", at=("the",)),
        Flags("He stayed at home because. She left.", at=("because",)),
        Flags("The road was closed. Nobody knew how the people of the town would go by the",
              at=("the",)),
        Flags("The road was closed. Nobody knew how the people of the town would get to their work",
              at=("work",)),
        Keeps("Mayor opens the new bridge over the river on Monday"),
        Keeps("What are you looking at? I saw the… He is who he is. It is what they came for."),
        Keeps("It ends with the word the."),
        Keeps("A photograph of the mayor and the other people in the room on Monday"),
        Keeps("He got an A. They chose plan B or C. Take vitamin a."),
        Keeps("The act covers the following. The ministry may inspect any mine in the area; and"),
        Keeps("The sale of new tours was put on hold by the firm last week. dpa"),
    )  # fmt: skip

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        last_word = text[text.rfind(" ") + 1 :].rstrip('.!?"”')
        if text[-1] in '.!?"”)' and last_word not in _LAST_WORDS:
            return
        match = _BREAK.search(text)
        if match is not None:
            if not _WORD_TALK.search(text) and (
                match["end"] or not (segment.heading or _is_continued(segment, document))
            ):
                start = match.start() + match.group().rfind(" ") + 1
                yield self.issue(start, match.end(), "The sentence breaks off here.")
            return
        if (
            _OPEN_END.search(text)
            and not segment.heading
            and not in_brackets(text, len(text))
            and len(features.words(segment)) >= _MIN_WORDS
            and _ends_running_paragraph(segment, document)
        ):
            last = features.words(segment)[-1]
            yield self.issue(
                last.start,
                last.end,
                "This sentence has no full stop: it may have been cut off.",
                severity=Severity.MINOR,
            )


def _is_continued(segment: Segment, document: Document) -> bool:
    """Whether the sentence goes on in the next line, as in wrapped text and in verse."""
    following = document.segments[segment.index + 1 : segment.index + 2]
    return any(s.text[:1].islower() or s.paragraph == segment.paragraph for s in following)


def _ends_running_paragraph(segment: Segment, document: Document) -> bool:
    """Whether the sentence is the last of a paragraph whose other sentences end in full stops."""
    if segment.index == 0 or _is_continued(segment, document):
        return False
    before = document.segments[segment.index - 1]
    return before.paragraph == segment.paragraph and before.text.endswith((".", '."', ".”"))
