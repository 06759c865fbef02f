"""Payments that come again: found with cadence, amount and next day; habits are not; ended ones are told as ended."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statements import statement, transaction

from seqmatch.features.recurring import recurring
from seqmatch.features.recurring.payee import payee_key
from seqmatch.schemas.stream import PriceChange, Stream

START = dt.date(2025, 1, 1)
TODAY = dt.date(2026, 3, 20)


def paid(text: str, payments: Iterable[tuple[dt.date, int]], **facts: Any) -> list[dict[str, Any]]:
    return [
        transaction(
            0, transaction_id=f"{text} {number}", description=text, date=date, amount_cents=cents, mcc=None, **facts
        )
        for number, (date, cents) in enumerate(payments)
    ]


def months(day: int, first: int = 0, last: int = 15, step: int = 1) -> list[dt.date]:
    """A day of each month from January 2025 on; 31 is the last one."""
    found = []
    for number in range(first, last, step):
        year, month = 2025 + number // 12, number % 12 + 1
        found.append(dt.date(year, month, min(day, calendar.monthrange(year, month)[1])))
    return [date for date in found if date <= TODAY]


def only(rows: list[dict[str, Any]], as_of: dt.date | None = TODAY) -> Stream:
    (found,) = recurring(statement(*rows), as_of)
    return found


def test_rent_on_the_first_is_monthly_and_due_on_the_next_first() -> None:
    found = only(paid("STO HARBOUR LETTINGS RENT", [(date, -90_000) for date in months(1)]))
    assert (found.payee, found.direction, found.cadence, found.kind) == (
        "harbour lettings rent",
        "out",
        "monthly",
        "fixed",
    )
    assert (found.amount_cents, found.times, found.missed, found.status) == (90_000, 15, 0, "running")
    assert (found.first, found.last, found.next_due) == (START, dt.date(2026, 3, 1), dt.date(2026, 4, 1))


def test_pay_moves_off_weekends_and_so_does_the_next_one() -> None:
    days = [date - dt.timedelta(days=max(0, date.weekday() - 4)) for date in months(25, last=14)]
    found = only(paid("ACME PAYROLL", [(date, 250_000) for date in days]), dt.date(2026, 2, 28))
    assert (found.cadence, found.next_due) == ("monthly", dt.date(2026, 3, 25))
    later = only(paid("ACME PAYROLL", [(date, 250_000) for date in days[:-1]]), dt.date(2026, 1, 30))
    assert dt.date(2026, 1, 25).weekday() == 6 and days[-2] == dt.date(2026, 1, 23)
    assert later.next_due == dt.date(2026, 2, 25)
    before = only(paid("ACME PAYROLL", [(date, 250_000) for date in days[:-2]]), dt.date(2025, 12, 30))
    assert before.next_due == dt.date(2026, 1, 23)


def test_pay_on_the_last_friday_is_due_on_the_next_last_friday() -> None:
    fridays = [date - dt.timedelta(days=(date.weekday() - 4) % 7) for date in months(31, last=14)]
    found = only(paid("BGC WIDGETS LTD", [(date, 180_000) for date in fridays]), dt.date(2026, 3, 1))
    assert (found.cadence, found.next_due) == ("monthly", dt.date(2026, 3, 27))


@pytest.mark.parametrize(
    ("cadence", "days", "due"),
    [
        ("weekly", [START + dt.timedelta(days=7 * n) for n in range(60)], dt.date(2026, 2, 25)),
        ("fortnightly", [START + dt.timedelta(days=14 * n) for n in range(30)], dt.date(2026, 2, 25)),
        ("four_weekly", [START + dt.timedelta(days=28 * n) for n in range(15)], dt.date(2026, 2, 25)),
        ("twice_monthly", sorted([*months(1, last=14), *months(15, last=14)]), dt.date(2026, 3, 1)),
        ("quarterly", months(10, first=1, last=14, step=3), dt.date(2026, 5, 10)),
        ("yearly", [dt.date(2024, 2, 9), dt.date(2025, 2, 10), dt.date(2026, 2, 9)], dt.date(2027, 2, 9)),
    ],
)
def test_every_cadence_is_told_with_its_next_day(cadence: str, days: list[dt.date], due: dt.date) -> None:
    found = only(paid("NORTHWIND", [(date, -4_200) for date in days]), days[-1])
    assert (found.cadence, found.next_due, found.missed, found.status) == (cadence, due, 0, "running")


def test_a_bill_of_other_amounts_each_month_is_variable_with_a_range() -> None:
    amounts = [6100, 7450, 6890, 5300, 4120, 3800, 3650, 3900, 4400, 5800, 6600, 7900, 7300, 6900, 6200]
    found = only(paid("DD OCTOPUS ENERGY 88213", [(date, -c) for date, c in zip(months(12), amounts, strict=True)]))
    assert (found.kind, found.amount_cents) == ("variable", 6900)
    assert (found.low_cents, found.high_cents, found.price_change) == (3650, 7900, None)


def test_a_price_that_rose_is_one_stream_with_the_change() -> None:
    days = months(7)
    found = only(paid("NETFLIX.COM", [(date, -1299 if n < 9 else -1499) for n, date in enumerate(days)]))
    assert (found.kind, found.amount_cents, found.times) == ("fixed", 1499, 15)
    assert found.price_change == PriceChange(days[9], 1299, 1499)


def test_a_trial_that_turned_paid_is_one_stream() -> None:
    found = only(paid("PLAYHOUSE PLUS", [(date, -100 if n == 0 else -999) for n, date in enumerate(months(20, 9))]))
    assert (found.amount_cents, found.first, found.price_change) == (
        999,
        dt.date(2025, 10, 20),
        PriceChange(dt.date(2025, 11, 20), 100, 999),
    )


def test_a_skipped_month_is_missed_and_not_the_end() -> None:
    days = [date for date in months(3) if date.month != 8]
    found = only(paid("BOX OF VEG", [(date, -3500) for date in days]))
    assert (found.cadence, found.missed, found.status) == ("monthly", 1, "running")


def test_what_stopped_has_ended_and_what_is_overdue_is_late() -> None:
    gym = paid("PURE GYM LTD", [(date, -2499) for date in months(3, last=10)])
    assert only(gym).status == "ended"
    assert only(gym, dt.date(2025, 11, 12)).status == "late"
    assert only(gym, dt.date(2025, 11, 2)).status == "running"


def test_a_premium_once_a_year_is_told_from_two_payments_but_two_purchases_are_not() -> None:
    days = [dt.date(2025, 2, 3), dt.date(2026, 2, 3)]
    found = only(paid("LV CAR INSURANCE", zip(days, (-41_000, -44_500), strict=True)))
    assert (found.cadence, found.kind, found.amount_cents) == ("yearly", "fixed", 44_500)
    assert recurring(statement(*paid("GIFTS GALORE", zip(days, (-1_200, -9_000), strict=True))), TODAY) == []


def test_shopping_on_saturdays_is_a_habit() -> None:
    saturdays = [dt.date(2025, 1, 4) + dt.timedelta(days=7 * n) for n in range(60) if n % 6]
    amounts = [-(2000 + 1733 * n % 9000) for n in range(len(saturdays))]
    assert recurring(statement(*paid("CORNER GROCERY 0412", zip(saturdays, amounts, strict=True))), TODAY) == []


def test_a_membership_among_purchases_of_the_same_payee_is_found() -> None:
    bought = [(START + dt.timedelta(days=n * 11 % 430), -(500 + 977 * n % 7000)) for n in range(40)]
    member = [(date, -1499) for date in months(18)]
    found = only(paid("AMAZON", bought) + paid("AMAZON PRIME", []) + paid("AMAZON ", member))
    assert (found.cadence, found.amount_cents, found.times) == ("monthly", 1499, 15)


def test_what_another_user_pays_is_another_stream() -> None:
    days = months(1)
    rows = paid("RENT", [(d, -500_00) for d in days]) + paid("RENT ", [(d, -700_00) for d in days], user="ben")
    assert [(one.user, one.amount_cents) for one in recurring(statement(*rows), TODAY)] == [
        ("ann", 500_00),
        ("ben", 700_00),
    ]


@given(order=st.randoms(), later=st.integers(1, 40))
@settings(max_examples=15, deadline=None)
def test_neither_the_order_of_rows_nor_what_comes_after_today_changes_anything(order: Any, later: int) -> None:
    rows = paid("RENT", [(date, -90_000) for date in months(1)])
    rows += paid("ENERGY", [(date, -4000 - 37 * n) for n, date in enumerate(months(12))])
    told = recurring(statement(*rows), TODAY)
    rows += paid("RENT", [(TODAY + dt.timedelta(days=later), -1)])
    order.shuffle(rows)
    assert recurring(statement(*rows), TODAY) == told


def test_no_transactions_no_streams() -> None:
    assert recurring(statement(), TODAY) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("DIRECT DEBIT OCTOPUS ENERGY LTD REF 8812-33", "octopus energy"),
        ("SEPA-LASTSCHRIFT STADTWERKE KÖLN NOVEMBER 2025", "stadtwerke koln"),
        ("PRLV SEPA EDF 2025-11 MANDAT 00012", "edf"),
        ("NETFLIX.COM 8821", "netflix"),
        ("12/11 00123", ""),
    ],
)
def test_a_payee_is_what_stays_the_same(text: str, key: str) -> None:
    assert payee_key(text) == key


def test_a_frame_of_many_rows_is_read_in_seconds() -> None:
    days = [START + dt.timedelta(days=n % 440) for n in range(20_000)]
    frame = statement(*paid("SHOP", [(date, -100 - n % 977) for n, date in enumerate(days)]))
    frame = frame.with_columns(description=pl.format("SHOP {}", pl.int_range(pl.len()) % 3))
    assert len(recurring(frame, TODAY)) < 50


def test_what_is_paid_in_another_currency_is_another_stream() -> None:
    days = months(5)
    rows = paid("HOSTING", [(d, -900) for d in days], currency="EUR")
    rows += paid("HOSTING ", [(d, -900) for d in days], currency="USD")
    found = recurring(statement(*rows), TODAY)
    assert sorted((one.currency, one.times) for one in found) == [("EUR", 15), ("USD", 15)]


def each(*rows: tuple[str, dt.date, int]) -> list[dict[str, Any]]:
    """Payments whose texts differ."""
    return [one for number, (text, date, cents) in enumerate(rows) for one in paid(f"{text} ", [(date, cents)])]


def test_reference_words_that_come_once_do_not_split_a_bill() -> None:
    words = ("QXZVB", "NMYAE", "UUJYG", "PLKRT", "WERTZ")
    plain = paid("BAYVIEW STREAM", [(date, -1_565) for date in months(13, last=10)])
    marked = each(
        *((f"BAYVIEW STREAM {word}", date, -1_565) for word, date in zip(words, months(13, 10), strict=False))
    )
    found = only([*plain, *marked])
    assert (found.payee, found.times, found.status) == ("bayview stream", 15, "running")


def test_a_new_price_paid_once_beside_purchases_at_the_same_payee_does_not_end_the_membership() -> None:
    dues = [(date, -999 if date < dt.date(2026, 3, 1) else -1_299) for date in months(9)]
    shopping = [
        (date + dt.timedelta(days=11 + date.month % 5), -2_000 - 137 * date.month) for date in months(1, last=14)
    ]
    found = recurring(statement(*paid("CORNER BOOKS", [*dues, *shopping])), TODAY)
    [club] = [one for one in found if one.amount_cents in (999, 1_299)]
    assert (club.status, club.last, club.amount_cents) == ("running", dt.date(2026, 3, 9), 1_299)


def test_a_bill_that_bounced_and_was_paid_a_week_later_still_runs() -> None:
    days = [*months(5, last=14), dt.date(2026, 3, 13)]
    found = only(paid("XIONG CAR FINANCE", [(date, -21_000) for date in days]), dt.date(2026, 3, 31))
    assert (found.status, found.last) == ("running", dt.date(2026, 3, 13))
    assert abs((found.next_due - dt.date(2026, 4, 5)).days) <= 2


def test_cash_from_a_machine_each_friday_is_no_bill() -> None:
    fridays = [dt.date(2025, 1, 3) + dt.timedelta(days=7 * week) for week in range(60)]
    assert recurring(statement(*paid("CASH WITHDRAWAL AT HARROWBY", [(day, -4_000) for day in fridays])), TODAY) == []


def test_a_class_of_equal_price_that_is_missed_now_and_then_is_no_bill_but_a_weekly_rent_is() -> None:
    tuesdays = [dt.date(2025, 1, 7) + dt.timedelta(days=7 * week) for week in range(62)]
    visited = [day for number, day in enumerate(tuesdays) if number % 8 != 5]
    assert recurring(statement(*paid("GRANITE YOGA", [(day, -1_100) for day in visited])), TODAY) == []
    assert only(paid("HARBOUR LETTINGS", [(day, -22_000) for day in tuesdays])).cadence == "weekly"


def test_two_visits_to_a_shop_a_year_apart_are_no_premium() -> None:
    twice = [(dt.date(2025, 2, 3), -4_019), (dt.date(2026, 2, 4), -4_019)]
    assert recurring(statement(*paid("POS PURCHASE HOLIDAY LODGE", twice)), TODAY) == []
    assert only(paid("GUILD HOME INSURANCE", twice)).cadence == "yearly"


def test_a_benefit_on_the_fourth_wednesday_stays_so_when_a_holiday_moves_one() -> None:
    days = ["2025-06-25", "2025-07-23", "2025-08-27", "2025-09-24", "2025-10-22", "2025-11-26", "2025-12-23"]
    found = only(
        paid("COUNTY CHILD SUPPORT", [(dt.date.fromisoformat(day), 40_000) for day in days]), dt.date(2026, 1, 5)
    )
    assert found.next_due == dt.date(2026, 1, 28)


def test_a_shop_visited_every_saturday_without_fail_is_a_habit_where_amounts_differ() -> None:
    saturdays = [dt.date(2025, 1, 4) + dt.timedelta(days=7 * n) for n in range(60)]
    amounts = [-(5000 + 733 * n % 2500) for n in range(60)]
    assert recurring(statement(*paid("GREENLEAF MARKET", zip(saturdays, amounts, strict=True))), TODAY) == []


def test_a_telephone_that_is_topped_up_when_it_is_used_up_is_no_bill_but_dues_paid_by_hand_are() -> None:
    waits = (31, 27, 33, 35, 29, 26, 34, 36, 28, 33, 31, 27)
    topped = [dt.date(2025, 1, 5) + dt.timedelta(days=sum(waits[:n])) for n in range(13)]
    assert recurring(statement(*paid("CELLULAR SHOP", [(day, -1_500) for day in topped])), TODAY) == []
    by_hand = [date + dt.timedelta(days=n * 5 % 7) for n, date in enumerate(months(3, last=14))]
    assert only(paid("BOWLS CLUB", [(day, -1_500) for day in by_hand])).cadence == "monthly"


def test_money_put_aside_in_round_amounts_chosen_each_month_is_no_bill() -> None:
    amounts = [-5_000 * (1 + 7 * n % 9) for n in range(15)]
    assert recurring(statement(*paid("BROKER DEPOT", zip(months(4), amounts, strict=True))), TODAY) == []


def test_what_a_bank_gives_back_is_no_income() -> None:
    rows = paid("LENDER", [(date, -21_000) for date in months(3)])
    rows += paid("RETURNED LENDER", [(date + dt.timedelta(days=3), 21_000) for date in months(3)])
    assert [one.direction for one in recurring(statement(*rows), TODAY)] == ["out"]


def test_two_contracts_with_one_payee_are_two_bills() -> None:
    rows = paid("LARKFIELD MOBILE", [(date, -2_276) for date in months(6)])
    rows += paid("LARKFIELD MOBILE ", [(date, -3_929) for date in months(21, last=14)])
    found = recurring(statement(*rows), TODAY)
    assert sorted((one.cadence, one.amount_cents) for one in found) == [("monthly", 2_276), ("monthly", 3_929)]


def test_a_month_left_out_is_late_until_the_next_is_missed_too_and_the_next_day_is_one_to_come() -> None:
    rent = paid("PURE RENT", [(date, -80_000) for date in months(3, last=10)])
    late = only(rent, dt.date(2025, 11, 28))
    assert (late.status, late.overdue, late.next_due) == ("late", dt.date(2025, 11, 3), dt.date(2025, 12, 3))
    ended = only(rent, dt.date(2025, 12, 10))
    assert (ended.status, ended.overdue, ended.next_due) == ("ended", dt.date(2025, 11, 3), dt.date(2025, 11, 3))
    assert only(rent, dt.date(2025, 11, 1)).overdue is None


def test_bills_that_take_days_to_arrive_are_told_in_their_middle_and_not_on_new_year() -> None:
    days = [
        date + dt.timedelta(days=(date.month % 3) + (2 if date.weekday() + date.month % 3 > 4 else 0))
        for date in (
            one if one.weekday() < 5 else one + dt.timedelta(days=7 - one.weekday()) for one in months(1, last=12)
        )
    ]
    found = only(paid("COUNCIL RATES", [(day, -9_900) for day in days if day.weekday() < 5]), dt.date(2025, 12, 20))
    assert found.next_due > dt.date(2026, 1, 1)


def test_three_weekly_payments_at_a_till_of_nearly_one_amount_come_again_and_three_monthly_ones_may_be_chance() -> None:
    weeks = [dt.date(2026, 3, 2) + dt.timedelta(days=7 * number) for number in range(3)]
    found = only(paid("POS DEBIT RIVERSIDE YOGA", zip(weeks, (-1_000, -1_010, -1_005), strict=True)))
    assert (found.cadence, found.times) == ("weekly", 3)
    monthly = zip(months(2, first=12), (-1_000, -1_010, -1_005), strict=True)
    assert recurring(statement(*paid("POS DEBIT RIVERSIDE YOGA", monthly)), TODAY) == []
