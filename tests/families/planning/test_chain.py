"""Goals are met by a chain of overflow rules, as the engine of the rules runs it. Households are synthetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqmatch.families.planning.evaluation.compare import Figures, compare
from seqmatch.families.planning.evaluation.planners import OURS, PLANNERS
from seqmatch.families.planning.recipe import Parameters
from seqmatch.families.planning.scoring.chain import Goal, chain, chain_that_returns, plain_pots, reads_back, returned
from seqmatch.families.planning.scoring.timeline import Money, Run, run_plan
from seqmatch.rules.checks.check import check_rules
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.rule import Rule
from seqmatch.schemas.simulation import Arrival, Payment

LAPTOP = Goal("Laptop", 100_000, 0, dt.date(2026, 3, 31))
HOLIDAY = Goal("Holiday", 80_000, 0, dt.date(2026, 6, 30))
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)


def run(goals: Sequence[Goal], spent: int = 150_000, buffer: int = 160_000):  # type: ignore[no-untyped-def]
    months = [dt.date(2026, month, 1) for month in range(1, 7)]
    pay = tuple(Arrival(day, "Checking", 200_000) for day in months)
    bills = tuple(Payment(day.replace(day=20), "Checking", spent, "Rent") for day in months)

    def rules(ahead: Sequence[Goal]) -> tuple[Rule, ...]:
        return chain("Checking", buffer, ahead)

    return run_plan(rules, goals, Money(FIRST, LAST, pay, bills, {"Checking": 10_000}))


def test_the_chain_reads_as_overflow_rules() -> None:
    text = render_rules(chain("Checking", 160_000, [LAPTOP, HOLIDAY]))
    assert text == (
        "When Checking balance is at least $1,601.00: Anything above $1,600.00 moves from Checking to Laptop.\n\n"
        "When Laptop balance is at least $1,000.00: Anything above $1,000.00 moves from Laptop to Holiday."
    )
    assert [one for one in check_rules(parse_rules(text)) if one.severity != "info"] == []


def test_each_pot_fills_in_turn_is_spent_at_its_deadline_and_does_not_fill_again() -> None:
    done = run([LAPTOP, HOLIDAY])
    assert done.full == (dt.date(2026, 2, 1), dt.date(2026, 4, 1))
    assert not done.failed and done.conserved
    assert done.balances["Laptop"] == 0


def test_pots_are_emptied_into_a_pay_account_that_is_low_and_fill_again_later() -> None:
    """Pay falls to a third for two months, after the pots were filled."""
    pay = tuple(
        Arrival(dt.date(2026, month, 1), "Checking", 70_000 if month in (3, 4) else 200_000) for month in range(1, 7)
    )
    days = [dt.date(2026, month, day) for month in range(1, 7) for day in (5, 12, 19, 26)]
    bills = tuple(Payment(day, "Checking", 37_500, "Everyday") for day in days)
    late = Goal("Holiday", 60_000, 0, dt.date(2026, 6, 30))

    def ran(rules: Callable[..., tuple[Rule, ...]]) -> Run:
        money = Money(FIRST, LAST, pay, bills, {"Checking": 100_000})
        return run_plan(rules, [late], money)

    alone = ran(lambda ahead: chain("Checking", 200_000, ahead))
    with_return = ran(lambda ahead: chain_that_returns("Checking", 200_000, [late], ahead))
    assert (alone.failed_payments, with_return.failed_payments) == (3, 0)
    assert [move.day for move in with_return.moves if move.source == "Holiday"] == [dt.date(2026, 3, 16)]
    assert not with_return.failures and with_return.conserved


def test_no_pot_is_emptied_where_a_rule_of_theirs_would_divide_what_comes_back() -> None:
    theirs = parse_rules("When funds are received: $20.00 moves from Checking to Vault.").rules
    dated = parse_rules("When date equal 3: $20.00 moves from Checking to Vault.").rules
    plain = chain("Checking", 160_000, [LAPTOP])
    assert chain_that_returns("Checking", 160_000, [LAPTOP], [LAPTOP], theirs) == plain
    both = chain_that_returns("Checking", 160_000, [LAPTOP], [LAPTOP], dated)
    assert both[len(plain) :] == returned("Checking", 160_000, [LAPTOP])


def test_the_rules_that_empty_pots_read_back_and_have_no_finding() -> None:
    rules = chain_that_returns("Checking", 160_000, [LAPTOP, HOLIDAY], [LAPTOP, HOLIDAY])
    assert reads_back(rules) and len(rules) == 5
    assert [one for one in check_rules(parse_rules(render_rules(rules))) if one.severity != "info"] == []


def test_a_lean_month_makes_the_chain_slower_and_fails_nothing() -> None:
    done = run([LAPTOP, HOLIDAY], spent=199_000, buffer=200_000)
    assert (done.full, done.funded) == ((None, None), (12_000, 3_000))
    assert not done.failed and done.conserved


def test_pots_that_rules_cannot_name_get_plain_names() -> None:
    assert plain_pots(
        "Checking", ["Car", "Car", "Checking", "A. When funds are received: $5.00 moves from A to B", ""]
    ) == [
        "Car",
        "Goal pot 2",
        "Goal pot 3",
        "Goal pot 4",
        "Goal pot 5",
    ]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_whatever_goals_are_called_the_rules_read_back(names: list[str]) -> None:
    pots = plain_pots("Checking", names)
    goals = [Goal(pot, 10_000, 0, LAST) for pot in pots]
    assert len(set(pots)) == len(pots)
    assert reads_back(chain("Checking", 5_000, goals))


@pytest.fixture(scope="module")
def figures() -> dict[tuple[str, str], Figures]:
    few = {name: PLANNERS[name] for name in (OURS, "chain by priority", "fixed, need / months", "percentages")}
    return {(one.load, one.planner): one for one in compare(Parameters(), 16, 41, few)}


def test_the_chain_meets_most_of_what_hindsight_meets_at_each_load(figures: dict[tuple[str, str], Figures]) -> None:
    for load in ("light", "medium", "heavy"):
        ours = figures[load, OURS]
        assert ours.met >= 0.85 and ours.failed_rules == 0
        assert all(figures[load, rival].met <= ours.met for rival in ("fixed, need / months", "percentages"))
    assert all(one.conserved for one in figures.values())
