"""The scores of whoever knows the model: what no learner beats in the long run on a synthetic cohort.

The figures have the names and definitions of the evaluation's goal figures, and are measured on the same people: those
who state one of the known goals.
"""

from __future__ import annotations

import numpy as np

from seqmatch.data.synthetic.people.generate import SyntheticCohort
from seqmatch.data.synthetic.people.tables import FloatArray, IntArray
from seqmatch.schemas.goal import GOAL_GROUPS, GROUP_OF

EXPONENTS = np.linspace(0, 1.5, 31)
NEIGHBOURS = 5


def bayes_scores(cohort: SyntheticCohort) -> dict[str, float]:
    """Bayes-optimal scores of a cohort.

    ``macro_f1`` and ``balanced_accuracy`` decide by argmax of p / prior^a, with the ``exponent`` a of best macro-F1;
    the others use p itself. ``goal_group_match_at_5`` lets a matcher who knows the model, but nobody's goal, choose for
    each person the five others likeliest to share the goal group.

    Returns
    -------
    each of accuracy, top3_accuracy, group_accuracy, log_loss, macro_f1, balanced_accuracy, goal_group_match_at_5,
    exponent, and users, the number of people scored.
    """
    stated = cohort.profiles["PRODUCTGOAL"].is_in(cohort.goals).fill_null(value=False).to_numpy()
    position = {goal: i for i, goal in enumerate(cohort.goals)}
    truth = np.array([position[goal] for goal in cohort.true_goal])[stated]
    chance = cohort.posterior[stated]
    members = np.array([[GROUP_OF[goal] == group for group in GOAL_GROUPS] for goal in cohort.goals], dtype=float)
    groups, true_group = chance @ members, members.argmax(axis=1)[truth]
    prior = cohort.prior[stated].mean(axis=0)
    rules = [(macro_f1(truth, (chance / prior**a).argmax(axis=1)), a) for a in EXPONENTS]
    _, exponent = max(rules, key=lambda pair: (pair[0], -pair[1]))
    decided = (chance / prior**exponent).argmax(axis=1)
    top3 = np.argsort(-chance, axis=1, kind="stable")[:, :3]
    return {
        "users": float(len(truth)),
        "accuracy": float((chance.argmax(axis=1) == truth).mean()),
        "top3_accuracy": float((top3 == truth[:, None]).any(axis=1).mean()),
        "group_accuracy": float((groups.argmax(axis=1) == true_group).mean()),
        "log_loss": float(-np.log(chance[np.arange(len(truth)), truth]).mean()),
        "macro_f1": macro_f1(truth, decided),
        "balanced_accuracy": balanced_accuracy(truth, decided),
        "exponent": float(exponent),
        "goal_group_match_at_5": _match(groups, true_group),
    }


def macro_f1(truth: IntArray, decided: IntArray) -> float:
    """Mean F1 over the goals that occur in ``truth``; both of shape (n_users,)."""
    scores = []
    for goal in np.unique(truth):
        hit = float(((truth == goal) & (decided == goal)).sum())
        scores.append(2 * hit / float((truth == goal).sum() + (decided == goal).sum()))
    return float(np.mean(scores))


def balanced_accuracy(truth: IntArray, decided: IntArray) -> float:
    """Mean recall over the goals that occur in ``truth``; both of shape (n_users,)."""
    return float(np.mean([(decided[truth == goal] == goal).mean() for goal in np.unique(truth)]))


def _match(groups: FloatArray, true_group: IntArray) -> float:
    """Mean share of the five likeliest to share the goal group who do; ``groups`` has shape (n_users, n_groups)."""
    if len(groups) <= NEIGHBOURS:
        return float("nan")
    shares = np.empty(len(groups))
    for start in range(0, len(groups), 512):
        rows = np.arange(start, min(start + 512, len(groups)))
        likeness = groups[rows] @ groups.T
        likeness[np.arange(len(rows)), rows] = -1.0
        nearest = np.argpartition(-likeness, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        shares[rows] = (true_group[nearest] == true_group[rows][:, None]).mean(axis=1)
    return float(shares.mean())
