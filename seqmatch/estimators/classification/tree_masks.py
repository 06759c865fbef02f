"""Scores a LightGBM model quickly for many rows that differ from one row in a few columns.

Not for tables of unrelated rows, where LightGBM itself is faster, nor for trees of more than 64 leaves or with
categorical splits. Scores are those of LightGBM to the last bit.

Every split holds a mask of the leaves that are out of reach once a row goes right there. A tree's leaf is the leftmost
one left when the masks of those splits are joined, so all trees are settled by comparisons and bitwise "and", without
walking any, and the masks of columns that do not change are joined once.
Source: Lucchese et al., QuickScorer (SIGIR 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Masks = NDArray[np.uint64]

MOST_LEAVES = 64
MOST_KEPT = 256
"""Sets of values whose masks are kept: the usual answers to each question, in the few ways they are asked about."""
ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_TREE = "\nTree="
_END = "end of trees"


@dataclass(frozen=True)
class Base:
    """One row, settled.

    Attributes
    ----------
    masks : shape (n_splits,), of every split what it leaves in reach.
    values : shape (n_trees,), the score of the leaf each tree ends at.
    """

    masks: Masks
    values: Floats


@dataclass(frozen=True)
class TreeMasks:
    """The trees of a model of ``classes`` classes, which take turns.

    Attributes
    ----------
    feature, threshold : shape (n_splits,), what a split looks at; a value up to the threshold goes left.
    missing_left : shape (n_splits,), whether a missing value goes left.
    right : shape (n_splits,), the leaves in reach of a row that goes right, as bits.
    first : shape (n_trees,), each tree's first split; every tree has one.
    leaves : shape (n_trees, most leaves of any), the scores of each tree's leaves from left to right.
    """

    feature: Ints
    threshold: Floats
    missing_left: NDArray[np.bool_]
    right: Masks
    first: Ints
    leaves: Floats
    classes: int

    @cached_property
    def tree(self) -> Ints:
        """The tree of each split, shape (n_splits,)."""
        sizes = np.diff(np.append(self.first, len(self.feature)))
        return np.repeat(np.arange(len(self.first)), sizes)

    @cached_property
    def _of_columns(self) -> dict[tuple[int, ...], tuple[Ints, Ints, Ints, Ints]]:
        return {}

    @cached_property
    def _kept(self) -> dict[tuple[tuple[int, ...], bytes], Masks]:
        return {}

    def splits_on(self, columns: Sequence[int]) -> tuple[Ints, Ints, Ints, Ints]:
        """The splits that look at ``columns``, at which of these each, their trees, and the first of each tree."""
        key = tuple(columns)
        if key not in self._of_columns:
            splits = np.flatnonzero(np.isin(self.feature, columns))
            order = np.argsort(columns)
            place = order[np.searchsorted(np.array(columns)[order], self.feature[splits])]
            trees, first = np.unique(self.tree[splits], return_index=True)
            self._of_columns[key] = splits, place, trees, first
        return self._of_columns[key]

    def settle(self, row: Array) -> Base:
        """Where one row, shape (n_features,), ends in every tree; NaN is missing."""
        told = row.astype(np.float64)[self.feature]
        masks = self._masks(told, slice(None))
        return Base(masks, self._values(np.bitwise_and.reduceat(masks, self.first), slice(None)))

    def scores(self, values: Floats) -> Floats:
        """Raw scores, shape (n, classes), of leaf scores, shape (n, n_trees), added in the order of LightGBM."""
        total: Floats = values.reshape(len(values), -1, self.classes).sum(axis=1)
        return total

    def around(self, base: Base, columns: Sequence[int], told: Array) -> Floats:
        """Leaf scores, shape (n, n_trees), of the settled row with ``told``, shape (n, n_columns), in ``columns``."""
        values = np.repeat(base.values[None], len(told), axis=0)
        splits, _, trees, _ = self.splits_on(columns)
        if len(splits):
            others = base.masks.copy()
            others[splits] = ALL
            left_over = np.bitwise_and.reduceat(others, self.first)[trees]
            values[:, trees] = self._values(self._joined(columns, told) & left_over, trees)
        return values

    def _joined(self, columns: Sequence[int], told: Array) -> Masks:
        """What splits on ``columns`` leave in reach in each of their trees; the same for every row, so it is kept."""
        key = (tuple(columns), told.tobytes())
        joined = self._kept.get(key)
        if joined is None:
            splits, place, _, first = self.splits_on(columns)
            joined = np.bitwise_and.reduceat(self._masks(told.astype(np.float64)[:, place], splits), first, axis=1)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = joined
        return joined

    def _masks(self, told: Floats, splits: Ints | slice) -> Masks:
        left = (told <= self.threshold[splits]) | (np.isnan(told) & self.missing_left[splits])
        masks: Masks = np.where(left, ALL, self.right[splits])
        return masks

    def _values(self, masks: Masks, trees: Ints | slice) -> Floats:
        """The scores of the leftmost leaves in reach, shape of ``masks``."""
        lowest = masks & (~masks + np.uint64(1))
        leaf = np.frexp(lowest.astype(np.float64))[1] - 1
        number = np.arange(len(self.first))[trees]
        values: Floats = self.leaves.ravel()[number * self.leaves.shape[1] + leaf]
        return values


def read_masks(model: str) -> TreeMasks | None:
    """The trees of a LightGBM text model, or None where it holds any of a kind that is not scored here."""
    head, *texts = model.split(_TREE)
    classes = int(next(line for line in head.splitlines() if line.startswith("num_tree_per_iteration=")).split("=")[1])
    parts: list[tuple[Array, ...]] = []
    leaves = np.zeros((len(texts), MOST_LEAVES))
    for number, text in enumerate(texts):
        tree = dict(line.split("=", 1) for line in text.split(_END)[0].splitlines() if "=" in line)
        scores = np.array(tree["leaf_value"].split(), dtype=np.float64)
        if len(scores) > MOST_LEAVES:
            return None
        if len(scores) == 1:  # no split: one that all rows pass to the left
            leaves[number, 0] = scores[0]
            parts.append((np.zeros(1, int), np.array([np.inf]), np.ones(1, bool), np.array([ALL])))
            continue
        kinds = np.array(tree["decision_type"].split(), dtype=int)
        if np.any(kinds & 1) or np.any((kinds >> 2) & 3 == 1):
            return None  # categorical, or zeros that count as missing
        threshold = np.array(tree["threshold"].split(), dtype=np.float64)
        sides = [[int(child) for child in tree[side].split()] for side in ("left_child", "right_child")]
        order, spans = _from_left_to_right(*sides)
        leaves[number, : len(scores)] = scores[order]
        parts.append(
            (
                np.array(tree["split_feature"].split(), dtype=int),
                threshold,
                np.where((kinds >> 2) & 3 == 2, kinds & 2 > 0, threshold >= 0),
                np.array([int(ALL) & ~(((1 << (end - begin)) - 1) << begin) for begin, end in spans], dtype=np.uint64),
            )
        )
    feature, threshold, missing, right = (np.concatenate(column) for column in zip(*parts, strict=True))
    sizes = [len(part[0]) for part in parts]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
    leaves = np.ascontiguousarray(leaves[:, : max(sizes) + 1])
    return TreeMasks(feature.astype(np.intp), threshold, missing, right, first, leaves, classes)


def _from_left_to_right(left: list[int], right: list[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """The leaves of a tree from left to right, and of each split which of these are on its left, from and before.

    Children that are leaves are negative: ~number.
    """
    order: list[int] = []
    spans = [(0, 0)] * len(left)
    waiting: list[tuple[int, bool]] = [(0, False)]
    while waiting:
        node, left_done = waiting.pop()
        if node < 0:
            order.append(~node)
        elif left_done:
            spans[node] = (spans[node][0], len(order))
            waiting.append((right[node], False))
        else:
            spans[node] = (len(order), 0)
            waiting += [(node, True), (left[node], False)]
    return order, spans
