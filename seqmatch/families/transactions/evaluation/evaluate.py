"""Evaluates the categoriser and its rivals on later transactions and on payees held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.evaluation import rivals
from seqmatch.families.transactions.evaluation.figures import figures
from seqmatch.families.transactions.evaluation.slices import split
from seqmatch.lifecycle.threads import one_thread

OURS = "seqmatch"


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What contestants say of transactions that none of them learned from.

    Attributes
    ----------
    learned : rows that all learned from.
    rows : of each slice, ``later`` and ``unseen``.
    answers : contestant -> slice -> probabilities, shape (n_rows_of_the_slice, n_classes).
    """

    learned: NDArray[np.intp]
    rows: Mapping[str, NDArray[np.intp]]
    answers: Mapping[str, Mapping[str, NDArray[np.float64]]]


def evaluate(
    data: TransactionsData,
    provenance: str,
    seed: int,
    against: Mapping[str, rivals.Rival] = rivals.ALL,
    progress: Callable[[str], None] = lambda step: None,
) -> dict[str, Any]:
    """Figures by slice and contestant: ``{provenance, later: {transactions, payees, contestants}, unseen: {…}}``.

    Every contestant learns from the same earlier transactions; the figures of a contestant are those of
    :func:`seqmatch.families.transactions.evaluation.figures.figures`.
    """
    return told(held_out(data, provenance, seed, against, progress), data, provenance, seed)


def held_out(
    data: TransactionsData,
    provenance: str,
    seed: int,
    against: Mapping[str, rivals.Rival],
    progress: Callable[[str], None] = lambda step: None,
) -> HeldOut:
    """Let every contestant learn from the same earlier transactions and answer for the others."""
    parts = split(data, seed)
    rows = {"later": parts.later, "unseen": parts.unseen}
    answers: dict[str, dict[str, NDArray[np.float64]]] = {}
    movements, known = data.movements.subset(parts.learned), data.known.subset(parts.learned)
    nothing_to_tell = len(np.unique(known.labels)) < 2  # of few payees those held out may be all of a category
    with one_thread():
        for contestant, learn in {OURS: rivals.ours(provenance), **against}.items():
            progress(contestant)
            learn = rivals.majority if nothing_to_tell and contestant != OURS else learn
            answer = learn(movements, known, data.classes, seed)
            answers[contestant] = {
                name: answer(data.movements.subset(some)) for name, some in rows.items() if len(some)
            }
    return HeldOut(parts.learned, rows, answers)


def told(answered: HeldOut, data: TransactionsData, provenance: str, seed: int) -> dict[str, Any]:
    """The figures of :func:`evaluate`."""
    found: dict[str, Any] = {"provenance": provenance, "learned": len(answered.learned)}
    for name, rows in answered.rows.items():
        payees = data.movements.merchants[rows]
        found[name] = {
            "transactions": len(rows),
            "payees": len(set(payees.tolist())),
            "contestants": {
                contestant: figures(said[name], data.known.labels[rows], payees, seed)
                for contestant, said in answered.answers.items()
                if name in said
            },
        }
    return found
