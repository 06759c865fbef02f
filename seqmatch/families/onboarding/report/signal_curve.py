"""Accuracy reached against the best possible, on synthetic cohorts with weaker and stronger goals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from seqmatch.data.synthetic.people.generate import CohortOrigin, generate
from seqmatch.data.users.cohort import cohort_of
from seqmatch.families.onboarding.dataset import onboarding_data
from seqmatch.families.onboarding.evaluation.evaluate import FOLDS, GROUP_INDEX, ceiling
from seqmatch.families.onboarding.evaluation.figures import figure, goal_metrics
from seqmatch.families.onboarding.report.goal_findings import answered_from
from seqmatch.lifecycle.processes import dealt_out
from seqmatch.lifecycle.threads import one_thread

STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0)
"""Factors on the preset's own signal."""
STRONGEST = 3.0


def signal_curve(
    origin: CohortOrigin, seed: int, jobs: int = 2, progress: Callable[[str], None] = lambda step: None
) -> list[dict[str, Any]]:
    """Top-3 accuracy reached, of the base rates and of the model that drew the cohort, over five signal strengths."""
    progress("signal strengths")
    signals = [min(strength * origin.goal_signal, STRONGEST) for strength in STRENGTHS]
    return list(dealt_out(jobs, _point, [(origin, signal, seed) for signal in signals]))


def _point(origin: CohortOrigin, signal: float, seed: int) -> dict[str, Any]:
    with one_thread():
        made = generate(origin.users, origin.seed, origin.preset, signal)
        data = onboarding_data(cohort_of(made.profiles, made.rules, "synthetic"))
        users = data.labelled
        labels = data.goal_index[users]
        fold_of = np.random.default_rng(seed).permutation(len(users)) % FOLDS
        chances = np.empty((len(users), len(GROUP_INDEX)))
        base = np.empty(len(users))
        for fold in range(FOLDS):
            train, test = users[fold_of != fold], users[fold_of == fold]
            chances[fold_of == fold] = answered_from(data.subset(train), data.subset(test), seed)
            common = np.argsort(-np.bincount(labels[fold_of != fold], minlength=len(GROUP_INDEX)), kind="stable")[:3]
            base[fold_of == fold] = np.isin(labels[fold_of == fold], common)
        metric = goal_metrics(chances, chances.argmax(axis=1), labels, GROUP_INDEX)["top3_accuracy"]
        best = ceiling(made.posterior, list(made.goals), data)["goal"]["top3_accuracy"]
        reached = figure("goal.signal", metric, len(users), float(base.mean()), seed)
    return {"signal": signal, "reached": reached, "ceiling": best}
