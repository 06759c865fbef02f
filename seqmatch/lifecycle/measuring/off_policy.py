"""How far off-policy estimates can be trusted, measured where the truth is known."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.synthetic.responses import SEGMENT_NAMES, reference_world, responses
from seqmatch.estimators.bandits.epsilon_greedy import EpsilonGreedy
from seqmatch.estimators.bandits.off_policy import NORMAL_95, Log, Method, contributions
from seqmatch.estimators.bandits.strategy_bandit import FLOOR, drawn, floored
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.schemas.strategy import STRATEGIES

Floats = NDArray[np.float64]
LENGTHS = (500, 2_000, 10_000)
RUNS = 200


def off_policy_figures(seed: int, *, runs: int = RUNS, lengths: tuple[int, ...] = LENGTHS) -> dict[str, Any]:
    """Share of replications whose gain has the right sign, and whose 95 % interval holds the true gain, by method.

    The log is an epsilon-greedy bandit's own, which changes as it learns; the policy judged has other chances, drawn
    anew for each replication. People's contexts move their answers and are in no model.

    Returns
    -------
    ``{basis, seed, runs, lengths: {decisions: {method: {right_sign, coverage: {value, ci95}, error}}}}``, ``error``
    being the root mean squared error of the gain in rewards per decision.
    """
    rng = np.random.default_rng([seed, 77])
    longest = max(lengths)
    people = responses(reference_world(runs, rng), longest, seed, context=True)
    bandit = EpsilonGreedy(SEGMENT_NAMES, STRATEGIES, floor=FLOOR, runs=runs)
    every = np.arange(runs)
    arms = np.empty((runs, longest), dtype=np.intp)
    propensities = np.empty((runs, longest))
    uniform = rng.random((runs, longest))
    for at in range(longest):
        chances = floored(bandit.wishes(people.segment[:, at]), FLOOR)
        arms[:, at] = drawn(chances, uniform[:, at])
        propensities[:, at] = chances[every, arms[:, at]]
        bandit.update_runs(people.segment[:, at], arms[:, at], people.kept[every, at, arms[:, at]])
    rewards = np.take_along_axis(people.kept, arms[..., None], axis=2)[..., 0]
    expected = np.take_along_axis(people.chance, arms[..., None], axis=2)[..., 0]
    policies = rng.dirichlet(np.ones(len(STRATEGIES)), (runs, len(SEGMENT_NAMES)))
    told: dict[str, Any] = {}
    for length in lengths:
        outcomes: dict[Method, list[tuple[float, float, float]]] = {method: [] for method in get_args(Method)}
        for run in range(runs):
            part = slice(0, length)
            segments = people.segment[run, part]
            target = policies[run][segments]
            log = Log(segments, arms[run, part], propensities[run, part], rewards[run, part])
            truth = float((target * people.chance[run, part]).sum(axis=1).mean() - expected[run, part].mean())
            for method, seen in outcomes.items():
                parts = contributions(log, target, method) - log.rewards
                reach = NORMAL_95 * float(parts.std(ddof=1)) / length**0.5
                seen.append((truth, float(parts.mean()), reach))
        told[str(length)] = {method: _trust(np.array(seen)) for method, seen in outcomes.items()}
    about = "synthetic people whose answers to every strategy are known; the log of a bandit that learns"
    return {"basis": about, "seed": seed, "runs": runs, "lengths": told}


def _trust(seen: Floats) -> dict[str, Any]:
    """Of true gains, estimates and half widths, shape (runs, 3)."""
    truth, estimate, reach = seen.T
    told: dict[str, Any] = {}
    for name, hits in (
        ("right_sign", np.sign(truth) == np.sign(estimate)),
        ("coverage", abs(truth - estimate) <= reach),
    ):
        low, high = wilson_interval(float(hits.sum()), len(hits))
        told[name] = {"value": round(float(hits.mean()), 3), "ci95": [round(low, 3), round(high, 3)]}
    return {**told, "error": round(float(np.sqrt(((truth - estimate) ** 2).mean())), 4)}
