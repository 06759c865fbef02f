"""Bands that hold what they say: quantiles of the errors that a backtest made, in units of each person's own spread.

Source: split conformal prediction; Romano, Patterson and Candès (2019) for quantiles that are set right afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.windows import AHEAD, SCALE_WEEKS, Floats, Windows
from seqmatch.estimators.privacy.groups import groups_alike
from seqmatch.estimators.privacy.trees import coarse
from seqmatch.settings import MIN_SUPPORT

COVERAGE = 0.8
SLACK = 0.015
"""What bands are wider by, as people and times to come are never quite those of the backtest."""
ENOUGH = 200
"""Errors of a store from which those of the default model no longer count."""
KEPT = 400
"""Errors of a group that a model keeps."""
SHARES = (1e-6, 0.25, 0.6)
"""Shares of weeks with spending that part the groups: none, hardly any, some, most."""
SILENT = 0
GROUPS = len(SHARES) + 1
LEVELS = np.arange(0.0, 0.2001, 0.02)


def group_of(windows: Windows) -> NDArray[np.intp]:
    """How dense a history is, 0 to GROUPS - 1, shape (n,)."""
    recent = windows.weeks[:, -SCALE_WEEKS:]
    share = (np.nan_to_num(recent) > 0).sum(axis=1) / np.maximum((~np.isnan(recent)).sum(axis=1), 1)
    return np.asarray(np.searchsorted(SHARES, share, side="right"), np.intp)


def unit_of(windows: Windows) -> Floats:
    """Cents that errors are counted in, shape (n,): a person's own deviation of four weeks, and more for short ones."""
    recent = windows.weeks[:, -SCALE_WEEKS:]
    deviation = np.nan_to_num(np.sqrt(AHEAD) * _deviation(recent))
    mean = AHEAD * windows.scale
    known = np.maximum(windows.known, 1)
    trust = known / (known + 8.0)
    return np.asarray((trust * deviation + (1 - trust) * mean + 0.2 * mean) * np.sqrt(1 + AHEAD / known))


def _deviation(weeks: Floats) -> Floats:
    known = ~np.isnan(weeks)
    number = np.maximum(known.sum(axis=1), 1)
    mean = np.where(known, weeks, 0.0).sum(axis=1) / number
    return np.asarray(np.sqrt(np.where(known, (weeks - mean[:, None]) ** 2, 0.0).sum(axis=1) / number))


@dataclass(frozen=True, eq=False)
class Errors:
    """Errors of a base band in units: how far the truth was below its low end and above its high end.

    Attributes
    ----------
    below, above : shape (n,), negative where the truth was inside of that end.
    unit : cents, shape (n,).
    group : shape (n,).
    """

    below: Floats
    above: Floats
    unit: Floats
    group: NDArray[np.intp]


def errors_of(base: Floats, windows: Windows) -> Errors:
    """Of a base band, shape (n, 2), against the truth."""
    unit, truth = unit_of(windows), windows.total
    return Errors((base[:, 0] - truth) / unit, (truth - base[:, 1]) / unit, unit, group_of(windows))


def widen(errors: Errors, weights: Floats) -> Floats:
    """By how many units each end moves outwards in each group, shape (GROUPS, 2); negative is inwards.

    Both ends together leave out one in five; of the ways to part them the one with the least Winkler score is taken:
    where most totals are 0, hardly any can be below. A group of few errors borrows those of the others.
    """
    found = np.zeros((GROUPS, 2))
    for group in range(GROUPS):
        mine = errors.group == group
        others = ~mine & (errors.group != SILENT)
        inside, outside = weights[mine].sum(), weights[others].sum()
        left = max(0.0, ENOUGH - inside) if group != SILENT or not inside else 0.0
        of_group = np.where(mine, weights, others * weights * left / max(outside, 1.0))
        if not of_group.any():
            continue
        found[group] = _ends(errors.below, errors.above, errors.unit, of_group)
    return coarse(found)  # an exact quantile is one person's error


def _ends(below: Floats, above: Floats, unit: Floats, weights: Floats) -> tuple[float, float]:
    best: tuple[float, float, float] | None = None
    counts = weights > 0
    below, above, unit, weights = below[counts], above[counts], unit[counts], weights[counts]
    share = weights / weights.sum()
    cost = share * np.minimum(unit, np.quantile(unit, 0.95))
    wanted = COVERAGE + SLACK
    for level in LEVELS:
        low = weighted_quantile(below, share, 1 - level)
        inside = below <= low
        left = share[inside].sum()
        if left < min(wanted, 1 - 1e-9):
            continue
        # of those not below, so many may be above that one in five is outside in all
        high = weighted_quantile(above[inside], share[inside] / left, min(1.0, wanted / left))
        missed = np.maximum(below - low, 0.0) + np.maximum(above - high, 0.0)
        score = float((cost * (low + high + 2 / (1 - COVERAGE) * missed)).sum())
        if best is None or score < best[0]:
            best = score, low, high
    return (0.0, 0.0) if best is None else best[1:]


def weighted_quantile(values: Floats, share: Floats, level: float) -> float:
    """The least value that has at least ``level`` of the share, which sums to 1, at or below it."""
    order = np.argsort(values, kind="stable")
    place = int(np.searchsorted(np.cumsum(share[order]), level - 1e-9))
    return float(values[order[min(place, len(order) - 1)]])


def band(base: Floats, windows: Windows, ends: Floats) -> Floats:
    """The base band with its ends moved, cents, shape (n, 2), never below 0."""
    moved = ends[group_of(windows)] * unit_of(windows)[:, None]
    low, high = base[:, 0] - moved[:, 0], base[:, 1] + moved[:, 1]
    middle = (low + high) / 2
    return np.asarray(np.maximum(np.column_stack([np.minimum(low, middle), np.maximum(high, middle)]), 0.0))


def fair_winkler(bands: Floats, windows: Windows) -> float:
    """Mean Winkler score in which nobody counts by more cents than nearly everybody does."""
    unit = unit_of(windows)
    counted = np.minimum(1.0, np.quantile(unit, 0.95) / unit)
    return float((winkler(bands, windows.total) * counted).mean())


def winkler(bands: Floats, truth: Floats) -> Floats:
    """Width plus 10 times what is outside, cents, shape (n,); less is better."""
    below, above = np.maximum(bands[:, 0] - truth, 0.0), np.maximum(truth - bands[:, 1], 0.0)
    return np.asarray(bands[:, 1] - bands[:, 0] + 2 / (1 - COVERAGE) * (below + above))


def joined(some: Sequence[Errors]) -> Errors:
    """All of them."""
    return Errors(
        *(np.concatenate([getattr(one, name) for one in some]) for name in ("below", "above", "unit", "group"))
    )


def of_enough_people(errors: Errors, people: NDArray[np.int64], least: int = MIN_SUPPORT) -> Errors:
    """Means of the errors of at least ``least`` people each, alike in how far off they were and how dense they are.

    The errors of fewer people of a group are left out: an amount in cents would be one person's.

    Parameters
    ----------
    people : shape (n,), whose each error is.
    """
    order = np.argsort(people, kind="stable")
    ordered = people[order]
    turn = np.empty(len(people), np.int64)  # a person's first error, their second and so on: each turn has them once
    turn[order] = np.arange(len(people)) - np.searchsorted(ordered, ordered)
    off = np.column_stack([errors.below, errors.above])
    members: list[NDArray[np.intp]] = []
    for group in range(GROUPS):
        for number in range(int(turn.max(initial=-1)) + 1):
            part = np.flatnonzero((errors.group == group) & (turn == number))
            if len(part) >= least:
                members += groups_alike(off, part, least)
    below, above, unit = (
        np.array([values[rows].mean() for rows in members], np.float64)
        for values in (errors.below, errors.above, errors.unit)
    )
    return Errors(below, above, unit, np.array([errors.group[rows[0]] for rows in members], np.intp))
