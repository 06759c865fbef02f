"""What prices of the past say of a portfolio: shares for an objective, risk by asset, and allocations beside 1/N."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seqmatch.errors import ArgumentError, TrainingError
from seqmatch.estimators.optimisation.allocation import Floats, shares_of
from seqmatch.estimators.optimisation.walk_forward import Apart, Walked, apart, figures, walk_forward

PER_YEAR = {"day": 252.0, "week": 52.0, "month": 12.0}
MOST_TIMES = 100
LEAST, TESTED_FROM, REFITS = 24, 48, 8
"""Prices that an objective needs, those from which it is also tested, and how often it is made again in the test."""


@dataclass(frozen=True, eq=False)
class Prices:
    """Prices of assets at the same times, oldest first.

    Attributes
    ----------
    assets : names, in the order of the columns.
    returns : simple returns, shape (n_periods, n_assets).
    per_year : periods in a year.
    """

    assets: tuple[str, ...]
    returns: Floats
    per_year: float

    @property
    def covariance(self) -> Floats:
        """Of the sample, a year, shape (n_assets, n_assets)."""
        return np.atleast_2d(np.cov(self.returns, rowvar=False)) * self.per_year

    def row(self, shares: Mapping[str, float]) -> Floats:
        """Shares by asset as a row, those of assets without prices left out; adds up to 1."""
        found = np.array([shares.get(asset, 0.0) for asset in self.assets])
        return np.asarray(found / found.sum()) if found.sum() > 0 else found


@dataclass(frozen=True, eq=False)
class Tested:
    """An allocation out of sample, beside 1/N on the same periods.

    Attributes
    ----------
    volatility, yearly_return : a year, after costs.
    apart : from 1/N; None for 1/N itself.
    """

    name: str
    volatility: float
    yearly_return: float
    apart: Apart | None


def prices_of(told: Sequence[Mapping[str, object]], every: str, needed: Sequence[str]) -> Prices | None:
    """Prices as they are sent, None where none are.

    Parameters
    ----------
    told : ``asset`` and ``closes``, oldest first.
    every : ``day``, ``week`` or ``month``.
    needed : assets that must have prices.

    Raises
    ------
    ArgumentError : an asset twice or without prices, prices of different lengths, or too few.
    """
    if not told:
        return None
    names = [str(one["asset"]) for one in told]
    closes = [one["closes"] for one in told]
    assert all(isinstance(one, tuple) for one in closes)
    lengths = [len(one) for one in closes]  # type: ignore[arg-type]
    if len(set(names)) != len(names):
        raise ArgumentError("An asset has prices twice.", code="invalid_value", path="prices")
    if len(set(lengths)) > 1:
        raise ArgumentError(
            "All assets need prices of the same days, so lists of one length.", code="invalid_value", path="prices"
        )
    least = max(LEAST, 2 * len(names)) + 1
    if lengths[0] < least:
        raise ArgumentError(
            f"These assets need {least} prices each, oldest first.", code="invalid_value", path="prices[0].closes"
        )
    if any(asset not in names for asset in needed):
        raise ArgumentError("An asset that is held or aimed at has no prices.", code="invalid_value", path="prices")
    table = np.array(closes, float).T
    times = table[1:] / table[:-1]
    if times.max() > MOST_TIMES or times.min() < 1 / MOST_TIMES:
        raise ArgumentError(
            "A price changes more than a hundredfold from one to the next. Work splits in.",
            code="invalid_value",
            path="prices",
        )
    return Prices(tuple(names), np.asarray(times - 1), PER_YEAR[every])


def targets_for(prices: Prices, objective: str, most: float) -> dict[str, float]:
    """Shares by asset for an objective, from all prices.

    Raises
    ------
    ArgumentError : the prices bear none, or no asset may have enough.
    ModelError : the extra that solves it is not installed.
    """
    if most * len(prices.assets) < 1:
        raise ArgumentError("So small a largest share leaves a rest.", code="invalid_value", path="most_share")
    try:
        shares = shares_of(prices.returns, objective, most)
    except TrainingError as error:
        raise ArgumentError(error.message, code="invalid_value", path="prices") from None
    return dict(zip(prices.assets, shares.tolist(), strict=True))


def tested(
    prices: Prices, held: Mapping[str, float], aim: Mapping[str, float], objective: str | None, most: float, cost: float
) -> list[Tested]:
    """As held, as aimed at and 1/N, each made from the prices before only; none where there are too few to test.

    Parameters
    ----------
    objective : it is made anew ``REFITS`` times from the prices before; None: the shares aimed at stay.
    """
    count = len(prices.returns)
    if count < max(TESTED_FROM, 4 * len(prices.assets)):
        return []
    window = count // 2
    hold = -(-(count - window) // REFITS)
    equal = shares_of(prices.returns, "equal")
    now, then = prices.row(held), prices.row(aim)

    def walk(fixed: Floats | None) -> Walked | None:
        try:
            return walk_forward(
                prices.returns,
                lambda before: shares_of(before, objective or "equal", most) if fixed is None else fixed,
                window,
                hold,
                cost,
            )
        except TrainingError:
            return None  # an objective that half of the prices do not bear

    walks = {
        "as held": walk(now) if now.sum() else None,
        objective or "targets": walk(then if objective is None else None) if objective != "equal" else None,
        "equal parts (1/N)": walk(equal),
    }
    base = walks["equal parts (1/N)"]
    assert base is not None
    found = []
    for name, one in walks.items():
        if one is not None:
            volatility, earned, _ = figures(one.returns, prices.per_year)
            beside = None if one is base else apart(one.returns, base.returns, prices.per_year)
            found.append(Tested(name, float(volatility), float(earned), beside))
    return found
