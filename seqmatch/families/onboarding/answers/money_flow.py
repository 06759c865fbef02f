"""Data of the money-flow view beside an answer; the model's text never holds it.

The names on it are the caller's own accounts, cut to what a line bears.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from seqmatch.families.onboarding.advice.simulation import Assumptions, run_months
from seqmatch.rules.drawing.diagram import Flow, draw, payments_without_amount
from seqmatch.rules.parse import parse_rules


def money_flow(rules_text: str, income_cents: int) -> dict[str, Any]:
    """The first month of ``rules_text``, as ``{summary, bars, ribbons, groups, remark, width, height}``.

    Sizes are pixels. Where no rule can be run there are no bars.
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
    return drawn
