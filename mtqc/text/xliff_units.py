"""XLIFF 1.2, 2.0 and 2.1: the segments of a `<file>`, in the order of the file.

A reader makes documents of them and a writer finds the same places again: both see every
segment once, in one order. What is not to be translated (`translate="no"`, also of a group or
file above) and what is no translation of this file (`alt-trans`, `ignorable`, matches) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mtqc.text.xliff_inline import NOTHING, Inline, inline
from mtqc.text.xmltree import XML_LANG, Node

UNIT_TAGS = frozenset({"trans-unit", "bin-unit", "unit"})
PROFILES = "urn:oasis:names:tc:xliff:sizerestriction:2.0 profiles"

_SIZE = "urn:oasis:names:tc:xliff:sizerestriction:2.0 sizeRestriction"
_SDL = "http://sdl.com/FileTypes/SdlXliff/1.0 "
# Where other tools keep the state of a unit.
_STATES = ("MQXliff status", "http://www.memsource.com/mxlf/2.0 confirmed")
_PO_HEADER = "x-gettext-domain-header"
_PLURAL_ID = re.compile(r"\[(\d{1,2})\]$")


class XliffSegment(NamedTuple):
    """One segment. `target_node` is None where the file has no target for it.

    `node` is its `trans-unit` or `unit`, `holder` the element with the source beside the target
    (the same, or a `segment`), `line` that of the target, else of the segment.
    """

    unit: str | None
    source: Inline
    target: Inline
    node: Node
    holder: Node
    source_node: Node | None
    target_node: Node | None
    line: int
    note: str | None
    state: str | None
    max_length: int | None
    meta: dict[str, Any]


def files(root: Node) -> Iterator[Node]:
    return root.all("file")


def languages(root: Node, file: Node) -> tuple[str | None, str | None]:
    """Source and target language as the file has them."""
    if is_two(root):
        return root.get("srcLang"), root.get("trgLang")
    target = file.get("target-language")
    if not target:
        found = next((node for node in file.walk() if node.tag == "target"), None)
        target = found.get(XML_LANG) if found is not None else None
    return file.get("source-language"), target or None


def is_two(root: Node) -> bool:
    return (root.get("version") or "1.2").startswith("2")


def counts_code_points(attributes: dict[str, str]) -> bool:
    """Whether size restrictions under a `profiles` element count code points."""
    return attributes.get("generalProfile") == "xliff:codepoints"


def segments(root: Node, file: Node, *, code_points: bool = False) -> Iterator[XliffSegment]:
    """The segments of one `<file>`; `code_points` as `counts_code_points` has it, if known."""
    if is_two(root):
        code_points = code_points or any(
            counts_code_points(node.attrs) for node in file.all(PROFILES)
        )
        yield from _units(file, _Above(True, None), code_points)
    else:
        yield from _trans_units(file, True)


class _Above(NamedTuple):
    """What a group or file says for all below it."""

    translate: bool
    size: str | None

    def below(self, node: Node) -> _Above:
        return _Above(_translated(node, self.translate), node.get(_SIZE, self.size))


def _translated(node: Node, above: bool) -> bool:
    said = node.get("translate")
    return above if said is None else said != "no"


def _trans_units(node: Node, translate: bool) -> Iterator[XliffSegment]:
    translate = _translated(node, translate)
    for child in node.nodes():
        if child.tag == "trans-unit":
            if _translated(child, translate) and child.get("restype") != _PO_HEADER:
                yield from _trans_unit(child)
        elif child.tag in ("body", "group"):
            yield from _trans_units(child, translate)


def _trans_unit(node: Node) -> Iterator[XliffSegment]:
    source, target = node.first("source"), node.first("target")
    meta = _meta(node)
    state = _state(node, target, meta)
    unit = node.get("id")
    shared: dict[str, Any] = {
        "unit": unit,
        "node": node,
        "holder": node,
        "note": _notes(node.all("note")),
    }
    pairs = _segmented(node.first("seg-source"), target)
    if pairs:
        conditions = _sdl(node)
        for source, part in pairs:
            mid = source.get("mid")
            own = conditions.get(mid or "", {})
            yield XliffSegment(
                **shared,
                source=inline(source),
                target=inline(part) if part is not None else NOTHING,
                source_node=source,
                target_node=part,
                line=(part or source).line,
                state=own.get("conf") or state,
                max_length=None,
                meta={**meta, "segment": mid} if mid else meta,
            )
        return
    yield XliffSegment(
        **shared,
        source=inline(source) if source is not None else NOTHING,
        target=inline(target) if target is not None else NOTHING,
        source_node=source,
        target_node=target,
        line=(node if target is None else target).line,
        state=state,
        max_length=_width(node),
        meta=meta,
    )


def _segmented(seg_source: Node | None, target: Node | None) -> list[tuple[Node, Node | None]]:
    """Each segment of the source with that of the target; empty where there are none."""
    if seg_source is None:
        return []
    sources = _marked(seg_source)
    targets = {node.get("mid"): node for node in _marked(target)} if target is not None else {}
    if not sources or (target is not None and not targets and target.text().strip()):
        return []
    return [(source, targets.get(source.get("mid"))) for source in sources]


def _marked(node: Node) -> list[Node]:
    return [one for one in node.walk() if one.tag == "mrk" and one.get("mtype") == "seg"]


def _state(node: Node, target: Node | None, meta: dict[str, Any]) -> str | None:
    said = target.get("state") if target is not None else None
    qualifier = target.get("state-qualifier") if target is not None else None
    if qualifier:
        meta["state-qualifier"] = qualifier
    if node.get("approved") in ("yes", "no"):
        meta["approved"] = node.get("approved") == "yes"
    if said:
        return said
    if meta.get("approved"):
        return "approved"
    for name, value in node.attrs.items():
        if name.endswith(_STATES[0]):
            return value
        if name == _STATES[1]:
            return "confirmed" if value == "1" else "unconfirmed"
    return None


def _sdl(node: Node) -> dict[str, dict[str, str]]:
    definitions = node.first(f"{_SDL}seg-defs")
    if definitions is None:
        return {}
    return {one.get("id") or "": one.attrs for one in definitions.all(f"{_SDL}seg")}


def _meta(node: Node) -> dict[str, Any]:
    meta: dict[str, Any] = {}
    if name := node.get("resname"):
        meta["resname"] = name
    context = {
        one.get("context-type") or "context": one.text().strip()
        for group in node.all("context-group")
        for one in group.all("context")
    }
    if context:
        meta["context"] = context
    plural = _PLURAL_ID.search(node.get("id") or "")
    if plural:
        meta["plural"] = int(plural.group(1))
    return meta


def _notes(nodes: Iterator[Node]) -> str | None:
    return "\n".join(filter(None, (node.text().strip() for node in nodes))) or None


def _width(node: Node) -> int | None:
    """`maxwidth` where it counts characters; its unit is the pixel where nothing is said."""
    return _number(node.get("maxwidth")) if node.get("size-unit") == "char" else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _units(node: Node, above: _Above, code_points: bool) -> Iterator[XliffSegment]:
    above = above.below(node)
    for child in node.nodes():
        if child.tag == "unit":
            below = above.below(child)
            if below.translate:
                size = below.size if code_points else None
                yield from _unit(child, _number((size or "").rpartition(",")[2].strip()))
        elif child.tag == "group":
            yield from _units(child, above, code_points)


def _unit(node: Node, most: int | None) -> Iterator[XliffSegment]:
    notes = node.first("notes")
    note = _notes(notes.all("note")) if notes is not None else None
    parts = list(node.all("segment"))
    for part in parts:
        source, target = part.first("source"), part.first("target")
        meta: dict[str, Any] = {}
        for key, value in (
            ("name", node.get("name")),
            ("segment", part.get("id")),
            ("sub-state", part.get("subState")),
        ):
            if value:
                meta[key] = value
        own = (target if target is not None else part).get(_SIZE)
        own_most = _number(own.rpartition(",")[2].strip()) if own else None
        yield XliffSegment(
            unit=node.get("id"),
            source=inline(source, version="2") if source is not None else NOTHING,
            target=inline(target, version="2") if target is not None else NOTHING,
            node=node,
            holder=part,
            source_node=source,
            target_node=target,
            line=(part if target is None else target).line,
            note=note,
            state=part.get("state"),
            # A limit of the unit is that of its segments only where there is but one.
            max_length=own_most or (most if len(parts) == 1 else None),
            meta=meta,
        )
