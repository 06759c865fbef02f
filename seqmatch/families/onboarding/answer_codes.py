"""Which of the usual answers each stored user gives to each profile question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES
from seqmatch.features.users.table import feature_row
from seqmatch.schemas.profile import Profile

Answers = Mapping[str, Sequence[Sequence[Any]]]
"""Field -> ``[value, share]`` pairs, as :mod:`seqmatch.families.onboarding.training.field_answers` writes them."""


def answer_codes(rows: NDArray[np.floating[Any]], answers: Answers) -> dict[str, NDArray[np.int8]]:
    """Field -> index of the answer nearest to each user's, shape (n_users,), -1 where it is not known.

    Parameters
    ----------
    rows : shape (n_users, n_features), coarsened or exact.
    """
    return {field: _nearest(rows, field, given) for field, given in answers.items() if given}


def _columns(field: str) -> list[int]:
    return list(PROFILE_FIELD_FEATURES[field]) if field == "occupation" else [PROFILE_FIELD_FEATURES[field][0]]


@lru_cache(maxsize=64)
def _usual(field: str, values: tuple[Any, ...]) -> NDArray[np.float64]:
    """The features of each usual answer, shape (n_values, n_columns); the same for every question asked of a model."""
    return np.array([feature_row(Profile.model_construct(**{field: value}))[_columns(field)] for value in values])


def _nearest(rows: NDArray[np.floating[Any]], field: str, given: Sequence[Sequence[Any]]) -> NDArray[np.int8]:
    usual = _usual(field, tuple(value for value, _ in given))
    theirs = rows[:, _columns(field)]
    distance = np.abs(theirs[:, None, :] - usual[None]).sum(axis=2)
    codes = np.where(np.isnan(theirs).any(axis=1), -1, np.nan_to_num(distance, nan=np.inf).argmin(axis=1))
    return codes.astype(np.int8)
