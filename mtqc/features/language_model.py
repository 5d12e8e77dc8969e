"""Surprisal of words by any masked or causal language model of the Hugging Face hub."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from mtqc.core.document import Document, Segment
from mtqc.core.errors import MissingExtra, UsageError
from mtqc.core.features import LanguageModel, Vectors, Word
from mtqc.features import hub

_BITS = float(np.log2(np.e))
# Tokens in a window, at most. A masked model reads a whole window for each word.
_WINDOW = 512
_MASKED_WINDOW = 64
# Logits that are held at a time: 200 MB.
_LOGITS = 50_000_000
# No word of a language has more pieces: what has is scored in part by no model.
_LONGEST_WORD = 48

_CAUSAL, _MASKED = "causal", "masked"


@lru_cache(maxsize=1)
def load(name: str | None) -> LanguageModel | None:
    """The model that the user calls `name`, by path or hub name; None for None.

    A process loads a model once. Raises `UsageError`, with one line for the user, where it
    can't be had.
    """
    return None if name is None else HubLanguageModel(name)


def signature_of(name: str | None) -> str | None:
    """The signature of `load(name)`. Raises `UsageError`."""
    model = load(name)
    return None if model is None else model.signature


def over_document(
    model: LanguageModel, document: Document, words: Callable[[Segment], Sequence[Word]]
) -> list[Vectors]:
    """For each segment the surprisal of its `words` in bits.

    Sentences of running text are seen in the text before them, units of a catalogue alone.
    """
    segments = document.segments
    if not document.running:
        return [model.surprise(s.text, [(w.start, w.end) for w in words(s)]) for s in segments]
    spans = [[(s.start + w.start, s.start + w.end) for w in words(s)] for s in segments]
    every = model.surprise(document.text, [span for of in spans for span in of])
    borders = np.cumsum([len(of) for of in spans])[:-1]
    return np.split(every, borders) if segments else []


class HubLanguageModel:
    """A model by path or by its name on the Hugging Face hub.

    A causal model (GPT-2, Llama) reads a text from left to right: a word's surprisal is the sum
    over its pieces of -log2 p(piece | what is before it). A masked one (BERT, RoBERTa) sees a
    word's both sides: the whole word is masked and the sum taken over its pieces, as in
    pseudo-log-likelihood with whole words masked (Salazar et al. 2020,
    https://aclanthology.org/2020.acl-main.240; Kauf and Ivanova 2023,
    https://aclanthology.org/2023.acl-short.80). That is one pass per word.

    A text of more tokens than fit is read in windows: of a causal model's windows the second half
    of each is new, so that no word but the text's first ones has less than half a window before it;
    a masked model gets a window around each word.

    Weights that are already on this machine are used without asking the network. No code that
    comes with a model is run.
    """

    def __init__(self, name: str) -> None:
        """Raises `UsageError` where the packages or the weights can't be had."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import torch
                import transformers
        except ImportError as error:
            raise MissingExtra(f"--lm {name}", "encoders") from error
        self._torch = torch
        self._name = name
        with _quiet(transformers):
            self._kind, self._model, self._tokenizer = hub.opened(
                f"--lm {name}",
                "language model",
                partial(_loaded, transformers, name),
                local=Path(name).exists(),
                hub_name=name,
            )
        self._model.eval()
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model.to(self._device)

    def __reduce__(self) -> tuple[type[HubLanguageModel], tuple[str]]:
        return type(self), (self._name,)

    @cached_property
    def signature(self) -> str:
        return f"{Path(self._name).name}@{hub.digest(self._model)}/{self._kind}"

    def surprise(self, text: str, words: Sequence[tuple[int, int]]) -> Vectors:
        """Shape (len(words),), float32, bits; NaN for a word that has no piece to foresee.

        Those are words that the tokenizer drops, words of more than 48 pieces before a masked
        model, and the first word before a causal model without a token for the beginning.
        """
        bits = np.full(len(words), np.nan, np.float32)
        if not words:
            return bits
        # Lone surrogates break tokenizers; what takes their place has the same length.
        clean = text.encode("utf-8", "replace").decode("utf-8")
        made = self._tokenizer(
            clean, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        pieces = np.asarray(made["input_ids"], np.int64)
        owners = _owners(clean, made["offset_mapping"], words)
        with self._torch.inference_mode():
            if self._kind == _CAUSAL:
                self._read(pieces, owners, bits)
            else:
                self._guess(pieces, owners, bits)
        return bits

    def _read(self, pieces: np.ndarray, owners: np.ndarray, bits: Vectors) -> None:
        """Left to right, in windows that share half of their pieces."""
        first = self._first
        size = self._window - len(first)
        step = max(1, size // 2)
        starts = range(0, max(1, len(pieces) - size + step), step)
        seen = 0
        sums = np.zeros(len(pieces), np.float64)
        for start in starts:
            part = pieces[start : start + size]
            ids = np.concatenate([first, part])
            if len(ids) < 2:
                break
            costs = self._costs(ids)
            new = max(seen - start, 0 if len(first) else 1)
            sums[start + new : start + len(part)] = costs[new + len(first) - 1 :]
            seen = start + len(part)
        known = owners >= 0
        if not len(first) and len(pieces):
            # What nothing stands before can't be foreseen.
            known &= owners != owners[0]
        _add(bits, owners[known], sums[known])

    def _costs(self, ids: np.ndarray) -> np.ndarray:
        """Bits of each piece of one window but its first."""
        torch = self._torch
        tokens = torch.from_numpy(ids).to(self._device)[None]
        logits = self._model(input_ids=tokens).logits[0, :-1].float()
        chosen = logits.gather(1, tokens[0, 1:, None])[:, 0]
        costs: np.ndarray = (torch.logsumexp(logits, dim=1) - chosen).cpu().numpy() * _BITS
        return costs

    def _guess(self, pieces: np.ndarray, owners: np.ndarray, bits: Vectors) -> None:
        """Every word masked in a window of its own."""
        before, after = self._frame
        size = self._window - len(before) - len(after)
        starts, ends = _runs(owners)
        by_window: dict[int, list[tuple[int, int]]] = {}
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if end - start <= min(_LONGEST_WORD, size):
                # Windows begin where few words begin, so that many words share one.
                at = max(0, min((start + end - size) // 2, len(pieces) - size))
                at = min(at - at % max(1, size // 8), start)
                by_window.setdefault(max(at, end - size), []).append((start, end))
        for at, spans in by_window.items():
            part = pieces[at : at + size]
            row = np.concatenate([before, part, after])
            for batch in self._batches(spans, len(row)):
                moved = [(s - at + len(before), e - at + len(before)) for s, e in batch]
                costs = self._masked_costs(row, moved)
                for (start, _), cost in zip(batch, costs, strict=True):
                    _add(bits, owners[start : start + 1], np.array([cost]))

    def _masked_costs(self, row: np.ndarray, spans: Sequence[tuple[int, int]]) -> list[float]:
        """Bits of each span of one window, each masked in a copy of it."""
        torch = self._torch
        rows = np.repeat(row[None], len(spans), axis=0)
        for at, (start, end) in enumerate(spans):
            rows[at, start:end] = self._tokenizer.mask_token_id
        tokens = torch.from_numpy(rows).to(self._device)
        logits = self._model(input_ids=tokens).logits
        costs = []
        for at, (start, end) in enumerate(spans):
            here = logits[at, start:end].float()
            right = torch.from_numpy(row[start:end]).to(self._device)[:, None]
            cost = torch.logsumexp(here, dim=1) - here.gather(1, right)[:, 0]
            costs.append(float(cost.sum()) * _BITS)
        return costs

    def _batches(self, spans: list[tuple[int, int]], length: int) -> Iterator[list[Any]]:
        size = max(1, _LOGITS // (length * self._vocabulary))
        for at in range(0, len(spans), size):
            yield spans[at : at + size]

    @cached_property
    def _vocabulary(self) -> int:
        return int(getattr(self._model.config, "vocab_size", 0) or len(self._tokenizer))

    @cached_property
    def _window(self) -> int:
        positions = getattr(self._model.config, "max_position_embeddings", None)
        # RoBERTa and its kin count positions from two upwards.
        limits = [int(positions) - 2] if positions else []
        most = _WINDOW if self._kind == _CAUSAL else _MASKED_WINDOW
        return max(4, min([most, int(self._tokenizer.model_max_length), *limits]))

    @cached_property
    def _first(self) -> np.ndarray:
        token = self._tokenizer.bos_token_id
        return np.array([] if token is None else [token], np.int64)

    @cached_property
    def _frame(self) -> tuple[np.ndarray, np.ndarray]:
        """The tokens that the model wants before and after a text."""
        bare = self._tokenizer("a", add_special_tokens=False)["input_ids"]
        framed = self._tokenizer("a")["input_ids"]
        at = next((i for i in range(len(framed)) if framed[i : i + len(bare)] == bare), len(framed))
        return np.array(framed[:at], np.int64), np.array(framed[at + len(bare) :], np.int64)


def _loaded(transformers: Any, name: str, **options: Any) -> tuple[str, Any, Any]:
    config = transformers.AutoConfig.from_pretrained(name, **options)
    kind = _kind(config)
    if kind is None:
        what = ", ".join(getattr(config, "architectures", None) or [type(config).__name__])
        raise UsageError(f"--lm {name} is neither a masked nor a causal language model ({what})")
    head = (
        transformers.AutoModelForCausalLM
        if kind == _CAUSAL
        else (transformers.AutoModelForMaskedLM)
    )
    model, found = head.from_pretrained(name, output_loading_info=True, **options)
    if found["missing_keys"]:
        raise UsageError(
            f"--lm {name} has no weights for what foresees words "
            f"({', '.join(sorted(found['missing_keys'])[:2])}): it is an encoder, for --encoder"
        )
    tokenizer = transformers.AutoTokenizer.from_pretrained(name, **options)
    if not tokenizer.is_fast:
        raise UsageError(f"--lm {name}: its tokenizer does not tell where its pieces stand")
    if kind == _MASKED and tokenizer.mask_token_id is None:
        raise UsageError(f"--lm {name}: its tokenizer has no mask")
    return kind, model, tokenizer


def _kind(config: Any) -> str | None:
    for architecture in getattr(config, "architectures", None) or ():
        if architecture.endswith("ForMaskedLM"):
            return _MASKED
        if architecture.endswith(("ForCausalLM", "LMHeadModel")):
            return _CAUSAL
    return None


@contextlib.contextmanager
def _quiet(transformers: Any) -> Iterator[None]:
    """Loading neither draws bars nor warns: what matters becomes an error of ours."""
    log = transformers.utils.logging
    level, bars = log.get_verbosity(), log.is_progress_bar_enabled()
    log.set_verbosity_error()
    log.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.set_verbosity(level)
        if bars:
            log.enable_progress_bar()


def _owners(
    text: str, offsets: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]]
) -> np.ndarray:
    """For each piece the word that it belongs to, -1 for none (punctuation, spaces).

    A piece that reaches over several words belongs to the first. The space before a word is a part
    of its first piece for some tokenizers, and at times a piece of its own: it belongs to the word.
    """
    starts, ends = np.asarray(words, np.int64).T
    places = np.asarray(offsets, np.int64).reshape(-1, 2)
    after = np.searchsorted(ends, places[:, 0], side="right")
    owners = np.full(len(places), -1, np.int64)
    inside = np.flatnonzero(after < len(words))
    ahead = starts[after[inside]] - places[inside, 1]
    for at, distance in zip(inside[ahead <= 0].tolist(), ahead[ahead <= 0].tolist(), strict=True):
        start, end = offsets[at]
        if distance < 0 or text[start:end].isspace():
            owners[at] = after[at]
    return owners


def _runs(owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the pieces of each word begin and end. Pieces of a word stand side by side."""
    borders = np.flatnonzero(np.diff(owners, prepend=-2, append=-2))
    starts, ends = borders[:-1], borders[1:]
    kept = owners[starts] >= 0
    return starts[kept], ends[kept]


def _add(bits: Vectors, owners: np.ndarray, costs: np.ndarray) -> None:
    sums = np.bincount(owners, costs, minlength=len(bits))
    counts = np.bincount(owners, minlength=len(bits))
    bits[counts > 0] = np.nan_to_num(bits[counts > 0]) + sums[counts > 0]
