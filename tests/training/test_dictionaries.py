"""Links of words from bilingual dictionaries."""

from __future__ import annotations

import gzip
from pathlib import Path

from mtqc.training.senses.dictionaries import Link, links

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def number(value: int) -> str:
    """As dictd writes it (RFC 2229's server): the digits of base64."""
    digits = ""
    while value or not digits:
        value, digit = divmod(value, 64)
        digits = _DIGITS[digit] + digits
    return digits


def dictionary(folder: Path, name: str, entries: list[tuple[str, str]]) -> None:
    data, lines = b"", []
    for headword, text in entries:
        encoded = text.encode()
        lines.append(f"{headword}\t{number(len(data))}\t{number(len(encoded))}\n")
        data += encoded
    # A second way to the last entry.
    lines.append("elsewhere" + lines[-1][lines[-1].index("\t") :])
    (folder / f"freedict-{name}.dict.dz").write_bytes(gzip.compress(data))
    (folder / f"freedict-{name}.index").write_text("".join(lines), encoding="utf-8")


def test_each_sense_gives_its_words(tmp_path: Path) -> None:
    lead = "wieść /wjectc/ <v>\n1. lead, to guide\n(sport) być pierwszym\n2. result in\n3. drive\n"
    dictionary(
        tmp_path, "pol-eng", [("00-database-info", "drive\nlead\n"), ("wieść", lead + "rydwan\n")]
    )
    assert list(links(tmp_path)) == [
        Link("pl", "wieść", "lead"),
        Link("pl", "wieść", "guide"),
        Link("pl", "wieść", "drive"),
    ]


def test_an_english_dictionary_is_turned_round(tmp_path: Path) -> None:
    dictionary(
        tmp_path,
        "eng-bul",
        [("leaf", "leaf //liːf// <n>\n1. лист, листо\u0301\npart of a plant\n 2.\nof a book\n")],
    )
    assert list(links(tmp_path)) == [Link("bg", "лист", "leaf"), Link("bg", "листо", "leaf")]


def test_chinese(tmp_path: Path) -> None:
    entry = "芯片 芯片 [xin1 pian4] /(computing) chip; microchip/a wafer/CL:塊|块[kuai4]/"
    lines = f"# CC-CEDICT\n{entry}\n"
    (tmp_path / "cedict.txt.gz").write_bytes(gzip.compress(lines.encode()))
    assert [link.english for link in links(tmp_path)] == ["chip", "microchip", "wafer"]


def test_dictionaries_whose_terms_are_others_are_not_read(tmp_path: Path) -> None:
    dictionary(tmp_path, "deu-eng", [("Blatt", "Blatt <n>\nleaf, sheet\n")])
    dictionary(tmp_path, "pol-deu", [("zamek", "zamek <n>\nSchloss\n")])
    assert list(links(tmp_path)) == []
