"""The head of the sentence estimate, trained once more by itself on what the trunk gives.

The trunk is trained for words above all, and sees each sentence with a human score once or twice;
a head alone can look at them many times.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from mtqc.core.features import Lexicon
from mtqc.training.export_encoder import source_folder, tokenizer_json
from mtqc.training.garble.batches import Encoding, collate
from mtqc.training.garble.network import Network
from mtqc.training.garble.rows import Row, drawn

# Sentences of each part, 0 for all, and how much each of them weighs.
_PARTS = {
    "scored": (0, 4.0), "clean": (12_000, 1.0), "light": (14_000, 1.0), "weak": (8_000, 1.0),
    "systems": (8_000, 1.0),
}  # fmt: skip
_EPOCHS = 10
_BATCH = 64
_STEP = 512
_RATE = 2e-3
_DECAY = 0.02


class Whole(NamedTuple):
    """What the trunk gives of sentences, shape (rows, 768), and how good they are, 0 to 1."""

    states: Tensor
    estimates: Tensor


def again(data: Path, run: Path, out: Path, lexicon: Lexicon, seed: int) -> None:
    """The network of `run` with its head trained again on the rows of `data`, saved to `out`."""
    tags = json.loads((run / "tags.json").read_text())
    folder = source_folder()
    network = Network(folder, len(tags))
    network.load(run)
    encoding = Encoding(tokenizer_json(folder), lexicon, tags)
    rng = random.Random(seed)
    parts = []
    for name, (count, weight) in _PARTS.items():
        parts.append((whole(network, encoding, drawn(data, name, count, rng)), weight))
    refit(network, parts, _EPOCHS, seed)
    network.save(out)
    (out / "tags.json").write_text(json.dumps(tags))


@torch.no_grad()
def whole(network: Network, encoding: Encoding, rows: Sequence[Row]) -> Whole:
    """The states of all rows that have an estimate, in order."""
    network.eval()
    found = [encoding.example(row) for row in rows if row.estimate is not None]
    examples = [example for example in found if example is not None]
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids))
    states = torch.zeros(len(examples), 2 * network.size)
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        batch = collate([examples[i] for i in places])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            _, made = network.trunk(*batch.inputs)
        states[places] = made.float()
    return Whole(states, torch.tensor([example.estimate for example in examples]))


def refit(network: Network, parts: Sequence[tuple[Whole, float]], epochs: int, seed: int) -> None:
    """Trains `network.estimate` on several sets, each with the weight of its sentences."""
    torch.manual_seed(seed)
    states = torch.cat([part.states for part, _ in parts])
    targets = torch.cat([part.estimates for part, _ in parts])
    weights = torch.cat([torch.full_like(part.estimates, weight) for part, weight in parts])
    optimizer = torch.optim.AdamW(network.estimate.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = epochs * -(-len(states) // _STEP)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: max(0.01, 1 - n / steps))
    network.train()
    for _ in range(epochs):
        order = torch.randperm(len(states))
        for places in torch.split(order, _STEP):
            losses = functional.binary_cross_entropy_with_logits(
                network.rate(states[places]), targets[places], reduction="none"
            )
            optimizer.zero_grad()
            (losses * weights[places]).mean().backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    network.eval()
