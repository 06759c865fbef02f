"""What someone would answer is judged by those who answer alike, and by everyone where few do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from seqmatch.families.onboarding.answer_codes import answer_codes
from seqmatch.families.onboarding.answers.likely_answers import how_alike, likely_answers
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.schemas.profile import Profile

ANSWERS = {"age_group": [["18-24", 0.5], ["65+", 0.5]], "subscription": [["Starter", 0.5], ["Growth", 0.5]]}
CODES = {"age_group": np.array([0, 1] * 500, np.int8), "subscription": np.array([0, 1] * 500, np.int8)}
YOUNG_ARE_STARTERS: Any = SimpleNamespace(cohort={"field_answers": ANSWERS}, answer_codes=CODES)


@pytest.mark.parametrize(("age", "starter"), [("18-24", 0.8), ("65+", 0.2), (None, 0.5)])
def test_the_answers_of_those_alike_count_more(age: str | None, starter: float) -> None:
    found = likely_answers(
        YOUNG_ARE_STARTERS, how_alike(YOUNG_ARE_STARTERS, Profile.model_construct(age_group=age)), ["subscription"]
    )
    values, share = found["subscription"]
    assert values == ["Starter", "Growth"]
    assert share.tolist() == pytest.approx([starter, 1 - starter], abs=0.02)


def test_a_question_without_usual_answers_is_left_out() -> None:
    assert likely_answers(YOUNG_ARE_STARTERS, how_alike(YOUNG_ARE_STARTERS, Profile()), ["occupation"]) == {}


def test_stored_users_are_counted_under_the_answer_they_gave(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    answers = small_models.cohort["field_answers"]
    codes = answer_codes(small_data.table, answers)["age_group"]
    given = [answers["age_group"][code][0] if code >= 0 else None for code in codes]
    common = {value for value, _ in answers["age_group"]}
    told = [(profile.age_group, said) for profile, said in zip(small_data.profiles, given, strict=True)]
    assert all(age == said for age, said in told if age is None or age in common)
