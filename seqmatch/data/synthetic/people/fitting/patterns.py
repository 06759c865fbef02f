"""Fits which patterns reference users carry. Patterns of fewer than ten users are one pool per action form."""

from __future__ import annotations

from typing import Any

import numpy as np

from seqmatch.data.synthetic.people.fitting.blueprints import fit_blueprints
from seqmatch.data.synthetic.people.fitting.counts import LEAST, LEAST_GROUP
from seqmatch.data.synthetic.people.fitting.observed import Observed
from seqmatch.data.synthetic.people.model import MOST_PATTERNS
from seqmatch.data.synthetic.people.subsets import inclusion
from seqmatch.data.synthetic.people.tables import FIELDS, LEANING_ON, PATTERNS, BoolArray, FloatArray, IntArray
from seqmatch.schemas.profile import USER_TYPES
from seqmatch.schemas.rule import ActionForm

BLUEPRINTS = {"INDIVIDUAL": 10, "BUSINESS": 10}
SEED = 20260
LEANING_STRENGTH = 8.0
"""Imaginary users of each value who follow a blueprint as everyone does."""
FORM_OF = np.array([list(dict.fromkeys(p.split(" ")[1] for p in PATTERNS)).index(p.split(" ")[1]) for p in PATTERNS])

UNSTATED = np.array([pattern.endswith(f" {ActionForm.REMAINDER}") for pattern in PATTERNS])
"""Patterns whose amount is not in the text."""
NEVER = 1e-6
"""Odds of what a blueprint never has."""


def pools(carried: BoolArray) -> IntArray:
    """For each pattern the number of its pool: its own if at least ten users carry it, else that of its form's rest."""
    rare = carried.sum(axis=0) < LEAST
    return np.where(rare, len(PATTERNS) + FORM_OF, np.arange(len(PATTERNS)))


def evened(counts: FloatArray, pool: IntArray) -> FloatArray:
    """``counts`` with every pool's total shared equally among its patterns."""
    _, position, size = np.unique(pool, return_inverse=True, return_counts=True)
    return np.asarray((np.bincount(position, weights=counts) / size)[position])


def carried_by(seen: Observed) -> dict[str, dict[str, float]]:
    """Share of the users with rules who carry each pattern; small types have everybody's shares."""
    table = {}
    for user_type in USER_TYPES:
        carried = seen.carried[(seen.actions > 0) & (np.array(seen.user_type) == user_type)]
        if len(carried) < LEAST_GROUP:
            carried = seen.carried[seen.actions > 0]
        pool = pools(carried)
        counts = carried.sum(axis=0).astype(float)
        totals = np.bincount(pool, weights=counts)
        # A form whose rare patterns are under ten users all together is taken for ten.
        counts = counts * np.where(
            (pool >= len(PATTERNS)) & (totals[pool] < LEAST), LEAST / np.maximum(totals[pool], 1), 1
        )
        table[user_type] = _named(np.clip(evened(counts, pool) / len(carried), 0.0002, 0.9), 4)
    return table


def times_more(seen: Observed) -> dict[str, float]:
    """How readily a user's actions beyond one per pattern fall to each, relative to the user's other patterns."""
    # A number of its own only where at least ten users repeat the pattern.
    pool, with_rules = pools(seen.times > 1), seen.actions > 0
    carried, more = seen.carried[with_rules], (seen.times - seen.carried)[with_rules]
    surplus, wanted = more.sum(axis=1), evened(more.sum(axis=0).astype(float), pool)
    weights = np.ones(len(PATTERNS))
    for _ in range(200):
        shared = carried * weights
        expected = (shared / np.maximum(shared.sum(axis=1, keepdims=True), 1e-9) * surplus[:, None]).sum(axis=0)
        weights = np.clip(weights * (wanted + 1) / (evened(expected, pool) + 1), 0.05, 20)
    return _named(weights, 3)


def blueprint_tables(seen: Observed, carried: dict[str, dict[str, float]]) -> dict[str, list[dict[str, Any]]]:
    """For each user type its blueprints: ``share`` and ``odds`` of every pattern.

    Parameters
    ----------
    carried : the result of ``carried_by``, which the blueprints together agree with.
    """
    tables = {}
    for user_type, number in BLUEPRINTS.items():
        here = (seen.actions > 0) & (np.array(seen.user_type) == user_type)
        shares, odds, member = _by_habit(seen.carried[here], number)
        wanted = np.array([carried[user_type][pattern] for pattern in PATTERNS])
        odds = _kept_to(wanted, shares, odds, seen.carried[here])
        tables[user_type] = [
            {
                "share": round(float(share), 3),
                "leaning": _leaning(seen, here, member[:, z]),
                "odds": {pattern: float(f"{o:.3g}") for pattern, o in zip(PATTERNS, row, strict=True)},
            }
            for z, (share, row) in enumerate(zip(shares, odds, strict=True))
        ]
    # Too few advisers to have arrangements of their own: most of them run a business.
    tables["ADVISOR"] = tables["BUSINESS"]
    return tables


def _by_habit(carried: BoolArray, number: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Blueprints of those who let money move without a stated amount, and of those who never do.

    Most people never do, and the others do it for many accounts.
    """
    unstated = carried[:, UNSTATED].any(axis=1)
    shares, odds, member = [], [], np.zeros((len(carried), 0))
    for habit in (False, True):
        here = unstated == habit
        theirs = carried[here]
        their_shares, their_odds, their_member = fit_blueprints(theirs, pools(theirs), FORM_OF, number // 2, SEED)
        if not habit:
            their_odds[:, UNSTATED] = NEVER
        shares.append(their_shares * len(theirs) / len(carried))
        odds.append(their_odds)
        columns = np.zeros((len(carried), len(their_shares)))
        columns[here] = their_member
        member = np.hstack([member, columns])
    return np.concatenate(shares), np.concatenate(odds), member


def _kept_to(wanted: FloatArray, shares: FloatArray, odds: FloatArray, carried: BoolArray) -> FloatArray:
    """``odds`` of all blueprints scaled pattern by pattern, so that over all of them each is carried as ``wanted``."""
    sizes = carried.sum(axis=1)
    by_size = np.bincount(sizes) / len(sizes)
    for _ in range(40):
        given = sum(
            share * (by_size @ inclusion(row, len(by_size) - 1)) for share, row in zip(shares, odds, strict=True)
        )
        odds = odds * wanted / np.maximum(given, 1e-9)
        odds = odds / np.exp(np.log(odds).mean(axis=1, keepdims=True))
    return odds


def _leaning(seen: Observed, here: BoolArray, member: FloatArray) -> dict[str, dict[str, float]]:
    """How much likelier a blueprint is for users who state a value: log ratios, those under 0.05 left out.

    Parameters
    ----------
    member : shape (users of ``here``,), the chance that each follows the blueprint.
    """
    table = {}
    for name in LEANING_ON:
        values = np.array(seen.codes(name))[here]
        stated = values >= 0
        carried = np.bincount(values[stated], weights=member[stated], minlength=len(FIELDS[name]))
        expected = np.bincount(values[stated], minlength=len(FIELDS[name])) * member.mean()
        # Under ten on either side nothing is said; a count under ten beside a larger one is taken for ten.
        ratio = np.log(
            (np.maximum(carried, LEAST) + LEANING_STRENGTH) / (np.maximum(expected, LEAST) + LEANING_STRENGTH)
        )
        table[name] = {
            value: round(float(r), 2) for value, r in zip(FIELDS[name], ratio, strict=True) if abs(r) >= 0.05
        }
    return table


def expected_patterns(seen: Observed, blueprints: dict[str, list[dict[str, Any]]]) -> FloatArray:
    """The chance of each pattern for each user by type and number of patterns, no goal; shape (n, n_patterns)."""
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
