"""What the linter says about rules, case by case, and what it promises for any rules at all."""

from __future__ import annotations

import time

import pytest
from case_files import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_sets import rule_sets

from seqmatch.rules.checks.check import CODES, LONGEST_NAME, SEVERITIES, check_rules, count_by_severity
from seqmatch.rules.checks.problem import listed
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.onboarding import Finding
from seqmatch.schemas.rule import Action, ActionForm, Rule, RuleSet

CASES = read_cases("check_cases.txt")
HEAD = "When funds are received: "


@pytest.mark.parametrize("case", CASES)
def test_findings_are_those_of_the_case(case: dict[str, str]) -> None:
    findings = check_rules(parse_rules(case["RULES"]))
    written = [f"{found.severity} {found.code} ({found.rule or '-'}): {found.message}" for found in findings]
    assert written == case["FINDINGS"].splitlines()


def test_every_code_has_a_case() -> None:
    lines = [line for case in CASES for line in case.values[0]["FINDINGS"].splitlines()]  # type: ignore[attr-defined]
    assert {line.split(" ")[1] for line in lines} == set(CODES) - OUTCOMES


OUTCOMES = {"runs_short", "may_run_short", "too_late", "piles_up", "never_moved", "many_transfers"} | {
    "amount_ten_times_usual"
}
"""What only a simulation shows, or only the rules of similar people."""


def test_the_codes_programs_may_depend_on() -> None:
    severities = {
        severity: {code for code, entry in CODES.items() if entry.severity == severity} for severity in SEVERITIES
    }
    assert severities == {
        "error": {
            "unparsed",
            "unreadable_amount",
            "amount_not_positive",
            "amount_below_minimum",
            "percentages_above_100",
            "never_runs",
            "runs_short",
        },
        "warning": {
            "unreadable_condition",
            "may_run_short",
            "too_late",
            "cycle",
            "duplicate_rule",
            "condition_below_amount",
            "out_of_reach",
            "conditional_cycle",
            "duplicate_action",
            "second_overflow_never_moves",
            "several_sources",
            "never_fed_bill",
            "names_alike",
            "amount_ten_times_usual",
            "piles_up",
        },
        "info": {
            "flattened",
            "divisions_not_stated",
            "amount_not_stated",
            "schedule_not_stated",
            "two_accounts_of_one_name",
            "ambiguous_names",
            "never_drained",
            "never_fed",
            "never_moved",
            "many_transfers",
            "short_month",
        },
    }


def test_no_rules_have_no_findings() -> None:
    assert check_rules(RuleSet()) == []


def test_a_rule_without_actions_is_no_reason_to_fail() -> None:
    assert check_rules(RuleSet((Rule((), ()),))) == []


def test_an_absent_amount_is_unreadable() -> None:
    rules = RuleSet((Rule((), (Action(ActionForm.FIXED, "Income", "Rent"),)),))
    assert [found.code for found in check_rules(rules)] == ["unreadable_amount"]


def test_findings_are_counted_by_severity_with_none_left_out() -> None:
    findings = [Finding(severity="info", code="never_fed", message="…"), Finding(severity="info", code="x", message="")]
    assert count_by_severity(findings) == {"error": 0, "warning": 0, "info": 2}


def test_places_are_listed_in_words() -> None:
    assert [listed("rule", range(1, last + 1)) for last in (1, 2, 3)] == ["rule 1", "rules 1 and 2", "rules 1, 2 and 3"]


@pytest.mark.parametrize(
    ("filled", "emptied", "alike"),
    [
        ("Groceries", "Grocerise", True),
        ("Groceries", "Grcoeries", True),
        ("Groceries", "Groceriez", True),
        ("Groceries", "Gloceries", True),
        ("Groceries", "Groceris", True),
        ("Groceries", "Grocceries", True),
        ("Groceries", "GROCERIES", True),
        ("Kitty", "Kity", False),
        ("Kitty", "Kitti", True),
        ("Groceries", "Grcoeriez", False),
        ("Groceries", "Grocreise", False),
        ("Groceries", "Grocer", False),
        ("Groceries", "Grocerries 2", False),
        ("Card 12", "Card 21", False),
        ("Card 12", "Card 1", False),
        ("Card 1", "Card A", False),
        ("Card A", "Card 1", False),
        ("a" * 60, "a" * 59 + "b", True),
        ("a" * 61, "a" * 60 + "b", False),
    ],
)
def test_names_are_alike_where_one_letter_is_wrong_missing_too_many_or_swapped(
    filled: str, emptied: str, alike: bool
) -> None:
    text = f"{HEAD}$5.00 moves from Income to {filled}.\n\nWhen date equal 3: $5.00 moves from {emptied} to Store."
    assert ("names_alike" in {found.code for found in check_rules(parse_rules(text))}) is alike


@given(rule_sets())
@settings(max_examples=300, deadline=None)
def test_any_rules_are_checked_and_findings_point_at_them(rules: RuleSet) -> None:
    findings = check_rules(rules)
    ranks = [(SEVERITIES.index(found.severity), found.rule or 0) for found in findings]
    assert ranks == sorted(ranks)
    assert all(found.code in CODES and CODES[found.code].severity == found.severity for found in findings)
    assert all(found.rule is None or 1 <= found.rule <= len(rules.rules) for found in findings)
    assert all("{" not in found.message for found in findings)


@given(rule_sets(names=("SECRET-A", "SECRET-B income", "SECRET-C hub")))
@settings(max_examples=120, deadline=None)
def test_what_somebody_typed_never_comes_back(rules: RuleSet) -> None:
    findings = check_rules(rules)
    assert "SECRET" not in "".join(found.message for found in findings)
    assert all(found.account is None or len(found.account) <= LONGEST_NAME for found in findings)


@given(rule_sets(), st.integers(0, 5))
@settings(max_examples=120, deadline=None)
def test_spaces_at_the_ends_of_names_change_nothing(rules: RuleSet, width: int) -> None:
    spaces = " " * width
    wider = RuleSet(
        tuple(
            Rule(
                rule.conditions,
                tuple(
                    Action(a.form, spaces + a.source, a.destination + spaces, a.value, a.ambiguous)
                    for a in rule.actions
                ),
            )
            for rule in rules.rules
        ),
        rules.unparsed,
    )
    assert check_rules(wider) == check_rules(rules)


def _one_long_circle(accounts: int) -> str:
    return "\n\n".join(f"{HEAD}Funds move from N{at} to N{(at + 1) % accounts}." for at in range(accounts))


def _all_to_all(accounts: int) -> str:
    pairs = [(a, b) for a in range(accounts) for b in range(accounts) if a != b]
    return "\n\n".join(f"When balance lessThan {a}: Funds move from N{a} to N{b}." for a, b in pairs)


_HOSTILE = {
    "one long circle": _one_long_circle(20_000),
    "all to all": _all_to_all(100),
    "one endless rule": HEAD + "; ".join(["Funds move from A to B"] * 30_000) + ".",
    "the same rule": "\n\n".join([HEAD + "Funds move from A to B."] * 20_000),
    "conditions": "When " + " and ".join(["balance notEqual 5"] * 30_000) + ": Funds move from A to B.",
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_a_megabyte_of_hostile_rules_is_checked_in_seconds(text: str) -> None:
    rules = parse_rules(text)
    start = time.process_time()
    check_rules(rules)
    assert time.process_time() - start < 10
