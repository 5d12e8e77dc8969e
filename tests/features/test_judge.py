"""A judge behind an endpoint: asked no more than allowed, believed no further than the text."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.checks.judged_error import JudgedError
from mtqc.config import made
from mtqc.core.check import Flags, Keeps
from mtqc.core.document import Document
from mtqc.core.errors import UsageError
from mtqc.core.issue import sealed
from mtqc.core.judgement import CATEGORIES, Judgement
from mtqc.core.severity import Severity
from mtqc.core.taxonomy import ITS_TYPES, MQM_DIMENSIONS
from mtqc.features.document import DocumentFeatures
from mtqc.features.judge import Endpoint, Judge
from mtqc.features.judge.client import Unusable
from mtqc.features.judge.questions import SCHEMA, Named, Question, read, spans
from mtqc.features.lexicon import lexicon_for
from mtqc.text.layout import cut, joined
from tests.features.fake_endpoint import (
    Fake,
    asked,
    dripping,
    endpoint,
    failing,
    flooding,
    judging,
    naming,
    saying,
    sleeping,
)

WRONG = "The union imposed extensive approval on the bank."
RIGHT = "The minister opened the new bridge in the morning."


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    monkeypatch.delenv("MTQC_JUDGE_KEY", raising=False)
    monkeypatch.setattr("mtqc.features.judge.client._PAUSE", 0.001)
    with endpoint() as found:
        yield found


def article(*sentences: str) -> Document:
    return cut("article", "\n\n".join(sentences), lang="en")


def long_article(count: int, what: str = "long") -> Document:
    return article(*(f"This is sentence number {n} of the {what} article." for n in range(count)))


def judge(fake: Fake, *documents: Document, cache: Path | None = None, **options: Any) -> Any:
    """The judgements, or the one where there is one document."""
    one = Judge(Endpoint(**{"url": fake.url, "model": "m", **options}), cache)
    try:
        found = one.judge(documents)
    finally:
        one.close()
    return found[0] if len(documents) == 1 else found


def texts(judgement: Judgement, document: Document) -> list[str]:
    return [
        document.segments[at].text[span.start : span.end]
        for at, found in judgement.spans.items()
        for span in found
    ]


class TestAnswers:
    def test_a_named_error_is_found_in_the_text(self, fake: Fake) -> None:
        document = article(RIGHT, WRONG)
        found = judge(fake, document)
        ((span,),) = found.spans.values()
        assert list(found.spans) == [1]
        assert WRONG[span.start : span.end] == "approval"
        assert (span.category, span.severity) == ("mistranslation", Severity.MAJOR)
        assert span.suggestion == "sanctions"
        assert (found.judged, found.left, found.dropped, found.complete) == (2, {}, 0, True)

    @pytest.mark.parametrize(
        ("n", "quote"),
        [(1, "acceptance"), (1, "the"), (1, ""), (1, " "), (2, "approval"), (0, "approval"),
         (-1, "approval"), (1, "Approval")],
    )  # fmt: skip
    def test_words_that_are_not_there_just_once_are_dropped(
        self, fake: Fake, n: int, quote: str
    ) -> None:
        fake.reply = naming({"n": n, "quote": quote}, {"n": 1, "quote": "bank"})
        document = article("The union imposed extensive approval on the bank of the land.")
        found = judge(fake, document)
        assert texts(found, document) == ["bank"]
        assert found.dropped == 1

    def test_quotation_marks_may_have_changed_their_shape(self, fake: Fake) -> None:
        document = article("He called it a “non-staircase” in the minister’s office.")
        fake.reply = naming({"n": 1, "quote": '"non-staircase" in the minister\'s '})
        assert texts(judge(fake, document), document) == ["“non-staircase” in the minister’s"]

    def test_what_a_model_adds_is_mended_or_left_out(self, fake: Fake) -> None:
        fake.reply = naming(
            {"n": "1", "quote": "extensive", "category": "vibes", "severity": "fatal",
             "reason": "a\x1b[31m\nb" + "c" * 999, "suggestion": None, "more": [1]},
            {"n": 1, "quote": "approval", "suggestion": "approval"},
            {"quote": "bank"}, "bank", None, 7,
        )  # fmt: skip
        found = judge(fake, article(WRONG))
        first, second = found.spans[0]
        assert (first.category, first.severity, first.suggestion) == ("other", Severity.MINOR, "")
        assert first.message.startswith("a [31m bccc")
        assert len(first.message) <= 300
        assert second.suggestion == ""
        assert found.dropped == 4

    @pytest.mark.parametrize(
        "content",
        ['```json\n{"errors": [{"n": 1, "quote": "bank"}]}\n```',
         '<think>{"errors": 3} or [1]?</think>\n{"errors": [{"n": 1, "quote": "bank"}]}',
         'Here it is: {"result": {"errors": [{"n": 1, "quote": "bank"}]}} Good luck!',
         'See [1]. [{"n": 1, "quote": "bank"}]'],
    )  # fmt: skip
    def test_json_is_found_in_what_is_around_it(self, fake: Fake, content: str) -> None:
        fake.reply = saying(content)
        assert texts(judge(fake, article(WRONG)), article(WRONG)) == ["bank"]

    def test_one_error_named_twice_is_one(self, fake: Fake) -> None:
        fake.reply = naming(*[{"n": 1, "quote": "bank"}] * 3)
        found = judge(fake, article(WRONG))
        assert (len(found.spans[0]), found.dropped) == (1, 0)


class TestQuestions:
    def test_form_and_context(self, fake: Fake) -> None:
        document = long_article(45)
        judge(fake, document, parallel=1)
        assert [len(asked(r)["sentences"]) for r in fake.requests] == [20, 20, 5]
        assert fake.sentences() == [s.text for s in document.segments]
        second = asked(fake.requests[1])
        assert second["before"] == [s.text for s in document.segments[18:20]]
        assert [s["n"] for s in second["sentences"]] == list(range(1, 21))
        request = fake.requests[0]
        assert request["path"] == "/v1/chat/completions"
        assert (request["model"], request["temperature"]) == ("m", 0)
        form = request["response_format"]["json_schema"]
        assert form["strict"] is True
        assert form["schema"] == SCHEMA

    def test_sources_go_along(self, fake: Fake) -> None:
        parts = [{"text": "Die Bank.", "source": "The bench."}, {"text": "Der Fluss."}]
        document = joined("d", parts, lang="de", source_lang="en", running=False)
        judge(fake, document)
        (request,) = fake.requests
        assert [s.get("source") for s in asked(request)["sentences"]] == ["The bench.", None]
        assert "before" not in asked(request)

    def test_what_has_no_words_is_not_asked_about(self, fake: Fake) -> None:
        found = judge(fake, article("12 345", "…", "***"))
        assert fake.requests == []
        assert (found.judged, found.left, found.complete) == (0, {}, True)

    def test_a_sentence_that_is_far_too_long_is_counted(self, fake: Fake) -> None:
        found = judge(fake, article("word " * 8000, RIGHT))
        assert fake.sentences() == [RIGHT]
        assert list(found.left.values()) == [1]
        assert found.complete

    def test_lone_surrogates(self, fake: Fake) -> None:
        document = article("The \ud800 union gave its approval.")
        assert texts(judge(fake, document), document) == ["approval"]

    def test_the_key_goes_along_and_nowhere_else(
        self, fake: Fake, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        judge(fake, article(RIGHT))
        assert "Authorization" not in fake.headers[0]
        monkeypatch.setenv("MTQC_JUDGE_KEY", "sk-secret")
        judge(fake, article(RIGHT))
        assert fake.headers[1]["Authorization"] == "Bearer sk-secret"
        fake.reply = failing(401, '{"error": {"message": "bad key sk-secret"}}')
        found = judge(fake, article(RIGHT))
        assert "MTQC_JUDGE_KEY" in found.problem
        assert "sk-secret" not in found.problem


class TestServersThatKnowLess:
    def test_each_form_is_tried_once_in_a_run(self, fake: Fake) -> None:
        fake.script = [failing(400, "response_format?"), failing(422, "json_object?")]
        found = judge(fake, long_article(60), parallel=1)
        assert (found.judged, found.problem) == (60, None)
        forms = [r.get("response_format", {}).get("type") for r in fake.requests]
        assert forms == ["json_schema", "json_object", None, None, None]

    def test_a_model_that_wants_its_own_temperature(self, fake: Fake) -> None:
        fake.script = [failing(400, '{"error": {"message": "temperature must be 1"}}')]
        assert judge(fake, article(RIGHT)).judged == 1
        assert "temperature" not in fake.requests[1]
        assert fake.requests[1]["response_format"]["type"] == "json_schema"

    def test_a_server_that_wants_none_of_it(self, fake: Fake) -> None:
        fake.reply = failing(400, '{"error": {"message": "model m is gone"}}')
        found = judge(fake, article(RIGHT))
        assert "model m is gone" in found.problem
        assert len(fake.requests) == 3

    @pytest.mark.parametrize(
        "reply", [saying("{", "length"), failing(400, "exceeds the context size (4096 tokens)")]
    )
    def test_what_is_too_long_is_asked_in_halves(self, fake: Fake, reply: Any) -> None:
        fake.script = [reply]
        document = article(RIGHT, WRONG, RIGHT, "He goed home.", WRONG)
        found = judge(fake, document)
        assert texts(found, document) == ["approval", "goed", "approval"]
        assert [len(asked(r)["sentences"]) for r in fake.requests] == [5, 2, 3]

    def test_a_sentence_that_does_not_fit_alone(self, fake: Fake) -> None:
        fake.reply = saying("{", "length")
        found = judge(fake, article(RIGHT))
        assert (found.judged, found.complete) == (0, False)


class TestFailures:
    def test_too_many_requests_then_an_answer(self, fake: Fake) -> None:
        fake.script = [failing(429, Retry_After="0"), failing(503), failing(500)]
        one = Judge(Endpoint(url=fake.url, model="m", budget=1))
        (found,) = one.judge([article(WRONG)])
        one.close()
        assert (found.judged, found.problem) == (1, None)
        assert len(fake.requests) == 4
        assert (one.traffic.sentences, one.traffic.requests) == (1, 4)

    def test_it_waits_as_long_as_it_is_asked_to(self, fake: Fake) -> None:
        fake.script = [failing(429, Retry_After="1")]
        before = time.monotonic()
        assert judge(fake, article(WRONG)).judged == 1
        assert time.monotonic() - before >= 1

    def test_a_server_that_stays_busy_ends_the_asking(self, fake: Fake) -> None:
        fake.reply = failing(503, "loading model")
        first, second = judge(fake, long_article(50), article(RIGHT))
        assert "503: loading model" in first.problem
        assert second.problem is None
        assert sum(first.left.values()) == 50
        assert sum(second.left.values()) == 1
        assert not first.complete
        assert not second.complete
        assert len(fake.requests) == 4

    def test_nobody_there(self, fake: Fake) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        one = Judge(Endpoint(url=f"http://127.0.0.1:{port}/v1", model="m"))
        (found,) = one.judge([article(RIGHT)])
        one.close()
        assert found.problem is not None
        assert "can't be reached" in found.problem
        assert "\n" not in found.problem
        assert (one.traffic.sentences, one.traffic.requests) == (0, 0)

    @pytest.mark.parametrize(
        ("reply", "says"),
        [
            (failing(307, Location="http://elsewhere.example/v1"), "redirect to elsewhere.example"),
            (failing(401), "wants a key"),
            (failing(404, "<html>\x1b[2J no such model"), "answers 404"),
        ],
    )
    def test_what_no_second_try_mends(self, fake: Fake, reply: Any, says: str) -> None:
        fake.reply = reply
        found = judge(fake, article(RIGHT))
        assert says in found.problem
        assert found.problem.isprintable()
        assert len(fake.requests) == 1

    @pytest.mark.parametrize(
        "reply",
        [saying("I find no errors."), saying('{"errors": "none"}'), saying('{"errors": [{"n": 1'),
         saying("[" * 100_000), failing(200, "{}"), failing(200, "[" * 100_000),
         failing(200, '{"choices": [{"message": {"content": null}}]}'), flooding],
    )  # fmt: skip
    def test_an_answer_that_can_not_be_used(self, fake: Fake, reply: Any) -> None:
        fake.script = [reply]
        first, second = judge(fake, article(WRONG), article(WRONG + " " + RIGHT))
        assert (first.judged, sum(first.left.values()), first.complete) == (0, 1, False)
        assert "no usable answer" in first.problem
        assert (second.judged, second.problem) == (2, None)

    def test_three_of_them_end_the_asking(self, fake: Fake) -> None:
        fake.reply = saying("no")
        found = judge(fake, long_article(200), parallel=1)
        assert len(fake.requests) == 3
        assert "three" in found.problem or "3 times" in found.problem

    @pytest.mark.parametrize("reply", [sleeping(5), dripping])
    def test_an_answer_that_does_not_come(self, fake: Fake, reply: Any) -> None:
        fake.script = [reply]
        before = time.monotonic()
        found = judge(fake, article(RIGHT), timeout=0.3)
        assert time.monotonic() - before < 4
        assert "0.3 seconds" in found.problem

    @pytest.mark.parametrize(
        "url",
        ["localhost:8080", "ftp://host/v1", "http://", "http://user:key@host/v1", "file:///etc",
         "https://host/v1?api_key=x", "http://ho\nst/v1", "http://host:port/v1", ""],
    )  # fmt: skip
    def test_what_is_no_address(self, url: str) -> None:
        with pytest.raises(UsageError, match="--judge"):
            Endpoint(url=url, model="m")

    def test_a_key_that_is_none(self, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MTQC_JUDGE_KEY", "a\r\nHost: elsewhere")
        with pytest.raises(UsageError, match="MTQC_JUDGE_KEY"):
            judge(fake, article(RIGHT))

    @pytest.mark.parametrize(
        ("url", "clear"),
        [("http://localhost:1/v1", False), ("http://127.0.0.1/v1", False), ("http://[::1]/", False),
         ("https://api.example/v1", False), ("http://api.example/v1", True)],
    )  # fmt: skip
    def test_who_can_read_along(self, url: str, clear: bool) -> None:
        assert Endpoint(url=url, model="m").in_clear is clear


class TestBudget:
    def test_what_it_does_not_reach_is_counted(self, fake: Fake) -> None:
        first, second = judge(fake, long_article(20), long_article(45, "next"), budget=2)
        assert (first.judged, first.left, first.complete) == (20, {}, True)
        assert (second.judged, sum(second.left.values())) == (20, 25)
        assert second.problem is None
        assert not second.complete
        assert len(fake.requests) == 2

    def test_nothing_is_sent_for_nothing(self, fake: Fake) -> None:
        one = Judge(Endpoint(url=fake.url, model="m", budget=0))
        one.judge([long_article(45)])
        one.close()
        assert fake.requests == []
        assert (one.traffic.left, one.traffic.left_requests, one.traffic.sentences) == (45, 3, 0)

    def test_halves_count(self, fake: Fake) -> None:
        fake.script = [saying("{", "length")]
        found = judge(fake, long_article(20), budget=2)
        assert len(fake.requests) == 2
        assert found.judged == 0
        assert "budget" in next(iter(found.left))


class TestCache:
    def test_a_second_run_asks_nothing(self, fake: Fake, tmp_path: Path) -> None:
        cache = tmp_path / "new" / "judge.sqlite"
        documents = (article(RIGHT, WRONG), long_article(45))
        first = judge(fake, *documents, cache=cache)
        asked_then = len(fake.requests)
        assert judge(fake, *documents, cache=cache, budget=0) == first
        assert len(fake.requests) == asked_then == 4

    def test_a_budget_goes_on_where_it_stopped(self, fake: Fake, tmp_path: Path) -> None:
        cache = tmp_path / "judge.sqlite"
        document = long_article(60)
        judged = [judge(fake, document, cache=cache, budget=1).judged for _ in range(4)]
        assert judged == [20, 40, 60, 60]
        assert len(fake.requests) == 3

    def test_another_model_or_address_is_asked_anew(self, fake: Fake, tmp_path: Path) -> None:
        cache = tmp_path / "judge.sqlite"
        for options in ({}, {"model": "other"}, {"url": fake.url + "/v2"}, {}):
            judge(fake, article(WRONG), cache=cache, **options)
        assert len(fake.requests) == 3

    def test_one_question_in_two_documents_is_asked_once(self, fake: Fake) -> None:
        first, second = judge(fake, article(WRONG), article(WRONG))
        assert first == second
        assert len(fake.requests) == 1

    def test_failures_are_not_kept(self, fake: Fake, tmp_path: Path) -> None:
        cache = tmp_path / "judge.sqlite"
        fake.script = [saying("no")]
        assert judge(fake, article(WRONG), cache=cache).judged == 0
        assert judge(fake, article(WRONG), cache=cache).judged == 1

    def test_halves_are_kept_as_a_whole(self, fake: Fake, tmp_path: Path) -> None:
        cache = tmp_path / "judge.sqlite"
        fake.script = [saying("{", "length")]
        document = article(RIGHT, WRONG, "He goed home.")
        first = judge(fake, document, cache=cache)
        assert judge(fake, document, cache=cache, budget=0) == first
        assert texts(first, document) == ["approval", "goed"]

    def test_a_damaged_file_is_made_anew(self, fake: Fake, tmp_path: Path) -> None:
        cache = tmp_path / "judge.sqlite"
        cache.write_bytes(b"no database at all" * 100)
        assert judge(fake, article(WRONG), cache=cache).judged == 1
        assert judge(fake, article(WRONG), cache=cache, budget=0).judged == 1

    def test_a_folder_in_its_place_is_one_clear_line(self, fake: Fake, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="cache"):
            judge(fake, article(WRONG), cache=tmp_path)


class TestParallel:
    def test_order_does_not_show(self, fake: Fake) -> None:
        documents = [long_article(n) for n in (3, 25, 41, 7)] + [article(WRONG, RIGHT)]
        alone = judge(fake, *documents, parallel=1)
        fake.script = [sleeping(0.05 * (n % 3)) for n in range(8)]
        assert judge(fake, *documents, parallel=4) == alone


class TestCheck:
    def issues(self, fake: Fake, text: str, options: dict[str, Any]) -> list[Any]:
        check = made(JudgedError, options)
        assert isinstance(check, JudgedError)
        document = article(text)
        known = DocumentFeatures(
            "en", lexicon_for("en"), None, judgement=judge(fake, document)
        )  # fmt: skip
        return [
            sealed(issue, s.text)
            for s in document.segments
            for issue in check.check(s, document, known)
        ]

    @pytest.mark.parametrize("example", JudgedError.examples)
    def test_examples(self, fake: Fake, example: Flags | Keeps) -> None:
        assert isinstance(example.text, str)
        found = self.issues(fake, example.text, example.options)
        wanted = list(example.at) if isinstance(example, Flags) else []
        assert [issue.text for issue in found] == wanted
        if isinstance(example, Flags) and example.suggests:
            assert found[0].suggestions == (example.suggests,)

    def test_nothing_is_serious_on_its_word_alone(self, fake: Fake) -> None:
        (issue,) = self.issues(fake, "It is no staircase.", {})
        assert issue.severity is Severity.MINOR
        assert issue.category == "accuracy/mistranslation"
        (trusted,) = self.issues(fake, "It is no staircase.", {"trust": True})
        assert trusted.severity is Severity.CRITICAL

    def test_categories_are_those_of_the_field(self) -> None:
        for mqm, its in CATEGORIES.values():
            assert mqm.split("/")[0] in MQM_DIMENSIONS
            assert its in ITS_TYPES

    def test_skipped_without_a_judge(self) -> None:
        known = DocumentFeatures("en", lexicon_for("en"), None)
        reason = JudgedError.needs.missing(article(RIGHT), known)
        assert reason is not None
        assert "--judge" in reason


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["errors", "n", "quote", "category", "severity", "suggestion"]), inner
        )
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.text() | JSON.map(json.dumps), st.text(min_size=1, max_size=30))
def test_no_answer_points_outside_the_text(content: str, text: str) -> None:
    document = article(text)
    question = Question(tuple(s.index for s in document.segments), ())
    try:
        found, dropped = spans(read(content), question, document)
    except Unusable:
        return
    assert dropped >= 0
    for at, of in found.items():
        for span in of:
            assert 0 <= span.start < span.end <= len(document.segments[at].text)


@given(st.text(alphabet="ab“”’' ", max_size=12), st.text(alphabet="ab\"'’ ", max_size=4))
def test_a_place_is_the_only_one(text: str, quote: str) -> None:
    document = joined("d", [{"text": text}], lang="en", running=False)
    found, dropped = spans([Named(n=1, quote=quote)], Question((0,), ()), document)
    assert len(found) + dropped == 1
    for (span,) in found.values():
        words = text[span.start : span.end]
        assert len(words) == len(quote.strip())
        assert text.count(words) == 1


def test_the_schema_says_what_is_read() -> None:
    entry = SCHEMA["properties"]["errors"]["items"]
    assert set(entry["properties"]) == set(Named.__struct_fields__)
    assert set(entry["required"]) == set(entry["properties"])


def test_judging_names_what_it_knows(fake: Fake) -> None:
    fake.reply = judging
    document = article(WRONG, RIGHT)
    assert texts(judge(fake, document), document) == ["approval"]
