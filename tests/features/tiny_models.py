"""Small language models made in seconds: each knows what it was shown, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

WORD_PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def _words(texts: Sequence[str]) -> list[str]:
    from tokenizers.pre_tokenizers import BertPreTokenizer

    split = BertPreTokenizer().pre_tokenize_str
    return sorted({word.lower() for text in texts for word, _ in split(text)})


def masked(folder: Path, texts: Sequence[str], **options: Any) -> Path:
    """A BERT of two layers whose vocabulary is the words of `texts` and single letters."""
    transformers = pytest.importorskip("transformers")
    letters = [chr(c) for c in range(97, 123)]
    pieces = dict.fromkeys([*WORD_PIECES, *_words(texts), *letters, *(f"##{x}" for x in letters)])
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    vocabulary = {piece: at for at, piece in enumerate(pieces)}
    tokenizer = transformers.BertTokenizerFast(vocab=vocabulary, do_lower_case=True)
    config = transformers.BertConfig(**{
        "vocab_size": len(pieces), "hidden_size": 32, "num_hidden_layers": 2,
        "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 64,
        "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, **options,
    })  # fmt: skip
    return _saved(folder, transformers.BertForMaskedLM, config, tokenizer)


def causal(folder: Path, texts: Sequence[str], **options: Any) -> Path:
    """A GPT-2 of two layers with bytes as its pieces, and the words of `texts` beside them."""
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator([*texts] * 3, trainer)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<|endoftext|>", eos_token="<|endoftext|>"
    )
    config = transformers.GPT2Config(**{
        "vocab_size": len(tokenizer), "n_embd": 32, "n_layer": 2, "n_head": 2, "n_positions": 256,
        "resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0,
        "bos_token_id": 0, "eos_token_id": 0, **options,
    })  # fmt: skip
    return _saved(folder, transformers.GPT2LMHeadModel, config, tokenizer)


def _saved(folder: Path, model: Any, config: Any, tokenizer: Any) -> Path:
    import torch

    torch.manual_seed(7)
    model(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def taught(folder: Path, texts: Sequence[str], steps: int) -> Path:
    """The causal model in `folder` after it has read `texts` over and over."""
    import torch
    import transformers

    torch.manual_seed(7)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder)
    rows = [torch.tensor([[0, *tokenizer(text)["input_ids"]]]) for text in texts]
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    model.train()
    for step in range(steps):
        row = rows[step % len(rows)]
        optimizer.zero_grad()
        model(input_ids=row, labels=row).loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    return folder
