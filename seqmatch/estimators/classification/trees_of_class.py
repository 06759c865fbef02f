"""Takes one class's trees out of a LightGBM model of several classes, as a model of its own.

LightGBM attributes all classes at once (TreeSHAP), which is most of the time an answer takes; asked about one class it
need not walk the trees of the others. A model of several classes is a plain text in which the trees of the classes take
turns.
"""

from __future__ import annotations

import re

_TREE = "\nTree="
_END = "end of trees"


def trees_of_class(model: str, place: int, classes: int) -> str:
    """The model text with only the trees of class ``place`` of ``classes``; its raw score is that of the class."""
    head, *trees = model.split(_TREE)
    trees[-1], tail = trees[-1].split(_END, 1)
    head = re.sub(r"^tree_sizes=.*\n?", "", head, flags=re.MULTILINE)
    for name, value in (("num_class", "1"), ("num_tree_per_iteration", "1"), ("objective", "regression")):
        head = re.sub(rf"^{name}=.*$", f"{name}={value}", head, flags=re.MULTILINE)
    own = [f"{number}{tree[tree.index(chr(10)) :]}" for number, tree in enumerate(trees[place::classes])]
    return _TREE.join([head, *own]).rstrip("\n") + f"\n\n\n{_END}{tail}"
