"""The built-in checks, one tuple. A new check is one file and one line here."""

from __future__ import annotations

from mtqc.checks.calque import Calque
from mtqc.checks.contradiction_in_numbers import ContradictionInNumbers
from mtqc.checks.duplicate_sentence import DuplicateSentence
from mtqc.checks.foreign_word import UntranslatedWord
from mtqc.checks.grammar import Grammar
from mtqc.checks.headline_mismatch import HeadlineMismatch
from mtqc.checks.invisible_character import InvisibleCharacter
from mtqc.checks.leftover_markup import LeftoverMarkup
from mtqc.checks.mixed_script import MixedScript
from mtqc.checks.mojibake import Mojibake
from mtqc.checks.name_garbled import NameGarbled
from mtqc.checks.name_mismatch import NameMismatch
from mtqc.checks.name_variant import NameVariant
from mtqc.checks.nonword import Nonword
from mtqc.checks.odd_compound import OddCompound
from mtqc.checks.odd_number import OddNumber
from mtqc.checks.odd_word import OddWord
from mtqc.checks.off_topic_sentence import OffTopicSentence
from mtqc.checks.repetition import Repetition
from mtqc.checks.stray_case import StrayCase
from mtqc.checks.stray_punctuation import StrayPunctuation
from mtqc.checks.stray_space import StraySpace
from mtqc.checks.truncated_sentence import TruncatedSentence
from mtqc.checks.unbalanced_brackets import UnbalancedBrackets
from mtqc.checks.unbalanced_quotes import UnbalancedQuotes
from mtqc.checks.untranslated_span import UntranslatedSpan
from mtqc.checks.wrong_language import WrongLanguage
from mtqc.core.check import Check

BUILTINS: tuple[type[Check], ...] = (
    # names
    NameGarbled,
    NameMismatch,
    NameVariant,
    # words
    Calque,
    Nonword,
    OddCompound,
    OddNumber,
    OddWord,
    UntranslatedWord,
    # garble
    Grammar,
    Repetition,
    TruncatedSentence,
    # article
    ContradictionInNumbers,
    DuplicateSentence,
    HeadlineMismatch,
    OffTopicSentence,
    # surface
    InvisibleCharacter,
    LeftoverMarkup,
    MixedScript,
    Mojibake,
    StrayCase,
    StrayPunctuation,
    StraySpace,
    UnbalancedBrackets,
    UnbalancedQuotes,
    UntranslatedSpan,
    WrongLanguage,
)
