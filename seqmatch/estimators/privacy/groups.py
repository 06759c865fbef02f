"""Groups of people instead of people: who stands together, and what may be told of each group.

Groups alone do not protect: a share of one in twenty tells of one person. So counts of fewer than MIN_SUPPORT people,
and of all but so few, are told for all such groups together. Not for keeping the rows of single people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.settings import MIN_SUPPORT

Floats = NDArray[np.float64]
Members = Sequence[NDArray[np.intp]]
"""Each group's rows of a table of people."""
GROUPS_A_DIRECTION = 5
"""Groups there must be for each direction along which they are told."""
LEAST_VARIANCE = 1e-4
CLIPS = 5
"""Times that shares told are moved to their mean and cut at 0 and 1."""


def groups_alike(
    places: NDArray[Any], part: NDArray[np.intp], least: int, many: bool = False
) -> list[NDArray[np.intp]]:
    """The people of ``part`` in as many groups of at least ``least`` as there can be, close together each.

    Divided in two along the widest direction, again and again, into parts that hold whole groups: microaggregation
    by projection (Domingo-Ferrer and Mateo-Sanz 2002). Fewer than ``least`` people are one group.

    Parameters
    ----------
    places : shape (n_people, n_dimensions).
    part : rows of ``places``.
    many : whether to find the widest direction from products of columns, in a fraction of the time.

    Examples
    --------
    >>> [group.tolist() for group in groups_alike(np.array([[0.0], [9.0], [1.0], [8.0]]), np.arange(4), least=2)]
    [[0, 2], [3, 1]]
    """
    groups = len(part) // least
    if groups < 2:
        return [part]
    around = places[part] - places[part].mean(axis=0)
    widest = _widest(around, many)
    along = around @ widest * np.sign(widest[np.abs(widest).argmax()])
    order = np.argsort(np.round(along, 9), kind="stable")
    half = groups // 2 * len(part) // groups
    return [piece for side in (order[:half], order[half:]) for piece in groups_alike(places, part[side], least, many)]


def _widest(around: Floats, many: bool) -> Floats:
    """The direction along which rows differ most, shape (n_dimensions,)."""
    if many:
        direction: Floats = np.linalg.eigh(around.T.astype(np.float64) @ around)[1][:, -1]
        return direction
    leading: Floats = np.linalg.svd(around, full_matrices=False)[2][0]
    return leading


def counts_of(table: NDArray[Any], members: Members) -> Floats:
    """How many of each group hold each column of ``table``, shape (n_groups, n_columns)."""
    return np.array([table[group].sum(axis=0, dtype=np.float64) for group in members])


def pooled(counts: NDArray[Any], of: NDArray[Any], least: int = MIN_SUPPORT) -> Floats:
    """Shares of groups, none of which stands for fewer than ``least`` people.

    A count below ``least`` becomes the share among all groups where it is so small, and a count of all but fewer than
    ``least`` likewise. Where even all those groups together have fewer, it is told as none, or as all.

    Parameters
    ----------
    counts : shape (n_groups, n_columns).
    of : of how many people, shape (n_groups, 1) or that of ``counts``.

    Examples
    --------
    Four groups of twelve; nobody learns that the first has none and the second three:

    >>> pooled(np.array([[0], [3], [4], [6]]), np.full((4, 1), 12)).round(2).ravel().tolist()
    [0.19, 0.19, 0.19, 0.5]
    """
    people = np.broadcast_to(of, counts.shape).astype(np.float64)
    shares: Floats = counts / np.maximum(people, 1)
    few = counts < least
    for alike in (few, (people - counts < least) & ~few):
        together, holders = (np.where(alike, values, 0).sum(axis=0) for values in (people, counts))
        holders = np.where(holders < least, 0, holders)
        holders = np.where(together - holders < least, together, holders)
        shares = np.where(alike, holders / np.maximum(together, 1), shares)
    return shares


def group_means(values: NDArray[Any], members: Members, least: int = MIN_SUPPORT) -> Floats:
    """Mean of each column in each group over those of whom it is known, shape (n_groups, n_columns).

    NaN where it is known of fewer than ``least``. Yes/no columns are :func:`pooled`; so are others where fewer than
    ``least`` have anything but 0, whose mean would be those few people's.

    Parameters
    ----------
    values : shape (n_people, n_columns), NaN where missing.
    """
    known, filled = ~np.isnan(values), np.nan_to_num(values)
    of, holders, sums = counts_of(known, members), counts_of(filled != 0, members), counts_of(filled, members)
    few = holders < least
    means: Floats = sums / np.maximum(of, 1)
    enough = np.where(few, holders, 0).sum(axis=0) >= least
    together = np.where(few, sums, 0).sum(axis=0) / np.maximum(np.where(few, of, 0).sum(axis=0), 1)
    means = np.where(few, np.where(enough, together, 0), means)
    yes_no = (~known | (values == 0) | (values == 1)).all(axis=0)
    return np.where(of < least, np.nan, np.where(yes_no, pooled(holders, of, least), means))


def smoothed(rows: Floats, sizes: NDArray[Any], scale: NDArray[Any], rank: int) -> Floats:
    """The rows of groups told along the directions in which groups differ most, same shape.

    What is left out is mostly what single members bring into the mean of theirs, by which they could be told to be
    among them.

    Parameters
    ----------
    rows : shape (n_groups, n_columns), NaN where missing.
    sizes : shape (n_groups,), people of each.
    scale : shape (n_columns,), by which columns are multiplied to be comparable; those of scale 0 become their mean.
    rank : directions at most, and no more than one for GROUPS_A_DIRECTION groups: of few groups only the mean is told.
    """
    missing = np.isnan(rows)
    weight = np.where(missing, 0, sizes[:, None])
    mean = (np.where(missing, 0, rows) * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1)
    around = np.where(missing, 0, rows - mean) * scale
    axes = np.linalg.svd(around * np.sqrt(sizes)[:, None], full_matrices=False)[2]
    axes = axes[: min(rank, len(rows) // GROUPS_A_DIRECTION)]
    back = np.where(scale > 0, 1 / np.where(scale > 0, scale, 1), 0)
    told = np.clip(
        mean + around @ axes.T @ axes * back,
        np.where(missing, np.inf, rows).min(axis=0),
        np.where(missing, -np.inf, rows).max(axis=0),
    )
    return np.where(missing, np.nan, told)


def smoothed_within(
    kinds: NDArray[Any], counts: Floats, sizes: NDArray[Any], rank: int, least: int = MIN_SUPPORT
) -> Floats:
    """Shares of groups: those of each kind's people together as they are, how its groups differ :func:`smoothed`.

    Parameters
    ----------
    kinds : shape (n_groups,), each group's kind; the share of all people of a kind tells of many.
    counts : shape (n_groups, n_columns), people of each group.
    """
    kind, place = np.unique(kinds, return_inverse=True)
    held = (place == np.arange(len(kind))[:, None]).astype(np.float64)
    of = held @ sizes
    true = pooled(held @ counts, of[:, None], least)
    overall = of @ true / of.sum()
    scale = 1 / np.sqrt(np.maximum(overall * (1 - overall), LEAST_VARIANCE))
    told = true[place] + smoothed(pooled(counts, sizes[:, None], least) - true[place], sizes, scale, rank)
    for _ in range(CLIPS):
        off = true - held * sizes @ told / of[:, None]
        told = np.clip(told + off[place], 0, 1)
    return told
