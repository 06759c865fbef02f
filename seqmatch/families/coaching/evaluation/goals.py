"""Figures of goal odds: people, and times, that nothing learned from, each method beside the base rate by ambition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import DataError
from seqmatch.estimators.forecasting.goal_folds import enough, later_splits, person_splits
from seqmatch.estimators.forecasting.goal_odds import GoalOdds, Odds
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.estimators.metrics import calibration_error
from seqmatch.families.coaching.dataset.goal_features import GROUPS, MONOTONE, NAMES
from seqmatch.families.coaching.dataset.goals import Asked, GoalTable, goal_table, history_goals, stated_goals
from seqmatch.families.coaching.evaluation import goal_rivals as rivals
from seqmatch.families.coaching.person import history
from seqmatch.lifecycle.measuring.bootstrap import draws_of_groups
from seqmatch.lifecycle.threads import one_thread

Floats = NDArray[np.float64]
OURS = "seqmatch"
SHIPPED = "seqmatch_default"
BASELINE = "base_rate_by_ambition"
FOLDS = 5
RESAMPLES = 500


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes
    ----------
    slice : ``other_people``, or ``other_people_later``: learned only from what had ended before.
    figure : ``brier``, ``ece``, ``skill`` (1 - Brier / the baseline's), ``interval_holds`` (share of tenths of the
        odds of which the mean interval meets the 95 % interval of the share that was met), ``of_ceiling`` (skill over
        the ceiling's).
    method : who said it.
    value, low, high : with its 95 % interval, people drawn again.
    people, goals, met : that it counts, and the share of them that was met.
    """

    slice: str
    figure: str
    method: str
    value: float
    low: float
    high: float
    people: int
    goals: int
    met: float

    def to_json(self) -> dict[str, Any]:
        return {name: round(one, 4) if isinstance(one, float) else one for name, one in asdict(self).items()}


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What was said of goals whose people, and times, nothing learned from.

    Attributes
    ----------
    asked : the goals.
    said : probabilities by method, shape (n,).
    ends : of our intervals, shape (n, 2).
    truth : true odds, shape (n,), and of how many futures; NaN where nobody knows them.
    """

    asked: GoalTable
    said: Mapping[str, Floats]
    ends: Floats
    truth: Floats
    futures: int = 0


def goal_figures(
    whole: pl.DataFrame,
    stated: pl.DataFrame | None = None,
    model: GoalOdds | None = None,
    truth: Mapping[tuple[str, dt.date], float] | None = None,
    futures: int = 0,
    seed: int = 0,
) -> list[Row]:
    """Figures of every method on goals of the past.

    Parameters
    ----------
    whole : as :func:`seqmatch.families.coaching.person.history` gives it.
    stated : goals as :func:`seqmatch.families.coaching.dataset.goals.stated_goals` reads them; None: goals that the
        history answers, all money together rises by so much within so many days.
    model : one that learned from other people than these; it is measured as it is.
    truth : user and day to the true odds, a share of ``futures``, where a simulator knows them.

    Raises
    ------
    DataError : too few goals to learn from and to judge by.
    """
    asked = history_goals(whole) if stated is None else stated_goals(stated)
    table = goal_table(whole, asked)
    users = whole["user"].unique().sort().to_list()
    known = np.full(len(table), np.nan)
    for row in range(len(table)) if truth else ():
        day = dt.date.fromordinal(int(table.asked[row]))
        known[row] = (truth or {}).get((users[table.person[row]], day), np.nan)
    return figures_of(table, model, known, futures, seed)


def figures_of(
    table: GoalTable, model: GoalOdds | None, truth: Floats | None = None, futures: int = 0, seed: int = 0
) -> list[Row]:
    """As :func:`goal_figures`, of a table of goals; ``truth`` shape (n,)."""
    if not enough(table.met) or len(np.unique(table.person)) < 2 * FOLDS:
        raise DataError("Give at least 60 goals of ten people, some met and some not.", code="too_few_goals")
    true = np.full(len(table), np.nan) if truth is None else truth
    splits = {
        "other_people": person_splits(table.person, FOLDS, seed),
        "other_people_later": later_splits(table.person, table.asked, table.due, FOLDS, seed),
    }
    found: list[Row] = []
    for name, pairs in splits.items():
        answered = held_out(table, pairs, model, true, futures, seed)
        if answered is not None:
            found += rows_of(name, answered, seed)
    return found


def rows_of(slice_: str, answered: HeldOut, seed: int = 0) -> list[Row]:
    """Every figure of what was said, under the name of a slice."""
    return list(_Figures(slice_, answered, seed).rows())


def held_out(
    table: GoalTable,
    pairs: Iterable[tuple[NDArray[np.intp], NDArray[np.intp]]],
    model: GoalOdds | None,
    truth: Floats,
    futures: int = 0,
    seed: int = 0,
) -> HeldOut | None:
    """What each method says of the second rows of each pair, having learned from the first; None: too few."""
    said: dict[str, list[Floats]] = {}
    ends, rows = [], []
    with one_thread():
        for learned, judged in pairs:
            known, asked = table.subset(learned), table.subset(judged)
            if not enough(known.met) or len(np.unique(known.person)) < FOLDS or not len(asked):
                continue
            ours, kinds = _ours(known, asked, seed)
            methods = {
                OURS: ours.odds,
                **kinds,
                BASELINE: rivals.share_by("pace_of_surplus", known, asked),
                "base_rate_by_plan": rivals.share_by("plan_covers", known, asked),
                "base_rate": rivals.base_rate(known, asked),
                "linear_extrapolation": rivals.straight_line(asked),
                "monte_carlo": rivals.monte_carlo(asked, seed),
                "always_no": np.zeros(len(asked)),
            }
            if model is not None:
                methods[SHIPPED] = model.predict(asked.table).odds
            for name, one in methods.items():
                said.setdefault(name, []).append(one)
            ends.append(np.column_stack([ours.low, ours.high]))
            rows.append(judged)
    if not rows:
        return None
    chosen = np.concatenate(rows)
    joined = {name: np.concatenate(parts) for name, parts in said.items()}
    return HeldOut(table.subset(chosen), joined, np.concatenate(ends), truth[chosen], futures)


def _ours(known: GoalTable, asked: GoalTable, seed: int) -> tuple[Odds, dict[str, Floats]]:
    """What the better kind of trees says, chosen by the known goals alone, and what each kind says."""
    fitted = {
        kind: GoalOdds(MONOTONE, GROUPS, kinds=(kind,), seed=seed).fit(
            known.table, known.met, known.person, known.asked, known.due
        )
        for kind in ("boosted", "forest")
    }
    answers = {kind: one.predict(asked.table) for kind, one in fitted.items()}
    best = min(fitted, key=lambda kind: float(fitted[kind].report_["brier_calibrated"]))
    return answers[best], {kind: one.odds for kind, one in answers.items()}


class _Figures:
    """Rows of one slice, with intervals over people drawn again."""

    def __init__(self, slice_: str, answered: HeldOut, seed: int) -> None:
        self.slice, self.answered = slice_, answered
        person, met = answered.asked.person, answered.asked.met
        self.drawn = [np.arange(len(met)), *draws_of_groups(person, seed, RESAMPLES)]
        self.met = met
        self.lost = {name: (one - met) ** 2 for name, one in answered.said.items()}
        self.baseline = self.lost[BASELINE]

    def rows(self) -> Iterator[Row]:
        for method, one in self.answered.said.items():
            yield from self._of(method, one, self.lost[method])
        ours = self.answered.said[OURS]
        yield self._row(
            "interval_holds", OURS, lambda rows: _holds(ours[rows], self.answered.ends[rows], self.met[rows])
        )
        known = ~np.isnan(self.answered.truth)
        if known.any():
            yield from self._beside_the_ceiling(known)

    def _of(self, method: str, one: Floats, loss: Floats) -> Iterator[Row]:
        yield self._row("brier", method, lambda rows: float(loss[rows].mean()))
        yield self._row("skill", method, lambda rows: _skill(loss[rows], self.baseline[rows]))
        yield self._row("ece", method, lambda rows: calibration_error(one[rows], self.met[rows]))

    def _beside_the_ceiling(self, known: NDArray[np.bool_]) -> Iterator[Row]:
        best = _without_luck(self.answered.truth, self.met, self.answered.futures)
        yield self._row("skill", "ceiling", lambda rows: _skill(best[rows], self.baseline[rows]), known)
        for method in (name for name in self.answered.said if name.startswith(OURS)):
            yield self._share(method, best, np.where(known, self.lost[method], np.nan), known)

    def _share(self, method: str, best: Floats, loss: Floats, known: NDArray[np.bool_]) -> Row:
        def share(rows: NDArray[np.intp]) -> float:
            return _skill(loss[rows], self.baseline[rows]) / _skill(best[rows], self.baseline[rows])

        return self._row("of_ceiling", method, share, known)

    def _row(
        self,
        figure: str,
        method: str,
        of: Callable[[NDArray[np.intp]], float],
        counted: NDArray[np.bool_] | None = None,
    ) -> Row:
        values = np.array([of(rows) for rows in self.drawn])
        low, high = np.nanpercentile(values[1:], (2.5, 97.5))
        ends = float(values[0]), float(low), float(high)
        met = self.met if counted is None else self.met[counted]
        person = self.answered.asked.person if counted is None else self.answered.asked.person[counted]
        return Row(self.slice, figure, method, *ends, len(np.unique(person)), len(met), float(met.mean()))


def _without_luck(truth: Floats, met: NDArray[np.bool_], futures: int) -> Floats:
    """The losses of the true odds, less what a share of only so many futures adds to them."""
    added = truth * (1 - truth) / max(futures - 1, 1) if futures else 0.0
    return np.asarray((truth - met) ** 2 - added, np.float64)


def _skill(loss: Floats, baseline: Floats) -> float:
    """1 - loss / baseline over the rows of which the loss is known."""
    rows = ~np.isnan(loss)
    return float(1 - loss[rows].sum() / max(float(baseline[rows].sum()), 1e-9)) if rows.any() else np.nan


def _holds(odds: Floats, ends: Floats, met: NDArray[np.bool_]) -> float:
    held = []
    for one in np.array_split(np.argsort(odds, kind="stable"), 10):
        low, high = wilson_interval(int(met[one].sum()), len(one))
        held.append(ends[one, 0].mean() <= high and low <= ends[one, 1].mean())
    return float(np.mean(held))


def leaking(
    frame: pl.DataFrame,
    asked: Sequence[Asked],
    build: Callable[[pl.DataFrame, Sequence[Asked]], Floats] = lambda whole, asks: goal_table(whole, asks).table,
) -> tuple[str, ...]:
    """The features that change when only what comes after the day of the question is changed; there should be none.

    Parameters
    ----------
    frame : transactions as they come, before :func:`seqmatch.families.coaching.person.history`.
    build : from a history and questions to features, shape (n, len(NAMES)), rows in the same order for both histories.
    """
    moved: set[str] = set()
    for today in sorted({one.today for one in asked}):
        of_day = [one for one in asked if one.today == today]
        later = pl.col("date") > today
        balance = {"balance_cents": pl.when(later).then(-pl.col("balance_cents")).otherwise("balance_cents")}
        changed = frame.with_columns(
            amount_cents=pl.when(later).then(-3 * pl.col("amount_cents") - 7).otherwise("amount_cents"),
            **(balance if "balance_cents" in frame.columns else {}),
        )
        one, other = build(history(frame), of_day), build(history(changed), of_day)
        differs = ~np.isclose(one, other, equal_nan=True)
        moved.update(NAMES[at] for at in np.flatnonzero(differs.any(axis=0)))
    return tuple(name for name in NAMES if name in moved)
