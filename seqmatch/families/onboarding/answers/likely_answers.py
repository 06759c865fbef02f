"""Predicts a person's answers from stored users who answered alike so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.answer_codes import answer_codes
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.features.users.table import feature_row
from seqmatch.schemas.profile import Profile

ALIKE = 4.0
"""How many times more a stored user counts for each answer shared with the person."""
STRENGTH = 30.0
"""How many users' worth of weight everyone's answers have."""


def how_alike(models: OnboardingModels, profile: Profile) -> NDArray[np.float64]:
    """How much each stored user counts for a person, shape (n_users,), by the answers they share."""
    usual = models.cohort["field_answers"]
    stored = models.answer_codes
    told = profile.known()
    mine = answer_codes(feature_row(profile)[None], {field: usual.get(field, []) for field in stored if field in told})
    shared = np.zeros(len(next(iter(stored.values()))), dtype=np.int64)
    for field, code in mine.items():
        if code[0] >= 0:
            shared += stored[field] == code[0]
    counts = np.array([ALIKE**answers for answers in range(len(stored) + 1)])
    alike: NDArray[np.float64] = counts[shared]
    return alike


def likely_answers(
    models: OnboardingModels, alike: NDArray[np.float64], fields: Sequence[str]
) -> dict[str, tuple[list[Any], NDArray[np.float64]]]:
    """Each of ``fields`` that has usual answers -> those answers, and how likely each is; they sum to 1.

    Parameters
    ----------
    alike : how much each stored user counts, as :func:`how_alike` says.
    """
    usual = models.cohort["field_answers"]
    stored = models.answer_codes
    found = {}
    for field in fields:
        if not (given := usual.get(field)):
            continue
        share = np.array([share for _, share in given], dtype=np.float64)
        answered = stored[field] >= 0
        weight = alike[answered]
        if len(weight):
            theirs = np.bincount(stored[field][answered], weight, minlength=len(given)) / weight.sum()
            users = weight.sum() ** 2 / (weight**2).sum()
            share = (users * theirs + STRENGTH * share / share.sum()) / (users + STRENGTH)
        found[field] = [value for value, _ in given], share / share.sum()
    return found
