"""How much of the pay to put aside, what comes first, and when it moves: from needs and simulated months ahead.

The chain of overflow rules has no rate of its own: what is above the buffer flows. The rate says what that comes to,
and up to which share of every pay a fixed transfer would still let every payment hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.planning.person import Person
from seqmatch.families.planning.recipe import AHEAD, DRAWS
from seqmatch.families.planning.scoring.paths import basis_of, draw
from seqmatch.schemas.answers.planning_strategy import Step

Values = NDArray[np.float64]
SAFE = 0.1
"""Share of paths on which a payment may fail at the safe rate."""
RATES = (0.1, 0.2)
"""What most advice says, told beside it."""
MOST_RATE = 0.9
DEAR = 0.08
"""Yearly rate of a debt that comes before goals."""
STEADY, FUND_STEADY, FUND_ELSE = 0.15, 3, 6
"""Spread of three months' pay up to which it is steady, and months of spending of an emergency fund: rules of thumb."""


@dataclass(frozen=True)
class Strategy:
    """Rate, order and fund.

    Attributes
    ----------
    rate : share of the pay that is free in a usual month, 0 to 1.
    safe_rate : largest share of every pay, at most ``rate``, that a fixed transfer may take with every payment holding
        on nine of ten paths of a year.
    holds : by rate of RATES, share of the paths on which every payment holds.
    fund_months, fund_cents : an emergency fund that fits how steady the pay is.
    order : what comes first: ``match``, ``starter``, ``debts``, ``goals``, ``fund``.
    """

    rate: float
    safe_rate: float
    holds: tuple[float, ...]
    fund_months: int
    fund_cents: int
    order: tuple[Step, ...]


def strategy_of(
    person: Person,
    opening: int,
    drift: float,
    debts: Sequence[Mapping[str, Any]] = (),
    match: bool = False,
) -> Strategy:
    """Of a person with ``opening`` cents on the pay account; ``match``: whether an employer would add more."""
    came, left = draw(basis_of(person, AHEAD), AHEAD, DRAWS, drift)
    most = holding_rates(came, left, opening)
    pay = max(1.0, float(np.median(person.came[-6:])))
    quarters = np.convolve(person.came[-AHEAD:].astype(float), np.ones(3), mode="valid")
    steady = np.mean(quarters) > 0 and np.std(quarters) <= STEADY * np.mean(quarters)
    months = FUND_STEADY if steady else FUND_ELSE
    rate = float(np.clip(1 - person.left[-AHEAD:].mean() / pay, 0.0, MOST_RATE))
    dear = any(one["rate"] >= DEAR for one in debts)
    order: list[Step] = ["match"] if match else []
    if dear:
        order += ["starter", "debts"]
    order += ["goals", "fund"]
    return Strategy(
        rate,
        min(rate, safe_rate(most)),
        tuple(float((most >= one).mean()) for one in RATES),
        months,
        months * int(person.left[-AHEAD:].mean()),
        tuple(order),
    )


def holding_rates(came: Values, left: Values, opening: int) -> Values:
    """By path, the largest share of every pay that may go with no month ending below zero, shape (n_paths,).

    Parameters
    ----------
    came, left : shape (n_paths, n_months), cents.
    """
    kept = opening + np.cumsum(came - left, axis=1)
    return np.asarray((kept / np.maximum(np.cumsum(came, axis=1), 1)).min(axis=1), float)


def safe_rate(most: Values) -> float:
    """The share that holds on all but SAFE of the paths, 0 to MOST_RATE; ``most`` as :func:`holding_rates` gives it."""
    return float(np.clip(np.quantile(most, SAFE), 0.0, MOST_RATE))
