"""Stratified folds for cross-fitting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def stratified_folds(classes: NDArray[np.intp], folds: int, seed: int) -> list[NDArray[np.intp]]:
    """Rows dealt into ``folds`` parts, those of each class spread evenly; each part in order.

    scikit-learn's ``StratifiedKFold`` warns of classes with fewer rows than folds, and refuses data that has no other:
    rare goals are ordinary here.

    Parameters
    ----------
    classes : shape (n,), the class of each row.
    """
    shuffled = np.random.default_rng(seed).permutation(len(classes))
    dealt = shuffled[np.argsort(classes[shuffled], kind="stable")]
    return [np.sort(dealt[start::folds]) for start in range(folds)]
