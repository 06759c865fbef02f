"""Changes of a life that transactions show: pay, rent, childcare, a move, bills. Each is a guess, to be asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from seqmatch.estimators.anomalies.level_shift import last_shift, unusual_window
from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.life_words import says
from seqmatch.features.recurring.payee import payee_key
from seqmatch.schemas.answers.planning_changes import Kind
from seqmatch.schemas.stream import TIMES_A_YEAR, Stream

LATELY = 120
"""Days within which a change is news."""
TOGETHER = 75
"""Days within which an end and a beginning may be one change."""
LEAST, LEAST_LOOSE = 0.02, 0.15
"""Smallest change of a fixed amount, and of pay that varies. Bills that vary, as energy does, are not asked about."""
ENOUGH, ENOUGH_LOOSE = 4, 6
"""Payments that one which has ended needs before, of a fixed and of a varying amount."""
LEAST_YEARLY = 6_000
"""Cents a year below which a change is no news."""
SPENDING = 0.3
"""Smallest change of everyday spending."""
FALSE_ALARM = 0.004
"""Chance of an alarm about spending in eight weeks without change."""
_ALWAYS: frozenset[Kind] = frozenset(("moved", "new_job"))
"""News also where they cost nothing."""


@dataclass(frozen=True)
class Detected:
    """A change that may have happened.

    Attributes
    ----------
    since : the first day of the new state: first payment at a new level, or the day a payment was due and did not come.
    before, after : cents each time, without sign; 0 where there was or is none. Of spending: cents in four
        usual weeks.
    yearly : by how many cents a year more comes in (or less leaves); below 0: less.
    stream : the payment; None of spending.
    times : payments that show it.
    """

    kind: Kind
    since: dt.date
    before: int
    after: int
    yearly: int
    stream: Stream | None
    times: int


def detect(person: Person) -> list[Detected]:
    """Changes of the last LATELY days, the largest a year first."""
    found = [one for stream in person.streams for one in _level(person, stream)]
    found += _begun(person)
    found += _ended(person)
    found = [one for one in found if one.stream is None or not says("interest", one.stream.payee)]
    found = [*_joined(found), *_spending(person)]
    since = person.today - dt.timedelta(days=LATELY)
    news = [one for one in found if one.since > since and (abs(one.yearly) >= LEAST_YEARLY or one.kind in _ALWAYS)]
    return sorted(news, key=lambda one: -abs(one.yearly))


def _level(person: Person, stream: Stream) -> list[Detected]:
    """A payment that goes on at another level."""
    dated = _payments(person, stream)
    pay, fixed = stream.direction == "in", stream.kind == "fixed"
    if not pay and not fixed:
        return []
    cents = [one for _, one in dated]
    shift = last_shift(cents, 3, 2 if pay else 1, LEAST) if fixed else last_shift(cents, 6, 4, LEAST_LOOSE)
    if shift is None:
        return []
    before, after = round(shift.before), round(shift.after)
    more = after > before
    if pay:
        kind: Kind = "pay_up" if more else "pay_down"
    elif says("housing", stream.payee):
        kind = "rent_up" if more else "rent_down"
    else:
        kind = "bill_up" if more else "bill_down"
    sign = 1 if pay else -1
    yearly = round(sign * (after - before) * TIMES_A_YEAR[stream.cadence])
    return [Detected(kind, dated[shift.place][0], before, after, yearly, stream, len(dated) - shift.place)]


def _begun(person: Person) -> list[Detected]:
    """Payments that come again and whose payee was never there before."""
    since = person.today - dt.timedelta(days=LATELY)
    if person.first > since - dt.timedelta(days=LATELY):
        return []
    seen = _first_seen(person)
    found = []
    for stream in person.streams:
        first = min(seen.get((stream.payee, stream.direction), stream.first), stream.first)
        if first <= since or stream.times < 2:
            continue
        pay = stream.direction == "in"
        about: list[tuple[Kind, bool]] = [
            ("new_pay", pay),
            ("new_rent", says("housing", stream.payee)),
            ("new_childcare", says("childcare", stream.payee)),
        ]
        kind: Kind = next((name for name, fits in about if fits), "new_bill")
        yearly = round((1 if pay else -1) * stream.amount_cents * TIMES_A_YEAR[stream.cadence])
        found.append(Detected(kind, stream.first, 0, stream.amount_cents, yearly, stream, stream.times))
    return found


def _ended(person: Person) -> list[Detected]:
    """Payments that came again and do no more."""
    since = person.today - dt.timedelta(days=LATELY)
    found = []
    going_on = {(one.payee, one.direction) for one in person.streams}
    for stream in person.ended:
        if stream.next_due <= since or (stream.payee, stream.direction) in going_on:
            continue
        if not _surely_ended(stream, person.today):
            continue
        pay = stream.direction == "in"
        kind: Kind = "pay_stopped" if pay else "childcare_ended" if says("childcare", stream.payee) else "bill_ended"
        yearly = round((-1 if pay else 1) * stream.amount_cents * TIMES_A_YEAR[stream.cadence])
        found.append(Detected(kind, stream.next_due, stream.amount_cents, 0, yearly, stream, 0))
    return found


def _surely_ended(stream: Stream, today: dt.date) -> bool:
    """Whether a bill that varies was left out twice: once is a bill that was skipped."""
    if stream.kind == "fixed" or stream.direction == "in":
        return stream.times >= ENOUGH
    twice = stream.next_due + dt.timedelta(days=365.25 / TIMES_A_YEAR[stream.cadence] + 7)
    return stream.times >= ENOUGH_LOOSE and twice <= today


def _joined(found: Sequence[Detected]) -> list[Detected]:
    """An end and a beginning of the same kind near each other as one change: another job, a move."""
    kept = list(found)
    joins: tuple[tuple[Kind, Kind, Kind], ...] = (
        ("pay_stopped", "new_pay", "new_job"),
        ("bill_ended", "new_rent", "moved"),
    )
    for ends, begins, kind in joins:
        over = [
            one
            for one in kept
            if one.kind == ends and (kind == "new_job" or (one.stream and says("housing", one.stream.payee)))
        ]
        for new in [one for one in kept if one.kind == begins]:
            old = next((one for one in over if abs((one.since - new.since).days) <= TOGETHER), None)
            if old is not None:
                kept = [one for one in kept if one not in (old, new)]
                over.remove(old)
                kept.append(
                    Detected(
                        kind,
                        new.since,
                        _monthly(old),
                        _monthly(new),
                        old.yearly + new.yearly,
                        new.stream,
                        new.times,
                    )
                )
    return kept


def _monthly(one: Detected) -> int:
    """Cents a month: two jobs may pay in different cadences."""
    assert one.stream is not None
    return round(max(one.before, one.after) * TIMES_A_YEAR[one.stream.cadence] / 12)


def _spending(person: Person) -> list[Detected]:
    """Everyday spending of the last eight weeks against the weeks before."""
    length = (person.today - person.first).days + 1
    daily = np.zeros(length)
    again = {name for stream in (*person.streams, *person.ended) for name in stream.transaction_ids}
    for name, day, cents in person.rows.select(pl.col("transaction_id"), "date", "amount_cents").iter_rows():
        if cents < 0 and name not in again:
            daily[(day - person.first).days] -= cents
    weeks = daily[length % 7 :].reshape(-1, 7).sum(axis=1)
    told = unusual_window(weeks, alarms=FALSE_ALARM)
    if told is None or told[1] <= 0 or abs(told[0] / told[1] - 1) < SPENDING:
        return []
    last, usual = told
    kind: Kind = "spending_up" if last > usual else "spending_down"
    yearly = round((usual - last) * 365.25 / 7)
    return [Detected(kind, person.today - dt.timedelta(days=55), round(4 * usual), round(4 * last), yearly, None, 0)]


def _payments(person: Person, stream: Stream) -> list[tuple[dt.date, int]]:
    """Days and cents without sign, in the order of days."""
    known = {
        name: (day, abs(cents))
        for name, day, cents in person.rows.filter(pl.col("transaction_id").is_in(list(stream.transaction_ids)))
        .select("transaction_id", "date", "amount_cents")
        .iter_rows()
    }
    return sorted(known[name] for name in stream.transaction_ids if name in known)


def _first_seen(person: Person) -> dict[tuple[str, str], dt.date]:
    """The first day of any payment of a payee, by payee and direction."""
    seen: dict[tuple[str, str], dt.date] = defaultdict(lambda: dt.date.max)
    for day, cents, text, merchant in person.rows.select("date", "amount_cents", "description", "merchant").iter_rows():
        key = payee_key(text, merchant), "in" if cents > 0 else "out"
        seen[key] = min(seen[key], day)
    return dict(seen)
