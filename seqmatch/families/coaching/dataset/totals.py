"""Windows of people's spending: what each day showed, and the four weeks that came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from seqmatch.estimators.forecasting.windows import AHEAD, BACK, Floats, Windows, together
from seqmatch.families.coaching.person import Person
from seqmatch.features.recurring.ahead import days_due

HORIZON = 7 * AHEAD
"""Days."""
LEAST_DAYS = 14
"""Of history, below which nothing is told."""
MOST_BACK = 14
"""Times four weeks that are looked back on."""
MOST_ROWS = 120_000
"""Transactions in which recurring payments of the past are looked for: it takes the most time of all."""
RECENT = 13
"""Weeks of which the usual share of recurring payments is taken."""


def always(place: int) -> bool:
    """For every day."""
    return True


def windows(persons: Sequence[Person], back: Sequence[int] = (0,), streams: Callable[[int], bool] = always) -> Windows:
    """A row for each person at each of some days, by day; of people with too short a history at the day none.

    Parameters
    ----------
    persons : as known today; what came after a day is only ever in ``spent``.
    back : days before each person's today.
    streams : of a row's place in ``back``, whether its recurring payments are looked for: they take most of the time.
    """
    rows = []
    for place, days in enumerate(back):
        for number, person in enumerate(persons):
            then = person.as_of(person.today - dt.timedelta(days=days))
            if then is not None and then.days >= LEAST_DAYS:
                rows.append(_row(number, person, then, streams(place)))
    days_of = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
    shapes = ((BACK,), (), (AHEAD,), (), (3, AHEAD), (AHEAD,))
    arrays = [
        np.array([row[place + 2] for row in rows], np.float64).reshape(len(rows), *shape)
        for place, shape in enumerate(shapes)
    ]
    return Windows(days_of[:, 0], days_of[:, 1], *arrays)


def past_windows(persons: Sequence[Person], most: int = MOST_BACK, looked: int | None = None) -> Windows:
    """Every four weeks of people's past that is over today, the latest first, at most ``most`` of each.

    Recurring payments are looked for in the latest ``looked`` ones (None: all), as far back as :data:`MOST_ROWS`
    transactions allow.
    """
    size = sum(len(person.frame) for person in persons)
    return windows(
        persons, [HORIZON * (place + 1) for place in range(most)], lambda place: _in_reach(place, size, looked)
    )


def past_windows_of_parts(
    parts: Iterable[Sequence[Person]], size: int, looked: int | None, most: int = MOST_BACK
) -> Windows:
    """As :func:`past_windows` of the people of all parts together, numbered through; who raises an error has none.

    Parameters
    ----------
    parts : one is asked for at a time.
    size : transactions of all people.
    """
    found: list[list[Windows]] = [[] for _ in range(most)]
    first = 0
    for persons in parts:
        for place, some in enumerate(found):
            for number, one in _each(persons, HORIZON * (place + 1), _in_reach(place, size, looked)):
                some.append(replace(one, person=one.person + first + number))
        first += len(persons)
    return together(list(chain.from_iterable(found)))


def _in_reach(place: int, size: int, looked: int | None) -> bool:
    return (looked is None or place < looked) and (place + 1) * size <= MOST_ROWS


def _each(persons: Sequence[Person], back: int, streams: bool) -> list[tuple[int, Windows]]:
    """Windows of people, with the number of the first of them; each alone where one of them cannot be read."""
    try:
        return [(0, windows(persons, (back,), lambda _: streams))]
    except Exception:
        if len(persons) == 1:
            return []
        return [(number, one) for number, person in enumerate(persons) for _, one in _each([person], back, streams)]


def _row(
    number: int, person: Person, then: Person, streams: bool
) -> tuple[int, int, Floats, float, Floats, float, Floats, Floats]:
    weeks = np.full(BACK, np.nan)
    known = then.weeks(then.spent)[-BACK:]
    weeks[BACK - len(known) :] = known
    due, usual = _due(then) if streams else (np.full(AHEAD, np.nan), np.nan)
    return (
        number,
        then.today.toordinal(),
        weeks,
        float(np.mean(then.weeks(then.received)[-RECENT:])),
        due,
        usual,
        _months_back(then),
        _coming(person, then),
    )


def _coming(person: Person, then: Person) -> Floats:
    """Cents of the weeks after the day; NaN where not all four are over."""
    after = person.spent[then.days : then.days + HORIZON]
    if len(after) < HORIZON:
        return np.full(AHEAD, np.nan)
    return np.asarray(after.reshape(AHEAD, 7).sum(axis=1), np.float64)


def _due(then: Person) -> tuple[Floats, float]:
    """What running payments take in each coming week, and what they took in a usual one of the last weeks."""
    due, took = np.zeros(AHEAD), 0
    since = then.today - dt.timedelta(days=7 * RECENT)
    late = then.frame.tail(len(then.frame) - int(then.frame["date"].search_sorted(since, side="right")))
    cents = dict(zip(late["transaction_id"], late["amount_cents"], strict=True))
    own = set(then.frame.filter("own_transfer")["transaction_id"])
    for stream in then.streams:
        if stream.direction == "out" and stream.status != "ended" and stream.transaction_ids[-1] not in own:
            for day in days_due(stream, then.today, HORIZON):
                due[(day - then.today.toordinal() - 1) // 7] += stream.amount_cents
            took -= sum(cents.get(one, 0) for one in stream.transaction_ids)
    return due, took / max(1.0, min(RECENT, then.days / 7))


def _months_back(then: Person) -> Floats:
    """Cents of the same days of earlier months, shape (3, AHEAD)."""
    before = np.concatenate([[0], np.cumsum(then.spent)])
    found = np.full((3, AHEAD), np.nan)
    for months in range(3):
        start = then.days - days_back(then.today, months + 1)
        edges = start + 7 * np.arange(AHEAD + 1)
        if edges[0] >= 0:
            found[months] = np.diff(before[np.minimum(edges, then.days)])
    return found


def days_back(day: dt.date, months: int) -> int:
    """Days to the same day of the month so many months before; the last one where that month is shorter."""
    index = 12 * day.year + day.month - 1 - months
    year, month = divmod(index, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return (day - dt.date(year, month + 1, min(day.day, last))).days
