"""Predicts a person's answers by how often the answers so far go with each other answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.answer_codes import answer_code
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.schemas.profile import Profile

STRENGTH = 30.0
"""How many users' worth of weight everyone's answers have."""


def likely_answers(
    models: OnboardingModels, profile: Profile, fields: Sequence[str]
) -> dict[str, tuple[list[Any], NDArray[np.float64]]]:
    """Each of ``fields`` that has usual answers -> those answers, and how likely each is; they sum to 1.

    By Bayes' rule, as if the answers so far went with an answer each on its own (naive Bayes).
    """
    usual = models.cohort["field_answers"]
    counts = models.answers
    told = [field for field in profile.known() if field in counts.rows]
    mine = {field: answer_code(profile, field, usual[field]) for field in told if usual[field]}
    found = {}
    for field in fields:
        if not (given := usual.get(field)):
            continue
        share = np.array([share for _, share in given], dtype=np.float64)
        chances = share / share.sum()
        if field in counts.rows:
            for other, code in mine.items():
                both, among = counts.pairs[field, other]
                usually = usual[other][code][1]
                chances = chances * (both[:, code] + STRENGTH * usually) / (among + STRENGTH)
        found[field] = [value for value, _ in given], chances / chances.sum()
    return found
