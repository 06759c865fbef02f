"""Figures of coaching that were measured apart: they take minutes, torch or a simulator to make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MEASURED = Path(__file__).with_name("measured")


def measured_bandit_figures() -> dict[str, Any]:
    """What ``benchmarks/bench_bandits.py`` wrote: see ``bandits.bandit_figures``, and ``off_policy`` beside them."""
    return _read("bandit_figures.json")


def policy_figures() -> dict[str, Any]:
    """What ``make rl`` wrote.

    Returns
    -------
    ``{basis, intervals, seed, people, discount, alpha, values: {measure: {policy: {value, ci95, by_segment}}},
    cql_less_rival: {measure: {rival: {value, ci95}}}, objectives_per_week, serves, sentence, core_seconds}``; measures
    are the simulator and FQE by trees and by a network, values are discounted rewards per person and half year.
    """
    return _read("policy_figures.json")


def lstm_figures() -> dict[str, Any]:
    """What ``benchmarks/bench_lstm.py`` wrote: source -> people, windows and WAPE by method with intervals."""
    return _read("lstm_figures.json")


def policy_metadata() -> dict[str, Any]:
    """What the seed's ``model_metadata.json`` holds: features, actions, layers, whether the network serves and why."""
    return _read("model_metadata.json")


def _read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((MEASURED / name).read_text(encoding="utf-8"))
    return told
