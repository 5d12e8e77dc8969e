from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpora" / "compare"
SYSTEMS = ("sys.old", "sys.good", "sys.weak")


@pytest.fixture(scope="session")
def systems() -> list[str]:
    return [str(CORPUS / f"{name}.txt") for name in SYSTEMS]


@pytest.fixture(scope="session")
def references() -> list[str]:
    return [str(CORPUS / f"ref.{name}.txt") for name in "ab"]
