"""All figures of the coaching family on histories, in one table: ours, the strongest simple rival, and intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from seqmatch.errors import DataError, InputError, TrainingError
from seqmatch.families.coaching.dataset.goals import goal_table, history_goals, stated_goals
from seqmatch.families.coaching.dataset.totals import MOST_BACK, past_windows
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.evaluation import goals, outlook, totals
from seqmatch.families.coaching.evaluation.habits import habit_figures
from seqmatch.families.coaching.evaluation.health import health_figures
from seqmatch.families.coaching.evaluation.importance import importance_figures
from seqmatch.families.coaching.evaluation.lines import (
    Line,
    balance_lines,
    goal_lines,
    plain_lines,
    spending_lines,
    stream_lines,
)
from seqmatch.families.coaching.evaluation.segments import segments_figures
from seqmatch.families.coaching.evaluation.streams import stream_figures
from seqmatch.families.coaching.evaluation.unclaimed import calibration_bins, coverage_by_day, weekly_error
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.person import history, people
from seqmatch.features.weeks.payments import Guess

PARTS = ("spending", "balances", "goals", "segments", "health", "habits", "recurring", "dimensions")
MOST_ROWS = 150_000
"""Transactions that are looked at; of more, some people are drawn."""
TIMES, STEP = 6, 41
"""Days that balances are looked from, and how far apart they are."""
MOST_GOALS = 2_000
"""Goals of histories that are asked about, evenly spread."""


@dataclass(frozen=True, eq=False)
class Truth:
    """What a generator knows of its people and no history of real ones tells.

    Attributes
    ----------
    rows : ``transaction_id`` and ``stream``.
    streams : as :func:`seqmatch.families.coaching.evaluation.streams.stream_figures` takes it.
    segments : user -> true segment.
    stated : goals, as :func:`seqmatch.families.coaching.dataset.goals.stated_goals` takes them.
    """

    rows: pl.DataFrame
    streams: pl.DataFrame
    segments: Mapping[str, str]
    stated: pl.DataFrame


@dataclass(frozen=True, eq=False)
class Evaluated:
    """What was measured.

    Attributes
    ----------
    lines : one for each figure; a part that could not be measured has one that says why.
    notes : sentences on what was looked at.
    weekly : how far single weeks are off, by person; None where it was not measured.
    calibration : low-balance odds by tenth.
    coverage : share inside the 80 % band by days ahead.
    importance : what the weekly dimensions tell of the four weeks after, by outcome.
    """

    people: int
    transactions: int
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    weekly: dict[str, Any] | None = None
    calibration: list[dict[str, Any]] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    importance: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "people": self.people,
            "transactions": self.transactions,
            "figures": [one.to_json() for one in self.lines],
            "notes": list(self.notes),
            "weekly_error": self.weekly,
            "calibration": self.calibration,
            "coverage_by_day": self.coverage,
            "importance": self.importance,
        }


def evaluate(
    frame: pl.DataFrame,
    models: CoachingModels | None,
    seed: int,
    step: Callable[[str], None] = lambda what: None,
    truth: Truth | None = None,
    guess: Guess | None = None,
    most_rows: int = MOST_ROWS,
) -> Evaluated:
    """Measure every part on people and days held out.

    Parameters
    ----------
    frame : rows of many people, as :func:`seqmatch.data.statements.histories.read_histories` gives them.
    models : a version that learned from none of these people: its spending forecast adapts to those not asked about,
        and it is measured beside models learned here. None: all is learned here, in folds.
    truth : of generated people.
    guess : categories of rows that name none.
    most_rows : transactions that are looked at.
    """
    frame, notes = _bounded(frame, most_rows, seed)
    basis = "real" if truth is None else "synthetic"
    measure = _Measure(history(frame), models, seed, truth, guess, basis)
    lines: list[Line] = []
    for part in PARTS:
        step(part)
        try:
            lines += measure.of(part)
        except (InputError, TrainingError) as error:  # too little for this part
            lines.append(Line(part, part, why=str(error)))
    if models is None:
        notes = [*notes, "Everything was learned here, in folds, from other people than those asked about."]
    return Evaluated(
        frame["user"].n_unique(),
        len(frame),
        tuple(lines),
        tuple(notes),
        measure.weekly,
        measure.calibration,
        measure.coverage,
        measure.importance,
    )


def _bounded(frame: pl.DataFrame, most_rows: int, seed: int) -> tuple[pl.DataFrame, list[str]]:
    """The rows of as many people, drawn by ``seed``, as ``most_rows`` allows; everybody where that is enough."""
    if len(frame) <= most_rows:
        return frame, []
    sizes = frame.group_by("user").len().sort("user")
    drawn = sizes.sample(fraction=1.0, shuffle=True, seed=seed)
    kept = drawn.filter((pl.col("len").cum_sum() <= most_rows) | (pl.int_range(pl.len()) == 0))
    some = frame.join(kept.select("user"), on="user", how="semi", nulls_equal=True, maintain_order="left")
    return some, [f"Measured on {len(kept):,} of {len(sizes):,} people, drawn at random: all would take too long."]


class _Measure:
    """The parts; each gives its lines or raises an InputError that says what is missing."""

    def __init__(
        self,
        whole: pl.DataFrame,
        models: CoachingModels | None,
        seed: int,
        truth: Truth | None,
        guess: Guess | None,
        basis: str,
    ) -> None:
        self.whole, self.models, self.seed, self.truth = whole, models, seed, truth
        self.guess, self.basis = guess, basis
        self.persons = people(whole)
        self.weeks: pl.DataFrame | None = None
        self.weekly: dict[str, Any] | None = None
        self.calibration: list[dict[str, Any]] = []
        self.coverage: list[dict[str, Any]] = []
        self.importance: list[dict[str, Any]] = []

    def of(self, part: str) -> list[Line]:
        of: dict[str, Callable[[], Iterable[Line]]] = {
            "spending": self.spending,
            "balances": self.balances,
            "goals": self.goals,
            "segments": self.segments,
            "health": self.health,
            "habits": self.habits,
            "recurring": self.recurring,
            "dimensions": self.dimensions,
        }
        return list(of[part]())

    def spending(self) -> Iterator[Line]:
        last = self.whole["date"].max()
        past = past_windows(people(self.whole, last), totals.TESTS + MOST_BACK)  # type: ignore[arg-type]
        answered = totals.held_out(past, None if self.models is None else self.models.spending, seed=self.seed)
        self.weekly = weekly_error(answered)
        return spending_lines(totals.figures(answered, self.seed))

    def balances(self) -> Iterator[Line]:
        table = outlook.table_of(self.whole, TIMES, STEP, self.seed)
        told = outlook.told_in_folds(table, seed=self.seed)
        found = outlook.measured(told, self.seed)
        self.calibration = calibration_bins(told.odds, table.below[told.rows])
        self.coverage = coverage_by_day(found)
        live = None if self.models is None else self.models.outlook
        shipped = outlook.told_in_folds(table, models=live, seed=self.seed) if live else None
        return balance_lines(found, outlook.measured(shipped, self.seed) if shipped is not None else [])

    def goals(self) -> Iterator[Line]:
        asked = history_goals(self.whole) if self.truth is None else stated_goals(self.truth.stated)
        every = -(-len(asked) // MOST_GOALS) if asked else 1
        table = goal_table(self.whole, asked[::every])
        return goal_lines(goals.figures_of(table, None if self.models is None else self.models.goals, seed=self.seed))

    def segments(self) -> Iterator[Line]:
        truth = None if self.truth is None else self.truth.segments
        return plain_lines("segments", segments_figures(self._weeks(), self.basis, truth, self.seed))

    def health(self) -> Iterator[Line]:
        return plain_lines("health", health_figures(self._weeks(), self.basis, self.seed))

    def habits(self) -> Iterator[Line]:
        return plain_lines("habits", habit_figures(self.persons, self.basis, self.guess, self.seed))

    def recurring(self) -> Iterator[Line]:
        if self.truth is None:
            raise DataError("Nobody knows which payments of real people truly come again; generated people show it.")
        return stream_lines(stream_figures(self.persons, self.truth.rows, self.truth.streams))

    def dimensions(self) -> list[Line]:
        """How well the dimensions kept tell each outcome; what leads has a table of its own."""
        self.importance = importance_figures(self._weeks(), self.basis, self.seed)
        return list(plain_lines("dimensions", self.importance))

    def _weeks(self) -> pl.DataFrame:
        if self.weeks is None:
            self.weeks = weeks_of(self.persons, self.guess)
        return self.weeks
