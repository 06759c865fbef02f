"""Takes splits out of trees until every leaf is of enough people; LightGBM counts rows, and one person has many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.settings import MIN_SUPPORT

_KEPT = ("num_cat", "is_linear", "shrinkage")
_SPLIT = ("split_feature", "threshold", "decision_type", "left_child", "right_child")


@dataclass(frozen=True, eq=False)
class _Node:
    """A leaf, or a split with two sides; ``held`` says who is in it, shape (n_people,)."""

    held: NDArray[np.bool_]
    rows: int
    value: float = 0.0
    split: tuple[str, str, str] | None = None
    sides: tuple[_Node, ...] = ()


def pruned(booster: Any, table: NDArray[np.float64], people: NDArray[Any], least: int = MIN_SUPPORT) -> Any:
    """The LightGBM booster without the splits of which one side is of fewer than ``least`` people.

    The other side stands in for such a split; where both are of so few, one leaf with their mean does.

    Parameters
    ----------
    table : shape (n, n_features), what it learned from.
    people : shape (n,), whose each row is.
    """
    import lightgbm

    leaves = np.asarray(booster.predict(table, pred_leaf=True, num_threads=1), np.intp).reshape(len(table), -1)
    _, whose = np.unique(people, return_inverse=True)
    head, *trees = re.split(r"(?=^Tree=\d+$)", booster.model_to_string(), flags=re.MULTILINE)
    trees[-1], tail = trees[-1].split("end of trees")
    head = "\n".join(line for line in head.split("\n") if not line.startswith("tree_sizes="))
    told = [_pruned(text, leaf, whose, least) for text, leaf in zip(trees, leaves.T, strict=True)]
    return lightgbm.Booster(model_str="".join([head, *told, "end of trees", tail]))


def _pruned(text: str, leaf: NDArray[np.intp], whose: NDArray[np.intp], least: int) -> str:
    """The text of one tree, from its text and the leaf and the person of each row, shapes (n,)."""
    name, *lines = text.strip().split("\n")
    of = dict(line.split("=", 1) for line in lines)
    values = np.array(of["leaf_value"].split(), np.float64)
    held = np.zeros((len(values), int(whose.max()) + 1), np.bool_)
    held[leaf, whose] = True
    rows = np.bincount(leaf, minlength=len(values))
    columns = [of[one].split() for one in _SPLIT]

    def kept(node: int) -> _Node:
        if node < 0:
            return _Node(held[~node], int(rows[~node]), float(values[~node]))
        feature, threshold, kind, *ways = (column[node] for column in columns)
        sides = tuple(kept(int(way)) for way in ways)
        together, number = sides[0].held | sides[1].held, sides[0].rows + sides[1].rows
        enough = [side for side in sides if side.held.sum() >= least]
        if len(enough) == 2:
            return _Node(together, number, split=(feature, threshold, kind), sides=sides)
        if enough:
            return _Node(together, number, enough[0].value, enough[0].split, enough[0].sides)
        weights = [side.rows + 1e-9 for side in sides]
        return _Node(together, number, float(np.average([side.value for side in sides], weights=weights)))

    return _written(name, kept(0 if len(values) > 1 else -1), {one: of[one] for one in _KEPT})


def _written(name: str, root: _Node, same: dict[str, str]) -> str:
    splits: list[list[str]] = []
    values: list[str] = []

    def place(node: _Node) -> int:
        if node.split is None:
            values.append(repr(node.value))
            return -len(values)
        row = [*node.split, "", ""]
        at = len(splits)
        splits.append(row)
        row[3:] = [str(place(side)) for side in node.sides]
        return at

    place(root)
    columns = zip(*splits, strict=True) if splits else [()] * len(_SPLIT)
    lines = [name, f"num_leaves={len(values)}", f"num_cat={same['num_cat']}"]
    lines += [f"{one}={' '.join(column)}" for one, column in zip(_SPLIT, columns, strict=True)]
    lines += [f"leaf_value={' '.join(values)}", f"is_linear={same['is_linear']}", f"shrinkage={same['shrinkage']}"]
    return "\n".join([*lines, "", "", ""])
