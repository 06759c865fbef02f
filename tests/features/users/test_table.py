"""The row of a user: what is missing stays missing, whoever asks."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES
from seqmatch.features.users.profile import FIELD_OF
from seqmatch.features.users.table import FEATURES, GOAL_COLUMNS, INDEX, N_FEATURES, RULE_COLUMNS, feature_row
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.goal import GOALS, GROUP_OF
from seqmatch.schemas.profile import AGE_GROUPS, INCOME_BANDS, OCCUPATIONS, SUBSCRIPTIONS, USER_TYPES, Profile
from seqmatch.schemas.rule import RuleSet

WHOLE = Profile(
    annual_income="BETWEEN_50K_AND_100K",
    occupation="EDUCATOR",
    product_goal="PAY_OFF_DEBT",
    subscription="Pro",
    user_type="BUSINESS",
    debit_card_spender=True,
    activated_ports=3,
    accounts_connected=20,
    age_group="36-44",
)
RULES = parse_rules("When funds are received: Funds move from Pay to Rent.")


def known(row: np.ndarray) -> set[str]:
    return {FEATURES[i].name for i in np.flatnonzero(~np.isnan(row))}


def test_nothing_known_is_a_row_of_nothing() -> None:
    row = feature_row(Profile())
    assert row.shape == (N_FEATURES,)
    assert known(row) == set()


def test_everything_known_is_a_row_without_gaps() -> None:
    assert known(feature_row(WHOLE, RULES)) == {feature.name for feature in FEATURES}


@pytest.mark.parametrize("field", PROFILE_FIELD_FEATURES)
def test_one_missing_fact_leaves_its_own_features_missing_and_no_others(field: str) -> None:
    row = feature_row(WHOLE.model_copy(update={field: None}), RULES)
    assert set(np.flatnonzero(np.isnan(row)).tolist()) == set(PROFILE_FIELD_FEATURES[field])


def test_a_goal_not_stated_is_missing_and_not_a_goal_of_another_group() -> None:
    row = feature_row(WHOLE.model_copy(update={"product_goal": None}), RULES)
    assert np.flatnonzero(np.isnan(row)).tolist() == list(range(N_FEATURES))[GOAL_COLUMNS]


@pytest.mark.parametrize("goal", GOALS)
def test_a_stated_goal_says_its_group_and_nothing_finer(goal: str) -> None:
    row = feature_row(Profile(product_goal=goal))[GOAL_COLUMNS]
    told = [f.name.removeprefix("goal_is_") for f, value in zip(FEATURES[GOAL_COLUMNS], row, strict=True) if value]
    assert told == ([] if GROUP_OF[goal] == "other" else [GROUP_OF[goal]])


@pytest.mark.parametrize(
    "rules", [None, RuleSet(), parse_rules("these are no rules at all")], ids=["none", "empty", "unread"]
)
def test_a_new_user_differs_from_one_with_rules_in_the_rules_only(rules: RuleSet | None) -> None:
    new, seasoned = feature_row(WHOLE, rules), feature_row(WHOLE, RULES)
    differs = ~((new == seasoned) | (np.isnan(new) & np.isnan(seasoned)))
    assert np.flatnonzero(differs).tolist() == list(range(N_FEATURES))[RULE_COLUMNS]
    assert np.isnan(new[RULE_COLUMNS]).all()


def test_levels_follow_the_order_of_the_choices() -> None:
    for field, feature, choices in (
        ("annual_income", "income_level", INCOME_BANDS),
        ("user_type", "user_type", USER_TYPES),
        ("age_group", "age_level", AGE_GROUPS),
        ("subscription", "subscription_level", SUBSCRIPTIONS),
    ):
        levels = [feature_row(Profile.model_construct(**{field: choice}))[INDEX[feature]] for choice in choices]
        assert levels == list(range(len(choices)))


def test_counts_are_capped_and_multiplied() -> None:
    row = feature_row(Profile(activated_ports=42, accounts_connected=25))
    names = ("activated_ports_norm", "accounts_connected_norm", "complexity_score")
    assert [row[INDEX[name]] for name in names] == [1.0, 0.25, 0.25]


def test_every_occupation_works_in_exactly_one_field() -> None:
    assert set(FIELD_OF) == set(OCCUPATIONS)
    for occupation in OCCUPATIONS:
        row = feature_row(Profile(occupation=occupation))
        told = [f.name for f, value in zip(FEATURES, row, strict=True) if f.name.startswith("works_in_") and value == 1]
        assert told == [f"works_in_{FIELD_OF[occupation].replace(' ', '_')}"]
