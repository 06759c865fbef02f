"""Describes each archetype in numbers and words; every share is over at least MIN_SUPPORT users."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.archetypes import Archetypes
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.training.archetype_names import names_of
from seqmatch.families.onboarding.training.coarse import two_digits
from seqmatch.features.users.automations import Item, adoption_table, item_text
from seqmatch.features.users.facts import plain_value
from seqmatch.features.users.table import FEATURES, INDEX
from seqmatch.schemas.rule import ROLE_TEXT, Role
from seqmatch.settings import MIN_SUPPORT

N_TRAITS = 8
N_AUTOMATIONS = 10
STABLE = 0.75
"""From this mean overlap on, a group that is learned again is called the same group (Hennig 2007)."""
APART = 0.1
"""Below this silhouette over all features, groups have no borders to speak of."""


def archetype_cards(data: OnboardingData, archetypes: Archetypes, items: tuple[Item, ...]) -> list[dict[str, Any]]:
    """One JSON card per archetype: name, description, size, share, stability, traits, goals and automations."""
    adoption = adoption_table(data.uses, items)
    sends = [frozenset(use.item.destination for use in uses) for uses in data.uses]
    names = names_of(sends, archetypes.labels_, archetypes.k_)
    cards = []
    for group, name in enumerate(names):
        stability = round(float(archetypes.stability_[group]), 3)
        card = _card(data, archetypes.labels_ == group, items, adoption)
        card["description"] += weakness(stability, archetypes.full_silhouette_)
        cards.append({"name": name, **card, "stability": stability})
    return cards


def weakness(stability: float, silhouette: float) -> str:
    """What speaks against taking a group for a kind of people, as sentences to add; empty where nothing does."""
    said = ""
    if stability < STABLE:
        said += f" A weak group: learned again from other users, it keeps only {stability:.0%} of itself."
    if silhouette < APART:
        said += (
            f" A rough picture, not a type: over everything that is known the groups blend into each other (silhouette"
            f" {silhouette:.2f})."
        )
    return said


def _card(
    data: OnboardingData, members: NDArray[np.bool_], items: tuple[Item, ...], adoption: NDArray[np.bool_]
) -> dict[str, Any]:
    table = data.table
    overall = _known_mean(table)
    spread = np.sqrt(_known_mean((table - overall) ** 2)) + 1e-9
    z = (_known_mean(table[members]) - overall) / spread
    size = int(members.sum())
    known = (np.nan_to_num(table[members]) != 0).sum(axis=0)
    told = [i for i, feature in enumerate(FEATURES) if feature.subject != "goal" and known[i] >= MIN_SUPPORT]
    traits = []
    for i in sorted(told, key=lambda i: -abs(z[i]))[:N_TRAITS]:
        mine, all_ = (float(_known_mean(plain_value(i, rows[:, i]))) for rows in (table[members], table))
        traits.append(
            {
                "feature": FEATURES[i].description,
                "typical": two_digits(mine),
                "overall": two_digits(all_),
                "lift": round(mine / all_, 2) if all_ else 0.0,
            }
        )
    goals = Counter(goal for goal, inside in zip(data.goals, members, strict=True) if inside and goal is not None)
    stated = sum(goals.values())
    carriers, all_carriers = adoption[members].sum(axis=0), adoption.sum(axis=0)
    lifts = (carriers / size) / np.maximum(all_carriers / len(data), 1e-9)
    shown = [i for i in range(len(items)) if carriers[i] >= MIN_SUPPORT]
    shown.sort(key=lambda i: (all_carriers[i] / len(data) - carriers[i] / size, i))
    roles = _role_shares(data, members)
    return {
        "description": _description(data, members, roles),
        "size": size,
        "share": round(size / len(data), 4),
        "traits": traits,
        "goals": [
            {"goal": goal, "share": round(count / stated, 2)}
            for goal, count in sorted(goals.items(), key=lambda pair: (-pair[1], pair[0]))
            if count >= MIN_SUPPORT
        ],
        "automations": [
            {
                "pattern": item_text(items[i]),
                "share": round(float(carriers[i]) / size, 2),
                "lift": round(float(lifts[i]), 2),
            }
            for i in shown[:N_AUTOMATIONS]
        ],
    }


def _known_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over users of what is known, NaN where nothing is."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        mean: NDArray[np.float64] = np.where(known, values, 0).sum(axis=0) / known.sum(axis=0)
    return mean


def _role_shares(data: OnboardingData, members: NDArray[np.bool_]) -> list[tuple[Role, float, float]]:
    """Roles by how much more of the members send money there: (role, share of members, share of all)."""
    sends = [{use.item.destination for use in uses} for uses in data.uses]
    inside: Counter[Role] = Counter()
    everyone: Counter[Role] = Counter()
    for roles, member in zip(sends, members, strict=True):
        everyone.update(roles)
        if member:
            inside.update(roles)
    size = int(members.sum())
    shares = [
        (role, count / size, everyone[role] / len(data)) for role, count in inside.items() if count >= MIN_SUPPORT
    ]
    return sorted(shares, key=lambda entry: (-(entry[1] - entry[2]), entry[0]))


def _description(data: OnboardingData, members: NDArray[np.bool_], roles: list[tuple[Role, float, float]]) -> str:
    def middle(name: str, noun: str) -> str:
        column = INDEX[name]
        count = round(float(np.median(plain_value(column, data.table[members, column]))))
        return f"{count} {noun}{'' if count == 1 else 's'}"

    def mean(name: str) -> float:
        return float(data.table[members, INDEX[name]].mean())

    parts = [
        f"Typically {middle('rule_count', 'rule')} with {middle('total_actions', 'action')} from "
        f"{middle('source_count', 'account')} to {middle('destination_count', 'account')}; "
        f"{mean('percentage_share'):.0%} of the actions are percentage splits, "
        f"{mean('fixed_share'):.0%} fixed amounts, {mean('payment_share'):.0%} payments of what is due, "
        f"{mean('remainder_share'):.0%} sweeps."
    ]
    businesses = data.table[members, INDEX["is_business"]]
    if np.count_nonzero(businesses == 1) >= MIN_SUPPORT:
        parts.append(f"{_known_mean(businesses):.0%} are businesses.")
    more = [
        f"{ROLE_TEXT[role].lower()} ({mine:.0%} of them, {all_:.0%} of all users)"
        for role, mine, all_ in roles[:4]
        if mine - all_ > 0.02
    ]
    if more:
        parts.append(f"More often than others they send money to {', '.join(more)}.")
    return " ".join(parts)
