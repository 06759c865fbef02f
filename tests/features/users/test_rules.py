"""What the rules say as numbers, and where that differs from the first recipe's substring counts."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import pytest

from seqmatch.families.onboarding.evaluation.baselines import seed_features
from seqmatch.features.users import rules as rule_features
from seqmatch.features.users.rules import ROLE_FEATURES, RULE_FEATURES, rule_values
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import Role

ALL = (*RULE_FEATURES, *ROLE_FEATURES)
PLACE = {feature.name: place for place, feature in enumerate(ALL)}
SEED_PROFILE_FEATURES = 9
RECEIVED = "When funds are received: "


def read(text: str) -> dict[str, float]:
    """Every rule and role feature of ``text``; counts and dollars as they are, not their logarithms."""
    rules = parse_rules(text)
    assert rules.unparsed == ()
    values = rule_values(rules, roles_of(rules))
    return {
        feature.name: round(math.expm1(value), 6) if feature.unit.startswith("log") else value
        for feature, value in zip(ALL, values, strict=True)
    }


@dataclass(frozen=True)
class Difference:
    """A text that the first recipe misreads: what it counts, and what there is."""

    feature: str
    text: str
    seed: float
    here: float
    line: str = ""
    """The line of the module's table, where it is named for several features."""


DIFFERENCES = (
    Difference("balance_threshold_count", "When Rent balance lessThan $200.00: Funds move from Pay to Rent.", 0, 1),
    Difference("scheduled_trigger_count", "When date equal 15: Funds move from Pay to Rent.", 0, 1),
    Difference(
        "has_remainder",
        RECEIVED + "10.00% of incoming funds goes from Pay to Taxes; Funds move from Pay to Rent.",
        0,
        1,
    ),
    Difference("rule_count", RECEIVED + "Funds move from Pay to When It Rains.", 2, 1),
    Difference(
        "destination_count",
        RECEIVED + "Funds move from Pay to St. Mary; Funds move from Pay to St. John.",
        1,
        2,
    ),
    Difference(
        "source_count",
        RECEIVED + "Funds move from Pay to Rent; Funds move from Pay to Savings.",
        2,
        1,
    ),
    Difference("total_actions", RECEIVED + "$1.00 moves from Pay to Rent; Funds move from Pay to Savings.", 1, 2),
    Difference("percentage_count", RECEIVED + "Funds move from Pay to 50% Needs.", 1, 0),
    Difference("fixed_amount_count", RECEIVED + "Funds move from Pay to Bill $50.00.", 1, 0),
    Difference("has_debt_keywords", RECEIVED + "Funds move from Pay to Cardinal Club.", 1, 0, "has_…_keywords"),
    Difference("has_business_keywords", RECEIVED + "Funds move from Pay to Syntax Club.", 1, 0, "has_…_keywords"),
    Difference("has_savings_keywords", RECEIVED + "Funds move from Pay to Unsaved Things.", 1, 0, "has_…_keywords"),
    Difference("has_budget_keywords", RECEIVED + "Funds move from Pay to Playbills.", 1, 0, "has_…_keywords"),
    Difference("liability_mention_count", RECEIVED + "Funds move from Pay to Loaner Bikes.", 1, 0),
    Difference(
        "multiple_liabilities",
        RECEIVED + "$5.00 moves from Pay to Credit Card; $6.00 moves from Pay to Credit Card.",
        1,
        0,
    ),
    Difference("has_router_pattern", RECEIVED + "Funds move from Pay to Hubby.", 1, 0),
    Difference("has_pod_structure", RECEIVED + "Funds move from Pay to Podcast Gear.", 1, 0),
)


@pytest.mark.parametrize("case", DIFFERENCES, ids=lambda case: case.feature)
def test_the_parsed_meaning_counts_where_the_first_recipe_misreads_the_text(case: Difference) -> None:
    seed = seed_features(Profile(), case.text)[SEED_PROFILE_FEATURES + PLACE[case.feature]]
    assert (seed, read(case.text)[case.feature]) == (case.seed, case.here)


def test_the_table_of_differences_names_what_the_cases_show() -> None:
    listed = re.findall(r"^(has_…_keywords|[a-z0-9_]+)  +\S", rule_features.__doc__ or "", re.MULTILINE)
    listed.remove("feature")
    assert sorted(listed) == sorted({case.line or case.feature for case in DIFFERENCES})


def test_where_the_first_recipe_reads_well_both_count_the_same() -> None:
    text = (
        RECEIVED + "25.00% of incoming funds goes from Pay to Tax Savings; 75.00% of incoming funds goes from Pay to X."
    )
    seed = seed_features(Profile(), text)[SEED_PROFILE_FEATURES:]
    same = ("incoming_funds_count", "has_percentage", "has_fixed_amount", "has_overflow", "rule_count", "total_actions")
    same += ("has_debt_keywords", "has_business_keywords", "has_savings_keywords", "percentage_count")
    mine = read(text)
    assert {name: mine[name] for name in same} == {name: seed[PLACE[name]] for name in same}


def test_a_small_rule_set_read_as_a_whole() -> None:
    known = read(
        "When funds are received: 100.00% of incoming funds goes from Pay to Hub.\n\n"
        "When funds are received: $200.00 moves from Hub to Rent; $100.00 moves from Hub to Visa Card; "
        "Funds move from Hub to Savings.\n\n"
        "When Savings balance is at least $500.00 and date equal 1: Anything above $500.00 moves from Savings to Loan."
    )
    expected = dict.fromkeys(PLACE, 0.0) | {
        "incoming_funds_count": 2,
        "balance_threshold_count": 1,
        "scheduled_trigger_count": 1,
        "has_percentage": 1,
        "has_fixed_amount": 1,
        "has_overflow": 1,
        "has_remainder": 1,
        "rule_count": 3,
        "destination_count": 5,
        "source_count": 3,
        "total_actions": 5,
        "has_debt_keywords": 1,
        "has_savings_keywords": 1,
        "liability_mention_count": 2,
        "multiple_liabilities": 1,
        "has_router_pattern": 1,
        "percentage_count": 1,
        "uses_100_percent": 1,
        "fixed_amount_count": 4,
        "percentage_share": 1 / 5,
        "fixed_share": 2 / 5,
        "remainder_share": 1 / 5,
        "median_fixed_amount": 150,
        "pass_through_share": 2 / 6,
        "widest_split": 3,
        "condition_share": 1 / 3,
        "to_router": 1,
        "to_housing": 1,
        "to_credit_card": 1,
        "to_savings": 1,
        "to_loan": 1,
    }
    assert {name: value for name, value in known.items() if value != expected[name]} == {}


MEANINGS = {
    "the last of an account is the rest": ("Funds move from Pay to Savings", {"has_remainder", "remainder_share"}),
    "a debt is paid what is due, even last": ("Funds move from Pay to Visa Card", {"has_payment", "payment_share"}),
    "before more of the same account it is a payment or a top-up": (
        "Funds move from Pay to Rent; 100.00% of incoming funds goes from Pay to Savings",
        {"has_payment", "payment_share", "divides_the_rest"},
    ),
    "percentages of the rest follow the bills": (
        "$850.00 moves from Pay to Rent; 100.00% of incoming funds goes from Pay to Savings",
        {"divides_the_rest"},
    ),
    "a bill after the division is none of its concern": (
        "100.00% of incoming funds goes from Pay to Savings; $850.00 moves from Pay to Rent",
        set(),
    ),
    "above 100 % it is divided twice": (
        "20.00% of incoming funds goes from Pay to Taxes; 100.00% of incoming funds goes from Pay to Savings",
        {"has_several_divisions"},
    ),
    "at 100 % it is divided once": (
        "20.00% of incoming funds goes from Pay to Taxes; 80.00% of incoming funds goes from Pay to Savings",
        set(),
    ),
}


@pytest.mark.parametrize("case", MEANINGS)
def test_steps_count_by_what_they_do_not_by_how_they_print(case: str) -> None:
    text, expected = MEANINGS[case]
    known = read(f"{RECEIVED}{text}.")
    told = {"has_remainder", "remainder_share", "has_payment", "payment_share"}
    told |= {"divides_the_rest", "has_several_divisions", "has_several_blocks"}
    assert {name for name in told if known[name]} == expected


@pytest.mark.parametrize(
    ("conditions", "several"),
    [
        ("date equal 1 and date equal 15", 1),
        ("Pay balance lessThan $100.00 and Pay balance greaterThan $500.00", 1),
        ("Pay balance lessThan $900.00 and date equal 15", 0),
    ],
)
def test_conditions_that_never_hold_together_are_several_cases(conditions: str, several: int) -> None:
    known = read(f"When {conditions}: $5.00 moves from Pay to Rent.")
    assert (known["has_several_blocks"], known["condition_share"]) == (several, 1)


def test_unreadable_and_negative_numbers_are_counted_but_never_valued() -> None:
    known = read(
        RECEIVED
        + "$NaN moves from Pay to Rent; $-5.00 moves from Pay to Rent; "
        + "[object Object]% of incoming funds goes from Pay to X."
    )
    assert {name: known[name] for name in ("fixed_amount_count", "median_fixed_amount", "percentage_count")} == {
        "fixed_amount_count": 2,
        "median_fixed_amount": 0,
        "percentage_count": 1,
    }


def test_a_very_large_rule_set_has_finite_values() -> None:
    text = "\n\n".join(f"When funds are received: ${n}.00 moves from Pay to Bill {n}." for n in range(1, 701))
    known = read(text)
    assert (known["rule_count"], known["destination_count"]) == (700, 700)
    assert all(math.isfinite(value) for value in known.values())


def test_every_role_but_unknown_has_a_feature() -> None:
    assert [feature.name for feature in ROLE_FEATURES] == [f"to_{role}" for role in Role if role is not Role.UNKNOWN]
