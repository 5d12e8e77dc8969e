"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from mtqc.core.wholefile import whole_file


def test_a_file_takes_the_place_of_another(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.txt"
    for content in (b"one", b"two"):
        with whole_file(target) as out:
            out.write(content)
        assert target.read_bytes() == content
    assert os.listdir(target.parent) == ["report.txt"]


def test_half_a_file_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_bytes(b"before")

    def write_half() -> None:
        with whole_file(target) as out:
            out.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert target.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["report.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with whole_file(pipe) as out:
        out.write(b"report")
    reader.join(timeout=10)
    assert read == [b"report"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert os.listdir(tmp_path) == ["pipe"]
