"""What a recommendation is called: its category, how urgent it is, and what became of it."""

from __future__ import annotations

from typing import Literal, get_args

Category = Literal[
    "goal_optimization",
    "portfolio_rebalancing",
    "risk_assessment",
    "behavioral_insights",
    "peer_insights",
    "savings_strategy",
    "life_planning",
]
Priority = Literal["high", "medium", "low"]
Answered = Literal["accepted", "dismissed", "done"]
"""What a person makes of a recommendation."""
Standing = Literal["active", "accepted", "dismissed", "done", "superseded"]
"""superseded: a later review no longer says so, or says it otherwise."""
AuditEvent = Literal["written", "viewed", "accepted", "dismissed", "done", "superseded", "expired"]
"""expired: removed after its validity."""

CATEGORIES: tuple[Category, ...] = get_args(Category)
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
ANSWERS: tuple[Answered, ...] = get_args(Answered)
