"""Data of the money-flow view beside an answer; the model's text never holds it.

The names on it are the caller's own accounts, cut to what a line bears.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from itertools import accumulate
from typing import Any

from seqmatch.families.onboarding.advice.simulation import MONTHS, Assumptions, run_months, told_name
from seqmatch.rules.drawing.diagram import Flow, draw, payments_without_amount
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.simulation.schedule import month_of
from seqmatch.schemas.simulation import Simulation


def before_and_after(own_rules: str | None, plan: str, income_cents: int) -> dict[str, Any]:
    """The :func:`money_flow` of a plan, with that of the person's own rules as ``today`` where they have any."""
    flow = money_flow(plan, income_cents)
    return {**flow, "today": money_flow(own_rules, income_cents)} if own_rules else flow


def money_flow(rules_text: str, income_cents: int) -> dict[str, Any]:
    """The first month of ``rules_text``, as ``{summary, bars, ribbons, groups, remark, width, height, year}``.

    Sizes are pixels; ``year`` holds for each account its cents at the end of every month. Where no rule can be run
    there are no bars.
    """
    rules = parse_rules(rules_text)
    run = run_months(rules, Assumptions(income_cents), months=1)
    arrived: dict[str, int] = {}
    flows: list[Flow] = []
    if run is not None:
        for arrival in run.arrivals:
            arrived[arrival.account] = arrived.get(arrival.account, 0) + arrival.cents
        flows = [Flow(source, destination, cents) for (source, destination), cents in run.flows().items()]
    drawn = asdict(draw(flows, arrived, payments_without_amount(rules)))
    for bar in drawn["bars"]:
        bar |= {side: round(bar[side], 1) for side in ("x", "middle", "height")}
    return {**drawn, "year": _year(run_months(rules, Assumptions(income_cents)))}


def _year(run: Simulation | None) -> dict[str, list[int]]:
    """Account -> cents at the end of each month, accounts that ever hold money."""
    changes: dict[str, list[int]] = {}

    def change(account: str, day: date, cents: int) -> None:
        changes.setdefault(account, [0] * MONTHS)[month_of(day) - 1] += cents

    for arrival in run.arrivals if run is not None else ():
        change(arrival.account, arrival.day, arrival.cents)
    for move in run.moves if run is not None else ():
        change(move.source, move.day, -move.cents)
        change(move.destination, move.day, move.cents)
    held = {told_name(account): list(accumulate(cents)) for account, cents in changes.items()}
    return {account: cents for account, cents in held.items() if any(cents)}
