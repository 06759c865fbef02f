"""Conservative Q-learning beside four rivals, on a simulator and by evaluation from a log. Needs the extra `rl`.

make rl        (or: python benchmarks/bench_offline_policy.py [--people 600] [--seed 16] [--out build/rl])

Everything is synthetic (seqmatch/data/synthetic/coached_weeks.py). All learn from one log of the behaviour policy,
drawn so that segments count alike. A second log, of other people, is for FQE: by boosted trees, and by a network. The
simulator runs each policy on the same new people with the same luck. Writes policy_figures.json and
model_metadata.json; enhanced_cql_model.npz only where the policy beats every rival by all three.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from seqmatch.data.synthetic.coached_weeks import (
    FEATURES,
    REWARDS,
    WEIGHTS,
    coached_weeks,
    logging_policy,
)
from seqmatch.data.synthetic.responses import SEGMENT_NAMES, STRATEGIES
from seqmatch.estimators.reinforcement.conservative_q import STEPS, cloned, conservative_q, neural_evaluation
from seqmatch.estimators.reinforcement.fitted_q import fitted_q, fitted_q_evaluation
from seqmatch.estimators.reinforcement.serving_rule import Difference, serving_rule
from seqmatch.estimators.reinforcement.transitions import Policy, Transitions, greedy, stratified, transitions

DISCOUNT, ALPHA = 0.95, 0.1
TEST_PEOPLE = 4_000
OURS = "cql"
INTERVALS = "95 % over people; another training run, or the error of FQE itself, is not in them"
RIVALS = ("behaviour", "cloning", "myopic", "fitted_q")
Values = np.ndarray[Any, np.dtype[np.float64]]


def log_of(people: int, seed: int, *, strata: bool) -> Transitions:
    weeks = coached_weeks(logging_policy, people, seed)
    chosen = stratified(weeks.segment, seed) if strata else None
    return transitions(weeks.states, weeks.actions, weeks.rewards, weeks.segment, len(STRATEGIES), chosen)


def mean_of(values: Values, digits: int = 3) -> dict[str, Any]:
    mean, reach = float(values.mean()), 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5
    return {"value": round(mean, digits), "ci95": [round(mean - reach, digits), round(mean + reach, digits)]}


def by_segment(values: Values, segments: Any) -> dict[str, float]:
    return {name: round(float(values[segments == at].mean()), 3) for at, name in enumerate(SEGMENT_NAMES)}


def timed(name: str, learn: Callable[[], Any], seconds: dict[str, float]) -> Any:
    start = time.process_time()
    learned = learn()
    seconds[name] = round(time.process_time() - start, 1)
    print(f"{name}: {seconds[name]} s of one core", flush=True)
    return learned


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--people", type=int, default=600)
    options.add_argument("--steps", type=int, default=STEPS)
    options.add_argument("--seed", type=int, default=16)
    options.add_argument("--out", type=Path, default=Path("build/rl"))
    given = options.parse_args()
    log = log_of(given.people, given.seed, strata=True)
    held = log_of(given.people // 2, given.seed + 1, strata=False)
    seconds: dict[str, float] = {}
    network = timed(OURS, lambda: conservative_q(log, DISCOUNT, ALPHA, given.seed, given.steps), seconds)
    policies: dict[str, Policy] = {
        OURS: greedy(network),
        "behaviour": logging_policy,
        "cloning": timed("cloning", lambda: cloned(log, given.seed, given.steps // 4), seconds),
        "myopic": greedy(timed("myopic", lambda: fitted_q(log, 0.0, 1), seconds)),
        "fitted_q": greedy(timed("fitted_q", lambda: fitted_q(log, DISCOUNT), seconds)),
    }
    values: dict[str, dict[str, Values]] = {"simulator": {}, "FQE by trees": {}, "FQE by network": {}}
    objectives: dict[str, dict[str, float]] = {}
    for name, policy in policies.items():
        run = coached_weeks(policy, TEST_PEOPLE, given.seed + 2)
        values["simulator"][name] = run.returns(DISCOUNT)
        parts = zip(REWARDS, run.objectives.mean(axis=(0, 1)), strict=True)
        objectives[name] = {part: round(float(value), 4) for part, value in parts}
        values["FQE by trees"][name] = timed(
            f"FQE by trees of {name}", lambda policy=policy: fitted_q_evaluation(held, policy, DISCOUNT), seconds
        )
        values["FQE by network"][name] = timed(
            f"FQE by network of {name}",
            lambda policy=policy: neural_evaluation(held, policy, DISCOUNT, given.seed, given.steps),
            seconds,
        )
    segments = {"simulator": run.segment, **dict.fromkeys(("FQE by trees", "FQE by network"), held.groups[held.starts])}
    differences = {
        measure: {rival: mean_of(told[OURS] - told[rival]) for rival in RIVALS} for measure, told in values.items()
    }
    rule = serving_rule(
        [
            Difference(rival, measure, figure["value"], *figure["ci95"])
            for measure, told in differences.items()
            for rival, figure in told.items()
        ]
    )
    figures = {
        "basis": "synthetic: simulated people, 26 weeks of advice each; discounted reward per person",
        "intervals": INTERVALS,
        "seed": given.seed,
        "people": {"log": given.people, "held_out_log": given.people // 2, "simulator": TEST_PEOPLE},
        "discount": DISCOUNT,
        "alpha": ALPHA,
        "reward_weights": dict(zip(REWARDS, WEIGHTS.tolist(), strict=True)),
        "values": {
            measure: {
                name: {**mean_of(one), "by_segment": by_segment(one, segments[measure])} for name, one in told.items()
            }
            for measure, told in values.items()
        },
        "cql_less_rival": differences,
        "objectives_per_week": objectives,
        "serves": rule.serves,
        "sentence": rule.sentence("CQL"),
        "core_seconds": seconds,
    }
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "policy_figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    metadata = {
        "model": "enhanced_cql_model",
        "serves": rule.serves,
        "why": figures["sentence"],
        "provenance": "synthetic",
        "features": list(FEATURES),
        "actions": list(STRATEGIES),
        "layers": [list(weight.shape) for weight in network.weights],
        "discount": DISCOUNT,
        "alpha": ALPHA,
    }
    (given.out / "model_metadata.json").write_text(json.dumps(metadata, indent=1) + "\n", encoding="utf-8")
    export = given.out / "enhanced_cql_model.npz"
    export.unlink(missing_ok=True)
    if rule.serves:
        np.savez(export, **network.state().arrays)
    for measure, told in figures["values"].items():
        print(measure, {name: one["value"] for name, one in told.items()})
    print(figures["sentence"])


if __name__ == "__main__":
    main()
