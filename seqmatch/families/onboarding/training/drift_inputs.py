"""The inputs of the onboarding family by column, for drift to be looked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.features.users.table import FEATURES
from seqmatch.lifecycle.monitor.histogram import Histogram, of_numbers


def inputs(data: OnboardingData) -> dict[str, NDArray[np.float64]]:
    """Every feature that is not the goal, shape (n_users,) each, NaN where missing."""
    return {feature.name: data.table[:, column] for column, feature in enumerate(FEATURES) if feature.subject != "goal"}


def reference(data: OnboardingData) -> dict[str, Histogram]:
    """The same as counts by bin, for a version to keep."""
    return {name: of_numbers(column) for name, column in inputs(data).items()}
