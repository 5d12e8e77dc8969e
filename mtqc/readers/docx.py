"""DOCX: the paragraphs and tables of the body; no headers, footers, notes or text boxes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import read_all, size
from mtqc.text.layout import Block, cut

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "\u2011"}


@dataclass(frozen=True)
class Docx:
    """A Word document as it reads with all changes accepted."""

    name: ClassVar[str] = "docx"
    suffixes: ClassVar[tuple[str, ...]] = (".docx",)

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        data = read_all(stream, limits)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                # zipfile gives no more of a member than the directory declares.
                unpacked = sum(member.file_size for member in archive.infolist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableInput(f"not a DOCX document: {error}") from None
        if unpacked > limits.document_bytes:
            raise UnreadableInput(
                f"unpacked larger than {size(limits.document_bytes)}, the limit for one document"
            )
        yield Raw(name=name, reader=self.name, data=data)

    def parse(self, raw: Raw) -> Document:
        import docx

        try:
            opened = docx.Document(io.BytesIO(raw.data))
            blocks = list(_blocks(opened))
            meta = _meta(opened)
        except Exception as error:  # python-docx lets the errors of four libraries through
            cause = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UnreadableInput(f"not a DOCX document: {cause}") from None
        return cut(raw.name, "", blocks=blocks, meta=meta)


def _blocks(opened: Any) -> Iterator[Block]:
    headings = {
        style.style_id
        for style in opened.styles
        if (style.name or "").startswith(("Heading", "Title"))
    }
    for paragraph in opened.element.body.iter(f"{_W}p"):
        if any(above.tag in (f"{_W}txbxContent", _FALLBACK) for above in paragraph.iterancestors()):
            continue
        style = paragraph.style
        yield Block(_text(paragraph), heading=style in headings)


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in _BREAKS and node.getparent().tag == f"{_W}r":
            parts.append(_BREAKS[node.tag])
    return "".join(parts)


def _meta(opened: Any) -> dict[str, Any]:
    properties = opened.core_properties
    found = {"title": properties.title, "author": properties.author}
    return {key: value for key, value in found.items() if value}
