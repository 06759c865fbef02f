"""Brings a portfolio back within its bands at the least tax and cost, by lots.

A linear program: how much of each lot is sold and of each asset is bought. What is above its target is only sold and
what is below is only bought, so that no loss is realised on an asset that is bought at the same time (a wash sale).
Rates are the caller's; this is arithmetic, not tax advice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Lot:
    """What was bought together.

    Attributes
    ----------
    asset : name of what it is of.
    value, basis : cents today and cents paid, 0 or more.
    long_held : whether the lower rate counts.
    """

    asset: str
    value: int
    basis: int
    long_held: bool


@dataclass(frozen=True)
class Terms:
    """Rates and limits, as shares of 1.

    Attributes
    ----------
    short_rate, long_rate : tax on gains of lots held shortly and long; losses count against gains at the same rates.
    most_loss_tax : cents of tax that losses beyond the gains may save, 0 or more.
    cost : of what is sold and bought, commissions and half the spread.
    """

    short_rate: float = 0.30
    long_rate: float = 0.15
    most_loss_tax: int = 0
    cost: float = 0.0005


@dataclass(frozen=True)
class Rebalanced:
    """What to sell and buy.

    Attributes
    ----------
    sold : by lot, cents of value, shape (n_lots,).
    bought : by asset, cents.
    cash : cents that are left.
    shares : by asset, its share of everything afterwards.
    tax, cost : cents; tax below 0 is what losses save.
    within : whether every asset is within its band afterwards.
    """

    sold: tuple[int, ...]
    bought: Mapping[str, int]
    cash: int
    shares: Mapping[str, float]
    tax: int
    cost: int
    within: bool


def buy_only(lots: Sequence[Lot], targets: Mapping[str, float], cash: int) -> dict[str, int]:
    """How ``cash`` comes nearest to the targets without a sale: to what is furthest below first, by asset, cents."""
    held = held_by_asset(lots, targets)
    whole = sum(held.values()) + cash
    lacking = {asset: max(0.0, share * whole - held[asset]) for asset, share in targets.items()}
    all_lacking = sum(lacking.values())
    if all_lacking <= 0 or cash <= 0:
        return dict.fromkeys(targets, 0)
    bought = {asset: int(cash * lack / all_lacking) for asset, lack in lacking.items()}
    most = max(lacking, key=lambda asset: lacking[asset])
    bought[most] += cash - sum(bought.values())
    return bought


def rebalance(
    lots: Sequence[Lot], targets: Mapping[str, float], band: float, cash: int = 0, terms: Terms | None = None
) -> Rebalanced | None:
    """The plan of the least tax and cost that ends within the bands; None where there is none.

    Parameters
    ----------
    targets : by asset, shares that add up to 1; assets of lots that are not named have target 0.
    band : how far a share may be from its target, in either direction.
    cash : cents to be invested, 0 or more; all of it is.

    Raises
    ------
    ValueError : targets that do not add up to 1, or nothing to rebalance.
    """
    from scipy.optimize import linprog

    terms = terms or Terms()
    assets = list(dict.fromkeys([*targets, *(lot.asset for lot in lots)]))
    held = held_by_asset(lots, dict.fromkeys(assets, 0.0))
    whole = sum(held.values()) + cash
    if whole <= 0 or abs(sum(targets.values()) - 1) > 1e-6:
        raise ValueError("targets add up to 1, and there is something to rebalance")
    n, m = len(lots), len(assets)
    aim = np.array([targets.get(asset, 0.0) for asset in assets])
    now = np.array([held[asset] for asset in assets], float)
    above = now > aim * whole
    gains = np.array([(lot.value - lot.basis) / lot.value if lot.value else 0.0 for lot in lots])
    rates = np.array([terms.long_rate if lot.long_held else terms.short_rate for lot in lots])
    of = np.array([assets.index(lot.asset) for lot in lots], int)
    # Variables: sold by lot, bought by asset, tax. Cents are scaled to shares of the whole for the solver.
    objective = np.concatenate([np.full(n, terms.cost), np.full(m, terms.cost), [1.0]])
    sells = np.zeros((m, n))
    sells[of, np.arange(n)] = 1.0
    after = np.hstack([-sells, np.eye(m), np.zeros((m, 1))])
    limits = [
        *[(after[row], aim[row] + band - now[row] / whole) for row in range(m)],
        *[(-after[row], now[row] / whole - max(0.0, aim[row] - band)) for row in range(m)],
        (np.concatenate([rates * gains, np.zeros(m), [-1.0]]), 0.0),
    ]
    balance = np.concatenate([np.full(n, -1.0), np.ones(m), [0.0]])
    bounds: list[tuple[float, float | None]] = [
        (0.0, lot.value / whole if above[of[place]] else 0.0) for place, lot in enumerate(lots)
    ]
    bounds += [(0.0, 0.0 if above[place] else None) for place in range(m)]
    bounds += [(-terms.most_loss_tax / whole, None)]
    done = linprog(
        objective,
        A_ub=np.array([row for row, _ in limits]),
        b_ub=np.array([limit for _, limit in limits]),
        A_eq=balance[None, :],
        b_eq=[cash / whole],
        bounds=bounds,
        method="highs",
    )
    if done.status != 0:
        return None
    return _in_cents(lots, assets, now, done.x[:n] * whole, done.x[n : n + m] * whole, cash, terms, aim, band)


def _in_cents(
    lots: Sequence[Lot],
    assets: Sequence[str],
    now: np.ndarray,
    sold: np.ndarray,
    bought: np.ndarray,
    cash: int,
    terms: Terms,
    aim: np.ndarray,
    band: float,
) -> Rebalanced:
    cents = tuple(min(lot.value, round(float(amount))) for lot, amount in zip(lots, sold, strict=True))
    buys = [int(amount + TOLERANCE) for amount in bought]
    rest = sum(cents) + cash - sum(buys)
    if any(buys):
        buys[int(np.argmax(buys))] += rest  # cents lost to rounding go where most is bought
        rest = 0
    after = {
        asset: now[place] + buys[place] - sum(c for c, lot in zip(cents, lots, strict=True) if lot.asset == asset)
        for place, asset in enumerate(assets)
    }
    whole = sum(after.values()) + rest
    shares = {asset: float(value / whole) for asset, value in after.items()}
    whole_cents = max(1e-6, len(assets) / whole)  # each asset may be off by one, and one of them by all
    return Rebalanced(
        cents,
        dict(zip(assets, buys, strict=True)),
        rest,
        shares,
        tax_of(lots, cents, terms),
        round(terms.cost * (sum(cents) + sum(buys))),
        all(abs(shares[asset] - aim[place]) <= band + whole_cents for place, asset in enumerate(assets)),
    )


def tax_of(lots: Sequence[Lot], sold: Sequence[int], terms: Terms) -> int:
    """Tax on selling so many cents of each lot, in cents; below 0 is what losses save, as far as they may."""
    due = 0.0
    for lot, amount in zip(lots, sold, strict=True):
        if lot.value:
            rate = terms.long_rate if lot.long_held else terms.short_rate
            due += rate * amount * (lot.value - lot.basis) / lot.value
    return round(max(due, -terms.most_loss_tax))


def held_by_asset(lots: Sequence[Lot], assets: Mapping[str, float]) -> dict[str, int]:
    """Cents of each asset that is named or held."""
    held = dict.fromkeys(assets, 0)
    for lot in lots:
        held[lot.asset] = held.get(lot.asset, 0) + lot.value
    return held


def highest_cost_first(
    lots: Sequence[Lot], targets: Mapping[str, float], cash: int = 0, terms: Terms | None = None
) -> Rebalanced:
    """The usual rule as a rival: exactly to the targets, of each asset the lots of the highest cost first."""
    order = sorted(range(len(lots)), key=lambda place: -lots[place].basis / max(1, lots[place].value))
    return _in_order(lots, order, targets, cash, terms or Terms())


def first_in_first_out(
    lots: Sequence[Lot], targets: Mapping[str, float], cash: int = 0, terms: Terms | None = None
) -> Rebalanced:
    """The default of most brokers as a rival: exactly to the targets, lots in the order they were bought (given)."""
    return _in_order(lots, range(len(lots)), targets, cash, terms or Terms())


def _in_order(
    lots: Sequence[Lot], order: Sequence[int], targets: Mapping[str, float], cash: int, terms: Terms
) -> Rebalanced:
    assets = list(dict.fromkeys([*targets, *(lot.asset for lot in lots)]))
    held = held_by_asset(lots, dict.fromkeys(assets, 0.0))
    whole = sum(held.values()) + cash
    excess = {asset: held[asset] - round(targets.get(asset, 0.0) * whole) for asset in assets}
    bought = {asset: max(0, -more) for asset, more in excess.items()}
    sold = [0] * len(lots)
    for place in order:
        asset = lots[place].asset
        sold[place] = min(lots[place].value, max(0, excess[asset]))
        excess[asset] -= sold[place]
    return Rebalanced(
        tuple(sold),
        bought,
        sum(sold) + cash - sum(bought.values()),
        {asset: targets.get(asset, 0.0) for asset in assets},
        tax_of(lots, sold, terms),
        round(terms.cost * (sum(sold) + sum(bought.values()))),
        True,
    )
