"""How likely the goals of a plan are: the share of simulated paths, and odds where they were learned and hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.intervals import wilson_interval
from seqmatch.families.planning.models import PlanningModels
from seqmatch.families.planning.person import Person
from seqmatch.families.planning.recipe import AHEAD, DRAWS
from seqmatch.families.planning.scoring.chain import Goal
from seqmatch.families.planning.scoring.ordering import Months, months_until, usually_free
from seqmatch.families.planning.scoring.paths import Asked, basis_of, draw, reached

Z = 1.2816
"""Of an 80 % interval."""


@dataclass(frozen=True, eq=False)
class Likely:
    """Of one goal.

    Attributes
    ----------
    share, interval : of DRAWS simulated paths on which it fills and every payment holds, and Wilson's 80 %.
    band : shape (3, n_months), cents put aside by the end of each month: 10th, 50th and 90th percentile of the paths.
    odds : odds and the ends of their 80 % interval; None where none are told.
    """

    share: float
    interval: tuple[float, float]
    band: NDArray[np.float64]
    odds: tuple[float, float, float] | None = None


def likely(models: PlanningModels, person: Person, opening: int, buffer: int, chained: Sequence[Goal]) -> list[Likely]:
    """Of each goal, in the order of the chain.

    The ambition of a goal counts all that the chain fills before it. Odds are told within AHEAD months: of later goals
    no end was known.
    """
    first = person.tomorrow
    asked = [Asked(goal.needed, months_until(first, goal.deadline)) for goal in chained]
    ahead = max((one.deadline for one in asked), default=1)
    basis = basis_of(person, ahead)
    reach = reached(*draw(basis, ahead, DRAWS, models.odds.drift), opening, buffer, asked, basis.parts)
    shares = reach.met.mean(axis=0)
    bands = np.quantile(reach.filled, (0.1, 0.5, 0.9), axis=1)
    usual = usually_free(Months(person.came, person.left))
    before = np.cumsum([one.needed for one in asked])
    ambition = np.array([need / usual / one.deadline for need, one in zip(before, asked, strict=True)], float)
    odds = models.odds.curve.predict(shares, np.maximum(ambition, 0.01))
    found = []
    for place, one in enumerate(asked):
        share = float(shares[place])
        interval = wilson_interval(share * DRAWS, DRAWS, Z)
        told = models.odds.told and one.deadline <= AHEAD and one.needed > 0
        three = (float(odds.odds[place]), float(odds.low[place]), float(odds.high[place])) if told else None
        found.append(Likely(share, interval, bands[:, :, place], three))
    return found
