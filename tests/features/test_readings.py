"""What the encoder's heads say of words and sentences: faithful, the same in any company."""

from __future__ import annotations

import json
import math
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.checks.garbled_sentence import GarbledSentence
from mtqc.checks.garbled_span import GarbledSpan
from mtqc.core.check import Needs
from mtqc.core.features import Reading, Vectors
from mtqc.core.reader import Raw
from mtqc.core.records import SegmentRecord
from mtqc.engine.finish import Finished
from mtqc.engine.plan import Plan
from mtqc.engine.store import Kept
from mtqc.engine.work import Task, Worker
from mtqc.features import windows
from mtqc.features.document import DocumentFeatures, encode_together
from mtqc.features.encoder import EmbeddedEncoder
from mtqc.features.lexicon import lexicon_for
from mtqc.features.windows import placed, starts, tokens_of
from mtqc.features.word_inputs import token_inputs
from mtqc.metrics.fluency import Fluency
from mtqc.readers import BUILTINS as READERS
from mtqc.text import garble
from mtqc.text.garble import SentenceTerms, Shipped, Threshold, Weights, WordTerms
from mtqc.text.layout import cut
from mtqc.text.words import words
from tests.features.tiny_reader import HEADS, LAYERS, TAGS, TEXTS, WIDTH, checkpoint, exported

LONG = " ".join(TEXTS * 12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> EmbeddedEncoder:
    return EmbeddedEncoder(folder)


BETWEEN = "encoder.layer.4.attention.input"


def read(encoder: EmbeddedEncoder, *texts: str) -> tuple[Vectors, list[Reading]]:
    return encoder.read(texts, [words(text) for text in texts])


def as_bytes(vector: Vectors, reading: Reading) -> tuple[Any, ...]:
    return vector.tobytes(), reading.garble.tobytes(), *reading[1:]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from mtqc.training.export_encoder import trained

    return trained(checkpoint(tmp_path_factory.mktemp("checkpoint")))


@pytest.fixture(scope="module")
def found(source: Any) -> dict[str, Any]:
    """The exact outputs for one text; its last hidden state, and what the fifth layer is given."""
    names = ["heads.input", BETWEEN, "sentence", "garble", "tags", "estimate", "assessment"]
    ((_, values),) = source.model(None).run(TEXTS[:1], names)
    return {name: value[0] for name, value in zip(names, values, strict=True)}


class TestGraph:
    """The exact graph does what the description of the checkpoint says."""

    def test_hidden_state_is_that_of_bert(self, source: Any, found: dict[str, Any]) -> None:
        torch = pytest.importorskip("torch")
        transformers = pytest.importorskip("transformers")
        from tokenizers import Tokenizer

        weights = {name: torch.from_numpy(value) for name, value in source.weights.items()}
        config = transformers.BertConfig(
            vocab_size=len(weights["embeddings.word_embeddings.weight"]), hidden_size=WIDTH,
            num_hidden_layers=LAYERS, num_attention_heads=HEADS, intermediate_size=64,
            max_position_embeddings=64,
        )  # fmt: skip
        bert = transformers.BertModel(config, add_pooling_layer=False).eval()
        bert.load_state_dict(weights, strict=False)
        encoding = Tokenizer.from_str(source.tokenizer).encode(TEXTS[0])
        told = token_inputs(encoding.offsets, words(TEXTS[0]), lexicon_for("en"))
        rows = (
            weights["embeddings.word_embeddings.weight"][encoding.ids]
            + weights["inputs.case.weight"][told.cases]
            + weights["inputs.rarity.weight"][told.rarities]
        )
        with torch.no_grad():
            expected = bert(inputs_embeds=rows[None]).last_hidden_state[0].numpy()
        np.testing.assert_allclose(found["heads.input"], expected, atol=2e-4)

    def test_heads_are_those_of_the_description(self, source: Any, found: dict[str, Any]) -> None:
        hidden = found["heads.input"]

        def dense(value: Any, name: str) -> Any:
            return value @ source.weights[f"{name}.weight"].T + source.weights[f"{name}.bias"]

        entered = dense(hidden, "word.dense")
        active = entered * (1 + np.vectorize(math.erf)(entered / math.sqrt(2))) / 2
        np.testing.assert_allclose(found["garble"], dense(active, "word.out")[:, 0], atol=1e-4)
        assert found["tags"].tolist() == dense(hidden, "tag").argmax(axis=1).tolist()
        for head, seen in (("estimate", hidden), ("assessment", found[BETWEEN])):
            both = np.concatenate([seen[0], seen.mean(axis=0)])
            rated = dense(np.tanh(dense(both, f"{head}.dense")), f"{head}.out")[0]
            assert found[head] == pytest.approx(rated, abs=1e-4)
        pooled = dense(hidden.mean(axis=0), "pool")
        np.testing.assert_allclose(found["sentence"], pooled / np.linalg.norm(pooled), atol=1e-5)

    def test_eight_bits_say_much_the_same(self, source: Any, folder: Path) -> None:
        from mtqc.training.export_encoder import load_ranges

        exact = source.model(None)
        ranges = load_ranges(folder.parent / source.ranges.name)
        small = source.model(ranges)
        assert (small.sentences(TEXTS) * exact.sentences(TEXTS)).sum(axis=1).min() > 0.97
        for one, other in zip(small.flat(TEXTS), exact.flat(TEXTS), strict=True):
            if one.dtype == np.float32:
                assert np.corrcoef(one, other)[0, 1] > 0.95
            else:
                assert (one == other).mean() > 0.7

    def test_export_needs_ranges(self, tmp_path: Path) -> None:
        from click.testing import CliRunner

        from mtqc.training.export_encoder import main

        arguments = ["--weights", str(checkpoint(tmp_path)), "--out", str(tmp_path / "out")]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 2
        assert "--calibrate" in result.output

    def test_export_refuses_tags_that_do_not_fit(self, tmp_path: Path) -> None:
        from mtqc.training.export_encoder import WrongWeights, trained

        (checkpoint(tmp_path) / "tags.json").write_text('["NN"]', encoding="utf-8")
        with pytest.raises(WrongWeights, match=r"tag\.weight should have 1 rows"):
            trained(tmp_path)


class TestReading:
    def test_has_a_logit_and_a_tag_for_each_word(self, encoder: EmbeddedEncoder) -> None:
        _, readings = read(encoder, *TEXTS)
        for text, reading in zip(TEXTS, readings, strict=True):
            assert reading.garble.shape == (len(words(text)),)
            assert reading.garble.dtype == np.float32
            assert len(reading.tags) == len(words(text))
            assert np.isfinite(reading.garble).all()
            assert set(reading.tags) <= set(TAGS)
            assert math.isfinite(reading.estimate)
            assert math.isfinite(reading.assessment)

    def test_a_word_has_the_logit_of_its_first_token(self, folder: Path) -> None:
        encoder = EmbeddedEncoder(folder)
        (reading,) = read(encoder, "zqx bread")[1]
        tokens = tokens_of("zqx bread", encoder._encoding, 64, (words("zqx bread"), _lexicon()))
        (logits,) = encoder._run([tokens], ["garble"])[0]
        # [CLS] z ##q ##x bread [SEP]
        assert reading.garble.tolist() == [logits[1], logits[4]]

    @given(st.permutations(range(len(TEXTS))), st.integers(1, len(TEXTS)))
    @settings(max_examples=15, deadline=None)
    def test_does_not_depend_on_its_company(
        self, encoder: EmbeddedEncoder, order: list[int], count: int
    ) -> None:
        texts = [*TEXTS[:-1], LONG]
        alone = {i: as_bytes(*(part[0] for part in read(encoder, texts[i]))) for i in order}
        chosen = order[:count]
        together = read(encoder, *(texts[i] for i in chosen))
        for number, vector, reading in zip(chosen, *together, strict=True):
            assert as_bytes(vector, reading) == alone[number]

    def test_a_text_has_one_vector_however_it_is_asked_for(self, encoder: EmbeddedEncoder) -> None:
        texts = [*TEXTS, LONG]
        assert encoder.encode(texts).tobytes() == read(encoder, *texts)[0].tobytes()

    def test_a_text_that_stands_twice(self, encoder: EmbeddedEncoder) -> None:
        vectors, readings = read(encoder, TEXTS[0], TEXTS[1], TEXTS[0])
        assert as_bytes(vectors[0], readings[0]) == as_bytes(vectors[2], readings[2])
        assert len(readings) == 3

    def test_the_network_is_told_of_case_and_rarity(self, encoder: EmbeddedEncoder) -> None:
        texts = ("the bakery bread", "the bakery Bread", "the bakery BREAD")
        tokens = {tuple(encoder._encoding(text).ids) for text in texts}
        logits = {reading.garble.tobytes() for reading in read(encoder, *texts)[1]}
        assert (len(tokens), len(logits)) == (1, 3)
        told = (words("zqx bread"), _lexicon())
        ((window,), _) = tokens_of("zqx bread", encoder._encoding, 64, told)
        assert 0 < window.rarities[1] < window.rarities[4]

    @pytest.mark.parametrize(
        "text", ["", " ", "\ud800 lone", "\u0301", "\u202e\u0000", "漢字 " * 90, "x" * 500]
    )
    def test_any_text_can_be_read(self, encoder: EmbeddedEncoder, text: str) -> None:
        vectors, (reading,) = read(encoder, text)
        assert np.isfinite(vectors).all()
        assert len(reading.garble) == len(reading.tags) == len(words(text))

    def test_travels_to_another_process(self, encoder: EmbeddedEncoder) -> None:
        twin = pickle.loads(pickle.dumps(encoder))
        one, other = (read(e, LONG) for e in (encoder, twin))
        assert as_bytes(one[0][0], one[1][0]) == as_bytes(other[0][0], other[1][0])

    def test_an_encoder_without_heads(self, folder: Path, tmp_path: Path) -> None:
        plain = Path(shutil.copytree(folder, tmp_path / "plain"))
        manifest = json.loads((plain / "manifest.json").read_text(encoding="utf-8"))
        del manifest["heads"]
        (plain / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        with pytest.raises(LookupError, match="no heads"):
            read(EmbeddedEncoder(plain), "The baker.")


def _lexicon() -> Any:
    return lexicon_for("en")


class TestWindows:
    @given(st.integers(5, 300), st.integers(1, 2000))
    def test_they_show_every_token_and_are_full(self, size: int, more: int) -> None:
        length = size + more
        begins = starts(length, size)
        assert begins == sorted(set(begins))
        shown = {at for begin in begins for at in range(begin, begin + size)}
        assert shown == set(range(length))

    @given(st.integers(5, 300), st.integers(1, 2000), st.data())
    def test_a_word_is_read_where_most_stands_around_it(
        self, size: int, more: int, data: st.DataObject
    ) -> None:
        length = size + more
        begins = starts(length, size)
        at = data.draw(st.integers(0, length - 1))
        window, place = divmod(placed(at, begins, size, length), size + 2)
        assert begins[window] + place - 1 == at

        def around(begin: int) -> int:
            left = at - begin if begin else length
            right = begin + size - 1 - at if begin + size < length else length
            return min(left, right)

        holding = [around(begin) for begin in begins if begin <= at < begin + size]
        assert around(begins[window]) == max(holding)

    def test_words_of_a_long_text_are_read_in_some_window(self, encoder: EmbeddedEncoder) -> None:
        _, (reading,) = read(encoder, LONG)
        assert len(encoder._encoding(LONG).ids) > 5 * 64
        assert np.isfinite(reading.garble).all()
        assert "" not in reading.tags

    def test_the_beginning_is_read_as_if_alone(self, encoder: EmbeddedEncoder) -> None:
        """Its windows hold the same tokens up to where the text is cut first."""
        tokens = tokens_of(LONG, encoder._encoding, 64, (words(LONG), _lexicon()))
        flat = [token for window in tokens.windows for token in window.ids]
        ids, offsets = encoder._encoding(LONG).ids, encoder._encoding(LONG).offsets
        first = {
            start: number for number, (start, end) in reversed(list(enumerate(offsets))) if end
        }
        for word, place in zip(words(LONG), tokens.places, strict=True):
            assert flat[place] == ids[first[word.start]]

    def test_a_huge_text_is_read_in_slices(
        self, encoder: EmbeddedEncoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(windows, "LONGEST", 5_000)
        text = " ".join([LONG] * 5)
        assert len(text) > 10_000
        _, (reading,) = read(encoder, text)
        seen = np.isfinite(reading.garble)
        assert 0.1 < seen.mean() < 0.6
        assert [tag != "" for tag in reading.tags] == seen.tolist()
        assert seen[:5].all()
        assert seen[-5:].all()


class TestDocument:
    TEXT = "The baker sold bread.\n\nThe bridge was closed, the ministry said.\n\nzqx"

    def features(self, encoder: EmbeddedEncoder | None, lang: str = "en") -> DocumentFeatures:
        return DocumentFeatures(lang, lexicon_for(lang), encoder)

    def test_has_a_reading_for_each_segment(self, encoder: EmbeddedEncoder) -> None:
        document = cut("a", self.TEXT, lang="en")
        features = self.features(encoder)
        assert features.has_readings
        for segment, reading in zip(document.segments, features.readings(document), strict=True):
            assert len(reading.tags) == len(features.words(segment))

    def test_vectors_and_readings_do_not_depend_on_who_asks(self, encoder: EmbeddedEncoder) -> None:
        texts = [self.TEXT, "Old bread.", LONG, "Das ist ein Haus.\n\nThe baker."]
        languages = ["en", "en-GB", "en", "de"]
        documents = [cut(str(n), text, lang=languages[n]) for n, text in enumerate(texts)]
        together = [self.features(encoder, lang) for lang in languages]
        encode_together(list(zip(documents, together, strict=True)))
        for document, known, lang in zip(documents, together, languages, strict=True):
            alone = self.features(encoder, lang)
            assert known.embeddings(document).tobytes() == alone.embeddings(document).tobytes()
            if lang != "de":
                for one, other in zip(
                    known.readings(document), alone.readings(document), strict=True
                ):
                    assert as_bytes(one.garble, one) == as_bytes(other.garble, other)

    def test_other_languages_have_none(self, encoder: EmbeddedEncoder) -> None:
        document = cut("a", "Das ist ein Haus.", lang="de")
        for features in (self.features(encoder, "de"), self.features(None)):
            assert not features.has_readings
            reason = Needs(readings=True).missing(document, features)
            assert reason == "needs the embedded encoder with its heads, and English"
            with pytest.raises(LookupError, match="readings"):
                features.readings(document)
        assert Needs(readings=True).missing(document, self.features(encoder)) is None

    def test_no_text_has_no_readings(self, encoder: EmbeddedEncoder) -> None:
        document = cut("a", "", lang="en")
        features = self.features(encoder)
        assert list(features.readings(document)) == []
        assert features.embeddings(document).shape == (0, WIDTH)


class TestRun:
    """What a worker makes of a batch."""

    @pytest.fixture
    def work(
        self, encoder: EmbeddedEncoder, monkeypatch: pytest.MonkeyPatch
    ) -> Callable[..., list[bytes]]:
        weights = Weights(
            version=1,
            usual=0.05,
            reach=1.0,
            word=WordTerms(intercept=0, logit=1, rest=0.5),
            sentence=SentenceTerms(intercept=0, estimate=0.2, words=0.1, rest=0.1),
            spans=(Threshold(1, -3.0),),
            sentences=(Threshold(0.5, -3.0),),
        )
        monkeypatch.setattr(garble, "shipped", lambda: Shipped(weights, "0" * 12))
        monkeypatch.setattr("mtqc.features.encoder.load", lambda name: encoder)
        plan = Plan(
            version="test",
            checks=(GarbledSpan(rate=1.0), GarbledSentence(rate=0.5)),
            metrics=(Fluency(),),
            readers=READERS,
        )

        def outcomes(*documents: str) -> list[bytes]:
            tasks = [
                Task(bytes([n]), Raw(name="a", reader="text", data=text.encode()))
                for n, text in enumerate(documents)
            ]
            kept = Worker(plan).work(tasks)
            assert all(isinstance(one, Kept) for one in kept)
            return [one.document for one in kept if isinstance(one, Kept)]

        return outcomes

    ENGLISH = " ".join(TEXTS[:4])
    GERMAN = "Der Bäcker hat am Morgen das Brot verkauft, und die Brücke war wieder geschlossen."

    def test_documents_do_not_know_their_company(self, work: Callable[..., list[bytes]]) -> None:
        texts = [self.ENGLISH, self.GERMAN, LONG, ""]
        assert work(*texts) == [work(text)[0] for text in texts]

    def test_english_has_a_fluency_and_flags(self, work: Callable[..., list[bytes]]) -> None:
        english, german = map(opened, work(self.ENGLISH, self.GERMAN))
        assert all(0 < record.scores["fluency"] < 1 for record in english)
        assert any(record.issues for record in english)
        assert not any(record.scores or record.issues for record in german)


def opened(kept: bytes) -> list[SegmentRecord]:
    data = zstandard.ZstdDecompressor().decompress(kept)
    lines = msgspec.msgpack.decode(data, type=Finished).segment_lines.splitlines()
    return [msgspec.json.decode(line, type=SegmentRecord) for line in lines]
