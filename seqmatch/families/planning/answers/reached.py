"""What people of the store did who met a goal, beside those who did not; never of fewer than 25 people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seqmatch.errors import ArgumentError
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.families.planning.person import whole_months
from seqmatch.families.planning.scoring.habits_of_savers import Habits, habits_of

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

FEWEST, STEP = 25, 0.05
"""People of each kind below which nothing is told, and the step that shares are rounded to."""
KEPT = 0.1
"""Of what came in: who puts aside at least so much."""
SAID = {
    "monthly": "put money aside in at least half of the months",
    "on_payday": "put most of it aside within three days after pay",
    "tenth": "put at least a tenth of what came in aside",
}


@dataclass(frozen=True)
class Share:
    """Of people who do something, in steps of STEP, with a 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Compared:
    """One habit among those who met a goal and those who did not."""

    habit: str
    met: Share
    missed: Share


@dataclass(frozen=True)
class Reached:
    """What is told; ``habits`` is empty below FEWEST people on either side, and the counts are rounded down to tens."""

    met: int
    missed: int
    habits: tuple[Compared, ...] = ()


def reached_in(store: Store, today: dt.date | None = None) -> Reached:
    """Those who met a goal against those whose goal was dropped or is past its deadline.

    Whoever has both counts as one who met.

    Parameters
    ----------
    today : None: the day of the store's last transaction.

    Raises
    ------
    StoreError : the store cannot be reached.
    """
    from seqmatch.store.coaching.goals import users_by_end
    from seqmatch.store.transactions.transactions import first_and_last_day

    days = first_and_last_day(store)
    if days is None:
        return Reached(0, 0)
    now = today or days[1]
    met, missed = users_by_end(store, now)
    groups = [_habits(store, users, now) for users in (met, missed - met)]
    habits = _compared(*groups) if min(len(one) for one in groups) >= FEWEST else ()
    return Reached(len(groups[0]) // 10 * 10, len(groups[1]) // 10 * 10, habits)


def _habits(store: Store, users: frozenset[str], today: dt.date) -> list[Habits]:
    from seqmatch.store.transactions.transactions import histories

    found = []
    for user in sorted(users):
        frame = histories(store, [user], today)
        if frame.is_empty():
            continue
        try:
            found.append(habits_of(whole_months(frame, today)))
        except ArgumentError:
            continue  # too few months
    return found


def _compared(met: Sequence[Habits], missed: Sequence[Habits]) -> tuple[Compared, ...]:
    does = {
        "monthly": lambda one: one.monthly,
        "on_payday": lambda one: one.on_payday,
        "tenth": lambda one: one.share >= KEPT,
    }
    return tuple(
        Compared(name, *(_share(sum(map(did, group)), len(group)) for group in (met, missed)))
        for name, did in does.items()
    )


def _share(hits: int, of: int) -> Share:
    low, high = wilson_interval(hits, of)
    return Share(*(round(round(one / STEP) * STEP, 2) for one in (hits / of, low, high)))


def reached_text(told: Reached) -> str:
    """In words."""
    if not told.habits:
        return (
            f"Too few people to tell: at least {FEWEST} who met a goal and {FEWEST} who did not are needed, "
            "with three whole months of transactions."
        )
    lines = [f"About {told.met} people met a goal, about {told.missed} did not. Shares of them who"]
    lines += [
        f"- {SAID[one.habit]}: {one.met.share:.0%} ({one.met.low:.0%} to {one.met.high:.0%}) of those who met, "
        f"{one.missed.share:.0%} ({one.missed.low:.0%} to {one.missed.high:.0%}) of those who did not"
        for one in told.habits
    ]
    return "\n".join([*lines, "What goes with meeting a goal need not be what made it happen."])
