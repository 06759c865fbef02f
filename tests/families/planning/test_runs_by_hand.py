"""What becomes of a plan day by day, with amounts that can be added in the head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from seqmatch.families.planning.scoring.chain import (
    Goal,
    chain,
    chain_that_returns,
    divides_pay,
    plain_pots,
    reads_back,
    returned,
)
from seqmatch.families.planning.scoring.futures import Lowest, lowest_of
from seqmatch.families.planning.scoring.timeline import Money, Run, run_plan
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.rule import Rule
from seqmatch.schemas.simulation import Arrival, Move, Payment

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
JAN, FEB, MAR = dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def came(*told: tuple[dt.date, int]) -> tuple[Arrival, ...]:
    return tuple(Arrival(when, "Checking", cents) for when, cents in told)


def run(goals: Sequence[Goal], arrivals: Sequence[Arrival] = (), text: str | None = None, **opening: int) -> Run:
    """The goals' chain above nothing, or the rules of a text."""
    rules: tuple[Rule, ...] | None = None if text is None else parse_rules(text).rules
    return run_plan(
        lambda ahead: chain("Checking", 0, ahead) if rules is None else rules,
        goals,
        Money(FIRST, LAST, tuple(arrivals), (), opening),
    )


def test_a_pot_holds_what_was_there_and_what_the_goal_has_saved() -> None:
    done = run([Goal("Boat", 10_000, 2_000, LAST)], Boat=1_000)
    assert (done.full, done.funded) == ((None,), (3_000,))
    assert done.balances["Boat"] == 3_000 and done.conserved


def test_a_pot_that_is_full_at_the_start_is_full_on_the_first_day_and_one_cent_less_is_not() -> None:
    full, short = Goal("Boat", 10_000, 10_000, LAST), Goal("Sail", 10_000, 9_999, LAST)
    done = run([full, short])
    assert (done.full, done.funded) == ((FIRST, None), (10_000, 9_999))
    assert done.balances == {"Boat": 0, "Sail": 9_999, **{k: 0 for k in done.balances if k == "Checking"}}
    assert done.conserved


def test_a_pot_is_full_on_the_day_that_the_last_cent_arrives() -> None:
    arrivals = came((FIRST, 4_000), (day(2, 10), 5_999), (LAST, 101))
    done = run([Goal("Boat", 10_000, 0, LAST)], arrivals)
    assert (done.full, done.funded) == ((LAST,), (10_000,))
    assert done.balances["Boat"] == 100  # what was above the target stays there


def test_what_is_taken_out_of_a_pot_is_not_there_when_it_would_have_been_full() -> None:
    text = (
        "When date equal 5: Anything above $0.00 moves from Boat to Checking.\n\n"
        "When date equal 7: $30.00 moves from Checking to Boat."
    )
    done = run([Goal("Boat", 10_000, 8_000, LAST)], (), text)
    assert (done.full, done.funded) == ((None,), (3_000,))
    assert [(one.day, one.cents) for one in done.moves[:3]] == [
        (day(1, 5), 8_000),
        (day(1, 7), 3_000),
        (day(2, 5), 3_000),
    ]


def test_a_pot_that_was_emptied_is_full_on_the_day_that_it_has_all_of_it_again() -> None:
    text = (
        "When date equal 5: Anything above $0.00 moves from Boat to Checking.\n\n"
        "When date equal 7: $30.00 moves from Checking to Boat.\n\n"
        "When date equal 8: $70.00 moves from Checking to Sail.\n\n"
        "When date equal 9: $70.00 moves from Checking to Boat."
    )
    done = run([Goal("Boat", 10_000, 8_000, JAN)], (), text, Checking=9_000)
    assert (done.full, done.funded) == ((day(1, 9),), (10_000,))


def test_a_goal_that_was_due_before_the_first_day_is_not_looked_at() -> None:
    done = run([Goal("Boat", 10_000, 10_000, FIRST - dt.timedelta(days=1))])
    assert (done.full, done.funded, done.balances["Boat"]) == ((None,), (0,), 10_000)


def test_a_last_day_alone_after_a_deadline_counts() -> None:
    done = run([Goal("Boat", 10_000, 0, day(3, 30))], came((LAST, 700)))
    assert done.balances["Checking"] == 700 and done.conserved


def test_a_pot_that_was_full_and_is_not_at_its_deadline_is_not_met() -> None:
    text = "When date equal 20: Anything above $0.00 moves from Boat to Checking."
    done = run([Goal("Boat", 10_000, 10_000, JAN)], (), text)
    assert (done.full, done.funded) == ((None,), (0,))
    assert done.balances["Checking"] == 10_000 and done.conserved


def test_full_pots_are_spent_at_their_deadlines_and_the_money_of_the_next_day_goes_on() -> None:
    goals = [Goal("Boat", 10_000, 0, JAN), Goal("Sail", 5_000, 0, day(2, 1)), Goal("Oars", 2_000, 0, LAST)]
    done = run(goals, came((day(1, 31), 10_000), (day(2, 1), 5_000), (day(2, 2), 1_000)))
    assert done.full == (JAN, day(2, 1), None)
    assert done.funded == (10_000, 5_000, 1_000)
    assert (done.balances["Boat"], done.balances["Sail"], done.balances["Oars"]) == (0, 0, 1_000)
    assert done.conserved and not done.failed


def test_a_pot_filled_before_an_earlier_deadline_keeps_its_day_and_is_funded_at_its_own() -> None:
    goals = [Goal("Sail", 5_000, 0, FEB), Goal("Boat", 10_000, 0, JAN)]
    done = run(goals, came((day(1, 3), 5_000), (day(1, 20), 10_000)))
    assert (done.full, done.funded) == ((day(1, 3), day(1, 20)), (5_000, 10_000))
    assert (done.balances["Sail"], done.balances["Boat"]) == (0, 0) and done.conserved


def test_of_a_goal_beyond_the_last_day_counts_what_is_there_on_it() -> None:
    after = LAST + dt.timedelta(days=1)
    done = run([Goal("Boat", 10_000, 0, after)], came((day(1, 3), 4_000)))
    assert (done.full, done.funded, done.balances["Boat"]) == ((None,), (4_000,), 4_000)
    full = run([Goal("Boat", 10_000, 0, after)], came((day(1, 3), 12_000)))
    assert (full.full, full.funded, full.balances["Boat"]) == ((day(1, 3),), (10_000,), 12_000)  # not spent yet


def test_a_full_goal_beyond_the_last_day_is_funded_also_where_another_deadline_lies_between() -> None:
    goals = [Goal("Sail", 5_000, 0, LAST + dt.timedelta(days=9)), Goal("Boat", 10_000, 0, JAN)]
    done = run(goals, came((day(1, 3), 5_000), (day(1, 20), 10_000)))
    assert (done.full, done.funded) == ((day(1, 3), day(1, 20)), (5_000, 10_000))


def test_a_payment_that_cannot_leave_and_a_rule_that_cannot_move_are_each_a_failure() -> None:
    due = tuple(Payment(when, "Checking", 1_000, "Rent") for when in (FIRST, LAST))
    missed = run_plan(lambda ahead: (), (), Money(FIRST, LAST, (), due, {"Checking": 1_500}))
    assert (missed.failed, missed.failed_payments, missed.failures) == (True, 1, ())
    assert [(one.day, one.missing_cents) for one in missed.missed] == [(LAST, 500)]
    assert missed.balances == {"Checking": 500} and missed.conserved
    rule = run([], came((FIRST, 1_000)), "When funds are received: $20.00 moves from Checking to Vault.")
    assert (rule.failed, rule.failed_payments, len(rule.failures)) == (True, 0, 1)
    assert not run([], came((FIRST, 1_000))).failed


def test_money_of_the_first_and_the_last_day_counts() -> None:
    due = tuple(Payment(when, "Checking", 100) for when in (FIRST, JAN, day(2, 1), LAST))
    goal = Goal("Boat", 10_000, 0, JAN)
    done = run_plan(lambda ahead: (), [goal], Money(FIRST, LAST, came((FIRST, 700), (LAST, 50)), due, {}))
    assert done.balances["Checking"] == 350 and done.conserved and not done.failed


def test_the_lowest_day_counts_what_came_left_and_was_moved_by_rules() -> None:
    money = Money(
        FIRST,
        day(1, 5),
        came((day(1, 2), 50), (day(1, 5), 7)),
        (Payment(day(1, 3), "Checking", 200),),
        {"Checking": 100},
    )
    moves = (
        Move(day(1, 3), 1, 1, "Checking ", "Boat", 30),
        Move(day(1, 4), 1, 1, "Boat", "Checking", 10),
        Move(day(1, 5), 1, 1, "Boat", "Sail", 500),  # neither of them is the pay account
    )
    done = Run((), (), (), (), moves, {}, True)
    assert lowest_of(done, money, "Checking") == Lowest(day(1, 3), -80, -63)  # 100, 150, -80, -70, -63
    assert lowest_of(done, money, "Elsewhere").cents == -150  # nothing is there before


def test_the_lowest_day_is_the_first_of_those_that_are_as_low() -> None:
    money = Money(FIRST, day(1, 4), (), (Payment(day(1, 2), "Checking", 60),), {"Checking": 100})
    assert lowest_of(Run((), (), (), (), (), {}, True), money, "Checking") == Lowest(day(1, 2), 40, 40)


def test_a_goal_needs_what_is_not_saved_and_never_less_than_nothing() -> None:
    assert [Goal("Boat", 100, saved, LAST).needed for saved in (0, 99, 100, 130)] == [100, 1, 0, 0]


def test_pots_are_emptied_last_first_below_a_quarter_of_the_buffer_in_whole_dollars() -> None:
    goals = [Goal("Boat", 10_000, 0, JAN), Goal("Sail", 5_000, 0, FEB)]
    assert render_rules(returned("Checking", 1_199, goals)[:1]) == (
        "When date equal 8 and Checking balance lessThan $2.00: "
        "Anything above $0.00 moves from Sail to Checking; Anything above $0.00 moves from Boat to Checking."
    )
    assert [one.conditions[0].value for one in returned("Checking", 1_199, goals)] == [8, 16, 24]


def test_no_pot_is_emptied_without_goals_or_with_a_buffer_of_less_than_four_dollars() -> None:
    goals = [Goal("Boat", 10_000, 0, JAN)]
    assert returned("Checking", 100_000, []) == () == returned("Checking", 399, goals)
    assert len(returned("Checking", 400, goals)) == 3


def test_pots_of_goals_that_are_over_are_emptied_as_long_as_one_goal_is_ahead() -> None:
    boat, sail = Goal("Boat", 10_000, 0, JAN), Goal("Sail", 5_000, 0, FEB)
    rules = chain_that_returns("Checking", 4_000, [boat, sail], [sail])
    assert rules == (*chain("Checking", 4_000, [sail]), *returned("Checking", 4_000, [boat, sail]))
    assert chain_that_returns("Checking", 4_000, [boat, sail], []) == ()


def test_the_chain_begins_a_dollar_above_the_buffer_and_each_pot_passes_on_what_is_above_its_target() -> None:
    first, second = chain("Checking", 4_000, [Goal("Boat", 10_000, 0, JAN), Goal("Sail", 5_000, 0, FEB)])
    assert [(one.conditions[0].value, one.actions[0].value) for one in (first, second)] == [
        (4_100, 4_000),
        (10_000, 10_000),
    ]


def test_pay_is_divided_by_rules_of_its_account_that_wait_for_no_day() -> None:
    def divides(text: str) -> bool:
        return divides_pay(parse_rules(text).rules, "Checking ")

    moves = "$20.00 moves from Checking to Vault."
    assert divides(f"When funds are received: {moves}")
    assert divides(f"When Checking balance is at least $5.00: {moves}")
    assert not divides(f"When date equal 3: {moves}")
    assert not divides(f"When date equal 3 and Checking balance is at least $5.00: {moves}")
    assert not divides("When funds are received: $20.00 moves from Vault to Sail.")
    assert divides(f"When date equal 3: {moves}\n\nWhen funds are received: {moves}")
    assert not divides_pay([Rule((), ())], "Checking") and not divides_pay([], "Checking")


def test_pots_are_called_as_the_person_says_with_single_spaces_and_once_each() -> None:
    told = plain_pots("Checking", ["New   car", "New car", " ", "Checking", "Boat"])
    assert told == ["New car", "Goal pot 2", "Goal pot 3", "Goal pot 4", "Boat"]


def test_rules_whose_text_says_something_else_do_not_read_back() -> None:
    def reads(pot: str) -> bool:
        return reads_back(chain("Checking", 4_000, [Goal(pot, 10_000, 0, JAN)]))

    assert reads("Boat")
    assert not reads("Boat. Anything above $1.00 moves from Checking to Sail")  # not read at all
    assert not reads("Boat; Anything above $1.00 moves from Checking to Sail")  # read as two actions
