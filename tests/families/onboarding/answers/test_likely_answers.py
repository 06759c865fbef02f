"""What someone would answer is judged by what goes with their answers so far, and by everyone where few tell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from seqmatch.families.onboarding.answer_codes import AnswerCounts, answer_codes, answer_counts
from seqmatch.families.onboarding.answers.likely_answers import likely_answers
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.schemas.profile import Profile

ANSWERS = {"age_group": [["18-24", 0.5], ["65+", 0.5]], "subscription": [["Starter", 0.5], ["Growth", 0.5]]}
MOSTLY = np.array([[400.0, 100.0], [100.0, 400.0]])
COUNTS = AnswerCounts(
    {"age_group": 2, "subscription": 2},
    np.block([[np.diag([500.0, 500.0]), MOSTLY], [MOSTLY, np.diag([500.0, 500.0])]]),
    np.zeros((4, 0)),
)
YOUNG_ARE_STARTERS: Any = SimpleNamespace(cohort={"field_answers": ANSWERS}, answers=COUNTS)


@pytest.mark.parametrize(("age", "starter"), [("18-24", 0.8), ("65+", 0.2), (None, 0.5)])
def test_answers_that_go_with_those_so_far_are_likelier(age: str | None, starter: float) -> None:
    found = likely_answers(YOUNG_ARE_STARTERS, Profile.model_construct(age_group=age), ["subscription"])
    values, share = found["subscription"]
    assert values == ["Starter", "Growth"]
    assert share.tolist() == pytest.approx([starter, 1 - starter], abs=0.02)


def test_a_question_without_usual_answers_is_left_out() -> None:
    assert likely_answers(YOUNG_ARE_STARTERS, Profile(), ["occupation"]) == {}


def test_users_are_counted_under_the_answer_they_gave(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    answers = small_models.cohort["field_answers"]
    codes = answer_codes(small_data.table, answers)["age_group"]
    given = [answers["age_group"][code][0] if code >= 0 else None for code in codes]
    common = {value for value, _ in answers["age_group"]}
    told = [(profile.age_group, said) for profile, said in zip(small_data.profiles, given, strict=True)]
    assert all(age == said for age, said in told if age is None or age in common)


def test_counts_are_told_in_fives_and_a_few_people_as_chance_would_have_them(small_data: OnboardingData) -> None:
    usual = {"age_group": [["18-24", 0.5], ["25-35", 0.5]], "subscription": [["Starter", 0.5], ["Pro", 0.5]]}
    adoption = np.random.default_rng(0).random((len(small_data), 3)) < (0.01, 0.1, 0.9)
    counts = answer_counts(small_data.table, usual, adoption)
    codes = answer_codes(small_data.table, usual)
    gives = np.hstack([code[:, None] == np.arange(2) for code in codes.values()])
    true = gives.T.astype(float) @ adoption
    assert (true < 5).any() and (true >= 5).any()
    assert np.abs(counts.having - true)[true >= 5].max() <= 2.5
    assert set(np.unique(counts.having[true >= 5] % 5)) == {0}
    others = np.random.default_rng(1).permutation(len(small_data))
    few = true < 5
    again = answer_counts(small_data.table, usual, adoption[others])  # the same marginals: the few are told the same
    still_few = few & (gives.T.astype(float) @ adoption[others] < 5)
    assert still_few.any()
    assert np.array_equal(counts.having[still_few], again.having[still_few])
