"""One plan: the person's own rules, mended where they go wrong, with room for what matters, and nothing that breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from people import Person, people, sound_rules

from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.families.onboarding.advice.simulation import Assumptions, run_months
from seqmatch.families.onboarding.answers.suggest import suggest_automations
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.rules.account_names import same_account
from seqmatch.rules.checks.check import check_rules
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.onboarding import SuggestAnswer
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.schemas.rule import ROLE_TEXT, Action, RuleSet

many = settings(
    max_examples=100,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
HOUSEHOLDS = {
    household.name: Person(
        parse_profile(household.profile), household.rules_text, None, household.monthly_income_cents, 5
    )
    for household in EXAMPLES.values()
}
each_household = pytest.mark.parametrize("person", HOUSEHOLDS.values(), ids=HOUSEHOLDS)

Ask = Callable[[Person], SuggestAnswer]


@pytest.fixture(scope="session")
def ask(small_models: OnboardingModels) -> Ask:
    def answer(person: Person) -> SuggestAnswer:
        return suggest_automations(
            small_models,
            person.profile,
            person.rules_text or None,
            goal=person.goal,
            monthly_income_cents=person.monthly_income_cents,
            limit=person.limit,
        )

    return answer


def errors(rules: RuleSet) -> Counter[str]:
    return Counter(finding.code for finding in check_rules(rules) if finding.severity == "error")


def failing(rules: RuleSet, income_cents: int) -> set[tuple[str, str]]:
    """(source, destination) of moves that fail for want of money in some month."""
    run = run_months(rules, Assumptions(income_cents))
    found = set()
    for failure in run.failures if run is not None else ():
        if failure.account is not None and failure.action is not None:
            action = rules.rules[failure.rule - 1].actions[failure.action - 1]
            found.add((same_account(action.source), same_account(action.destination)))
    return found


@given(person=people(sound_rules()))
@many
def test_no_plan_for_sound_rules_adds_a_move_that_fails(ask: Ask, person: Person) -> None:
    answer = ask(person)
    own, planned = parse_rules(person.rules_text), parse_rules(answer.plan.rules_text)
    income = answer.plan.simulation.income_cents or 1
    assert failing(planned, income) <= failing(own, income)


@given(person=people())
@many
def test_no_plan_adds_an_error(ask: Ask, person: Person) -> None:
    answer = ask(person)
    own, planned = RuleSet(parse_rules(person.rules_text).rules), parse_rules(answer.plan.rules_text)
    assert planned.unparsed == ()
    assert not errors(planned) - errors(own)


@given(person=people())
@many
def test_the_plan_does_exactly_what_the_answer_says_it_does(ask: Ask, person: Person) -> None:
    answer = ask(person)
    planned, told = parse_rules(answer.plan.rules_text), answer.plan.simulation
    run = run_months(planned, Assumptions(told.income_cents))
    if run is None:
        assert (told.income_cents, told.balances, told.moved_cents) == (0, [], 0)
        return
    assert (told.months, told.moved_cents, told.unallocated_cents) == (12, run.moved_cents, run.unallocated_cents)
    assert person.monthly_income_cents in (None, told.income_cents)
    assert sum(balance.cents for balance in told.balances) == run.income_cents == 12 * told.income_cents


@given(person=people(sound_rules()))
@many
def test_whatever_the_plan_does_not_change_stays_word_for_word(ask: Ask, person: Person) -> None:
    answer = ask(person)
    own, planned = parse_rules(person.rules_text), parse_rules(answer.plan.rules_text)
    changed = Counter(map(told, own.actions)) - Counter(map(told, planned.actions))
    assert changed.total() <= len(answer.plan.changes)
    conditional = Counter(tuple(map(told, rule.actions)) for rule in own.rules if rule.conditions)
    assert not conditional - Counter(tuple(map(told, rule.actions)) for rule in planned.rules)


def told(action: Action) -> tuple[object, ...]:
    """What an action says, however its names were told apart."""
    return action.form, action.source, action.destination, action.value


@each_household
def test_every_rule_of_a_named_household_is_kept_or_its_change_is_told(ask: Ask, person: Person) -> None:
    answer = ask(person)
    own, planned = parse_rules(person.rules_text), parse_rules(answer.plan.rules_text)
    pairs = {(action.source, action.destination) for action in planned.actions}
    assert {(action.source, action.destination) for action in own.actions} <= pairs
    new = len(planned.actions) - len(own.actions)
    assert new == sum(change.what.startswith("New: ") for change in answer.plan.changes)


@given(person=people())
@many
def test_every_account_is_the_persons_own_or_a_plain_word(ask: Ask, person: Person) -> None:
    def accounts(text: str) -> set[str]:
        return {same_account(name) for a in parse_rules(text).actions for name in (a.source, a.destination)}

    planned = accounts(ask(person).plan.rules_text)
    assert planned - accounts(person.rules_text) <= set(ROLE_TEXT.values())


@given(person=people())
@many
def test_every_suggestion_is_in_the_plan_as_it_was_told(ask: Ask, person: Person) -> None:
    answer = ask(person)
    planned = Counter(
        (action.form, same_account(action.destination), action.value)
        for action in parse_rules(answer.plan.rules_text).actions
    )
    for suggestion in answer.suggestions:
        action = parse_rules(suggestion.rule_text).actions[0]
        later = [other for other in answer.suggestions if other.rank > suggestion.rank]
        if planned[action.form, same_account(action.destination), action.value]:
            continue
        assert any("lowered" in other.reason or "Lower" in other.title for other in later), suggestion


@given(person=people())
@settings(many, max_examples=50)
def test_the_same_person_gets_the_same_plan_whatever_the_limit(ask: Ask, person: Person) -> None:
    def limited(limit: int) -> SuggestAnswer:
        return ask(Person(person.profile, person.rules_text, person.goal, person.monthly_income_cents, limit))

    few, all_of_them = limited(2), limited(20)
    assert few.plan == all_of_them.plan
    assert few.suggestions == all_of_them.suggestions[:2]
    assert few == limited(2)


def test_a_year_is_told_before_and_after(ask: Ask) -> None:
    rules = (
        "When funds are received: 25.00% of incoming funds goes from Pay to Bills; Funds move from Pay to Spending.\n\n"
        "When date equal 5: $1,200.00 moves from Bills to Rent."
    )
    plan = ask(Person(parse_profile({"user_type": "INDIVIDUAL"}), rules, None, 400_000, 5)).plan
    assert plan.before is not None
    assert sum(failure.times for failure in plan.before.failures) == 2
    assert plan.simulation.failures == []
    assert plan.notes[0] == "In twelve months 2 moves fail today, no move fails with the plan."


def test_nothing_is_taken_from_what_belongs_to_others_even_where_nothing_else_gives_way(ask: Ask) -> None:
    rules = (
        "When funds are received: 60.00% of incoming funds goes from Rents to Tenant Deposits; "
        "40.00% of incoming funds goes from Rents to Mortgage."
    )
    answer = ask(Person(parse_profile({"user_type": "BUSINESS"}), rules, None, 400_000, 5))
    assert answer.plan.rules_text == rules
    assert answer.suggestions == []


def test_nobody_who_waits_for_money_gets_less_because_a_rule_no_longer_runs_in_time(ask: Ask) -> None:
    head = (
        "When funds are received: 70.00% of incoming funds goes from Pay to Bills; "
        "30.00% of incoming funds goes from Pay to Spending.\n\n"
    )
    rent = "$900.00 moves from Bills to Rent."
    waiting = f"When date equal 5 and Spending balance is at least $1,150.00: {rent}"

    def spending(rule: str) -> object:
        plan = ask(Person(parse_profile({"user_type": "INDIVIDUAL"}), head + rule, None, 400_000, 5)).plan
        actions = {action.destination: action.value for action in parse_rules(plan.rules_text).actions}
        return actions["Spending"]

    assert spending(f"When date equal 5: {rent}") != 3_000  # without the condition everyday money gives way
    assert spending(waiting) == 3_000
