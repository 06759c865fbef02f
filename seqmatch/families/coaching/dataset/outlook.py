"""An account as of a day in numbers, and what happened after it: what a balance ahead is learned from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.cash_path import HORIZON, Regular, Values
from seqmatch.estimators.forecasting.low_balance_features import FEWEST_DAYS, LOW_DAYS, SPREAD_DAYS, AccountNow
from seqmatch.families.coaching.dataset.account_kinds import begins, kind_of
from seqmatch.families.coaching.person import Account, Person, people
from seqmatch.schemas.stream import Cadence, Stream

STEP_DAYS: dict[Cadence, int] = {"weekly": 7, "fortnightly": 14, "four_weekly": 28}
STEP_MONTHS: dict[Cadence, int] = {"monthly": 1, "two_monthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
RECENT_TIMES = 8
"""Payments of a stream whose amounts and delays are drawn from."""
MOST_DELAY = 5
LATE_CHANCE = 0.7
"""Chance that a payment which is late still comes within days."""
AT_ZERO = 0.02
"""Share of days below 0 from which an account lives around 0."""
OWN_FLOOR = 0.1
"""Share of its last half year that an account which stays above 0 has been below its own floor."""
EARLIEST = 90
"""Days of history before the first day that is learned from."""


@dataclass(frozen=True, eq=False)
class Example:
    """An account as of a day, and the balance on each day after it.

    Attributes
    ----------
    ahead : shape (days,), cents, at the end of each day that followed, at least 30, at most :data:`HORIZON`.
    """

    user: str | None
    account: str
    today: dt.date
    now: AccountNow
    ahead: Values

    @property
    def floor(self) -> float:
        """Cents; the account's own one, as it is told where nobody gives one."""
        return default_floor(self.now)

    @property
    def lowest(self) -> float:
        """Cents, within 30 days."""
        return float(self.ahead[:LOW_DAYS].min())


def account_now(person: Person, account: Account) -> AccountNow | None:
    """The account in numbers; None where nobody tells its balance."""
    balances = account.balances
    if balances is None:
        return None
    return AccountNow(balances[begins(account) :].astype(np.float64), *movements(person, account))


def movements(person: Person, account: Account) -> tuple[list[Regular], Values]:
    """An account's payments that come again and have not ended, and whole weeks of all its other movements.

    The weeks have shape (n_weeks, 7) and end today. Transfers between own accounts move an account like all else.
    """
    known = person.moved.get(account.name, {})
    other = account.flow.astype(np.float64)
    regulars = []
    for stream in person.streams:
        mine = [known[name] for name in stream.transaction_ids if name in known]
        for day, cents in mine:
            other[day] -= cents
        if mine and stream.status != "ended" and (stream.account or "") == account.name:
            regulars.append(_regular(stream, mine, person))
    whole = (len(other) - begins(account)) // 7
    return regulars, other[len(other) - 7 * whole :].reshape(whole, 7)


def _regular(stream: Stream, payments: Sequence[tuple[int, int]], person: Person) -> Regular:
    recent = payments[-RECENT_TIMES:]
    same = stream.kind == "fixed" or len({cents for _, cents in recent[-3:]}) == 1
    cents = [recent[-1][1]] if same else [cents for _, cents in recent]
    first = (stream.next_due - person.today).days
    due = [max(day, 1) for day in _due(stream, person.today) if day > 0 or day == first]
    if stream.status == "late" and stream.direction == "out" and first > 1:
        due = [1, *due]
    missed = (stream.missed + 0.5) / (stream.times + stream.missed + 1)
    return Regular(
        np.array(due, np.int64),
        np.array(cents, np.float64),
        _delays(stream, [day for day, _ in recent], person.first),
        (LATE_CHANCE if stream.status == "late" else 1.0) * (1 - missed if stream.missed else 1 - 0.5 * missed),
    )


def _due(stream: Stream, today: dt.date) -> Iterator[int]:
    """Days after today on which it is due, within the horizon; the first may be past."""
    day, before = stream.next_due, stream.last
    place = 0
    while (ahead := (day - today).days) <= HORIZON:
        yield ahead
        place += 1
        if stream.cadence in STEP_DAYS:
            day = stream.next_due + dt.timedelta(days=place * STEP_DAYS[stream.cadence])
        elif stream.cadence == "twice_monthly":
            start = stream.next_due if place % 2 == 0 else before
            day = _months_later(start, place // 2 if place % 2 == 0 else (place + 1) // 2)
        else:
            day = _months_later(stream.next_due, place * STEP_MONTHS[stream.cadence])


def _months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    after = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), after - dt.timedelta(days=1))


def _delays(stream: Stream, days: Sequence[int], first: dt.date) -> NDArray[np.int64]:
    """Days by which its payments stray from their usual day."""
    if stream.cadence == "twice_monthly" or len(days) < 3:
        return np.zeros(1, np.int64)
    if stream.cadence in STEP_DAYS:
        step = STEP_DAYS[stream.cadence]
        at = np.array(days) % step
    else:
        step = 30
        at = np.array([(first + dt.timedelta(days=day)).day for day in days])
    around = (at - at[-1] + step // 2) % step
    stray = around - int(np.median(around))
    return np.asarray(np.clip(stray, -MOST_DELAY, MOST_DELAY), np.int64)


def default_floor(now: AccountNow) -> float:
    """Cents: 0 where the account lives around 0, else what its balance was below on one day in ten of the last 180.

    Most accounts never fall below 0, and odds of that say nothing; what they fall below now and then does.
    """
    recent = now.balances[-SPREAD_DAYS:]
    if (recent < 0).mean() >= AT_ZERO:
        return 0.0
    return float(np.floor(np.quantile(recent, OWN_FLOOR)))


def examples(whole: pl.DataFrame, days: Sequence[dt.date]) -> list[Example]:
    """Everybody's accounts that hold money, as of each of ``days``, where 90 days are before it and 30 after it.

    Parameters
    ----------
    whole : a :func:`seqmatch.families.coaching.person.history`.
    """
    then = {(one.user, one.currency): one for one in people(whole)}
    found = []
    for today in days:
        for person in people(whole, today):
            later = then[person.user, person.currency]
            if (later.today - today).days >= LOW_DAYS and person.days >= FEWEST_DAYS:
                found += list(_examples(person, later))
    return found


def _examples(person: Person, later: Person) -> Iterator[Example]:
    for name, account in person.accounts.items():
        if person.days - begins(account) < EARLIEST or kind_of(person, account) != "holds":
            continue
        now = account_now(person, account)
        if now is not None:
            after = later.accounts[name].flow[person.days : person.days + HORIZON]
            yield Example(person.user, name, person.today, now, now.today + np.cumsum(after.astype(np.float64)))


def spaced_days(whole: pl.DataFrame, times: int, step: int = 30) -> list[dt.date]:
    """Days to look from, ``step`` days apart, the last one 30 days before the end of the history, earliest first.

    A step that is no whole number of weeks or months sees every place of the month.
    """
    last = whole["date"].max()
    assert isinstance(last, dt.date)
    return [last - dt.timedelta(days=LOW_DAYS + step * back) for back in reversed(range(times))]
