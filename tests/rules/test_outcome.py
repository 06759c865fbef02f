"""What a simulated year shows, case by case, as findings with day and amount."""

from __future__ import annotations

import pytest
from case_files import read_cases

from seqmatch.rules.checks.check import CODES, check_rules
from seqmatch.rules.checks.outcome import check_outcome
from seqmatch.rules.checks.problem import Problem
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.reading import read_rules
from seqmatch.rules.simulation.schedule import income_accounts, monthly
from seqmatch.rules.simulation.simulate import simulate
from seqmatch.schemas.answers.onboarding import Finding
from seqmatch.schemas.simulation import AccountPlace

CASES = read_cases("outcome_cases.txt")


def told(case: dict[str, str], part: str) -> list[tuple[str, str]]:
    return [tuple(line.rsplit(" ", 1)) for line in case.get(part, "").splitlines()]  # type: ignore[misc]


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def findings_of(case: dict[str, str]) -> list[Finding]:
    """What the year adds to what the rules show by themselves."""
    rules = parse_rules(case["RULES"])
    income, *assumed = case["INCOME"].split()
    amounts = {name: cents(amount) for name, amount in told(case, "AMOUNTS")}
    places = {name: AccountPlace(place) for name, place in told(case, "PLACES")}
    run = simulate(rules, monthly(cents(income), income_accounts(rules), 12), amounts=amounts, places=places)
    outcome = list(check_outcome(rules, read_rules(rules), run, 12, income_known=not assumed, places=places))
    by_themselves = check_rules(rules)
    return [found for found in check_rules(rules, outcome) if found not in by_themselves]


@pytest.mark.parametrize("case", CASES)
def test_a_year_shows_what_the_case_says(case: dict[str, str]) -> None:
    written = [
        f"{found.severity} {found.code} ({found.rule}, {found.account}, {found.amount_cents}): {found.message}"
        for found in findings_of(case)
    ]
    assert written == case["FINDINGS"].splitlines()


@pytest.mark.parametrize(("transfers", "told"), [(19, []), (20, [("many_transfers", {"count": "20"})])])
def test_twenty_transfers_a_month_to_the_outside_are_many(transfers: int, told: list[object]) -> None:
    rules = parse_rules(
        "When funds are received: " + "; ".join(f"$5.00 moves from Pay to Bank {n}" for n in range(transfers)) + "."
    )
    places = {"Pay": AccountPlace.POD} | {f"Bank {n}": AccountPlace.EXTERNAL for n in range(transfers)}
    run = simulate(rules, monthly(50_000, ["Pay"], 12), places=places)
    outcome = check_outcome(rules, read_rules(rules), run, 12, income_known=True, places=places)
    assert [(problem.code, problem.said) for problem in outcome] == told


def test_what_is_about_no_rule_comes_before_what_is_about_one() -> None:
    rules = parse_rules("When funds are received: Funds move from Pay to Visa Card; $5.00 moves from Pay to Rent.")
    findings = check_rules(rules, [Problem("many_transfers", None, {"count": "25"})])
    assert [found.code for found in findings] == ["many_transfers", "amount_not_stated"]


def test_every_outcome_is_told_with_a_case() -> None:
    seen = {found.code for case in CASES for found in findings_of(case.values[0])}  # type: ignore[attr-defined]
    assert seen == {"runs_short", "may_run_short", "too_late", "piles_up", "never_moved"}
    assert seen <= set(CODES)
