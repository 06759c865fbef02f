"""What the months ahead bring, as they are expected, drawn and supposed otherwise. Today is the last of June 2026."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest
from plain_people import TODAY, Row, person, stream

from seqmatch.families.planning.scoring.expected import (
    CHANGE,
    EVERYDAY,
    OTHER_PAY,
    Flow,
    expected_flows,
    expected_money,
    money_of,
)
from seqmatch.families.planning.scoring.futures import DRAWS, drawn_lows
from seqmatch.families.planning.scoring.supposed import (
    Supposed,
    monthly_of,
    named_streams,
    pay_streams,
    rent_streams,
    with_changes,
)
from seqmatch.schemas.simulation import Arrival, Payment
from seqmatch.schemas.stream import Stream

JULY, AUGUST, END = dt.date(2026, 7, 1), dt.date(2026, 8, 1), dt.date(2026, 8, 31)


def ahead(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


# As expected.


def test_payments_that_come_again_are_expected_on_their_days_until_the_last_one() -> None:
    streams = [stream("nothing", 0), stream("acme", 900), stream("gym", -1)]
    flows = expected_flows(person(streams=streams, came=[900], left=[1]), AUGUST)
    assert flows == [
        Flow(JULY, 900, 1, "acme"),
        Flow(AUGUST, 900, 1, "acme"),
        Flow(JULY, -1, 2, "gym"),
        Flow(AUGUST, -1, 2, "gym"),
    ]


def test_what_a_usual_month_brings_beyond_its_pay_comes_on_the_first_and_what_leaves_beyond_bills_each_week() -> None:
    flows = expected_flows(person(came=[500], left=[36_525]), ahead(14))
    assert flows == [
        Flow(JULY, 500, OTHER_PAY, ""),
        Flow(ahead(7), -8_400, EVERYDAY, "everyday"),  # 12 months of it are 365.25 / 7 weeks
        Flow(ahead(14), -8_400, EVERYDAY, "everyday"),
    ]
    assert [one.day for one in expected_flows(person(came=[500], left=[36_525]), ahead(13))] == [JULY, ahead(7)]


def test_what_comes_again_is_taken_off_by_the_month_whatever_its_cadence() -> None:
    streams = [
        stream("acme", 300, cadence="twice_monthly", next_due=dt.date(2030, 1, 1)),
        stream("tax", -12_000, cadence="yearly", next_due=dt.date(2030, 1, 1)),
    ]
    flows = expected_flows(person(streams=streams, came=[1_000], left=[37_525]), ahead(7))
    assert [one.cents for one in flows] == [400, -8_400]


def test_a_month_that_brings_and_costs_no_more_than_what_comes_again_has_nothing_beyond() -> None:
    streams = [stream("acme", 900), stream("gym", -300)]
    for came, left in ((900, 300), (700, 200)):
        flows = expected_flows(person(streams=streams, came=[came], left=[left]), ahead(29))
        assert [one.of for one in flows] == [0, 1]


def test_a_cent_beyond_is_a_cent() -> None:
    assert [one.cents for one in expected_flows(person(came=[1], left=[5]), ahead(7))] == [1, -1]


def test_usual_is_the_middle_of_six_months_of_pay_and_the_mean_of_twelve_of_spending() -> None:
    came = [9_000, 9_000, 100, 100, 100, 500, 500, 500]
    left = [90_000, 90_000, *[36_525 - 1_000, 36_525 + 1_000] * 6]
    flows = expected_flows(person(came=came, left=left), ahead(7))
    assert [one.cents for one in flows] == [300, -8_400]


def test_flows_are_arrivals_and_payments_of_one_account_by_day() -> None:
    flows = [Flow(AUGUST, -1, 1, "gym"), Flow(AUGUST, 1, 0, "acme"), Flow(JULY, -4, 1, "gym"), Flow(JULY, 8, 0)]
    money = money_of(flows, "Current", JULY, END, {"Current": 3})
    assert money.arrivals == (Arrival(JULY, "Current", 8), Arrival(AUGUST, "Current", 1))
    assert money.payments == (Payment(JULY, "Current", 4, "gym"), Payment(AUGUST, "Current", 1, "gym"))
    assert (money.first, money.last, money.opening) == (JULY, END, {"Current": 3})


def test_expected_money_begins_tomorrow() -> None:
    money = expected_money(person(streams=[stream("acme", 900)], came=[900], left=[0]), "Current", JULY, {})
    assert (money.first, money.last) == (JULY, JULY)
    assert (money.arrivals, money.payments) == ((Arrival(JULY, "Current", 900),), ())


# As drawn.

FIRST = dt.date(2026, 6, 14)
"""Two whole weeks and three days before them."""


def lows(
    rows: Sequence[Row] = (),
    streams: Sequence[Stream] = (),
    ended: Sequence[Stream] = (),
    flows: Sequence[Sequence[Flow]] = ((),),
    days: int = 14,
) -> np.ndarray:
    return drawn_lows(person(rows, streams, ended, first=FIRST), 500, days, flows)


WEEKS: list[Row] = [
    ("early", dt.date(2026, 6, 15), -9_999, "SHOP"),  # of no whole week
    ("one", dt.date(2026, 6, 17), -100, "SHOP"),
    ("two", dt.date(2026, 6, 24), -100, "SHOP"),
]


def test_the_lowest_point_of_each_draw_counts_whole_weeks_of_other_movements() -> None:
    """500, and 100 less on the first day of each of two weeks."""
    found = lows(WEEKS)
    assert found.shape == (1, DRAWS) and (found == 300).all()
    assert (lows(WEEKS, days=7) == 400).all()


def test_futures_differ_from_todays_by_what_is_expected_on_each_day() -> None:
    flows = [
        [Flow(ahead(14), -50, EVERYDAY)],
        [Flow(ahead(14), -50, EVERYDAY), Flow(ahead(1), -30, CHANGE)],
        [Flow(ahead(14), -50, EVERYDAY), Flow(ahead(7), 1_000, CHANGE)],
        [Flow(ahead(14), -90, EVERYDAY)],
    ]
    assert [set(row) for row in lows(WEEKS, flows=flows)] == [{300.0}, {270.0}, {400.0}, {260.0}]


def test_what_differs_counts_from_its_day_on() -> None:
    """400 until the third day; pay of the fourth day lifts all that follows."""
    rows: list[Row] = [*WEEKS, ("pay", dt.date(2026, 6, 27), 1_000, "ACME")]
    pay = stream("acme", 1_000, next_due=ahead(4), transaction_ids=("pay",))
    flows = [[], [Flow(ahead(1), 50, CHANGE)], [Flow(ahead(4), -30, CHANGE)], [Flow(ahead(3), -30, CHANGE)]]
    assert lows(rows, [pay], flows=flows)[:, 0].tolist() == [400, 450, 400, 370]


def test_weeks_are_drawn_from_the_first_whole_one_on() -> None:
    """The first of three weeks cost 100, the others nothing."""
    home = person([("one", dt.date(2026, 6, 10), -100, "SHOP")], first=dt.date(2026, 6, 10))
    assert set(drawn_lows(home, 500, 7, [[]])[0]) == {500.0, 400.0}


def test_pay_that_comes_again_is_drawn_on_its_day_at_its_last_amount_and_not_among_other_movements() -> None:
    """400 after the first day; the pay of the fourth day lifts all that follows."""
    rows: list[Row] = [
        *WEEKS,
        ("pay one", dt.date(2026, 6, 20), 40, "ACME"),
        ("pay two", dt.date(2026, 6, 27), 60, "ACME"),
    ]
    pay = stream("acme", 60, cadence="weekly", next_due=ahead(4), transaction_ids=("pay one", "pay two", "elsewhere"))
    assert (lows(rows, [pay]) == 360).all()
    assert (
        lows(rows, [pay], flows=[[], [Flow(ahead(3), -60, CHANGE)], [Flow(ahead(4), -60, CHANGE)]])[1:, 0]
    ).tolist() == [
        300,
        300,
    ]


def test_what_has_ended_comes_no_more_and_what_has_no_row_is_not_drawn() -> None:
    rows: list[Row] = [*WEEKS, ("gym", dt.date(2026, 6, 23), -70, "GYM")]
    gone = stream("gym", -70, status="ended", next_due=ahead(-3), transaction_ids=("gym",))
    unseen = stream("pool", -70, next_due=ahead(2), transaction_ids=("elsewhere",))
    assert (lows(rows, [unseen], [gone]) == 300).all()
    assert (lows(rows, [unseen, stream("gym", -70, next_due=ahead(3), transaction_ids=("gym",))]) == 230).all()


def test_a_bill_that_varies_is_drawn_from_its_last_eight_amounts() -> None:
    rows: list[Row] = [(str(at), ahead(at - 12), -cents, "POWER") for at, cents in enumerate([90, *[10, 20] * 4])]
    names = tuple(row[0] for row in rows)
    bill = stream("power", -20, kind="variable", next_due=ahead(3), transaction_ids=names)
    assert set(lows(rows, [bill])[0]) == {490.0, 480.0}


@pytest.mark.parametrize(("missed", "times", "chance"), [(0, 1, 1.0), (1, 1, 0.5), (3, 6, 0.65)])
def test_a_bill_that_was_left_out_is_drawn_with_the_chance_that_it_is_paid(
    missed: int, times: int, chance: float
) -> None:
    """1 - (missed + 1/2) / (times + missed + 1), on 200 draws."""
    bill = stream("gym", -70, next_due=ahead(3), missed=missed, times=times, transaction_ids=("gym",))
    found = lows([("gym", ahead(-3), -70, "GYM")], [bill])
    assert (found == 430).mean() == pytest.approx(chance, abs=0.05)


# As supposed otherwise.

RENT, GYM, PAY = stream("maple rent", -400), stream("gym", -30), stream("acme", 1_000)
USUAL = [
    Flow(day, cents, place, name)
    for day in (JULY, AUGUST)
    for place, cents, name in ((0, 1_000, "acme"), (1, -400, "rent"), (OTHER_PAY, 50, ""), (EVERYDAY, -10, "everyday"))
]


def supposed(*changes: Supposed, came: Sequence[int] = (50,), until: dt.date = END) -> list[tuple[dt.date, int, int]]:
    """Flows that changed or were added, as day, cents and of what; those gone with 0 cents."""
    home = person(streams=[PAY, RENT], came=came, left=[0])
    flows = with_changes(USUAL, changes, home, until)
    gone = [(one.day, 0, one.of) for one in USUAL if (one.day, one.of) not in {(f.day, f.of) for f in flows}]
    assert flows == sorted(flows, key=lambda one: one.of == CHANGE)  # what is added comes last
    return [(one.day, one.cents, one.of) for one in flows if one not in USUAL] + gone


def test_no_change_leaves_the_flows_as_they_are() -> None:
    assert supposed() == [] == supposed(Supposed("pay", JULY)) == supposed(Supposed("bill", JULY, (1,)))


def test_pay_and_bills_change_from_their_day_on_to_the_month_that_is_said() -> None:
    assert supposed(Supposed("pay", AUGUST, (0,), 1_500)) == [(AUGUST, 1_500, 0)]
    assert supposed(Supposed("bill", AUGUST, (1,), 600)) == [(AUGUST, -600, 1)]
    assert supposed(Supposed("move", AUGUST, (1,), 600, once=70)) == [(AUGUST, -600, 1), (AUGUST, -70, CHANGE)]
    assert supposed(Supposed("pay", JULY, (0,), times=1.5)) == [(JULY, 1_500, 0), (AUGUST, 1_500, 0)]
    assert supposed(Supposed("pay", AUGUST, (0,), 9_999, times=0.5)) == [(AUGUST, 500, 0)]


def test_two_payments_that_change_keep_their_parts_of_the_sum() -> None:
    assert supposed(Supposed("pay", AUGUST, (0, 1), 2_800)) == [(AUGUST, 2_000, 0), (AUGUST, -800, 1)]


def test_pay_that_comes_at_no_fixed_time_changes_by_the_usual_of_six_months() -> None:
    came = [9, 9, 100, 100, 100, 200, 200, 200]  # usual: 150
    assert supposed(Supposed("pay", AUGUST, (), 450), came=came) == [(AUGUST, 150, OTHER_PAY)]
    assert supposed(Supposed("lost_job", AUGUST, (), months=1)) == [(AUGUST, 0, OTHER_PAY)]
    assert supposed(Supposed("bill", AUGUST, (), 450)) == []


def test_where_nothing_is_usual_nothing_is_multiplied() -> None:
    assert supposed(Supposed("pay", JULY, (), 450), came=()) == []
    assert supposed(Supposed("pay", JULY, (), 450), came=(0, 0, 0)) == []


def test_a_lost_job_takes_the_pay_of_its_months_and_brings_benefits_meanwhile() -> None:
    assert supposed(Supposed("lost_job", JULY, (0,), months=1)) == [(JULY, 0, 0)]
    assert supposed(Supposed("lost_job", JULY, (0,), months=2)) == [(JULY, 0, 0), (AUGUST, 0, 0)]
    assert supposed(Supposed("lost_job", AUGUST, (0,), 300, months=1)) == [(AUGUST, 300, CHANGE), (AUGUST, 0, 0)]
    assert supposed(Supposed("lost_job", JULY, (0,), 300, months=1)) == [(JULY, 300, CHANGE), (JULY, 0, 0)]
    benefits = supposed(Supposed("lost_job", JULY, (0,), 300, months=9), until=dt.date(2026, 8, 1))
    assert benefits[:2] == [(JULY, 300, CHANGE), (AUGUST, 300, CHANGE)] and len(benefits) == 4


def test_a_bill_that_is_cancelled_goes_from_its_day_on_and_a_new_one_comes_each_month_until_the_end() -> None:
    assert supposed(Supposed("cancelled_bill", AUGUST, (1,))) == [(AUGUST, 0, 1)]
    day = dt.date(2026, 5, 31)
    new = supposed(Supposed("new_bill", day, monthly=25), until=dt.date(2026, 8, 31))
    days = [day, TODAY, dt.date(2026, 7, 31), dt.date(2026, 8, 31)]
    assert new == [(one, -25, CHANGE) for one in days]
    assert len(supposed(Supposed("new_bill", day, monthly=25), until=dt.date(2026, 8, 30))) == 3
    assert supposed(Supposed("new_bill", day)) == [] == supposed(Supposed("new_bill", day, monthly=0))


def test_a_purchase_is_paid_on_its_day_up_to_the_last_one() -> None:
    assert supposed(Supposed("purchase", END, once=80)) == [(END, -80, CHANGE)]
    assert supposed(Supposed("purchase", END + dt.timedelta(days=1), once=80)) == []
    (bought,) = (one for one in with_changes([], [Supposed("repair", JULY, once=80)], person(), END))
    assert bought == Flow(JULY, -80, CHANGE, "repair")
    (new,) = with_changes([], [Supposed("new_bill", JULY, monthly=80)], person(), JULY)
    assert new == Flow(JULY, -80, CHANGE, "new")


def test_pay_that_becomes_nothing_is_no_flow_of_nothing() -> None:
    assert supposed(Supposed("pay", AUGUST, (0,), 0)) == [(AUGUST, 0, 0)]  # gone
    assert supposed(Supposed("pay", AUGUST, (0,), times=0.0)) == [(AUGUST, 0, 0)]


def test_changes_happen_in_their_order() -> None:
    both = Supposed("pay", JULY, (0,), times=1.5), Supposed("lost_job", AUGUST, (0,), months=1)
    assert supposed(*both) == [(JULY, 1_500, 0), (AUGUST, 0, 0)]


def test_a_month_of_a_payment_is_a_twelfth_of_its_year() -> None:
    assert monthly_of(stream("gym", -1_200, cadence="yearly")) == 100
    assert monthly_of(stream("gym", -1_000, cadence="twice_monthly")) == 2_000
    assert monthly_of(stream("gym", -5_600, cadence="weekly")) == pytest.approx(24_350)  # 365.25 / 84 times


def test_the_main_pay_is_of_the_payee_that_pays_most_in_all() -> None:
    streams = [stream("acme", 400), stream("gym", -2_000), stream("bolt", 700), stream("acme", 400)]
    assert pay_streams(person(streams=streams)) == (0, 3)
    assert pay_streams(person(streams=[stream("acme", 700), stream("bolt", 700)])) == (1,)
    assert pay_streams(person(streams=[GYM])) == ()


def test_a_payment_is_called_by_the_same_words_or_else_by_a_part_of_them() -> None:
    streams = [stream("city gym", -1), stream("gym", -2), stream("gym", 3), stream("oakwood pool", -4)]
    home = person(streams=streams)
    assert named_streams(home, "Gym", "out") == (1,)
    assert named_streams(home, "GYM", "in") == (2,)
    assert named_streams(home, "City", "out") == (0,)
    assert named_streams(home, "Card payment GYM", "out") == (1,)  # as banks print it
    assert named_streams(home, "pool  oakwood", "out") == (3,)  # whichever word comes first
    assert named_streams(home, "oak", "out") == (3,)  # a part of a word
    assert named_streams(home, "gym sauna", "out") == ()


def test_the_rent_is_the_largest_payment_for_housing_that_comes_within_a_quarter() -> None:
    streams = [
        stream("garage rent", -50),
        stream("maple rent", -400),
        stream("rental", 900),
        stream("club", -800),
        stream("ground rent", -60_000, cadence="yearly"),
        stream("mortgage fee", -30_000, cadence="half_yearly"),
    ]
    assert rent_streams(person(streams=streams)) == (1,)
    assert rent_streams(person(streams=streams[3:])) == ()
