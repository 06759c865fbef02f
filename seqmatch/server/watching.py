"""Looks at a served family: what the monitor says of its drift, accept rates and performance."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from seqmatch.families.register import DECLARED
from seqmatch.lifecycle.declared import found
from seqmatch.settings import Settings

if TYPE_CHECKING:
    from seqmatch.lifecycle.declared import Files
    from seqmatch.lifecycle.monitor.schedules import Look
    from seqmatch.lifecycle.monitor.versus import Versus
    from seqmatch.lifecycle.monitor.watch import Watch
    from seqmatch.store.engine import Store
    from seqmatch.store.records.performance import Measured


def watch_family(settings: Settings, family: str, store: Store | None, days: int, files: Files = (None, None)) -> Watch:
    """What is to be seen of a family.

    Parameters
    ----------
    store : with answers and feedback; None where there is none.
    files : inputs of onboarding, which the store does not keep.

    Raises
    ------
    ModelError : its live version is missing or damaged.
    StoreError : the store cannot be reached.
    """
    from seqmatch.lifecycle.monitor.watch import watch
    from seqmatch.lifecycle.serving.rollout import read_rollout
    from seqmatch.lifecycle.versions.artifact import read_version
    from seqmatch.lifecycle.versions.registry import live_version
    from seqmatch.store.suggestions.accept_rates import receptions
    from seqmatch.store.suggestions.outcomes import judged

    declared, folder = DECLARED[family], settings.family_dir(family)
    version = read_version(live_version(folder))
    heuristic = declared.models.has_heuristic
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    current, rows = {}, 0
    if declared.monitor_inputs is not None:
        current, rows = found(declared.monitor_inputs)(files, store, since.date())
    return watch(
        version,
        family,
        read_rollout(folder, os.environ if heuristic else None),
        heuristic,
        current,
        rows,
        receptions(store, family, since) if store else (),
        judged(store, family, since) if store else (),
    )


def compare_arms(settings: Settings, family: str, store: Store, days: int) -> Versus:
    """The live version's answers against the challenger's, since the rollout is as it is.

    What was answered before is left out: with another share of users, or with nobody to compare, in other weeks.

    Raises
    ------
    ArgumentError : no challenger answers anybody.
    ModelError : the live version is missing or damaged.
    StoreError : the store cannot be reached.
    """
    from seqmatch.errors import ArgumentError
    from seqmatch.lifecycle.monitor.versus import Outcomes, compare
    from seqmatch.lifecycle.serving.rollout import HEURISTIC, in_force_since, read_rollout
    from seqmatch.lifecycle.versions.registry import live_version
    from seqmatch.store.suggestions.first_words import first_answer, first_words

    folder = settings.family_dir(family)
    heuristic = DECLARED[family].models.has_heuristic
    rollout = read_rollout(folder, os.environ if heuristic else None)
    champion, challenger = rollout.arms(live_version(folder).name, heuristic)
    if challenger is None or rollout.mode != "auto" or not rollout.canary_pct:
        raise ArgumentError(
            f"No challenger of {family} answers anybody. Start one: `seqmatch rollout set --family {family} "
            "--candidate newest --mode auto --canary-pct 10`.",
            code="no_challenger",
            path="--family",
        )
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)

    def outcomes(arm: str, source: str, since: dt.datetime) -> Outcomes:
        words = first_words(store, family, None if arm == HEURISTIC else arm, source, since)
        return Outcomes(arm, words.users, words.accepted, words.judged)

    unchanged = in_force_since(folder, rollout)
    begun = unchanged or first_answer(store, family, None if challenger == HEURISTIC else challenger, "canary", since)
    begun = max(since, begun or since)
    canary_pct = None if unchanged is None else rollout.canary_pct
    return compare(outcomes(champion, "live", begun), outcomes(challenger, "canary", begun), canary_pct)


def figures_of(seen: Watch, looks: Sequence[Look] = ("drift", "performance")) -> list[Measured]:
    """What is kept of it over time: accuracy beside what was promised, and the largest drift beside its noise."""
    from seqmatch.store.records.performance import Measured

    kept = []
    if "performance" in looks and seen.performance.accuracy is not None:
        kept.append(
            Measured(seen.family, seen.version, "accuracy", seen.performance.accuracy, seen.performance.expected)
        )
    if "drift" in looks and seen.drift:
        most = seen.drift[0]
        kept.append(Measured(seen.family, seen.version, "largest_psi", float(most.psi), float(most.noise)))
    return kept
