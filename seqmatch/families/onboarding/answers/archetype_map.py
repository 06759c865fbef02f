"""Data of the archetype map beside an answer: where the archetypes and one person stand.

Nobody can be found on it: archetypes are told by their middle and spread, and a person without rules is shown where the
users like them stand on average.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.answers.cluster import N_VOTERS
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.families.onboarding.recipe import ARCHETYPE_COLUMNS
from seqmatch.features.users.table import FEATURES
from seqmatch.settings import MIN_SUPPORT

MIN_SPREAD = 20
"""Users of an archetype whose spread is told; of fewer it would say too much about each."""
_ELLIPSE = 24  # corners
_TELLING = 0.5
"""An axis is named after a feature at its lower end where that weighs at least so much beside the one at its upper."""


def archetype_map(models: OnboardingModels, cluster_id: int, query: Query | None = None) -> dict[str, Any]:
    """``{cluster_id, archetypes: [{cluster_id, name, description, share, x, y, half}], axes, you}``.

    ``half`` is the outline of the ellipse around the middle that holds half of the archetype's users; ``you`` is
    ``{x, y, from}``, where ``from`` is ``rules`` or the number of similar users whose places were averaged. Places are
    the first two principal components of the archetypes' features.

    Parameters
    ----------
    models : the archetypes and the users they were learned from.
    cluster_id : the archetype the answer is about.
    query : the person the answer is about, if any.
    """
    points = models.archetypes.project(models.matcher.neighbours_.rows_[:, ARCHETYPE_COLUMNS])[:, :2]
    told: dict[str, Any] = {
        "cluster_id": cluster_id,
        "archetypes": [
            {
                "cluster_id": number,
                **{key: card[key] for key in ("name", "description", "share")},
                **_place(models.archetypes.centres_[number, :2]),
                "half": _half(points[models.user_archetypes == number]),
            }
            for number, card in enumerate(models.cards)
        ],
        "axes": [_ends(axis) for axis in models.archetypes.axes_.T[:2]],
    }
    if query is not None and (you := _you(models, cluster_id, query, points)):
        told["you"] = you
    return told


def _you(
    models: OnboardingModels, cluster_id: int, query: Query, points: NDArray[np.float64]
) -> dict[str, float | str | int] | None:
    if query.has_rules:
        return {**_place(models.archetypes.project(query.row[None, ARCHETYPE_COLUMNS])[0]), "from": "rules"}
    similar = models.matcher.similar(query.row, N_VOTERS, query.user_type).users
    voters = similar[models.user_archetypes[similar] == cluster_id]
    if len(voters) < MIN_SUPPORT:
        return None
    return {**_place(points[voters].mean(axis=0)), "from": len(voters)}


def _half(members: NDArray[np.float64]) -> list[list[float]]:
    """The ellipse of the members' own shape that half of them stand in, shape (_ELLIPSE, 2); empty where too few."""
    if len(members) < MIN_SPREAD:
        return []
    middle = members.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(members.T))
    across = vectors * np.sqrt(np.maximum(values, 1e-6))
    reach = float(np.median(np.linalg.norm((members - middle) @ np.linalg.inv(across).T, axis=1)))
    turns = np.linspace(0, 2 * np.pi, _ELLIPSE, endpoint=False)
    outline: list[list[float]] = np.round(
        middle + reach * np.column_stack([np.cos(turns), np.sin(turns)]) @ across.T, 2
    ).tolist()
    return outline


def _ends(axis: NDArray[np.float64]) -> dict[str, str]:
    """What increases towards either end of a principal component, in words."""
    highest, lowest = int(axis.argmax()), int(axis.argmin())
    upper, lower = (FEATURES[ARCHETYPE_COLUMNS[i]].description for i in (highest, lowest))
    if -axis[lowest] < _TELLING * axis[highest]:
        return {"low": f"less: {upper}", "high": f"more: {upper}"}
    return {"low": f"more: {lower}", "high": f"more: {upper}"}


def _place(point: NDArray[np.float64]) -> dict[str, float]:
    return {"x": round(float(point[0]), 2), "y": round(float(point[1]), 2)}
