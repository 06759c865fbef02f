"""Draws exactly k of n patterns with given odds, and computes the exact probability of a draw.

Conditional Bernoulli sampling: n independent coins with odds ``w`` are thrown until exactly k show heads. The chance of
one subset is the product of its odds over the k-th elementary symmetric polynomial of all odds, which a table of suffix
sums gives in n × k steps. So the generator can fix how many patterns a user has and still know every probability.
"""

from __future__ import annotations

import numpy as np

from seqmatch.data.synthetic.people.tables import BoolArray, FloatArray, IntArray


def suffix_sums(odds: FloatArray, most: int) -> FloatArray:
    """Elementary symmetric polynomials of every suffix of ``odds``.

    Parameters
    ----------
    odds : shape (n,), positive.
    most : the largest subset size wanted.

    Returns
    -------
    shape (n + 1, most + 1); entry (j, k) sums the products of all k-subsets of ``odds[j:]``.
    """
    sums = np.zeros((len(odds) + 1, most + 1))
    sums[len(odds), 0] = 1.0
    for j in range(len(odds) - 1, -1, -1):
        sums[j] = sums[j + 1]
        sums[j, 1:] += odds[j] * sums[j + 1, :-1]
    return sums


def log_totals(odds: FloatArray, most: int) -> FloatArray:
    """Logarithm of the elementary symmetric polynomials 0 … ``most`` of each row of ``odds``.

    Parameters
    ----------
    odds : shape (rows, n).

    Returns
    -------
    shape (rows, most + 1).
    """
    sums = np.zeros((len(odds), most + 1))
    sums[:, 0] = 1.0
    for column in odds.T:
        sums[:, 1:] += column[:, None] * sums[:, :-1]
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(sums))


def inclusion(odds: FloatArray, most: int) -> FloatArray:
    """The chance that each of n patterns is in a subset of k, for every k.

    Returns
    -------
    shape (most + 1, n); row k sums to k.
    """
    n = len(odds)
    after = suffix_sums(odds, most)
    before = suffix_sums(odds[::-1], most)[::-1]
    chance = np.zeros((most + 1, n))
    for k in range(1, min(most, n) + 1):
        others = np.zeros(n)
        for i in range(k):
            others += before[:-1, i] * after[1:, k - 1 - i]
        chance[k] = odds * others / after[0, k]
    return chance


def draw_subsets(odds: FloatArray, sizes: IntArray, rng: np.random.Generator) -> BoolArray:
    """Draw one subset per entry of ``sizes``, all with the same odds.

    Parameters
    ----------
    odds : shape (n,), positive.
    sizes : shape (draws,), each from 0 to n.

    Returns
    -------
    shape (draws, n); row i holds exactly ``sizes[i]`` true entries.
    """
    n = len(odds)
    sums = suffix_sums(odds, int(sizes.max(initial=0)))
    left = sizes.copy()
    chosen = np.zeros((len(sizes), n), dtype=np.bool_)
    luck = rng.random((len(sizes), n))
    for j in range(n):
        fewer = np.where(left > 0, sums[j + 1, np.maximum(left - 1, 0)], 0.0)
        take = luck[:, j] * sums[j, left] < odds[j] * fewer
        chosen[:, j] = take
        left = left - take
    return chosen
