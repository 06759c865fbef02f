"""A synthetic person of the planning tests: pay on the first, rent on the third, weekly groceries."""

from __future__ import annotations

import datetime as dt
from typing import Any

AS_OF = "2026-06-30"


def history(months: int = 6, pay: int = 300_000, everyday: int = 15_000) -> list[dict[str, Any]]:
    """Whole months until AS_OF; what is left of each is pay less 140,000 less four times ``everyday``."""
    rows: list[dict[str, Any]] = []
    for month in range(7 - months, 7):
        day = dt.date(2026 + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        rows.append({"date": str(day), "description": "ACME PAY", "amount_cents": pay, "account": "Current"})
        rows.append(
            {"date": str(day.replace(day=3)), "description": "RENT", "amount_cents": -140_000, "account": "Current"}
        )
        rows += [
            {"date": str(day.replace(day=at)), "description": "GROCER", "amount_cents": -everyday, "account": "Current"}
            for at in (5, 12, 19, 26)
        ]
    return rows
