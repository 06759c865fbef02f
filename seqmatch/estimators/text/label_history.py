"""How often each key (a payee, a merchant code) was given each category."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class LabelHistory:
    """Weighted counts of categories by key. Keys that were never met have none.

    Attributes
    ----------
    keys_ : known keys.
    counts_ : shape (n_keys, n_classes).
    """

    def __init__(self, keys: Sequence[str], counts: NDArray[np.floating]) -> None:
        self.keys_ = tuple(keys)
        self.counts_ = np.asarray(counts, dtype=np.float32)
        self._place = {key: i for i, key in enumerate(self.keys_)}

    @classmethod
    def of(
        cls,
        keys: NDArray[np.str_],
        labels: NDArray[np.intp],
        weights: NDArray[np.float64],
        n_classes: int,
        allowed: Sequence[str],
    ) -> LabelHistory:
        """Count ``labels``, shape (n,), of those ``keys``, shape (n,), that are ``allowed``; '' never is."""
        history = cls(sorted(set(allowed) - {""}), np.zeros((0, n_classes)))
        at = history._places(keys)
        counts = np.zeros((len(history.keys_), n_classes))
        np.add.at(counts, (at[at >= 0], labels[at >= 0]), weights[at >= 0])
        return cls(history.keys_, counts)

    def of_keys(self, keys: NDArray[np.str_]) -> NDArray[np.float64]:
        """The counts of each key, shape (n, n_classes); zeros where it is unknown."""
        at = self._places(keys)
        found = np.zeros((len(keys), self.counts_.shape[1]))
        found[at >= 0] = self.counts_[at[at >= 0]]
        return found

    def _places(self, keys: NDArray[np.str_]) -> NDArray[np.intp]:
        unique, group = np.unique(keys, return_inverse=True)
        places = np.array([self._place.get(str(key), -1) for key in unique], dtype=np.intp)
        return places[group]
