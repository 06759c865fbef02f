"""One plan: the person's own rules where they are sound, what fits beside them, and nothing that breaks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from people import Person, people, sound_rules
from seqmatch.families.onboarding.answers.plan import fit_percentages, make_plan

from seqmatch.data.synthetic.households import EXAMPLES
from seqmatch.families.onboarding.answers.simulation import run_months
from seqmatch.families.onboarding.answers.suggest import suggest_automations
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.rules.checks.check import check_rules
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.triggers import is_incoming, same_account
from seqmatch.schemas.answer import Plan, SuggestAnswer
from seqmatch.schemas.profile import parse_profile
from seqmatch.schemas.rule import ROLE_TEXT, Action, ActionForm, RuleSet

many = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
HOUSEHOLDS = {
    household.name: Person(
        parse_profile(household.profile), household.rules_text, None, household.monthly_income_cents, limit
    )
    for household in EXAMPLES.values()
    for limit in (5,)
}
each_household = pytest.mark.parametrize("person", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
NOT_IN = re.compile(r"Suggestion (\d+) is not in the plan: \w[\w ,']{15,}\.")
ALONE = "so the plan stands on its own"


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


def errors(rules: RuleSet) -> list[str]:
    return [finding.code for finding in check_rules(rules) if finding.severity == "error"]


def accounts(rules: RuleSet) -> set[str]:
    return {same_account(name) for action in rules.actions for name in (action.source, action.destination)}


def assert_sound(plan: Plan, income_cents: int | None) -> None:
    """Read again from its text, the plan passes the checks and does exactly what the answer says it does."""
    rules = parse_rules(plan.rules_text)
    told = plan.simulation
    assert (rules.unparsed, errors(rules)) == ((), [])
    assert plan.findings == check_rules(rules)[: len(plan.findings)]
    if not rules.rules:
        assert (told.income_cents, told.balances, told.moved_cents) == (0, [], 0)
        return
    run = run_months(rules, told.income_cents, told.months)
    assert run is not None
    assert (told.months, run.failures, told.failures) == (12, (), [])
    assert run.income_cents == 12 * told.income_cents
    assert (run.moved_cents, run.unallocated_cents) == (told.moved_cents, told.unallocated_cents)
    assert income_cents in (None, told.income_cents)
    assert sum(balance.cents for balance in told.balances) == sum(run.balances.values()) == run.income_cents
    assert min(run.balances.values()) >= 0
    for source in {same_account(action.source) for action in rules.actions}:
        shares = [
            action.value
            for rule in rules.rules
            if is_incoming(rule)
            for action in rule.actions
            if action.form is ActionForm.PERCENTAGE and same_account(action.source) == source
        ]
        assert sum(share for share in shares if isinstance(share, int)) <= 10_000


@given(person=people())
@many
def test_every_plan_passes_the_checks_and_simulates_without_a_failure_to_the_cent(ask: Ask, person: Person) -> None:
    assert_sound(ask(person).plan, person.monthly_income_cents)


@each_household
def test_so_does_the_plan_of_every_named_household(ask: Ask, person: Person) -> None:
    answer = ask(person)
    assert_sound(answer.plan, person.monthly_income_cents)
    assert [note for note in answer.plan.notes if ALONE in note] == []


def assert_still_flowing(ask: Ask, person: Person) -> None:
    plan = ask(person).plan
    if [note for note in plan.notes if ALONE in note]:
        return
    own, planned = parse_rules(person.rules_text), parse_rules(plan.rules_text)
    income = plan.simulation.income_cents
    before, after = run_months(own, income), run_months(planned, income)
    if before is not None and after is not None:
        assert set(before.flows()) <= set(after.flows())
    assert len(planned.rules) >= len(own.rules)
    assert [rule for rule in own.rules if not is_incoming(rule) and rule not in planned.rules] == []


@given(person=people(sound_rules()))
@many
def test_where_money_went_before_it_still_goes(ask: Ask, person: Person) -> None:
    assert_still_flowing(ask, person)


@each_household
def test_so_it_does_in_every_named_household(ask: Ask, person: Person) -> None:
    assert_still_flowing(ask, person)


@given(person=people())
@many
def test_every_account_is_the_persons_own_or_a_plain_word(ask: Ask, person: Person) -> None:
    planned = accounts(parse_rules(ask(person).plan.rules_text))
    assert planned - accounts(parse_rules(person.rules_text)) <= set(ROLE_TEXT.values())


@given(person=people())
@many
def test_a_plan_stands_on_its_own_exactly_where_their_rules_are_not_sound_and_says_so(ask: Ask, person: Person) -> None:
    answer = ask(person)
    own = RuleSet(parse_rules(person.rules_text).rules)
    typical = answer.plan.simulation.income_cents or person.monthly_income_cents or 1
    run = run_months(own, typical)
    unsound = bool(errors(own)) or (run is not None and bool(run.failures))
    said = [note for note in answer.plan.notes if ALONE in note]
    assert len(said) == unsound
    if unsound:
        assert "check_automations tells what to mend" in said[0]
        planned = parse_rules(answer.plan.rules_text).rules
        assert [rule for rule in planned if rule.conditions] == []


@given(person=people())
@many
def test_each_suggestion_is_in_the_plan_or_named_with_the_reason_why_not(ask: Ask, person: Person) -> None:
    answer = ask(person)
    left_out = {int(match[1]) for note in answer.plan.notes if (match := NOT_IN.fullmatch(note))}
    planned = {
        (action.form, same_account(action.destination)) for action in parse_rules(answer.plan.rules_text).actions
    }
    for suggestion in answer.suggestions:
        action = parse_rules(suggestion.rule_text).actions[0]
        inside = (action.form, same_account(action.destination)) in planned
        assert inside != (suggestion.rank in left_out), (suggestion, answer.plan)


@given(person=people())
@settings(many, max_examples=50)
def test_the_same_person_gets_the_same_plan(ask: Ask, person: Person) -> None:
    assert ask(person).plan == ask(person).plan


# By hand


def percent(value: int, destination: str, source: str = "Income") -> Action:
    return Action(ActionForm.PERCENTAGE, source, destination, value * 100)


def fixed(dollars: int, destination: str, source: str = "Income") -> Action:
    return Action(ActionForm.FIXED, source, destination, dollars * 100)


def sweep(destination: str, source: str = "Income") -> Action:
    return Action(ActionForm.REMAINDER, source, destination)


def planned(own: str, *suggested: Action, income: int = 100_000) -> tuple[str, list[str]]:
    """The plan's rules without the words that are always there, and its notes."""
    plan = make_plan(parse_rules(own), suggested, income)
    short = plan.rules_text.replace("When funds are received: ", "").replace(" of incoming funds goes", "")
    return short.replace(".00", ""), plan.notes


FEED = "When funds are received: {} of incoming funds goes from Income to {}."

CASES = {
    "nothing suggested to someone without rules": ("", (), "", []),
    "percentages leave a tenth free": (
        "",
        (percent(60, "Savings"), percent(60, "Taxes")),
        "45% from Income to Savings; 45% from Income to Taxes.",
        [],
    ),
    "a percentage takes what is free": (
        FEED.format("95.00%", "Bills"),
        (percent(20, "Taxes"),),
        "95% from Income to Bills; 5% from Income to Taxes.",
        ["Suggestion 1: lowered to 5%, all that was free."],
    ),
    "a percentage is taken from what bends, and only once": (
        FEED.format("40.00%", "Bills").replace(".\n", "")[:-1]
        + "; 60.00% of incoming funds goes from Income to Savings.",
        (percent(20, "Taxes"), percent(10, "Giving")),
        "40% from Income to Bills; 40% from Income to Savings; 20% from Income to Taxes.",
        [
            "Suggestion 1: its 20% are taken from the largest flexible split, now 40%.",
            "Suggestion 2 is not in the plan: all of that income is spoken for.",
        ],
    ),
    "never more than half of what bends": (
        FEED.format("100.00%", "Savings"),
        (percent(80, "Taxes"),),
        "50% from Income to Savings; 50% from Income to Taxes.",
        ["Suggestion 1: its 50% are taken from the largest flexible split, now 50%."],
    ),
    "bills do not bend": (
        FEED.format("100.00%", "Bills"),
        (percent(20, "Taxes"),),
        "100% from Income to Bills.",
        ["Suggestion 1 is not in the plan: all of that income is spoken for."],
    ),
    "what is left goes last, and to one account only": (
        "When funds are received: $100.00 moves from Income to Rent; Funds move from Income to Checking.",
        (fixed(50, "Phone"), sweep("Savings")),
        "$100 moves from Income to Rent; $50 moves from Income to Phone; Funds move from Income to Checking.",
        ["Suggestion 2 is not in the plan: what is left of that account goes elsewhere already."],
    ),
    "a fixed amount must fit into what no percentage takes": (
        FEED.format("60.00%", "Bills"),
        (fixed(401, "Rent"), fixed(400, "Loan")),
        "60% from Income to Bills; $400 moves from Income to Loan.",
        ["Suggestion 1 is not in the plan: all of that income is spoken for."],
    ),
    "an account is not fed twice from the same place": (
        FEED.format("60.00%", "Bills"),
        (fixed(100, " Bills"),),
        "60% from Income to Bills.",
        ["Suggestion 1 is not in the plan: money goes from there to that account already."],
    ),
    "what a bill is paid from is not thinned out": (
        FEED.format("100.00%", "Checking") + "\n\nWhen funds are received: $600.00 moves from Checking to Rent.",
        (percent(50, "Taxes"), percent(30, "Giving")),
        "70% from Income to Checking; 30% from Income to Giving.\n\n$600 moves from Checking to Rent.",
        [
            "Suggestion 1 is not in the plan: it would keep money from where it is needed.",
            "Suggestion 2: its 30% are taken from the largest flexible split, now 70%.",
        ],
    ),
    "rules with an error are left to check_automations": (
        FEED.format("120.00%", "Bills"),
        (percent(20, "Taxes"),),
        "20% from Income to Taxes.",
        [
            "The person's own rules have errors or run short in the simulation, so the plan stands on its own; "
            "check_automations tells what to mend."
        ],
    ),
    "names that blur each other stay out": (
        "",
        (sweep("Save", "Day to Day"), percent(10, "Taxes")),
        "10% from Income to Taxes.",
        ["Suggestion 1 is not in the plan: two account names in it cannot be told apart."],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_by_hand(case: str) -> None:
    own, suggested, rules_text, notes = CASES[case]
    assert planned(own, *suggested) == (rules_text, notes)


def test_percentages_of_each_source_shrink_together_and_others_stay() -> None:
    suggested = [
        percent(60, "Savings"),
        percent(30, "Taxes"),
        percent(30, "Giving"),
        fixed(5, "Rent"),
        percent(90, "B", "A"),
    ]
    assert fit_percentages(suggested) == [
        percent(45, "Savings"),
        percent(22, "Taxes"),
        percent(22, "Giving"),
        fixed(5, "Rent"),
        percent(90, "B", "A"),
    ]
