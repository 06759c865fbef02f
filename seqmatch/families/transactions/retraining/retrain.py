"""Trains a challenger on labelled transactions and promotes it only if it is shown to be better.

The champion is the version that is live. The challenger is this release's recipe trained on the data given; in the
contests a model of the same recipe stands for it that learned from the earlier three quarters of 70 % of the payees,
and answers for what comes later and for payees it never met. So nobody answers for what they learned from:

later transactions, new payees
    Transactions after the last day that the champion learned from, or all of them where it learned from generated
    people: the champion's live files answer for them, and the challenger's model does. Losing on any metric counts.
known transactions
    Those up to that day. The champion may have learned from these very labels, so losing to it proves nothing; a win
    in spite of it counts.

The main metric is the log-loss; guarded are accuracy, macro-F1 and calibration error. All are compared with a paired
bootstrap over payees. Before any contest, the challenger's model must be better than the base rates of the labels,
beyond noise: labels that were mixed up fail here. To override a decision, run ``seqmatch transactions train``,
which replaces the live version without comparing, or ``seqmatch models rollback --family transactions``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.transactions.dataset import EPOCH, TransactionsData
from seqmatch.families.transactions.evaluation.evaluate import OURS, HeldOut
from seqmatch.families.transactions.evaluation.rivals import PLAIN
from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.families.transactions.retraining.contest import MAIN, aligned, compare
from seqmatch.families.transactions.training.train import LabelledSource, learned_and_answered
from seqmatch.lifecycle.measuring.comparison import Comparison
from seqmatch.lifecycle.measuring.decision import Contest, Decision, champion_of, decided, same_again
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.artifact import Version, version_name
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish

STEPS = ("learning", "measuring", *PLAIN, "attacks", "contests", "writing")
FEWEST = 50
"""With fewer transactions nothing is concluded."""
KINDS = {"later": "later transactions", "unseen": "new payees"}


def retrain(
    data: TransactionsData,
    source: LabelledSource,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
) -> Decision:
    """Train a challenger on ``data``, compare it with the live version, and promote it if it is better.

    Raises
    ------
    TrainingError : the model would give people away.
    ModelError : another run is at work in the folder (``models_busy``).
    ArtifactError : the live version is damaged, so that nothing can be compared with it.
        In every case nothing was changed.
    """
    began = perf_counter()
    family = models_dir / TRANSACTIONS.name
    with sole_writer(family):
        champion = champion_of(family)
        files, answered = learned_and_answered(data, source, seed, progress)
        progress("contests")
        decision = _decided(champion, version_name(files), answered, data, source, seed)
        progress("writing")
        about_data = source.data(data)
        facts = {
            "data": about_data,
            "seed": seed,
            **decision.to_json(),
            "seconds": round(perf_counter() - began, 1),
        }
        if decision.outcome == "promoted":
            publish(family, files, about(TRANSACTIONS.name, about_data, seed), "retrain", facts, data.users)
        else:
            audit.record(family, "retrain", facts)
    return decision


def _decided(
    champion: Version | None,
    challenger: str,
    answered: HeldOut,
    data: TransactionsData,
    source: LabelledSource,
    seed: int,
) -> Decision:
    if (same := same_again(champion, challenger)) is not None:
        return same
    gain = _over_base_rates(answered, data, seed)

    def contested() -> tuple[tuple[str, ...], tuple[Contest, ...], tuple[str, ...]]:
        assert champion is not None
        refused = () if gain.verdict == "better" else (f"{_about_base_rates(gain, False)} Look for mixed-up labels.",)
        return refused, *_contests(champion, answered, data, source, seed)

    return decided(
        champion, challenger, gain, _about_base_rates, contested, "the log-loss of categories", beyond_noise=True
    )


def _over_base_rates(answered: HeldOut, data: TransactionsData, seed: int) -> Comparison:
    """The challenger's model against the base rates of what it learned from, which stand as the champion."""
    names = [name for name, rows in answered.rows.items() if len(rows)]
    rows = np.concatenate([answered.rows[name] for name in names])
    ours = np.concatenate([answered.answers[OURS][name] for name in names])
    rates = np.bincount(data.known.labels[answered.learned], minlength=len(data.classes)) + 0.5
    base = np.tile(rates / rates.sum(), (len(rows), 1))
    return compare(base, ours, data.known.labels[rows], data.movements.merchants[rows], seed)[0]


def _about_base_rates(gain: Comparison, better: bool) -> str:
    verb = "is better than" if better else "is no better than"
    return (
        f"On transactions it has not seen the challenger's log-loss, {gain.challenger:.3f}, {verb} that of the base "
        f"rates, {gain.champion:.3f}."
    )


def _contests(
    champion: Version, answered: HeldOut, data: TransactionsData, source: LabelledSource, seed: int
) -> tuple[tuple[Contest, ...], tuple[str, ...]]:
    """The contests that can be held, and notes on those that cannot."""
    met = _met(champion, data, source)
    if met is None:
        return (), (
            "The champion does not say until which day it learned, so what is new to it cannot be told; it was not "
            "compared. Train once with `seqmatch transactions train`.",
        )
    model = TRANSACTIONS.models(champion).categoriser
    classes = (*data.classes, *(name for name in model.classes_ if name not in data.classes))
    contests, notes = [], []
    for name, kind in (*KINDS.items(), ("", "known transactions")):
        slices = [name] if name else list(KINDS)
        rows = np.concatenate([answered.rows[one][met[answered.rows[one]] == (not name)] for one in slices])
        if len(rows) < FEWEST:
            if name:
                notes.append(f"{len(rows)} {kind} are new to the champion; a contest needs {FEWEST} and was not held.")
            continue
        ours = np.concatenate(
            [
                answered.answers[OURS][one][met[answered.rows[one]] == (not name)]
                for one in slices
                if len(answered.rows[one])
            ]
        )
        with one_thread():
            theirs = aligned(model.predict_proba(data.movements.subset(rows)), model.classes_, classes)
        compared = compare(
            theirs, aligned(ours, data.classes, classes), data.known.labels[rows], data.movements.merchants[rows], seed
        )
        contests.append(Contest(kind, tuple(compared), MAIN, advantage=not name))
    return tuple(contests), tuple(notes)


def _met(champion: Version, data: TransactionsData, source: LabelledSource) -> NDArray[np.bool_] | None:
    """Whether the champion may have learned from each transaction, shape (n,); None where that cannot be told."""
    learned = champion.manifest.get("data", {})
    if learned.get("fingerprint") == source.fingerprint:
        return np.ones(len(data), dtype=bool)
    if learned.get("provenance") == "synthetic" and source.provenance != "synthetic":
        return np.zeros(len(data), dtype=bool)
    try:
        until = (dt.date.fromisoformat(learned["until"]) - EPOCH).days
    except (KeyError, TypeError, ValueError):
        return None
    return np.asarray(data.known.days <= until, dtype=bool)
