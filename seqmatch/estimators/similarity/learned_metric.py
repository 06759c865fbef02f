"""Learns along which directions of the facts two users must be alike to have something in common.

Not for predicting: a direction says that facts count together and how much, never what someone is after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Aim:
    """What users who resemble each other should have in common.

    Attributes
    ----------
    values : shape (n_users, n_outputs); rows of NaN where it is not known.
    ridge : penalty per user; the more, the fewer the facts that are trusted.
    share : how much of the mean squared length of a user comes from it.
    """

    values: Array
    ridge: float
    share: float


def learn_directions(inputs: Floats, aims: Sequence[Aim], rank: int) -> Floats:
    """Directions whose projections tell the aims: regularised linear discriminants, the strongest ``rank`` of them.

    Parameters
    ----------
    inputs : shape (n_users, n_inputs), standardised, 0 where missing.

    Returns
    -------
    shape (n_inputs, at most rank) : similarity then is the product of two users' projections.
    """
    found = [_towards(inputs, aim) for aim in aims if aim.share > 0]
    directions = np.hstack([np.zeros((inputs.shape[1], 0)), *found])
    projected = inputs @ directions
    strength, axes = np.linalg.eigh(projected.T @ projected / len(inputs))
    strongest = np.argsort(-strength, kind="stable")[:rank]
    kept: Floats = directions @ axes[:, strongest[strength[strongest] > 1e-9]]
    return kept


def _towards(inputs: Floats, aim: Aim) -> Floats:
    """Ridge regression of the aim on the inputs, scaled to its share; nothing where there is nothing to learn."""
    known = ~np.isnan(aim.values).any(axis=1)
    rows, values = inputs[known], aim.values[known]
    if len(rows) < 2:
        return np.zeros((inputs.shape[1], 0))
    gram = rows.T @ rows + aim.ridge * len(rows) * np.eye(inputs.shape[1])
    weights: Floats = np.linalg.solve(gram, rows.T @ (values - values.mean(axis=0)))
    squared_length = ((inputs @ weights) ** 2).sum(axis=1).mean()
    return weights * np.sqrt(aim.share / squared_length) if squared_length > 1e-12 else weights[:, :0]
