"""The encoder with its heads, in torch; tensors are named as `training.export_encoder` wants."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from mtqc.features.word_inputs import CASES, RARITIES

_HEAD = 128


class Shape(NamedTuple):
    """How many of the published layers there are, and whether the case of words is told."""

    layers: int = 6
    cased: bool = True


class Outputs(NamedTuple):
    """Logits `words` (batch, length), `estimate` (batch,) and `tags` (batch, length, kinds);
    `vectors` (batch, 384) of length one."""

    words: Tensor
    estimate: Tensor
    tags: Tensor
    vectors: Tensor


WHOLE = Shape()


class Network(nn.Module):
    """all-MiniLM-L6-v2 with case and rarity at its input and four heads."""

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
        self.word = _head(size, 1)
        self.estimate = _head(2 * size, 1)
        self.tag = nn.Linear(size, tags)
        self.pool = nn.Linear(size, size)
        nn.init.eye_(self.pool.weight)
        nn.init.zeros_(self.pool.bias)

    def forward(self, ids: Tensor, mask: Tensor, cases: Tensor, rarities: Tensor) -> Outputs:
        """All of shape (batch, length), int64; `mask` is 0 where there is only padding."""
        hidden, whole = self.trunk(ids, mask, cases, rarities)
        words = self.word["out"](
            self.dropout(functional.gelu(self.word["dense"](self.dropout(hidden))))
        )
        vectors = functional.normalize(self.pool(whole[:, hidden.shape[-1] :]), dim=-1)
        return Outputs(words.squeeze(-1), self.rate(whole), self.tag(hidden), vectors)

    def trunk(
        self, ids: Tensor, mask: Tensor, cases: Tensor, rarities: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The last hidden states, and of each text the first of them beside their mean."""
        if not self._shape.cased:
            cases = torch.zeros_like(cases)
        embedded = self.encoder.embeddings.word_embeddings(ids)
        embedded = embedded + self.inputs["case"](cases) + self.inputs["rarity"](rarities)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return hidden, torch.cat([hidden[:, 0], mean], -1)

    def rate(self, whole: Tensor) -> Tensor:
        """The logit of each text's being good."""
        inner = torch.tanh(self.estimate["dense"](self.dropout(whole)))
        rated: Tensor = self.estimate["out"](self.dropout(inner))
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


def exported(state: dict[str, Tensor]) -> dict[str, Tensor]:
    return {_exported_name(n): t.float().contiguous().clone() for n, t in state.items()}


def _exported_name(name: str) -> str:
    return name.removeprefix("encoder.")


def _table(rows: int, size: int) -> nn.Embedding:
    table = nn.Embedding(rows, size, padding_idx=0)
    nn.init.zeros_(table.weight)
    return table


def _head(size: int, out: int) -> nn.ModuleDict:
    return nn.ModuleDict({"dense": nn.Linear(size, _HEAD), "out": nn.Linear(_HEAD, out)})
