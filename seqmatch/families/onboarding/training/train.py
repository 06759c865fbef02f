"""Trains the onboarding family from a cohort to a version on disk, reproducibly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import numpy as np

from seqmatch.estimators.state import State
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.answer_codes import answer_counts
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.groups import groups_of
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.families.onboarding.recipe_settings import OWN, RECIPE, Recipe, recipe_of
from seqmatch.families.onboarding.training.archetype_cards import archetype_cards
from seqmatch.families.onboarding.training.attacked import proved
from seqmatch.families.onboarding.training.automation_terms import automation_terms
from seqmatch.families.onboarding.training.card import model_card
from seqmatch.families.onboarding.training.drift_inputs import reference
from seqmatch.families.onboarding.training.field_answers import field_answers
from seqmatch.features.users.automations import adoption_table
from seqmatch.features.users.goal_inputs import goal_words
from seqmatch.features.users.table import FEATURES
from seqmatch.lifecycle.monitor.watch import REFERENCE, reference_file
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions.artifact import Files, pack, pack_array, to_json
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish
from seqmatch.settings import MIN_SUPPORT

STEPS = ("matcher", "goal classifier", "archetypes", "recommender", "attacks", "writing")

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
) -> str:
    """Train the onboarding family, write it and make it live; gives the version's name.

    The same data, seed and library versions give the same bytes, whatever the number of threads allowed.

    Parameters
    ----------
    settings : of the estimators; OWN for those of this release.

    Raises
    ------
    TrainingError : the data cannot train a model, or the models would give people away; nothing was written.
    ModelError : another run is at work in the folder (``models_busy``).
    """
    began = perf_counter()
    family = models_dir / ONBOARDING.name
    with sole_writer(family):
        with one_thread():
            files = learn(data, source, seed, progress, settings)
            progress("attacks")
            files = proved(files, data, lambda half: learn(half, source, seed, settings=settings), seed)
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


def learn(
    data: OnboardingData,
    source: Source,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    settings: Recipe = OWN,
) -> Files:
    """Train every model of the family on ``data`` and give the files of the version."""
    progress("matcher")
    matcher = recipe.fit_matcher(data, seed, settings)
    progress("goal classifier")
    words = goal_words(data.rulesets)
    classifiers = recipe.fit_goal_classifiers(data, words, seed, settings)
    progress("archetypes")
    archetypes = recipe.fit_archetypes(data, seed, settings)
    silhouette_null = archetypes.null_silhouette(data.table[:, recipe.ARCHETYPE_COLUMNS], seed + 1)
    progress("recommender")
    items = recipe.items_of(data)
    recommender = recipe.fit_recommender(data, items, seed, matcher, settings)

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


def _rounded(value: Any) -> Any:
    """``value`` with every float at six decimals, so that files stay readable."""
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return round(float(value), 6) if isinstance(value, float | np.floating) else value
