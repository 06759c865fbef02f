"""Trees that remember nobody: leaves of enough people, and text without what single people were like."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.settings import MIN_SUPPORT

_RANGES = "feature_infos="


def rows_of_enough_people(people: NDArray[Any], usual: int) -> int:
    """The least rows of a leaf that are of MIN_SUPPORT people whichever they are, or ``usual`` where those are more.

    Parameters
    ----------
    people : shape (n,), whose each row is.

    Examples
    --------
    >>> rows_of_enough_people(np.array([7, 7, 7, 8, 9]), usual=10)
    15
    """
    most = int(np.unique(people, return_counts=True)[1].max(initial=0))
    return max(usual, MIN_SUPPORT * most)


def tree_text(booster: Any) -> str:
    """The text of a booster, the least and the greatest value of each feature left out: each is one person's.

    Answers do not depend on them.
    """
    lines: list[str] = booster.model_to_string(importance_type="gain").split("\n")
    return "\n".join(
        _RANGES + " ".join("none" for _ in line.split(" ")) if line.startswith(_RANGES) else line for line in lines
    )
