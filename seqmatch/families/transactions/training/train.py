"""From labelled transactions to a version on disk: one reproducible command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser
from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.evaluation.evaluate import evaluate
from seqmatch.families.transactions.evaluation.rivals import PLAIN
from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.families.transactions.training.card import model_card
from seqmatch.families.transactions.training.drift_inputs import reference
from seqmatch.features.transactions import FEATURE_COLUMNS
from seqmatch.lifecycle.monitor.watch import REFERENCE, reference_file
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions.artifact import Files, pack, to_json
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish

STEPS = ("learning", "measuring", *PLAIN, "writing")


@dataclass(frozen=True)
class LabelledSource:
    """Where labelled transactions came from: whose data it is, and the hash of its content."""

    provenance: Literal["synthetic", "operator"]
    fingerprint: str

    def data(self, transactions: int) -> dict[str, Any]:
        """What manifests and the audit log say of it."""
        return {"provenance": self.provenance, "fingerprint": self.fingerprint, "transactions": transactions}


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
    ModelError : another run is at work in the folder (``models_busy``).
    """
    began = perf_counter()
    family = models_dir / TRANSACTIONS.name
    with sole_writer(family):
        files = learn(data, source, seed, progress)
        progress("writing")
        told = source.data(len(data))
        facts = {
            "data": told,
            "seed": seed,
            "decision": "promoted" if live else "candidate",
            "why": ["Training promotes without comparing." if live else "A candidate was asked for."],
            "seconds": round(perf_counter() - began, 1),
        }
        return publish(family, files, about(TRANSACTIONS.name, told, seed), "train", facts, data.users, live=live)


def learn(
    data: TransactionsData,
    source: LabelledSource,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
) -> Files:
    """Train the categoriser on ``data`` and give the files of the version."""
    progress("learning")
    with one_thread():
        categoriser = TransactionCategoriser(seed=seed).fit(data.movements, data.known, data.classes)
    metrics = {
        **evaluate(data, source.provenance, seed, PLAIN, lambda step: progress(step if step in PLAIN else "measuring")),
        "held_out": categoriser.report_,
    }
    cohort = {
        "provenance": source.provenance,
        "transactions": len(data),
        "people": len(data.users),
        "categories": list(data.classes),
        "left_out": data.left_out,
    }
    return {
        **pack("transaction_categoriser", categoriser.state()),
        "cohort.json": to_json(cohort),
        "metrics.json": to_json(metrics),
        "feature_config.json": to_json({"version": TRANSACTIONS.feature_version, "features": dict(FEATURE_COLUMNS)}),
        REFERENCE: reference_file(reference(data.features)),
        "card.md": model_card(metrics, cohort).encode(),
    }
