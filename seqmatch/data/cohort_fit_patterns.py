"""Fits which patterns reference users carry. Patterns of fewer than ten users are one pool per action form."""

from __future__ import annotations

from typing import Any

import numpy as np

from seqmatch.data.cohort_blueprints import fit_blueprints
from seqmatch.data.cohort_counts import LEAST
from seqmatch.data.cohort_model import MOST_PATTERNS
from seqmatch.data.cohort_observed import Observed
from seqmatch.data.cohort_subsets import inclusion
from seqmatch.data.cohort_tables import PATTERNS, FloatArray, IntArray
from seqmatch.schemas.profile import USER_TYPES

BLUEPRINTS = {"INDIVIDUAL": 5, "BUSINESS": 6}
SEED = 20260
FORM_OF = np.array([list(dict.fromkeys(p.split(" ")[1] for p in PATTERNS)).index(p.split(" ")[1]) for p in PATTERNS])


def pools(seen: Observed) -> IntArray:
    """For each pattern the number of its pool: its own when at least ten users carry it, else that of its form's rest."""
    rare = seen.carried.sum(axis=0) < LEAST
    return np.where(rare, len(PATTERNS) + FORM_OF, np.arange(len(PATTERNS)))


def evened(counts: FloatArray, pool: IntArray) -> FloatArray:
    """``counts`` with every pool's total shared equally among its patterns."""
    _, position, size = np.unique(pool, return_inverse=True, return_counts=True)
    return np.asarray((np.bincount(position, weights=counts) / size)[position])


def carried_by(seen: Observed) -> dict[str, dict[str, float]]:
    """Share of the users with rules who carry each pattern; for small types and rare patterns everybody's share."""
    pool, with_rules = pools(seen), seen.actions > 0
    everyone = evened(seen.carried[with_rules].mean(axis=0), pool)
    table = {}
    for user_type in USER_TYPES:
        here = with_rules & (np.array(seen.user_type) == user_type)
        counts = seen.carried[here].sum(axis=0).astype(float)
        rare = counts < LEAST
        enough = here.sum() >= 50 and counts[rare].sum() >= LEAST
        scale = counts[rare].sum() / here.sum() / everyone[rare].sum() if enough else 1.0
        shares = everyone if here.sum() < 50 else np.where(rare, everyone * scale, counts / here.sum())
        table[user_type] = _named(np.clip(shares, 0.0005, 0.9), 4)
    return table


def times_more(seen: Observed) -> dict[str, float]:
    """How readily a user's actions beyond one per pattern fall to each pattern, relative to the user's other patterns."""
    pool, with_rules = pools(seen), seen.actions > 0
    carried, more = seen.carried[with_rules], (seen.times - seen.carried)[with_rules]
    surplus, wanted = more.sum(axis=1), evened(more.sum(axis=0).astype(float), pool)
    weights = np.ones(len(PATTERNS))
    for _ in range(200):
        shared = carried * weights
        expected = (shared / np.maximum(shared.sum(axis=1, keepdims=True), 1e-9) * surplus[:, None]).sum(axis=0)
        weights = np.clip(weights * (wanted + 1) / (evened(expected, pool) + 1), 0.05, 20)
    return _named(weights, 3)


def blueprint_tables(seen: Observed) -> dict[str, list[dict[str, Any]]]:
    """For each user type its blueprints: ``share`` and ``odds`` of every pattern."""
    tables = {}
    for user_type, number in BLUEPRINTS.items():
        here = (seen.actions > 0) & (np.array(seen.user_type) == user_type)
        shares, odds = fit_blueprints(seen.carried[here], pools(seen), number, SEED)
        tables[user_type] = [
            {
                "share": round(float(share), 3),
                "odds": {pattern: float(f"{o:.3g}") for pattern, o in zip(PATTERNS, row, strict=True)},
            }
            for share, row in zip(shares, odds, strict=True)
        ]
    # Too few advisers to have arrangements of their own: most of them run a business.
    tables["ADVISOR"] = tables["BUSINESS"]
    return tables


def expected_patterns(seen: Observed, blueprints: dict[str, list[dict[str, Any]]]) -> FloatArray:
    """The chance of each pattern for each user, knowing type and number of patterns but no goal; shape (n, n_patterns)."""
    sizes = np.minimum(seen.carried.sum(axis=1), MOST_PATTERNS)
    expected = np.zeros(seen.carried.shape)
    for user_type, rows in blueprints.items():
        here = np.array(seen.user_type) == user_type
        for row in rows:
            odds = np.array([row["odds"][pattern] for pattern in PATTERNS])
            expected[here] += row["share"] * inclusion(odds, MOST_PATTERNS)[sizes[here]]
    return expected


def _named(numbers: FloatArray, digits: int) -> dict[str, float]:
    return {pattern: round(float(number), digits) for pattern, number in zip(PATTERNS, numbers, strict=True)}
