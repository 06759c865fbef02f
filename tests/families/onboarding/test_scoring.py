"""Why a suggestion ranks where it does: take the fact away, ask again, and its score is lower."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import read_query
from seqmatch.families.onboarding.recipe import BUSINESS_ROLES
from seqmatch.families.onboarding.scoring import (
    MOST_REASONS,
    NOTICEABLE,
    Ranking,
    has_business,
    owned_by,
    scores_of,
    support_of,
)
from seqmatch.features.users.adoption_inputs import profile_inputs
from seqmatch.schemas.goal import GOAL_TEXT, GOALS
from seqmatch.schemas.profile import FIELDS, USER_TYPES, Profile
from seqmatch.schemas.profile_reading import parse_profile

MOST_ITEMS = 20
RULES = "what their rules do already"
each_household = pytest.mark.parametrize("household", EXAMPLES.values(), ids=EXAMPLES)


@dataclass(frozen=True)
class Known:
    """What is known of someone: facts, rules, and the goal to serve."""

    facts: dict[str, object]
    rules_text: str
    goal: str | None

    def without(self, what: str) -> Known:
        facts = {field: value for field, value in self.facts.items() if field != what}
        return Known(facts, "" if what == "rules" else self.rules_text, None if what == "goal" else self.goal)

    def scores(self, models: OnboardingModels) -> list[float]:
        return Ranking(models, read_query(Profile(**self.facts), self.rules_text), self.goal).support.score.tolist()


def known_of(household: Household, goal: str | None = None) -> Known:
    facts = parse_profile(household.profile).known()
    stated = facts.pop("product_goal", None)
    return Known(facts, household.rules_text, goal or stated)


def ranking_of(models: OnboardingModels, known: Known) -> Ranking:
    return Ranking(models, read_query(Profile(**known.facts), known.rules_text), known.goal)


def meant_by(words: str) -> str:
    """What is known that a reason speaks of."""
    marks = {
        RULES: "rules",
        "wants to ": "goal",
        "being ": "user_type",
        "aged ": "age_group",
        " plan": "subscription",
        "income source": "activated_ports",
        "connected account": "accounts_connected",
        "income ": "annual_income",
        "debit card": "debit_card_spender",
    }
    return next((field for mark, field in marks.items() if mark in words), "occupation")


def drops(models: OnboardingModels, known: Known) -> dict[str, list[float]]:
    """How much lower every item's score is without each thing known."""
    mine = np.array(known.scores(models))
    things = [*known.facts, *(["goal"] if known.goal else []), *(["rules"] if known.rules_text else [])]
    return {thing: (mine - np.array(known.without(thing).scores(models))).tolist() for thing in things}


@each_household
def test_the_reasons_are_what_lowers_the_score_most_when_it_is_taken_away(
    small_models: OnboardingModels, household: Household
) -> None:
    known = known_of(household)
    ranking, lower = ranking_of(small_models, known), drops(small_models, known)
    scores = known.scores(small_models)
    given = 0
    for item in ranking.order[:MOST_ITEMS]:
        reasons = [meant_by(words) for words in ranking.because(item)]
        falls = {thing: lower[thing][item] for thing in lower if lower[thing][item] > NOTICEABLE * scores[item]}
        assert reasons == sorted(falls, key=lambda thing: -falls[thing])[:MOST_REASONS]
        given += len(reasons)
    assert given > 0


def test_a_planted_reason_names_the_fact_itself(small_models: OnboardingModels) -> None:
    known = Known({"user_type": "INDIVIDUAL"}, "", "PAY_OFF_DEBT")
    ranking = ranking_of(small_models, known)
    told = {words for item in ranking.order for words in ranking.because(item)}
    assert told == {"being an individual", f"wants to {GOAL_TEXT['PAY_OFF_DEBT']}"}


def test_each_fact_is_named_as_the_person_said_it(small_models: OnboardingModels) -> None:
    facts: dict[str, object] = {
        "user_type": "BUSINESS",
        "occupation": "ARCHITECT_OR_ENGINEER",
        "age_group": "25-35",
        "accounts_connected": 2,
        "activated_ports": 1,
        "debit_card_spender": False,
    }
    told: set[str] = set()
    for field, value in facts.items():
        ranking = ranking_of(small_models, Known({field: value}, "", None))
        told |= {words for item in ranking.order for words in ranking.because(item)}
    assert told == {
        "being a business",
        "work in engineering and science",
        "aged 25-35",
        "2 connected accounts",
        "1 income source",
        "no spending by debit card",
    }


@pytest.mark.parametrize("goal", ["PAY_OFF_DEBT", "SAVE_FOR_TAXES", "AUTOMATE_MY_INVESTMENTS"])
def test_where_the_goal_is_the_first_reason_another_goal_mostly_lowers_the_score(
    small_models: OnboardingModels, goal: str
) -> None:
    known = Known({"user_type": "INDIVIDUAL"}, "", goal)
    ranking = ranking_of(small_models, known)
    led = [item for item in ranking.order if ranking.because(item)[:1] == [f"wants to {GOAL_TEXT[goal]}"]]
    assert len(led) >= 5
    others = np.array([Known(known.facts, "", other).scores(small_models) for other in GOALS if other != goal])
    lowered = np.median(others[:, led], axis=0) < ranking.support.score[led]
    assert lowered.mean() >= 0.95


def test_what_is_not_known_is_no_reason(small_models: OnboardingModels) -> None:
    ranking = ranking_of(small_models, Known({}, "", None))
    assert ranking.order
    assert [ranking.because(item) for item in ranking.order] == [[] for _ in ranking.order]


@each_household
def test_items_are_ordered_by_score_without_those_owned(small_models: OnboardingModels, household: Household) -> None:
    ranking = ranking_of(small_models, known_of(household))
    scores = ranking.support.score
    told = scores[ranking.order]
    assert told.tolist() == sorted(told.tolist(), reverse=True)
    assert np.flatnonzero(ranking.owned).tolist() == [i for i, owned in enumerate(ranking.owned) if owned]
    assert set(ranking.order) == set(np.flatnonzero(scores >= 0).tolist())
    assert set(ranking.order) & set(np.flatnonzero(ranking.owned).tolist()) == set()


@each_household
def test_the_same_person_is_ranked_the_same_for_the_same_reasons(
    small_models: OnboardingModels, household: Household
) -> None:
    once, again = (ranking_of(small_models, known_of(household)) for _ in range(2))
    assert once.order == again.order
    assert once.support.score.tolist() == again.support.score.tolist()
    assert [once.because(i) for i in once.order] == [again.because(i) for i in again.order]


def test_every_field_that_can_be_known_can_be_named_as_a_reason() -> None:
    named = {
        *("being a business", "aged 25-35", "Pro plan", "2 income sources", "7 connected accounts"),
        *("income over $250K", "spending by debit card", "work in health", "wants to pay off debt"),
    }
    assert {meant_by(words) for words in named} == {*FIELDS, "goal"} - {"product_goal"}


class Asked:
    """Models whose recommender only writes down what it is asked."""

    def __init__(self, models: OnboardingModels) -> None:
        self.matcher, self.items, self.recommender = models.matcher, models.items, self
        self.told: list[tuple[object, ...]] = []

    def support(self, *arguments: object) -> None:
        self.told.append(arguments)


@pytest.mark.parametrize(("user_type", "code"), [(None, None), *((name, at) for at, name in enumerate(USER_TYPES))])
def test_the_recommender_is_asked_for_the_persons_own_type(
    small_models: OnboardingModels, user_type: str | None, code: int | None
) -> None:
    person = read_query(Profile(user_type=user_type), None)
    asked = Asked(small_models)
    owned = np.zeros(len(small_models.items), dtype=bool)
    support_of(asked, person.profile, person.row, owned, None)  # type: ignore[arg-type]
    assert [(told[1], told[3]) for told in asked.told] == [(code, user_type in ("BUSINESS", "ADVISOR"))]


@pytest.mark.parametrize("household", [one for one in EXAMPLES.values() if one.rules_text][:2])
def test_known_rules_are_read_and_where_none_are_known_the_profile_alone(
    small_models: OnboardingModels, household: Household
) -> None:
    asked = Asked(small_models)
    profile = parse_profile(household.profile)
    owned = np.zeros(len(small_models.items), dtype=bool)
    for rules_text in (household.rules_text, None):
        support_of(asked, profile, read_query(profile, rules_text).row, owned, None)  # type: ignore[arg-type]
    with_rules, without = (len(told[4]) for told in asked.told)  # type: ignore[arg-type]
    assert without == len(profile_inputs(profile, None)) < with_rules


@each_household
def test_scores_alone_are_those_that_come_with_support(small_models: OnboardingModels, household: Household) -> None:
    person = read_query(parse_profile(household.profile), household.rules_text)
    asked = (small_models, person.profile, person.row, owned_by(person, small_models.items), "PAY_OFF_DEBT")
    assert scores_of(*asked).tolist() == support_of(*asked).score.tolist()


def test_whoever_automates_for_a_business_is_offered_what_businesses_do(small_models: OnboardingModels) -> None:
    items = small_models.items
    of_business = next(at for at, item in enumerate(items) if item.destination in BUSINESS_ROLES)
    other = next(at for at, item in enumerate(items) if item.destination not in BUSINESS_ROLES)
    individual = USER_TYPES.index("INDIVIDUAL")
    for at, expected in ((of_business, True), (other, False)):
        assert has_business(individual, np.arange(len(items)) == at, items) is expected
