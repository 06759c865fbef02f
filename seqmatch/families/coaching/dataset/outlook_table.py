"""Examples as arrays: features, what happened, and what simple rules would have said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.cash_path import HORIZON, Values, bands, likely_lowest_day
from seqmatch.estimators.forecasting.low_balance_features import (
    LOW_DAYS,
    SPREAD_DAYS,
    floor_features,
    level_features,
    lowest_of,
)
from seqmatch.families.coaching.dataset.outlook import Example

OTHER_FLOORS = (0.02, 0.05, 0.2, 0.4)
OTHER_WEIGHT = 0.25
"""Other floors than the own one are learned from too, at less weight: a floor is an argument."""


@dataclass(frozen=True, eq=False)
class OutlookTable:
    """Examples as arrays; cents are in units of each account's own spread, from today's balance on.

    Attributes
    ----------
    people : shape (n,), number of the user.
    days : shape (n,), ordinal of today.
    level : shape (n, n_level_features).
    floor : shape (n, n_floor_features), of the own floor.
    below : shape (n,), whether the balance fell below the own floor within 30 days.
    below_now : shape (n,), whether it was already.
    first_below : shape (n,), days until it was, 0 where it was not within 30 days.
    lowest, day30 : shape (n,).
    lowest_day : shape (n,), days to the lowest point.
    drawn : shape (n, 3, horizon), quantiles of the drawn paths.
    drawn_low : shape (n, 3), quantiles of the lowest points of the drawn paths.
    drawn_day : shape (n,), their likely lowest day.
    ahead : shape (n, horizon), what happened; NaN where it is not known.
    other_features, other_below, other_of : of other floors than the own one, and the row of the example.
    """

    people: NDArray[np.int64]
    days: NDArray[np.int64]
    level: Values
    floor: Values
    below: NDArray[np.bool_]
    below_now: NDArray[np.bool_]
    first_below: NDArray[np.int64]
    lowest: Values
    day30: Values
    lowest_day: NDArray[np.int64]
    drawn: Values
    drawn_low: Values
    drawn_day: NDArray[np.int64]
    ahead: Values
    other_features: Values
    other_below: NDArray[np.bool_]
    other_of: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.people)

    @property
    def odds_features(self) -> Values:
        """Those of :data:`seqmatch.estimators.forecasting.low_balance.FEATURES`, of the own floor."""
        return np.hstack([self.floor, self.level])

    def learned_from(self, rows: NDArray[np.bool_]) -> tuple[Values, NDArray[np.bool_], NDArray[np.int64], Values]:
        """Features, whether below, people and weights of some examples, other floors than their own ones too."""
        others = rows[self.other_of]
        of = self.other_of[others]
        return (
            np.vstack([self.odds_features[rows], np.hstack([self.other_features[others], self.level[of]])]),
            np.concatenate([self.below[rows], self.other_below[others]]),
            np.concatenate([self.people[rows], self.people[of]]),
            np.concatenate([np.ones(int(rows.sum())), np.full(int(others.sum()), OTHER_WEIGHT)]),
        )


def outlook_table(examples: Sequence[Example], seed: int = 0) -> OutlookTable:
    """The arrays of ``examples``, at least one."""
    names = {user: number for number, user in enumerate(sorted({one.user or "" for one in examples}))}
    rows, others = [], []
    for place, one in enumerate(examples):
        paths = one.now.paths(seed=seed)
        rows.append(_row(one, names[one.user or ""], paths))
        others.append(_others(place, one, paths))
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return OutlookTable(
        **columns,
        other_features=np.vstack([one[0] for one in others]),
        other_below=np.concatenate([one[1] for one in others]),
        other_of=np.concatenate([one[2] for one in others]),
    )


def _row(one: Example, person: int, paths: Values) -> dict[str, object]:
    now = one.now
    near = paths[:, :LOW_DAYS]
    under = one.ahead[:LOW_DAYS] < one.floor
    ahead = np.full(HORIZON, np.nan)
    ahead[: len(one.ahead)] = (one.ahead - now.today) / now.spread
    return {
        "people": person,
        "days": one.today.toordinal(),
        "level": level_features(now, paths),
        "floor": floor_features(now, paths, one.floor),
        "below": bool(under.any()),
        "below_now": now.today < one.floor,
        "first_below": int(under.argmax()) + 1 if under.any() else 0,
        "lowest": (one.lowest - now.today) / now.spread,
        "day30": ahead[LOW_DAYS - 1],
        "lowest_day": int(one.ahead[:LOW_DAYS].argmin()) + 1,
        "drawn": bands(paths) / now.spread,
        "drawn_low": lowest_of(paths) / now.spread,
        "drawn_day": likely_lowest_day(near),
        "ahead": ahead,
    }


def _others(place: int, one: Example, paths: Values) -> tuple[Values, NDArray[np.bool_], NDArray[np.int64]]:
    floors = np.quantile(one.now.balances[-SPREAD_DAYS:], OTHER_FLOORS)
    features = np.vstack([floor_features(one.now, paths, float(floor)) for floor in floors])
    return features, one.lowest < floors, np.full(len(floors), place)
