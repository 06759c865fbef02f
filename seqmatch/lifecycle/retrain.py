"""Train a challenger, and let it replace the champion only where it is shown to be better.

The champion is the version that is live, the challenger is this release's recipe trained on the data given. What may
be concluded from which users depends on whom the champion has learned from, so there are three contests. In each, both
sides answer for the same users, and differences are judged by a paired bootstrap over users: a metric is better or
worse only where the 95 % interval of the difference says so; everything else is a tie.

recipes
    The champion's recipe is the settings kept in its version (``recipe.json``). Both recipes are trained on identical
    folds of the given data, and each user is answered for by models that have not seen that user. This tells recipes
    apart, not data: it is held only where the settings differ.
new users
    Users whose salted hash is not among those the champion learned from are new to both sides: the champion's live
    files answer for them, and the challenger's cross-fitted models do. This is the contest that new data can win. A
    champion trained on generated people has met no real user; one trained elsewhere has unknown users, and then this
    contest is not held.
known users
    Where the champion has met the users of the data, its live files have an advantage: they learned from these very
    answers. Losing to them proves nothing and is not counted, but a challenger that wins in spite of it, without having
    seen the users it answers for, has won: the goals or rules of these users are no longer what the champion learned.

The main metric is the goal's log-loss. Guarded are the goal's top-3 accuracy and calibration error, the user type
match@5, and the suggestions' NDCG@5 for new users and with half of the rules known.

Before any contest, the data has to be worth learning from:

- The challenger's cross-fitted log-loss must be better than that of always answering the base rates. Goals that were
  shuffled or mixed up fail here, however badly the champion fits them.
- Its gain over the base rates must not be smaller beyond noise than the champion's was on the champion's own data,
  where both were trained on people of the same kind. Data that got worse fails here.

The challenger is promoted where it passed, won a contest on the main metric, and was worse on nothing in any contest
that counts. A tie keeps the champion. With no champion, or one that this release cannot read, being better than the
base rates is enough. The same data again gives the same version, and there is nothing to compare. Whoever disagrees
has ``seqmatch train``, which promotes without comparing, and ``seqmatch models rollback``.

A challenger that is not promoted is not kept: the same data and seed give the same bytes again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import ArtifactError, ModelsMissing
from seqmatch.lifecycle import audit
from seqmatch.lifecycle.artifact import Files, Version, read_version, version_name
from seqmatch.lifecycle.contest import (
    FEWEST_LABELLED,
    FOLDS,
    MAIN,
    Comparison,
    CrossFitted,
    compare,
    cross_fitted,
    over_base_rates,
)
from seqmatch.lifecycle.contestants import answers, as_served
from seqmatch.lifecycle.dataset import OnboardingData
from seqmatch.lifecycle.lock import sole_writer
from seqmatch.lifecycle.recipe_settings import can_repeat, read_recipe
from seqmatch.lifecycle.registry import live_version
from seqmatch.lifecycle.serve import load_onboarding
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.train import FAMILY, Source, event_facts, learn, publish

STEPS = ("challenger", *(f"fold {number}" for number in range(1, FOLDS + 1)), "contests", "writing")

Kind = Literal["recipes", "new users", "known users"]
Outcome = Literal["promoted", "kept"]


@dataclass(frozen=True)
class Contest:
    """Champion and challenger on the same users."""

    kind: Kind
    comparisons: tuple[Comparison, ...]

    @property
    def won(self) -> bool:
        return any(c.metric == MAIN and c.verdict == "better" for c in self.comparisons)

    @property
    def worse(self) -> tuple[Comparison, ...]:
        """What the challenger is worse at beyond noise; never anything where the champion has an advantage."""
        return () if self.kind == "known users" else tuple(c for c in self.comparisons if c.verdict == "worse")

    def to_json(self) -> dict[str, Any]:
        return {"contest": self.kind, "comparisons": [comparison.to_json() for comparison in self.comparisons]}


@dataclass(frozen=True)
class Decision:
    """What was decided and why.

    Attributes
    ----------
    version : the version that is live now; None where there is none.
    challenger, champion : names of the versions compared; no champion where none was live or readable.
    why : sentences, the deciding ones first.
    over_base_rates : the challenger against always answering the base rates; None where nothing was compared.
    """

    outcome: Outcome
    version: str | None
    challenger: str
    champion: str | None
    why: tuple[str, ...]
    over_base_rates: Comparison | None = None
    contests: tuple[Contest, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {
            "decision": self.outcome,
            "why": list(self.why),
            "version": self.version,
            "challenger": self.challenger,
            "champion": self.champion,
            "over_base_rates": None if self.over_base_rates is None else self.over_base_rates.to_json(),
            "contests": [contest.to_json() for contest in self.contests],
        }


def retrain(
    data: OnboardingData,
    source: Source,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    jobs: int = 2,
) -> Decision:
    """Train a challenger on ``data``, compare it with the live version, and promote it if it is better.

    Parameters
    ----------
    jobs : folds that run at a time; the decision does not depend on it.

    Raises
    ------
    TrainingError : the data cannot train a model.
    ModelError : another run is at work in the folder (``models_busy``).
    ArtifactError : the live version is damaged, so that nothing can be compared with it.
        In every case nothing was changed.
    """
    began = perf_counter()
    family = models_dir / FAMILY
    with sole_writer(family):
        champion = _champion(family)
        progress("challenger")
        with one_thread():
            files = learn(data, source, seed)
        decision = _decide(family, champion, files, data, source, seed, progress, jobs)
        progress("writing")
        facts = {
            **event_facts(data, source, seed, files),
            **decision.to_json(),
            "seconds": round(perf_counter() - began, 1),
        }
        if decision.outcome == "promoted":
            publish(family, files, data, source, seed, "retrain", facts)
        else:
            audit.record(family, "retrain", facts)
    return decision


def _champion(family: Path) -> Version | None:
    """The live version; None where there is none or where this release cannot read it."""
    try:
        return read_version(live_version(family))
    except ModelsMissing:
        return None
    except ArtifactError as error:
        if error.code == "artifact_outdated":
            return None
        raise


def _decide(
    family: Path,
    champion: Version | None,
    files: Files,
    data: OnboardingData,
    source: Source,
    seed: int,
    progress: Callable[[str], None],
    jobs: int,
) -> Decision:
    challenger = version_name(files)
    if champion is not None and champion.name == challenger:
        same = "The same data, seed and recipe gave the same version again: there is nothing to compare."
        return Decision("kept", challenger, challenger, challenger, (same,))
    fitted = cross_fitted(data, None, seed, progress, jobs)
    gain = over_base_rates(fitted, data, seed)
    if champion is None:
        better = gain.gain > 0
        why = f"There are no live models here that this release can read. {_about_base_rates(gain, better)}"
        outcome: Outcome = "promoted" if better else "kept"
        return Decision(outcome, challenger if better else None, challenger, None, (why,), gain)
    progress("contests")
    refused = _not_worth_learning(champion, files, gain)
    contests, notes = _contests(family, champion, files, fitted, data, source, seed, jobs)
    outcome, reasons = _judged(contests, refused)
    live = challenger if outcome == "promoted" else champion.name
    return Decision(outcome, live, challenger, champion.name, (*reasons, *notes), gain, contests)


def _about_base_rates(gain: Comparison, better: bool) -> str:
    verb = "is better than" if better else "is no better than"
    return (
        f"On users it has not seen the challenger's goal log-loss, {gain.challenger:.3f}, {verb} that of the base "
        f"rates, {gain.champion:.3f}."
    )


def _not_worth_learning(champion: Version, files: Files, gain: Comparison) -> tuple[str, ...]:
    """Why nothing should be learned from this data, if so."""
    if gain.verdict != "better":
        return (
            f"{_about_base_rates(gain, False)} The stated goals tell nothing that profiles and rules bear out; look "
            "for mixed-up rows or labels.",
        )
    new, old = _measured(files), _measured(champion.files)
    if old is None or new is None or new["provenance"] != old["provenance"]:
        return ()
    # Of the spread per user only the challenger's is known; the champion's users stand for as much each.
    error = (gain.ci95[1] - gain.ci95[0]) / (2 * 1.96) * np.sqrt(1 + gain.users / max(old["users"], 1))
    if old["gain"] - new["gain"] > 1.96 * error:
        return (
            f"Goals show less in this data than in the champion's: log-loss gains {new['gain']:.3f} over the base "
            f"rates, where the champion gained {old['gain']:.3f}. Look for mixed-up rows or labels.",
        )
    return ()


def _measured(files: Files) -> dict[str, Any] | None:
    """What training measured of the goal classifier on users held out: gain in log-loss over base rates, users."""
    try:
        metrics = json.loads(files["metrics.json"])
        goal = metrics["goal"]["goal_classifier"]
        return {
            "provenance": metrics["provenance"],
            "gain": float(goal["log_loss_of_base_rates"]) - float(goal["log_loss"]),
            "users": int(goal["users"]),
        }
    except (KeyError, TypeError, ValueError):
        return None


def _contests(
    family: Path,
    champion: Version,
    files: Files,
    fitted: CrossFitted,
    data: OnboardingData,
    source: Source,
    seed: int,
    jobs: int,
) -> tuple[tuple[Contest, ...], tuple[str, ...]]:
    """The contests that can be held, and notes on those that cannot."""
    contests, notes = [], []
    theirs, ours = read_recipe(champion.files), read_recipe(files)
    if theirs is None or not can_repeat(theirs):
        notes.append("The champion was trained by a recipe this release cannot repeat; recipes were not compared.")
    elif theirs == ours:
        notes.append("Champion and challenger have the same recipe; what is compared is the data.")
    else:
        rival = cross_fitted(data, theirs, seed, jobs=jobs)
        contests.append(Contest("recipes", tuple(compare(rival.answers, fitted.answers, data, seed))))

    known = _met(family, champion, data, source)
    if known is None:
        notes.append(
            "Nobody recorded here whom the champion learned from, so users new to it cannot be told; its files were "
            "not compared."
        )
        return tuple(contests), tuple(notes)
    with one_thread():
        served = answers(as_served(load_onboarding(champion)), data)
    if known.all():
        notes.append("The champion has learned from all of these users; none is new to it.")
    kinds: tuple[tuple[Kind, NDArray[np.intp]], ...] = (
        ("new users", np.flatnonzero(~known)),
        ("known users", np.flatnonzero(known)),
    )
    for kind, users in kinds:
        asked = data.subset(users)
        if len(asked.labelled) >= FEWEST_LABELLED:
            compared = compare(served.of(users), fitted.answers.of(users), asked, seed)
            contests.append(Contest(kind, tuple(compared)))
        elif len(users):
            notes.append(
                f"{len(asked.labelled)} {kind} state a goal; a contest over them needs {FEWEST_LABELLED} and was not "
                "held."
            )
    return tuple(contests), tuple(notes)


def _met(family: Path, champion: Version, data: OnboardingData, source: Source) -> NDArray[np.bool_] | None:
    """Whether the champion learned from each user, shape (n_users,); None where that cannot be told."""
    if source.user_ids:
        met = audit.seen(family, champion.name, [source.user_ids[row] for row in data.rows])
        if met is not None:
            return np.array(met, dtype=bool)
    about = champion.manifest.get("data", {})
    if about.get("fingerprint") == source.fingerprint:
        return np.ones(len(data), dtype=bool)
    if about.get("provenance") == "synthetic" and source.provenance != "synthetic":
        return np.zeros(len(data), dtype=bool)
    return None


def _judged(contests: tuple[Contest, ...], refused: tuple[str, ...]) -> tuple[Outcome, tuple[str, ...]]:
    worse = tuple(
        f"Worse beyond noise ({contest.kind}): {_in_words(comparison)}"
        for contest in contests
        for comparison in contest.worse
    )
    won = tuple(
        f"Better beyond noise ({contest.kind}): {_in_words(comparison)}"
        for contest in contests
        if contest.won
        for comparison in contest.comparisons
        if comparison.metric == MAIN
    )
    if refused or worse:
        return "kept", (*refused, *worse)
    if won:
        return "promoted", (*won, "No guarded metric is worse beyond noise.")
    return "kept", ("The challenger is not better beyond noise on the goal's log-loss; a tie keeps the champion.",)


def _in_words(comparison: Comparison) -> str:
    low, high = comparison.ci95
    return (
        f"{comparison.metric} {comparison.challenger:.3f} against the champion's {comparison.champion:.3f} on "
        f"{comparison.users:,} users (gain {comparison.gain:+.3f}, 95 % interval {low:+.3f} to {high:+.3f})."
    )
