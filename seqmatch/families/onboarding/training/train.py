"""Trains the onboarding family from a cohort to a version on disk, reproducibly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.archetypes import Archetypes
from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.estimators.state import State
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.answer_codes import answer_counts
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.groups import groups_of
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.families.onboarding.recipe_settings import OWN, RECIPE, Recipe, recipe_of
from seqmatch.families.onboarding.training.archetype_cards import archetype_cards
from seqmatch.families.onboarding.training.attacked import attacked, proved, two_halves
from seqmatch.families.onboarding.training.automation_terms import automation_terms
from seqmatch.families.onboarding.training.card import model_card
from seqmatch.families.onboarding.training.drift_inputs import reference
from seqmatch.families.onboarding.training.field_answers import field_answers
from seqmatch.features.users.automations import adoption_table
from seqmatch.features.users.goal_inputs import goal_words
from seqmatch.features.users.table import FEATURES
from seqmatch.lifecycle.monitor.watch import REFERENCE, reference_file
from seqmatch.lifecycle.processes import Begin, beside, processors
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions.artifact import Files, pack, pack_array, to_json
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish
from seqmatch.settings import MIN_SUPPORT

STEPS = ("matcher", "recommender", "goal classifier", "archetypes", "attacks", "writing")
MANY = 1_000
"""Users with rules from which on training takes long enough for other processes to share it."""
MOST_JOBS = 5
"""What can be learned beside the rest is four pieces and the attacks; each process holds half a gigabyte."""

Provenance = Literal["synthetic", "operator"]


@dataclass(frozen=True)
class Source:
    """Where training data came from.

    Parameters
    ----------
    provenance : whose data it is.
    fingerprint : hash of the content.
    profiles : how many there are.
    user_ids : of the cohort, in its order; only salted hashes of them are kept, for later runs to tell who is new.
    """

    provenance: Provenance
    fingerprint: str
    profiles: int
    user_ids: tuple[str, ...] = field(default=(), repr=False)

    @property
    def data(self) -> dict[str, Any]:
        """What manifests and the audit log say of it."""
        return {"provenance": self.provenance, "fingerprint": self.fingerprint, "profiles": self.profiles}

    def ids_of(self, rows: Iterable[int]) -> tuple[str, ...]:
        """The identifiers of some users of the cohort; none where they are not known."""
        return tuple(self.user_ids[row] for row in rows) if self.user_ids else ()


def train(
    data: OnboardingData,
    source: Source,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    settings: Recipe = OWN,
    jobs: int | None = None,
) -> str:
    """Train the onboarding family, write it and make it live; gives the version's name.

    The same data, seed and library versions give the same bytes, whatever the number of threads and processes.

    Parameters
    ----------
    settings : of the estimators; OWN for those of this release.
    jobs : processes at work; by default one of few users, else one for each processor.

    Raises
    ------
    TrainingError : the data cannot train a model, or the models would give people away; nothing was written.
    ModelError : another run is at work in the folder (``models_busy``).
    """
    began = perf_counter()
    family = models_dir / ONBOARDING.name
    with sole_writer(family):
        files = learn_and_prove(data, source, seed, progress, settings, jobs_for(len(data)) if jobs is None else jobs)
        progress("writing")
        facts = {
            **event_facts(data, source, seed, files),
            "decision": "promoted",
            "why": ["Training promotes without comparing."],
            "seconds": round(perf_counter() - began, 1),
        }
        return publish(
            family, files, about(ONBOARDING.name, source.data, seed), "train", facts, source.ids_of(data.rows)
        )


def event_facts(data: OnboardingData, source: Source, seed: int, files: Files) -> dict[str, Any]:
    """What the audit log says of a run whatever its outcome: data, seed, sizes and metrics."""
    return {
        "data": source.data,
        "users": len(data),
        "labelled_users": len(data.labelled),
        "seed": seed,
        "metrics": json.loads(files["metrics.json"]),
    }


def jobs_for(users: int) -> int:
    """Processes that training on so many users is worth: starting one costs seconds."""
    return 1 if users < MANY else min(processors(), MOST_JOBS)


def learn_and_prove(
    data: OnboardingData,
    source: Source,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    settings: Recipe = OWN,
    jobs: int = 1,
) -> Files:
    """The files of a version learned from ``data``, with what attacks found out; ``jobs`` change nothing of them.

    Raises
    ------
    TrainingError : the data cannot train a model, or the models would give people away.
    ModelError : a process ended before its work was done.
    """
    anyone = replace(source, user_ids=())
    with one_thread(), beside(jobs) as begin:
        learn_half = partial(learn, source=anyone, seed=seed, settings=settings)
        attack = begin(attacked, two_halves(data, seed), learn_half, seed)
        files = learn(data, source, seed, progress, settings, begin)
        progress("attacks")
        return proved(files, len(data), attack())


def learn(
    data: OnboardingData,
    source: Source,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    settings: Recipe = OWN,
    begin: Begin = partial,
) -> Files:
    """Train every model of the family on ``data`` and give the files of the version.

    Parameters
    ----------
    begin : how what can be learned beside the rest is begun; see :func:`seqmatch.lifecycle.processes.beside`.
    """
    words = goal_words(data.rulesets)
    with_rules, without = (recipe.goal_lesson(data, words, seed, known) for known in (True, False))
    goals_promised = {
        situation: begin(_goals, without if situation == recipe.NO_RULES else with_rules, seed, situation, settings)
        for situation in recipe.GOAL_SITUATIONS
    }
    archetypes_promised = begin(_archetypes, data.table[:, recipe.ARCHETYPE_COLUMNS], seed, settings)
    progress("matcher")
    matcher = recipe.fit_matcher(data, seed, settings)
    progress("recommender")
    items = recipe.items_of(data)
    recommender = recipe.fit_recommender(data, items, seed, matcher, settings)
    progress("goal classifier")
    classifiers: dict[str, GoalClassifier] = {name: promise() for name, promise in goals_promised.items()}
    progress("archetypes")
    archetypes, silhouette_null = archetypes_promised()

    answers = field_answers(data)
    counted = answer_counts(data.table, answers, adoption_table(data.uses, items))
    matched = matcher.state()
    vectors = matched.arrays["inputs"]
    arrays = {name: array for name, array in matched.arrays.items() if name != "inputs"}
    goals = Counter(goal for goal in data.goals if goal is not None)
    metrics = {
        "provenance": source.provenance,
        "users": len(data),
        "labelled_users": len(data.labelled),
        "goal": {stem: classifier.report_ for stem, classifier in classifiers.items()},
        "archetypes": {
            "k": archetypes.k_,
            "silhouette": archetypes.silhouette_,
            "silhouette_null": silhouette_null,
            "silhouette_all_features": archetypes.full_silhouette_,
            "variance_explained": archetypes.explained_,
            "stability_ari": archetypes.ari_,
        },
        "automations": {"items": len(items)},
    }
    files: Files = {
        **pack("similarity_matcher", State(matched.params, arrays)),
        "user_vectors.npy": pack_array(vectors),
        **pack("user_groups", groups_of(data, matcher, archetypes).state()),
        **pack("answer_counts", counted.state()),
        **pack("user_clusters", archetypes.state()),
        **pack("automation_recommender", recommender.state()),
        "goal_words.json": to_json(list(words)),
        "archetypes.json": to_json(archetype_cards(data, archetypes, items)),
        "automations.json": to_json(automation_terms(data, items)),
        "cohort.json": to_json(
            {
                "size": len(data),
                "provenance": source.provenance,
                "goals": {goal: count for goal, count in sorted(goals.items()) if count >= MIN_SUPPORT},
                "field_answers": answers,
            }
        ),
        "feature_config.json": to_json(
            {
                "version": ONBOARDING.feature_version,
                "features": [
                    {
                        "name": feature.name,
                        "description": feature.description,
                        "unit": feature.unit,
                        "subject": feature.subject,
                        "weight": feature.weight,
                        "step": feature.step,
                    }
                    for feature in FEATURES
                ],
            }
        ),
        "metrics.json": to_json(_rounded(metrics)),
        REFERENCE: reference_file(reference(data)),
        RECIPE: to_json(recipe_of(matcher, *classifiers.values(), archetypes, recommender)),
    }
    for stem, classifier in classifiers.items():
        files.update(pack(stem, classifier.state()))
    files["card.md"] = model_card(metrics, source.provenance).encode()
    return files


def _goals(lesson: recipe.GoalLesson, seed: int, situation: recipe.GoalSituation, settings: Recipe) -> GoalClassifier:
    with one_thread():
        return recipe.learn_goals(lesson, seed, situation, settings)


def _archetypes(table: NDArray[np.float64], seed: int, settings: Recipe) -> tuple[Archetypes, float]:
    """The archetypes, and the silhouette that chance alone reaches."""
    with one_thread():
        archetypes = recipe.archetypes_of(table, seed, settings)
        return archetypes, archetypes.null_silhouette(table, seed + 1)


def _rounded(value: Any) -> Any:
    """``value`` with every float at six decimals, so that files stay readable."""
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return round(float(value), 6) if isinstance(value, float | np.floating) else value
