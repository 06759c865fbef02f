"""The categoriser and its rivals on the same later transactions and the same payees held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.evaluation import rivals
from seqmatch.families.transactions.evaluation.figures import figures
from seqmatch.families.transactions.evaluation.slices import split
from seqmatch.lifecycle.threads import one_thread

OURS = "seqmatch"


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
    parts = split(data, seed)
    contestants = {OURS: rivals.ours, **against}
    told: dict[str, Any] = {"provenance": provenance, "learned": len(parts.learned)}
    slices = {"later": parts.later, "unseen": parts.unseen}
    for name, rows in slices.items():
        payees = set(data.movements.merchants[rows].tolist())
        told[name] = {"transactions": len(rows), "payees": len(payees), "contestants": {}}
    with one_thread():
        for contestant, learn in contestants.items():
            progress(contestant)
            answer = learn(data.movements.subset(parts.learned), data.known.subset(parts.learned), data.classes, seed)
            for name, rows in slices.items():
                if not len(rows):
                    continue
                asked = data.movements.subset(rows)
                told[name]["contestants"][contestant] = figures(
                    answer(asked), data.known.labels[rows], asked.merchants, seed
                )
    return told
