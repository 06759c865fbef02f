"""Trains a challenger and promotes it only if it is shown to be better than the champion.

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
base rates is enough. The same data again gives the same version, and there is nothing to compare. To override a
decision, run ``seqmatch train``, which promotes without comparing, or ``seqmatch models rollback``.

A challenger that is not promoted is not kept: the same data and seed give the same bytes again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.families.onboarding.recipe_settings import OWN, Recipe, can_repeat, read_recipe
from seqmatch.families.onboarding.retraining.contest import (
    FEWEST_LABELLED,
    FOLDS,
    CrossFitted,
    compare,
    cross_fitted,
    over_base_rates,
)
from seqmatch.families.onboarding.retraining.contestants import answers, as_served
from seqmatch.families.onboarding.retraining.decision import Kind, about_base_rates, contest, not_worth_learning
from seqmatch.families.onboarding.training.train import Source, event_facts, jobs_for, learn_and_prove
from seqmatch.families.onboarding.training_views import with_halves
from seqmatch.lifecycle.measuring.decision import Contest, Decision, champion_of, decided, same_again
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.artifact import Files, Version, version_name
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish

STEPS = ("challenger", *(f"fold {number}" for number in range(1, FOLDS + 1)), "contests", "writing")


def retrain(
    data: OnboardingData,
    source: Source,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    jobs: int = 2,
    settings: Recipe = OWN,
) -> Decision:
    """Train a challenger on ``data``, compare it with the live version, and promote it if it is better.

    Parameters
    ----------
    jobs : folds that run at a time; the decision does not depend on it.
    settings : of the challenger's estimators; OWN for those of this release.

    Raises
    ------
    TrainingError : the data cannot train a model.
    ModelError : another run is at work in the folder (``models_busy``).
    ArtifactError : the live version is damaged, so that nothing can be compared with it.
        In every case nothing was changed.
    """
    began = perf_counter()
    family = models_dir / ONBOARDING.name
    with sole_writer(family):
        champion = champion_of(family)
        progress("challenger")
        data = with_halves(data, seed)
        files = learn_and_prove(data, source, seed, settings=settings, jobs=min(jobs, jobs_for(len(data))))
        decision = _decide(family, champion, files, data, source, seed, progress, jobs, settings)
        progress("writing")
        facts = {
            **event_facts(data, source, seed, files),
            **decision.to_json(),
            "seconds": round(perf_counter() - began, 1),
        }
        if decision.outcome == "promoted":
            manifest = about(ONBOARDING.name, source.data, seed)
            publish(family, files, manifest, "retrain", facts, source.ids_of(data.rows))
        else:
            audit.record(family, "retrain", facts)
    return decision


def _decide(
    family: Path,
    champion: Version | None,
    files: Files,
    data: OnboardingData,
    source: Source,
    seed: int,
    progress: Callable[[str], None],
    jobs: int,
    settings: Recipe,
) -> Decision:
    challenger = version_name(files)
    if (same := same_again(champion, challenger)) is not None:
        return same
    fitted = cross_fitted(data, settings, seed, progress, jobs)
    gain = over_base_rates(fitted, data, seed)

    def contested() -> tuple[tuple[str, ...], tuple[Contest, ...], tuple[str, ...]]:
        assert champion is not None
        progress("contests")
        refused = not_worth_learning(champion.files, files, gain)
        return refused, *_contests(family, champion, files, fitted, data, source, seed, jobs)

    return decided(champion, challenger, gain, about_base_rates, contested, "the goal's log-loss")


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
        contests.append(contest("recipes", compare(rival.answers, fitted.answers, data, seed)))

    known = _met(family, champion, data, source)
    if known is None:
        notes.append(
            "Nobody recorded here whom the champion learned from, so users new to it cannot be told; its files were "
            "not compared."
        )
        return tuple(contests), tuple(notes)
    with one_thread():
        served = answers(as_served(ONBOARDING.models(champion)), data)
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
            contests.append(contest(kind, compared))
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
    learned_from = champion.manifest.get("data", {})
    if learned_from.get("fingerprint") == source.fingerprint:
        return np.ones(len(data), dtype=bool)
    if learned_from.get("provenance") == "synthetic" and source.provenance != "synthetic":
        return np.zeros(len(data), dtype=bool)
    return None
