"""A BERT encoder as an ONNX graph, in float32 or with static int8 matrix products.

The graph is written node by node rather than traced, for three reasons: the export needs no
torch; activations are quantised with fixed ranges, so that a sentence's vector does not depend
on its batch (dynamic quantisation takes its range from the whole batch); and the residual
stream can be kept in float32 while every matrix product reads eight bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[Any]
# What each channel of a matrix product's input was seen to reach: lowest and highest, (channels,).
Ranges = Mapping[str, tuple[Array, Array]]

OPSET = 17
MICROSOFT = "com.microsoft"
LAYER_NORM_EPSILON = 1e-12
# Seven bits: on CPUs without VNNI two products of 8-bit numbers overflow 16 bits.
WEIGHT_LIMIT = 63
# How much of the activations' unevenness goes into the weights (SmoothQuant, arXiv:2211.10438).
SMOOTHING = 0.65
# Neurons with rare large outputs get a product of their own, lest all others share their range.
LOUD_NEURONS = 32


class BertGraph:
    """Builds one model out of the tensors of a BERT `state_dict`.

    `ranges` maps the inputs of the matrix products (`probes()`) to the values they take;
    without it the graph stays float32 and gives these inputs as further outputs.
    """

    INPUTS: ClassVar[tuple[str, ...]] = ("input_ids",)

    def __init__(
        self, weights: Mapping[str, Array], *, heads: int, layers: int, ranges: Ranges | None
    ) -> None:
        self._weights = weights
        self._heads = heads
        self._layers = layers
        self._ranges = ranges
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []
        self._probes: list[str] = []

    def build(self) -> onnx.ModelProto:
        """Input `input_ids`, int64 (batch, tokens): texts of one length, none is padded.

        Outputs `sentence`, float32 (batch, dimension), rows of length 1, and `tokens`,
        float32 (batch, tokens, dimension), the last hidden state.
        """
        states = [self._embeddings()]
        for number in range(self._layers):
            states.append(self._layer(states[-1], number))
        outputs = self._outputs(states)
        if self._ranges is None:
            outputs += [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * 3)
                for name in self._probes
            ]
        graph = helper.make_graph(
            self._nodes,
            "sentence-encoder",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
                for name in self.INPUTS
            ],
            outputs,
            self._initializers,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
            producer_name="mtqc",
            ir_version=8,
        )
        onnx.checker.check_model(model)
        return model

    def _outputs(self, states: list[str]) -> list[onnx.ValueInfoProto]:
        """`states` are the embeddings and what each layer makes of them."""
        self._node("Identity", [states[-1]], "tokens")
        pooled = self._sum("tokens")
        self._node("LpNormalization", [pooled], "sentence", axis=-1, p=2)
        return [
            self._output("sentence", "batch", self._dimension),
            self._output("tokens", "batch", "length", self._dimension),
        ]

    @property
    def _dimension(self) -> int:
        return int(self._weights["embeddings.LayerNorm.weight"].shape[0])

    def _output(
        self, name: str, *shape: str | int, kind: int = TensorProto.FLOAT
    ) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    def _constant(self, name: str, value: Array) -> str:
        self._initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _node(self, op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        domain = attributes.pop("domain", "")
        self._nodes.append(
            helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes)
        )
        return output

    def _embeddings(self) -> str:
        words = self._weights["embeddings.word_embeddings.weight"]
        # All tokens are of the first type: that row can stand in the positions.
        positions = (
            self._weights["embeddings.position_embeddings.weight"]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        if self._ranges is None:
            looked_up = self._node(
                "Gather", [self._constant("words", words), "input_ids"], "embedded"
            )
        else:
            scale = np.abs(words).max(axis=1, keepdims=True) / 127
            table = np.rint(words / scale).astype(np.int8)
            rows = self._node("Gather", [self._constant("words", table), "input_ids"], "rows")
            scales = self._node(
                "Gather",
                [self._constant("word_scales", scale.astype(np.float32)), "input_ids"],
                "row_scales",
            )
            wide = self._node("Cast", [rows], "rows_float", to=TensorProto.FLOAT)
            looked_up = self._node("Mul", [wide, scales], "embedded")
        length = self._length()
        zero = self._constant("zero", np.zeros(1, np.int64))
        place = self._node(
            "Slice", [self._constant("positions", positions), zero, length, zero], "places"
        )
        return self._layer_norm(self._told(looked_up), place, "embeddings.LayerNorm")

    def _length(self) -> str:
        """The number of tokens; beside it `ones`, a row of as many."""
        length = self._node("Shape", ["input_ids"], "length", start=1, end=2)
        one = self._constant("one", np.ones(1, np.int64))
        row = self._node("Concat", [one, length], "row_shape", axis=0)
        unit = numpy_helper.from_array(np.ones(1, np.float32))
        self._node("ConstantOfShape", [row], "ones", value=unit)
        return length

    def _told(self, embedded: str) -> str:
        """The tokens' rows together with what else is known of them."""
        return embedded

    def _layer(self, hidden: str, number: int) -> str:
        prefix = f"encoder.layer.{number}"
        attention = f"{prefix}.attention"
        names = [f"{attention}.self.{part}" for part in ("query", "key", "value")]
        projected = self._products(
            hidden, f"{attention}.input", [(name, *self._dense(name)) for name in names]
        )
        context = self._node(
            "MultiHeadAttention",
            projected,
            f"{attention}.context",
            domain=MICROSOFT,
            num_heads=self._heads,
        )
        name = f"{attention}.output.dense"
        (mixed,) = self._products(context, f"{attention}.mixed", [(name, *self._dense(name))])
        hidden = self._layer_norm(mixed, hidden, f"{attention}.output.LayerNorm")
        return self._layer_norm(
            self._feed_forward(hidden, prefix), hidden, f"{prefix}.output.LayerNorm"
        )

    def _feed_forward(self, hidden: str, prefix: str) -> str:
        inner, inner_bias = self._dense(f"{prefix}.intermediate.dense")
        outer, outer_bias = self._dense(f"{prefix}.output.dense")
        probe = f"{prefix}.active"
        groups = {"": np.arange(outer.shape[0])}
        if self._ranges is not None:
            order = np.argsort(-self._ranges[probe][1], kind="stable")
            groups = {
                ".quiet": np.sort(order[LOUD_NEURONS:]),
                ".loud": np.sort(order[:LOUD_NEURONS]),
            }
        entered = self._products(
            hidden,
            f"{prefix}.hidden",
            [
                (f"{prefix}.intermediate{suffix}", inner[:, chosen], inner_bias[chosen])
                for suffix, chosen in groups.items()
            ],
        )
        total = ""
        for (suffix, chosen), value in zip(groups.items(), entered, strict=True):
            active = self._node("Gelu", [value], f"{prefix}.gelu{suffix}", domain=MICROSOFT)
            bias = np.zeros_like(outer_bias) if total else outer_bias
            (part,) = self._products(
                active,
                f"{probe}{suffix}",
                [(f"{prefix}.outer{suffix}", outer[chosen], bias)],
                self._range(probe, chosen),
                smooth=False,
            )
            total = self._node("Add", [total, part], f"{prefix}.both") if total else part
        return total

    def _dense(self, name: str) -> tuple[Array, Array]:
        return self._weights[f"{name}.weight"].T, self._weights[f"{name}.bias"]

    def _range(self, probe: str, chosen: Array | None = None) -> tuple[Array, Array] | None:
        if self._ranges is None:
            return None
        low, high = self._ranges[probe]
        return (low, high) if chosen is None else (low[chosen], high[chosen])

    def _layer_norm(self, value: str, residual: str, name: str) -> str:
        # ONNX Runtime's fused SkipLayerNormalization is five times slower than these two.
        return self._node(
            "LayerNormalization",
            [
                self._node("Add", [value, residual], f"{name}.sum"),
                self._constant(f"{name}.weight", self._weights[f"{name}.weight"]),
                self._constant(f"{name}.bias", self._weights[f"{name}.bias"]),
            ],
            f"{name}.out",
            axis=-1,
            epsilon=LAYER_NORM_EPSILON,
        )

    def _products(
        self,
        value: str,
        probe: str,
        dense: list[tuple[str, Array, Array]],
        seen: tuple[Array, Array] | None = None,
        *,
        smooth: bool = True,
    ) -> list[str]:
        """`value` times each matrix plus its bias: name, (inputs, outputs), (outputs,)."""
        if self._ranges is None:
            self._probes.append(self._node("Identity", [value], probe))
            return [
                self._node(
                    "Add",
                    [
                        self._node("MatMul", [value, self._constant(f"{name}.matrix", m)], name),
                        self._constant(f"{name}.bias", bias),
                    ],
                    f"{name}.sum",
                )
                for name, m, bias in dense
            ]
        low, high = seen or self._ranges[probe]
        if smooth:
            reach = np.maximum(np.maximum(np.abs(low), np.abs(high)), 1e-4)
            weight = np.abs(np.concatenate([m for _, m, _ in dense], axis=1)).max(axis=1)
            factor = reach**SMOOTHING / weight ** (1 - SMOOTHING)
            factor = (factor / factor.mean()).astype(np.float32)
            low, high = low / factor, high / factor
            dense = [(name, m * factor[:, None], bias) for name, m, bias in dense]
            value = self._node(
                "Mul", [value, self._constant(f"{probe}.smooth", 1 / factor)], f"{probe}.smoothed"
            )
        bottom, top = min(float(low.min()), 0.0), max(float(high.max()), 0.0)
        step = (top - bottom) / 255
        scale = self._constant(f"{probe}.scale", np.array(step, np.float32))
        zero = self._constant(f"{probe}.zero", np.array(round(-bottom / step), np.uint8))
        quantized = self._node("QuantizeLinear", [value, scale, zero], probe)
        return [self._product((quantized, scale, zero), *one) for one in dense]

    def _product(
        self, quantized: tuple[str, str, str], name: str, matrix: Array, bias: Array
    ) -> str:
        value, scale, zero = quantized
        steps = np.abs(matrix).max(axis=0) / WEIGHT_LIMIT
        return self._node(
            "MatMulIntegerToFloat",
            [
                value,
                self._constant(f"{name}.matrix", np.rint(matrix / steps).astype(np.int8)),
                scale,
                self._constant(f"{name}.steps", steps.astype(np.float32)),
                zero,
                self._constant(f"{name}.zero", np.zeros(steps.shape[0], np.int8)),
                self._constant(f"{name}.bias", bias),
            ],
            f"{name}.product",
            domain=MICROSOFT,
        )

    def _sum(self, hidden: str, prefix: str = "") -> str:
        # The sum over tokens, as a product with ones: ReduceSum adds up in an order that depends
        # on the batch. The divisor falls out when the row is scaled to length one.
        total = self._node("MatMul", ["ones", hidden], f"{prefix}total")
        return self._node("Squeeze", [total, "one"], f"{prefix}pooled")
