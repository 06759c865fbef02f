"""What kind of automator someone is."""

from __future__ import annotations

import pytest

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.errors import ArgumentError
from seqmatch.families.onboarding.answers.cluster import cluster_text, explain_cluster
from seqmatch.families.onboarding.answers.match import match_user
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.profile_reading import parse_profile

each_household = pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)


@each_household
def test_a_person_is_explained_as_the_archetype_they_are_matched_to(
    small_models: OnboardingModels, household: Household
) -> None:
    profile, rules = parse_profile(household.profile), household.rules_text or None
    archetype = match_user(small_models, profile, rules).archetype
    by_person = explain_cluster(small_models, profile=profile, rules_text=rules)
    assert (by_person.cluster_id, by_person.name) == (archetype.cluster_id, archetype.name)
    assert by_person == explain_cluster(small_models, archetype.cluster_id)


def test_every_archetype_is_explained_and_the_largest_comes_first(small_models: OnboardingModels) -> None:
    answers = [explain_cluster(small_models, number) for number in range(len(small_models.cards))]
    assert [answer.cluster_id for answer in answers] == list(range(len(answers)))
    sizes = [answer.size for answer in answers]
    assert sizes == sorted(sizes, reverse=True)
    for answer in answers:
        assert answer.name in cluster_text(answer)
        assert answer.traits
        assert answer.automations
        assert {goal.goal for goal in answer.goals} <= set(GOALS)
        assert sum(goal.share for goal in answer.goals) <= 1.01
        assert 0 <= answer.stability <= 1


def test_rules_decide_the_archetype_and_the_profile_does_not(small_models: OnboardingModels) -> None:
    rules = EXAMPLES["rivera_bakery"].rules_text
    told = {
        explain_cluster(small_models, profile=profile, rules_text=rules).cluster_id
        for profile in (None, Profile(), Profile(user_type="ADVISOR", annual_income="UP_TO_10K"))
    }
    assert len(told) == 1


@pytest.mark.parametrize("cluster_id", [-1, 99, 10**12])
def test_an_archetype_that_does_not_exist_is_refused_with_those_that_do(
    small_models: OnboardingModels, cluster_id: int
) -> None:
    with pytest.raises(ArgumentError, match="no such archetype") as refused:
        explain_cluster(small_models, cluster_id)
    assert refused.value.allowed == tuple(str(number) for number in range(len(small_models.cards)))


def test_neither_or_both_of_a_number_and_a_person_are_refused(small_models: OnboardingModels) -> None:
    someone = parse_profile({"user_type": "BUSINESS"})
    for number, profile, rules in ((None, None, None), (0, someone, None), (0, None, "text"), (0, Profile(), "text")):
        with pytest.raises(ArgumentError, match="either a cluster_id or a profile"):
            explain_cluster(small_models, number, profile, rules)
