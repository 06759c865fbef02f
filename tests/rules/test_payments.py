"""Payments that leave accounts: to the cent, at the end of their day, whole or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_sets import NAMES, rule_sets

from seqmatch.errors import ArgumentError
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.simulation.bills import Bill, payments_of
from seqmatch.rules.simulation.simulate import simulate
from seqmatch.schemas.rule import RuleSet
from seqmatch.schemas.simulation import AccountPlace, Arrival, FailedPayment, Payment
from seqmatch.schemas.stream import Cadence

JANUARY = date(2026, 1, 1)
HEAD = "When funds are received: "
_days = st.integers(0, 70).map(lambda days: JANUARY + timedelta(days=days))
_amounts = st.sampled_from([1, 99, 10_000, 123_457, 10**15])
_arrivals = st.lists(st.builds(Arrival, _days, st.sampled_from(NAMES), _amounts), max_size=5)
_payments = st.lists(st.builds(Payment, _days, st.sampled_from(NAMES), _amounts, st.just("x")), max_size=8)
_openings = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([0, 1, 10_000, 10**15]), max_size=3)
_places = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(AccountPlace), max_size=3)


@given(rule_sets(), _arrivals, _openings, _payments, _places)
@settings(max_examples=200, deadline=None)
def test_no_payment_makes_loses_or_overdraws_a_cent_and_each_leaves_or_is_reported(
    rules: RuleSet,
    arrivals: list[Arrival],
    opening: dict[str, int],
    payments: list[Payment],
    places: dict[str, AccountPlace],
) -> None:
    result = simulate(rules, arrivals, opening, payments=payments, places=places)
    held = sum(result.balances.values()) + sum(result.in_transit.values())
    assert held + result.paid_cents == sum(result.opening.values()) + result.income_cents
    assert all(cents >= 0 for cents in result.balances.values())
    told = [*result.payments, *(Payment(f.day, f.account, f.cents, f.name) for f in result.failed_payments)]
    due = [Payment(one.day, one.account.strip(), one.cents, one.name) for one in payments]
    assert Counter(told) == Counter(due)
    assert all(0 < failed.missing_cents <= failed.cents for failed in result.failed_payments)


@given(st.lists(st.tuples(_days, st.booleans(), st.integers(1, 500)), min_size=1, max_size=12), st.integers(0, 500))
@settings(max_examples=200, deadline=None)
def test_without_rules_an_account_is_what_a_plain_cash_book_says(
    events: list[tuple[date, bool, int]], opening: int
) -> None:
    arrivals = [Arrival(day, "Checking", cents) for day, inward, cents in events if inward]
    payments = [Payment(day, "Checking", cents) for day, inward, cents in events if not inward]
    result = simulate(RuleSet(), arrivals, {"Checking": opening}, payments=payments)
    held, failed = opening, []
    for day in sorted({day for day, *_ in events}):
        held += sum(one.cents for one in arrivals if one.day == day)
        for one in (one for one in payments if one.day == day):
            if one.cents > held:
                failed.append(FailedPayment(day, "Checking", one.cents, one.cents - held))
            else:
                held -= one.cents
    assert (result.balances, list(result.failed_payments)) == ({"Checking": held}, failed)


@given(rule_sets(), _arrivals, _openings)
@settings(max_examples=100, deadline=None)
def test_a_payment_that_fails_changes_nothing_else(
    rules: RuleSet, arrivals: list[Arrival], opening: dict[str, int]
) -> None:
    last = JANUARY + timedelta(days=80)
    without = simulate(rules, arrivals, opening, first_day=JANUARY, last_day=last)
    failing = [Payment(day, "Rent", 10**18) for day in (JANUARY, JANUARY + timedelta(days=30))]
    beside = simulate(rules, arrivals, opening, first_day=JANUARY, last_day=last, payments=failing)
    assert (beside.moves, beside.failures, beside.in_transit) == (without.moves, without.failures, without.in_transit)
    assert {**beside.balances, "Rent": 0} == {**without.balances, "Rent": 0}
    assert beside.balances["Rent"] == without.balances.get("Rent", 0)
    assert len(beside.failed_payments) == 2 and not beside.payments


def test_on_one_day_pay_arrives_rules_run_and_then_bills_leave_in_their_order() -> None:
    rules = parse_rules(
        f"{HEAD}50.00% of incoming funds goes from Pay to Bills.\n\nWhen date equal 1: $100.00 moves from Bills to Fun."
    )
    rent, car, phone = (
        Payment(JANUARY, "Bills", cents, name) for cents, name in ((35_000, "Rent"), (5_001, "Car"), (5_000, "Phone"))
    )
    result = simulate(rules, [Arrival(JANUARY, "Pay", 100_000)], payments=[rent, car, phone])
    assert result.payments == (rent, phone)
    assert result.failed_payments == (FailedPayment(JANUARY, "Bills", 5_001, 1, "Car"),)
    assert result.balances == {"Pay": 50_000, "Bills": 0, "Fun": 10_000}


def test_a_payment_takes_from_what_later_rules_find() -> None:
    rules = parse_rules("When date equal 2: $5.00 moves from Checking to Savings.")
    paid = Payment(JANUARY, "Checking ", 600, "Gym")
    days = {"first_day": JANUARY, "last_day": date(2026, 1, 2)}
    result = simulate(rules, [], {"Checking": 1_000}, payments=[paid], **days)  # type: ignore[arg-type]
    assert (result.balances, len(result.failures)) == ({"Checking": 400, "Savings": 0}, 1)
    assert result.payments == (Payment(JANUARY, "Checking", 600, "Gym"),)


@pytest.mark.parametrize(
    ("payment", "days"),
    [
        (Payment(JANUARY, "Checking", 0), {}),
        (Payment(JANUARY, "Checking", 1), {"first_day": date(2026, 1, 2), "last_day": date(2026, 1, 9)}),
    ],
)
def test_payments_that_cannot_be_are_refused(payment: Payment, days: dict[str, date]) -> None:
    with pytest.raises(ArgumentError) as refused:
        simulate(RuleSet(), [], payments=[payment], **days)  # type: ignore[arg-type]
    assert refused.value.path == "payments"


@pytest.mark.parametrize(
    ("cadence", "first", "days"),
    [
        (None, "2026-02-03", ["2026-02-03"]),
        ("weekly", "2026-03-17", ["2026-03-17", "2026-03-24", "2026-03-31"]),
        ("fortnightly", "2026-02-20", ["2026-02-20", "2026-03-06", "2026-03-20"]),
        ("twice_monthly", "2026-01-30", ["2026-01-30", "2026-02-15", "2026-02-28", "2026-03-15", "2026-03-30"]),
        ("monthly", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("quarterly", "2025-11-30", ["2026-02-28"]),
        ("yearly", "2024-02-29", ["2026-02-28"]),
        ("monthly", "2026-04-01", []),
    ],
)  # fmt: skip
def test_a_bill_is_due_on_its_days(cadence: Cadence | None, first: str, days: list[str]) -> None:
    bill = Bill("Checking", 100, date.fromisoformat(first), cadence, name="Gym")
    due = payments_of([bill], JANUARY, date(2026, 3, 31))
    assert [str(one.day) for one in due] == days
    assert all((one.account, one.cents, one.name) == ("Checking", 100, "Gym") for one in due)


def test_bills_of_one_day_are_due_in_their_order_and_none_after_its_last_day() -> None:
    bills = [Bill("B", 1, JANUARY, "weekly", date(2026, 1, 10)), Bill("A", 1, JANUARY)]
    due = payments_of(bills, JANUARY, date(2026, 3, 31))
    assert [(one.day.day, one.account) for one in due] == [(1, "B"), (1, "A"), (8, "B")]
