"""Histograms of columns, which a version keeps in place of its training data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 10
MOST_CATEGORIES = 20
FEWEST = 10
"""A bin or category held by fewer rows joins its neighbour, or the others: a version tells of no small group."""


@dataclass(frozen=True)
class Histogram:
    """Counts of one column.

    Attributes
    ----------
    edges : of a numeric column, the inner bin edges, ascending; None for a column of categories.
    categories : of a column of categories, those told apart; all the rest are ``other``.
    counts : by bin or category, then ``other`` (categories only), then missing.
    """

    counts: tuple[int, ...]
    edges: tuple[float, ...] | None = None
    categories: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts)

    def to_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = {"counts": list(self.counts)}
        return kept | ({"categories": list(self.categories)} if self.edges is None else {"edges": list(self.edges)})

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> Histogram:
        edges = kept.get("edges")
        return Histogram(
            tuple(map(int, kept["counts"])),
            None if edges is None else tuple(map(float, edges)),
            tuple(map(str, kept.get("categories", ()))),
        )

    def of(self, values: Sequence[Any] | NDArray[Any]) -> NDArray[np.int64]:
        """Another column's counts in the bins of this one, shape (n_bins,)."""
        if self.edges is None:
            places = {category: place for place, category in enumerate(self.categories)}
            other = len(self.categories)
            found = Counter(other + 1 if value is None else places.get(str(value), other) for value in values)
            return np.array([found[place] for place in range(other + 2)], dtype=np.int64)
        numbers = np.asarray(values, dtype=np.float64)
        missing = np.isnan(numbers)
        places_of = np.searchsorted(np.array(self.edges), numbers[~missing], side="right")
        counts = np.bincount(places_of, minlength=len(self.edges) + 1)
        return np.append(counts, missing.sum()).astype(np.int64)


def of_numbers(values: NDArray[Any]) -> Histogram:
    """One bin a value where there are few, else bins of about equally many values; no fewer than ``FEWEST`` in any.

    Edges are rounded to two significant digits, so that none is what a single row holds.

    Parameters
    ----------
    values : shape (n_rows,), NaN where missing.
    """
    numbers = np.asarray(values, dtype=np.float64)
    known = numbers[~np.isnan(numbers)]
    edges: list[float] = []
    if len(known):
        distinct = np.unique(known)
        wanted = (
            distinct[1:] if len(distinct) <= BINS else np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1]))
        )
        low = -np.inf
        for edge in np.unique([float(f"{edge:.2g}") for edge in wanted]):
            if ((known >= low) & (known < edge)).sum() >= FEWEST and (known >= edge).sum() >= FEWEST:
                edges.append(float(edge))
                low = edge
    shaped = Histogram((), tuple(edges))
    return Histogram(_told(shaped.of(numbers)), tuple(edges))


def of_categories(values: Sequence[str | None]) -> Histogram:
    """The most frequent categories, no fewer than ``FEWEST`` in any; ties go by name."""
    found = Counter(value for value in values if value is not None)
    ranked = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_CATEGORIES]
    shaped = Histogram((), None, tuple(name for name, count in ranked if count >= FEWEST))
    return Histogram(_told(shaped.of(values)), None, shaped.categories)


def _told(counts: NDArray[np.int64]) -> tuple[int, ...]:
    """The counts; fewer than ``FEWEST`` of others or missing are left out."""
    return tuple(int(count) if count >= FEWEST else 0 for count in counts)
