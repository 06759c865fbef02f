"""What someone is after: chances that add up, doubt that is said, and a question worth asking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.errors import RuleTextError
from seqmatch.estimators.classification.goal_classifier import COVERAGE, GoalClassifier
from seqmatch.families.onboarding.answers.goal import QUESTIONS, WORTH_ASKING_BITS, goal_text, predict_goal
from seqmatch.families.onboarding.goal_models import GoalModels
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.schemas.answers.onboarding import GoalPrediction
from seqmatch.schemas.goal import GOALS, GROUP_OF
from seqmatch.schemas.profile import FIELDS, Profile, parse_profile

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
    assert sorted(chance.goal for chance in chances) == sorted(GOALS)
    assert [chance.goal_group for chance in chances] == [GROUP_OF[chance.goal] for chance in chances]
    in_ten_thousandths = [round(chance.probability * 10_000) for chance in chances]
    assert sum(in_ten_thousandths) == 10_000
    assert in_ten_thousandths == sorted(in_ten_thousandths, reverse=True)
    assert [chance.probability for chance in chances] == [units / 10_000 for units in in_ten_thousandths]


@each_household
def test_the_leading_chance_is_told_once_and_the_same(small_models: OnboardingModels, household: Household) -> None:
    answer = ask(small_models, household)
    assert answer.probability == answer.top_goals[0].probability


@each_household
@pytest.mark.parametrize("threshold", [None, 0.0, 0.3, 1.0])
def test_a_goal_is_named_if_and_only_if_the_model_is_confident(
    small_models: OnboardingModels, household: Household, threshold: float | None
) -> None:
    answer = ask(as_sure_as(small_models, threshold), household)
    assert answer.confident == (threshold is not None and answer.probability >= threshold)
    assert answer.goal == (answer.top_goals[0].goal if answer.confident else None)
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
    assert set(asked) <= set(FIELDS) - set(household.profile) - {"product_goal"}
    gains = [question.expected_gain_bits for question in answer.ask_next]
    assert gains == sorted(gains, reverse=True)
    assert [gain for gain in gains if gain < WORTH_ASKING_BITS] == []
    assert [question.question for question in answer.ask_next] == [QUESTIONS[field] for field in asked]


def test_nothing_is_asked_of_someone_who_told_everything(small_models: OnboardingModels) -> None:
    assert set(EXAMPLES["maya_freelancer"].profile) == set(FIELDS)
    assert ask(small_models, EXAMPLES["maya_freelancer"]).ask_next == []


def test_what_would_tell_next_to_nothing_is_not_asked(
    small_models: OnboardingModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = predict_goal(small_models, Profile()).ask_next
    assert len(every) > 2
    monkeypatch.setattr("seqmatch.families.onboarding.answers.goal.WORTH_ASKING_BITS", every[1].expected_gain_bits)
    assert 1 <= len(predict_goal(small_models, Profile()).ask_next) <= 2


def test_of_someone_unknown_something_is_asked(small_models: OnboardingModels) -> None:
    assert predict_goal(small_models, Profile()).ask_next


def test_what_an_answer_is_expected_to_tell_is_never_more_than_there_is_to_know(small_models: OnboardingModels) -> None:
    from math import log2

    answer = predict_goal(small_models, Profile())
    doubt = -sum(c.probability * log2(c.probability) for c in answer.top_goals if c.probability)
    assert [question for question in answer.ask_next if not 0 < question.expected_gain_bits < doubt] == []


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
