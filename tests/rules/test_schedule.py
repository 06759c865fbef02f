"""When income arrives, and where."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_sets import rule_sets

from seqmatch.errors import ArgumentError
from seqmatch.rules.account_names import same_account
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.simulation.schedule import (
    MOST_MONTHS,
    end_of_month,
    income_accounts,
    monthly,
    split_evenly,
)
from seqmatch.schemas.rule import RuleSet
from seqmatch.schemas.simulation import Arrival

HEAD = "When funds are received: "


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("Salary to Rent", ["Salary"]),
        ("Checking to Rent | Salary to Rent | Vacation to Rent | Rental Income to Rent", ["Salary", "Rental Income"]),
        ("Salary to Checking | Checking to Rent", ["Salary"]),
        ("Vacation to Rent | Chase to Rent | Checking to Rent", ["Chase", "Checking"]),
        ("Vacation to Rent | Groceries to Rent", ["Vacation", "Groceries"]),
        ("Checking to Savings | Savings to Checking", ["Checking"]),
        ("Savings to Salary | Salary to Savings", ["Salary"]),
        (" Salary to Rent | Salary to Food", ["Salary"]),
        ("Sequence Rewards to Fun | Corner Pizza to Rent | Corner Pizza to Savings", ["Corner Pizza"]),
        ("Sequence Rewards to Fun", ["Sequence Rewards"]),
        ("Corner Pizza to Rent | Corner Pizza to Savings | Vacation to Airline", ["Corner Pizza"]),
    ],
)
def test_income_arrives_where_no_rule_sends_money(moves: str, expected: list[str]) -> None:
    text = "\n\n".join(f"{HEAD}$1.00 moves from {move}." for move in moves.split(" | "))
    assert income_accounts(parse_rules(text)) == expected


def test_no_rules_have_no_income_account() -> None:
    assert income_accounts(RuleSet()) == []


@given(rule_sets())
@settings(max_examples=150, deadline=None)
def test_rules_that_move_money_have_an_income_account_among_their_sources(rules: RuleSet) -> None:
    sources = {same_account(action.source) for action in rules.actions}
    found = income_accounts(rules)
    assert bool(found) == bool(sources)
    assert set(found) <= sources


@given(st.integers(0, 10**12), st.integers(1, 40))
def test_parts_differ_by_a_cent_at_most_and_sum_to_the_whole(cents: int, accounts: int) -> None:
    parts = [part for _, part in split_evenly(cents, [f"A{at}" for at in range(accounts)])]
    parts += [0] * (accounts - len(parts))
    assert (sum(parts), max(parts) - min(parts) <= 1) == (cents, True)


def test_cents_that_cannot_be_divided_go_to_the_first_accounts() -> None:
    assert split_evenly(8, ["A", "B", "C"]) == [("A", 3), ("B", 3), ("C", 2)]
    assert split_evenly(1, ["A", "B"]) == [("A", 1)]
    assert split_evenly(5, []) == []


def test_a_monthly_income_comes_on_the_same_day_or_the_last_of_the_month() -> None:
    assert monthly(101, ["A", "B"], months=3, first_day=date(2027, 12, 31)) == (
        Arrival(date(2027, 12, 31), "A", 51),
        Arrival(date(2027, 12, 31), "B", 50),
        Arrival(date(2028, 1, 31), "A", 51),
        Arrival(date(2028, 1, 31), "B", 50),
        Arrival(date(2028, 2, 29), "A", 51),
        Arrival(date(2028, 2, 29), "B", 50),
    )


def test_no_income_is_no_arrival() -> None:
    assert (monthly(0, ["A"]), monthly(100, ["A"], months=0)) == ((), ())


@pytest.mark.parametrize(("cents", "months", "path"), [(-1, 1, "income_cents"), (1, -1, "months"), (1, 121, "months")])
def test_schedules_nobody_means_are_refused(cents: int, months: int, path: str) -> None:
    assert MOST_MONTHS == 120
    with pytest.raises(ArgumentError) as refused:
        monthly(cents, ["A"], months)
    assert refused.value.path == path


def test_months_end_where_they_end() -> None:
    assert [end_of_month(day) for day in (date(2026, 2, 1), date(2028, 2, 29), date(2026, 12, 31))] == [
        date(2026, 2, 28),
        date(2028, 2, 29),
        date(2026, 12, 31),
    ]
