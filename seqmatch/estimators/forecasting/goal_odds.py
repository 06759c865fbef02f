"""The probability that a savings goal is met by its deadline, with an interval and what speaks for and against it.

Not for goals without a deadline, and not a promise: it knows the past of one person and how others like that fared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.calibration.calibration import CURVES, Calibration
from seqmatch.estimators.forecasting import goal_trees
from seqmatch.estimators.forecasting.goal_folds import by_person, enough, later_splits, person_splits
from seqmatch.estimators.privacy.trees import coarse
from seqmatch.estimators.state import State

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Z = 1.645
"""Of a 90 % interval."""
_TINY = 1e-4


@dataclass(frozen=True, eq=False)
class Odds:
    """Calibrated probabilities, shapes (n,), 0 to 1; ``low`` and ``high`` are the ends of a 90 % interval."""

    odds: Floats
    low: Floats
    high: Floats


class GoalOdds:
    """Monotone trees, a member for each fold of people, calibrated on people and times that the member did not know.

    Boosted trees and a random forest compete by their Brier score out of fold; the better kind serves. A member learns
    what trees of that kind say of each goal that knew neither its person nor the member's fold. The answer is the mean
    of the members' log-odds. Its interval is the jackknife's that leaves out one group of people at a time, and the
    error of calibration: how many people with such odds there were to learn from.
    Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), chapter 11; Kott, The delete-a-group
    jackknife (2001).

    Parameters
    ----------
    monotone : 1 where more of a feature never lowers the odds, -1 where it never raises them, 0 either way; empty: 0.
    groups : name of the group of each feature, for :meth:`reasons`; empty: one group.
    members : folds of people, at least three.
    kinds : of trees that compete, see :mod:`seqmatch.estimators.forecasting.goal_trees`.
    seed : of folds and trees.

    Attributes
    ----------
    kind_ : ``boosted`` or ``forest``, what serves.
    typical_ : shape (n_features,), medians of what was learned from, to two digits.
    report_ : JSON figures out of fold, by kind: Brier score for other people, and for other people later.
    """

    def __init__(
        self,
        monotone: Sequence[int] = (),
        groups: Sequence[str] = (),
        members: int = 5,
        kinds: Sequence[str] = tuple(goal_trees.KINDS),
        seed: int = 0,
    ) -> None:
        self.monotone = tuple(monotone)
        self.groups = tuple(groups)
        self.members = members
        self.kinds = tuple(kinds)
        self.seed = seed

    def fit(self, table: Floats, met: NDArray[np.bool_], people: Ints, asked: Ints, due: Ints) -> GoalOdds:
        """Learn from goals of the past.

        Parameters
        ----------
        table : shape (n, n_features), NaN where nothing is known.
        met : shape (n,), whether it was met by the deadline.
        people, asked, due : shape (n,), number of the person, and the days of the question and of the deadline.

        Raises
        ------
        TrainingError : fewer than 60 goals, or nearly all of them ended alike.
        """
        if not enough(met) or len(np.unique(people)) < self.members:
            raise TrainingError("Give at least 60 goals of several people, some met and some not.")
        splits = list(person_splits(people, self.members, self.seed))
        later = [pair for pair in later_splits(people, asked, due, self.members, self.seed) if enough(met[pair[0]])]
        ahead: dict[str, tuple[Floats, Ints]] = {}
        losses: dict[str, float] = {}
        self.report_: dict[str, Any] = {"goals": len(met), "people": len(np.unique(people))}
        judged, judged_later = ([rows for _, rows in pairs] for pairs in (splits, later))
        for kind in self.kinds:
            others = [self._teacher(kind, table[known], met[known]) for known, _ in splits]
            said, rows = _collected(others, table, judged)
            before = [self._teacher(kind, table[known], met[known]) for known, _ in later]
            ahead[kind] = then, later_rows = _collected(before, table, judged_later)
            both = np.concatenate([rows, later_rows])
            losses[kind] = _brier(np.concatenate([said, then]), met[both]) or 1.0
            self.report_[kind] = {"brier": _brier(said, met[rows]), "brier_later": _brier(then, met[later_rows])}
        self.kind_ = min(losses, key=lambda kind: losses[kind])
        self.boosters_ = self._students(table, met, people)
        with np.errstate(all="ignore"):
            middle = np.array([np.nan if np.isnan(c).all() else np.nanmedian(c) for c in table.T])
        self.typical_ = coarse(middle)
        parts = _collected(self.boosters_, table, judged), ahead[self.kind_]
        raw, rows = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        self._calibrate(raw, rows, met, people)
        return self

    def _teacher(self, kind: str, table: Floats, met: NDArray[np.bool_]) -> Any:
        return goal_trees.trained(kind, table, met, self.monotone, self.seed)

    def _students(self, table: Floats, met: NDArray[np.bool_], people: Ints) -> list[Any]:
        """A booster for each fold that it is not to know, taught of every other fold by trees that know neither."""
        fold = by_person(people, self.members, self.seed)
        said = np.empty((len(met), self.members))
        for one, other in combinations(range(self.members), 2):
            known = (fold != one) & (fold != other)
            teacher = self._teacher(self.kind_, table[known], met[known])
            for left_out, taught in ((one, other), (other, one)):
                rows = fold == taught
                said[rows, left_out] = goal_trees.chance(teacher, table[rows])
        return [
            goal_trees.taught(
                self.kind_, table[fold != one], said[fold != one, one], people[fold != one], self.monotone, self.seed
            )
            for one in range(self.members)
        ]

    def _calibrate(self, raw: Floats, rows: Ints, met: NDArray[np.bool_], people: Ints) -> None:
        chances, labels = np.column_stack([1 - raw, raw]), met[rows].astype(np.intp)
        fold = by_person(people[rows], self.members, self.seed + 1)
        losses = {}
        for method in CURVES:
            held_out = np.empty(len(raw))
            for one in range(self.members):
                fitted = Calibration(method).fit(chances[fold != one], labels[fold != one])
                held_out[fold == one] = fitted.transform(chances[fold == one])[:, 1]
            losses[method] = _brier(held_out, met[rows]) or 0.0
        best = min(CURVES, key=lambda method: losses[method])
        self.calibration_ = Calibration(best).fit(chances, labels)
        self.people_ = len(np.unique(people))
        self.report_ |= {"serves": self.kind_, "calibration": best, "brier_calibrated": losses[best]}

    def _members(self, table: Floats) -> Floats:
        """Calibrated log-odds by every member, shape (n, members)."""
        asked = np.ascontiguousarray(table, dtype=np.float64)
        columns = []
        for booster in self.boosters_:
            raw = goal_trees.chance(booster, asked)
            even = self.calibration_.transform(np.column_stack([1 - raw, raw]))[:, 1]
            columns.append(_log_odds(even))
        return np.column_stack(columns)

    def predict(self, table: Floats) -> Odds:
        """Odds and interval of each row of ``table``, shape (n, n_features)."""
        each = self._members(table)
        middle = each.mean(axis=1)
        odds = _odds(middle)
        left_out = (len(self.boosters_) - 1) / len(self.boosters_) * ((each - middle[:, None]) ** 2).sum(axis=1)
        alike = max(8.0, self.people_ / 8)
        error = np.sqrt(left_out + 1 / (alike * np.maximum(odds * (1 - odds), 0.02)))
        return Odds(odds, _odds(middle - Z * error), _odds(middle + Z * error))

    def reasons(self, row: Floats) -> dict[str, float]:
        """By group, the log-odds that ``row``, shape (n_features,), has more than with the group as usual."""
        names = list(dict.fromkeys(self.groups or ("all",)))
        groups = np.array(self.groups or ("all",) * len(row))
        variants = np.tile(row, (len(names) + 1, 1))
        for place, name in enumerate(names):
            variants[place, groups == name] = self.typical_[groups == name]
        said = self._members(variants).mean(axis=1)
        return {name: float(said[-1] - said[place]) for place, name in enumerate(names)}

    def state(self) -> State:
        """All of it, without the people it learned from."""
        params = {
            "monotone": list(self.monotone),
            "groups": list(self.groups),
            "kind": self.kind_,
            "people": self.people_,
            "calibration": self.calibration_.to_json(),
            "report": self.report_,
        }
        arrays: dict[str, Any] = {f"member_{at}": goal_trees.to_bytes(one) for at, one in enumerate(self.boosters_)}
        return State(params, {**arrays, "typical": self.typical_})

    @classmethod
    def from_state(cls, state: State) -> GoalOdds:
        known = state.params
        members = [name for name in state.arrays if name.startswith("member_")]
        fitted = cls(known["monotone"], known["groups"], len(members))
        fitted.kind_, fitted.people_, fitted.report_ = known["kind"], known["people"], known["report"]
        fitted.calibration_ = Calibration.from_json(known["calibration"])
        fitted.typical_ = state.arrays["typical"]
        fitted.boosters_ = [goal_trees.from_bytes(state.arrays[f"member_{at}"]) for at in range(len(members))]
        return fitted


def _collected(boosters: Sequence[Any], table: Floats, judged: Sequence[Ints]) -> tuple[Floats, Ints]:
    """What each booster says of its rows, and which rows those are."""
    parts = [
        (goal_trees.chance(booster, table[rows]), rows)
        for booster, rows in zip(boosters, judged, strict=True)
        if len(rows)
    ]
    if not parts:
        return np.empty(0), np.empty(0, np.intp)
    return np.concatenate([said for said, _ in parts]), np.concatenate([rows for _, rows in parts])


def _brier(said: Floats, met: NDArray[np.bool_]) -> float | None:
    return round(float(((said - met) ** 2).mean()), 5) if len(said) else None


def _log_odds(chance: Floats) -> Floats:
    kept = np.clip(chance, _TINY, 1 - _TINY)
    return np.asarray(np.log(kept / (1 - kept)), np.float64)


def _odds(log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-log_odds)), np.float64)
