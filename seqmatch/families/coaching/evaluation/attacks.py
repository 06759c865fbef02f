"""Attacks on the coaching models by someone who has a person's whole history: people learned from beside strangers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.forecasting.bands import unit_of
from seqmatch.estimators.forecasting.goal_odds import GoalOdds
from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.estimators.forecasting.windows import AHEAD
from seqmatch.families.coaching.dataset.goal_features import GROUPS, MONOTONE
from seqmatch.families.coaching.dataset.segments import segment_table
from seqmatch.families.coaching.recipe import FEWEST_ACCOUNTS, FEWEST_IN_SEGMENTS, OutlookModels, Seen, new_segments
from seqmatch.lifecycle.measuring.attacks import Attack, told_apart
from seqmatch.lifecycle.threads import one_thread

Floats = NDArray[np.float64]
MIN_PEOPLE = 40
"""Half of fewer people are too few: chance alone moves an area by 0.18."""
LEAST = 1e-6
INTRODUCTION = (
    "Models of the same recipe, learned from a random half of the people, attacked by someone who has a person's whole "
    "history and what came of it: of the half learned from (members) and of the other (strangers). A version is "
    "refused where a measure is above its limit by more than so many attacks make by chance."
)
Scores = tuple[str, Floats, Sequence[str]]
"""What is attacked, how well each row fits what was learned, and whose it is, both of shape (n,)."""


def attacked(seen: Seen, seed: int, *, with_others: bool = False) -> tuple[Attack, ...]:
    """What attacks find out about models learned from half of the people; none where they are too few.

    A person is as likely one learned from as the rows of theirs fit the models well on average.

    Parameters
    ----------
    with_others : whether the attacker also has models of the same recipe, learned from half of the strangers, and looks
        how much better than those the models fit a person (Watson et al. 2022, difficulty calibration). The other half
        are the strangers then.
    """
    users = sorted({one.user or "" for one in seen.persons})
    if len(users) < MIN_PEOPLE:
        return ()
    order = [users[place] for place in np.random.default_rng(seed).permutation(len(users))]
    half, quarter = len(order) // 2, len(order) // 4
    members, others = set(order[:half]), set(order[half : half + quarter])
    found = []
    with one_thread():
        usual = {name: fit for name, fit, _ in _scores(seen, others, seed)} if with_others else {}
        for name, fit, whose in _scores(seen, members, seed):
            if with_others and name not in usual:
                continue
            of_interest = set(order) - others if with_others else set(order)
            ours, theirs = _of_each(fit - usual.get(name, 0.0), whose, members, of_interest)
            if min(len(ours), len(theirs)) > 1:
                found.append(told_apart(f"membership, by {name}", ours, theirs))
    return tuple(found)


def _scores(seen: Seen, members: set[str], seed: int) -> Iterator[Scores]:
    yield from _spending(seen, members, seed)
    yield from _balances(seen, members)
    yield from _segments(seen, members, seed)
    yield from _goals(seen, members, seed)


def _spending(seen: Seen, members: set[str], seed: int) -> Iterator[Scores]:
    names = [one.user or "" for one in seen.persons]
    over = seen.windows.subset(~np.isnan(seen.windows.total))
    whose = [names[place] for place in over.person]
    model = SpendingForecaster(seed=seed).fit(over.subset(_rows_of(whose, members)))
    cents = AHEAD * over.scale
    trees = model.trees_.get("trees")
    said = model.predict(over).total[:, 1] if trees is None else trees.predict(over)[0][:, 1]
    yield "how far off the spending forecast is", -np.abs(said - over.total) / cents, whose
    kept = np.log(np.maximum(SpendingForecaster.from_state(model.state()).errors_.unit, 1.0))
    own = np.log(np.maximum(unit_of(over), 1.0))
    near = np.array([np.abs(kept - one).min() for one in own]) if len(kept) else np.zeros(len(own))
    yield "the nearest amount among the kept errors", -np.log(np.maximum(near, LEAST)), whose


def _balances(seen: Seen, members: set[str]) -> Iterator[Scores]:
    table = seen.accounts
    if table is None:
        return
    whose = [seen.account_users[place] for place in table.people]
    mine = _rows_of(whose, members)
    if mine.sum() < FEWEST_ACCOUNTS // 2:
        return
    models = OutlookModels.fit(table, mine)
    odds = models.odds.odds(table.odds_features)
    yield "the odds of a low balance", _log_likelihood(odds, table.below), whose
    lowest = models.lowest.lowest(table.level, table.drawn_low)
    yield "the lowest balance", -np.abs(lowest[:, 1] - table.lowest), whose


def _segments(seen: Seen, members: set[str], seed: int) -> Iterator[Scores]:
    told, table = segment_table(seen.weeks)
    whose = [user or "" for user in told["user"]]
    mine = _rows_of(whose, members)
    if mine.sum() < FEWEST_IN_SEGMENTS // 2:
        return
    model = new_segments(seed).fit(table[mine])
    apart = ((model.points(table)[:, None] - model.centres_) ** 2).sum(axis=2).min(axis=1)
    yield "how near a segment's middle is", -apart, whose
    knots = np.abs(table[:, :, None] - model.knots_).min(axis=2) / np.maximum(np.ptp(model.knots_, axis=1), LEAST)
    near = np.where(np.isnan(knots), 0.0, -np.log(np.maximum(knots, LEAST)))
    yield "the nearest knots of the segments", near.mean(axis=1), whose


def _goals(seen: Seen, members: set[str], seed: int) -> Iterator[Scores]:
    asked = seen.goals
    whose = [seen.users[place] for place in asked.person]
    mine = asked.subset(_rows_of(whose, members))
    try:
        model = GoalOdds(MONOTONE, GROUPS, seed=seed).fit(mine.table, mine.met, mine.person, mine.asked, mine.due)
    except TrainingError:
        return
    yield "the odds of goals", _log_likelihood(model.predict(asked.table).odds, asked.met), whose


def _log_likelihood(odds: Floats, happened: NDArray[np.bool_]) -> Floats:
    said: Floats = np.log(np.maximum(np.where(happened, odds, 1 - odds), LEAST))
    return said


def _rows_of(whose: Sequence[str], members: set[str]) -> NDArray[np.bool_]:
    return np.array([one in members for one in whose], dtype=np.bool_)


def _of_each(fit: Floats, whose: Sequence[str], members: set[str], of_interest: set[str]) -> tuple[Floats, Floats]:
    """Means of each member and of each stranger of interest who has any row."""
    users, place = np.unique(np.array(whose, dtype=np.str_), return_inverse=True)
    means: Floats = np.bincount(place, fit, minlength=len(users)) / np.maximum(np.bincount(place), 1)
    mine = _rows_of(users.tolist(), members)
    return means[mine], means[_rows_of(users.tolist(), of_interest - members)]
