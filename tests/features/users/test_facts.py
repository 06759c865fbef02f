"""Facts in words: only what is known is said, and one number is said in one way."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from seqmatch.families.onboarding.recipe import GRID_STEPS
from seqmatch.features.users.facts import SHARED_FACTS, facts_held, plain_value, value_text
from seqmatch.features.users.table import FEATURES, INDEX, N_FEATURES, feature_row
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.profile import Profile


def told(profile: Profile, rules_text: str = "") -> list[str]:
    held = facts_held(feature_row(profile, parse_rules(rules_text)))
    return [SHARED_FACTS[i].text for i in np.flatnonzero(held)]


def test_nothing_known_holds_no_fact() -> None:
    assert told(Profile()) == []


def test_a_profile_is_told_in_words() -> None:
    profile = Profile(
        annual_income="OVER_250K",
        occupation="NURSE_HEALTHCARE_TECHNICIAN_OR_HEALTHCARE_SUPPORT",
        product_goal="PAY_OFF_DEBT",
        subscription="Growth",
        user_type="ADVISOR",
        debit_card_spender=True,
        activated_ports=1,
        accounts_connected=40,
        age_group="65+",
    )
    assert told(profile) == [
        "an advisor",
        "income over $250K",
        "aged 65+",
        "Growth plan",
        "spends by debit card",
        "one income source",
        "many connected accounts",
        "works in health",
        "a goal about debt",
    ]


def test_what_is_denied_is_no_fact() -> None:
    assert told(Profile(debit_card_spender=False)) == []


@pytest.mark.parametrize("ports", range(43))
def test_every_number_of_income_sources_is_told_in_exactly_one_way(ports: int) -> None:
    assert len(told(Profile(activated_ports=ports))) == 1


def test_rules_are_told_in_words() -> None:
    facts = told(Profile(), "When Rent balance is at least $5.00: $10.00 moves from Pay to Rent.")
    assert facts == ["moves fixed amounts", "rules with conditions", "sends money to rent"]


def test_no_two_facts_read_alike() -> None:
    assert [text for text, count in Counter(fact.text for fact in SHARED_FACTS).items() if count > 1] == []


def test_facts_hold_on_the_stored_grid_as_on_the_exact_values() -> None:
    """Single facts of level and yes/no features must survive the rounding that every stored row went through."""
    row = feature_row(Profile(user_type="BUSINESS", annual_income="UP_TO_10K", age_group="18-24", activated_ports=4))
    step = np.where(GRID_STEPS > 0, GRID_STEPS, 1)
    grid = np.where(GRID_STEPS > 0, np.round(row / step) * step, row)
    assert facts_held(grid.astype(np.float32)).tolist() == facts_held(row).tolist()


@pytest.mark.parametrize(
    ("feature", "value", "text"),
    [
        ("income_level", 3.0, "income $50K to $100K"),
        ("user_type", 0.0, "being an individual"),
        ("age_level", 5.0, "aged 65+"),
        ("subscription_level", 1.0, "Pro plan"),
        ("is_business", 1.0, "a business account"),
        ("is_business", 0.0, "no business account"),
        ("has_overflow", 0.0, "no overflow rules"),
        ("activated_ports_norm", 0.1, "1 income source"),
        ("activated_ports_norm", 0.3, "3 income sources"),
        ("activated_ports_norm", 1.0, "10+ income sources"),
        ("accounts_connected_norm", 0.07, "7 connected accounts"),
        ("accounts_connected_norm", 0.01, "1 connected account"),
        ("scheduled_trigger_count", np.log1p(1), "rules with a day of the month: 1"),
        ("rule_count", np.log1p(4), "rules: 4"),
        ("median_fixed_amount", np.log1p(150), "typical fixed amount about $150"),
        ("percentage_share", 0.25, "share of percentage actions 25%"),
    ],
)
def test_a_value_reads_as_a_person_would_say_it(feature: str, value: float, text: str) -> None:
    assert value_text(INDEX[feature], value) == text


@pytest.mark.parametrize("feature", range(N_FEATURES), ids=lambda i: FEATURES[i].name)
def test_every_feature_can_be_said_at_both_ends(feature: int) -> None:
    for value in (0.0, 1.0):
        assert value_text(feature, value).strip()


def test_logarithms_are_read_back_and_the_rest_left_as_it_is() -> None:
    assert plain_value(INDEX["rule_count"], np.log1p(np.array([0.0, 9.0]))).tolist() == pytest.approx([0, 9])
    assert plain_value(INDEX["percentage_share"], np.array([0.5])).tolist() == [0.5]
