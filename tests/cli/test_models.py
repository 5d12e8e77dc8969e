"""Models of one's own on the command line: --lm and --judge."""

from __future__ import annotations

import importlib.util
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.features import tiny_models
from tests.features.fake_endpoint import Fake, endpoint, failing, judging, saying, sleeping

WRONG = "The union imposed extensive approval on the bank."
RIGHT = "The minister opened the new bridge in the morning."


@pytest.fixture
def fake() -> Iterator[Fake]:
    with endpoint() as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"{WRONG}\n\n{RIGHT}\n", encoding="utf-8")
    lines = [f"This is the sentence number {n} of the second text." for n in range(30)]
    (tmp_path / "in" / "b.txt").write_text("\n\n".join(lines), encoding="utf-8")
    return tmp_path


@pytest.fixture
def check(mtqc: Any, folder: Path) -> Any:
    """Run `mtqc check` over the folder; gives the finished process and the report's lines."""

    def run(*options: str, env: dict[str, str] | None = None) -> tuple[Any, list[dict[str, Any]]]:
        done = mtqc(
            "check", "in", "--encoder", "none", "--lang", "en", "--report", "jsonl:run.jsonl",
            *options, env={"MTQC_JUDGE_KEY": "", **(env or {})},
        )  # fmt: skip
        path = folder / "run.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return done, [json.loads(line) for line in lines]

    return run


def asking(fake: Fake, *more: str) -> tuple[str, ...]:
    return ("--judge", fake.url, "--judge-model", "small-one", *more)


def found(lines: list[dict[str, Any]], check: str) -> list[dict[str, Any]]:
    return [i for line in lines for i in line.get("issues", ()) if i["check"] == check]


def of(lines: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [line for line in lines if line["type"] == kind]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("transformers") is None:
        pytest.skip("transformers is not installed")
    return tiny_models.causal(tmp_path_factory.mktemp("model"), [WRONG, RIGHT])


class TestJudge:
    def test_it_says_where_sentences_go_and_reports_what_came_back(
        self, check: Any, fake: Fake
    ) -> None:
        done, lines = check(*asking(fake))
        assert done.returncode == 0, done.stderr
        assert f"sentences go to {fake.url}/chat/completions (model small-one)" in done.stderr
        assert "judge: 32 sentences sent in 3 requests" in done.stderr
        (issue,) = found(lines, "judged-error")
        assert (issue["text"], issue["severity"]) == ("approval", "minor")
        assert issue["category"] == "accuracy/mistranslation"
        assert issue["suggestions"] == ["sanctions"]
        assert of(lines, "summary")[0]["judged"] == {"judged": 32, "not_judged": 0, "dropped": 0}
        (run,) = of(lines, "run")
        assert "small-one" in run["models"]["judge"]
        assert run["config"]["judge"] == fake.url

    def test_a_second_run_asks_nothing_and_says_the_same(self, check: Any, fake: Fake) -> None:
        _, first = check(*asking(fake))
        done, second = check(*asking(fake))
        assert second == first
        assert len(fake.requests) == 3
        assert "0 sentences sent" in done.stderr
        _, again = check(*asking(fake, "--select", "judged-error"))
        assert len(fake.requests) == 3
        assert found(again, "judged-error") == found(first, "judged-error")

    def test_any_number_of_jobs_is_one_asker(self, check: Any, fake: Fake, folder: Path) -> None:
        for n in range(9):
            text = "\n\n".join(f"{WRONG[:-1]} in the year {n}{m:04}." for m in range(150))
            (folder / "in" / f"c{n}.txt").write_text(text, encoding="utf-8")
        options = asking(fake, "--no-cache", "--judge-budget", "20")
        first, one = check(*options, "--jobs", "1")
        second, many = check(*options, "--jobs", "4")
        assert one == many
        assert len(fake.requests) == 40
        assert first.stderr == second.stderr

    def test_nothing_is_sent_unless_it_is_asked_for(self, check: Any, fake: Fake) -> None:
        key = {"MTQC_JUDGE_KEY": "secret"}
        _, lines = check(env=key)
        reasons = {s["reason"] for d in of(lines, "document") for s in d["skipped"]}
        assert any("--judge URL" in reason for reason in reasons)
        done, _ = check(*asking(fake, "--ignore", "judged-error"), env=key)
        assert "is not asked" in done.stderr
        done, _ = check(*asking(fake, "--fast"), env=key)
        assert "is not asked" in done.stderr
        assert fake.requests == []
        assert "judged" not in of(lines, "summary")[0]

    def test_no_file_says_where_texts_go(self, mtqc: Any, article: Path, tmp_path: Path) -> None:
        settings = tmp_path / "mtqc.toml"
        settings.write_text('judge = "http://127.0.0.1:9/v1"\njudge-model = "m"\n', "utf-8")
        done = mtqc("check", str(article))
        assert done.returncode == 2
        assert "MTQC_JUDGE_URL" in done.stderr

    def test_the_address_may_come_from_the_environment(
        self, mtqc: Any, article: Path, fake: Fake
    ) -> None:
        done = mtqc(
            "check", str(article), "--judge-model", "small-one", env={"MTQC_JUDGE_URL": fake.url}
        )
        assert done.returncode in (0, 1)
        assert fake.requests

    def test_a_budget_of_nothing_counts_what_would_go(self, check: Any, fake: Fake) -> None:
        done, lines = check(*asking(fake, "--judge-budget", "0"))
        assert fake.requests == []
        assert done.returncode == 0
        assert "32 not sent for want of budget (they would take 3 requests)" in done.stderr
        assert of(lines, "summary")[0]["judged"]["not_judged"] == 32

    def test_what_the_budget_left_is_judged_next_time(self, check: Any, fake: Fake) -> None:
        _, lines = check(*asking(fake, "--judge-budget", "2"))
        assert of(lines, "summary")[0]["judged"] == {"judged": 22, "not_judged": 10, "dropped": 0}
        (reason,) = [
            s["reason"]
            for d in of(lines, "document")
            for s in d["skipped"]
            if "budget" in s["reason"]
        ]
        assert reason.startswith("10 of its sentences not judged")
        _, lines = check(*asking(fake, "--judge-budget", "2"))
        assert of(lines, "summary")[0]["judged"] == {"judged": 32, "not_judged": 0, "dropped": 0}
        assert len(fake.requests) == 3

    def test_nobody_there_is_2_and_the_rest_is_done(self, check: Any, fake: Fake) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        done, lines = check("--judge", url, "--judge-model", "m")
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        (problem,) = of(lines, "problem")
        assert problem["check"] == "judged-error"
        assert "can't be reached" in problem["message"]
        assert len(of(lines, "segment")) == 32
        done, lines = check(*asking(fake), "--select", "judged-error")
        assert done.returncode == 0
        assert len(found(lines, "judged-error")) == 1

    def test_a_failure_is_asked_about_again(self, check: Any, fake: Fake) -> None:
        fake.script = [saying("no idea")]
        done, lines = check(*asking(fake))
        assert done.returncode == 2
        assert len(of(lines, "problem")) == 1
        done, lines = check(*asking(fake))
        assert done.returncode == 0
        assert len(found(lines, "judged-error")) == 1
        assert len(fake.requests) == 4

    def test_its_word_can_be_trusted(self, check: Any, fake: Fake, folder: Path) -> None:
        (folder / "mtqc.toml").write_text(
            'judge-model = "m"\njudge-parallel = 2\njudge-timeout = 20\n'
            "[checks.judged-error]\ntrust = true\n",
            encoding="utf-8",
        )
        done, lines = check("--judge", fake.url, "--fail-on", "major")
        assert done.returncode == 1, done.stderr
        assert found(lines, "judged-error")[0]["severity"] == "major"

    def test_an_interrupt_does_not_wait_for_answers(self, fake: Fake, folder: Path) -> None:
        fake.script = [judging]
        fake.reply = sleeping(60)
        command = [sys.executable, "-m", "mtqc", "check", "in", "--encoder", "none"]
        with subprocess.Popen(
            [*command, *asking(fake)],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            # A shell that runs the tests in the background ignores interrupts for all of them.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as process:
            waited = time.monotonic()
            while len(fake.requests) < 3 and time.monotonic() - waited < 30:
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "interrupted" in said

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            (["--judge", "http://localhost:1/v1"], "--judge-model"),
            (["--judge-model", "m"], "--judge URL"),
            (["--judge", "localhost", "--judge-model", "m"], "http://localhost:8080/v1"),
            (["--judge", "http://k:s@localhost", "--judge-model", "m"], "MTQC_JUDGE_KEY"),
            (["--judge", "http://localhost", "--judge-model", "m", "--judge-budget", "-1"], "-1"),
        ],
    )
    def test_wrong_usage(self, check: Any, options: list[str], says: str) -> None:
        done, _ = check(*options)
        assert done.returncode == 2
        assert says in done.stderr
        assert "Traceback" not in done.stderr

    def test_the_key_stands_in_no_report(self, check: Any, fake: Fake, folder: Path) -> None:
        fake.reply = failing(403, '{"error": "sk-hush is no good"}')
        done, lines = check(*asking(fake), env={"MTQC_JUDGE_KEY": "sk-hush"})
        assert done.returncode == 2
        assert fake.headers[0]["Authorization"] == "Bearer sk-hush"
        assert "sk-hush" not in done.stdout + done.stderr + json.dumps(lines)
        kept = b"".join(p.read_bytes() for p in (folder / ".mtqc_cache").rglob("*") if p.is_file())
        assert b"sk-hush" not in kept


class TestLanguageModel:
    def test_its_figures_are_in_the_report_whatever_the_jobs(
        self, check: Any, model: Path, folder: Path
    ) -> None:
        for n in range(4):
            text = "\n\n".join(f"{RIGHT[:-1]} of day {n}{m}." for m in range(250))
            (folder / "in" / f"c{n}.txt").write_text(text, encoding="utf-8")
        options = ("--lm", str(model), "--no-cache")
        done, one = check(*options, "--jobs", "1")
        assert done.returncode == 0, done.stderr
        _, two = check(*options, "--jobs", "2")
        assert one == two
        assert all(line["scores"]["surprise"] > 0 for line in of(one, "segment"))
        assert of(one, "run")[0]["models"]["lm"].endswith("/causal")

    def test_a_name_that_nobody_knows_is_one_line(self, check: Any) -> None:
        if importlib.util.find_spec("transformers") is None:
            pytest.skip("transformers is not installed")
        done, _ = check("--lm", "nobody/no-such-model", env={"HF_HUB_OFFLINE": "1"})
        assert done.returncode == 2
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("mtqc:")]
        assert "nor to be had from the hub" in line
        assert "Traceback" not in done.stderr
