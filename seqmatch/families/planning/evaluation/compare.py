"""Weighted goals met whole, as a share of what hindsight meets, on generated households at three loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.synthetic.plans import FIRST, LOADS, PAY_ACCOUNT, Load, generate_planning_households
from seqmatch.families.planning.evaluation.planners import (
    PLANNERS,
    Planner,
    goals_of,
    last_day,
    months_of,
    realised_free,
)
from seqmatch.families.planning.recipe import Parameters
from seqmatch.families.planning.scoring.ordering import buffer_of, ordered
from seqmatch.families.planning.scoring.timeline import Money, run_plan

HOUSEHOLDS, SEED, RESAMPLED = 150, 17, 1_000


@dataclass(frozen=True)
class Figures:
    """One planner at one load.

    Attributes
    ----------
    met : weighted goals met whole as a share of the optimum with hindsight that keeps the same buffer. Goals of a run
        in which a payment failed that does not fail without a plan count as missed: rent is no source of savings.
    ci95 : its interval over households.
    met_of_bound : the same of the bound: hindsight without a buffer, which no planner can beat.
    met_anyhow : as ``met``, runs with failed payments counted like the others.
    funded : weighted share of the targets that was there by the deadlines.
    failed_rules : households with a step of a rule that failed.
    failed_payments : households with a payment that failed and does not fail without a plan.
    conserved : whether no cent was lost or made.
    """

    load: Load
    planner: str
    met: float
    ci95: tuple[float, float]
    met_of_bound: float
    met_anyhow: float
    funded: float
    failed_rules: int
    failed_payments: int
    conserved: bool


def compare(
    parameters: Parameters,
    households: int = HOUSEHOLDS,
    seed: int = SEED,
    planners: Mapping[str, Planner] = PLANNERS,
    loads: tuple[Load, ...] = tuple(LOADS),
) -> list[Figures]:
    """Every planner at every load, by load; each sees the past months only."""
    return [one for load in loads for one in _at(load, parameters, households, seed, planners)]


def _at(
    load: Load, parameters: Parameters, households: int, seed: int, planners: Mapping[str, Planner]
) -> list[Figures]:
    people = generate_planning_households(households, load, seed)
    best = np.zeros((households, 2))
    monies = [Money(FIRST, last_day(), one.arrivals, one.payments, {PAY_ACCOUNT: one.opening_cents}) for one in people]
    unplanned = [run_plan(lambda ahead: (), (), money).failed_payments for money in monies]
    for place, one in enumerate(people):
        goals = goals_of(one)
        for column, buffer in enumerate((buffer_of(months_of(one), parameters), None)):
            plan, _ = ordered(goals, realised_free(one, buffer), FIRST)
            best[place, column] = sum(goals[goal].weight for goal in plan.chosen)
    found = []
    for name, planner in planners.items():
        met, funded, weights = np.zeros(households), np.zeros(households), np.zeros(households)
        sound = np.ones(households, bool)
        rules_failed = 0
        conserved = True
        for place, one in enumerate(people):
            goals = goals_of(one)
            run = run_plan(planner(one, goals, parameters), goals, monies[place])
            met[place] = sum(goal.weight for goal, day in zip(goals, run.full, strict=True) if day is not None)
            shares = [cents / goal.target for goal, cents in zip(goals, run.funded, strict=True)]
            weights[place] = sum(goal.weight for goal in goals)
            funded[place] = sum(goal.weight * share for goal, share in zip(goals, shares, strict=True))
            rules_failed += bool(run.failures)
            sound[place] = run.failed_payments <= unplanned[place]
            conserved &= run.conserved
        found.append(
            Figures(
                load,
                name,
                float(met[sound].sum() / best[:, 0].sum()),
                _interval(met * sound, best[:, 0], seed),
                float(met[sound].sum() / best[:, 1].sum()),
                float(met.sum() / best[:, 0].sum()),
                float(funded.sum() / weights.sum()),
                rules_failed,
                int((~sound).sum()),
                conserved,
            )
        )
    return found


def _interval(met: NDArray[np.float64], best: NDArray[np.float64], seed: int) -> tuple[float, float]:
    """Of the share, by resampling households."""
    drawn = np.random.default_rng(seed).integers(0, len(met), (RESAMPLED, len(met)))
    shares = met[drawn].sum(axis=1) / np.maximum(best[drawn].sum(axis=1), 1e-9)
    low, high = np.quantile(shares, (0.025, 0.975))
    return float(low), float(high)
