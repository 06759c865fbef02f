"""How the categoriser is trained, depending on whose transactions it learns from."""

from __future__ import annotations

from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser
from seqmatch.estimators.text.transaction_evidence import Weights

FOR_STRANGERS: Weights = (2.0, 0.3, 1.5, 1.0, 0.5)
"""Of what is learned from generated transactions: its payees are called and printed like one another, so payees held
out of it say too little of anybody else's. Chosen on lines written by hand (``tests/estimators/bank_lines.csv``)."""


def categoriser(provenance: str, seed: int) -> TransactionCategoriser:
    """One that is yet to be trained; ``provenance`` is ``synthetic`` or ``operator``."""
    return TransactionCategoriser(seed=seed, weights=FOR_STRANGERS if provenance == "synthetic" else None)
