"""Surprisal: right to the bit for both kinds of model, whole for texts of any length."""

from __future__ import annotations

import importlib.util
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if importlib.util.find_spec("transformers") is None:
    pytest.skip("transformers is not installed", allow_module_level=True)

from mtqc.checks.surprising_word import SurprisingWord
from mtqc.config import made
from mtqc.core.check import Flags, Keeps
from mtqc.core.document import Document
from mtqc.core.errors import MissingExtra, UsageError
from mtqc.core.issue import sealed
from mtqc.engine import score
from mtqc.features.document import DocumentFeatures
from mtqc.features.language_model import HubLanguageModel, load, over_document, signature_of
from mtqc.features.lexicon import lexicon_for
from mtqc.metrics.surprise import Surprise
from mtqc.run import check_text, plan_of, settings_of
from mtqc.text.layout import cut, joined
from mtqc.text.words import words
from tests.features import tiny_models

TEXT = (
    "The harbour master counted the boats before the storm reached the coast. "
    "Every skipper had moored his boat with two ropes, and the pier was empty. "
    "“We have seen worse,” said Mr. O'Neill, who didn't look up from his nets."
)
KEEPS = [e.text for e in SurprisingWord.examples if isinstance(e, Keeps)]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.masked(tmp_path_factory.mktemp("masked"), [TEXT])


@pytest.fixture(scope="module")
def causal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.causal(tmp_path_factory.mktemp("causal"), [TEXT])


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows the text of the examples by heart."""
    folder = tiny_models.causal(tmp_path_factory.mktemp("reader"), [str(KEEPS[0])])
    return tiny_models.taught(folder, [str(KEEPS[0])], 200)


def spans(text: str) -> list[tuple[int, int]]:
    return [(w.start, w.end) for w in words(text)]


def bits(log_probabilities: Any, ids: list[int]) -> float:
    return -sum(float(row[i]) for row, i in zip(log_probabilities, ids, strict=True)) / np.log(2)


class TestCausal:
    def test_a_word_costs_the_sum_of_its_pieces(self, causal: Path) -> None:
        import torch

        model = HubLanguageModel(str(causal))
        text = "The skipper moored xylophones."
        got = model.surprise(text, spans(text))
        tokenizer, network = model._tokenizer, model._model
        ids = tokenizer(text)["input_ids"]
        with torch.inference_mode():
            logits = network(torch.tensor([[0, *ids]])).logits[0].log_softmax(-1)
        assert len(ids) > 8
        assert sum(got.tolist()) == pytest.approx(bits(logits[:-2], ids[:-1]), rel=1e-4)
        first = len(tokenizer("The")["input_ids"])
        assert float(got[0]) == pytest.approx(bits(logits[:first], ids[:first]), rel=1e-4)

    def test_windows_leave_nothing_out(self, causal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        text = " ".join([TEXT] * 4)
        whole = HubLanguageModel(str(causal)).surprise(text, spans(text))
        monkeypatch.setattr("mtqc.features.language_model._WINDOW", 41)
        model = HubLanguageModel(str(causal))
        cut_up = model.surprise(text, spans(text))
        assert np.isfinite(whole).all()
        assert np.isfinite(cut_up).all()
        assert len(model._tokenizer(text)["input_ids"]) > 160
        np.testing.assert_allclose(cut_up[:5], whole[:5], rtol=1e-4)
        assert np.abs(cut_up - whole).mean() < 0.5

    def test_each_window_begins_in_the_middle_of_the_last(
        self, causal: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("mtqc.features.language_model._WINDOW", 21)
        model = HubLanguageModel(str(causal))
        seen: list[int] = []
        ids = model._tokenizer(TEXT)["input_ids"]
        real = model._costs

        def costs(window: np.ndarray) -> np.ndarray:
            seen.append(len(window))
            return real(window)

        model._costs = costs  # type: ignore[method-assign]
        model.surprise(TEXT, spans(TEXT))
        assert seen[:-1] == [21] * (len(seen) - 1)
        assert len(seen) == -(-(len(ids) - 20) // 10) + 1

    def test_without_a_token_for_the_beginning_the_first_word_has_none(self, causal: Path) -> None:
        model = HubLanguageModel(str(causal))
        model._tokenizer.bos_token = None
        got = model.surprise("The pier was empty", spans("The pier was empty"))
        assert np.isnan(got[0])
        assert np.isfinite(got[1:]).all()
        assert np.isnan(model.surprise("I", [(0, 1)])).all()


class TestMasked:
    def test_a_word_is_masked_as_a_whole(self, masked: Path) -> None:
        import torch

        model = HubLanguageModel(str(masked))
        text = "The xyz moored the boat."
        got = model.surprise(text, spans(text))
        tokenizer, network = model._tokenizer, model._model
        ids = tokenizer(text)["input_ids"]
        pieces = tokenizer("xyz", add_special_tokens=False)["input_ids"]
        assert len(pieces) == 3
        hidden = [*ids[:2], *[tokenizer.mask_token_id] * 3, *ids[5:]]
        with torch.inference_mode():
            logits = network(torch.tensor([hidden])).logits[0].log_softmax(-1)
        assert float(got[1]) == pytest.approx(bits(logits[2:5], pieces), rel=1e-4)

    def test_long_texts_get_a_window_around_each_word(self, masked: Path) -> None:
        model = HubLanguageModel(str(masked))
        text = " ".join([TEXT] * 5)
        assert len(model._tokenizer(text, verbose=False)["input_ids"]) > 3 * model._window
        got = model.surprise(text, spans(text))
        assert np.isfinite(got).all()
        alone = model.surprise(TEXT[:73], spans(TEXT[:73]))
        assert np.isfinite(alone).all()

    def test_batches_do_not_show(self, masked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        model = HubLanguageModel(str(masked))
        together = model.surprise(TEXT, spans(TEXT))
        monkeypatch.setattr("mtqc.features.language_model._LOGITS", 1)
        np.testing.assert_allclose(model.surprise(TEXT, spans(TEXT)), together, rtol=1e-4)

    def test_a_word_that_is_none_has_none(self, masked: Path) -> None:
        text = "x" * 70 + " moored the boat"
        got = HubLanguageModel(str(masked)).surprise(text, spans(text))
        assert np.isnan(got[0])
        assert np.isfinite(got[1:]).all()


@pytest.mark.parametrize("kind", ["masked", "causal"])
@pytest.mark.parametrize(
    "text",
    ["", " ", "?!", "\ud800 lone", "漢字 かな", "a\u0000b c", "e\u0301te\u0301", "x" * 3000,
     "Ünïcödé 😀 wörds", "\u202eabc"],
)  # fmt: skip
def test_any_text(kind: str, text: str, request: pytest.FixtureRequest) -> None:
    model = HubLanguageModel(str(request.getfixturevalue(kind)))
    got = model.surprise(text, spans(text))
    assert got.shape == (len(spans(text)),)
    assert got.dtype == np.float32
    assert (got[np.isfinite(got)] >= 0).all()


@pytest.mark.parametrize("kind", ["masked", "causal"])
def test_over_a_document(kind: str, request: pytest.FixtureRequest) -> None:
    model = HubLanguageModel(str(request.getfixturevalue(kind)))
    document = cut("d", TEXT, lang="en")
    found = over_document(model, document, lambda s: words(s.text))
    assert [len(f) for f in found] == [len(words(s.text)) for s in document.segments]
    np.testing.assert_allclose(
        np.concatenate(found),
        model.surprise(
            document.text,
            [
                (s.start + w.start, s.start + w.end)
                for s in document.segments
                for w in words(s.text)
            ],
        ),
    )
    assert over_document(model, cut("d", "", lang="en"), lambda s: words(s.text)) == []


def test_units_of_a_catalogue_are_seen_alone(causal: Path) -> None:
    model = HubLanguageModel(str(causal))
    parts = [{"text": "The pier was empty"}, {"text": "The coast was empty"}]
    first, second = over_document(model, joined("d", parts, running=False), lambda s: words(s.text))
    turned = joined("d", parts[::-1], running=False)
    np.testing.assert_array_equal(first, over_document(model, turned, lambda s: words(s.text))[1])
    assert len(first) == len(second) == 4


class TestLoading:
    def test_signatures_tell_weights_and_kinds_apart(
        self, masked: Path, causal: Path, reader: Path
    ) -> None:
        found = {signature_of(str(path)) for path in (masked, causal, reader)}
        assert len(found) == 3
        assert {str(s).rpartition("/")[2] for s in found} == {"masked", "causal"}
        assert signature_of(None) is None
        assert HubLanguageModel(str(causal)).signature == signature_of(str(causal))

    def test_travels_to_another_process(self, causal: Path) -> None:
        twin = pickle.loads(pickle.dumps(HubLanguageModel(str(causal))))
        again = HubLanguageModel(str(causal)).surprise(TEXT, spans(TEXT))
        assert twin.surprise(TEXT, spans(TEXT)).tobytes() == again.tobytes()

    def test_missing_package_names_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "transformers", None)
        with pytest.raises(MissingExtra, match=r"pip install 'mtqc\[encoders\]'"):
            load("some/model")

    def test_unknown_name_without_network(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unreachable(name: str) -> None:
            raise OSError("no route to host\nat line 7")

        monkeypatch.setattr("mtqc.features.hub._ask", unreachable)
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        with pytest.raises(UsageError, match="nor to be had from the hub") as raised:
            load("nobody/no-such-model")
        assert str(raised.value).endswith("(no route to host)")

    def test_a_folder_that_holds_no_model(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="is no language model") as raised:
            load(str(tmp_path))
        assert "\n" not in str(raised.value)

    def test_an_encoder_has_nothing_to_foresee_words_with(
        self, masked: Path, tmp_path: Path
    ) -> None:
        import transformers

        model = transformers.BertModel.from_pretrained(masked)
        model.save_pretrained(tmp_path)
        transformers.AutoTokenizer.from_pretrained(masked).save_pretrained(tmp_path)
        with pytest.raises(UsageError, match="neither a masked nor a causal"):
            load(str(tmp_path))
        config = (tmp_path / "config.json").read_text(encoding="utf-8")
        claimed = config.replace('"BertModel"', '"BertForMaskedLM"')
        (tmp_path / "config.json").write_text(claimed, encoding="utf-8")
        with pytest.raises(UsageError, match="for --encoder") as raised:
            load(str(tmp_path))
        assert "\n" not in str(raised.value)

    def test_a_tokenizer_without_a_mask(self, masked: Path, causal: Path, tmp_path: Path) -> None:
        import transformers

        transformers.BertForMaskedLM.from_pretrained(masked).save_pretrained(tmp_path)
        transformers.AutoTokenizer.from_pretrained(causal).save_pretrained(tmp_path)
        with pytest.raises(UsageError, match="no mask"):
            load(str(tmp_path))


def features(document: Document, model: Any) -> DocumentFeatures:
    return DocumentFeatures("en", lexicon_for("en"), None, language_model=model)


class TestMetric:
    def test_mean_bits_of_a_sentence(self, causal: Path) -> None:
        document = joined("d", [{"text": TEXT}, {"text": "…"}], lang="en", running=False)
        model = HubLanguageModel(str(causal))
        value, nothing = Surprise().measure(document, features(document, model))
        assert nothing is None
        assert value == pytest.approx(model.surprise(TEXT, spans(TEXT)).mean(), rel=1e-5)

    def test_only_more_than_the_bound_costs_anything(self) -> None:
        term = score.coefficients().metrics["surprise"]
        assert score.sentence_score([], {"surprise": term.bound}) == 100.0
        assert score.sentence_score([], {"surprise": term.bound + 4}) < 90.0


class TestCheck:
    @pytest.mark.parametrize("example", SurprisingWord.examples)
    def test_examples(self, example: Flags | Keeps, reader: Path) -> None:
        assert isinstance(example.text, str)
        check = made(SurprisingWord, example.options)
        assert isinstance(check, SurprisingWord)
        document = cut("d", example.text, lang="en")
        found = check.check(document, features(document, load(str(reader))))
        wanted = list(example.at) if isinstance(example, Flags) else []
        assert [sealed(issue, s.text).text for s, issue in found] == wanted

    @pytest.mark.parametrize("word", ["Staircase", "stairs-case", "sta1rcase", "qxv", "oak"])
    def test_names_short_words_and_no_words_are_left_alone(self, word: str, reader: Path) -> None:
        text = str(KEEPS[0]).replace("loaves", word)
        document = cut("d", text, lang="en")
        assert not list(SurprisingWord().check(document, features(document, load(str(reader)))))

    def test_a_word_that_recurs_is_the_article_s_own(self, reader: Path) -> None:
        text = str(KEEPS[0]).replace("loaves", "staircase").replace("cakes", "staircase")
        document = cut("d", text, lang="en")
        assert not list(SurprisingWord().check(document, features(document, load(str(reader)))))

    def test_options(self, reader: Path) -> None:
        text = str(KEEPS[0]).replace("loaves", "staircase")
        document = cut("d", text, lang="en")
        known = features(document, load(str(reader)))
        for options in ({"threshold": 99.0}, {"excess": 99.0}, {"min_words": 500}):
            assert not list(SurprisingWord(**options).check(document, known))


class TestRun:
    def test_everything_enters_the_report(self, reader: Path) -> None:
        text = str(KEEPS[0]).replace("loaves", "staircase")
        plain = check_text(text, lang="en", encoder="none")
        run = check_text(text, lang="en", encoder="none", lm=str(reader))
        assert run.report.run.models["lm"] == signature_of(str(reader))
        assert run.report.run.config["lm"] == str(reader)
        assert all("surprise" in s.scores for s in run)
        assert not any("surprise" in s.scores for s in plain)
        found = [i for s in run for i in s.issues if i.check == "surprising-word"]
        assert [i.text for i in found] == ["staircase"]
        for without, given in zip(plain, run, strict=True):
            assert given.score <= without.score
            assert "surprise" in given.scores

    def test_without_a_model_it_is_skipped_with_the_reason(self) -> None:
        run = check_text(TEXT, lang="en", encoder="none")
        (entry,) = run.documents()
        (reason,) = [s.reason for s in entry.skipped if "surprising-word" in s.checks]
        assert "--lm" in reason
        assert set(run.report.run.models) == {"encoder"}

    def test_another_model_is_another_key_in_the_cache(self, causal: Path, reader: Path) -> None:
        settings = [{}, {"lm": str(causal)}, {"lm": str(reader)}]
        plans = [plan_of(settings_of({"encoder": "none", **s})) for s in settings]
        assert len({plan.signature() for plan in plans}) == 3

    def test_fast_means_no_model(self, causal: Path) -> None:
        plan = plan_of(settings_of({"fast": True, "lm": str(causal)}))
        assert (plan.lm, plan.lm_signature) == (None, None)
