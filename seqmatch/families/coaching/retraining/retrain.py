"""Trains a challenger on histories and promotes it only if it is shown to be better.

The champion is the version that is live. The challenger is this release's recipe trained on the data given; in the
contests models of the same recipe stand for it, each learned from other people and earlier days than it is asked about.
Both are asked the same and neither adapts to the others of the store first, as when one person's rows come alone.

new people or days
    People whom the champion did not learn from, or outcomes after the last day of its data. Losing on anything counts.
known people and days
    The champion may have learned from these very outcomes, so losing to it proves nothing; a win in spite of it counts.

There are three contests: 4-week totals (main: the error of the total; guarded: the Winkler score of the 80 % band), low
balances and goals (Brier scores). Winning one is enough, being worse in any is too much. Segments are not compared: on
which people are alike there is no truth. Before any contest the challenger must beat the base rate of low balances,
beyond noise, and not lose to the mean of eight weeks: futures that were mixed up fail here. To override a decision, run
``seqmatch coaching train``, which replaces the live version without comparing, or ``seqmatch models rollback --family
coaching``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.families.coaching.models import COACHING
from seqmatch.families.coaching.retraining.contest import (
    TOTAL_ERROR,
    Exam,
    balances_exam,
    goals_exam,
    spending_exam,
)
from seqmatch.families.coaching.training.train import STEPS as TRAINING
from seqmatch.families.coaching.training.train import HistorySource, Tried, trained
from seqmatch.lifecycle.measuring.comparison import Comparison
from seqmatch.lifecycle.measuring.decision import Contest, Decision, champion_of, decided, same_again
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.artifact import Version, version_name
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish

STEPS = (*TRAINING[:-1], "contests", "writing")
FEWEST_PEOPLE, FEWEST = 10, 50
"""With fewer people, or cases, nothing is concluded."""
NEW, KNOWN = "new people or days", "known people and days"


def retrain(
    frame: pl.DataFrame,
    source: HistorySource,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    stated: pl.DataFrame | None = None,
) -> Decision:
    """Train a challenger on histories, compare it with the live version, and promote it if it is better.

    Parameters
    ----------
    frame, stated : as :func:`seqmatch.families.coaching.training.train.train` takes them.

    Raises
    ------
    TrainingError : too few people, or histories too short to hold anything out.
    ModelError : another run is at work in the folder (``models_busy``).
    ArtifactError : the live version is damaged, so that nothing can be compared with it.
        In every case nothing was changed.
    """
    began = perf_counter()
    family = models_dir / COACHING.name
    with sole_writer(family):
        champion = champion_of(family)
        files, data, tried = trained(frame, source, seed, progress, stated)
        progress("contests")
        with one_thread():
            decision = _decided(family, champion, version_name(files), tried, source, seed)
        progress("writing")
        facts = {"data": data, "seed": seed, **decision.to_json(), "seconds": round(perf_counter() - began, 1)}
        if decision.outcome == "promoted":
            users = [user for user in frame["user"].unique().to_list() if user is not None]
            publish(family, files, about(COACHING.name, data, seed), "retrain", facts, users)
        else:
            audit.record(family, "retrain", facts)
    return decision


def _decided(
    family: Path, champion: Version | None, challenger: str, tried: Tried, source: HistorySource, seed: int
) -> Decision:
    if (same := same_again(champion, challenger)) is not None:
        return same
    exams = _exams(tried, champion)
    over = [exam.over_rival(seed) for exam in exams]
    gain = over[-1] if over[-1].metric != TOTAL_ERROR else over[0]

    def contested() -> tuple[tuple[str, ...], tuple[Contest, ...], tuple[str, ...]]:
        assert champion is not None
        refused = [] if gain.verdict == "better" else [f"{_about_rival(gain, False)} Look for mixed-up rows."]
        refused += [_about_rival(one, False) for one in over if one is not gain and one.verdict == "worse"]
        return tuple(refused), *_contests(family, champion, exams, source, seed)

    return decided(champion, challenger, gain, _about_rival, contested, "4-week totals, low balances or goals")


def _exams(tried: Tried, champion: Version | None) -> list[Exam]:
    """Spending first, then goals, then balances, of those that both know something of."""
    models = None if champion is None else COACHING.models(champion)
    seen, answered = tried.seen, tried.answered
    exams = [
        None if answered.spending is None else spending_exam(answered.spending, models, seen),
        None if answered.goals is None else goals_exam(answered.goals, models, seen),
        None if answered.balances is None else balances_exam(answered.balances, models, seen),
    ]
    found = [one for one in exams if one is not None]
    if not found:
        raise TrainingError("These histories are too short to hold weeks out and compare. Give a year or more.")
    return found


def _about_rival(gain: Comparison, better: bool) -> str:
    """How the challenger stands to the rule that learns nothing."""
    rival = "the mean of eight weeks" if gain.metric == TOTAL_ERROR else "the base rate"
    verb = "beats" if better else "does not beat"
    return (
        f"On people and days it has not seen the challenger's {gain.metric.replace('_', ' ')}, {gain.challenger:.3f}, "
        f"{verb} that of {rival}, {gain.champion:.3f}."
    )


def _contests(
    family: Path, champion: Version, exams: Sequence[Exam], source: HistorySource, seed: int
) -> tuple[tuple[Contest, ...], tuple[str, ...]]:
    """The contests that can be held, and notes on those that cannot."""
    contests, notes = [], []
    for exam in exams:
        met = _met(family, champion, exam, source)
        if met is None:
            return (), (
                "The champion does not say until which day it learned, so what is new to it cannot be told; it was "
                "not compared. Train once with `seqmatch coaching train`.",
            )
        for rows, kind in ((np.flatnonzero(~met), NEW), (np.flatnonzero(met), KNOWN)):
            people = len(np.unique(exam.person[rows]))
            if len(rows) < FEWEST or people < FEWEST_PEOPLE:
                if len(rows) and kind == NEW:
                    notes.append(
                        f"{len(rows)} {exam.unit} of {people} people are new to the champion ({exam.what}); a contest "
                        f"needs {FEWEST} of {FEWEST_PEOPLE} and was not held."
                    )
                continue
            compared = exam.compared(rows, seed)
            contests.append(Contest(f"{exam.what}, {kind}", tuple(compared), exam.main, advantage=kind == KNOWN))
    return tuple(contests), tuple(notes)


def _met(family: Path, champion: Version, exam: Exam, source: HistorySource) -> NDArray[np.bool_] | None:
    """Whether the champion may have learned from each outcome, shape (n,); None where that cannot be told."""
    learned = champion.manifest.get("data", {})
    if learned.get("fingerprint") == source.fingerprint:
        return np.ones(len(exam.person), bool)
    if learned.get("provenance") == "synthetic" and source.provenance != "synthetic":
        return np.zeros(len(exam.person), bool)
    try:
        until = dt.date.fromisoformat(learned["until"]).toordinal()
    except (KeyError, TypeError, ValueError):
        return None
    before = np.asarray(exam.over <= until, bool)
    known = audit.seen(family, champion.name, exam.users)
    return before if known is None else before & np.array(known, bool)
