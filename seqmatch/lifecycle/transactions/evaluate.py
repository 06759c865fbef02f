"""The categoriser and its rivals on the same later transactions and the same payees held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.transactions import rivals
from seqmatch.lifecycle.transactions.dataset import TransactionsData
from seqmatch.lifecycle.transactions.figures import figures
from seqmatch.lifecycle.transactions.slices import split

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
    :func:`seqmatch.lifecycle.transactions.figures.figures`.
    """
    parts = split(data, seed)
    contestants = {OURS: rivals.ours(provenance), **against}
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
