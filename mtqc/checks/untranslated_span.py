"""Words in a foreign script left standing in English text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.foreign import FOREIGN_LETTER, FOREIGN_RUN, is_foreign_sentence
from mtqc.text.punctuation import in_brackets, in_quotes

_GLOSS_BEFORE = re.compile(
    r"(?:[:=/|]|\b(?:called|written|spelled|spelt|word|words|character|characters|letter|letters|"
    r"term|phrase|hashtag|slogan|meaning|reads?|reading|known as|kanji|hanzi))"
    r"[\s\"'“‘#]*$",
    re.IGNORECASE,
)
_SINGLE_QUOTED = re.compile(r"[‘'][^‘’']*[’']")


@dataclass(frozen=True)
class UntranslatedSpan(SegmentCheck):
    """Words in another script, left standing in the sentence

    Flags a run of words in a script that is not the text's (Bengali, Arabic, Chinese, Cyrillic ...)
    in the middle of an English sentence.

    The translator did not know the word and copied it; the reader can't even sound it out.

    It stays silent where such words are shown on purpose: in brackets or quotation marks, after
    a colon or after words such as "called" or "the character", and on single Greek letters. A
    whole sentence in another language is `wrong-language`.
    """

    name = "untranslated-span"
    group = "surface"
    category = "accuracy/untranslated"
    its = "untranslated"
    severity = Severity.MAJOR
    needs = ENGLISH
    trigger = FOREIGN_LETTER
    examples = (
        Flags("The mayor said that বিদ্যুৎ would be back by noon.", at=("বিদ্যুৎ",)),
        Flags("The fair stays open until دی ماه in the old town.", at=("دی ماه",)),
        Flags("He gave the 委員会 a long answer.", at=("委員会",)),
        Flags("She said она would come on Friday.", at=("она",)),
        Keeps("The town (Казань in Russian) lies on the Volga."),
        Keeps("The banner read “свобода” in red letters."),
        Keeps("The character 山 stands for a mountain."),
        Keeps("Alpha (α), β and π are letters; α-synuclein is a protein."),
        Keeps("Chinese: 北京市"),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        if is_foreign_sentence(text):
            return
        for match in FOREIGN_RUN.finditer(text):
            start, end = match.span()
            if (
                in_brackets(text, start)
                or in_quotes(text, start)
                or _GLOSS_BEFORE.search(text, 0, start)
                or any(q.start() < start and end < q.end() for q in _SINGLE_QUOTED.finditer(text))
            ):
                continue
            yield self.issue(start, end, "These words were left in another script.")
