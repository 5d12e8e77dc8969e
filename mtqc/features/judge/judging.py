"""Documents to judgements: what is known is looked up, the rest is asked within the budget."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

import msgspec

from mtqc.core.document import Document
from mtqc.core.judgement import JudgedSpan, Judgement
from mtqc.features.judge.answers import Answers, key_of
from mtqc.features.judge.client import (
    Client,
    Endpoint,
    OverBudget,
    Overlong,
    Unreachable,
    Unusable,
)
from mtqc.features.judge.questions import SCHEMA, VERSION, Named, Question, questions, read, spans

_TOO_LONG = "they are too long to be asked about"
_DOWN = "the judge can't be used"
_FRUITLESS = 3


class Traffic(msgspec.Struct, kw_only=True):
    """What went out, known when the judge is closed: sentences and requests; `kept` sentences were
    answered from the cache, `left` sentences in `left_requests` questions were not asked."""

    sentences: int = 0
    requests: int = 0
    kept: int = 0
    left: int = 0
    left_requests: int = 0


class _Asked(msgspec.Struct):
    """A question of one of the documents, and what became of it."""

    owner: int
    question: Question
    key: bytes
    errors: list[Named] | None = None
    reason: str = ""


class Judge:
    """Asks one endpoint. It lives in the process that started the run, so that there is one budget
    and one place from which text goes out. Questions go out several at a time; which ones the
    budget allows is settled before, in the order of the documents."""

    def __init__(self, endpoint: Endpoint, cache: Path | None = None) -> None:
        """`cache`: a file for the answers, None for none. Raises `UsageError`."""
        self.endpoint = endpoint
        self.traffic = Traffic()
        self._client = Client(endpoint)
        self._answers = Answers(cache)
        self._lock = threading.Lock()
        self._down: str | None = None
        self._told = False
        self._proven = False
        self._fruitless = 0

    @staticmethod
    def signature_of(endpoint: Endpoint) -> str:
        """Model, address and the version of the question."""
        return f"{endpoint.model} at {endpoint.address}, question {VERSION}"

    def judge(self, documents: Sequence[Document]) -> list[Judgement]:
        """One judgement per document; what goes wrong stands in it."""
        asked: list[_Asked] = []
        too_long: list[int] = []
        for owner, document in enumerate(documents):
            found, long = questions(document)
            too_long.append(long)
            asked += [_Asked(owner, q, self._key(q, document)) for q in found]
        self._look_up(asked)
        self._ask(asked, documents)
        return [
            self._judgement([a for a in asked if a.owner == owner], document, long)
            for owner, (document, long) in enumerate(zip(documents, too_long, strict=True))
        ]

    def close(self) -> None:
        self.traffic.requests = self._client.requests
        self.traffic.sentences = self._client.sentences
        self._answers.close()

    def _key(self, question: Question, document: Document) -> bytes:
        contents = [message["content"] for message in question.messages(document)]
        return key_of(self.endpoint.address, self.endpoint.model, str(VERSION), *contents)

    def _look_up(self, asked: Sequence[_Asked]) -> None:
        for one in asked:
            one.errors = self._answers.get(one.key)
            if one.errors is not None:
                self.traffic.kept += len(one.question.segments)

    def _ask(self, asked: Sequence[_Asked], documents: Sequence[Document]) -> None:
        first: dict[bytes, _Asked] = {}
        for one in asked:
            if one.errors is None:
                first.setdefault(one.key, one)
        allowed = [one for one in first.values() if self._may_ask(one)]
        if allowed and not self._proven:
            # The first one alone shows whether there is anybody, and what form he understands.
            self._finish(allowed[0], self._attempt(allowed[0], documents))
            allowed = allowed[1:]
        pool = ThreadPoolExecutor(self.endpoint.parallel)
        try:
            running: dict[Future[list[Named] | str], _Asked] = {
                pool.submit(self._attempt, one, documents): one for one in allowed
            }
            for future in as_completed(running):
                self._finish(running[future], future.result())
        except BaseException:
            self._client.stop()
            raise
        finally:
            pool.shutdown(cancel_futures=True)
        for one in asked:
            if one.errors is None:
                one.errors, one.reason = first[one.key].errors, first[one.key].reason

    def _may_ask(self, one: _Asked) -> bool:
        try:
            self._client.reserve()
        except OverBudget:
            one.reason = self._over_budget
            self.traffic.left += len(one.question.segments)
            self.traffic.left_requests += 1
            return False
        return True

    @property
    def _over_budget(self) -> str:
        return f"the budget of {self.endpoint.budget} requests is used up"

    def _attempt(self, one: _Asked, documents: Sequence[Document]) -> list[Named] | str:
        """The answer, or why there is none."""
        if self._down is not None:
            return _DOWN
        try:
            errors = self._errors(one.question, documents[one.owner])
        except OverBudget:
            return self._over_budget
        except Unreachable as error:
            self._give_up(str(error))
            return _DOWN
        except Unusable as error:
            with self._lock:
                self._fruitless += 1
                fruitless = self._fruitless >= _FRUITLESS
            if fruitless:
                self._give_up(f"{self.endpoint.address} gave no usable answer {_FRUITLESS} times "
                              f"in a row: {error}")  # fmt: skip
            return f"no usable answer: {error}"
        with self._lock:
            self._fruitless = 0
        return errors

    def _errors(self, question: Question, document: Document) -> list[Named]:
        """Asks; a question that is too long in halves. One request is reserved."""
        try:
            content = self._client.ask(question.messages(document), SCHEMA, len(question.segments))
            return read(content)
        except Overlong:
            if len(question.segments) == 1:
                raise
        first, second = question.halves()
        self._client.reserve()
        errors = self._errors(first, document)
        self._client.reserve()
        later = self._errors(second, document)
        moved = (msgspec.structs.replace(e, n=e.n + len(first.segments)) for e in later if e.n > 0)
        return [*errors, *moved]

    def _give_up(self, why: str) -> None:
        with self._lock:
            self._down = self._down or why

    def _finish(self, one: _Asked, answer: list[Named] | str) -> None:
        if isinstance(answer, str):
            one.reason = answer
            return
        self._proven = True
        one.errors = answer
        self._answers.put(one.key, answer)

    def _judgement(self, asked: Sequence[_Asked], document: Document, too_long: int) -> Judgement:
        found: dict[int, tuple[JudgedSpan, ...]] = {}
        left: Counter[str] = Counter()
        judged = dropped = 0
        for one in asked:
            if one.errors is None:
                left[one.reason] += len(one.question.segments)
                continue
            judged += len(one.question.segments)
            at, lost = spans(one.errors, one.question, document)
            found.update(at)
            dropped += lost
        complete = not left
        problem = None
        if self._down is not None and not self._told and left[_DOWN]:
            problem, self._told = self._down, True
        else:
            problem = next((why for why in left if why.startswith("no usable answer")), None)
        if too_long:
            left[_TOO_LONG] += too_long
        return Judgement(
            spans=found,
            judged=judged,
            left=dict(+left),
            dropped=dropped,
            problem=problem,
            complete=complete,
        )
