"""What changed of late: prices, new and lapsed payments, unusual amounts, and the season."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.anomalies.unusual_amounts import FEWEST, told, unusual
from seqmatch.estimators.forecasting.stl import beyond_chance
from seqmatch.families.coaching.person import Person
from seqmatch.features.recurring.payee import payee_key
from seqmatch.schemas.stream import TIMES_A_YEAR, Stream

LATELY = 92
"""Days that count as lately."""
Change = Literal["price up", "price down", "new", "lapsed", "late"]
MONTHS_NEEDED = 24


@dataclass(frozen=True)
class Changed:
    """A recurring payment that changed; ``date`` is when, or when it was due."""

    what: Change
    stream: Stream
    date: dt.date
    yearly_cents: int
    """By how much a year now costs more; negative for less."""


@dataclass(frozen=True)
class Unusual:
    """A payment that is unusually large for its payee or category."""

    transaction_id: str
    date: dt.date
    of: str
    cents: int
    usual_cents: int
    z: float


def changes_of(person: Person) -> list[Changed]:
    """Changes of the last LATELY days, the latest first; own transfers that come again are no bills."""
    since = person.today - dt.timedelta(days=LATELY)
    known_before = person.days > 2 * LATELY
    found = []
    for stream in person.outside:
        a_year = TIMES_A_YEAR[stream.cadence]
        price = stream.price_change
        if stream.direction == "out" and price is not None and price.date > since and stream.status != "ended":
            more = price.after_cents - price.before_cents
            found.append(Changed("price up" if more > 0 else "price down", stream, price.date, round(more * a_year)))
        if stream.first > since and known_before and stream.status != "ended":
            found.append(Changed("new", stream, stream.first, round(stream.amount_cents * a_year)))
        if stream.status == "ended" and stream.next_due > since:
            found.append(Changed("lapsed", stream, stream.next_due, -round(stream.amount_cents * a_year)))
        if stream.status == "late":
            found.append(Changed("late", stream, stream.overdue or stream.next_due, 0))
    return sorted(found, key=lambda one: one.date, reverse=True)


def unusual_payments(person: Person, lately: int = LATELY) -> list[Unusual]:
    """Payments of the last days far above what was paid there before: by payee, else by category; the latest first."""
    groups: dict[str, list[tuple[dt.date, int, str]]] = defaultdict(list)
    columns = ("date", "amount_cents", "transaction_id", "description", "merchant", "category", "own_transfer")
    for date, cents, name, text, merchant, category, own in person.frame.select(columns).iter_rows():
        if cents < 0 and not own:
            for key in (payee_key(text, merchant), f"category {category}" if category else ""):
                if key:
                    groups[key].append((date, -cents, name))
    since = person.today - dt.timedelta(days=lately)
    found: dict[str, Unusual] = {}
    for key in sorted(groups, key=lambda one: one.startswith("category ")):
        some = groups[key]
        if len(some) <= FEWEST or some[-1][0] <= since:
            continue
        amounts = [cents for _, cents, _ in some]
        scores, large = unusual(amounts), told(amounts)
        for place, ((date, cents, name), z) in enumerate(zip(some, scores, strict=True)):
            if date > since and large[place] and name not in found:
                usual = int(np.median([one for _, one, _ in some[:place]]))
                found[name] = Unusual(name, date, key, cents, usual, round(float(z), 1))
    return sorted(found.values(), key=lambda one: (one.date, one.transaction_id), reverse=True)


def season_of(person: Person) -> dict[int, float] | None:
    """Month (1 to 12) -> spending a day against the trend, months beyond chance only; None under 2 years.

    STL of the logarithm of whole months, against months that change places within each twelve. Payments that come
    again are left out: a bill of every June is a bill.
    """
    months: dict[int, list[float]] = defaultdict(list)
    for number, cents in enumerate(everyday(person).tolist()):
        day = person.first + dt.timedelta(days=number)
        months[12 * day.year + day.month - 1].append(cents)
    keys = sorted(months)[1:-1]
    if len(keys) < MONTHS_NEEDED:
        return None
    values = np.array([np.mean(months[key]) for key in keys])
    if values.min() <= 0:
        return {}
    found = beyond_chance(np.log(values), 12)
    return {(keys[0] + phase) % 12 + 1: round(math.exp(apart), 2) for phase, apart in found.items()}


def everyday(person: Person) -> NDArray[np.float64]:
    """What was spent on each day on what does not come again, cents, shape (days,).

    Each day counts at most its 95th percentile: one laptop is no season.
    """
    again = {name for stream in person.streams for name in stream.transaction_ids}
    spent = person.spent.astype(float)
    for date, cents, name, own in person.frame.select(
        "date", "amount_cents", "transaction_id", "own_transfer"
    ).iter_rows():
        if cents < 0 and not own and name in again:
            spent[(date - person.first).days] += cents
    bought = spent[spent > 0]
    return spent if not len(bought) else np.minimum(spent, np.quantile(bought, 0.95))
