"""The coach's strategies, and the kinds of people they are chosen for."""

from __future__ import annotations

from typing import Literal, get_args

Strategy = Literal["conservative", "aggressive", "balanced", "personal"]
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)
Segment = Literal["conservative_saver", "impulse_buyer", "goal_oriented", "budget_conscious", "high_spender"]
SEGMENTS: tuple[Segment, ...] = get_args(Segment)
NAMED: dict[str, Segment] = {
    "Conservative Savers": "conservative_saver",
    "Impulse Buyers": "impulse_buyer",
    "Goal-Oriented": "goal_oriented",
    "Budget Conscious": "budget_conscious",
    "High Spenders": "high_spender",
}
"""The segments by the names that people are told."""
