"""Whom someone resembles, told without telling on anyone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.errors import ArgumentError
from seqmatch.families.onboarding.answers.match import MOST_SIMILAR, match_text, match_user
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import type_code
from seqmatch.families.onboarding.recipe import LEAST_GROUP, fit_matcher
from seqmatch.features.users.automations import adoption_table, item_text
from seqmatch.features.users.facts import SHARED_FACTS, facts_held
from seqmatch.features.users.table import feature_row
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.onboarding import MatchAnswer
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.settings import MIN_SUPPORT, MIN_TYPE_USERS

SEED = 7
"""Of the small models."""
each_household = pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)
MATCHED = {name: household for name, household in EXAMPLES.items() if name != "sam_student"}
each_matched = pytest.mark.parametrize("household", MATCHED.values(), ids=MATCHED)
FACT = {fact.text: number for number, fact in enumerate(SHARED_FACTS)}


def ask(models: OnboardingModels, household: Household, **options: object) -> MatchAnswer:
    return match_user(models, parse_profile(household.profile), household.rules_text or None, **options)  # type: ignore[arg-type]


def groups_of_type(models: OnboardingModels, household: Household) -> int:
    """How many groups a household is compared with."""
    code = type_code(parse_profile(household.profile))
    of_type = models.matcher.types_ == code
    return int(of_type.sum()) if models.groups.sizes[of_type].sum() >= MIN_TYPE_USERS else len(models.groups)


@each_matched
def test_as_many_groups_as_asked_for_the_most_similar_first(
    small_models: OnboardingModels, household: Household
) -> None:
    for k in (1, 5, MOST_SIMILAR):
        groups = ask(small_models, household, k=k).similar_users
        assert len({group.user_ref for group in groups}) == min(k, groups_of_type(small_models, household))
        assert all(one.similarity >= other.similarity for one, other in pairwise(groups))
        assert {group.user_ref for group in groups} <= set(small_models.groups.refs)
        assert min(group.size for group in groups) >= LEAST_GROUP


@each_matched
@pytest.mark.parametrize("detail", ["concise", "full"])
def test_the_facts_told_of_a_group_are_true_of_the_person_and_of_most_of_the_group(
    small_models: OnboardingModels, small_data: OnboardingData, household: Household, detail: str
) -> None:
    row = feature_row(parse_profile(household.profile), parse_rules(household.rules_text))
    matcher = fit_matcher(small_data, SEED)
    held = facts_held(matcher.neighbours_.coarse(small_data.table))
    ours = facts_held(matcher.neighbours_.coarse(row))
    told = 0
    for group in ask(small_models, household, detail=detail, k=20).similar_users:
        members = matcher.members_[small_models.groups.refs.index(group.user_ref)]
        assert group.size == len(members)
        facts = [FACT[text] for text in group.because]
        assert ours[facts].all()
        assert (held[np.ix_(members, facts)].mean(axis=0) >= 0.55).all()  # shares of nearly all are told together
        told += len(facts)
    assert told > 0 or household.profile["user_type"] == "ADVISOR"  # too few to have a group of their own


@each_matched
def test_patterns_are_the_shares_of_the_groups_shown_and_each_has_enough_support(
    small_models: OnboardingModels, household: Household
) -> None:
    answer = ask(small_models, household, detail="full", k=12)
    stored = [small_models.groups.refs.index(group.user_ref) for group in answer.similar_users]
    sizes = np.array([group.size for group in answer.similar_users])
    adoption = np.average(small_models.recommender.adoption_[stored], axis=0, weights=sizes)
    place = {item_text(item): column for column, item in enumerate(small_models.items)}
    for pattern in answer.common_patterns:
        column = place[pattern.pattern]
        assert pattern.share == pytest.approx(float(adoption[column]), abs=1e-3)
        assert round(pattern.share * sizes.sum()) >= MIN_SUPPORT
        assert pattern.support == small_models.item_support[column] >= MIN_SUPPORT
    shares = [pattern.share for pattern in answer.common_patterns]
    assert shares == sorted(shares, reverse=True)


@each_household
def test_with_more_detail_the_same_users_are_told_of_at_greater_length(
    small_models: OnboardingModels, household: Household
) -> None:
    concise, full = (ask(small_models, household, detail=detail) for detail in ("concise", "full"))
    assert [u.user_ref for u in concise.similar_users] == [u.user_ref for u in full.similar_users]
    assert concise.common_patterns == full.common_patterns[: len(concise.common_patterns)]
    for short, long in zip(concise.similar_users, full.similar_users, strict=True):
        assert short.because == long.because[: len(short.because)]


@each_household
def test_a_goal_is_predicted_for_those_who_state_none(small_models: OnboardingModels, household: Household) -> None:
    assert (ask(small_models, household).goal is None) == ("product_goal" in household.profile)


UNMATCHED = {
    "nothing known": Profile(),
    "a type only": Profile(user_type="INDIVIDUAL"),
}


@pytest.mark.parametrize("profile", UNMATCHED.values(), ids=UNMATCHED)
@pytest.mark.parametrize("k", [1, 5])
def test_where_most_groups_fit_equally_well_none_is_named_and_all_tell_their_patterns(
    small_models: OnboardingModels, profile: Profile, k: int
) -> None:
    answer = match_user(small_models, profile, k=k)
    assert answer.similar_users == []
    assert [note for note in answer.notes if note.startswith("Nothing to match on yet")]
    text = match_text(answer)
    assert "Most similar users" not in text
    assert "What all who fit equally well automate:" in text
    assert answer.common_patterns == match_user(small_models, profile, k=k + 1).common_patterns


def test_of_somebody_unknown_the_popular_patterns_of_everyone_are_told_as_such(small_models: OnboardingModels) -> None:
    answer = match_user(small_models, Profile(), k=5)
    everyone = small_models.groups.people
    assert [note for note in answer.notes if f"what all {everyone} have" in note]
    assert [pattern.share for pattern in answer.common_patterns] == pytest.approx(
        [pattern.support / everyone for pattern in answer.common_patterns], abs=2e-3
    )
    assert [note for note in answer.notes if "rest on little" in note] == []


def test_of_a_type_alone_the_patterns_are_those_of_all_of_that_type(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    answer = match_user(small_models, Profile(user_type="BUSINESS"), detail="full")
    businesses = small_models.matcher.types_ == 1
    people = int(small_models.groups.sizes[businesses].sum())
    assert [note for note in answer.notes if f"{people} users fit equally well" in note]
    of_type = [uses for uses, code in zip(small_data.uses, small_data.types, strict=True) if code == 1]
    adopted = adoption_table(of_type, small_models.items).sum(axis=0)
    told = small_models.groups.sizes[businesses] @ small_models.recommender.adoption_[businesses] / people
    assert answer.common_patterns[0].share == pytest.approx(told.max(), abs=1e-4)
    # What groups of a type tell together is what the people of that type have, however few directions tell them apart.
    assert answer.common_patterns[0].share == pytest.approx(adopted.max() / people, abs=0.05)


def stored_types(models: OnboardingModels, answer: MatchAnswer) -> set[int]:
    return {int(models.matcher.types_[models.groups.refs.index(user.user_ref)]) for user in answer.similar_users}


def test_users_of_the_same_type_are_compared_unless_told_otherwise(small_models: OnboardingModels) -> None:
    of_type = [small_models.groups.sizes[small_models.matcher.types_ == code].sum() for code in (0, 1)]
    assert min(of_type) >= MIN_TYPE_USERS
    profile = parse_profile(EXAMPLES["rivera_bakery"].profile)
    rules = EXAMPLES["rivera_bakery"].rules_text
    answer = match_user(small_models, profile, rules, k=50)
    assert (stored_types(small_models, answer), [n for n in answer.notes if "user type" in n.lower()]) == ({1}, [])
    everyone = match_user(small_models, profile, rules, k=50, same_user_type=False)
    assert [note for note in everyone.notes if "every type" in note] == []


def test_a_type_with_few_users_is_matched_among_all_and_the_answer_says_so(small_models: OnboardingModels) -> None:
    assert small_models.groups.sizes[small_models.matcher.types_ == 2].sum() < MIN_TYPE_USERS
    rules = EXAMPLES["rivera_bakery"].rules_text
    answer = match_user(small_models, Profile(user_type="ADVISOR"), rules, k=50)
    assert stored_types(small_models, answer) - {2}
    assert [note for note in answer.notes if "Too few users of this type" in note]
    assert "Too few users of this type" in match_text(answer)


def test_an_unknown_type_is_matched_among_all_and_the_answer_says_so(small_models: OnboardingModels) -> None:
    answer = match_user(small_models, Profile(annual_income="OVER_250K"))
    assert [note for note in answer.notes if "user type is not known" in note]


def test_rules_that_could_not_be_read_are_counted_with_their_lines(small_models: OnboardingModels) -> None:
    text = "no rule\n\nWhen funds are received: Funds move from Pay to Rent.\n\nnor this"
    notes = match_user(small_models, Profile(user_type="INDIVIDUAL"), text).notes
    assert [note for note in notes if "2 piece(s)" in note and "(line 1, 5)" in note]
    assert [note for note in notes if "no rule" in note or "nor this" in note] == []


def test_little_known_is_said_to_be_little(small_models: OnboardingModels) -> None:
    little = Profile(user_type="INDIVIDUAL", accounts_connected=40)
    assert match_user(small_models, little).similar_users
    assert [n for n in match_user(small_models, little).notes if "rest on little" in n]
    assert [n for n in ask(small_models, EXAMPLES["maya_freelancer"]).notes if "rest on little" in n] == []


@pytest.mark.parametrize("k", [0, -1, 51, 10**9])
def test_a_number_of_users_out_of_range_is_refused(small_models: OnboardingModels, k: int) -> None:
    with pytest.raises(ArgumentError, match="1 to 50") as refused:
        match_user(small_models, Profile(), k=k)
    assert refused.value.path == "k"


@each_household
def test_the_same_question_gets_the_same_answer(small_models: OnboardingModels, household: Household) -> None:
    assert ask(small_models, household) == ask(small_models, household)


def test_the_cohort_is_said_to_be_generated(small_models: OnboardingModels) -> None:
    answer = match_user(small_models, Profile())
    assert (answer.cohort.size, answer.cohort.provenance) == (small_models.groups.people, "synthetic")
    assert "generated (synthetic) people" in match_text(answer)
