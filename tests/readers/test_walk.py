"""Folders, links and files that are not what they seem."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, ClassVar

import pytest

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable
from mtqc.readers import BUILTINS
from mtqc.readers.walk import inputs


def walked(*paths: str, readers=BUILTINS) -> list[tuple[str, str | None]]:
    """(name, message or None) of everything under the paths."""
    return [
        (one.name, one.message if isinstance(one, Unreadable) else None)
        for one in inputs(paths, readers, Limits())
    ]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("in/b.txt", "in/a.txt", "in/sub/deep/c.md", "in/.hidden.txt", "in/.git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.")
    return tmp_path


PLAIN = [("in/a.txt", None), ("in/b.txt", None), ("in/sub/deep/c.md", None)]


def test_folders_are_walked_in_order() -> None:
    assert walked("in") == PLAIN
    assert walked("in/") == PLAIN
    assert [name for name, _ in walked("./in")] == [f"./{name}" for name, _ in PLAIN]


def test_binary_files_are_passed_over_in_folders_only() -> None:
    Path("in/picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    Path("in/archive.tar.gz").write_bytes(__import__("gzip").compress(b"x\0\0\0" * 300))
    assert walked("in") == PLAIN
    ((name, message),) = walked("in/picture.png")
    assert name == "in/picture.png"
    assert message == "not text, and no format that mtqc reads"


def test_files_that_the_run_itself_uses_are_no_documents(folder: Path) -> None:
    own = [str(folder / "in" / "a.txt"), "in/gone.tsv"]
    found = inputs(["in"], BUILTINS, Limits(), own=own)
    assert [one.name for one in found] == ["in/b.txt", "in/sub/deep/c.md"]
    assert [one.name for one in inputs(["in/a.txt"], BUILTINS, Limits(), own=own)] == ["in/a.txt"]


def test_hidden_files_are_read_when_named() -> None:
    assert walked("in/.hidden.txt") == [("in/.hidden.txt", None)]


def test_what_is_not_there() -> None:
    assert walked("nowhere.txt") == [("nowhere.txt", "No such file or directory")]
    ((_, message),) = walked("a\0b")
    assert message


def test_folder_with_nothing_to_read() -> None:
    Path("empty").mkdir()
    assert walked("empty") == [("empty", "no file in this folder can be read")]


def test_link_loops_end() -> None:
    Path("in/sub/up").symlink_to("..")
    Path("in/self").symlink_to("self")
    found = walked("in")
    assert [one for one in found if one[1] is None] == PLAIN
    assert [name for name, message in found if message] == ["in/self"]


def test_folders_linked_to_one_another_are_read_once() -> None:
    previous = "in/sub/deep"
    for level in range(20):
        Path(f"in/l{level}").mkdir()
        for side in "ab":
            Path(f"in/l{level}/{side}").symlink_to(Path(previous).resolve())
        previous = f"in/l{level}"
    assert len(walked("in")) == 3


def test_broken_link() -> None:
    Path("in/broken.txt").symlink_to("nowhere")
    assert ("in/broken.txt", "No such file or directory") in walked("in")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable() -> None:
    Path("in/b.txt").chmod(0)
    Path("in/sub").chmod(0)
    try:
        assert walked("in") == [
            ("in/a.txt", None),
            ("in/b.txt", "Permission denied"),
            ("in/sub", "Permission denied"),
        ]
    finally:
        Path("in/sub").chmod(0o755)


def test_a_file_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def deny(path: Path, *args, **kwargs):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", deny)
    assert walked("in") == [("in/a.txt", "Permission denied"), *PLAIN[1:]]


def test_a_file_that_vanishes_meanwhile() -> None:
    found = inputs(["in"], BUILTINS, Limits())
    assert next(found).name == "in/a.txt"
    Path("in/b.txt").unlink()
    later = next(found)
    assert isinstance(later, Unreadable)
    assert (later.name, later.message) == ("in/b.txt", "No such file or directory")
    assert next(found).name == "in/sub/deep/c.md"


def test_pipes_in_folders_are_not_waited_for() -> None:
    os.mkfifo("in/pipe.txt")
    assert walked("in") == PLAIN


def test_names_that_are_not_unicode() -> None:
    Path(os.fsdecode(b"in/\xff.txt")).write_text("Text.")
    assert ("in/\ufffd.txt", None) in walked("in")


def test_nothing_is_read_twice() -> None:
    assert walked("in/b.txt", "./in/b.txt", "in", "in") == [PLAIN[1], PLAIN[0], PLAIN[2]]
    assert walked("in", "in/sub", "in/a.txt") == [PLAIN[1], PLAIN[2], PLAIN[0]]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(b'{"id": "x", "text": "One."}\n{"text": "Two."}\n')

    monkeypatch.setattr("sys.stdin", Input)
    assert walked("-") == [("-#x", None), ("-#2", None)]


class Crashing:
    name: ClassVar[str] = "crashing"
    suffixes: ClassVar[tuple[str, ...]] = (".crash",)

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        yield Raw(name=name, reader=self.name, data=b"")
        raise KeyError("oops")

    def parse(self, raw: Raw) -> Document:
        raise NotImplementedError


def test_a_reader_that_crashes_costs_one_input() -> None:
    Path("in/a.crash").write_text("x")
    found = walked("in", readers=(*BUILTINS, Crashing()))
    assert found == [
        ("in/a.crash", None),
        ("in/a.crash", "the reader crashing failed: KeyError('oops')"),
        *PLAIN,
    ]
