"""Answers ``explain_cluster``: who is in an archetype, what sets it apart, what its members set up."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.estimators.similarity.pattern_matcher import Neighbours
from seqmatch.families.onboarding.answers.wording import cohort_line, cohort_note, unread_note
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query, read_query
from seqmatch.families.onboarding.recipe import ARCHETYPE_COLUMNS
from seqmatch.schemas.answers.onboarding import ClusterAnswer
from seqmatch.schemas.profile import Profile

N_VOTERS = 50
"""Similar users who vote for the archetype of someone without rules: the nearest groups until they hold so many, and
all groups as similar as the last."""


def voters_of(models: OnboardingModels, nearest: Neighbours) -> NDArray[np.intp]:
    """Of groups in the order of their similarity, those that vote for an archetype."""
    enough = int(np.searchsorted(models.groups.sizes[nearest.groups].cumsum(), N_VOTERS))
    last = nearest.similarities[min(enough, len(nearest.groups) - 1)]
    voters: NDArray[np.intp] = nearest.groups[nearest.similarities >= last]
    return voters


def archetype_of(models: OnboardingModels, query: Query, voters: NDArray[np.intp] | None = None) -> int:
    """The archetype of one person: by their rules, or else the commonest in the groups most like them.

    Parameters
    ----------
    voters : these groups, where they have been looked for already.
    """
    if query.has_rules:
        return int(models.archetypes.assign(query.row[None, ARCHETYPE_COLUMNS])[0])
    if voters is None:
        voters = voters_of(models, models.matcher.similar(query.row, len(models.groups), query.user_type))
    return int((models.groups.sizes[voters] @ models.groups.archetypes[voters]).argmax())


def explain_cluster(
    models: OnboardingModels,
    cluster_id: int | str | None = None,
    profile: Profile | None = None,
    rules_text: str | None = None,
) -> ClusterAnswer:
    """Describe an archetype, by its number, its name or the person who belongs to it. A person of whom nothing is known
    counts for nothing beside a number.

    Raises
    ------
    ArgumentError : neither or both of ``cluster_id`` and a person given, or no such archetype.
    """
    person = profile is not None or bool(rules_text)
    if cluster_id is not None and not rules_text and not (profile or Profile()).known():
        person = False
    if isinstance(cluster_id, str):
        cluster_id = _number_of(models, cluster_id)
    if (cluster_id is None) == (not person):
        raise ArgumentError(
            "Give either a cluster_id or a profile (with or without rules_text).",
            path="cluster_id",
            example='{"cluster_id": 0}',
        )
    notes = []
    if cluster_id is None:
        query = read_query(profile or Profile(), rules_text)
        cluster_id, notes = archetype_of(models, query), unread_note(query)
    elif not 0 <= cluster_id < len(models.cards):
        raise ArgumentError(
            f"There is no such archetype; they are numbered 0 to {len(models.cards) - 1}.",
            path="cluster_id",
            allowed=[str(number) for number in range(len(models.cards))],
            example='{"cluster_id": 0}',
        )
    return ClusterAnswer(cluster_id=cluster_id, cohort=cohort_note(models), notes=notes, **models.cards[cluster_id])


def _number_of(models: OnboardingModels, name: str) -> int:
    """The archetype of this name, however it is written."""
    names = [str(card["name"]) for card in models.cards]
    wanted = _plain(name)
    found = [number for number, known in enumerate(names) if _plain(known) == wanted]
    if len(found) != 1:
        nearest = nearest_name(name, names)
        raise ArgumentError(
            "There is no archetype of that name.",
            path="cluster_id",
            nearest=str(names.index(nearest)) if nearest else None,
            allowed=[f"{number} ({known})" for number, known in enumerate(names)],
            example=f'{{"cluster_id": {names.index(nearest) if nearest else 0}}}',
        )
    return found[0]


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def cluster_text(answer: ClusterAnswer) -> str:
    """The archetype in words, complete on its own."""
    lines = [
        f"Archetype {answer.cluster_id}: {answer.name}",
        f"{answer.size} users, {answer.share:.0%} of all; stability {answer.stability:.2f} (1 is fully reproducible).",
        answer.description,
        "",
        "What sets them apart (typical member against all users):",
        *(f"- {t.feature}: {t.typical:.2f} against {t.overall:.2f} ({t.lift:.1f} x)" for t in answer.traits),
        "",
        "What they automate:",
        *(f"- {a.pattern}: {a.share:.0%} of them, {a.lift:.1f} x the average" for a in answer.automations),
    ]
    if answer.goals:
        lines += ["", "Goals they state: " + ", ".join(f"{g.goal} {g.share:.0%}" for g in answer.goals) + "."]
    return "\n".join([*lines, "", *(f"Note: {note}" for note in answer.notes), cohort_line(answer.cohort)])
