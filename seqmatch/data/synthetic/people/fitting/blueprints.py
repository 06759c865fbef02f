"""Blueprints: the few typical ways of arranging money, found by expectation–maximisation in users' pattern sets.

Given how many patterns k a user has, a blueprint says which: it is a vector of odds for conditional Bernoulli sampling
(``cohort_subsets``). Because k is given, blueprints differ in kind, not in size.
"""

from __future__ import annotations

import numpy as np

from seqmatch.data.synthetic.people.fitting.counts import LEAST
from seqmatch.data.synthetic.people.subsets import inclusion, log_totals
from seqmatch.data.synthetic.people.tables import BoolArray, FloatArray, IntArray

PRIOR = 12.0
"""Imaginary users with everybody's patterns added to each blueprint."""


def fit_odds(wanted: FloatArray, users_of_size: FloatArray, odds: FloatArray, steps: int) -> FloatArray:
    """Odds under which each pattern is chosen ``wanted`` times in expectation.

    Parameters
    ----------
    wanted : shape (n,), users carrying each pattern.
    users_of_size : shape (most + 1,), users with k patterns.
    odds : shape (n,), where to start.
    """
    for _ in range(steps):
        given = users_of_size @ inclusion(odds, len(users_of_size) - 1)
        odds = np.clip(odds * wanted / np.maximum(given, 1e-9), 1e-5, 1e3)
        odds /= np.exp(np.mean(np.log(odds)))
    return odds


def fit_blueprints(
    carried: BoolArray, pool: IntArray, kinds: IntArray, blueprints: int, seed: int, rounds: int = 40
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Shares, odds and members of the blueprints of one user type.

    Parameters
    ----------
    carried : shape (n_users, n_patterns), at least one pattern each.
    pool : shape (n_patterns,), patterns of the same pool are told apart by nobody and get the same odds.
    kinds : shape (n_patterns,), the action form; rare patterns of one form rise and fall together.


    Returns
    -------
    shares, shape (blueprints,); odds, shape (blueprints, n_patterns), geometric mean 1 per row; and the chance that
    each user follows each blueprint, shape (n_users, blueprints).
    """
    rng = np.random.default_rng(seed)
    sizes = carried.sum(axis=1)
    most = int(sizes.max())
    users, patterns = carried.shape
    by_size = np.bincount(sizes, minlength=most + 1).astype(float)
    _, position, members = np.unique(pool, return_inverse=True, return_counts=True)
    evened = (np.bincount(position, weights=carried.sum(axis=0)) / members)[position]
    everyone = fit_odds(np.maximum(evened, 0.2), by_size, np.ones(patterns), 60)
    top = int(kinds.max()) + 1
    usual = inclusion(everyone, most)[sizes]
    member = rng.dirichlet(np.full(blueprints, 0.3), size=users)
    odds = np.tile(everyone, (blueprints, 1))
    shares = np.full(blueprints, 1 / blueprints)
    for turn in range(rounds):
        for z in range(blueprints):
            here = np.bincount(sizes, weights=member[:, z], minlength=most + 1)
            seen, expected = member[:, z] @ carried, member[:, z] @ usual
            pull = PRIOR / max(member[:, z].sum(), 1e-9)
            # Patterns that fewer than ten of the blueprint's users carry keep everybody's odds, scaled by kind.
            rare = (seen < LEAST) | (members[position] > 1)
            of_kind, hoped = np.bincount(kinds[rare], seen[rare], top), np.bincount(kinds[rare], expected[rare], top)
            # Under ten of a kind says no more than "fewer than ten": they have what is usual, at most that.
            usually = seen[rare].sum() / max(expected[rare].sum(), 1e-9) * hoped
            scale = np.where(of_kind < LEAST, np.minimum(usually, LEAST), of_kind) / np.maximum(hoped, 1e-9)
            wanted = np.where(rare, expected * scale[kinds], seen) + pull * expected
            odds[z] = fit_odds(np.maximum(wanted, 1e-4), here * (1 + pull), odds[z], 4 if turn < rounds - 1 else 40)
        shares = member.mean(axis=0)
        totals = np.stack([log_totals(row[None, :], most)[0][sizes] for row in odds], axis=1)
        log_member = np.log(shares) + carried @ np.log(odds).T - totals
        log_member -= log_member.max(axis=1, keepdims=True)
        member = np.exp(log_member)
        member /= member.sum(axis=1, keepdims=True)
    # A blueprint that hardly anyone follows is dropped; its few followers go to the others.
    order = [z for z in np.argsort(-shares) if member[:, z].sum() >= LEAST]
    member = member / member[:, order].sum(axis=1, keepdims=True)
    shares = member.mean(axis=0)
    return shares[order], odds[order], member[:, order]
