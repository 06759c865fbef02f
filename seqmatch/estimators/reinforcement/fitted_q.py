"""Values of actions by boosted trees: for the best policy, for a given one, or for the next reward alone.

Not for serving large action sets: every action is scored by its own call.
Source: Ernst, Geurts and Wehenkel, Tree-Based Batch Mode Reinforcement Learning (2005); Le, Voloshin and Yue (2019)
for the evaluation of a policy (FQE).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqmatch.estimators.reinforcement.transitions import Floats, Policy, Transitions

TREES = 60
PARAMS: dict[str, Any] = {
    "objective": "regression",
    "learning_rate": 0.15,
    "num_leaves": 15,
    "min_data_in_leaf": 50,
    "lambda_l2": 1.0,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
    "seed": 16,
}
SWEEPS = 20
"""Passes over the log, each looking one week further ahead."""


@dataclass(frozen=True, eq=False)
class TreeValues:
    """Values of all actions, shape (n, n_actions), for states of shape (n, n_features)."""

    booster: Any
    n_actions: int

    def __call__(self, states: Floats) -> Floats:
        n = len(states)
        rows = np.vstack([_with_action(states, np.full(n, action), self.n_actions) for action in range(self.n_actions)])
        return np.asarray(self.booster.predict(rows, num_threads=1)).reshape(self.n_actions, n).T


def fitted_q(log: Transitions, discount: float, sweeps: int = SWEEPS) -> TreeValues:
    """Values under the best policy; with ``discount`` 0 and one sweep, those of a myopic one."""
    return _fitted(log, discount, sweeps, lambda values, states: values(states).max(axis=1))


def fitted_q_evaluation(log: Transitions, policy: Policy, discount: float, sweeps: int = SWEEPS) -> Floats:
    """Value of ``policy`` from each person's first state in the log, shape (n_people,)."""
    ahead = policy(log.next_states)
    values = _fitted(log, discount, sweeps, lambda values, states: (ahead * values(states)).sum(axis=1))
    first = log.states[log.starts]
    return np.asarray((policy(first) * values(first)).sum(axis=1))


def _fitted(
    log: Transitions, discount: float, sweeps: int, ahead: Callable[[TreeValues, Floats], Floats]
) -> TreeValues:
    import lightgbm

    rows = lightgbm.Dataset(
        _with_action(log.states, log.actions, log.n_actions), log.rewards, params=PARAMS, free_raw_data=False
    ).construct()
    values = TreeValues(lightgbm.train(PARAMS, rows, TREES), log.n_actions)
    for _ in range(sweeps - 1):
        target = log.rewards + discount * np.where(log.ends, 0.0, ahead(values, log.next_states))
        rows.set_label(target)
        values = TreeValues(lightgbm.train(PARAMS, rows, TREES), log.n_actions)
    return values


def _with_action(states: Floats, actions: Any, n_actions: int) -> Floats:
    return np.hstack([states, np.eye(n_actions)[actions]])
