"""Compares a plan with today's rules: what each account holds after the simulated year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Compared(NamedTuple):
    """One account after the year, in cents; ``before`` is None where there are no rules today."""

    account: str
    before: int | None
    after: int


def compared(plan: Mapping[str, Any]) -> list[Compared]:
    """The accounts of a plan's answer that the plan changes, in the plan's order, then those it no longer feeds."""
    after = {balance["account"]: balance["cents"] for balance in plan["simulation"]["balances"]}
    today = plan.get("before")
    if not today or not today["income_cents"]:
        return [Compared(account, None, cents) for account, cents in after.items() if cents]
    before = {balance["account"]: balance["cents"] for balance in today["balances"]}
    return [
        Compared(account, before.get(account, 0), after.get(account, 0))
        for account in (*after, *(account for account in before if account not in after))
        if before.get(account, 0) != after.get(account, 0)
    ]


def before_after_lines(plan: Mapping[str, Any]) -> list[str]:
    """The comparison as lines of text, in columns."""
    rows = compared(plan)
    if not rows:
        return ["The plan changes nothing: each account holds what it does today."]
    names = max(len("account"), *(len(row.account) for row in rows))
    lines = [f"{'account':<{names}}  {'today':>14}  {'with the plan':>14}"]
    lines += [f"{row.account:<{names}}  {_dollars(row.before):>14}  {_dollars(row.after):>14}" for row in rows]
    return lines


def _dollars(cents: int | None) -> str:
    return "-" if cents is None else f"${cents / 100:,.2f}"
