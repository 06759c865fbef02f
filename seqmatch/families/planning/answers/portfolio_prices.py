"""What ``rebalance_portfolio`` tells of prices: risk by asset, and allocations out of sample beside 1/N."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seqmatch.estimators.optimisation.allocation import risk_shares
from seqmatch.families.planning.scoring.prices import Prices, tested
from seqmatch.schemas.answers.planning_prices import AllocationTested, AssetPriced, Difference, PricesTold

ENOUGH_YEARS = 2


def prices_told(
    prices: Prices,
    held: Mapping[str, int],
    after: Mapping[str, int],
    aim: Mapping[str, float],
    objective: str | None,
    most: float,
    cost: float,
) -> PricesTold:
    """What the prices say of what is held, of what is held afterwards, and of the aim.

    Parameters
    ----------
    held, after : by asset, cents.
    aim : by asset, shares.
    """
    before_share = {asset: cents / max(1, sum(held.values())) for asset, cents in held.items()}
    now = risk_shares(prices.row(before_share), prices.covariance)
    then = risk_shares(prices.row({asset: float(cents) for asset, cents in after.items()}), prices.covariance)
    mean = prices.returns.mean(axis=0) * prices.per_year
    deviation = prices.returns.std(axis=0, ddof=1)
    spread = 1.96 * deviation * prices.per_year / np.sqrt(len(prices.returns))
    return PricesTold(
        assets=[
            AssetPriced(
                asset=asset,
                yearly_return=round(float(mean[place]), 4),
                yearly_return_ci95=(
                    round(float(mean[place] - spread[place]), 4),
                    round(float(mean[place] + spread[place]), 4),
                ),
                volatility=round(float(deviation[place] * np.sqrt(prices.per_year)), 4),
                risk_share_before=round(float(now[place]), 4),
                risk_share_after=round(float(then[place]), 4),
            )
            for place, asset in enumerate(prices.assets)
        ],
        tested_years=round(len(prices.returns) / 2 / prices.per_year, 2),
        tested=[
            AllocationTested(
                name=one.name,
                volatility=round(one.volatility, 4),
                yearly_return=round(one.yearly_return, 4),
                volatility_from_equal=None if one.apart is None else _difference(one.apart.volatility),
                return_from_equal=None if one.apart is None else _difference(one.apart.yearly_return),
            )
            for one in tested(prices, before_share, aim, objective, most, cost)
        ],
    )


def _difference(told: tuple[float, float, float]) -> Difference:
    value, low, high = (round(one, 4) for one in told)
    return Difference(value=value, ci95=(low, high))


def prices_text(told: PricesTold) -> list[str]:
    """Lines of text."""
    lines = [
        f"- {one.asset}: volatility {one.volatility:.1%} a year, {one.risk_share_before:.0%} of the risk before, "
        f"{one.risk_share_after:.0%} after"
        for one in told.assets
    ]
    if not told.tested:
        return [*lines, "Too few prices to test an allocation on later ones."]
    lines.append(f"Out of sample, the later half of these prices ({told.tested_years:.1f} years), after costs, a year:")
    for one in told.tested:
        line = f"- {one.name}: volatility {one.volatility:.1%}, return {one.yearly_return:.1%}"
        risk, earned = one.volatility_from_equal, one.return_from_equal
        if risk is not None and earned is not None:
            line += f"; from 1/N {_points(risk)} of volatility, {_points(earned)} of return"
        lines.append(line)
    short = "" if told.tested_years >= ENOUGH_YEARS else " Less than two years are too short to compare returns."
    return [*lines, f"A difference whose interval holds 0 is not told from chance.{short}"]


def _points(one: Difference) -> str:
    low, high = one.ci95
    return f"{100 * one.value:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"
