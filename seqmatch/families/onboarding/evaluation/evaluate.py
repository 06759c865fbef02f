"""Cross-fitted evaluation on users the models have not seen, with baselines, intervals and a ceiling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.classification.goal_classifier import EXPONENTS
from seqmatch.estimators.metrics import ranking_metrics
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.evaluation.archetype_figures import archetype_figures
from seqmatch.families.onboarding.evaluation.crossfit import MATCHES, RANKERS, SITUATIONS, Held, hold_out
from seqmatch.families.onboarding.evaluation.figures import figure, goal_metrics
from seqmatch.families.onboarding.training_views import with_halves
from seqmatch.features.users.automations import Item
from seqmatch.lifecycle.measuring.bootstrap import Metric, mean_of
from seqmatch.lifecycle.measuring.folds import stratified_folds
from seqmatch.lifecycle.processes import dealt_out
from seqmatch.schemas.goal import GOAL_INDEX, GOALS, GROUP_OF

FOLDS = 5
REPEATS = 3
GROUPS = sorted(set(GROUP_OF.values()))
GROUP_INDEX = np.array([GROUPS.index(GROUP_OF[goal]) for goal in GOALS])
GOAL_MODELS = ("seqmatch", "prior", "linear", "seed_recipe")


def evaluate(
    data: OnboardingData,
    seed_table: NDArray[np.float64],
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    jobs: int = 2,
    repeats: int = REPEATS,
) -> dict[str, Any]:
    """Every figure of the evaluation document but the cohort's own facts.

    Parameters
    ----------
    data : the users with rules.
    seed_table : shape (n_users, 31), the first recipe's features of the same users.
    seed : of folds, fits and bootstraps; the figures do not depend on ``jobs``.
    repeats : divisions into folds that the figures are averaged over.
    """
    return evaluate_in_detail(data, seed_table, seed, progress, jobs, repeats)[0]


def evaluate_in_detail(
    data: OnboardingData,
    seed_table: NDArray[np.float64],
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    jobs: int = 2,
    repeats: int = REPEATS,
) -> tuple[dict[str, Any], list[list[Held]]]:
    """As :func:`evaluate`, with the answers behind the figures: per division of the users, its folds."""
    items = _all_items(data)

    def tasks() -> Iterator[tuple[Any, ...]]:
        for repeat in range(repeats):
            halved = with_halves(data, seed + repeat)
            for test in stratified_folds(data.goal_index, FOLDS, seed + repeat):
                train = np.setdiff1d(np.arange(len(data)), test)
                yield halved, items, seed_table, train, test, seed + repeat, repeat == 0

    progress("fold 1")
    results: list[Held] = []
    for number, held in enumerate(dealt_out(jobs, hold_out, tasks()), 2):
        results.append(held)
        progress(f"fold {number}" if number <= FOLDS * repeats else "archetypes")
    rounds = [results[start : start + FOLDS] for start in range(0, len(results), FOLDS)]
    document = {
        "goal": _goal_figures(data, rounds, seed),
        "similarity": _similarity_figures(data, rounds, seed),
        "archetypes": archetype_figures(data, seed),
        "automations": _automation_figures(rounds, seed),
    }
    return document, rounds


def _all_items(data: OnboardingData) -> tuple[Item, ...]:
    return tuple(sorted({use.item for uses in data.uses for use in uses}))


def _joined(held: list[Held], pick: Callable[[Held], NDArray[Any]]) -> NDArray[Any]:
    """One round's answers in the order of the data."""
    users = np.concatenate([h.users for h in held])
    return np.concatenate([pick(h) for h in held])[np.argsort(users)]


def _averaged(metrics: list[Metric]) -> Metric:
    return lambda chosen: float(np.mean([metric(chosen) for metric in metrics]))


def _goal_figures(data: OnboardingData, rounds: list[list[Held]], seed: int) -> dict[str, Any]:
    users = data.labelled
    labels = data.goal_index[users]
    everyone = np.arange(len(users))
    by_model: dict[str, dict[str, Metric]] = {}
    for model in GOAL_MODELS:
        runs = [
            goal_metrics(
                _joined(held, lambda h, m=model: h.goals[m])[users],  # type: ignore[misc]
                _joined(held, lambda h, m=model: h.decided[m])[users],  # type: ignore[misc]
                labels,
                GROUP_INDEX,
            )
            for held in rounds
            if model in held[0].goals
        ]
        by_model[model] = {name: _averaged([run[name] for run in runs]) for name in runs[0]}
    figures = {
        name: figure(f"goal.{name}", metric, len(users), by_model["prior"][name](everyone), seed)
        for name, metric in by_model["seqmatch"].items()
    }
    coverage = [mean_of(_joined(held, lambda h: h.in_set)[users]) for held in rounds]
    figures["set_coverage"] = figure("goal.set_coverage", _averaged(coverage), len(users), 0.9, seed)
    baselines = {
        model: {name: round(metric(everyone), 4) for name, metric in by_model[model].items()}
        for model in GOAL_MODELS
        if model != "seqmatch"
    }
    return {**figures, "baselines": baselines, "users": len(users)}


def _similarity_figures(data: OnboardingData, rounds: list[list[Held]], seed: int) -> dict[str, Any]:
    users = data.labelled
    groups = GROUP_INDEX[data.goal_index[users]]
    shares = np.bincount(groups) / len(groups)
    types = np.bincount(data.types + 1) / len(data)
    chance, type_chance = float((shares**2).sum()), float((types**2).sum())

    def averaged(name: str, chosen: NDArray[np.intp]) -> NDArray[np.float64]:
        values: NDArray[np.float64] = np.mean(
            [_joined(held, lambda h: h.match[name])[chosen] for held in rounds], axis=0
        )
        return values

    everyone = np.arange(len(data))
    overlap_chance = float(averaged("overlap_by_chance", everyone).mean())
    told = (
        ("goal_group_match_at_5", "goal_group", users, chance),
        ("goal_group_3_of_5", "goal_group_3_of_5", users, None),
        ("goal_group_match_at_5_goal_given", "goal_group_given", users, chance),
        ("user_type_match_at_5", "user_type", everyone, type_chance),
        ("automation_overlap_at_5", "overlap", everyone, overlap_chance),
    )
    figures = {
        name: figure(f"similarity.{name}", mean_of(averaged(key, chosen)), len(chosen), baseline, seed)
        for name, key, chosen, baseline in told
    }
    for name, key, chosen, _ in told:
        if f"{key}_by_hand" in MATCHES:
            by_hand = averaged(f"{key}_by_hand", chosen)
            gain = mean_of(averaged(key, chosen) - by_hand)
            figures[name]["seed_weights"] = round(float(by_hand.mean()), 4)
            figures[f"{name}_gain_over_seed_weights"] = figure(
                f"similarity.{name}_gain_over_seed_weights", gain, len(chosen), 0.0, seed
            )
        if data.rule_vectors is not None and f"{key}_with_embeddings" in MATCHES:
            gain = mean_of(averaged(f"{key}_with_embeddings", chosen) - averaged(key, chosen))
            path = f"{name}_gain_with_embeddings"
            figures[path] = figure(f"similarity.{path}", gain, len(chosen), 0.0, seed)
    return figures


def _automation_figures(rounds: list[list[Held]], seed: int) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for situation in SITUATIONS:
        found = {ranker: _ranked(rounds, situation, ranker) for ranker in RANKERS}
        findable = np.flatnonzero(~np.isnan(found["seqmatch"]["ndcg_at_5"]))
        figures: dict[str, Any] = {}
        for name, values in found["seqmatch"].items():
            base = found["popularity"][name][findable]
            figures[name] = figure(
                f"automations.{situation}.{name}", mean_of(values[findable]), len(findable), float(base.mean()), seed
            )
            figures[name]["popularity_by_type"] = round(float(found["popularity_by_type"][name][findable].mean()), 4)
        ours, base = (found[ranker]["ndcg_at_5"][findable] for ranker in ("seqmatch", "popularity"))
        figures["ndcg_lift_over_popularity"] = figure(
            f"automations.{situation}.ndcg_lift_over_popularity", _lift(ours, base), len(findable), 1.0, seed
        )
        out[situation] = {**figures, "users": len(findable)}
    return out


def _lift(ours: NDArray[np.float64], base: NDArray[np.float64]) -> Metric:
    return lambda chosen: float(ours[chosen].mean() / base[chosen].mean())


def _ranked(rounds: list[list[Held]], situation: str, ranker: str) -> dict[str, NDArray[np.float64]]:
    """Per-user ranking metrics averaged over the rounds in which there was something to find."""
    runs = [
        ranking_metrics(
            _joined(held, lambda h: h.scores[situation][ranker]), _joined(held, lambda h: h.relevant[situation])
        )
        for held in rounds
    ]
    out = {}
    for name in runs[0]:
        values = np.array([run[name] for run in runs])
        known = ~np.isnan(values)
        with np.errstate(invalid="ignore"):
            out[name] = np.where(known, values, 0).sum(axis=0) / known.sum(axis=0)
    return out


def ceiling(posterior: NDArray[np.float64], goals: list[str], data: OnboardingData) -> dict[str, Any]:
    """The scores of the model that drew a synthetic cohort, which no learner beats in the long run.

    Parameters
    ----------
    posterior : shape (n_cohort_users, n_goals), exact P(goal | everything observable).
    goals : names of its columns.
    """
    users = data.labelled
    labels = data.goal_index[users]
    places = np.array([GOAL_INDEX[goal] for goal in goals])
    chances = np.full((len(users), len(GOALS)), 1e-12)
    chances[:, places] = posterior[data.rows[users]]
    chances /= chances.sum(axis=1, keepdims=True)
    prior = chances.mean(axis=0)
    everyone = np.arange(len(users))
    best = max(
        (goal_metrics(chances, (chances / prior**a).argmax(axis=1), labels, GROUP_INDEX) for a in EXPONENTS),
        key=lambda metrics: metrics["macro_f1"](everyone),
    )
    scores = {name: round(metric(everyone), 4) for name, metric in best.items()}
    return {"goal": scores, "similarity": {"goal_group_match_at_5": scores["group_accuracy"]}}
