"""Archetypes in the report: a map on which nobody can be found, and how k was chosen."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.archetypes import Archetypes
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.training.archetype_cards import archetype_cards
from seqmatch.lifecycle.threads import one_thread
from seqmatch.settings import MIN_SUPPORT

CELLS = (26, 22, 18, 15, 12, 10, 8)
"""Hexagons across the map: the most that leave ENOUGH of the users on it."""
ENOUGH = 0.8
ROWS_PER_COLUMN = 0.89
"""Rows for each column, so that hexagons are regular on a map 4 to 3."""
NULLS = 3


def archetype_findings(data: OnboardingData, seed: int) -> dict[str, Any]:
    """``{map: {cells, centres, hidden_users}, ks, cards}``; every cell holds at least MIN_SUPPORT users."""
    with one_thread():
        fitted = recipe.fit_archetypes(data, seed)
        table = data.table[:, recipe.ARCHETYPE_COLUMNS]
        cards = archetype_cards(data, fitted, recipe.items_of(data))
        points = fitted.project(table)[:, :2]
        return {
            "map": archetype_map(points, fitted.labels_),
            "ks": _ks(fitted, table, seed),
            "k": fitted.k_,
            "cards": [
                {"number": number, **{key: card[key] for key in ("name", "description", "size", "share", "stability")}}
                for number, card in enumerate(cards, 1)
            ],
        }


def archetype_map(points: NDArray[np.float64], labels: NDArray[np.intp]) -> dict[str, Any]:
    """Users as hexagons of at least MIN_SUPPORT, each with its commonest archetype; sparser ones are left out.

    ``{cells, centres, columns, hidden_users}``; x and y are columns and rows of the honeycomb.

    Parameters
    ----------
    points : shape (n_users, 2), where users stand.
    labels : shape (n_users,), their archetypes from 0.
    """
    low, high = np.percentile(points, (1, 99), axis=0)
    inside = np.clip((points - low) / np.where(high > low, high - low, 1.0), 0, 1)
    for columns in CELLS:
        cells = _cells(inside, labels, columns)
        drawn = sum(cell["users"] for cell in cells)
        if drawn >= ENOUGH * len(labels):
            break
    scale = np.array([columns, columns * ROWS_PER_COLUMN])
    centres = [
        {
            "archetype": group + 1,
            **dict(zip("xy", (inside[labels == group].mean(axis=0) * scale).tolist(), strict=True)),
        }
        for group in range(int(labels.max()) + 1)
        if np.count_nonzero(labels == group) >= MIN_SUPPORT
    ]
    return {"cells": cells, "centres": centres, "columns": columns, "hidden_users": len(labels) - drawn}


def _cells(inside: NDArray[np.float64], labels: NDArray[np.intp], columns: int) -> list[dict[str, Any]]:
    """The hexagons of at least MIN_SUPPORT users; ``inside``, shape (n_users, 2), 0 to 1 across and up the map."""
    row = np.round(inside[:, 1] * columns * ROWS_PER_COLUMN).astype(int)
    # Every other row is shifted by half a cell, as in a honeycomb.
    column = np.round(inside[:, 0] * columns - (row % 2) / 2).astype(int)
    places, member_of = np.unique(np.column_stack([column, row]), axis=0, return_inverse=True)
    cells = []
    for number, (x, y) in enumerate(places.tolist()):
        members = labels[member_of.reshape(-1) == number]
        if len(members) >= MIN_SUPPORT:
            cells.append(
                {
                    "x": x + (y % 2) / 2,
                    "y": float(y),
                    "archetype": int(np.bincount(members).argmax()) + 1,
                    "users": len(members),
                }
            )
    return cells


def _ks(fitted: Archetypes, table: NDArray[np.float64], seed: int) -> list[dict[str, Any]]:
    """Silhouette, its null, stability and smallest share for every k tried."""
    rows = []
    for score in fitted.scores_:
        at_k = copy(fitted)
        at_k.k_ = score.k
        null = np.mean([at_k.null_silhouette(table, seed + number) for number in range(NULLS)])
        rows.append(
            {
                "k": score.k,
                "silhouette": score.silhouette,
                "null": float(null),
                "stability": score.stability,
                "smallest": score.smallest,
                "chosen": score.k == fitted.k_,
            }
        )
    return rows
