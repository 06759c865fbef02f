"""Odds of plans: learned from goals with a known end, and judged on other people's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.calibration.path_odds import PathOdds
from seqmatch.estimators.forecasting.goal_folds import person_splits
from seqmatch.families.planning.evaluation.known_ends import Case, Goals, Said, goals_of, simulated
from seqmatch.families.planning.recipe import DRAWS, DRIFTS, FEWEST_PEOPLE
from seqmatch.lifecycle.measuring.bootstrap import draws_of_groups

BINS, FOLDS, RESAMPLED, SEED = 10, 5, 300, 17
Values = NDArray[np.float64]
Figure = Callable[[Values, Values], float]


@dataclass(frozen=True)
class Held:
    """A figure with its 95 % interval over people."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Learned:
    """Odds, the drift of the paths they belong to, and what they are worth on people they did not know.

    Attributes
    ----------
    odds : fitted on everybody.
    held_out : shape (n_goals,), of each goal by a curve that did not know its person.
    said : the simulation alone.
    """

    odds: PathOdds
    drift: float
    held_out: Values
    said: Said


def enough_of(people: int) -> None:
    """Refuse to learn odds from so few people.

    Raises
    ------
    TrainingError : fewer than FEWEST_PEOPLE.
    """
    if people < FEWEST_PEOPLE:
        raise TrainingError(
            f"Odds need {FEWEST_PEOPLE} people with 16 months or more; these are {people}. Give more histories."
        )


def learn(cases: Sequence[Case], draws: int = DRAWS) -> Learned:
    """The drift and the curve with the lowest log-loss on people held out.

    Raises
    ------
    TrainingError : too few people, or goals that all ended alike.
    """
    enough_of(len({case.person for case in cases}))
    goals = goals_of(cases)
    found = []
    for drift in DRIFTS:
        said = simulated(cases, draws, drift)
        found.append((drift, said, _held_out(said.share, goals, draws)))
    drift, said, held_out = min(found, key=lambda one: log_loss(one[2], goals.met))
    odds = PathOdds(draws).fit(said.share, goals.ambition, goals.met, goals.person)
    return Learned(odds, drift, held_out, said)


def _held_out(share: Values, goals: Goals, draws: int) -> Values:
    odds = np.empty(len(share))
    for known, judged in person_splits(goals.person, FOLDS, SEED):
        curve = PathOdds(draws).fit(share[known], goals.ambition[known], goals.met[known], goals.person[known])
        odds[judged] = curve.predict(share[judged], goals.ambition[judged]).odds
    return odds


def ece(odds: Values, met: Values) -> float:
    """Mean distance between odds and what came, over BINS of equal numbers, weighted; alike ones are one bin."""
    if np.ptp(odds) == 0:
        return float(abs(odds[0] - met.mean()))
    order = np.argsort(odds, kind="stable")
    parts = np.array_split(order, BINS)
    return float(sum(abs(odds[one].mean() - met[one].mean()) * len(one) for one in parts if len(one)) / len(order))


def ece_by_chance(odds: Values, person: NDArray[np.intp]) -> float:
    """The calibration error that perfectly calibrated odds show at this size, the goals of a person ending alike."""
    rng = np.random.default_rng(SEED)
    _, place = np.unique(person, return_inverse=True)
    luck = rng.random((RESAMPLED, int(place.max()) + 1))
    return float(np.mean([ece(odds, (one[place] < odds).astype(float)) for one in luck]))


def brier(odds: Values, met: Values) -> float:
    """Mean squared distance."""
    return float(np.mean((odds - met) ** 2))


def rmse(said: Values, came: Values) -> float:
    """Root of the mean squared distance."""
    return float(np.sqrt(np.mean((said - came) ** 2)))


def mae(said: Values, came: Values) -> float:
    """Mean distance."""
    return float(np.mean(np.abs(said - came)))


def r2(said: Values, came: Values) -> float:
    """Share of the variance that is told; below 0 where the mean tells more."""
    return float(1 - np.mean((said - came) ** 2) / max(float(np.var(came)), 1e-12))


def log_loss(odds: Values, met: NDArray[np.bool_]) -> float:
    """Mean negative logarithm of what was said of what came."""
    kept = np.clip(odds, 1e-4, 1 - 1e-4)
    return float(-np.mean(np.where(met, np.log(kept), np.log(1 - kept))))


def with_interval(of: Figure, said: Values, came: Values, person: NDArray[np.intp]) -> Held:
    """A figure with its 95 % interval over people."""
    drawn = [of(said[some], came[some]) for some in draws_of_groups(person, SEED, RESAMPLED)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    value = of(said, came)
    return Held(value, min(value, float(low)), max(value, float(high)))
