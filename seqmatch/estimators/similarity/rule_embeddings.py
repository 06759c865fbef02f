"""How alike the rules of two users read, by sentence embeddings: an optional part of their similarity.

Not for finding users of the same goal: on the platform's users a sentence model added 0.006 (95 % interval -0.003 to
0.014) to the share of the five nearest with the same goal group, and no more to what they automate alike than counting
the same sentences does (docs/matching.md). So it is off unless an encoder is given, and no model that ships holds it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array

Floats = NDArray[np.float64]


class RuleEmbeddings:
    """Cosine of centred embeddings, as a part of a similarity that is learned without it.

    Parameters
    ----------
    weight : its part of the joined similarity, 0 to 1.

    Attributes
    ----------
    centre_ : shape (n_dimensions,), the mean of all users, which says nothing of any.
    directions_ : shape (n_users, n_dimensions), of length 1; 0 for the centre itself, NaN where there are no rules.

    Examples
    --------
    The first user's rules read like the query's, the third has none:

    >>> rules = np.array([[1.0, 0.0], [0.0, 1.0], [np.nan, np.nan]])
    >>> embeddings = RuleEmbeddings(weight=0.2).fit(rules)
    >>> embeddings.join(np.array([0.5, 0.5, 0.5]), np.array([0.9, 0.1])).round(3).tolist()
    [0.6, 0.2, 0.5]
    """

    def __init__(self, weight: float = 0.2) -> None:
        self.weight = weight

    def fit(self, vectors: Array) -> RuleEmbeddings:
        """Keep the users' embeddings, shape (n_users, n_dimensions), NaN where a user has no rules."""
        known = ~np.isnan(vectors).any(axis=1)
        self.centre_: Floats = vectors[known].mean(axis=0) if known.any() else np.zeros(vectors.shape[1])
        self.directions_ = _directions(vectors - self.centre_)
        return self

    def similarities(self, vector: Array, users: slice = slice(None)) -> Floats:
        """Cosine, -1 to 1, of ``vector``, shape (n_dimensions,), and each of ``users``; NaN without rules."""
        cosine: Floats = np.clip(self.directions_[users] @ _directions((vector - self.centre_)[None])[0], -1, 1)
        return cosine

    def join(self, similarities: Array, vector: Array, users: slice = slice(None)) -> Floats:
        """``similarities`` to ``users``, same shape, with the rules' part in them where both have rules."""
        read = self.similarities(vector, users)
        joined: Floats = np.where(np.isnan(read), similarities, (1 - self.weight) * similarities + self.weight * read)
        return joined


def _directions(vectors: Array) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length == 0, 1, length), dtype=np.float64)
