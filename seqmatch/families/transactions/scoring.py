"""Scores the categories of transactions, and names one where it is sure enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from seqmatch.estimators.text.transaction_evidence import Movements
from seqmatch.families.transactions import heuristic
from seqmatch.families.transactions.dataset import movements_of
from seqmatch.families.transactions.models import TransactionModels
from seqmatch.features.transactions import build

THRESHOLD = 0.65
"""Probability from which a category is named."""
TOP = 3


@dataclass(frozen=True)
class Categorised:
    """What one transaction may be.

    Attributes
    ----------
    category : the likeliest, None where it is not likely enough.
    candidates : the likeliest categories with their probabilities, the likeliest first.
    because : what speaks for the first candidate, in words; empty where nobody asked.
    provenance : whose transactions the model learned from; None where it was no model.
    """

    category: str | None
    candidates: tuple[tuple[str, float], ...]
    because: tuple[str, ...] = ()
    provenance: Literal["synthetic", "operator"] | None = None


def categorise(
    models: TransactionModels,
    frame: pl.DataFrame,
    threshold: float = THRESHOLD,
    top: int = TOP,
    explain: bool = False,
) -> list[Categorised]:
    """Categorise transactions, the columns of FRAME_COLUMNS; in their order."""
    classes = models.categoriser.classes_
    movements = movements_of(build(frame))
    probabilities = models.categoriser.predict_proba(movements)
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :top]
    likely = np.take_along_axis(probabilities, order, axis=1).round(4)
    listed = heuristic.because(frame) if explain else [()] * len(frame)
    return [
        Categorised(
            classes[places[0]] if values[0] >= threshold else None,
            tuple((classes[place], value) for place, value in zip(places, values, strict=True)),
            _reasons(models, movements.subset([row]), listed[row]) if explain else (),
            models.cohort["provenance"],
        )
        for row, (places, values) in enumerate(zip(order.tolist(), likely.tolist(), strict=True))
    ]


_SAID = {
    "payee": "earlier labels of the same payee ({share:.0%})",
    "code": "earlier labels of the same merchant category code ({share:.0%})",
    "word": "the word “{what}”",
    "amount": "the amount",
}


def _reasons(models: TransactionModels, movement: Movements, listed: tuple[str, ...]) -> tuple[str, ...]:
    """In words; of the text only words that the model or the lists know, because those are no longer anybody's own."""
    known = models.known_words
    reasons: list[str] = []
    for kind, what, effect in models.categoriser.because(movement):
        if kind == "hint":
            reasons += listed
        elif kind != "word" or what in known:
            reasons.append(_SAID[kind].format(what=what, share=effect))
    return tuple(reasons)
