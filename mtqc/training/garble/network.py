"""The encoder with its heads, in torch; tensors are named as `training.export_encoder` wants."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from mtqc.features.word_inputs import CASES, RARITIES
from mtqc.training.reading_graph import assessed_layer

# Neurons of a head, and of the assessment's, for which the 25 MB of the model leave no more.
_HEAD, _ASSESSMENT = 128, 64


class Shape(NamedTuple):
    """How many of the published layers there are, and whether the case of words is told."""

    layers: int = 6
    cased: bool = True


class Outputs(NamedTuple):
    """Logits `words` (batch, length), `estimate` and `assessment` (batch,) and `tags` (batch,
    length, kinds); `vectors` (batch, 384) of length one."""

    words: Tensor
    estimate: Tensor
    assessment: Tensor
    tags: Tensor
    vectors: Tensor


class Trunk(NamedTuple):
    """The last hidden states, (batch, length, 384); and of each text the first of them beside
    their mean, (batch, 768): of the last layer, and of the one that the assessment looks at."""

    hidden: Tensor
    whole: Tensor
    assessed: Tensor


WHOLE = Shape()


class Network(nn.Module):
    """all-MiniLM-L6-v2 with case and rarity at its input and five heads."""

    def __init__(self, folder: Path, tags: int, shape: Shape = WHOLE, dropout: float = 0.1) -> None:
        """`folder` holds the published model in the Hugging Face layout."""
        super().__init__()
        from transformers import AutoConfig, AutoModel

        self._shape = shape
        config = AutoConfig.from_pretrained(
            folder,
            num_hidden_layers=shape.layers,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.encoder: Any = AutoModel.from_pretrained(
            folder, config=config, attn_implementation="sdpa", add_pooling_layer=False
        )
        self.size = size = int(config.hidden_size)
        self.dropout = nn.Dropout(dropout)
        self.inputs = nn.ModuleDict({"case": _table(CASES, size), "rarity": _table(RARITIES, size)})
        self.word = _head(size, _HEAD)
        self.estimate = _head(2 * size, _HEAD)
        self.assessment = _head(2 * size, _ASSESSMENT)
        self.tag = nn.Linear(size, tags)
        self.pool = nn.Linear(size, size)
        nn.init.eye_(self.pool.weight)
        nn.init.zeros_(self.pool.bias)

    def forward(self, ids: Tensor, mask: Tensor, cases: Tensor, rarities: Tensor) -> Outputs:
        """All of shape (batch, length), int64; `mask` is 0 where there is only padding."""
        trunk = self.trunk(ids, mask, cases, rarities)
        inner = functional.gelu(self.word["dense"](self.dropout(trunk.hidden)))
        mean = trunk.whole[:, self.size :]
        return Outputs(
            self.word["out"](self.dropout(inner)).squeeze(-1),
            self.rate(self.estimate, trunk.whole),
            self.rate(self.assessment, trunk.assessed),
            self.tag(trunk.hidden),
            functional.normalize(self.pool(mean), dim=-1),
        )

    def trunk(self, ids: Tensor, mask: Tensor, cases: Tensor, rarities: Tensor) -> Trunk:
        """What the heads look at."""
        if not self._shape.cased:
            cases = torch.zeros_like(cases)
        embedded = self.encoder.embeddings.word_embeddings(ids)
        embedded = embedded + self.inputs["case"](cases) + self.inputs["rarity"](rarities)
        found = self.encoder(inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True)
        assessed = found.hidden_states[assessed_layer(self._shape.layers)]
        hidden = found.last_hidden_state
        return Trunk(hidden, _whole(hidden, mask), _whole(assessed, mask))

    def rate(self, head: Any, whole: Tensor) -> Tensor:
        """The logit of each text's being good, by `estimate` or `assessment`."""
        inner = torch.tanh(head["dense"](self.dropout(whole)))
        rated: Tensor = head["out"](self.dropout(inner))
        return rated.squeeze(-1)

    def save(self, folder: Path) -> None:
        """`weights.safetensors`, float32, and `config.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        save_file(exported(self.state_dict()), folder / "weights.safetensors")
        self.encoder.config.to_json_file(folder / "config.json")

    def load(self, folder: Path) -> None:
        """What `save` wrote."""
        stored = load_file(folder / "weights.safetensors")
        own = {_exported_name(name): name for name in self.state_dict()}
        self.load_state_dict({own[n]: t for n, t in stored.items() if n in own}, strict=False)


def _whole(hidden: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    mean = (hidden * weights).sum(1) / weights.sum(1)
    return torch.cat([hidden[:, 0], mean], -1)


def exported(state: dict[str, Tensor]) -> dict[str, Tensor]:
    return {_exported_name(n): t.float().contiguous().clone() for n, t in state.items()}


def _exported_name(name: str) -> str:
    return name.removeprefix("encoder.")


def _table(rows: int, size: int) -> nn.Embedding:
    table = nn.Embedding(rows, size, padding_idx=0)
    nn.init.zeros_(table.weight)
    return table


def _head(size: int, inner: int) -> nn.ModuleDict:
    return nn.ModuleDict({"dense": nn.Linear(size, inner), "out": nn.Linear(inner, 1)})
