"""What is suggested: on usual terms, between the person's own accounts, and nothing that makes no sense for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from people import Person, people, sound_rules
from seqmatch.families.onboarding.answers.offer import (
    as_told,
    caution_of,
    hub_of,
    offered_action,
    title_of,
    usual_value,
)

from seqmatch.families.onboarding.answers.suggest import suggest_automations
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import read_query
from seqmatch.families.onboarding.recipe import BUSINESS_ROLES
from seqmatch.features.users.automations import Item, uses_of
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.answer import Suggestion
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import ROLE_TEXT, Action, ActionForm, Role, Rule

many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SPLIT = Item(Role.TAXES, ActionForm.PERCENTAGE)
FIXED = Item(Role.HOUSING, ActionForm.FIXED)
OVER = Item(Role.SAVINGS, ActionForm.OVERFLOW)
SWEEP = Item(Role.EMERGENCY_FUND, ActionForm.REMAINDER)

Ask = Callable[[Person], list[Suggestion]]


@pytest.fixture(scope="session")
def ask(small_models: OnboardingModels) -> Ask:
    def suggestions(person: Person) -> list[Suggestion]:
        return suggest_automations(
            small_models,
            person.profile,
            person.rules_text or None,
            goal=person.goal,
            monthly_income_cents=person.monthly_income_cents,
            limit=20,
        ).suggestions

    return suggestions


def offered(rules_text: str, item: Item, terms: dict[str, Any] | None = None) -> Action | None:
    usual = {"percent_quartiles": [5.0, 10.0, 20.0], "income_ratio_quartiles": [0.01, 0.02, 0.03]}
    return offered_action(read_query(Profile(), rules_text), item, usual if terms is None else terms, 500_000)


# For anyone


@given(person=people())
@many
def test_each_suggestion_reads_back_as_one_rule_with_plausible_numbers(ask: Ask, person: Person) -> None:
    for suggestion in ask(person):
        read = parse_rules(suggestion.rule_text)
        assert (len(read.rules), len(read.actions), read.unparsed) == (1, 1, ())
        assert not read.actions[0].ambiguous
        if suggestion.percent is not None:
            assert 1 <= suggestion.percent <= 100 and suggestion.percent == int(suggestion.percent)
        if suggestion.amount_cents is not None:
            assert suggestion.amount_cents >= 500 and suggestion.amount_cents % 500 == 0


@given(person=people())
@many
def test_accounts_are_their_own_or_the_role_in_plain_words(ask: Ask, person: Person) -> None:
    roles = roles_of(parse_rules(person.rules_text))
    for suggestion in ask(person):
        action = parse_rules(suggestion.rule_text).actions[0]
        role = Role(suggestion.pattern.destination_role)
        assert roles.get(action.destination, role) is role
        assert action.destination in roles or action.destination == ROLE_TEXT[role]
        assert action.source in roles or action.source == "Income"


@given(person=people(sound_rules()))
@many
def test_what_they_have_is_not_suggested(ask: Ask, person: Person) -> None:
    rules = parse_rules(person.rules_text)
    has = {(use.item.destination.value, use.item.form.value) for use in uses_of(rules, roles_of(rules))}
    assert [s for s in ask(person) if (s.pattern.destination_role, s.pattern.action) in has] == []


@given(person=people())
@many
def test_payroll_and_its_like_are_not_for_an_individual_without_a_business(ask: Ask, person: Person) -> None:
    rules = parse_rules(person.rules_text)
    business = {role.value for role in BUSINESS_ROLES}
    runs_one = bool({use.item.destination for use in uses_of(rules, roles_of(rules))} & BUSINESS_ROLES)
    if person.profile.user_type == "INDIVIDUAL" and not runs_one:
        assert [s for s in ask(person) if s.pattern.destination_role in business] == []


# Amounts


@pytest.mark.parametrize(
    ("median", "percent"), [(9.6, 10), (10.0, 10), (12.4, 10), (12.6, 15), (33.0, 35), (98.0, 100), (7.6, 8), (0.3, 1)]
)
def test_percentages_are_the_median_in_steps_that_people_choose(median: float, percent: int) -> None:
    assert usual_value(SPLIT, {"percent_quartiles": [0.1, median, 99.0]}, 1) == percent * 100


@pytest.mark.parametrize(
    ("ratio", "income_cents", "cents"), [(0.02, 500_000, 10_000), (0.02, 1_000_000, 20_000), (0.0333, 450_000, 15_000)]
)
@pytest.mark.parametrize("item", [FIXED, OVER], ids=["fixed", "overflow"])
def test_amounts_are_the_median_share_of_the_income_to_five_dollars(
    item: Item, ratio: float, income_cents: int, cents: int
) -> None:
    assert usual_value(item, {"income_ratio_quartiles": [0.0, ratio, 1.0]}, income_cents) == cents


def test_no_amount_is_below_five_dollars() -> None:
    assert usual_value(FIXED, {"income_ratio_quartiles": [0.0, 1e-9, 1.0]}, 100) == 500


def test_without_a_usual_amount_nothing_is_offered_but_a_sweep_needs_none() -> None:
    assert [offered("", item, {}) for item in (SPLIT, FIXED, OVER)] == [None, None, None]
    assert offered("", SWEEP, {}) == Action(ActionForm.REMAINDER, "Income", "Emergency Fund")


# Accounts


@pytest.mark.parametrize(
    ("rules_text", "hub"),
    [
        ("", "Income"),
        ("When funds are received: Funds move from Paycheck to Checking.", "Paycheck"),
        (
            "When funds are received: Funds move from Paycheck to Hub.\n\n"
            "When funds are received: 50.00% of incoming funds goes from Hub to Rent; "
            "30.00% of incoming funds goes from Hub to Food; Funds move from Hub to Savings.",
            "Hub",
        ),
        (
            "When funds are received: $5.00 moves from Savings to Rent; $5.00 moves from Savings to Taxes.\n\n"
            "When funds are received: $9.00 moves from Checking to Gifts.",
            "Checking",
        ),
        ("When funds are received: $5.00 moves from Savings to Rent.", "Savings"),
        ("When date equal 1: $5.00 moves from Checking to Rent.", "Income"),
    ],
    ids=[
        "no rules",
        "a paycheck",
        "a router before it",
        "checking before savings",
        "what there is",
        "dated rules only",
    ],
)
def test_money_is_split_where_it_is_split_already(rules_text: str, hub: str) -> None:
    assert hub_of(read_query(Profile(), rules_text)) == hub


@pytest.mark.parametrize(
    ("rules_text", "told"),
    [
        ("", "10.00% of incoming funds goes from Income to Taxes"),
        (
            "When funds are received: $5.00 moves from Paycheck to IRS Pot; $5.00 moves from Paycheck to Tax Jar.",
            "10.00% of incoming funds goes from Paycheck to IRS Pot",
        ),
        (
            "When funds are received: Funds move from Paycheck to Rent.",
            "10.00% of incoming funds goes from Paycheck to Taxes",
        ),
        (
            "When funds are received: $5.00 moves from Paycheck to Tax to Save.\n\n"
            "When date equal 1: Funds move from Tax to Save to Tax Jar.",
            "10.00% of incoming funds goes from Paycheck to Tax Jar",
        ),
        (
            "When funds are received: $5.00 moves from Day to Day Income to Savings; "
            "$5.00 moves from Day to Day Income to Tax Jar.\n\n"
            "When date equal 1: $1.00 moves from Gifts to Day to Day Income.",
            "10.00% of incoming funds goes from Income to Tax Jar",
        ),
    ],
    ids=["plain words", "the first of their own", "none of that role", "a name that blurs", "a source that blurs"],
)
def test_a_suggestion_names_their_own_account_where_one_fits(rules_text: str, told: str) -> None:
    action = offered(rules_text, SPLIT)
    assert action is not None
    assert render_rules([Rule((), (as_told(action),))]) == f"When funds are received: {told}."


def test_money_is_not_sent_to_where_it_comes_from() -> None:
    own = "When funds are received: $5.00 moves from Savings to Rent; $5.00 moves from Savings to Bank Savings."
    assert offered(own, OVER) == Action(ActionForm.OVERFLOW, "Savings", "Bank Savings", 10_000)
    assert offered("When funds are received: $5.00 moves from Savings to Rent.", OVER) is None


# Words


@pytest.mark.parametrize(
    ("item", "value", "title"),
    [
        (SPLIT, 1_250, "Send 12.5% of income to taxes"),
        (FIXED, 125_000, "Move $1,250 to rent whenever money arrives"),
        (OVER, 50_000, "Move what exceeds $500 to savings"),
        (SWEEP, None, "Sweep what is left to emergency fund"),
    ],
    ids=lambda value: value.form.value if isinstance(value, Item) else "",
)
def test_a_title_says_what_it_does_without_an_account_name(item: Item, value: int | None, title: str) -> None:
    assert title_of(item, Action(item.form, "SECRET", "SECRET", value)) == title


@pytest.mark.parametrize(
    ("item", "quartiles", "adopters", "low", "base", "caution"),
    [
        (SPLIT, [8, 10, 20], 4, 0.0, 0.1, "Hardly any of the similar users automate this"),
        (SPLIT, [8, 10, 20], 19, 0.2, 0.1, "Only 19 of the similar users automate this."),
        (SPLIT, [5, 10, 20], 50, 0.2, 0.1, "People choose from 5% to 20% (middle half); ask before using this one."),
        (FIXED, [0.01, 0.02, 0.04], 50, 0.2, 0.1, "The amounts people choose differ widely"),
        (SPLIT, [8, 10, 20], 50, 0.09, 0.1, "No more usual among similar users than among all."),
        (SPLIT, [8, 10, 20], 50, 0.2, 0.1, None),
        (SWEEP, None, 50, 0.2, 0.1, None),
    ],
    ids=[
        "nearly nobody",
        "few",
        "wide percentages",
        "wide amounts",
        "common anyway",
        "nothing",
        "nothing to differ in",
    ],
)
def test_the_weightiest_reason_for_care_is_told(
    item: Item, quartiles: list[float] | None, adopters: int, low: float, base: float, caution: str | None
) -> None:
    name = "percent_quartiles" if item.form is ActionForm.PERCENTAGE else "income_ratio_quartiles"
    told = caution_of(item, {name: quartiles} if quartiles else {}, adopters, low, base)
    assert told == caution if caution is None else (told or "").startswith(caution)
