"""Training on many users: what it costs is bounded, and what it keeps stays what is kept of few."""

from __future__ import annotations

import json

import numpy as np
import pytest

from seqmatch.estimators import archetypes
from seqmatch.estimators.segmentation import silhouette
from seqmatch.families.onboarding import recipe, training_views
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.training import train as training
from seqmatch.families.onboarding.training.train import Source, learn
from seqmatch.lifecycle.versions.artifact import Version

MOST = 60


@pytest.fixture
def limits_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of a hundred thousand users, for a hundred and twenty."""
    monkeypatch.setattr(recipe, "MOST_GROUPS", 3)
    monkeypatch.setattr(recipe, "MOST_TAUGHT", MOST)
    monkeypatch.setattr(training_views, "MOST_VIEWS", MOST)
    monkeypatch.setattr(archetypes, "MOST_LEARNED", MOST)
    monkeypatch.setattr(silhouette, "MOST_POINTS", MOST)


@pytest.mark.usefixtures("limits_of_few")
def test_of_more_users_than_the_limits_models_are_learned_that_answer(
    few_data: OnboardingData, small_source: Source, quick: Recipe
) -> None:
    files = learn(few_data, small_source, 7, settings=quick)
    models = ONBOARDING.load(Version("many", {}, files))
    assert len(models.groups) <= 3 and models.groups.people == len(few_data)
    assert models.groups.sizes.min() >= len(few_data) // 3
    assert json.loads(files["metrics.json"])["goal"]["goal_classifier"]["users"] <= MOST
    found = models.matcher.similar(few_data.table[0], 2)
    assert len(found.groups) and np.isfinite(found.similarities).all()


@pytest.mark.usefixtures("limits_of_few")
def test_no_more_halves_of_rules_are_read_than_the_limit(few_data: OnboardingData) -> None:
    views = training_views.training_views(few_data, recipe.items_of(few_data), 7)
    assert len(views.new) == len(few_data) and 0 < len(views.known) <= MOST


def test_the_silhouette_of_a_sample_is_near_that_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    kinds = rng.integers(0, 4, 3_000)
    points = rng.normal(0, 1, (3_000, 3)) + 3 * np.eye(4)[kinds][:, :3]
    whole = silhouette.silhouette(points, kinds, 1)
    monkeypatch.setattr(silhouette, "MOST_POINTS", 1_000)
    assert silhouette.silhouette(points, kinds, 1) == pytest.approx(whole, abs=0.03) and whole > 0.2


@pytest.mark.parametrize(("users", "least"), [(100, 25), (100_000, 25), (1_000_000, 250)])
def test_groups_grow_with_the_users_once_there_are_enough_of_them(users: int, least: int) -> None:
    assert recipe.least_group(users) == least


def test_from_a_thousand_users_on_every_processor_shares_a_training_and_five_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for there, shared in ((1, 1), (3, 3), (8, 5)):
        monkeypatch.setattr(training, "processors", lambda there=there: there)
        assert [training.jobs_for(users) for users in (999, 1_000, 10**6)] == [1, shared, shared]
