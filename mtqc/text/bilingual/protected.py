"""What of a text is not language: addresses, placeholders, tags."""

from __future__ import annotations

from mtqc.text.bilingual.addresses import addresses, blanked
from mtqc.text.bilingual.placeholders import placeholders
from mtqc.text.bilingual.tags import entities, tags

_SIGNS = frozenset("%{<&@/$")


def unprotected(text: str) -> str:
    """The text with spaces in the place of addresses, placeholders, tags and entities; of the
    same length."""
    if _SIGNS.isdisjoint(text) and "www." not in text:
        return text
    spans = [(a.start, a.end) for a in addresses(text)]
    # "%5" is a percentage in Turkish and Basque.
    spans += [(p.start, p.end) for p in placeholders(text) if p.kind != "qt"]
    spans += [(t.start, t.end) for t in tags(text)]
    spans += [(start, end) for start, end, _ in entities(text)]
    return blanked(text, spans) if spans else text
