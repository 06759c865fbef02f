"""Archetypes are called by what their members do with money, and told as weak where they are."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.training.archetype_cards import weakness
from seqmatch.families.onboarding.training.archetype_names import names_of
from seqmatch.schemas.rule import Role

R = Role
DEBTS = frozenset((R.CREDIT_CARD, R.LOAN))
HOME = frozenset((R.CREDIT_CARD, R.HOUSING, R.UTILITIES))
SHOP = frozenset((R.PROFIT, R.OWNERS_PAY, R.TAXES))
ALL = frozenset((R.LOAN, R.BILLS, R.SAVINGS, R.INVESTMENTS, R.GROCERIES, R.TAXES, R.PAYROLL))
SAVINGS = frozenset((R.SAVINGS,))
NOTHING: frozenset[Role] = frozenset()


def named(*groups: list[frozenset[Role]]) -> list[str]:
    labels = np.array([number for number, members in enumerate(groups) for _ in members])
    return names_of([roles for members in groups for roles in members], labels, len(groups))


def test_a_group_is_called_by_what_more_of_its_members_do() -> None:
    assert named([DEBTS] * 20, [SAVINGS] * 20) == ["Debt payers", "Savers"]
    assert named([HOME] * 20, [SAVINGS] * 20) == ["Debt payers who pay bills", "Savers"]


def test_a_business_is_called_one_whatever_else_it_does() -> None:
    assert named([SHOP] * 20, [SAVINGS] * 20)[0] == "Business owners who set tax aside"


def test_whoever_does_nearly_everything_plans_the_whole_budget() -> None:
    assert named([ALL] * 10, [NOTHING] * 40) == ["Whole-budget planners", "Beginners"]


def test_those_who_do_less_than_everybody_are_beginners() -> None:
    few = [SAVINGS] * 6 + [NOTHING] * 34
    assert named([ALL] * 40, few, few) == ["Whole-budget planners", "Beginners", "Beginners, some of whom save"]


@pytest.mark.parametrize("roles", [DEBTS, NOTHING, ALL])
def test_groups_that_do_the_same_are_still_told_apart(roles: frozenset[Role]) -> None:
    names = named([roles] * 10, [roles] * 10, [roles] * 10, [NOTHING] * 90)
    assert len(set(names)) == len(names)


def test_what_fewer_than_five_members_do_gives_no_name() -> None:
    assert named([DEBTS] * 4 + [SAVINGS] * 5, [NOTHING] * 90)[0] == "Savers"


def test_no_name_tells_the_form_of_rules(small_models: OnboardingModels) -> None:
    forms = ("percentage", "fixed", "overflow", "sweep", "split", "router", "rule")
    names = [card["name"].lower() for card in small_models.cards]
    assert [(name, form) for name in names for form in forms if form in name] == []


def test_a_group_that_does_not_come_back_is_told_as_weak() -> None:
    assert "keeps only 60% of itself" in weakness(0.6, 0.3)
    assert weakness(0.75, 0.1) == ""


def test_groups_without_borders_are_told_as_a_rough_picture(small_models: OnboardingModels) -> None:
    assert "not a type" in weakness(0.95, 0.04)
    assert weakness(0.95, 0.1) == ""
    assert [card["name"] for card in small_models.cards if "not a type" not in card["description"]] == []
