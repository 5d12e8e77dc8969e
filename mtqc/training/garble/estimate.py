"""The heads of sentences, trained once more by themselves on what the trunk gives.

The trunk is trained for words above all, and sees each sentence once or twice; a head alone can
look at them many times. The estimate learns from sentences that are known to be intact or broken,
the assessment from what people who saw the source said of translations.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
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


class Lesson(NamedTuple):
    """How many sentences of each part a head learns from, 0 for all; how often, in what steps."""

    parts: Mapping[str, int]
    epochs: int
    rate: float


LESSONS = {
    "estimate": Lesson(
        {"clean": 14_000, "light3": 16_000, "weak": 9_000, "systems": 9_000}, epochs=10, rate=2e-3
    ),
    "assessment": Lesson({"scored": 0}, epochs=20, rate=1.5e-2),
}
_BATCH = 64
_STEP = 512
_DECAY = 0.02


class Whole(NamedTuple):
    """What a head sees of sentences, shape (rows, 768), and how good they are, 0 to 1."""

    states: Tensor
    estimates: Tensor


def again(data: Path, run: Path, out: Path, lexicon: Lexicon, seed: int) -> None:
    """The network of `run` with these heads trained again on rows of `data`, saved to `out`."""
    tags = json.loads((run / "tags.json").read_text())
    folder = source_folder()
    network = Network(folder, len(tags))
    network.load(run)
    encoding = Encoding(tokenizer_json(folder), lexicon, tags)
    rng = random.Random(seed)
    for head, lesson in LESSONS.items():
        rows = [r for name, count in lesson.parts.items() for r in drawn(data, name, count, rng)]
        seen = whole(network, encoding, rows, head)
        refit(network, head, seen, lesson.epochs, lesson.rate, seed)
    network.save(out)
    (out / "tags.json").write_text(json.dumps(tags))


@torch.no_grad()
def whole(network: Network, encoding: Encoding, rows: Sequence[Row], head: str) -> Whole:
    """What the head sees of all rows that have an estimate, in order."""
    network.eval()
    found = [encoding.example(row) for row in rows if row.estimate is not None]
    examples = [example for example in found if example is not None]
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids))
    states = torch.zeros(len(examples), 2 * network.size)
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        batch = collate([examples[i] for i in places])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            trunk = network.trunk(*batch.inputs)
        states[places] = (trunk.assessed if head == "assessment" else trunk.whole).float()
    return Whole(states, torch.tensor([example.estimate for example in examples]))


def refit(network: Network, head: str, rows: Whole, epochs: int, rate: float, seed: int) -> None:
    """Trains the head of that name, and nothing else."""
    torch.manual_seed(seed)
    trained = getattr(network, head)
    optimizer = torch.optim.AdamW(trained.parameters(), lr=rate, weight_decay=_DECAY)
    steps = epochs * -(-len(rows.states) // _STEP)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: max(0.01, 1 - n / steps))
    network.train()
    for _ in range(epochs):
        for places in torch.split(torch.randperm(len(rows.states)), _STEP):
            loss = functional.binary_cross_entropy_with_logits(
                network.rate(trained, rows.states[places]), rows.estimates[places]
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    network.eval()
