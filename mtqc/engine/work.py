"""What a worker does: bytes in, results out. The same function serves one process and many."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from mtqc.core.document import Document
from mtqc.core.features import Encoder, LanguageModel
from mtqc.core.judgement import Judgement
from mtqc.core.reader import Raw, UnreadableInput
from mtqc.core.records import UNREADABLE, ProblemRecord
from mtqc.engine.examine import Examiner
from mtqc.engine.finish import finish
from mtqc.engine.judging import Judge, told
from mtqc.engine.plan import Plan
from mtqc.engine.store import Kept, pack
from mtqc.features import encoder, language, language_model, lexicon
from mtqc.features.document import DocumentFeatures, encode_together
from mtqc.readers import parse


class Task(msgspec.Struct, frozen=True):
    """A document to examine and the key under which its result is kept."""

    key: bytes
    raw: Raw


class Failed(msgspec.Struct, frozen=True):
    """A document that gave no result, and why."""

    key: bytes
    problem: ProblemRecord


Outcome = Kept | Failed


class Worker:
    """Holds what is dear to load (encoder, dictionaries) over the documents of a process."""

    def __init__(self, plan: Plan, judge: Judge | None = None) -> None:
        self._plan = plan
        self._judge = judge
        self._lm: LanguageModel | None = language_model.load(plan.lm)
        self._examiner = Examiner(plan)
        self._encoder: Encoder | None = encoder.load(plan.encoder)

    def work(self, tasks: Sequence[Task]) -> list[Outcome]:
        """One outcome per task. Documents are read first and encoded together: full batches
        of sentences of one length cost a fifth less than each document's own."""
        outcomes: list[Outcome] = []
        read: list[tuple[Task, Document]] = []
        for task in tasks:
            try:
                read.append((task, parse(task.raw, self._plan.readers)))
            except UnreadableInput as error:
                outcomes.append(Failed(task.key, unreadable(task.raw.name, str(error))))
            except Exception as error:
                # Parsers of other projects meet hostile bytes here: what they raise is no bug of
                # the run, it is what the report says of this input.
                text = " ".join(str(error).split())[:200]
                message = f"can't be read: {type(error).__name__}: {text}"
                outcomes.append(Failed(task.key, unreadable(task.raw.name, message)))
        documents = [document for _, document in read]
        languages = [self._language(document) for document in documents]
        judgements = self._judgements(documents)
        features = [
            self._features(document, lang, judgement)
            for document, (lang, _), judgement in zip(documents, languages, judgements, strict=True)
        ]
        if self._encoder is not None:
            encode_together(list(zip(documents, features, strict=True)))
        for (task, document), known, (_, confidence), judgement in zip(
            read, features, languages, judgements, strict=True
        ):
            outcomes.append(self._examined(task, document, known, confidence, judgement))
        return outcomes

    def _language(self, document: Document) -> tuple[str, float]:
        known = self._plan.lang or document.lang
        return language.detect(document) if known is None else (known, 1.0)

    def _features(
        self, document: Document, lang: str, judgement: Judgement | None
    ) -> DocumentFeatures:
        return DocumentFeatures(
            lang,
            lexicon.lexicon_for(lang),
            self._encoder,
            self._source_lang(document),
            self._lm,
            judgement,
        )

    def _judgements(self, documents: Sequence[Document]) -> Sequence[Judgement | None]:
        return [None] * len(documents) if self._judge is None else self._judge.judge(documents)

    def _examined(
        self,
        task: Task,
        document: Document,
        features: DocumentFeatures,
        confidence: float,
        judgement: Judgement | None,
    ) -> Outcome:
        examined, facts = self._examiner.examine(document, features, confidence)
        if judgement is None:
            return pack(task.key, finish(examined, self._plan), facts)
        examined = told(examined, judgement, self._plan)
        return pack(
            task.key, finish(examined, self._plan), facts, provisional=not judgement.complete
        )

    def _source_lang(self, document: Document) -> str:
        known = self._plan.source_lang or document.source_lang
        return known or language.detect_source(document)


def unreadable(name: str, message: str) -> ProblemRecord:
    return ProblemRecord(document=name, kind=UNREADABLE, check=None, message=message)
