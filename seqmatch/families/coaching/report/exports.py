"""Writes what the models are made of under fixed names, for other programs: CSV, JSON and arrays, no pickle."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seqmatch.estimators.bandits.strategies import strategy_configuration
from seqmatch.families.coaching.answers.choosing import bandit_of
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.models import GOALS, SEGMENTS, SPENDING, CoachingModels
from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.scoring.segments import export_segments
from seqmatch.features.weeks.payments import Guess
from seqmatch.lifecycle.measuring.strategy_figures import policy_metadata
from seqmatch.lifecycle.versions.artifact import to_json
from seqmatch.store.coaching.recommendations import outcomes
from seqmatch.store.engine import Store

HEALTH = "financial_health_forecaster"
FEATURES = "feature_config"
AS_THEY_ARE = (SPENDING, GOALS, SEGMENTS, HEALTH, FEATURES)
"""Stems of files that are copied from the version."""


def export(
    models: CoachingModels,
    persons: Sequence[Person],
    folder: Path,
    store: Store | None = None,
    guess: Guess | None = None,
) -> tuple[list[Path], list[str]]:
    """Write the files; gives their paths, and sentences on what could not be written.

    Every file is whole or as it was before.

    Parameters
    ----------
    persons : whose segments are told.
    store : whose outcomes the bandit learned from; None: a bandit that has learned nothing yet.
    guess : categories of rows that name none.

    Raises
    ------
    StoreError : the store cannot be reached.
    """
    notes: list[str] = []
    files: dict[str, bytes] = {
        "bandit_strategies.json": to_json(strategy_configuration(bandit_of(outcomes(store) if store else ()))),
        "model_metadata.json": to_json(metadata(models)),
    }
    for stem in AS_THEY_ARE:
        held = {name: data for name, data in models.files.items() if name.partition(".")[0] == stem}
        files |= held
        if not held:
            notes.append(f"This version has no {stem}.")
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        for name, data in files.items():
            (scratch / name).write_bytes(data)
        if models.segments is None:
            notes.append("This version has no segments, so user_segments.csv and segment_profiles.json are left out.")
        elif not persons:
            notes.append("Nobody's history was given, so user_segments.csv and segment_profiles.json are left out.")
        else:
            export_segments(models.segments, weeks_of(persons, guess), scratch)
        written = []
        for path in sorted(scratch.iterdir()):
            path.replace(folder / path.name)
            written.append(folder / path.name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return written, notes


def metadata(models: CoachingModels) -> dict[str, Any]:
    """What the version learned from and was measured to do, and what is known of the offline policy beside it."""
    return {
        "version": models.version,
        "learned_from": models.cohort,
        "measured": models.metrics["figures"],
        "files": {name: len(data) for name, data in sorted(models.files.items())},
        "offline_policy": policy_metadata(),
    }
