"""The names that categories may have: MQM error dimensions and ITS 2.0 issue types."""

from __future__ import annotations

# MQM Full, https://themqm.org/error-types-2/typology/ (dimensions, in our spelling).
MQM_DIMENSIONS = frozenset(
    {
        "terminology",
        "accuracy",
        "linguistic-conventions",
        "style",
        "locale-conventions",
        "audience-appropriateness",
        "design-and-markup",
    }
)

# https://www.w3.org/TR/its20/#lqissue-typevalues
ITS_TYPES = frozenset(
    "terminology mistranslation omission untranslated addition duplication inconsistency grammar "
    "legal register locale-specific-content locale-violation style characters misspelling "
    "typographical formatting inconsistent-entities numbers markup pattern-problem whitespace "
    "internationalization length non-conformance uncategorized other".split()
)
