"""The built-in checks, one tuple. A new check is one file and one line here."""

from __future__ import annotations

from mtqc.checks.calque import Calque
from mtqc.checks.case_mismatch import CaseMismatch
from mtqc.checks.contradiction_in_numbers import ContradictionInNumbers
from mtqc.checks.doubled_word import DoubledWord
from mtqc.checks.duplicate_sentence import DuplicateSentence
from mtqc.checks.far_from_reference import FarFromReference
from mtqc.checks.forbidden_term import ForbiddenTerm
from mtqc.checks.foreign_word import UntranslatedWord
from mtqc.checks.garbled_sentence import GarbledSentence
from mtqc.checks.garbled_span import GarbledSpan
from mtqc.checks.glossary import Glossary
from mtqc.checks.grammar import Grammar
from mtqc.checks.headline_mismatch import HeadlineMismatch
from mtqc.checks.inconsistent_translation import InconsistentTranslation
from mtqc.checks.invisible_character import InvisibleCharacter
from mtqc.checks.judged_error import JudgedError
from mtqc.checks.leftover_markup import LeftoverMarkup
from mtqc.checks.length_ratio import LengthRatio
from mtqc.checks.max_length import MaxLength
from mtqc.checks.meaning_mismatch import MeaningMismatch
from mtqc.checks.missing_target import MissingTarget
from mtqc.checks.mixed_script import MixedScript
from mtqc.checks.mojibake import Mojibake
from mtqc.checks.name_garbled import NameGarbled
from mtqc.checks.name_mismatch import NameMismatch
from mtqc.checks.name_variant import NameVariant
from mtqc.checks.nonword import Nonword
from mtqc.checks.number_mismatch import NumberMismatch
from mtqc.checks.odd_compound import OddCompound
from mtqc.checks.odd_number import OddNumber
from mtqc.checks.odd_word import OddWord
from mtqc.checks.off_topic_sentence import OffTopicSentence
from mtqc.checks.own_rules import Regex
from mtqc.checks.placeholder_mismatch import PlaceholderMismatch
from mtqc.checks.punctuation_mismatch import PunctuationMismatch
from mtqc.checks.repetition import Repetition
from mtqc.checks.sentence_count import SentenceCount
from mtqc.checks.source_copied import SourceCopied
from mtqc.checks.stray_case import StrayCase
from mtqc.checks.stray_punctuation import StrayPunctuation
from mtqc.checks.stray_space import StraySpace
from mtqc.checks.surprising_word import SurprisingWord
from mtqc.checks.tag_mismatch import TagMismatch
from mtqc.checks.truncated_sentence import TruncatedSentence
from mtqc.checks.unbalanced_brackets import UnbalancedBrackets
from mtqc.checks.unbalanced_quotes import UnbalancedQuotes
from mtqc.checks.untranslated_segment import UntranslatedSegment
from mtqc.checks.untranslated_span import UntranslatedSpan
from mtqc.checks.url_mismatch import UrlMismatch
from mtqc.checks.wrong_language import WrongLanguage
from mtqc.checks.wrong_sense import WrongSense
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
    SurprisingWord,
    UntranslatedWord,
    WrongSense,
    # garble
    GarbledSentence,
    GarbledSpan,
    Grammar,
    JudgedError,
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
    # bilingual
    MissingTarget,
    SourceCopied,
    UntranslatedSegment,
    MeaningMismatch,
    NumberMismatch,
    PlaceholderMismatch,
    TagMismatch,
    UrlMismatch,
    Glossary,
    ForbiddenTerm,
    InconsistentTranslation,
    DoubledWord,
    PunctuationMismatch,
    CaseMismatch,
    LengthRatio,
    SentenceCount,
    MaxLength,
    Regex,
    # reference
    FarFromReference,
)
