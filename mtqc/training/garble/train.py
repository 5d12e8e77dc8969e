"""Training: one pass over all rows, resumable, its weights averaged as it goes."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from mtqc.core.features import Encoder, Lexicon
from mtqc.training.export_encoder import source_folder, tokenizer_json
from mtqc.training.garble.batches import Batch, Encoding, Example, collate, groups
from mtqc.training.garble.network import WHOLE, Network, Outputs, Shape
from mtqc.training.garble.rows import Row, drawn

_TOKENS = 2_000
_RATE, _HEAD_RATE = 2e-4, 1e-3
# How large steps weights take that are trained already.
AGAIN = 0.4
_WARM_UP = 0.05
_DECAY = 0.01
_AVERAGE = 0.998
_SAVE_EVERY = 120.0
_WORDS, _ESTIMATE, _ASSESSMENT, _TAGS, _VECTORS = 2.0, 0.6, 0.6, 0.3, 1.0
_TAUGHT = 40_000
_LEAST_TAGS = 30
_NO_TAG = frozenset(("GW", "XX", "ADD", "AFX", "LS", "HYPH", "NFP", "SYM", "``", "''", "CD"))


def tag_names(rows: Sequence[Row]) -> list[str]:
    """The Penn tags to be told apart, in order."""
    counts: dict[str, int] = {}
    for row in rows:
        for _, tag in row.tags:
            counts[tag] = counts.get(tag, 0) + 1
    return sorted(tag for tag, n in counts.items() if n >= _LEAST_TAGS and tag not in _NO_TAG)


class Trainer:
    """Trains in the folder `out`: a state that can be taken up again, then the weights."""

    def __init__(
        self,
        data: Path,
        out: Path,
        parts: Mapping[str, int],
        seed: int = 0,
        shape: Shape = WHOLE,
    ) -> None:
        """`parts` says how many rows of each file of `data` are learned from, 0 for all."""
        self._data, self._out, self._parts, self._seed = data, out, parts, seed
        self._shape = shape
        out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(seed)

    def run(
        self, encoder: Encoder, lexicon: Lexicon, init: Path | None = None, pace: float = 1.0
    ) -> None:
        """Learns from one pass over the rows; a run that was broken off goes on.

        `init` is a folder of earlier weights and tags to begin with, `pace` the size of its steps.
        """
        rows = self._rows()
        tags = tag_names(rows) if init is None else json.loads((init / "tags.json").read_text())
        (self._out / "tags.json").write_text(json.dumps(tags))
        folder = source_folder()
        examples, teacher = self._examples(
            rows, Encoding(tokenizer_json(folder), lexicon, tags), encoder
        )
        network = Network(folder, len(tags), self._shape)
        if init is not None:
            network.load(init)
        for parameter in network.encoder.embeddings.parameters():
            parameter.requires_grad_(False)
        optimizer = _optimizer(network)
        plan = groups(examples, _TOKENS, self._seed)
        average = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        step = self._restore(network, optimizer, average)
        started, seen = time.monotonic(), 0
        saved = started
        sums: dict[str, float] = {}
        for number in range(step, len(plan)):
            batch = collate([examples[i] for i in plan[number].tolist()])
            _schedule(optimizer, number / len(plan), pace)
            network.train()
            losses = learn(network, batch, teacher)
            loss = sum(losses.values())
            optimizer.zero_grad()
            loss.backward()  # type: ignore[union-attr]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            _blend(average, network.state_dict(), min(_AVERAGE, (number + 1) / (number + 10)))
            seen += len(batch.estimates)
            for name, value in losses.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
            if (number + 1) % 100 == 0:
                told = " ".join(f"{name} {value / 100:.4f}" for name, value in sums.items())
                rate = seen / (time.monotonic() - started)
                print(f"{number + 1}/{len(plan)} {rate:.0f} rows/s {told}", flush=True)
                sums = {}
            if time.monotonic() - saved > _SAVE_EVERY:
                self._save(network, optimizer, average, number + 1)
                saved = time.monotonic()
        self._save(network, optimizer, average, len(plan))
        network.load_state_dict(average)
        network.save(self._out)

    def _rows(self) -> list[Row]:
        rng = random.Random(self._seed)
        chosen: list[Row] = []
        for name, count in sorted(self._parts.items()):
            chosen += drawn(self._data, name, count, rng)
        return chosen

    def _examples(
        self, rows: Sequence[Row], encoding: Encoding, encoder: Encoder
    ) -> tuple[list[Example], NDArray[np.float16]]:
        """The rows as tensors, and the vectors that some sentences had before."""
        taught = [i for i, row in enumerate(rows) if row.kind in ("news", "everyday")]
        taught += [i for i, row in enumerate(rows) if not row.words]
        rng = random.Random(self._seed)
        taught = sorted(rng.sample(taught, min(_TAUGHT, len(taught))))
        kept = self._out / "teacher.npy"
        if kept.exists():
            vectors = np.load(kept)
        else:
            vectors = encoder.encode([rows[i].text for i in taught]).astype(np.float16)
            np.save(kept, vectors)
        number = {i: n for n, i in enumerate(taught)}
        made = (encoding.example(row, number.get(i, -1)) for i, row in enumerate(rows))
        return [example for example in made if example is not None], vectors

    def _save(
        self, network: Network, optimizer: Any, average: Mapping[str, Tensor], step: int
    ) -> None:
        state = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "average": dict(average),
            "step": step,
        }
        part = self._out / "state.part"
        torch.save(state, part)
        part.replace(self._out / "state.pt")

    def _restore(self, network: Network, optimizer: Any, average: dict[str, Tensor]) -> int:
        file = self._out / "state.pt"
        if not file.exists():
            return 0
        state = torch.load(file, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average.update(state["average"])
        return int(state["step"])


def learn(network: Network, batch: Batch, teacher: NDArray[np.float16]) -> dict[str, Tensor]:
    """The weighted losses of one batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = Outputs(*(tensor.float() for tensor in network(*batch.inputs)))
    losses: dict[str, Tensor] = {}
    known = batch.labels >= 0
    if known.any():
        losses["words"] = _WORDS * functional.binary_cross_entropy_with_logits(
            outputs.words[known], batch.labels[known]
        )
    rated = batch.estimates >= 0
    # What people say who saw the source is another question than whether a sentence is intact.
    for name, weight, asked in (
        ("estimate", _ESTIMATE, rated & ~batch.scored),
        ("assessment", _ASSESSMENT, rated & batch.scored),
    ):
        if asked.any():
            losses[name] = weight * functional.binary_cross_entropy_with_logits(
                getattr(outputs, name)[asked], batch.estimates[asked]
            )
    tagged = batch.tags >= 0
    if tagged.any():
        losses["tags"] = _TAGS * functional.cross_entropy(outputs.tags[tagged], batch.tags[tagged])
    taught = batch.teachers >= 0
    if taught.any():
        before = torch.from_numpy(teacher[batch.teachers[taught].numpy()].astype(np.float32))
        cosines = (outputs.vectors[taught] * before).sum(-1)
        losses["vectors"] = _VECTORS * (1 - cosines).mean()
    return losses


def _optimizer(network: Network) -> torch.optim.AdamW:
    trunk = [p for n, p in network.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    return torch.optim.AdamW(
        [
            {"params": [p for p in trunk if p.requires_grad], "lr": _RATE, "full": _RATE},
            {"params": heads, "lr": _HEAD_RATE, "full": _HEAD_RATE},
        ],
        weight_decay=_DECAY,
        fused=True,
    )


def _schedule(optimizer: torch.optim.AdamW, done: float, pace: float) -> None:
    """Up in a straight line, then down to nothing."""
    share = pace * min((done + 1e-4) / _WARM_UP, 1.0) * max(0.01, 1.0 - done)
    for group in optimizer.param_groups:
        group["lr"] = group["full"] * share


def _blend(average: dict[str, Tensor], new: Mapping[str, Tensor], keep: float) -> None:
    for name, tensor in average.items():
        if tensor.is_floating_point():
            tensor.lerp_(new[name], 1 - keep)
