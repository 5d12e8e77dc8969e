"""Machine translation beside its post-edit."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

pytest.importorskip("lemminflect")

from mtqc.training.garble.edited import edited, joined_up
from mtqc.training.garble.rows import IGNORED
from tests.training.test_garble_data import Alone


def written(folder: Path, **changed: object) -> Path:
    row = {
        "target": "The council praised a staircase of Ankra for peace.",
        "post_edit": "The council praised a list from Ankara for peace .",
        "tokens": "The council praised a staircase of Ankra for peace .".split(),
        "word_tags": "OK OK OK OK BAD BAD BAD OK OK OK".split(),
        "hter": 0.3,
        "z_mean": -1.0,
    }
    (folder / "mlqe").mkdir()
    data = gzip.compress((json.dumps(row | changed) + "\n").encode())
    (folder / "mlqe" / "xx-en.train.jsonl.gz").write_bytes(data)
    return folder


def test_what_the_editor_took_out_is_wrong_but_names_and_small_words_say_nothing(
    tmp_path: Path,
) -> None:
    after, before = edited(written(tmp_path), Alone())
    assert after.text == "The council praised a list from Ankara for peace."
    assert after.marks == []
    marked = {before.text[start:end]: label for start, end, label in before.marks}
    assert marked == {"staircase": 1.0, "of": IGNORED, "Ankra": IGNORED}


def test_readers_who_liked_the_whole_would_not_all_call_the_word_wrong(tmp_path: Path) -> None:
    _, before = edited(written(tmp_path, z_mean=0.8), Alone())
    assert max(label for *_, label in before.marks) == pytest.approx(0.3)


def test_a_sentence_written_anew_is_left_out(tmp_path: Path) -> None:
    assert list(edited(written(tmp_path, hter=0.9), Alone())) == []


def test_marks_are_joined_to_their_words() -> None:
    assert joined_up('He said : " no " ( twice ) .') == 'He said: "no" (twice).'
