"""How often days come again, against what chance would do: the schedule that explains them best."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seqmatch.features.recurring.calendar_days import (
    DAY_STEPS,
    DAYS_A_MONTH,
    MONTH_STEPS,
    Schedule,
    days_of_month,
    month_of,
)
from seqmatch.schemas.stream import Cadence

TOLERANCES: dict[Cadence, tuple[int, ...]] = {
    "weekly": (0, 1),
    "fortnightly": (0, 1, 2),
    "four_weekly": (0, 1, 2),
    "twice_monthly": (0, 1, 2, 3),
    "monthly": (0, 1, 2, 3, 4, 5),
    "two_monthly": (1, 3, 5, 7),
    "quarterly": (1, 3, 5, 8),
    "half_yearly": (1, 3, 6, 9),
    "yearly": (1, 3, 6, 10),
}
"""Days before or after the day due within which a payment counts as that one; the fit chooses."""
GAINS = {
    cadence: [(one, math.log(Schedule(cadence, ()).days / (2 * one + 1))) for one in tolerances]
    for cadence, tolerances in TOLERANCES.items()
}
"""Of each tolerance, what a payment within it adds to the score: how much likelier it is there than by chance."""
SKIPPED = 1.2
OUTSIDE = 3.0
TWICE = 3.0
"""What a time without payment, a payment at no time, and a second one at a time take from the score."""
FEWEST_SHARE = 0.6
"""Of the times between the first and the last that must have a payment."""
MOST_OUTSIDE = 0.2


@dataclass(frozen=True)
class Fit:
    """A schedule and how well it explains some days.

    Attributes
    ----------
    score : natural logarithm of how much likelier the days are than by chance, less what speaks against it.
    tolerance : days.
    numbers : of the time each day belongs to, None where it belongs to none.
    missed : times between the first and the last without payment.
    """

    schedule: Schedule
    score: float
    tolerance: int
    numbers: tuple[int | None, ...]
    missed: int


def fit(days: Sequence[int]) -> Fit | None:
    """The best schedule of ordinal ``days``, sorted; None where none explains them."""
    best: Fit | None = None
    for schedule in _schedules(days):
        found = _judged(schedule, days, -math.inf if best is None else best.score)
        if found is not None and (best is None or found.score > best.score + 1e-9):
            best = found
    return best


def _schedules(days: Sequence[int]) -> Iterator[Schedule]:
    span = days[-1] - days[0]
    each = span / max(len(days) - 1, 1)
    for cadence, step in DAY_STEPS.items():
        if 0.6 * step <= each <= 1.6 * step:
            phases = Counter([day % step for day in days])
            for phase in _usual(phases, 3):
                yield Schedule(cadence, (days[0] + (phase - days[0]) % step,))
    if 10 <= each <= 22:
        usual = _usual(Counter(days_of_month(days)), 4)
        for first in usual:
            for second in usual:
                if 12 <= second - first <= 18:
                    yield Schedule("twice_monthly", (first, second))
    anchors: Counter[int] = Counter()
    for cadence, step in MONTH_STEPS.items():
        if 0.6 * DAYS_A_MONTH * step <= each <= 1.6 * DAYS_A_MONTH * step:
            anchors = anchors or Counter(days_of_month(days))
            phases = Counter([month_of(day) % step for day in days])
            for anchor in _usual(anchors, 4):
                for phase in _usual(phases, 2):
                    yield Schedule(cadence, (anchor,), phase)


def _usual(counted: Counter[int], most: int) -> list[int]:
    """What comes most often; of few values a sort is faster than the heap of ``Counter.most_common``."""
    return sorted(counted, key=counted.__getitem__, reverse=True)[:most]


def _judged(schedule: Schedule, days: Sequence[int], known: float) -> Fit | None:
    """How well a schedule explains days; None where that is not, or no better than what is ``known`` of another."""
    gains = GAINS[schedule.cadence]
    places = _places(schedule, days) if (len(days) - 1) * gains[0][1] > known else None
    best: Fit | None = None
    if places is None:
        return None
    for tolerance, gain in gains:
        if (len(days) - 1) * gain <= known:
            break
        numbers = [number if abs(late) <= tolerance else None for number, late in places]
        inside = [number for number in numbers if number is not None]
        if len(inside) < 2:
            continue
        times = len(set(inside))
        all_times = max(inside) - min(inside) + 1
        outside, twice, missed = len(days) - len(inside), len(inside) - times, all_times - times
        if times < 2 or times < FEWEST_SHARE * all_times or outside > MOST_OUTSIDE * len(days):
            continue
        score = (times - 1) * gain - SKIPPED * missed - OUTSIDE * outside - TWICE * twice
        if best is None or score > best.score:
            best = Fit(schedule, score, tolerance, tuple(numbers), missed)
    return best


def _places(schedule: Schedule, days: Sequence[int]) -> list[tuple[int, int]] | None:
    """The place of each day; None as soon as more of them are outside any tolerance than may be."""
    most_late, left, place = TOLERANCES[schedule.cadence][-1], int(MOST_OUTSIDE * len(days)), schedule.place
    places = []
    for day in days:
        number, late = place(day)
        if not -most_late <= late <= most_late:
            left -= 1
            if left < 0:
                return None
        places.append((number, late))
    return places
