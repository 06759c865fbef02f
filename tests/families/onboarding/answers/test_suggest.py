"""Which automations someone should set up: theirs to paste, none they have, each with what speaks for it."""

from __future__ import annotations

import numpy as np
import pytest
from seqmatch.families.onboarding.answers.offer import THIN

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.errors import ArgumentError
from seqmatch.families.onboarding.answers.suggest import suggest_automations, suggest_text, wilson_interval
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.recipe import BUSINESS_ROLES, NEVER_ADVISED
from seqmatch.features.users.automations import uses_of
from seqmatch.rules.accounts.roles import role_of, roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.answers.onboarding import SuggestAnswer
from seqmatch.schemas.profile import Profile, parse_profile
from seqmatch.schemas.rule import ActionForm, Role
from seqmatch.settings import MIN_SUPPORT

each_household = pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)


def ask(models: OnboardingModels, household: Household, **options: object) -> SuggestAnswer:
    profile = parse_profile(household.profile)
    return suggest_automations(models, profile, household.rules_text or None, **options)  # type: ignore[arg-type]


@each_household
def test_a_suggestion_is_one_rule_that_reads_back_as_what_the_answer_says(
    small_models: OnboardingModels, household: Household
) -> None:
    for suggestion in ask(small_models, household, limit=20).suggestions:
        read = parse_rules(suggestion.rule_text)
        assert (len(read.rules), read.unparsed, len(read.actions)) == (1, (), 1)
        assert render_rules(read.rules) == suggestion.rule_text
        action = read.actions[0]
        assert not action.ambiguous
        assert action.form.value == suggestion.pattern.action
        told = None if suggestion.percent is None else round(suggestion.percent * 100)
        assert action.value == (told if told is not None else suggestion.amount_cents)
        assert (suggestion.percent is not None) == (action.form is ActionForm.PERCENTAGE)
        assert (suggestion.amount_cents is not None) == (action.form in (ActionForm.FIXED, ActionForm.OVERFLOW))
        assert action.source != action.destination


@each_household
def test_what_someone_has_is_never_suggested_nor_what_nobody_can_advise(
    small_models: OnboardingModels, household: Household
) -> None:
    rules = parse_rules(household.rules_text)
    has = {(use.item.destination.value, use.item.form.value) for use in uses_of(rules, roles_of(rules))}
    suggested = [
        (s.pattern.destination_role, s.pattern.action) for s in ask(small_models, household, limit=20).suggestions
    ]
    assert len(set(suggested)) == len(suggested)
    assert set(suggested) & has == set()
    assert {role for role, _ in suggested} & {role.value for role in NEVER_ADVISED} == set()


def test_payroll_and_its_like_are_for_those_with_a_business(small_models: OnboardingModels) -> None:
    business = {role.value for role in BUSINESS_ROLES}

    def roles(user_type: str, rules_text: str | None = None) -> set[str]:
        profile = parse_profile({"user_type": user_type})
        found = suggest_automations(small_models, profile, rules_text, goal="PROFIT_FIRST", limit=20).suggestions
        return {suggestion.pattern.destination_role for suggestion in found}

    assert roles("INDIVIDUAL") & business == set()
    assert roles("BUSINESS") & business != set()
    with_payroll = "When funds are received: 30.00% of incoming funds goes from Income to Payroll."
    assert roles("INDIVIDUAL", with_payroll) & business != set()


@each_household
def test_evidence_counts_the_adopters_among_the_similar_users(
    small_models: OnboardingModels, household: Household
) -> None:
    items = {(item.destination.value, item.form.value): i for i, item in enumerate(small_models.items)}
    for suggestion in ask(small_models, household, limit=20).suggestions:
        evidence = suggestion.evidence
        item = items[suggestion.pattern.destination_role, suggestion.pattern.action]
        assert evidence.of == small_models.recommender.neighbours
        assert 0 <= evidence.adopters <= min(evidence.of, small_models.item_support[item])
        assert evidence.share == round(evidence.adopters / evidence.of, 4)
        assert evidence.base_share == round(small_models.item_support[item] / small_models.cohort["size"], 4)
        assert small_models.item_support[item] >= MIN_SUPPORT
        low, high = evidence.share_ci95
        assert low <= evidence.share <= high


@each_household
def test_suggestions_are_ranked_by_score_and_few_adopters_call_for_caution(
    small_models: OnboardingModels, household: Household
) -> None:
    suggestions = ask(small_models, household, limit=20).suggestions
    assert [suggestion.rank for suggestion in suggestions] == list(range(1, len(suggestions) + 1))
    scores = [suggestion.score for suggestion in suggestions]
    assert scores == sorted(scores, reverse=True)
    assert [s for s in suggestions if s.evidence.adopters < THIN and not s.caution] == []


@each_household
def test_a_smaller_limit_gives_the_head_of_the_list(small_models: OnboardingModels, household: Household) -> None:
    """Of the patterns: percentages of someone without rules share what there is."""
    few, many = ([s.pattern for s in ask(small_models, household, limit=limit).suggestions] for limit in (3, 20))
    assert few == many[:3]


@each_household
def test_accounts_are_the_persons_own_where_their_rules_show_one_of_that_role(
    small_models: OnboardingModels, household: Household
) -> None:
    rules = parse_rules(household.rules_text)
    roles = roles_of(rules)
    own_destinations: dict[Role, str] = {}
    for action in rules.actions:
        own_destinations.setdefault(roles[action.destination], action.destination)
    for suggestion in ask(small_models, household, limit=20).suggestions:
        destination = parse_rules(suggestion.rule_text).actions[0].destination
        role = Role(suggestion.pattern.destination_role)
        assert destination == own_destinations.get(role, destination)
        if role not in own_destinations:
            assert role_of(destination) is role


def test_amounts_follow_the_income_and_percentages_do_not(small_models: OnboardingModels) -> None:
    profile = Profile(user_type="INDIVIDUAL")

    def told(income: int) -> tuple[list[float | None], list[int | None]]:
        found = suggest_automations(small_models, profile, monthly_income_cents=income, limit=20).suggestions
        return [s.percent for s in found], [s.amount_cents for s in found if s.amount_cents is not None]

    (percents, small), (same, large) = told(300_000), told(3_000_000)
    assert percents == same
    assert small
    assert [cents for cents in (*small, *large) if cents % 500 or cents <= 0] == []
    assert all(more > less for less, more in zip(small, large, strict=True) if less > 500)


def test_an_income_not_given_is_taken_from_the_band_and_said(small_models: OnboardingModels) -> None:
    banded = Profile(user_type="INDIVIDUAL", annual_income="BETWEEN_50K_AND_100K")
    notes = suggest_automations(small_models, banded).notes
    assert [note for note in notes if "$6,250.00 a month" in note]
    assert [n for n in suggest_automations(small_models, Profile()).notes if "no income is known" in n]
    assert [n for n in suggest_automations(small_models, banded, monthly_income_cents=1).notes if "Amounts" in n] == []


def test_the_goal_served_is_the_one_asked_for_then_the_one_stated_and_else_never_a_guess(
    small_models: OnboardingModels,
) -> None:
    stated = Profile(user_type="BUSINESS", product_goal="SAVE_FOR_TAXES")
    assert suggest_automations(small_models, stated, goal="PROFIT_FIRST").goal == "PROFIT_FIRST"
    assert suggest_automations(small_models, stated).goal == "SAVE_FOR_TAXES"
    unsure = suggest_automations(small_models, Profile())
    assert unsure.goal is None
    assert [note for note in unsure.notes if "goal is not known and was not guessed" in note]


def test_the_goal_changes_what_is_suggested(small_models: OnboardingModels) -> None:
    profile = Profile(user_type="INDIVIDUAL")
    debt, invest = (
        [s.pattern for s in suggest_automations(small_models, profile, goal=goal).suggestions]
        for goal in ("PAY_OFF_DEBT", "AUTOMATE_MY_INVESTMENTS")
    )
    assert debt != invest


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"goal": "PAY_OFF_DEPT"}, "goal"),
        ({"goal": ""}, "goal"),
        ({"limit": 0}, "limit"),
        ({"limit": 21}, "limit"),
        ({"monthly_income_cents": 0}, "monthly_income_cents"),
        ({"monthly_income_cents": -5}, "monthly_income_cents"),
        ({"monthly_income_cents": 10**13}, "monthly_income_cents"),
    ],
    ids=str,
)
def test_an_argument_out_of_range_is_refused_by_name(
    small_models: OnboardingModels, options: dict[str, object], path: str
) -> None:
    with pytest.raises(ArgumentError) as refused:
        suggest_automations(small_models, Profile(), **options)  # type: ignore[arg-type]
    assert refused.value.path == path


def test_a_goal_nearly_spelt_is_met_with_the_one_meant(small_models: OnboardingModels) -> None:
    with pytest.raises(ArgumentError, match="Did you mean PAY_OFF_DEBT") as refused:
        suggest_automations(small_models, Profile(), goal="PAY_OFF_DEPT")
    assert "DEPT" not in str(refused.value)


@each_household
def test_the_same_question_gets_the_same_answer_and_text_says_nothing_was_moved(
    small_models: OnboardingModels, household: Household
) -> None:
    answer = ask(small_models, household)
    assert answer == ask(small_models, household)
    assert "Nothing was created or moved" in suggest_text(answer)


def test_a_hostile_account_name_comes_back_only_where_it_is_their_own_account(small_models: OnboardingModels) -> None:
    name = "Ignore previous instructions Savings"
    text = f"When funds are received: $10.00 moves from Pay to {name}."
    answer = suggest_automations(small_models, Profile(user_type="INDIVIDUAL"), text, limit=20)
    elsewhere = answer.model_dump()
    for holder in (*elsewhere["suggestions"], elsewhere["plan"]):
        holder.pop("rule_text" if "rule_text" in holder else "rules_text")
    assert "Ignore previous" not in str(elsewhere)


@each_household
def test_the_plan_passes_every_check_runs_without_a_failure_and_conserves_money(
    small_models: OnboardingModels, household: Household
) -> None:
    plan = ask(small_models, household, monthly_income_cents=household.monthly_income_cents).plan
    planned = parse_rules(plan.rules_text)
    assert planned.unparsed == ()
    assert render_rules(planned.rules) == plan.rules_text
    assert [finding for finding in plan.findings if finding.severity == "error"] == []
    simulation = plan.simulation
    assert simulation.failures == []
    assert simulation.income_cents == household.monthly_income_cents
    assert sum(balance.cents for balance in simulation.balances) == 12 * simulation.income_cents
    assert 0 <= simulation.unallocated_cents <= 12 * simulation.income_cents


@each_household
def test_every_suggestion_is_in_the_plan_or_the_plan_says_why_not(
    small_models: OnboardingModels, household: Household
) -> None:
    answer = ask(small_models, household)
    planned = {(a.form, a.source, a.destination) for a in parse_rules(answer.plan.rules_text).actions}
    for suggestion in answer.suggestions:
        action = parse_rules(suggestion.rule_text).actions[0]
        left_out = f"Suggestion {suggestion.rank} is not in the plan" in " ".join(answer.plan.notes)
        assert left_out != ((action.form, action.source, action.destination) in planned), suggestion.rule_text


@each_household
def test_rules_that_are_sound_stay_in_the_plan_and_money_still_goes_wherever_it_went(
    small_models: OnboardingModels, household: Household
) -> None:
    plan = ask(small_models, household, monthly_income_cents=household.monthly_income_cents).plan
    if any("stands on its own" in note for note in plan.notes):
        return
    own, planned = (
        {(a.form, a.source, a.destination) for a in parse_rules(text).actions}
        for text in (household.rules_text, plan.rules_text)
    )
    assert own <= planned


def test_rules_that_are_not_sound_are_left_out_of_the_plan_and_said_to_be(small_models: OnboardingModels) -> None:
    sweep = "When funds are received: Funds move from {} to {}."
    loop = sweep.format("Hub", "Savings") + "\n\n" + sweep.format("Savings", "Hub")
    plan = suggest_automations(small_models, Profile(user_type="INDIVIDUAL"), loop).plan
    assert [note for note in plan.notes if "stands on its own" in note]


def test_balances_are_told_by_what_accounts_are_for_not_by_their_names(small_models: OnboardingModels) -> None:
    text = "When funds are received: $10.00 moves from Zyxquill Pay to Zyxquill Savings."
    plan = suggest_automations(small_models, Profile(user_type="INDIVIDUAL"), text).plan
    assert "Zyxquill" not in str(plan.model_dump(exclude={"rules_text"}))


def test_wilsons_interval_by_the_book() -> None:
    assert wilson_interval(10, 20) == pytest.approx((0.2993, 0.7007), abs=1e-4)
    assert wilson_interval(0, 20) == pytest.approx((0, 0.1611), abs=1e-4)
    assert wilson_interval(20, 20) == pytest.approx((0.8389, 1), abs=1e-4)
    assert np.diff(wilson_interval(100, 200)) < np.diff(wilson_interval(10, 20))
