"""Every feature has one name, one description and one unit, and stands where the table says."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from seqmatch.features.catalog import Feature
from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES
from seqmatch.features.users.profile import PROFILE_FEATURES
from seqmatch.features.users.rules import RULE_FEATURES
from seqmatch.features.users.table import FEATURES, GOAL_COLUMNS, N_FEATURES, RULE_COLUMNS
from seqmatch.schemas.profile import FIELDS

UNIT = re.compile(r"level( 0 to \d)?|yes/no|share|log count|log dollars")
SEED_WEIGHTS = {
    "user_type": 2.0,
    "is_business": 2.0,
    "has_debt_keywords": 2.0,
    "has_business_keywords": 2.0,
    "income_level": 1.5,
    "has_savings_keywords": 1.5,
    "has_budget_keywords": 1.5,
    "multiple_liabilities": 1.5,
    "complexity_score": 1.5,
    "debit_card_spender": 0.5,
    "age_level": 0.5,
    "subscription_level": 0.5,
}
"""Where the first recipe's matcher does not weigh a feature by 1."""


def test_no_two_features_share_a_name_or_a_description() -> None:
    repeated = [
        text
        for told in ((f.name for f in FEATURES), (f.description for f in FEATURES))
        for text, count in Counter(told).items()
        if count > 1
    ]
    assert repeated == []


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_feature_says_what_it_measures_in_a_known_unit(feature: Feature) -> None:
    assert feature.description.strip()
    assert feature.description.isprintable()
    assert UNIT.fullmatch(feature.unit)
    assert feature.weight > 0


def test_subjects_follow_each_other_in_the_order_of_the_columns() -> None:
    subjects = [feature.subject for feature in FEATURES]
    assert set(subjects[: RULE_COLUMNS.start]) == {"profile"}
    assert set(subjects[RULE_COLUMNS]) == {"rules", "roles"}
    assert set(subjects[GOAL_COLUMNS]) == {"goal"}
    assert GOAL_COLUMNS.stop == N_FEATURES


def test_the_features_of_the_seed_keep_its_weights() -> None:
    of_the_seed = (*PROFILE_FEATURES[:9], *RULE_FEATURES[:22])
    assert {f.name: f.weight for f in of_the_seed} == {f.name: 1.0 for f in of_the_seed} | SEED_WEIGHTS


def test_nothing_stored_is_finer_than_its_unit_allows() -> None:
    by_unit = {feature.unit: feature.step for feature in FEATURES if feature.step}
    assert by_unit == {"log count": 0.25, "log dollars": 1.0, "share": 0.1}


def test_every_profile_field_but_the_goal_leads_to_features() -> None:
    assert set(PROFILE_FIELD_FEATURES) == set(FIELDS) - {"product_goal"}
    led_to = {column for columns in PROFILE_FIELD_FEATURES.values() for column in columns}
    assert led_to == {i for i, feature in enumerate(FEATURES) if feature.subject == "profile"}
