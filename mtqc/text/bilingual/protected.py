"""What of a text is not language: addresses, placeholders, tags, the syntax of messages."""

from __future__ import annotations

import re

from mtqc.text.bilingual import icu
from mtqc.text.bilingual.addresses import addresses, blanked
from mtqc.text.bilingual.placeholders import placeholders
from mtqc.text.bilingual.tags import entities, tags

_SIGNS = frozenset("%{<&@/$")
# What nobody has a list of: hosts under any domain, files, modules.
_DOTTED = re.compile(r"(?<![\w.])[a-z][\w-]*(?:\.[a-z][\w-]+)+(?:/[!-~]*)?", re.ASCII)
_MESSAGE = re.compile(
    r"\{\s*[\w.]+\s*,\s*\w+\s*,(?:\s*offset:\d+)?|(?:=\d+|(?<![\w-])[\w-]+)\s*\{|[{}]"
)


def unprotected(text: str) -> str:
    """The text with spaces in the place of addresses, file names, placeholders, tags, entities and
    the syntax of ICU messages; of the same length."""
    dotted = [match.span() for match in _DOTTED.finditer(text)] if "." in text[:-1] else []
    if _SIGNS.isdisjoint(text) and not dotted:
        return text
    spans = [(a.start, a.end) for a in addresses(text)]
    # "%5" is a percentage in Turkish and Basque.
    spans += [(p.start, p.end) for p in placeholders(text) if p.kind != "qt"]
    spans += [(t.start, t.end) for t in tags(text)]
    spans += [(start, end) for start, end, _ in entities(text)]
    spans += dotted
    if icu.is_message(text):
        spans += [match.span() for match in _MESSAGE.finditer(text)]
    return blanked(text, spans) if spans else text
