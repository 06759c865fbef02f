"""Goal findings in the report: reliability, confusion, influential features, and a learning curve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.intervals import wilson_interval
from seqmatch.families.onboarding.dataset import OnboardingData, goal_table
from seqmatch.families.onboarding.evaluation.crossfit import Held
from seqmatch.families.onboarding.evaluation.evaluate import GROUP_INDEX, GROUPS
from seqmatch.families.onboarding.evaluation.figures import figure, goal_metrics
from seqmatch.families.onboarding.goal_models import GoalModels, fit_goal_models
from seqmatch.features.users.goal_inputs import by_fact, goal_columns, profile_complete
from seqmatch.lifecycle.measuring.bootstrap import mean_of
from seqmatch.lifecycle.processes import dealt_out
from seqmatch.lifecycle.threads import one_thread
from seqmatch.settings import MIN_SUPPORT

Floats = NDArray[np.float64]

BINS = 10
SHARES = (0.25, 0.5, 0.75)
MOST_EXPLAINED = 300
N_IMPORTANT = 15


def predicted(held: list[Held], users: NDArray[np.intp]) -> Floats:
    """One division's goal probabilities of ``users``, shape (n_users, n_goals)."""
    places = np.argsort(np.concatenate([fold.users for fold in held]))
    joined: Floats = np.concatenate([fold.goals["seqmatch"] for fold in held])[places][users]
    return joined


def reliability(data: OnboardingData, rounds: list[list[Held]]) -> list[dict[str, float]]:
    """How often the leading goal was right against how sure the model was: BINS groups of equally many users.

    The interval is Wilson's, for as many users as there are: answering for each of them again adds no user.
    """
    users = data.labelled
    labels = np.tile(data.goal_index[users], len(rounds))
    chances = np.concatenate([predicted(held, users) for held in rounds])
    confidence = chances.max(axis=1)
    hit = chances.argmax(axis=1) == labels
    rows = []
    for part in np.array_split(np.argsort(confidence, kind="stable"), BINS):
        if len(part) < MIN_SUPPORT * len(rounds):
            continue
        share, count = float(hit[part].mean()), len(part) / len(rounds)
        low, high = wilson_interval(share * count, count)
        rows.append(
            {"said": float(confidence[part].mean()), "was": share, "low": low, "high": high, "users": round(count)}
        )
    return rows


def confusion(data: OnboardingData, rounds: list[list[Held]]) -> list[dict[str, Any]]:
    """Stated against predicted group of goals: the share of each stated group, None where under MIN_SUPPORT users."""
    users = data.labelled
    stated = GROUP_INDEX[data.goal_index[users]]
    counts = np.zeros((len(GROUPS), len(GROUPS)))
    for held in rounds:
        by_group = predicted(held, users) @ np.eye(len(GROUPS))[GROUP_INDEX]
        np.add.at(counts, (stated, by_group.argmax(axis=1)), 1 / len(rounds))
    size = counts.sum(axis=1)
    return [
        {
            "stated": GROUPS[row],
            "predicted": GROUPS[column],
            "share": float(counts[row, column] / size[row]) if counts[row, column] >= MIN_SUPPORT else None,
            "users": round(float(size[row])),
        }
        for row in range(len(GROUPS))
        for column in range(len(GROUPS))
        if size[row] >= MIN_SUPPORT
    ]


def importance(models: GoalModels, asked: OnboardingData) -> list[dict[str, Any]]:
    """What the predictor looks at: mean absolute effect of each fact on the log-odds, on users it has not seen.

    An effect is measured against its mean over all goals, and goals count by their predicted probability.
    """
    rows = goal_table(asked, models.words)
    rows = rows[profile_complete(rows)][:MOST_EXPLAINED]
    chances = models.whole.predict_proba(rows)
    columns = goal_columns(models.words)
    total = np.zeros(len(columns))
    for row, chance in zip(rows, chances, strict=True):
        effects = np.array([by_fact(models.whole.contributions(row, goal)) for goal in range(len(models.whole.goals_))])
        total += chance @ np.abs(effects - effects.mean(axis=0))
    mean = total / len(rows)
    return [
        {"feature": columns[i].about, "subject": columns[i].subject, "effect": float(mean[i])}
        for i in np.argsort(-mean, kind="stable")[:N_IMPORTANT].tolist()
        if mean[i] > 0
    ]


def learning_curve(
    data: OnboardingData,
    held: list[Held],
    seed: int,
    jobs: int = 2,
    progress: Callable[[str], None] = lambda step: None,
) -> list[dict[str, Any]]:
    """Log-loss and top-3 accuracy when fewer of the labelled users are learned from, on the same held-out users.

    ``gain`` is by how much the log-loss is lower than one size before, paired over users; None for the first.

    Parameters
    ----------
    held : one division into folds, whose own answers are those of all the users.
    """
    progress("learning curve")
    users = data.labelled
    labels = data.goal_index[users]
    everyone = np.arange(len(data))
    tasks = [
        (data, np.setdiff1d(everyone, fold.users), fold.users, share, seed + number)
        for share in SHARES
        for number, fold in enumerate(held)
    ]
    answers = list(dealt_out(jobs, _from_a_part, tasks))
    curve: list[dict[str, Any]] = []
    before: Floats | None = None
    for place, share in enumerate((*SHARES, 1.0)):
        if share == 1.0:
            chances = predicted(held, users)
        else:
            order = np.argsort(np.concatenate([fold.users for fold in held]))
            chances = np.concatenate(answers[place * len(held) : (place + 1) * len(held)])[order][users]
        metrics = goal_metrics(chances, chances.argmax(axis=1), labels, GROUP_INDEX)
        losses: Floats = -np.log(np.clip(chances[np.arange(len(users)), labels], 1e-12, None))
        gain = None if before is None else figure("gain", mean_of(before - losses), len(users), 0.0, seed)
        before = losses
        curve.append(
            {
                "share": share,
                "users": round(share * len(users) * (1 - 1 / len(held))),
                "gain": gain,
                **{name: figure(name, metrics[name], len(users), None, seed) for name in ("log_loss", "top3_accuracy")},
            }
        )
    return curve


def _from_a_part(
    data: OnboardingData, train: NDArray[np.intp], test: NDArray[np.intp], share: float, seed: int
) -> Floats:
    """Goal probabilities of ``test`` from ``share`` of the labelled users of ``train``."""
    with one_thread():
        learned = data.subset(np.intersect1d(train, data.labelled))
        rng = np.random.default_rng(seed)
        kept = np.sort(rng.choice(len(learned), max(2, round(share * len(learned))), replace=False))
        return answered_from(learned.subset(kept), data.subset(test), seed)


def answered_from(learned: OnboardingData, asked: OnboardingData, seed: int) -> Floats:
    """Goal probabilities of the users of ``asked``, shape (n_users, n_goals), learned from ``learned``."""
    return fit_goal_models(learned, asked, seed).chances(asked)
