"""Trains on a random half of the users and attacks what came of it, with the other half as strangers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np

from seqmatch.families.onboarding.dataset import MIN_USERS, OnboardingData
from seqmatch.families.onboarding.evaluation.attacks import attacks
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.measuring.attacks import Attack, attack_table, chance_of_area, refuse_a_memory
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions.artifact import Files, Version, to_json

MOST_ATTACKED = 4_000
"""Users divided into two halves, drawn where there are more: what fewer users taught remembers each of them better, so
that the attack is no weaker for it."""
INTRODUCTION = (
    "Models of the same recipe, learned from a random half of the users, attacked by someone who knows a person: "
    "of the half learned from (members) and of the other (strangers). The limit is for the measure; a version is "
    "refused where it is above it by more than so many attacks make by chance."
)


def two_halves(data: OnboardingData, seed: int) -> list[OnboardingData]:
    """Members to learn from and strangers; none where a half is too small to learn from."""
    if len(data) // 2 < MIN_USERS:
        return []
    order = np.random.default_rng(seed).permutation(len(data))[:MOST_ATTACKED]
    return [data.subset(np.sort(part)) for part in np.array_split(order, 2)]


def attacked(
    halves: Sequence[OnboardingData], learn: Callable[[OnboardingData], Files], seed: int, people: int = 400
) -> tuple[Attack, ...]:
    """What attacks find out about models that ``learn`` makes of the first of :func:`two_halves`, if there are any."""
    if not halves:
        return ()
    members, strangers = halves
    with one_thread():
        models = ONBOARDING.load(Version("attacked", {}, learn(members)))
        return attacks(models, members, strangers, seed, people)


def _unmeasured(users: int) -> str:
    half = users // 2
    noise = chance_of_area(half, half)
    return (
        f"Not measured. Half of these {users} users are fewer than the {MIN_USERS} that training needs, so there are "
        f"no models to attack. Nor would a figure say much: with {half} people a side, chance alone gives areas from "
        f"{0.5 - noise:.2f} to {0.5 + noise:.2f} (95 %). Keep this version as you keep the users' files, or train on "
        f"{2 * MIN_USERS} users or more."
    )


def proved(files: Files, users: int, found: tuple[Attack, ...]) -> Files:
    """The ``files`` learned from so many users, with what attacks ``found`` in the metrics and on the card.

    Raises
    ------
    TrainingError : the models would give people away; see :func:`seqmatch.lifecycle.measuring.attacks.refuse_a_memory`.
    """
    refuse_a_memory(found)
    metrics = json.loads(files["metrics.json"]) | {"attacks": [attack.to_json() for attack in found]}
    said = attack_table(found) if found else [_unmeasured(users)]
    card = "\n".join([files["card.md"].decode(), "## Attacks", "", INTRODUCTION, "", *said, ""])
    return {**files, "metrics.json": to_json(metrics), "card.md": card.encode()}
