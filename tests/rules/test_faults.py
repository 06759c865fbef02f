"""Faults that people really make in their rules are named, and lawful rules are left in peace."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from case_files import read_cases

from seqmatch.families.onboarding.answers.check import check_automations
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.rules.checks.check import CODES
from seqmatch.schemas.answers.onboarding import Finding
from seqmatch.schemas.simulation import AccountPlace

CASES = read_cases("fault_cases.txt")
LAWFUL = [case for case in CASES if case.values[0]["CODES"] == "lawful"]  # type: ignore[attr-defined]
FAULTS = [case for case in CASES if case not in LAWFUL]
LEAST_NAMED = 0.9


def findings_of(models: OnboardingModels, case: Mapping[str, str]) -> list[Finding]:
    places = dict(line.rsplit(" ", 1) for line in case.get("PLACES", "").splitlines())
    income = int(case["INCOME"].replace(".", ""))
    accounts = {name: AccountPlace(place) for name, place in places.items()}
    return check_automations(models, case["RULES"], None, income, accounts=accounts).findings


def test_nine_in_ten_faults_are_named(small_models: OnboardingModels) -> None:
    missed = []
    for case in FAULTS:
        told = case.values[0]  # type: ignore[attr-defined]
        if not {finding.code for finding in findings_of(small_models, told)} & {*told["CODES"].split()}:
            missed.append(case.id)  # type: ignore[attr-defined]
    assert len(missed) <= (1 - LEAST_NAMED) * len(FAULTS), missed


@pytest.mark.parametrize("case", LAWFUL)
def test_lawful_rules_show_nothing_above_info(small_models: OnboardingModels, case: dict[str, str]) -> None:
    findings = findings_of(small_models, case)
    assert [(found.code, found.message) for found in findings if found.severity != "info"] == []


def test_the_cases_ask_for_codes_that_exist() -> None:
    assert {code for case in FAULTS for code in case.values[0]["CODES"].split()} <= {*CODES}  # type: ignore[attr-defined]
