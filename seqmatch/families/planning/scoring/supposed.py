"""What a supposed change does to the months that are expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import Literal

import numpy as np

from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.expected import CHANGE, OTHER_PAY, Flow
from seqmatch.families.planning.scoring.life_words import says
from seqmatch.features.recurring.calendar_days import due_in, month_of
from seqmatch.features.recurring.payee import payee_key
from seqmatch.schemas.stream import TIMES_A_YEAR, Direction, Stream

Kind = Literal["pay", "lost_job", "bill", "new_bill", "cancelled_bill", "purchase", "repair", "move"]


@dataclass(frozen=True)
class Supposed:
    """A change that is asked about; cents without sign, a month's for what comes again.

    Attributes
    ----------
    day : from when, or when.
    streams : places of the person's payments that it is of.
    monthly : the new pay or bill a month, benefits while there is no job; None: as today.
    times : what the pay is multiplied with; None: ``monthly`` says it.
    once : paid once on the day.
    months : without a job.
    """

    kind: Kind
    day: dt.date
    streams: tuple[int, ...] = ()
    monthly: int | None = None
    times: float | None = None
    once: int = 0
    months: int = 0


def monthly_of(stream: Stream) -> float:
    """Cents a month."""
    return stream.amount_cents * TIMES_A_YEAR[stream.cadence] / 12


def pay_streams(person: Person) -> tuple[int, ...]:
    """Places of the largest pay that comes again; empty where none does."""
    places = [place for place, one in enumerate(person.streams) if one.direction == "in"]
    if not places:
        return ()
    sums: dict[str, float] = {}
    for place in places:
        payee = person.streams[place].payee
        sums[payee] = sums.get(payee, 0.0) + monthly_of(person.streams[place])
    main = max(sums, key=lambda payee: (sums[payee], payee))
    return tuple(place for place in places if person.streams[place].payee == main)


def named_streams(person: Person, name: str, direction: Direction) -> tuple[int, ...]:
    """Places of the payments that a person calls so: by the same words, else by a part of them."""
    asked = payee_key(name) or " ".join(name.lower().split())
    mine = [(place, one.payee) for place, one in enumerate(person.streams) if one.direction == direction]
    same = [place for place, payee in mine if payee == asked]
    parts = [place for place, payee in mine if set(asked.split()) <= set(payee.split()) or asked in payee]
    return tuple(same or parts)


def rent_streams(person: Person) -> tuple[int, ...]:
    """The place of the largest payment whose words are about housing; empty where none is."""
    mine = [
        place
        for place, one in enumerate(person.streams)
        if one.direction == "out" and says("housing", one.payee) and one.cadence not in ("yearly", "half_yearly")
    ]
    return (max(mine, key=lambda place: monthly_of(person.streams[place])),) if mine else ()


def with_changes(flows: Sequence[Flow], changes: Sequence[Supposed], person: Person, until: dt.date) -> list[Flow]:
    """The flows as they are when all changes happen, in their order."""
    changed = list(flows)
    for change in changes:
        changed = _with(changed, change, person, until)
    return changed


def _with(flows: list[Flow], change: Supposed, person: Person, until: dt.date) -> list[Flow]:
    streams = set(change.streams) or ({OTHER_PAY} if change.kind in ("pay", "lost_job") else set())
    added: list[Flow] = []
    if change.kind == "lost_job":
        back = _months_after(change.day, change.months)
        flows = [one for one in flows if one.of not in streams or not change.day <= one.day < back]
        added = _monthly(change.day, min(until, back - dt.timedelta(days=1)), change.monthly or 0, 1)
    elif change.kind in ("pay", "bill", "move"):
        times = change.times if change.times is not None else _times(change, person)
        flows = [
            replace(one, cents=int(one.cents * times)) if one.of in streams and one.day >= change.day else one
            for one in flows
        ]
    elif change.kind == "cancelled_bill":
        flows = [one for one in flows if one.of not in streams or one.day < change.day]
    elif change.kind == "new_bill":
        added = _monthly(change.day, until, change.monthly or 0, -1)
    if change.once and change.day <= until:
        added.append(Flow(change.day, -change.once, CHANGE, change.kind))
    return [one for one in [*flows, *added] if one.cents]


def _times(change: Supposed, person: Person) -> float:
    """What its payments are multiplied with, so that they come to the month that is asked about."""
    if change.monthly is None:
        return 1.0
    if not change.streams:
        now = float(np.median(person.came[-6:])) if len(person.came) else 0.0
    else:
        now = sum(monthly_of(person.streams[place]) for place in change.streams)
    return change.monthly / now if now else 1.0


def _monthly(first: dt.date, until: dt.date, cents: int, sign: int) -> list[Flow]:
    if not cents:
        return []
    days = takewhile(lambda day: day <= until, (_months_after(first, number) for number in count()))
    return [Flow(day, sign * cents, CHANGE, "new") for day in days]


def _months_after(day: dt.date, months: int) -> dt.date:
    return dt.date.fromordinal(due_in(month_of(day.toordinal()) + months, day.day))
