"""Trains the coaching family from histories to a version on disk, reproducibly."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from seqmatch.families.coaching.evaluation.attacks import attacked
from seqmatch.families.coaching.evaluation.held_out import HeldOut, held_out, told
from seqmatch.families.coaching.models import COACHING, files_of
from seqmatch.families.coaching.person import history
from seqmatch.families.coaching.recipe import Provenance, Seen, learn
from seqmatch.families.coaching.training.card import model_card
from seqmatch.families.coaching.training.drift_inputs import reference
from seqmatch.families.coaching.training.feature_config import feature_config, health_table
from seqmatch.lifecycle.measuring.attacks import refuse_a_memory
from seqmatch.lifecycle.monitor.watch import REFERENCE, reference_file
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions.artifact import Files, to_json
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish

STEPS = ("spending", "balances", "segments", "goals", "measuring", "attacks", "writing")


@dataclass(frozen=True)
class HistorySource:
    """Where histories came from: whose data it is, and the hash of its content."""

    provenance: Provenance
    fingerprint: str


@dataclass(frozen=True, eq=False)
class Tried:
    """What training saw, and what models of the same recipe answered for people and days that they had not seen."""

    seen: Seen
    answered: HeldOut


def fingerprint_of(frame: pl.DataFrame) -> str:
    """SHA-256 of a table of histories, whatever the order of its rows."""
    return hashlib.sha256(frame.sort(frame.columns, nulls_last=True).write_csv().encode()).hexdigest()


def train(
    frame: pl.DataFrame,
    source: HistorySource,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    *,
    live: bool = True,
    stated: pl.DataFrame | None = None,
) -> str:
    """Train the coaching family and write it; gives the version's name.

    The same data, seed and library versions give the same bytes.

    Parameters
    ----------
    frame : rows of many people, as :func:`seqmatch.data.statements.histories.read_histories` gives them.
    live : False leaves the live version live; the new one is a candidate to be tried.
    stated : goals that people stated; see :func:`seqmatch.families.coaching.recipe.learn`.

    Raises
    ------
    TrainingError : too few people, or models that would give them away; nothing was written.
    ModelError : another run is at work in the folder (``models_busy``).
    """
    began = perf_counter()
    family = models_dir / COACHING.name
    with sole_writer(family):
        files, data, _ = trained(frame, source, seed, progress, stated)
        progress("writing")
        facts = {
            "data": data,
            "seed": seed,
            "decision": "promoted" if live else "candidate",
            "why": ["Training promotes without comparing." if live else "A candidate was asked for."],
            "seconds": round(perf_counter() - began, 1),
        }
        users = [user for user in frame["user"].unique().to_list() if user is not None]
        return publish(family, files, about(COACHING.name, data, seed), "train", facts, users, live=live)


def trained(
    frame: pl.DataFrame,
    source: HistorySource,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    stated: pl.DataFrame | None = None,
) -> tuple[Files, dict[str, Any], Tried]:
    """The files of a version, what manifests and the audit log say of its data, and what its recipe said held out.

    Raises
    ------
    TrainingError : too few people, or models that would give them away; see
        :mod:`seqmatch.families.coaching.evaluation.attacks`.
    """
    whole = history(frame)
    with one_thread():
        learned, seen = learn(whole, source.provenance, seed, progress, stated)
        progress("measuring")
        answered = held_out(seen, seed)
        figures = told(answered, seed)
    progress("attacks")
    found = attacked(seen, seed)
    refuse_a_memory(found)
    data = {
        "provenance": source.provenance,
        "fingerprint": source.fingerprint,
        "transactions": len(frame),
        "people": len({one.user for one in seen.persons}),
        "first": str(frame["date"].min()),
        "until": str(frame["date"].max()),
    }
    cohort = {name: value for name, value in data.items() if name != "fingerprint"}
    metrics = {
        "figures": figures,
        "provenance": source.provenance,
        "users": data["people"],
        "attacks": [attack.to_json() for attack in found],
    }
    files = {
        **files_of(learned),
        "cohort.json": to_json(cohort),
        "metrics.json": to_json(metrics),
        "feature_config.json": to_json(feature_config()),
        "financial_health_forecaster.json": to_json(health_table()),
        REFERENCE: reference_file(reference(seen.weeks)),
        "card.md": model_card(metrics, cohort, found).encode(),
    }
    return files, data, Tried(seen, answered)
