"""The settings a version was trained with, kept in it as ``recipe.json``, and training again with them.

Settings are the constructor parameters of the estimators, read off the fitted ones, all but the seed: an estimator's
constructor only stores, so they are what was in force, whether ``recipe.py`` named them or not.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from seqmatch.errors import ArtifactError
from seqmatch.families.onboarding import recipe

RECIPE = "recipe.json"
SEED = "seed"

Recipe = dict[str, dict[str, Any]]
"""Estimator class -> parameter -> JSON value."""


def recipe_of(*estimators: object) -> Recipe:
    """The settings of fitted estimators, by class."""
    return {type(estimator).__name__: _settings(estimator) for estimator in estimators}


def _settings(estimator: object) -> dict[str, Any]:
    names = [name for name in inspect.signature(type(estimator)).parameters if name != SEED]
    plain: dict[str, Any] = json.loads(json.dumps({name: getattr(estimator, name) for name in names}, default=_listed))
    return plain


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
        (made := getattr(recipe, name, None)) is not None and set(values) <= set(inspect.signature(made).parameters)
        for name, values in settings.items()
    )


@contextmanager
def trained_by(settings: Recipe | None) -> Iterator[None]:
    """Inside, ``recipe.py`` fits with these settings instead of its own; None leaves its own.

    The estimators are exchanged where the recipe finds them, so that how data reaches them stays written once. Not for
    several threads at a time: contests run folds in processes.

    Raises
    ------
    ArtifactError : the settings are of estimators that this release does not have.
    """
    if settings is None:
        yield
        return
    if not can_repeat(settings):
        raise ArtifactError("was trained by a recipe that this release does not have.", code="artifact_outdated")
    own = {name: getattr(recipe, name) for name in settings}
    try:
        for name, values in settings.items():
            setattr(recipe, name, _with_settings(own[name], values))
        yield
    finally:
        for name, made in own.items():
            setattr(recipe, name, made)


def _with_settings(made: Callable[..., Any], values: Mapping[str, Any]) -> Callable[..., Any]:
    signature = inspect.signature(made)

    def make(*arguments: Any, **named: Any) -> Any:
        given = signature.bind_partial(*arguments, **named)
        for name, value in values.items():
            array = isinstance(given.arguments.get(name), np.ndarray)
            given.arguments[name] = np.array(value) if array else value
        return made(*given.args, **given.kwargs)

    return make
