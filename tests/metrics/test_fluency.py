"""`fluency`: the encoder's estimate of a sentence as a probability."""

from __future__ import annotations

import numpy as np
import pytest

from mtqc.core.features import Reading
from mtqc.features.document import DocumentFeatures
from mtqc.features.lexicon import lexicon_for
from mtqc.metrics.fluency import Fluency
from mtqc.text.layout import cut


@pytest.mark.parametrize(
    ("text", "estimate", "expected"),
    [
        ("The museum opens on Friday.", 4.0, 0.982),
        ("Bread.", 0.0, 0.5),
        ("Bread.", -4.0, 0.018),
        ("Bread.", 1e9, 1.0),
        ("Bread.", -1e9, 0.0),
        ("!?", 4.0, None),
    ],
)
def test_probability(text: str, estimate: float, expected: float | None) -> None:
    document = cut("a", text, lang="en")
    count = len(text.split()) if expected is not None else 0
    reading = Reading(np.zeros(count, np.float32), ("NN",) * count, estimate)
    features = DocumentFeatures("en", lexicon_for("en"), None, readings=[reading])
    (value,) = Fluency().measure(document, features)
    assert value == (None if expected is None else pytest.approx(expected, abs=1e-3))
