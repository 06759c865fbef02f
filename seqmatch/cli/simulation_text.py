"""Writes a simulation as a JSON document or as text for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seqmatch.rules.plain_text import plain
from seqmatch.schemas.simulation import REASON_TEXT, Simulation

_MOST_SHOWN = 60
"""Columns of an account's name in text."""
_MOST_FAILED = 20
"""Failed payments that are listed in text."""


def simulation_json(simulation: Simulation, without_amount: Sequence[str] = ()) -> dict[str, Any]:
    """Every figure and every move; amounts in cents, days as ISO dates, names in full."""
    return {
        "income_cents": simulation.income_cents,
        "balances": dict(simulation.balances),
        "moved_cents": simulation.moved_cents,
        "unallocated_cents": simulation.unallocated_cents,
        "unallocated": dict(simulation.unallocated),
        "below_minimum": simulation.below_minimum,
        "without_amount": [*without_amount],
        "arrivals": [
            {"day": arrival.day.isoformat(), "account": arrival.account, "cents": arrival.cents}
            for arrival in simulation.arrivals
        ],
        "moves": [
            {
                "day": move.day.isoformat(),
                "rule": move.rule,
                "action": move.action,
                "source": move.source,
                "destination": move.destination,
                "cents": move.cents,
            }
            for move in simulation.moves
        ],
        "failures": [
            {
                "rule": cause.rule,
                "action": cause.action,
                "reason": cause.reason.value,
                "message": REASON_TEXT[cause.reason],
                "times": cause.times,
                "first_day": cause.first.isoformat(),
            }
            for cause in simulation.causes()
        ],
    }


def simulation_text(simulation: Simulation, without_amount: Sequence[str] = ()) -> str:
    """What moved in all, what accounts hold, what failed; names quoted, cut and on one line.

    ``without_amount`` are accounts that are paid by an amount nobody said.
    """
    lines = [f"{dollars(simulation.income_cents)} arrived, {dollars(simulation.unallocated_cents)} stay unallocated."]
    flows = simulation.flows()
    if flows:
        lines += ["", "Moved"]
        lines += [f"{dollars(cents):>16}  {quoted(source)} to {quoted(to)}" for (source, to), cents in flows.items()]
    held = {name: cents for name, cents in simulation.balances.items() if cents}
    if held:
        lines += ["", "Balances at the end"]
        for name, cents in held.items():
            waiting = " (unallocated)" if name in simulation.unallocated else ""
            lines.append(f"{dollars(cents):>16}  {quoted(name)}{waiting}")
    causes = simulation.causes()
    if causes:
        lines += ["", "What did not move"]
        for cause in causes:
            where = f"rule {cause.rule}" + ("" if cause.action is None else f", action {cause.action}")
            times = "" if cause.times == 1 else f" ({cause.times} times)"
            lines.append(f"  {where}: {REASON_TEXT[cause.reason]}{times}")
    if without_amount:
        lines += ["", "Payments without an amount in the rules: nothing moves until --amount says what they come to"]
        lines += [f"  {quoted(name)}" for name in without_amount]
    if simulation.below_minimum:
        lines += ["", f"Moves below $1.00, the least the platform moves: {simulation.below_minimum}."]
    return "\n".join(lines)


def payments_json(simulation: Simulation) -> dict[str, Any]:
    """What left for the outside, and what was due and did not."""
    return {
        "paid_cents": simulation.paid_cents,
        "payments": [
            {"day": one.day.isoformat(), "account": one.account, "cents": one.cents, "name": one.name}
            for one in simulation.payments
        ],
        "failed_payments": [
            {
                "day": one.day.isoformat(),
                "account": one.account,
                "cents": one.cents,
                "short_by_cents": one.missing_cents,
                "name": one.name,
            }
            for one in simulation.failed_payments
        ],
    }


def payments_text(simulation: Simulation) -> str:
    """What left in all, and each payment that failed with what was missing."""
    lines = ["", f"{dollars(simulation.paid_cents)} left in {len(simulation.payments):,} payments."]
    if simulation.failed_payments:
        lines += ["", f"Payments that failed: {len(simulation.failed_payments):,}"]
        for one in simulation.failed_payments[:_MOST_FAILED]:
            what = f"{quoted(one.name)} " if one.name else ""
            lines.append(
                f"  {one.day}: {what}{dollars(one.cents)} from {quoted(one.account)}, "
                f"short by {dollars(one.missing_cents)}"
            )
        if (more := len(simulation.failed_payments) - _MOST_FAILED) > 0:
            lines.append(f"  and {more:,} more: --json lists all")
    return "\n".join(lines)


def quoted(name: str) -> str:
    return f"“{plain(name, _MOST_SHOWN)}”"


def dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02d}"
