"""What happens to money when rules run: cases to the cent, and what holds for any rules at all."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from case_files import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_sets import NAMES, rule_sets

from seqmatch.errors import ArgumentError
from seqmatch.rules.checks.check import check_rules
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.simulation.run import MOST_RUNS, MOST_STEPS
from seqmatch.rules.simulation.schedule import income_accounts, monthly
from seqmatch.rules.simulation.simulate import MOST_DAYS, simulate
from seqmatch.schemas.rule import Action, ActionForm, Rule, RuleSet
from seqmatch.schemas.simulation import AccountPlace, Arrival, Cause, Failure, Move, Reason, Simulation

HEAD = "When funds are received: "
JANUARY = date(2026, 1, 1)


def _cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _told(case: dict[str, str], part: str) -> list[tuple[str, str]]:
    return [tuple(line.rsplit(" ", 1)) for line in case.get(part, "").splitlines()]  # type: ignore[misc]


def _written(simulation: Simulation) -> dict[str, list[str]]:
    return {
        "MOVES": [
            f"{m.day.day}: {_dollars(m.cents)} {m.source} to {m.destination} ({m.rule}.{m.action})"
            for m in simulation.moves
        ],
        "FAILURES": [
            f"{f.day.day}: {f.rule}{'' if f.action is None else f'.{f.action}'} {f.reason}" for f in simulation.failures
        ],
        "BALANCES": [f"{name} {_dollars(cents)}" for name, cents in simulation.balances.items()],
    }


@pytest.mark.parametrize("case", read_cases("simulate_cases.txt"))
def test_money_goes_where_the_case_says(case: dict[str, str]) -> None:
    arrivals = []
    for line in case["INCOME"].splitlines():
        day, amount, account = re.fullmatch(r"(\d+): (\S+) (.*)", line).groups()  # type: ignore[union-attr]
        arrivals.append(Arrival(date(2026, 1, int(day)), account, _cents(amount)))
    opening = {name: _cents(amount) for name, amount in _told(case, "OPENING")}
    amounts = {name: _cents(amount) for name, amount in _told(case, "AMOUNTS")}
    places = {name: AccountPlace(place) for name, place in _told(case, "PLACES")}
    simulation = simulate(parse_rules(case["RULES"]), arrivals, opening, amounts=amounts, places=places)
    assert _written(simulation) == {part: case.get(part, "").splitlines() for part in ("MOVES", "FAILURES", "BALANCES")}


def test_the_whole_result_of_a_small_household() -> None:
    rules = parse_rules(
        f"{HEAD}50.00% of incoming funds goes from Pay to Income Hub.\n\n"
        f"{HEAD}$30.00 moves from Income Hub to Rent; $30.00 moves from Income Hub to Food."
    )
    arrivals = (Arrival(JANUARY, "Pay", 10_001), Arrival(date(2026, 2, 1), "Pay", 10_001))
    result = simulate(rules, arrivals)
    february = date(2026, 2, 1)
    assert result == Simulation(
        arrivals=arrivals,
        opening={},
        moves=(
            Move(JANUARY, 1, 1, "Pay", "Income Hub", 5_000),
            Move(JANUARY, 2, 1, "Income Hub", "Rent", 3_000),
            Move(february, 1, 1, "Pay", "Income Hub", 5_000),
            Move(february, 2, 1, "Income Hub", "Rent", 3_000),
            Move(february, 2, 2, "Income Hub", "Food", 3_000),
        ),
        failures=(Failure(JANUARY, 2, 2, Reason.INSUFFICIENT_FUNDS, "Income Hub", 1_000),),
        balances={"Pay": 10_002, "Income Hub": 1_000, "Rent": 6_000, "Food": 3_000},
        unallocated={"Pay": 10_002, "Income Hub": 1_000},
    )
    assert (result.income_cents, result.moved_cents, result.unallocated_cents) == (20_002, 19_000, 11_002)
    assert result.flows() == {
        ("Pay", "Income Hub"): 10_000,
        ("Income Hub", "Rent"): 6_000,
        ("Income Hub", "Food"): 3_000,
    }
    assert result.causes() == (Cause(2, 2, Reason.INSUFFICIENT_FUNDS, 1, JANUARY),)


def test_the_same_failure_every_month_is_one_cause() -> None:
    rules = parse_rules(HEAD + "$5.00 moves from Pay to Rent.")
    result = simulate(rules, monthly(100, ["Pay"], months=4))
    assert result.causes() == (Cause(1, 1, Reason.INSUFFICIENT_FUNDS, 4, JANUARY),)


def test_moves_the_platform_would_refuse_are_counted() -> None:
    rules = parse_rules(
        HEAD + "1.00% of incoming funds goes from Pay to A; 2.00% of incoming funds goes from Pay to B."
    )
    assert simulate(rules, monthly(5_000, ["Pay"], months=3)).below_minimum == 3


def test_a_circle_is_stopped_and_said_and_its_money_stays() -> None:
    rules = parse_rules(f"{HEAD}Funds move from A to B.\n\n{HEAD}Funds move from B to A.")
    result = simulate(rules, [Arrival(JANUARY, "A", 100)])
    assert result.failures == (Failure(JANUARY, 1, None, Reason.CYCLE_GUARD),)
    assert result.balances == {"A": 100, "B": 0}
    assert len(result.moves) == 2 * MOST_RUNS


def test_a_circle_runs_again_with_the_next_arrival() -> None:
    rules = parse_rules(f"{HEAD}Funds move from A to B.\n\n{HEAD}Funds move from B to A.")
    result = simulate(rules, monthly(100, ["A"], months=2))
    assert result.causes() == (Cause(1, None, Reason.CYCLE_GUARD, 2, JANUARY),)


def test_dated_rules_run_on_days_without_arrivals_too() -> None:
    rules = parse_rules("When date equal 31: $1.00 moves from Savings to Rent.")
    result = simulate(rules, [], {"Savings": 1_000}, first_day=JANUARY, last_day=date(2026, 4, 30))
    assert [move.day for move in result.moves] == [date(2026, 1, 31), date(2026, 3, 31)]


def test_days_end_with_the_month_of_the_last_arrival() -> None:
    rules = parse_rules("When date equal 28: $1.00 moves from Pay to Rent.")
    result = simulate(rules, [Arrival(date(2026, 1, 29), "Pay", 500), Arrival(date(2026, 2, 3), "Pay", 500)])
    assert [move.day for move in result.moves] == [date(2026, 2, 28)]


def test_nothing_happens_where_nobody_says_when() -> None:
    rules = parse_rules("When date equal 1: $1.00 moves from Savings to Rent.")
    assert simulate(rules, [], {"Savings": 1_000}) == Simulation(
        (), {"Savings": 1_000}, (), (), {"Savings": 1_000, "Rent": 0}, {}
    )


def test_accounts_outside_the_rules_keep_what_they_get() -> None:
    result = simulate(RuleSet(), [Arrival(JANUARY, "Pay", 5)], {"Jar": 7})
    assert (result.balances, result.unallocated) == ({"Pay": 5, "Jar": 7}, {"Pay": 5})


@pytest.mark.parametrize(
    ("arrivals", "opening", "days", "path"),
    [
        ([Arrival(JANUARY, "Pay", 0)], {}, {}, "arrivals"),
        ([Arrival(JANUARY, "Pay", -5)], {}, {}, "arrivals"),
        ([], {"Pay": -1}, {}, "opening"),
        ([Arrival(JANUARY, "Pay", 1)], {}, {"first_day": date(2026, 1, 2)}, "arrivals"),
        ([Arrival(JANUARY, "Pay", 1)], {}, {"last_day": date(2025, 12, 31)}, "arrivals"),
        ([], {}, {"first_day": JANUARY, "last_day": JANUARY + timedelta(days=MOST_DAYS)}, "last_day"),
    ],
)
def test_schedules_that_cannot_be_are_refused(
    arrivals: list[Arrival], opening: dict[str, int], days: dict[str, date], path: str
) -> None:
    with pytest.raises(ArgumentError) as refused:
        simulate(RuleSet(), arrivals, opening, **days)
    assert refused.value.path == path


_arrivals = st.lists(
    st.builds(
        Arrival,
        st.integers(0, 70).map(lambda days: JANUARY + timedelta(days=days)),
        st.sampled_from(NAMES),
        st.sampled_from([1, 99, 10_000, 123_457, 10**15]),
    ),
    max_size=5,
)
_openings = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([0, 1, 10_000, 10**15]), max_size=3)


def _refuse_bad_bookkeeping(simulation: Simulation) -> None:
    """Book everything again, move by move: no overdraft, no move of nothing, and the same balances at the end."""
    held = dict(simulation.opening)
    arrivals = sorted(simulation.arrivals, key=lambda arrival: arrival.day)
    for move in simulation.moves:
        while arrivals and arrivals[0].day <= move.day:
            arrival = arrivals.pop(0)
            held[arrival.account] = held.get(arrival.account, 0) + arrival.cents
        assert move.cents > 0
        assert held[move.source] >= move.cents
        held[move.source] -= move.cents
        held[move.destination] = held.get(move.destination, 0) + move.cents
    for arrival in arrivals:
        held[arrival.account] = held.get(arrival.account, 0) + arrival.cents
    assert {name: cents for name, cents in simulation.balances.items() if cents} == {
        name: cents for name, cents in held.items() if cents
    }
    assert all(cents >= 0 for cents in simulation.balances.values())
    assert sum(simulation.balances.values()) == sum(simulation.opening.values()) + simulation.income_cents


@given(rule_sets(), _arrivals, _openings)
@settings(max_examples=500, deadline=None)
def test_no_rules_make_or_lose_or_overdraw_a_cent(
    rules: RuleSet, arrivals: list[Arrival], opening: dict[str, int]
) -> None:
    simulation = simulate(rules, arrivals, opening)
    _refuse_bad_bookkeeping(simulation)
    events = [*simulation.moves, *simulation.failures]
    assert all(1 <= event.rule <= len(rules.rules) for event in events)
    assert all(earlier.day <= later.day for earlier, later in pairwise(simulation.moves))
    assert simulation.unallocated_cents <= sum(simulation.balances.values())


@given(rule_sets(), _arrivals, _openings)
@settings(max_examples=100, deadline=None)
def test_the_same_rules_and_money_give_the_same_answer(
    rules: RuleSet, arrivals: list[Arrival], opening: dict[str, int]
) -> None:
    assert simulate(rules, arrivals, opening) == simulate(rules, arrivals, opening)


@given(st.lists(st.integers(0, 4_000), min_size=1, max_size=6), st.integers(1, 10**9))
@settings(max_examples=150, deadline=None)
def test_percentages_and_a_sweep_share_out_everything_that_arrives(shares: list[int], cents: int) -> None:
    shares = [share for at, share in enumerate(shares) if sum(shares[: at + 1]) <= 10_000 and share]
    actions = [Action(ActionForm.PERCENTAGE, "Pay", f"A{at}", share) for at, share in enumerate(shares)]
    rules = RuleSet((Rule((), (*actions, Action(ActionForm.REMAINDER, "Pay", "Rest"))),))
    balances = simulate(rules, [Arrival(JANUARY, "Pay", cents)]).balances
    expected = {f"A{at}": cents * share // 10_000 for at, share in enumerate(shares)}
    assert balances == {"Pay": 0, **expected, "Rest": cents - sum(expected.values())}


_WAYS = 12
_HOSTILE = {
    "a long circle": "\n\n".join(f"{HEAD}Funds move from N{at} to N{(at + 1) % 400}." for at in range(400)),
    "all to all": "\n\n".join(
        f"{HEAD}10.00% of incoming funds goes from N{a} to N{b}." for a in range(16) for b in range(16) if a != b
    ),
    "a short circle with hundreds of actions": HEAD
    + "; ".join(["1.00% of incoming funds goes from A to B"] * 500)
    + f".\n\n{HEAD}Funds move from B to A.",
    "ways that double at every step": "\n\n".join(
        f"{HEAD}50.00% of incoming funds goes from N{at} to N{at + 1}; "
        f"50.00% of incoming funds goes from N{at} to N{at + 1}."
        for at in range(_WAYS)
    ),
    "hundreds of dated rules": "\n\n".join(["When date equal 1: $0.01 moves from A to B."] * 450),
    "fixed cents round and round": f"{HEAD}{'; '.join(['$0.01 moves from A to B'] * 400)}.\n\n"
    + f"{HEAD}{'; '.join(['$0.01 moves from B to A'] * 400)}.",
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_twenty_two_thousand_hostile_characters_take_less_than_a_second(text: str) -> None:
    text = text[:22_000]
    start = time.process_time()
    rules = parse_rules(text)
    check_rules(rules)
    simulation = simulate(rules, monthly(500_000, income_accounts(rules), months=12))
    assert time.process_time() - start < 4
    _refuse_bad_bookkeeping(simulation)


def test_work_ends_at_its_limit_and_says_so_once() -> None:
    text = "\n\n".join(f"{HEAD}$0.01 moves from A to B." for _ in range(10_000)) + f"\n\n{HEAD}Funds move from B to A."
    simulation = simulate(parse_rules(text), monthly(10**9, ["A"], months=12))
    limits = [failure for failure in simulation.failures if failure.reason is Reason.WORK_LIMIT]
    assert len(limits) == 1
    assert len(simulation.moves) <= MOST_STEPS
    _refuse_bad_bookkeeping(simulation)


@given(rule_sets(), _arrivals, _openings, st.dictionaries(st.sampled_from(NAMES), st.sampled_from(AccountPlace)))
@settings(max_examples=150, deadline=None)
def test_money_on_its_way_is_neither_made_nor_lost(
    rules: RuleSet, arrivals: list[Arrival], opening: dict[str, int], places: dict[str, AccountPlace]
) -> None:
    simulation = simulate(rules, arrivals, opening, places=places)
    there = sum(simulation.balances.values()) + sum(simulation.in_transit.values())
    assert there == sum(simulation.opening.values()) + simulation.income_cents
