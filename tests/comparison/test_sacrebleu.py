"""The figures are those of sacrebleu's own command line, asked with the same files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sacrebleu

from mtqc.comparison import compare_files
from mtqc.core.comparison import Comparison, Figure, Measure

WORDS = ["bleu", "chrf", "ter"]


def asked(*arguments: str, seed: int | None = None) -> str:
    """What `sacrebleu` prints."""
    env = {**os.environ} if seed is None else {**os.environ, "SACREBLEU_SEED": str(seed)}
    done = subprocess.run(
        [sys.executable, "-m", "sacrebleu", *arguments, "--no-color", "-q"],
        capture_output=True,
        text=True,
        check=True,
        env=env,
    )
    return done.stdout


def lines(*arguments: str) -> dict[str, dict[str, Any]]:
    """The JSON of one system, by the metric's name."""
    found = json.loads(asked(*arguments, "-f", "json", "-w", "8"))
    return {one["name"]: one for one in (found if isinstance(found, list) else [found])}


def measure(result: Comparison, key: str) -> Measure:
    return next(m for m in result.measures if m.key == key)


def figure(result: Comparison, key: str, system: int = 0) -> Figure:
    return result.systems[system].figures[key]


@pytest.mark.parametrize("count", [1, 2])
def test_scores_and_signatures(systems: list[str], references: list[str], count: int) -> None:
    for path in systems:
        result = compare_files(
            [path], references[:count], metrics=["bleu", "chrf", "chrf++", "ter"], test="none"
        )
        printed = lines(*references[:count], "-i", path, "-m", *WORDS)
        printed |= lines(*references[:count], "-i", path, "-m", "chrf", "--chrf-word-order", "2")
        assert [m.name for m in result.measures] == ["BLEU", "chrF2", "chrF2++", "TER"]
        for one in result.measures:
            assert figure(result, one.key).score == pytest.approx(
                printed[one.name]["score"], abs=1e-8
            )
            assert one.signature == printed[one.name]["signature"]


def test_confidence_of_one_system(systems: list[str], references: list[str]) -> None:
    result = compare_files(systems[:1], references, metrics=["bleu", "chrf", "ter"])
    printed = lines(*references, "-i", systems[0], "-m", *WORDS, "--confidence")
    for one in result.measures:
        mine = figure(result, one.key)
        assert mine.mean == pytest.approx(printed[one.name]["confidence_mean"], abs=1e-4)
        assert mine.margin == pytest.approx(printed[one.name]["confidence_var"], abs=1e-4)
        assert one.signature == printed[one.name]["signature"]
        assert mine.p_value is None


@pytest.mark.parametrize("seed", [12345, 7])
def test_paired_bootstrap(systems: list[str], references: list[str], seed: int) -> None:
    result = compare_files(systems, references, metrics=WORDS, seed=seed, samples=300)
    printed = asked(
        *references, "-i", *systems, "-m", *WORDS, "--paired-bs", "--paired-bs-n", "300",
        "-f", "text", "-w", "5", seed=seed,
    )  # fmt: skip
    rows = re.findall(r"([\d.]+) \(([\d.]+) ± ([\d.]+)\)", printed)
    chances = re.findall(r"\(p = ([\d.]+)\)(\*?)", printed)
    assert len(rows) == 9
    assert len(chances) == 6
    for number, (score, mean, margin) in enumerate(rows):
        system, column = divmod(number, 3)
        mine = figure(result, WORDS[column], system)
        assert (mine.score, mine.mean, mine.margin) == pytest.approx(
            (float(score), float(mean), float(margin)), abs=2e-5
        )
    for number, (chance, star) in enumerate(chances):
        system, column = divmod(number, 3)
        mine = figure(result, WORDS[column], system + 1)
        assert f"{mine.p_value:.4f}" == chance
        assert mine.significant == bool(star)
    for one in result.measures:
        assert one.signature in printed


def test_paired_bootstrap_of_chrf_with_words(systems: list[str], references: list[str]) -> None:
    result = compare_files(systems, references[:1], metrics=["chrf++"], samples=200)
    printed = asked(
        references[0], "-i", *systems, "-m", "chrf", "--chrf-word-order", "2", "--paired-bs",
        "--paired-bs-n", "200", "-f", "text", "-w", "5",
    )  # fmt: skip
    rows = re.findall(r"([\d.]+) \(([\d.]+) ± ([\d.]+)\)", printed)
    for system, row in enumerate(rows):
        mine = figure(result, "chrf++", system)
        assert (mine.score, mine.mean, mine.margin) == pytest.approx(
            tuple(map(float, row)), abs=2e-5
        )
    assert len(rows) == 3
    assert result.measures[0].signature in printed


@pytest.mark.parametrize("count", [1, 2])
def test_paired_randomisation(systems: list[str], references: list[str], count: int) -> None:
    result = compare_files(
        systems, references[:count], metrics=WORDS, test="ar", samples=500, seed=7
    )
    printed = asked(
        *references[:count], "-i", *systems, "-m", *WORDS, "--paired-ar", "--paired-ar-n", "500",
        "-f", "json", seed=7,
    )  # fmt: skip
    names = {"bleu": "BLEU", "chrf": "chrF2", "ter": "TER"}
    start = printed.index("[")
    found, _ = json.JSONDecoder().raw_decode(printed[start:])
    for system, row in enumerate(found):
        for key, name in names.items():
            mine = figure(result, key, system)
            assert mine.score == pytest.approx(row[name]["score"], abs=1e-9)
            assert mine.p_value == row[name]["p_value"]
            assert mine.mean is None
    table = asked(
        *references[:count], "-i", *systems, "-m", *WORDS, "--paired-ar", "--paired-ar-n", "500",
        "-f", "text", seed=7,
    )  # fmt: skip
    for one in result.measures:
        assert one.signature in table


def test_another_baseline_is_sacrebleus_first(systems: list[str], references: list[str]) -> None:
    result = compare_files(systems, references, metrics=WORDS, samples=200, baseline="sys.weak")
    turned = [systems[2], systems[0], systems[1]]
    first = compare_files(turned, references, metrics=WORDS, samples=200)
    mine = {system.name: system for system in result.systems}
    assert result.baseline.name == "sys.weak"
    for system in first.systems:
        assert system == mine[system.name]


def test_sentences(systems: list[str], references: list[str]) -> None:
    result = compare_files(systems, references, test="none", metrics=[*WORDS, "chrf++"])
    of_sentence = {
        "bleu": sacrebleu.sentence_bleu,
        "chrf": sacrebleu.sentence_chrf,
        "chrf++": lambda hyp, refs: sacrebleu.sentence_chrf(hyp, refs, word_order=2),
        "ter": sacrebleu.sentence_ter,
    }
    for sentence in result.all_sentences():
        for output in sentence.outputs:
            for key, score in output.scores.items():
                expected = of_sentence[key](output.text, sentence.references).score
                assert score == pytest.approx(expected, abs=1e-9)


def test_sentences_as_the_command_line_prints_them(
    systems: list[str], references: list[str]
) -> None:
    result = compare_files(systems[:1], references[:1], test="none", metrics=["bleu"])
    printed = asked(references[0], "-i", systems[0], "-m", "bleu", "-sl", "-b", "-w", "6")
    mine = [s.outputs[0].scores["bleu"] for s in result.all_sentences()]
    assert mine == pytest.approx([float(line) for line in printed.split()], abs=1e-6)


def test_chinese_has_its_tokenizer(tmp_path: Path) -> None:
    (tmp_path / "hyp.txt").write_text(
        "渡轮每二十分钟开一班。\n市长说这是好日子。\n", encoding="utf-8"
    )
    (tmp_path / "ref.txt").write_text(
        "渡轮每隔二十分钟一班。\n市长说，今天是个好日子。\n", encoding="utf-8"
    )
    files = str(tmp_path / "hyp.txt"), str(tmp_path / "ref.txt")
    result = compare_files([files[0]], [files[1]], lang="zh", test="none", metrics=WORDS)
    printed = lines(files[1], "-i", files[0], "-m", *WORDS, "-l", "en-zh")
    for one in result.measures:
        assert figure(result, one.key).score == pytest.approx(printed[one.name]["score"], abs=1e-8)
        assert one.signature == printed[one.name]["signature"]
    assert "tok:zh" in measure(result, "bleu").signature
    assert any("TER" in note for note in result.notes)


def test_odd_lines(tmp_path: Path) -> None:
    """Empty lines, spaces at the end, a carriage return, a form feed and a line separator."""
    hyp = "A cat sat. \r\n\nIt\x0cran\u2028off.\nlast"
    ref = "A cat sat.\n\nIt ran off.\u3000\nthe last one\n"
    files = []
    for name, text in (("hyp.txt", hyp), ("ref.txt", ref)):
        (tmp_path / name).write_bytes(text.encode())
        files.append(str(tmp_path / name))
    result = compare_files([files[0]], [files[1]], lang="en", test="none", metrics=WORDS)
    printed = lines(files[1], "-i", files[0], "-m", *WORDS)
    for one in result.measures:
        assert figure(result, one.key).score == pytest.approx(printed[one.name]["score"], abs=1e-8)
