"""Judgements by a language model behind an OpenAI-compatible endpoint that the user names."""

from __future__ import annotations

from mtqc.features.judge.client import Endpoint
from mtqc.features.judge.judging import Judge, Traffic

__all__ = ["Endpoint", "Judge", "Traffic"]
