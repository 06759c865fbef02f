"""What someone is after: chances that add up, doubt that is said, and a question worth asking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.data.users.cohort import Cohort
from seqmatch.errors import RuleTextError
from seqmatch.estimators.classification.goal_classifier import COVERAGE, GoalClassifier
from seqmatch.families.onboarding.advice.plain_goal import PlainGoal
from seqmatch.families.onboarding.answer_codes import answer_counts
from seqmatch.families.onboarding.answers.goal import goal_text, predict_goal
from seqmatch.families.onboarding.answers.goal_chances import chances_of
from seqmatch.families.onboarding.answers.goals_of_file import likely_goals
from seqmatch.families.onboarding.answers.interview import interview_text, interview_user
from seqmatch.families.onboarding.answers.match import match_text, match_user
from seqmatch.families.onboarding.answers.next_questions import QUESTIONS, WORTH_ASKING_BITS
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.goal_models import GoalModels
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.families.onboarding.person import read_query
from seqmatch.features.users.automations import adoption_table
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.onboarding import GoalPrediction
from seqmatch.schemas.goal import GOAL_TEXT, GOALS, GROUP_OF, canonical_goal, same_goal
from seqmatch.schemas.profile import FIELDS, USER_TYPES, Profile
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.settings import Settings, resource

each_household = pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)


def ask(models: OnboardingModels, household: Household) -> GoalPrediction:
    return predict_goal(models, parse_profile(household.profile), household.rules_text or None)


def as_sure_as(models: OnboardingModels, threshold: float | None) -> OnboardingModels:
    """The same models, naming a goal from ``threshold`` on."""

    def sure(classifier: GoalClassifier) -> GoalClassifier:
        copy = GoalClassifier.from_state(classifier.state())
        copy.confident_at_ = threshold
        return copy

    goals = models.goals
    surer = (sure(classifier) for classifier in (goals.whole, goals.partial, goals.new_user))
    return replace(models, goals=GoalModels(goals.words, *surer))


@each_household
def test_every_goal_has_a_chance_and_all_sum_to_exactly_one(
    small_models: OnboardingModels, household: Household
) -> None:
    chances = ask(small_models, household).top_goals
    assert sorted(chance.goal for chance in chances) == sorted({canonical_goal(goal) for goal in GOALS})
    assert [chance.goal_group for chance in chances] == [GROUP_OF[chance.goal] for chance in chances]
    in_ten_thousandths = [round(chance.probability * 10_000) for chance in chances]
    assert sum(in_ten_thousandths) == 10_000
    assert in_ten_thousandths == sorted(in_ten_thousandths, reverse=True)
    assert [chance.probability for chance in chances] == [units / 10_000 for units in in_ten_thousandths]


@each_household
def test_the_leading_chance_is_told_once_and_the_same(small_models: OnboardingModels, household: Household) -> None:
    answer = ask(small_models, household)
    leading = answer.goal if answer.plain else answer.top_goals[0].goal
    assert [answer.probability] == [chance.probability for chance in answer.top_goals if chance.goal == leading]


@each_household
def test_two_wordings_of_a_goal_are_told_as_one_with_their_chances_added_up(
    small_models: OnboardingModels, household: Household
) -> None:
    query = read_query(parse_profile(household.profile), household.rules_text or None)
    inputs = query.goal_inputs(small_models.goals.words)
    classifier = small_models.goals.for_one(inputs)
    learned = dict(zip(classifier.goals_, classifier.predict_proba(inputs[None])[0], strict=True))
    prior = dict(zip(classifier.goals_, classifier.prior_, strict=True))
    told = {chance.goal: chance.probability for chance in ask(small_models, household).top_goals}
    assert not {"DEBT_PAYMENT", "MAXIMIZE_SAVINGS"} & set(told)
    for goal, chance in told.items():
        wordings = [one for one in learned if same_goal(one, goal)]
        assert chance == pytest.approx(sum(learned[one] for one in wordings), abs=0.0002)
        base = chances_of(classifier, np.array(list(learned.values())), PlainGoal(goal, 4, "so.")).base_rates
        assert sum(prior[one] for one in wordings) in base.tolist()


def test_a_goal_that_leads_only_when_its_wordings_are_added_up_leads(small_models: OnboardingModels) -> None:
    classifier = small_models.goals.whole
    chances = np.full(len(classifier.goals_), 0.01)
    for goal, chance in (("DEBT_PAYMENT", 0.28), ("PAY_OFF_DEBT", 0.26), ("ORGANIZE_FINANCING", 0.33)):
        chances[classifier.goals_.index(goal)] = chance
    told = chances_of(as_sure_as(small_models, 0.5).goals.whole, chances)
    assert (told.goals[0], told.goal, told.confident) == ("PAY_OFF_DEBT", "PAY_OFF_DEBT", True)
    assert told.chances[0] == pytest.approx(0.54)
    assert told.likely[:1] == ("PAY_OFF_DEBT",)
    assert set(told.likely) >= {canonical_goal(classifier.goals_[i]) for i in classifier.prediction_set(chances)}


def from_arrivals(source: str, **moves: float) -> str:
    """One rule: what each account gets of what arrives, in dollars from 1 on and as a share below 1."""
    told = [
        f"{what:.2%} of incoming funds goes from {source} to {name.replace('_', ' ')}"
        if what < 1
        else f"${what:,.2f} moves from {source} to {name.replace('_', ' ')}"
        for name, what in moves.items()
    ]
    return f"When funds are received: {'; '.join(told)}."


def on_days(source: str, **bills: int) -> str:
    """One rule for each bill: $90 on its day."""
    return "\n\n".join(f"When date equal {day}: $90.00 moves from {source} to {name}." for name, day in bills.items())


PAYS_FOUR_DEBTS = from_arrivals(
    "Wages", Rent=900, Capital_One_Card=60, Discover_Card=75, Car_Loan=240, Student_Loan=130, Groceries=400
)
PLAIN = {
    "debts of a person": (PAYS_FOUR_DEBTS, "INDIVIDUAL", "PAY_OFF_DEBT", "your rules already pay 4 debts"),
    "Profit First": (
        "When funds are received: Funds move from Invoices to Income Hub.\n\n"
        + from_arrivals("Income Hub", Profit=0.05, Owners_Pay=0.5, Tax=0.15, Opex=0.3),
        "BUSINESS",
        "PROFIT_FIRST",
        "your rules already split income into profit",
    ),
    "bills on their days": (
        on_days("Bills", Rent=2, Electric=9, Verizon=12, Geico=20) + "\n\n" + from_arrivals("Pay", Bills=0.5),
        "INDIVIDUAL",
        "AUTOMATE_MY_BILLS",
        "your rules already pay 4 bills on their days",
    ),
    "three tax pots": (
        from_arrivals("Fees", Federal_Tax=0.2, State_Tax=0.05, Sales_Tax=0.08, Checking=0.6),
        "BUSINESS",
        "SAVE_FOR_TAXES",
        "your rules already fill 3 tax accounts",
    ),
    "envelopes": (
        from_arrivals("Pay", Rent=0.35, Groceries=0.2, Transport=0.15, Fun_Money=0.1, Savings=0.2),
        "INDIVIDUAL",
        "AUTOMATE_MY_BUDGETING",
        "your rules already share all of the pay between 5 envelopes",
    ),
}


@pytest.mark.parametrize(("rules", "user_type", "goal", "why"), PLAIN.values(), ids=PLAIN)
@pytest.mark.parametrize("threshold", [None, 1.0])
def test_what_rules_make_plain_is_named_with_the_evidence_however_doubtful_the_model_is(
    small_models: OnboardingModels, rules: str, user_type: str, goal: str, why: str, threshold: float | None
) -> None:
    answer = predict_goal(as_sure_as(small_models, threshold), parse_profile({"user_type": user_type}), rules)
    assert (answer.goal, answer.confident, answer.goal_group) == (goal, True, GROUP_OF[goal])
    assert (answer.plain or "").startswith(why)
    assert goal in answer.goal_set.goals
    text = goal_text(answer)
    assert text.startswith(f"They want to {GOAL_TEXT[goal]} ({goal}): {answer.plain} Confirm it.")
    assert "Not sure" not in text


def test_the_plain_goal_is_also_that_of_a_match_an_interview_and_a_file(
    small_models: OnboardingModels, small_cohort: Cohort
) -> None:
    doubtful, profile = as_sure_as(small_models, None), Profile(user_type="INDIVIDUAL")
    alone = predict_goal(doubtful, profile, PAYS_FOUR_DEBTS)
    match, interview = (
        match_user(doubtful, profile, PAYS_FOUR_DEBTS),
        interview_user(doubtful, profile, PAYS_FOUR_DEBTS),
    )
    assert match.goal == interview.goal == alone
    assert str(alone.plain) in match_text(match)
    assert str(alone.plain) in interview_text(interview)
    alike = replace(small_cohort, profiles=(profile,), rulesets=(parse_rules(PAYS_FOUR_DEBTS),))
    (likely,) = likely_goals(doubtful, alike, [0])
    assert (likely.goal, likely.goal_group) == (alone.goal, alone.goal_group)
    assert round(likely.probability, 4) == pytest.approx(alone.probability, abs=0.0002)


NOT_PLAIN = {
    "a few debts among many other accounts": (
        PAYS_FOUR_DEBTS + "\n\n" + from_arrivals("Wages", Savings=90, Vacation=80, Fun_Money=70, Gifts=20),
        "INDIVIDUAL",
    ),
    "the cards of a business": (
        PAYS_FOUR_DEBTS + "\n\n" + from_arrivals("Wages", Payroll=0.2, Owners_Pay=0.1),
        "BUSINESS",
    ),
    "two debts": (from_arrivals("Wages", Capital_One_Card=60, Car_Loan=75), "INDIVIDUAL"),
    "a profit account among many others": (
        from_arrivals("Sales", Profit=0.05, Owners_Pay=0.3, Tax=0.15, Payroll=900, Marketing=200, Inventory=400),
        "BUSINESS",
    ),
    "bills without a day": (from_arrivals("Pay", Rent=900, Electric=90, Verizon=70, Geico=80), "INDIVIDUAL"),
    "a split of a part of the pay": (
        from_arrivals("Pay", Rent=0.25, Groceries=0.2, Transport=0.1, Fun_Money=0.1, Savings=0.1),
        "INDIVIDUAL",
    ),
}


@pytest.mark.parametrize(("rules", "user_type"), NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_where_rules_make_nothing_plain_the_learned_doubt_stays(
    small_models: OnboardingModels, rules: str, user_type: str
) -> None:
    answer = predict_goal(as_sure_as(small_models, None), parse_profile({"user_type": user_type}), rules)
    assert (answer.plain, answer.goal, answer.confident) == (None, None, False)
    assert "Not sure" in goal_text(answer)


@each_household
@pytest.mark.parametrize("threshold", [None, 0.0, 0.3, 1.0])
def test_a_goal_is_named_if_and_only_if_rules_make_it_plain_or_the_model_is_confident(
    small_models: OnboardingModels, household: Household, threshold: float | None
) -> None:
    answer = ask(as_sure_as(small_models, threshold), household)
    assert (answer.plain is not None) == (household.name == "lindqvist_debt")
    assert answer.confident == (answer.plain is not None or (threshold is not None and answer.probability >= threshold))
    leading = "PAY_OFF_DEBT" if answer.plain else answer.top_goals[0].goal
    assert answer.goal == (leading if answer.confident else None)
    assert ("Not sure" in goal_text(answer)) == (not answer.confident)


@each_household
def test_a_goal_that_is_named_is_of_the_group_that_is_named(
    small_models: OnboardingModels, household: Household
) -> None:
    answer = ask(as_sure_as(small_models, 0.0), household)
    assert answer.goal is not None
    assert answer.goal_group == GROUP_OF[answer.goal]


@each_household
def test_without_a_goal_the_group_is_the_most_probable_in_sum(
    small_models: OnboardingModels, household: Household
) -> None:
    answer = ask(as_sure_as(small_models, None), household)
    if answer.plain is not None:
        return  # its group is that of the goal
    sums = dict.fromkeys(GROUP_OF.values(), 0.0)
    for chance in answer.top_goals:
        sums[chance.goal_group] += chance.probability
    assert sums[answer.goal_group] == pytest.approx(max(sums.values()), abs=0.002)


@each_household
def test_the_goal_set_is_the_head_of_the_list(small_models: OnboardingModels, household: Household) -> None:
    answer = ask(small_models, household)
    assert answer.goal_set.coverage == COVERAGE
    assert answer.goal_set.goals == [chance.goal for chance in answer.top_goals[: len(answer.goal_set.goals)]]
    assert answer.goal_set.goals


@each_household
def test_a_stated_goal_is_not_looked_at(small_models: OnboardingModels, household: Household) -> None:
    told = [
        ask(small_models, replace(household, profile={**household.profile, "product_goal": goal}))
        for goal in ("PROFIT_FIRST", "PAY_OFF_DEBT", None)
    ]
    assert told[0] == told[1] == told[2]


@each_household
def test_only_unknown_fields_are_asked_for_the_most_telling_first(
    small_models: OnboardingModels, household: Household
) -> None:
    answer = ask(small_models, household)
    asked = [question.field for question in answer.ask_next]
    assert set(asked) <= set(FIELDS) - set(household.profile) - {"product_goal", "debit_card_spender"}
    gains = [question.expected_gain_bits for question in answer.ask_next]
    if asked and asked[0] == "user_type":
        gains = gains[1:]
    assert gains == sorted(gains, reverse=True)
    assert [gain for gain in gains if gain < WORTH_ASKING_BITS] == []
    assert [question.question for question in answer.ask_next] == [QUESTIONS[field] for field in asked]


def test_nothing_is_asked_of_someone_who_told_everything(small_models: OnboardingModels) -> None:
    assert set(EXAMPLES["maya_freelancer"].profile) == set(FIELDS)
    assert ask(small_models, EXAMPLES["maya_freelancer"]).ask_next == []


def test_what_would_tell_next_to_nothing_is_not_asked(
    small_models: OnboardingModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Profile(user_type="BUSINESS")
    every = predict_goal(small_models, person).ask_next
    assert len(every) > 2
    monkeypatch.setattr(
        "seqmatch.families.onboarding.answers.next_questions.WORTH_ASKING_BITS", every[1].expected_gain_bits
    )
    assert 1 <= len(predict_goal(small_models, person).ask_next) <= 2


def test_of_someone_unknown_something_is_asked(small_models: OnboardingModels) -> None:
    assert predict_goal(small_models, Profile()).ask_next


@pytest.mark.parametrize(
    "known",
    [{}, {"annual_income": "BETWEEN_50K_AND_100K"}, {"age_group": "25-35"}, {"debit_card_spender": True}],
    ids=str,
)
def test_whose_money_it_is_decides_most_and_is_asked_first(
    small_models: OnboardingModels, known: dict[str, Any]
) -> None:
    by_default = ModelHost(Settings(resource("models"))).live(ONBOARDING)
    for models in (small_models, by_default):
        assert predict_goal(models, parse_profile(known)).ask_next[0].field == "user_type"


@pytest.mark.parametrize("user_type", USER_TYPES)
def test_which_card_they_spend_by_decides_nothing_and_is_never_asked(
    small_models: OnboardingModels, user_type: str
) -> None:
    known: dict[str, Any] = {"user_type": user_type}
    while asked := predict_goal(small_models, parse_profile(known)).ask_next:
        assert "debit_card_spender" not in [question.field for question in asked]
        known[asked[0].field] = small_models.cohort["field_answers"][asked[0].field][0][0]


def test_an_answer_that_people_give_whatever_they_automate_is_not_asked_for(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    """The same people, each with the automations of somebody else: their answers go with nothing."""
    asked = {one.field: one.expected_gain_bits for one in predict_goal(small_models, Profile()).ask_next}
    adoption = adoption_table(small_data.uses, small_models.items)
    others = np.random.default_rng(1).permutation(len(small_data))
    answers = answer_counts(small_data.table, small_models.cohort["field_answers"], adoption[others])
    shuffled = replace(small_models, answers=answers)
    then = {one.field: one.expected_gain_bits for one in predict_goal(shuffled, Profile()).ask_next}
    assert asked["user_type"] > 0.2 and then.get("user_type", 0) < asked["user_type"] / 2


@each_household
def test_reasons_are_known_facts_the_strongest_first(small_models: OnboardingModels, household: Household) -> None:
    because = ask(small_models, household).because
    effects = [abs(reason.effect) for reason in because]
    assert effects == sorted(effects, reverse=True)
    assert [reason.feature for reason in because if not reason.feature.strip() or "nan" in reason.feature.split()] == []


def test_nothing_known_is_no_reason(small_models: OnboardingModels) -> None:
    assert predict_goal(small_models, Profile()).because == []


@each_household
def test_the_same_question_gets_the_same_answer(small_models: OnboardingModels, household: Household) -> None:
    assert ask(small_models, household) == ask(small_models, household)


def test_rules_that_cannot_be_read_leave_someone_new(small_models: OnboardingModels) -> None:
    profile = Profile(user_type="INDIVIDUAL")
    unread = predict_goal(small_models, profile, "these are no rules")
    assert unread.model_copy(update={"notes": []}) == predict_goal(small_models, profile)
    assert [note for note in unread.notes if "could not be read" in note] == unread.notes != []


def test_more_text_than_one_person_can_have_is_refused(small_models: OnboardingModels) -> None:
    with pytest.raises(RuleTextError, match="one person only") as refused:
        predict_goal(small_models, Profile(), "x" * 200_001)
    assert (refused.value.code, refused.value.path) == ("rules_text_too_long", "rules_text")
