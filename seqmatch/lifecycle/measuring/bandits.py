"""What four bandits lose in a thousand decisions, beside each other, in six kinds of synthetic worlds."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.synthetic.responses import SEGMENT_NAMES, WORLDS, responses
from seqmatch.estimators.bandits.epsilon_greedy import EpsilonGreedy
from seqmatch.estimators.bandits.pooled_thompson import EXPLORATION, PooledThompson
from seqmatch.estimators.bandits.regret import regret, regret_of_floor
from seqmatch.estimators.bandits.strategy_bandit import FLOOR, StrategyBandit
from seqmatch.estimators.bandits.thompson import Thompson
from seqmatch.estimators.bandits.ucb import UpperConfidenceBound
from seqmatch.lifecycle.measuring.bootstrap import draws
from seqmatch.schemas.strategy import STRATEGIES

Floats = NDArray[np.float64]
RUNS, DECISIONS = 200, 1_000
TARGET = 0.6
"""Of per-segment Thompson's regret, for partial pooling."""


def _bandits(floor: float, runs: int) -> dict[str, StrategyBandit]:
    def made(kind: Callable[..., StrategyBandit], **given: float) -> StrategyBandit:
        return kind(SEGMENT_NAMES, STRATEGIES, floor=floor, runs=runs, **given)

    return {
        "epsilon_greedy": made(EpsilonGreedy),
        "ucb1": made(UpperConfidenceBound),
        "thompson": made(Thompson),
        "thompson_sharpened": made(Thompson, exploration=EXPLORATION),
        "pooled_thompson": made(PooledThompson),
    }


def bandit_figures(
    seed: int,
    *,
    runs: int = RUNS,
    decisions: int = DECISIONS,
    worlds: tuple[str, ...] = tuple(WORLDS),
    floors: tuple[float, ...] = (0.0, FLOOR),
) -> dict[str, Any]:
    """Regret by kind of world, floor and bandit, each with its 95 % interval over ``runs`` replications.

    All bandits meet the same people, who would answer the same. ``thompson`` is the published one and the target's
    baseline; ``thompson_sharpened`` has the pooled one's exploration, so that what pooling alone brings is seen.

    Returns
    -------
    ``{basis, seed, runs, decisions, target, worlds: {name: {about, floors: {floor: {floor_alone, regret: {bandit:
    {value, ci95}}, pooled_to_thompson, pooled_to_sharpened, and both ``_above_floor``: {value, ci95, target?,
    meets_target?}}}}}}``. Regret is in automations kept. ``floor_alone`` is what the floor costs someone who knows
    every best arm; what is lost above it is what learning costs.
    """
    told = {
        name: {"about": inspect.getdoc(WORLDS[name]), "floors": _floors(name, seed, runs, decisions, floors)}
        for name in worlds
    }
    about = "synthetic people of five segments who keep an automation or not; every best strategy is known"
    return {"basis": about, "seed": seed, "runs": runs, "decisions": decisions, "target": TARGET, "worlds": told}


def _floors(world: str, seed: int, runs: int, decisions: int, floors: tuple[float, ...]) -> dict[str, Any]:
    rng = np.random.default_rng([seed, 1 + list(WORLDS).index(world)])
    people = responses(WORLDS[world](runs, rng), decisions, seed)
    uniform = rng.random(people.segment.shape)
    told: dict[str, Any] = {}
    for floor in floors:
        lost = {
            name: regret(bandit, people.segment, people.chance, people.kept, uniform)
            for name, bandit in _bandits(floor, runs).items()
        }
        alone = regret_of_floor(people.chance, floor)
        ours, theirs, sharpened = (lost[name] for name in ("pooled_thompson", "thompson", "thompson_sharpened"))
        told[f"{floor:g}"] = {
            "floor_alone": round(float(alone.mean()), 2),
            "regret": {name: _mean(values, seed) for name, values in lost.items()},
            "pooled_to_thompson": _target(_ratio(ours, theirs, seed)),
            "pooled_to_thompson_above_floor": _target(_ratio(ours - alone, theirs - alone, seed)),
            "pooled_to_sharpened": _ratio(ours, sharpened, seed),
            "pooled_to_sharpened_above_floor": _ratio(ours - alone, sharpened - alone, seed),
        }
    return told


def _mean(values: Floats, seed: int) -> dict[str, Any]:
    resampled = [values[rows].mean() for rows in draws(len(values), seed)]
    return _figure(values.mean(), resampled, 2)


def _ratio(ours: Floats, theirs: Floats, seed: int) -> dict[str, Any]:
    resampled = [ours[rows].mean() / theirs[rows].mean() for rows in draws(len(ours), seed)]
    return _figure(ours.mean() / theirs.mean(), resampled, 3)


def _figure(value: Any, resampled: list[Any], digits: int) -> dict[str, Any]:
    low, high = np.percentile(resampled, [2.5, 97.5])
    return {"value": round(float(value), digits), "ci95": [round(float(low), digits), round(float(high), digits)]}


def _target(figure: dict[str, Any]) -> dict[str, Any]:
    return {**figure, "target": TARGET, "meets_target": figure["value"] <= TARGET}
