"""The settings a version was trained with, kept in it as ``recipe.json``, so that it can be trained with them again.

Settings are the constructor parameters of the estimators, read from the fitted ones, all except the seed. The
constructors only store their parameters, so these are the settings in force, whether ``recipe.py`` names them or not.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from seqmatch.errors import ArtifactError
from seqmatch.estimators.archetypes import Archetypes
from seqmatch.estimators.automation_recommender import AutomationRecommender
from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher

RECIPE = "recipe.json"
SEED = "seed"
ESTIMATORS = {made.__name__: made for made in (PatternMatcher, GoalClassifier, Archetypes, AutomationRecommender)}

Recipe = Mapping[str, Mapping[str, Any]]
"""Estimator class -> parameter -> JSON value."""

OWN: Recipe = MappingProxyType({})
"""No settings from elsewhere: the estimators are made as ``recipe.py`` writes them."""

Estimator = TypeVar("Estimator")


def recipe_of(*estimators: object) -> Recipe:
    """The settings of fitted estimators, by class."""
    return {type(estimator).__name__: _settings(estimator) for estimator in estimators}


def _settings(estimator: object) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(_parameters(estimator), default=_listed))
    return {name: value for name, value in plain.items() if name != SEED}


def _parameters(estimator: object) -> dict[str, Any]:
    return {name: getattr(estimator, name) for name in inspect.signature(type(estimator)).parameters}


def _listed(value: object) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"a {type(value).__name__} cannot be kept as a setting")


def read_recipe(files: Mapping[str, bytes]) -> Recipe | None:
    """The recipe among the files of a version; None where the release that wrote it kept none."""
    packed = files.get(RECIPE)
    return None if packed is None else dict(json.loads(packed))


def can_repeat(settings: Recipe) -> bool:
    """Whether this release has every estimator and parameter that the settings name."""
    return all(
        (made := ESTIMATORS.get(name)) is not None and set(values) <= set(inspect.signature(made).parameters)
        for name, values in settings.items()
    )


def with_settings(estimator: Estimator, settings: Recipe) -> Estimator:
    """An unfitted estimator like the one given, with what ``settings`` say of its class in place of its own.

    Raises
    ------
    ArtifactError : the settings name an estimator or a parameter that this release does not have.
    """
    if not can_repeat(settings):
        raise ArtifactError("was trained by a recipe that this release does not have.", code="artifact_outdated")
    own = _parameters(estimator)
    for name, value in settings.get(type(estimator).__name__, {}).items():
        own[name] = np.array(value) if isinstance(own[name], np.ndarray) else value
    return type(estimator)(**own)
