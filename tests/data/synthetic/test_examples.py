"""The named households are the toy world of everything else, so they must be beyond reproach."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.profile import USER_TYPES
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.schemas.rule import ActionForm

YEARLY_CENTS = {
    "BETWEEN_50K_AND_100K": (5_000_000, 10_000_000),
    "BETWEEN_100K_AND_250K": (10_000_000, 25_000_000),
    "OVER_250K": (25_000_000, 10**12),
}

each_household = pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)


@each_household
def test_a_household_is_found_by_its_own_name(household: Household) -> None:
    assert EXAMPLES[household.name] is household


@each_household
def test_a_profile_is_valid_and_survives_json(household: Household) -> None:
    assert json.loads(json.dumps(household.profile)) == household.profile
    assert parse_profile(household.profile).known() == household.profile


@each_household
def test_rules_are_read_without_remainder_or_doubt_and_are_written_as_the_language_writes_them(
    household: Household,
) -> None:
    ruleset = parse_rules(household.rules_text)

    assert ruleset.unparsed == ()
    assert [action for action in ruleset.actions if action.ambiguous] == []
    assert render_rules(ruleset.rules) == household.rules_text


@each_household
def test_the_percentages_that_one_rule_takes_from_an_account_make_a_whole(household: Household) -> None:
    for rule in parse_rules(household.rules_text).rules:
        taken: dict[str, int] = defaultdict(int)
        for action in rule.actions:
            if action.form is ActionForm.PERCENTAGE and isinstance(action.value, int):
                taken[action.source] += action.value
        assert set(taken.values()) <= {10_000}


@each_household
def test_what_arrives_in_a_month_fits_the_yearly_income_stated(household: Household) -> None:
    band = household.profile.get("annual_income")
    if band is not None:
        low, high = YEARLY_CENTS[str(band)]
        assert low <= 12 * household.monthly_income_cents < high


def test_the_households_cover_user_types_action_forms_missing_goals_and_missing_rules() -> None:
    households = list(EXAMPLES.values())
    forms = {action.form for household in households for action in parse_rules(household.rules_text).actions}

    assert {household.profile["user_type"] for household in households} == set(USER_TYPES)
    assert forms == set(ActionForm)
    assert [h.name for h in households if not h.rules_text] == ["sam_student", "tran_advisor"]
    assert [h.name for h in households if "product_goal" not in h.profile] == ["okafor_family", "sam_student"]


def test_an_account_with_an_emoji_and_the_word_to_in_its_name_is_one_account() -> None:
    actions = parse_rules(EXAMPLES["okafor_family"].rules_text).actions

    assert [(a.source, a.destination) for a in actions if "🌴" in a.source + a.destination] == [
        ("Family Hub", "🌴 Trip to Lagos"),
        ("🌴 Trip to Lagos", "Emergency Fund"),
    ]
