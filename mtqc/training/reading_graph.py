"""The encoder as an ONNX graph that also judges: its words, their parts of speech, its sentence."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import onnx
from onnx import TensorProto

from mtqc.training.bert_graph import MICROSOFT, BertGraph

CASES, RARITIES = "inputs.case.weight", "inputs.rarity.weight"
# What people think of a sentence is told better from here than from above, where words count.
_ASSESSED_LAYER = 4


def assessed_layer(layers: int) -> int:
    """After how many of the layers the head of the assessment looks."""
    return min(_ASSESSED_LAYER, layers)


class ReadingGraph(BertGraph):
    """BERT with two inputs more, and heads on its last hidden state.

    The heads that look at every token multiply eight bits as the layers do. Those that look at a
    sentence once stay float32: they cost nothing, and the sentence vector deserves its digits.
    """

    INPUTS: ClassVar[tuple[str, ...]] = ("input_ids", "case", "rarity")

    def _told(self, embedded: str) -> str:
        # One table of all pairs: a second look-up of rows as wide as the first costs more.
        cases, rarities = self._weights[CASES], self._weights[RARITIES]
        pairs = (cases[:, None] + rarities[None]).reshape(-1, cases.shape[1])
        width = self._constant("rarity_count", np.array([len(rarities)], np.int64))
        row = self._node("Mul", ["case", width], "case_row")
        pair = self._node("Add", [row, "rarity"], "pair")
        known = self._node("Gather", [self._constant("known_of_words", pairs), pair], "known")
        return self._node("Add", [embedded, known], "told")

    def _outputs(self, states: list[str]) -> list[onnx.ValueInfoProto]:
        """`sentence`, float32 (batch, dimension), rows of length 1; `garble`, float32 (batch,
        length), the logit of each token; `tags`, int64 (batch, length), the number of its part of
        speech; `estimate` and `assessment`, float32 (batch,), logits of the sentence, higher is
        better."""
        self._of_tokens(states[-1])
        self._node("Cast", ["length"], "count", to=TensorProto.FLOAT)
        mean, whole = self._whole(states[-1], "")
        pooled = self._float_dense(mean, "pool")
        self._node("LpNormalization", [pooled], "sentence", axis=-1, p=2)
        self._of_sentence(whole, "estimate")
        _, assessed = self._whole(states[assessed_layer(self._layers)], "assessed.")
        self._of_sentence(assessed, "assessment")
        return [
            self._output("sentence", "batch", self._dimension),
            self._output("garble", "batch", "length"),
            self._output("tags", "batch", "length", kind=TensorProto.INT64),
            self._output("estimate", "batch"),
            self._output("assessment", "batch"),
        ]

    def _whole(self, hidden: str, prefix: str) -> tuple[str, str]:
        """The mean of a text's hidden states, and the first of them beside it."""
        total = self._sum(hidden, prefix)
        mean = self._node("Div", [total, "count"], f"{prefix}mean")
        first = self._node("Gather", [hidden, "zero"], f"{prefix}first", axis=1)
        opening = self._node("Squeeze", [first, "one"], f"{prefix}opening")
        both = self._node("Concat", [opening, mean], f"{prefix}opening_and_mean", axis=1)
        return mean, both

    def _of_sentence(self, whole: str, head: str) -> None:
        bent = self._node("Tanh", [self._float_dense(whole, f"{head}.dense")], f"{head}.bent")
        self._node("Squeeze", [self._float_dense(bent, f"{head}.out"), "one"], head)

    def _of_tokens(self, hidden: str) -> None:
        entered, tagged = self._products(
            hidden, "heads.input", [(name, *self._dense(name)) for name in ("word.dense", "tag")]
        )
        active = self._node("Gelu", [entered], "word.gelu", domain=MICROSOFT)
        two = self._constant("two", np.array([2], np.int64))
        self._node("Squeeze", [self._float_dense(active, "word.out"), two], "garble")
        self._node("ArgMax", [tagged], "tags", axis=-1, keepdims=0)

    def _float_dense(self, value: str, name: str) -> str:
        matrix, bias = self._dense(name)
        product = self._node(
            "MatMul", [value, self._constant(f"{name}.matrix", matrix)], f"{name}.product"
        )
        return self._node("Add", [product, self._constant(f"{name}.bias", bias)], f"{name}.sum")
