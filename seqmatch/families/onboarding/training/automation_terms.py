"""The usual amounts of each automation.

A percentage that takes everything is a pass-through, not a split, and tells nothing of how much to set aside.

No exact amount is kept: percentages are quantiles of at least MIN_SUPPORT users, and fixed amounts are quantiles of
their ratio to a typical month's income, both to two significant digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.training.coarse import two_digits
from seqmatch.features.users.automations import Item, Use
from seqmatch.schemas.profile import INCOME_MONTHLY_CENTS
from seqmatch.schemas.reading import StepKind
from seqmatch.settings import MIN_SUPPORT

QUARTILES = (25, 50, 75)


def automation_terms(data: OnboardingData, items: tuple[Item, ...]) -> list[dict[str, Any]]:
    """One JSON entry per item: destination, kind, and quartiles of what it moves."""
    adopters: dict[Item, dict[int, list[Use]]] = {item: {} for item in items}
    for user, uses in enumerate(data.uses):
        for use in uses:
            if use.item in adopters:
                adopters[use.item].setdefault(user, []).append(use)
    return [_terms(data, item, adopters[item]) for item in items]


def _terms(data: OnboardingData, item: Item, adopters: Mapping[int, Sequence[Use]]) -> dict[str, Any]:
    """``adopters`` are the users of the item, in order, and their uses of it."""
    entry: dict[str, Any] = {"destination": item.destination.value, "kind": item.kind.value}
    if item.kind is StepKind.DIVISION:
        percents = [value / 100 for uses in adopters.values() for value in [_typical(uses, 1, 9_999)] if value]
        if len(percents) >= MIN_SUPPORT:
            entry["percent_quartiles"] = [two_digits(q) for q in np.percentile(percents, QUARTILES)]
    elif item.kind in (StepKind.FIXED, StepKind.OVERFLOW):
        ratios = []
        for user, uses in adopters.items():
            band, value = data.profiles[user].annual_income, _typical(uses, 1, 10**12)
            if band is not None and value:
                ratios.append(value / INCOME_MONTHLY_CENTS[band])
        if len(ratios) >= MIN_SUPPORT:
            entry["income_ratio_quartiles"] = [two_digits(q) for q in np.percentile(ratios, QUARTILES)]
    return entry


def _typical(uses: Sequence[Use], low: int, high: int) -> float | None:
    """The median value of one user's uses, leaving out what is unreadable or absurd."""
    values = [use.value for use in uses if isinstance(use.value, int) and low <= use.value <= high]
    return float(median(values)) if values else None
