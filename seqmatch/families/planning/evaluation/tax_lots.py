"""Tax of bringing generated portfolios back to their targets: the plan by lots beside the usual rules.

Synthetic accounts: lots bought over eight years at prices that drifted and fell. Rates are an example, no advice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from seqmatch.estimators.optimisation.rebalance import (
    Lot,
    Rebalanced,
    Terms,
    first_in_first_out,
    held_by_asset,
    highest_cost_first,
    rebalance,
)

ACCOUNTS, SEED, BAND, RESAMPLED = 400, 17, 0.025, 1_000
ASSETS = ("World", "Small", "Emerging", "Bonds", "Property", "Gold")
YEARS = 8
Rule = Callable[[Sequence[Lot], dict[str, float], Terms], Rebalanced | None]


@dataclass(frozen=True)
class Taxed:
    """One rule on all accounts.

    Attributes
    ----------
    tax : per cent of the portfolio, below 0 where losses save more than is due.
    less : percentage points below highest cost first, with a 95 % interval over accounts.
    without_plan : accounts for which there was none in the band; the others' are compared.
    within : share of plans whose every asset is in its band afterwards.
    """

    who: str
    tax: float
    less: tuple[float, float, float]
    without_plan: int
    within: float


def account(rng: np.random.Generator) -> tuple[list[Lot], dict[str, float]]:
    """Lots in the order they were bought, and targets from which the shares have drifted."""
    number = int(rng.integers(3, len(ASSETS) + 1))
    names = [str(one) for one in rng.permutation(ASSETS)[:number]]
    targets = rng.dirichlet(np.full(number, 6.0))
    months = 12 * YEARS
    drift, volatility = rng.normal(0.06, 0.05, number) / 12, rng.uniform(0.06, 0.24, number) / np.sqrt(12)
    prices = np.exp(np.cumsum(rng.normal(drift, volatility, (months, number)), axis=0))
    lots = []
    for bought in np.sort(rng.choice(months - 1, int(rng.integers(6, 13)), replace=False)):
        for place, name in enumerate(names):
            paid = int(1_000_000 * targets[place] * rng.uniform(0.5, 1.5))
            value = int(paid * prices[-1, place] / prices[bought, place])
            lots.append(Lot(name, value, paid, bool(months - 1 - bought > 12)))
    return lots, dict(zip(names, (float(one) for one in targets), strict=True))


def _to_the_edge(lots: Sequence[Lot], targets: dict[str, float], terms: Terms) -> Rebalanced:
    """Highest cost first, only as far as the nearer edge of each band."""
    aim = np.array(list(targets.values()))
    held = held_by_asset(lots, targets)
    now = np.array([held[name] for name in targets], float) / sum(held.values())
    edge = np.clip(now, np.maximum(aim - BAND, 0), aim + BAND)
    room = aim + BAND - edge if edge.sum() < 1 else edge - np.maximum(aim - BAND, 0)
    edge = edge + (1 - edge.sum()) * room / max(float(room.sum()), 1e-12)
    return highest_cost_first(lots, dict(zip(targets, edge.tolist(), strict=True)), 0, terms)


RULES: dict[str, Rule] = {
    "ours, least tax and cost in the band": lambda lots, aim, terms: rebalance(lots, aim, BAND, 0, terms),
    "highest cost first": lambda lots, aim, terms: highest_cost_first(lots, aim, 0, terms),
    "highest cost first, to the edge of the band": _to_the_edge,
    "first in, first out": lambda lots, aim, terms: first_in_first_out(lots, aim, 0, terms),
}


def measure(accounts: int = ACCOUNTS, seed: int = SEED, *, losses_count: bool = True) -> list[Taxed]:
    """Every rule on the same accounts.

    Parameters
    ----------
    losses_count : whether losses beyond the gains save tax on other income, at the same rates; else they are lost.
    """
    taxes = np.full((len(RULES), accounts), np.nan)
    inside = np.full((len(RULES), accounts), np.nan)
    for number in range(accounts):
        lots, aim = account(np.random.default_rng([seed, number]))
        whole = sum(lot.value for lot in lots)
        terms = Terms(most_loss_tax=whole if losses_count else 0)
        for row, rule in enumerate(RULES.values()):
            plan = rule(lots, aim, terms)
            if plan is not None:
                taxes[row, number] = 100 * plan.tax / whole
                inside[row, number] = all(abs(plan.shares[name] - aim[name]) <= BAND + 1e-6 for name in aim)
    usual = taxes[list(RULES).index("highest cost first")]
    rng = np.random.default_rng(seed)
    found = []
    for row, who in enumerate(RULES):
        planned = ~np.isnan(taxes[row])
        less = (usual - taxes[row])[planned]
        drawn = less[rng.integers(0, len(less), (RESAMPLED, len(less)))].mean(axis=1)
        low, high = (float(one) for one in np.quantile(drawn, (0.025, 0.975)))
        found.append(
            Taxed(
                who,
                float(taxes[row][planned].mean()),
                (float(less.mean()), low, high),
                int((~planned).sum()),
                float(inside[row][planned].mean()),
            )
        )
    return found
