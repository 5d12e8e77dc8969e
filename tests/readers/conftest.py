"""What reader tests share: read bytes or paths the way a run does."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Reader, Unreadable, UnreadableInput
from mtqc.readers import BUILTINS, parse
from mtqc.readers.walk import inputs

Read = Callable[..., list[Document | Unreadable]]


def documents(raws: list[Raw | Unreadable]) -> list[Document | Unreadable]:
    """Every document, or what is said in its place; all promises of a document checked."""
    found: list[Document | Unreadable] = []
    for raw in raws:
        if isinstance(raw, Unreadable):
            found.append(raw)
            continue
        try:
            document = parse(raw, BUILTINS)
        except UnreadableInput as error:
            found.append(Unreadable(name=raw.name, message=str(error)))
            continue
        assert document.name == raw.name
        document.text.encode()
        for index, segment in enumerate(document.segments):
            assert segment.index == index
            assert document.text[segment.start : segment.end] == segment.text
            assert segment.line >= 1
        found.append(document)
    for one in found:
        if isinstance(one, Unreadable):
            assert one.message
            assert "\n" not in one.message
    names = [one.name for one in found]
    assert len(set(names)) == len(names)
    return found


def split(reader: Reader, data: bytes, limits: Limits | None = None, name: str = "f"):
    """What a reader makes of bytes, without files."""
    return documents(list(reader.split(io.BytesIO(data), name, limits or Limits())))


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """`read("a.txt", data)` writes a file and reads it; `read("a.txt")` only reads."""
    monkeypatch.chdir(tmp_path)

    def run(name: str, data: bytes | str | None = None, **limits: int):
        if data is not None:
            Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
        return documents(list(inputs([name], BUILTINS, Limits(**limits))))

    return run
