"""Data of the archetype map beside an answer: where the archetypes and one person stand.

Nobody can be found on it: archetypes are told by their middle and spread, and a person without rules is shown where the
users like them stand on average.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.answers.cluster import voters_of
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.families.onboarding.recipe import ARCHETYPE_COLUMNS
from seqmatch.features.users.table import FEATURES
from seqmatch.settings import MIN_SUPPORT

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
    told: dict[str, Any] = {
        "cluster_id": cluster_id,
        "archetypes": [
            {
                "cluster_id": number,
                **{key: card[key] for key in ("name", "description", "share")},
                **_place(models.archetypes.centres_[number, :2]),
                "half": _half(models.archetypes.halves_[number]),
            }
            for number, card in enumerate(models.cards)
        ],
        "axes": [_ends(axis) for axis in models.archetypes.axes_.T[:2]],
    }
    if query is not None and (you := _you(models, cluster_id, query)):
        told["you"] = you
    return told


def _you(models: OnboardingModels, cluster_id: int, query: Query) -> dict[str, float | str | int] | None:
    if query.has_rules:
        return {**_place(models.archetypes.project(query.row[None, ARCHETYPE_COLUMNS])[0]), "from": "rules"}
    voters = voters_of(models, models.matcher.similar(query.row, len(models.groups), query.user_type))
    people = models.groups.sizes[voters] * models.groups.archetypes[voters, cluster_id]
    if round(float(people.sum())) < MIN_SUPPORT:
        return None
    points = models.archetypes.project(models.matcher.neighbours_.inputs_[voters][:, ARCHETYPE_COLUMNS])
    return {**_place(np.average(points, axis=0, weights=people)), "from": round(float(people.sum()))}


def _half(outline: NDArray[np.float64]) -> list[list[float]]:
    """The corners of an archetype's ellipse; none where it is not told."""
    return [] if np.isnan(outline).any() else np.round(outline, 2).tolist()


def _ends(axis: NDArray[np.float64]) -> dict[str, str]:
    """What increases towards either end of a principal component, in words."""
    highest, lowest = int(axis.argmax()), int(axis.argmin())
    upper, lower = (FEATURES[ARCHETYPE_COLUMNS[i]].description for i in (highest, lowest))
    if -axis[lowest] < _TELLING * axis[highest]:
        return {"low": f"less: {upper}", "high": f"more: {upper}"}
    return {"low": f"more: {lower}", "high": f"more: {upper}"}


def _place(point: NDArray[np.float64]) -> dict[str, float]:
    return {"x": round(float(point[0]), 2), "y": round(float(point[1]), 2)}
