"""What an allocation would have done out of sample, and how far that differs from another's by chance.

Each allocation is made from the periods before, held while prices move its shares, and made again. Differences are
told with intervals from blocks of periods drawn again together (circular block bootstrap, Politis and Romano 1992).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seqmatch.estimators.optimisation.allocation import Floats

RESAMPLED = 1_000
MOST_BLOCK = 21


@dataclass(frozen=True, eq=False)
class Walked:
    """One allocation, out of sample.

    Attributes
    ----------
    returns : of the portfolio by period, after costs, shape (n_out,).
    turnover : traded, as a share of the portfolio, in all.
    """

    returns: Floats
    turnover: float


@dataclass(frozen=True)
class Apart:
    """How far one allocation is from another, a year, each (difference, low, high) with a 95 % interval."""

    volatility: tuple[float, float, float]
    yearly_return: tuple[float, float, float]
    sharpe: tuple[float, float, float]


def walk_forward(
    returns: Floats, rule: Callable[[Floats], Floats], window: int, hold: int, cost: float = 0.0
) -> Walked:
    """Make the allocation from ``window`` periods, hold it for ``hold``, and so on.

    Parameters
    ----------
    returns : simple returns, shape (n_periods, n_assets), more than ``window``.
    rule : shares from the returns before, none of them later; shape (n_assets,).
    cost : of what is traded, as a share; the first purchase counts.

    Examples
    --------
    >>> held = walk_forward(np.full((4, 2), 0.01), lambda before: np.array([0.5, 0.5]), window=2, hold=1)
    >>> held.returns.round(6).tolist(), held.turnover
    ([0.01, 0.01], 1.0)
    """
    found, traded = [], 0.0
    held = np.zeros(returns.shape[1])
    for start in range(window, len(returns), hold):
        shares = rule(returns[start - window : start])
        moved = float(np.abs(shares - held).sum())
        traded += moved
        grown = shares * np.cumprod(1 + returns[start : start + hold], axis=0)
        worth = np.concatenate([[1.0], grown.sum(axis=1)])
        earned = worth[1:] / worth[:-1] - 1
        earned[0] -= cost * moved
        found.append(earned)
        held = grown[-1] / grown[-1].sum()
    return Walked(np.concatenate(found), traded)


def apart(one: Floats, other: Floats, per_year: float, seed: int = 17) -> Apart:
    """How far ``one`` is from ``other``, returns of the same periods, shape (n_out,) each.

    Parameters
    ----------
    per_year : periods in a year.
    """
    size = len(one)
    block = max(1, min(MOST_BLOCK, size // 4))
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, size, (RESAMPLED, -(-size // block)))
    drawn = ((starts[:, :, None] + np.arange(block)) % size).reshape(RESAMPLED, -1)[:, :size]
    drawn = np.vstack([np.arange(size), drawn])
    told = [figures(returns[drawn], per_year) for returns in (one, other)]
    differences = [a - b for a, b in zip(*told, strict=True)]
    ends = [np.quantile(all_drawn[1:], (0.025, 0.975)) for all_drawn in differences]
    return Apart(*((float(d[0]), float(low), float(high)) for d, (low, high) in zip(differences, ends, strict=True)))


def figures(returns: Floats, per_year: float) -> tuple[Floats, Floats, Floats]:
    """Volatility, return and their ratio a year, over the last axis; the ratio is 0 where nothing moves."""
    volatility = returns.std(axis=-1, ddof=1) * np.sqrt(per_year)
    mean = returns.mean(axis=-1) * per_year
    ratio = np.divide(mean, volatility, out=np.zeros_like(mean), where=volatility > 1e-12)
    return volatility, mean, ratio
