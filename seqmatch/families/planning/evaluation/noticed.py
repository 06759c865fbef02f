"""How many changes of generated lives are asked about, how many questions are about one, how late; and false alarms.

Synthetic. What changed is known from the agreements of each household. The rival is three rules that anybody would
write first: another amount than the time before, a payee not seen before, nothing for 45 days.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from seqmatch.data.synthetic.lives.due import a_month
from seqmatch.data.synthetic.lives.generate import START, generate_lives, household_of, luck_of
from seqmatch.families.planning.person import Person, person_of
from seqmatch.families.planning.scoring.detected import detect
from seqmatch.features.recurring.payee import payee_key

DAYS, STEP, WARM = 730, 28, 300
"""Days of each life, days between two looks at it, and days before the first."""
NEAR = 45
USERS, SEED, RESAMPLED = 100, 40_017, 1_000
Group = Literal["level", "begun", "ended"]
GROUPS: dict[str, Group] = {
    **dict.fromkeys(("pay_up", "pay_down", "rent_up", "rent_down", "bill_up", "bill_down"), "level"),
    **dict.fromkeys(("new_pay", "new_job", "new_rent", "moved", "new_childcare", "new_bill"), "begun"),
    **dict.fromkeys(("pay_stopped", "childcare_ended", "bill_ended"), "ended"),
}


class Event(NamedTuple):
    """A true change, or a question: whose, of which agreement, what, and from which day."""

    user: str
    stream: str | None
    group: Group
    day: dt.date


class Asked(NamedTuple):
    """A question and the day it was asked first."""

    event: Event
    on: dt.date


@dataclass(frozen=True)
class Noticed:
    """One detector, on lives with changes and on a control without.

    Attributes
    ----------
    recall, precision : with 95 % intervals over households.
    days_late : median days from the first payment at a new level, or the first missed one, to the question.
    false_alarms : questions a year and person on the control.
    spending_alarms : of them, about everyday spending.
    """

    who: str
    events: int
    asked: int
    recall: tuple[float, float, float]
    precision: tuple[float, float, float]
    days_late: float
    false_alarms: tuple[float, float, float]
    spending_alarms: float
    by_group: dict[Group, tuple[float, float]]


def measure(users: int = USERS, seed: int = SEED, step: int = STEP) -> list[Noticed]:
    """Ours and the rival."""
    lives = generate_lives(users, DAYS, seed).transactions
    calm = generate_lives(users, DAYS, seed + 1, calm=True).transactions
    truth = true_events(lives, users, seed)
    asked, false = questions(lives, step), questions(calm, step)
    return [_figures(who, truth, asked[who], false[who], users) for who in DETECTORS]


def true_events(rows: pl.DataFrame, users: int, seed: int) -> list[Event]:
    """What changed, of what statements show at least three times before (two after a beginning)."""
    last = START + dt.timedelta(days=DAYS - 1)
    paid: dict[str, list[dt.date]] = defaultdict(list)
    for stream, day in rows.filter(pl.col("stream").is_not_null()).select("stream", "date").iter_rows():
        paid[stream].append(day)
    events = []
    for number in range(users):
        user = f"user-{number:05d}"
        home = household_of(luck_of(seed, number), seed, START, last)
        for place, one in enumerate(home.agreements):
            stream = f"{user}-s{place}"
            days, step = sorted(paid.get(stream, [])), 30.44 / a_month(one.cadence)
            room = dt.timedelta(days=2 * step + 21)
            if not one.regular or len(days) < 2:
                continue
            for when, times in one.changes:
                after = [day for day in days if day >= when]
                if after and len(days) - len(after) >= 3 and abs(times - 1) >= 0.02 and after[0] + room <= last:
                    events.append(Event(user, stream, "level", after[0]))
            if one.trial and len(days) > 3:
                events.append(Event(user, stream, "level", days[1]))
            if one.starts > START + dt.timedelta(days=WARM - 60) and days[0] + room <= last:
                events.append(Event(user, stream, "begun", days[0]))
            missed = days[-1] + dt.timedelta(days=step)
            if one.ends <= last and len(days) >= 3 and missed + room <= last:
                events.append(Event(user, stream, "ended", missed))
    begin = START + dt.timedelta(days=WARM - 30)
    return [one for one in events if one.day >= begin]


def questions(rows: pl.DataFrame, step: int = STEP) -> dict[str, list[Asked]]:
    """By detector, every question once, with the day it was asked first, looking every ``step`` days."""
    asked: dict[str, list[Asked]] = {who: [] for who in DETECTORS}
    for mine in rows.partition_by("user", maintain_order=True):
        user, streams = str(mine["user"][0]), dict(mine.select("transaction_id", "stream").iter_rows())
        known: dict[str, list[Event]] = {who: [] for who in DETECTORS}
        for number in range(WARM, DAYS, step):
            person = person_of(mine, START + dt.timedelta(days=number))
            for who, detector in DETECTORS.items():
                for event in detector(person, user, streams):
                    if not any(_same(event, one) for one in known[who]):
                        known[who].append(event)
                        asked[who].append(Asked(event, person.today))
    return asked


def _same(one: Event, two: Event) -> bool:
    return one[:3] == two[:3] and abs((one.day - two.day).days) <= NEAR


def _ours(person: Person, user: str, streams: dict[str, str | None]) -> list[Event]:
    found = []
    for one in detect(person):
        if one.stream is None:
            found.append(Event(user, "spending", "level", one.since))
            continue
        found.append(Event(user, _agreement(one.stream.transaction_ids, streams), GROUPS[one.kind], one.since))
    return found


def _agreement(names: Sequence[str], streams: dict[str, str | None]) -> str | None:
    told = [streams.get(name) for name in names]
    return max(set(told), key=lambda one: (told.count(one), one or ""))


def _rival(person: Person, user: str, streams: dict[str, str | None]) -> list[Event]:
    groups: dict[tuple[str, bool], list[tuple[dt.date, int, str]]] = defaultdict(list)
    for name, day, cents, text, merchant in person.rows.select(
        "transaction_id", "date", "amount_cents", "description", "merchant"
    ).iter_rows():
        key = payee_key(text, merchant)
        if key:
            groups[key, cents > 0].append((day, abs(cents), name))
    found = []
    for some in groups.values():
        stream = _agreement([name for _, _, name in some], streams)
        first, last = some[0][0], some[-1][0]
        if len(some) >= 3 and abs(some[-1][1] / max(1, some[-2][1]) - 1) >= 0.02 and some[-2][1] == some[-3][1]:
            found.append(Event(user, stream, "level", last))
        if len(some) >= 2 and (person.today - first).days <= 92:
            found.append(Event(user, stream, "begun", first))
        if len(some) >= 3 and 45 <= (person.today - last).days <= 92:
            found.append(Event(user, stream, "ended", last + dt.timedelta(days=30)))
    return found


DETECTORS: dict[str, Callable[[Person, str, dict[str, str | None]], list[Event]]] = {
    "ours": _ours,
    "three rules": _rival,
}


def _figures(who: str, truth: Sequence[Event], asked: Sequence[Asked], false: Sequence[Asked], users: int) -> Noticed:
    names = [f"user-{number:05d}" for number in range(users)]
    at = {name: place for place, name in enumerate(names)}
    counts = np.zeros((users, 5))  # events, noticed, asked, right, false on the control
    late = []
    groups: dict[Group, list[int]] = {group: [0, 0, 0, 0] for group in ("level", "begun", "ended")}
    for event in truth:
        first = min((one.on for one in asked if _same(one.event, event)), default=None)
        counts[at[event.user], 0] += 1
        groups[event.group][0] += 1
        if first is not None:
            counts[at[event.user], 1] += 1
            groups[event.group][1] += 1
            late.append((first - event.day).days)
    for one in asked:
        right = any(_same(one.event, event) for event in truth)
        if one.event.stream == "spending" or (not right and _at_the_edge(one)):
            continue
        counts[at[one.event.user], 2] += 1
        counts[at[one.event.user], 3] += right
        groups[one.event.group][2] += 1
        groups[one.event.group][3] += right
    for one in false:
        counts[at[one.event.user], 4] += 1
    years = (DAYS - WARM) / 365.25
    drawn = np.random.default_rng(SEED).integers(0, users, (RESAMPLED, users))
    sums = counts[drawn].sum(axis=1)
    return Noticed(
        who,
        len(truth),
        int(counts[:, 2].sum()),
        _with_interval(counts[:, 1].sum() / counts[:, 0].sum(), sums[:, 1] / sums[:, 0]),
        _with_interval(counts[:, 3].sum() / counts[:, 2].sum(), sums[:, 3] / sums[:, 2]),
        float(np.median(late)) if late else 0.0,
        _with_interval(counts[:, 4].sum() / users / years, sums[:, 4] / users / years),
        sum(one.event.stream == "spending" for one in false) / users / years,
        {group: (right / max(1, events), true / max(1, all_)) for group, (events, right, all_, true) in groups.items()},
    )


def _at_the_edge(one: Asked) -> bool:
    """Whether the truth of a question may lie outside the days that are counted."""
    begin = START + dt.timedelta(days=WARM - 30 + NEAR)
    last = START + dt.timedelta(days=DAYS - 1 - 90)
    return not begin <= one.event.day <= last


def _with_interval(value: float, drawn: np.ndarray) -> tuple[float, float, float]:
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(value), float(low), float(high)
