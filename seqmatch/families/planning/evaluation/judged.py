"""Odds of plans beside their rivals, as lines of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.planning.evaluation.known_ends import Case, Said, alone, goals_of
from seqmatch.families.planning.evaluation.learned_rival import held_out
from seqmatch.families.planning.evaluation.odds import ece, ece_by_chance, mae, r2, rmse, with_interval
from seqmatch.families.planning.recipe import AHEAD, DRAWS

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """What one way to tell odds is worth; ``funded_…`` of the share of the need that is there, None where untold."""

    name: str
    ece: float
    ece_low: float
    ece_high: float
    ece_by_chance: float
    rmse: float
    rmse_low: float
    rmse_high: float
    mae: float
    r2: float
    funded_rmse: float | None = None
    funded_mae: float | None = None
    funded_r2: float | None = None


def judged_of(cases: Sequence[Case], ours: Mapping[str, Said | Values]) -> list[Judged]:
    """The base rate, shuffled months, ours by name, and the learned regression on people held out."""
    goals = goals_of(cases)
    boosted = held_out(cases)
    ways: dict[str, Said | Values] = {
        "base rate": Said(np.full(len(goals.met), goals.met.mean()), np.full(len(goals.met), goals.funded.mean())),
        "shuffled months": shuffled(cases),
        **ours,
        "boosted regression": Said(boosted.odds, boosted.funded),
    }
    return [_line(name, said, cases) for name, said in ways.items()]


def _line(name: str, said: Said | Values, cases: Sequence[Case]) -> Judged:
    goals = goals_of(cases)
    met = goals.met.astype(float)
    odds = said.share if isinstance(said, Said) else said
    error = with_interval(ece, odds, met, goals.person)
    root = with_interval(rmse, odds, met, goals.person)
    funded = said.funded if isinstance(said, Said) else None
    return Judged(
        name,
        *(round(one, 4) for one in (error.value, error.low, error.high, ece_by_chance(odds, goals.person))),
        *(round(one, 4) for one in (root.value, root.low, root.high, mae(odds, met), r2(odds, met))),
        *(None if funded is None else round(of(funded, goals.funded), 4) for of in (rmse, mae, r2)),
    )


def shuffled(cases: Sequence[Case]) -> Said:
    """Paths of the months as they are, in new orders: the simple simulation."""
    rng = np.random.default_rng(17)
    share, funded = [], []
    for case in cases:
        months = rng.integers(0, len(case.known.came), (DRAWS, AHEAD))
        came, left = (one[months].astype(float) for one in (case.known.came, case.known.left))
        reach = alone(came, left, case.opening, case.buffer, case.goals, case.basis.parts)
        share.append(reach.met.mean(axis=0))
        funded.append(reach.funded.mean(axis=0))
    return Said(np.concatenate(share), np.concatenate(funded))
