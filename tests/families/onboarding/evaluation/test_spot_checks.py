"""Spot checks show whom the matcher finds and why, and nobody can be recognised by them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from seqmatch.data.users.cohort import Cohort
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.evaluation.spot_checks import CHECKS, MATCHED, MOST_FACTS, spot_checks
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.recipe import ARCHETYPE_COLUMNS
from seqmatch.features.users.facts import SHARED_FACTS, facts_held
from seqmatch.settings import MIN_SUPPORT

PLACE = {fact.text: index for index, fact in enumerate(SHARED_FACTS)}


@pytest.fixture(scope="module")
def checks(small_models: OnboardingModels, small_data: OnboardingData, small_cohort: Cohort) -> list[dict[str, Any]]:
    texts = [small_cohort.rule_texts[row] or "" for row in small_data.rows]
    return spot_checks(small_models, small_data, small_data, texts, seed=1)


def test_there_are_twenty_half_of_them_new_users(checks: list[dict[str, Any]]) -> None:
    assert [check["rules_known"] for check in checks] == [True, False] * (CHECKS // 2)
    assert all(len(check["matches"]) == MATCHED for check in checks)


def test_all_that_a_card_tells_of_a_person_holds_for_five_users_together(
    small_models: OnboardingModels, small_data: OnboardingData, checks: list[dict[str, Any]]
) -> None:
    names = [card["name"] for card in small_models.cards]
    held = facts_held(small_models.matcher.neighbours_.coarse(small_data.table))
    archetypes = small_models.archetypes.assign(small_data.table[:, ARCHETYPE_COLUMNS])
    for check in checks:
        facts = list(check["facts"])
        if check["stated_group"]:
            facts.append(f"a goal about {check['stated_group']}")
        together = held[:, [PLACE[fact] for fact in facts]].all(axis=1)
        if check["archetype"]:
            together &= archetypes == names.index(check["archetype"])
        assert np.count_nonzero(together) >= MIN_SUPPORT, check
        assert len(check["facts"]) <= MOST_FACTS


def test_a_reason_for_a_match_is_one_of_the_facts_told_of_the_person(checks: list[dict[str, Any]]) -> None:
    assert all(set(match["because"]) <= set(check["facts"]) for check in checks for match in check["matches"])
    assert any(match["because"] for check in checks for match in check["matches"])


def test_no_card_names_a_group(checks: list[dict[str, Any]], small_data: OnboardingData) -> None:
    assert "group-" not in json.dumps(checks)


def test_people_of_every_type_are_checked(checks: list[dict[str, Any]]) -> None:
    told = {fact for check in checks for fact in check["facts"]}
    assert {"an individual", "a business"} <= told


def test_the_same_seed_checks_the_same_people(
    small_models: OnboardingModels, small_data: OnboardingData, small_cohort: Cohort, checks: list[dict[str, Any]]
) -> None:
    texts = [small_cohort.rule_texts[row] or "" for row in small_data.rows]
    assert spot_checks(small_models, small_data, small_data, texts, seed=1) == checks
