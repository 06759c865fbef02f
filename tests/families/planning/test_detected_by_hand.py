"""Changes that transactions show, each at the edge from which it is told. Today is the last of June 2026."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from plain_people import TODAY, Row, person, stream

from seqmatch.families.planning.scoring.detected import Detected, detect
from seqmatch.schemas.stream import Stream

NEWS = dt.date(2026, 3, 3)
"""The first day that is news: 119 days ago."""
BEFORE = dt.timedelta(days=1)
LONG_AGO = dt.date(2025, 1, 1)
Change = tuple[str, dt.date, int, int, int, int]


def told(found: Sequence[Detected]) -> list[Change]:
    return [(one.kind, one.since, one.before, one.after, one.yearly, one.times) for one in found]


def paid(payee: str, *cents: int, last: dt.date = TODAY, **more: Any) -> tuple[Stream, list[Row]]:
    """A payment that came each week until ``last``, and its rows."""
    days = [last - dt.timedelta(days=7 * ago) for ago in range(len(cents) - 1, -1, -1)]
    rows = [(f"{payee} {at}", day, one, payee) for at, (day, one) in enumerate(zip(days, cents, strict=True))]
    known = {"first": days[0], "last": last, "times": len(cents), "transaction_ids": tuple(row[0] for row in rows)}
    return stream(payee, cents[-1], **{"first": days[0], **known, **more}), rows


def level(payee: str, *cents: int, **more: Any) -> list[Change]:
    one, rows = paid(payee, *cents, **more)
    return told(detect(person(rows, [one], first=TODAY - dt.timedelta(days=200))))


def test_pay_that_rose_twice_after_three_times_is_told_with_its_first_day_and_a_year_of_it() -> None:
    first = TODAY - dt.timedelta(days=7)
    assert level("acme", 1_000, 1_000, 1_000, 1_500, 1_500) == [("pay_up", first, 1_000, 1_500, 6_000, 2)]
    assert level("acme", 1_500, 1_500, 1_500, 1_000, 1_000) == [("pay_down", first, 1_500, 1_000, -6_000, 2)]
    assert level("acme", 1_000, 1_000, 1_000, 1_500) == []  # once may be a bonus
    assert level("acme", 1_000, 1_000, 1_500, 1_500) == []  # twice before is no level


def test_a_bill_that_rose_once_after_three_times_is_told_and_costs_what_it_rose_by() -> None:
    assert level("gym", -1_000, -1_000, -1_000, -1_500) == [("bill_up", TODAY, 1_000, 1_500, -6_000, 1)]
    assert level("gym", -1_500, -1_500, -1_500, -1_000) == [("bill_down", TODAY, 1_500, 1_000, 6_000, 1)]
    assert level("gym", -1_000, -1_000, -1_500) == []


def test_a_rent_is_told_from_other_bills_by_its_words() -> None:
    assert [one[0] for one in level("maple rent", -9_000, -9_000, -9_000, -9_900)] == ["rent_up"]
    assert [one[0] for one in level("maple rent", -9_900, -9_900, -9_900, -9_000)] == ["rent_down"]


def test_pay_that_varies_needs_six_times_before_and_four_at_another_level() -> None:
    first = TODAY - dt.timedelta(days=21)
    risen = [1_000] * 6 + [2_000] * 4
    assert level("gigs", *risen, kind="variable") == [("pay_up", first, 1_000, 2_000, 12_000, 4)]
    assert level("gigs", *risen[1:], kind="variable") == []
    assert level("gigs", *risen[:-1], kind="variable") == []


def test_of_pay_that_varies_less_than_fifteen_percent_is_no_change() -> None:
    assert level("gigs", *[10_000] * 6, *[11_400] * 4, kind="variable") == []
    assert [one[0] for one in level("gigs", *[10_000] * 6, *[11_600] * 4, kind="variable")] == ["pay_up"]


def test_bills_that_vary_are_not_asked_about() -> None:
    assert level("energy", *[-1_000] * 6, *[-2_000] * 4, kind="variable") == []


def test_a_change_is_news_from_sixty_dollars_a_year_on() -> None:
    assert [one[4] for one in level("gym", -10_000, -10_000, -10_000, -10_500)] == [-6_000]
    assert level("gym", -10_000, -10_000, -10_000, -10_499) == []  # 59.88


def test_a_change_is_news_for_less_than_120_days() -> None:
    cents = (-1_000, -1_000, -1_000, -1_500)
    assert [one[1] for one in level("gym", *cents, last=NEWS)] == [NEWS]
    assert level("gym", *cents, last=NEWS - BEFORE) == []


def test_interest_is_no_change_of_a_life() -> None:
    assert level("interest paid", 1_000, 1_000, 1_000, 1_500, 1_500) == []


def test_the_dearest_change_is_told_first_whichever_way_it_goes() -> None:
    small, rows = paid("gym", -1_000, -1_000, -1_000, -2_000)
    large, more = paid("acme", 5_000, 5_000, 5_000, 9_000, 9_000)
    found = detect(person([*rows, *more], [small, large], first=TODAY - dt.timedelta(days=200)))
    assert [(one.kind, one.stream) for one in found] == [("pay_up", large), ("bill_up", small)]


def begun(*streams: Stream, rows: Sequence[Row] = (), first: dt.date = LONG_AGO) -> list[Change]:
    return told(detect(person(rows, streams, first=first)))


def test_a_payee_who_was_never_there_is_new_with_a_kind_by_its_words() -> None:
    new = {"first": NEWS, "times": 2}
    assert begun(stream("gym", -1_000, **new)) == [("new_bill", NEWS, 0, 1_000, -12_000, 2)]
    assert begun(stream("acme", 1_000, **new)) == [("new_pay", NEWS, 0, 1_000, 12_000, 2)]
    assert begun(stream("maple rent", -1_000, **new)) == [("new_rent", NEWS, 0, 1_000, -12_000, 2)]
    assert begun(stream("oak nursery", -1_000, **new)) == [("new_childcare", NEWS, 0, 1_000, -12_000, 2)]


def test_once_is_not_again_and_who_came_before_is_not_new() -> None:
    once, old = stream("gym", -2_000, first=NEWS, times=1), stream("club", -3_000, first=NEWS - BEFORE)
    new = stream("pool", -4_000, first=NEWS, times=2)
    assert [one[3] for one in begun(once, old, new)] == [4_000]


def test_a_lone_payment_of_the_payee_long_ago_makes_it_no_news_but_a_refund_does_not() -> None:
    new = stream("pool", -4_000, first=NEWS)
    early = NEWS - dt.timedelta(days=100)
    assert begun(new, rows=[("a", early, -700, "POOL"), ("b", NEWS, -4_000, "POOL")]) == []
    assert begun(new, rows=[("a", NEWS - BEFORE, -700, "POOL")]) == []
    assert len(begun(new, rows=[("a", NEWS, -700, "POOL")])) == 1
    assert len(begun(new, rows=[("a", early, 700, "POOL")])) == 1
    pay = stream("acme", 4_000, first=NEWS)
    assert begun(pay, rows=[("a", early, 1, "ACME")]) == []
    assert len(begun(pay, rows=[("a", early, 0, "ACME")])) == 1
    assert len(begun(new, rows=[("a", early, -700, "CINEMA"), ("b", TODAY, -700, "POOL")])) == 1


def test_what_is_new_is_only_known_with_120_days_of_history_before_the_news() -> None:
    new, least = stream("pool", -4_000, first=NEWS), NEWS - BEFORE - dt.timedelta(days=120)
    assert len(begun(new, first=least)) == 1
    assert begun(new, first=least + BEFORE) == []


def over(*streams: Stream, running: Sequence[Stream] = ()) -> list[Change]:
    return told(detect(person((), running, streams, first=NEWS)))


def test_what_came_four_times_and_does_no_more_has_ended_on_the_day_it_was_due() -> None:
    def ended(payee: str, cents: int, times: int = 4, due: dt.date = NEWS) -> list[Change]:
        return over(stream(payee, cents, times=times, next_due=due, status="ended"))

    assert ended("gym", -1_000) == [("bill_ended", NEWS, 1_000, 0, 12_000, 0)]
    assert ended("acme", 1_000) == [("pay_stopped", NEWS, 1_000, 0, -12_000, 0)]
    assert ended("oak nursery", -1_000) == [("childcare_ended", NEWS, 1_000, 0, 12_000, 0)]
    assert ended("gym", -1_000, times=3) == [] == ended("acme", 1_000, times=3)
    assert ended("gym", -1_000, due=NEWS - BEFORE) == []


def test_what_goes_on_under_another_day_has_not_ended_and_the_next_one_is_looked_at() -> None:
    old, gone = (stream(payee, -1_000, next_due=NEWS, status="ended") for payee in ("gym", "pool"))
    assert [one[0] for one in over(old, gone, running=[stream("gym", -1_000)])] == ["bill_ended"]
    assert len(over(old, running=[stream("gym", 1_000)])) == 1  # money in is something else
    skipped = stream("club", -1_000, next_due=NEWS, times=3)
    assert len(over(skipped, gone)) == 1


def test_a_bill_that_varies_has_ended_after_six_times_and_two_that_did_not_come() -> None:
    def ended(due: dt.date, times: int = 6, cents: int = -1_000) -> int:
        return len(over(stream("energy", cents, kind="variable", times=times, next_due=due, status="ended")))

    due = dt.date(2026, 5, 24)  # the second was due 30 days later, and a week is waited
    assert (ended(due), ended(due + BEFORE), ended(due, times=5)) == (1, 0, 0)
    assert (ended(TODAY, 4, 1_000), ended(TODAY, 3, 1_000)) == (1, 0)  # pay is not skipped


def changed(ended: Sequence[Stream], new: Sequence[Stream]) -> list[Change]:
    return told(detect(person((), new, ended, first=LONG_AGO)))


def test_pay_that_stops_and_other_pay_within_75_days_are_another_job_told_by_the_month() -> None:
    old = stream("acme", 3_000, next_due=dt.date(2026, 4, 1), status="ended", cadence="twice_monthly")
    new = stream("bolt", 7_000, first=dt.date(2026, 6, 15), times=2)
    assert changed([old], [new]) == [("new_job", dt.date(2026, 6, 15), 6_000, 7_000, 12_000, 2)]
    late = stream("bolt", 7_000, first=dt.date(2026, 6, 16), times=2)
    assert sorted(one[0] for one in changed([old], [late])) == ["new_pay", "pay_stopped"]
    early = stream("bolt", 7_000, first=NEWS, times=2)
    assert [one[0] for one in changed([old], [early])] == ["new_job"]


def test_pay_that_stopped_before_the_news_is_no_part_of_another_job() -> None:
    new = stream("bolt", 7_000, first=dt.date(2026, 4, 1))
    for due, kind in ((NEWS - BEFORE, "new_pay"), (NEWS, "new_job")):
        old = stream("acme", 3_000, next_due=due, status="ended")
        assert [one[0] for one in changed([old], [new])] == [kind]


def test_another_job_for_the_same_pay_is_news_too() -> None:
    old = stream("acme", 3_000, next_due=dt.date(2026, 4, 1), status="ended")
    new = stream("bolt", 3_000, first=dt.date(2026, 4, 1))
    assert [(one[0], one[4]) for one in changed([old], [new])] == [("new_job", 0)]


def test_a_rent_that_ends_and_another_one_are_a_move_but_a_gym_that_ends_is_none() -> None:
    gym = stream("gym", -1_000, next_due=dt.date(2026, 4, 1), status="ended")
    old = stream("maple rent", -9_000, next_due=dt.date(2026, 4, 1), status="ended")
    new = stream("harbour apartments", -9_500, first=dt.date(2026, 4, 2), times=3)
    assert changed([gym, old], [new]) == [
        ("bill_ended", dt.date(2026, 4, 1), 1_000, 0, 12_000, 0),
        ("moved", dt.date(2026, 4, 2), 9_000, 9_500, -6_000, 3),
    ]
    assert sorted(one[0] for one in changed([gym], [new])) == ["bill_ended", "new_rent"]


def test_one_job_that_ended_is_followed_by_one_other() -> None:
    old = stream("acme", 3_000, next_due=dt.date(2026, 4, 1), status="ended")
    new = [stream(payee, 5_000, first=dt.date(2026, 4, 2)) for payee in ("bolt", "crux")]
    assert sorted(one[0] for one in changed([old], new)) == ["new_job", "new_pay"]
    both = [old, stream("dune", 3_000, next_due=dt.date(2026, 4, 1), status="ended")]
    assert [one[0] for one in changed(both, new)] == ["new_job", "new_job"]


def weekly(before: int, after: int, weeks: int = 40) -> tuple[list[Row], dt.date]:
    """A payment on the last day of each week, the last eight of another size; a few days more before them."""
    days = [TODAY - dt.timedelta(days=7 * ago) for ago in range(weeks - 1, -1, -1)]
    rows = [(str(at), day, -(before if at < weeks - 8 else after), "SHOP") for at, day in enumerate(days)]
    return rows, days[0] - dt.timedelta(days=9)


def spending(rows: Sequence[Row], first: dt.date, again: Sequence[Stream] = (), ended: Sequence[Stream] = ()) -> Any:
    return told(detect(person(rows, again, ended, first=first)))


def test_eight_dearer_weeks_are_told_as_four_weeks_before_and_now_and_a_year_of_it() -> None:
    since = dt.date(2026, 5, 6)  # eight weeks ago
    assert spending(*weekly(7_000, 14_000)) == [("spending_up", since, 28_000, 56_000, -365_250, 0)]
    assert spending(*weekly(14_000, 7_000)) == [("spending_down", since, 56_000, 28_000, 365_250, 0)]


def test_three_tenths_more_or_less_are_a_change_of_spending_and_a_little_less_is_none() -> None:
    assert [len(spending(*weekly(10_000, cents))) for cents in (12_900, 13_100, 7_100, 6_900)] == [0, 1, 0, 1]


def test_where_nothing_was_spent_before_nothing_is_compared() -> None:
    rows, first = weekly(7_000, 14_000)
    assert [one[0] for one in spending(*weekly(1, 200))] == ["spending_up"]
    assert spending([row for row in rows if row[1] > TODAY - dt.timedelta(days=56)], first) == []


def test_money_in_and_payments_that_come_again_are_no_everyday_spending() -> None:
    rows, first = weekly(7_000, 7_000)
    refunds = [(f"in {row[0]}", row[1], 20_000, "REFUND") for row in rows[-8:]]
    bills = [(f"out {row[0]}", row[1], -20_000, "CLUB") for row in rows[-8:]]
    club = stream("club", -20_000, times=8, transaction_ids=tuple(row[0] for row in bills), next_due=LONG_AGO)
    assert spending([*rows, *refunds], first) == []
    assert spending([*rows, *bills], first, ended=[club]) == []
    assert [one[0] for one in spending([*rows, *bills], first)] == ["spending_up"]


def test_weeks_end_today_and_begin_six_days_before() -> None:
    """Five of the last eight weeks were dear, each paid on its first day; of four the median would be between."""
    weeks = range(39, -1, -1)
    days = [TODAY - dt.timedelta(days=7 * ago + 6) for ago in weeks]
    rows = [(str(ago), day, -(14_000 if 3 <= ago < 8 else 7_000), "SHOP") for ago, day in zip(weeks, days, strict=True)]
    first = days[0] - dt.timedelta(days=3)
    assert [(one[2], one[3]) for one in spending(rows, first)] == [(28_000, 56_000)]
