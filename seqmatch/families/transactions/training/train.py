"""Trains the transactions family from labels to a version on disk, reproducibly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.evaluation.attacks import attacked
from seqmatch.families.transactions.evaluation.evaluate import HeldOut, held_out, told
from seqmatch.families.transactions.evaluation.rivals import PLAIN
from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.families.transactions.recipe import categoriser
from seqmatch.families.transactions.training.card import model_card
from seqmatch.families.transactions.training.drift_inputs import reference
from seqmatch.features.transactions import FEATURE_COLUMNS
from seqmatch.lifecycle.measuring.attacks import refuse_a_memory
from seqmatch.lifecycle.monitor.watch import REFERENCE, reference_file
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions.artifact import Files, pack, to_json
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish

STEPS = ("learning", "measuring", *PLAIN, "attacks", "writing")


@dataclass(frozen=True)
class LabelledSource:
    """Where labelled transactions came from: whose data it is, and the hash of its content."""

    provenance: Literal["synthetic", "operator"]
    fingerprint: str

    def data(self, data: TransactionsData) -> dict[str, Any]:
        """What manifests and the audit log say of it; ``until`` is the day of the last transaction."""
        return {
            "provenance": self.provenance,
            "fingerprint": self.fingerprint,
            "transactions": len(data),
            "until": str(data.last_day),
        }


def train(
    data: TransactionsData,
    source: LabelledSource,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    *,
    live: bool = True,
) -> str:
    """Train the transactions family and write it; gives the version's name.

    The same data, seed and library versions give the same bytes, whatever the number of threads allowed.

    Parameters
    ----------
    live : False leaves the live version live; the new one is a candidate to be tried.

    Raises
    ------
    TrainingError : the model would give people away; nothing was written.
    ModelError : another run is at work in the folder (``models_busy``).
    """
    began = perf_counter()
    family = models_dir / TRANSACTIONS.name
    with sole_writer(family):
        files = learn(data, source, seed, progress)
        progress("writing")
        about_data = source.data(data)
        facts = {
            "data": about_data,
            "seed": seed,
            "decision": "promoted" if live else "candidate",
            "why": ["Training promotes without comparing." if live else "A candidate was asked for."],
            "seconds": round(perf_counter() - began, 1),
        }
        return publish(family, files, about(TRANSACTIONS.name, about_data, seed), "train", facts, data.users, live=live)


def learn(
    data: TransactionsData,
    source: LabelledSource,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
) -> Files:
    """Train the categoriser on ``data`` and give the files of the version."""
    return learned_and_answered(data, source, seed, progress)[0]


def learned_and_answered(
    data: TransactionsData,
    source: LabelledSource,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[Files, HeldOut]:
    """The files of the version, and what a model of the same recipe says of transactions held out of its training.

    Raises
    ------
    TrainingError : the model would give people away; see :mod:`seqmatch.families.transactions.evaluation.attacks`.
    """
    progress("learning")
    with one_thread():
        learned = categoriser(source.provenance, seed).fit(data.movements, data.known, data.classes)
    answered = held_out(
        data, source.provenance, seed, PLAIN, lambda step: progress(step if step in PLAIN else "measuring")
    )
    progress("attacks")
    found = attacked(data, source.provenance, seed)
    refuse_a_memory(found)
    metrics = {
        **told(answered, data, source.provenance, seed),
        "held_out": learned.report_,
        "attacks": [attack.to_json() for attack in found],
    }
    cohort = {
        "provenance": source.provenance,
        "transactions": len(data),
        "people": len(data.users),
        "categories": list(data.classes),
        "left_out": data.left_out,
    }
    files = {
        **pack("transaction_categoriser", learned.state()),
        "cohort.json": to_json(cohort),
        "metrics.json": to_json(metrics),
        "feature_config.json": to_json({"version": TRANSACTIONS.feature_version, "features": dict(FEATURE_COLUMNS)}),
        REFERENCE: reference_file(reference(data.features)),
        "card.md": model_card(metrics, cohort, found).encode(),
    }
    return files, answered
