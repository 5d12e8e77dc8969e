"""What models of the Hugging Face hub have in common, whatever they are for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from mtqc.core.errors import UsageError

M = TypeVar("M")
_PATIENCE = 10.0


def opened(asked: str, what: str, load: Callable[..., M], *, local: bool, hub_name: str) -> M:
    """The model that `load` gives: from this machine, else (unless it is `local`) from the hub.

    `asked` is what the user wrote ("--encoder NAME"), `what` the model should be. Raises
    `UsageError`, with one line for the user; one that `load` raises says all itself.
    """
    try:
        return load(local_files_only=True)
    except UsageError:
        raise
    except Exception as error:
        # What a missing download raises differs from version to version; the hub is asked next.
        if local:
            raise UsageError(f"{asked} is no {what}: {_first_line(error)}") from error
    try:
        _ask(hub_name)
        return load()
    except UsageError:
        raise
    except Exception as error:
        raise UsageError(
            f"{asked}: no such folder, and its weights are neither on this machine "
            f"nor to be had from the hub ({_first_line(error)})"
        ) from error


def digest(model: Any) -> str:
    """Twelve hexadecimal digits over all weights of a torch model."""
    found = hashlib.blake2b(digest_size=6)
    for key, tensor in sorted(model.state_dict().items()):
        found.update(key.encode())
        found.update(np.ascontiguousarray(tensor.detach().cpu().float().numpy()).data)
    return found.hexdigest()


def _ask(name: str) -> None:
    """Raises at once where the hub can't be reached; loading would try again for a minute."""
    from huggingface_hub import HfApi

    HfApi().model_info(name, timeout=_PATIENCE)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
