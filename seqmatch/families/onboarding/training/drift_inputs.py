"""The onboarding family's inputs, by column, that drift is measured on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.users.cohort import read_cohort
from seqmatch.errors import ArgumentError
from seqmatch.families.onboarding.dataset import OnboardingData, onboarding_data
from seqmatch.features.users.table import FEATURES
from seqmatch.lifecycle.monitor.histogram import Histogram, of_numbers

if TYPE_CHECKING:
    from seqmatch.lifecycle.declared import Files, Inputs
    from seqmatch.store.engine import Store


def inputs(data: OnboardingData) -> dict[str, NDArray[np.float64]]:
    """Every feature that is not the goal, shape (n_users,) each, NaN where missing."""
    return {feature.name: data.table[:, column] for column, feature in enumerate(FEATURES) if feature.subject != "goal"}


def reference(data: OnboardingData) -> dict[str, Histogram]:
    """The same as counts by bin, for a version to keep."""
    return {name: of_numbers(column) for name, column in inputs(data).items()}


def seen(files: Files, store: Store | None, since: dt.date) -> Inputs:
    """The users in the files; none where no files are named, since the store keeps no users.

    Raises
    ------
    ArgumentError : only one of the two files is named.
    DataError : a file cannot be used.
    """
    profiles, rules = files
    if profiles is None and rules is None:
        return {}, 0
    if profiles is None or rules is None:
        raise ArgumentError("Name both files, or none.", path="--profiles/--rules")
    data = onboarding_data(read_cohort(profiles, rules))
    return inputs(data), len(data)
