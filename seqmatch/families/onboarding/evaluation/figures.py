"""Figures with bootstrap intervals over users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.metrics import balanced_accuracy, calibration_error, macro_f1
from seqmatch.lifecycle.measuring.bootstrap import Metric, draws, mean_of

TARGETS: dict[str, float] = {
    "goal.macro_f1": 0.4,
    "goal.balanced_accuracy": 0.35,
    "goal.top3_accuracy": 0.6,
    "goal.group_accuracy": 0.6,
    "similarity.goal_group_match_at_5": 0.6,
    "similarity.user_type_match_at_5": 0.8,
    "archetypes.silhouette": 0.2,
}
"""The first plan's targets. They assume a cohort whose goals show; beside them stands what is possible."""


def figure(path: str, metric: Metric, users: int, baseline: float | None, seed: int) -> dict[str, Any]:
    """A metric's value, its 95 % interval by bootstrap over users, its baseline and its target where there is one."""
    drawn = [metric(rows) for rows in draws(users, seed)]
    return described(path, metric(np.arange(users)), np.percentile(drawn, (2.5, 97.5)), baseline)


def described(path: str, value: float, interval: Any, baseline: float | None) -> dict[str, Any]:
    """A figure as it is reported."""
    target = TARGETS.get(path)
    out: dict[str, Any] = {
        "value": round(value, 4),
        "ci95": [round(float(interval[0]), 4), round(float(interval[1]), 4)],
        "baseline": None if baseline is None else round(baseline, 4),
    }
    if target is not None:
        out |= {"target": target, "meets_target": bool(value > target)}
    return out


def goal_metrics(
    probabilities: NDArray[np.float64],
    decided: NDArray[np.intp],
    labels: NDArray[np.intp],
    groups: NDArray[np.intp],
) -> Mapping[str, Metric]:
    """Every goal metric of one set of predictions.

    Parameters
    ----------
    probabilities : shape (n_users, n_goals).
    decided : shape (n_users,), goals named by the decision rule, for macro-F1 and balanced accuracy.
    labels : shape (n_users,), true goals.
    groups : shape (n_goals,), group index of each goal.
    """
    n = len(labels)
    order = np.argsort(-probabilities, axis=1, kind="stable")
    leading = order[:, 0]
    by_group = np.zeros((n, int(groups.max()) + 1))
    for goal, group in enumerate(groups):
        by_group[:, group] += probabilities[:, goal]
    hit = (leading == labels).astype(float)
    confidence = probabilities[np.arange(n), leading]
    true = np.clip(probabilities[np.arange(n), labels], 1e-12, None)

    return {
        "accuracy": mean_of(hit),
        "macro_f1": lambda chosen: macro_f1(labels[chosen], decided[chosen]),
        "balanced_accuracy": lambda chosen: balanced_accuracy(labels[chosen], decided[chosen]),
        "top3_accuracy": mean_of((order[:, :3] == labels[:, None]).any(axis=1).astype(float)),
        "group_accuracy": mean_of((by_group.argmax(axis=1) == groups[labels]).astype(float)),
        "log_loss": mean_of(-np.log(true)),
        "ece": lambda chosen: calibration_error(confidence[chosen], hit[chosen]),
    }
