"""One small cohort with plain goals and the models trained on it, shared by everything that needs trained models."""

from __future__ import annotations

import json
import os

# Before the first import of numpy: one thread, and no spinning ones, on a machine that other tests share.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator

from seqmatch.data.synthetic.people.generate import SyntheticCohort, generate
from seqmatch.data.users.cohort import Cohort, cohort_of
from seqmatch.families.onboarding.dataset import OnboardingData, onboarding_data
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.training.train import Source, train
from seqmatch.lifecycle.measuring.bootstrap import draws
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.settings import Settings

pytest_plugins = ["stores"]
# How long an example takes says what else the machine does, not whether the code is right.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")
SEED = 7
QUICK: Recipe = {
    "Archetypes": {"ks": [4], "resamples": 1},
    "GoalClassifier": {"rounds": 5, "forest_rounds": 2, "masked_copies": 1, "people_a_direction": [60]},
}

SLOWEST = (
    "families/onboarding/test_retrain.py",
    "families/onboarding/evaluation/test_evaluate.py",
    "families/onboarding/test_train.py",
    "families/onboarding/test_stands_for_enough.py",
    "families/coaching/test_retrain_coaching.py",
    "families/coaching/test_goals.py",
    "data/synthetic/test_cohort.py",
    "cli/test_commands.py",
    "server/test_fuzz.py",
    "families/onboarding/test_report_page.py",
    "cli/onboarding/test_retrain_command.py",
    "families/coaching/test_evaluated.py",
    "server/test_http_team.py",
    "test_docs.py",
    "cli/test_demo.py",
    "test_transactions_life.py",
)
"""Files that take longest. They begin, so that no process is left with one of them when the others have ended."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {Path(__file__).parent / file: number for number, file in enumerate(SLOWEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first of the processes which run the tests makes, and all of them read."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with FileLock(shared / f"{name}.lock"):
        if not (shared / name).exists():
            begun = shared / f"{name}.begun"
            make(begun)
            begun.rename(shared / name)
    return shared / name


@pytest.fixture(scope="session", autouse=True)
def _nobodys_own_models(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever runs the tests may have trained models of their own, which would be served by default."""
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session", autouse=True)
def _schemas_checked_once() -> Iterator[None]:
    """Each new client checks the schemas of the tools it calls, which takes longer than most answers."""
    whole, known = Draft202012Validator.check_schema, set[str]()

    def check(schema: Any, *given: Any, **named: Any) -> None:
        written = json.dumps(schema, sort_keys=True)
        if written not in known:
            whole(schema, *given, **named)
            known.add(written)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Draft202012Validator, "check_schema", check)
        yield


@pytest.fixture(scope="session")
def small_synthetic() -> SyntheticCohort:
    return generate(users=400, seed=SEED, preset="exam")


@pytest.fixture(scope="session")
def small_cohort(small_synthetic: SyntheticCohort) -> Cohort:
    return cohort_of(small_synthetic.profiles, small_synthetic.rules, "synthetic")


@pytest.fixture(scope="session")
def small_data(small_cohort: Cohort) -> OnboardingData:
    return onboarding_data(small_cohort)


@pytest.fixture(scope="session")
def quick() -> Recipe:
    """Settings for versions of which only the files matter, not how good they are."""
    return QUICK


@pytest.fixture(scope="session")
def few_data(small_data: OnboardingData) -> OnboardingData:
    """Enough users to train a version that nobody asks how good it is."""
    return small_data.subset(np.arange(120))


@pytest.fixture(scope="module")
def few_resamples() -> Iterator[None]:
    """A fifth of the usual resamples behind each interval."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(draws, "__defaults__", (200,))
        yield


@pytest.fixture(scope="session")
def small_source(small_cohort: Cohort) -> Source:
    return Source("synthetic", small_cohort.fingerprint, len(small_cohort))


@pytest.fixture(scope="session")
def small_models_dir(
    small_data: OnboardingData, small_source: Source, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A models folder with one version, live. Tests copy it before they change anything in it."""
    return made_once(tmp_path_factory, "small_models", lambda folder: train(small_data, small_source, folder, SEED))


@pytest.fixture(scope="session")
def small_models(small_models_dir: Path) -> OnboardingModels:
    return ModelHost(Settings(models_dir=small_models_dir)).live(ONBOARDING)
