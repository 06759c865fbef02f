"""Faults that people really make in their rules are named, and lawful rules are left in peace."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from case_files import read_cases

from seqmatch.families.onboarding.advice.simulation import Assumptions, year_of
from seqmatch.rules.checks.check import CODES
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answer import Finding
from seqmatch.schemas.simulation import AccountPlace

CASES = read_cases("fault_cases.txt")
LAWFUL = [case for case in CASES if case.values[0]["CODES"] == "lawful"]  # type: ignore[attr-defined]
FAULTS = [case for case in CASES if case not in LAWFUL]
LEAST_NAMED = 0.9


def findings_of(case: Mapping[str, str]) -> list[Finding]:
    places = dict(line.rsplit(" ", 1) for line in case.get("PLACES", "").splitlines())
    assumed = Assumptions(
        int(case["INCOME"].replace(".", "")),
        income_known=True,
        places={name: AccountPlace(place) for name, place in places.items()},
    )
    return year_of(parse_rules(case["RULES"]), assumed).findings


def test_nine_in_ten_faults_are_named() -> None:
    missed = {
        case.id: sorted({finding.code for finding in findings_of(case.values[0])})  # type: ignore[attr-defined]
        for case in FAULTS
        if not {f.code for f in findings_of(case.values[0])} & {*case.values[0]["CODES"].split()}  # type: ignore[attr-defined]
    }
    assert len(missed) <= (1 - LEAST_NAMED) * len(FAULTS), missed


@pytest.mark.parametrize("case", LAWFUL)
def test_lawful_rules_show_nothing_above_info(case: dict[str, str]) -> None:
    assert [(found.code, found.message) for found in findings_of(case) if found.severity != "info"] == []


@pytest.mark.parametrize("case", FAULTS)
def test_every_code_a_case_asks_for_exists(case: dict[str, str]) -> None:
    assert {*case["CODES"].split()} <= {*CODES}
