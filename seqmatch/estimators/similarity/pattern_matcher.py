"""Finds the users most like a given one.

Not for guessing goals: where no goal is stated, none is made up for the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.privacy.microaggregation import microaggregated
from seqmatch.estimators.similarity.learned_metric import Aim
from seqmatch.estimators.similarity.neighbours import CosineNeighbours, top_k
from seqmatch.estimators.state import Array, State


@dataclass(frozen=True)
class Neighbours:
    """The k most similar users, most similar first.

    Attributes
    ----------
    users : shape (k,), indices into the training order.
    similarities : shape (k,), -1 to 1.
    same_type : whether only users of the query's type were compared.
    """

    users: NDArray[np.intp]
    similarities: NDArray[np.float32]
    same_type: bool

    def first(self, k: int) -> Neighbours:
        """The k nearest of them."""
        return Neighbours(self.users[:k], self.similarities[:k], self.same_type)


class PatternMatcher:
    """Cosine over coarsened features in a learned metric, with a same-type filter and exact top-k.

    Parameters
    ----------
    weights, steps, ranges, unlearned : see :class:`CosineNeighbours`.
    min_type_users : a user type with fewer users is matched without the filter.
    own_share : how much of a user's mean squared length the features have by their weights alone.
    aims : share and ridge penalty of each thing that similar users should have in common, in the order in which ``fit``
        is given them; none leaves the weights as they were set.
    rank : directions learned.
    exact, blurred : columns of which at least ``at_least`` stored rows hold every combination of values: each field's
        that is kept or missing, the type's first, and those that become medians; see
        :func:`seqmatch.estimators.privacy.microaggregation.microaggregated`.

    Attributes
    ----------
    order_ : shape (n_users,), where each stored row stood in the training table: shuffled, and grouped by type.
    types_ : shape (n_users,), type code of each stored row, -1 where unknown.
    sure_ : shape (n_users, n_features), which stored values are those of the user, and not of others like them.

    Examples
    --------
    Users 0 and 2 like one thing, users 1 and 3 the other:

    >>> table = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1], [0.1, 1.0]])
    >>> matcher = PatternMatcher(np.ones(2), np.zeros(2)).fit(table, np.zeros(4, dtype=int), seed=1)
    >>> sorted(int(u) for u in matcher.order_[matcher.similar(np.array([0.9, 0.0]), k=2).users])
    [0, 2]
    """

    def __init__(
        self,
        weights: Array,
        steps: Array,
        min_type_users: int = 50,
        ranges: Array | None = None,
        unlearned: Array | None = None,
        own_share: float = 1.0,
        aims: Sequence[tuple[float, float]] = (),
        rank: int = 24,
        exact: Sequence[Sequence[int]] = (),
        blurred: Sequence[int] = (),
        at_least: int = 5,
    ) -> None:
        self.weights = weights
        self.steps = steps
        self.min_type_users = min_type_users
        self.ranges = ranges
        self.unlearned = unlearned
        self.own_share = own_share
        self.aims = aims
        self.rank = rank
        self.exact = exact
        self.blurred = blurred
        self.at_least = at_least

    def fit(self, table: Array, types: Array, seed: int, alike: Sequence[Array] = ()) -> PatternMatcher:
        """Keep the rows of ``table``, shape (n_users, n_features), in an order that tells nothing of the file's.

        ``alike`` are what similar users should have in common, one of shape (n_users, n_outputs) for each of ``aims``,
        rows of NaN where it is not known.
        """
        shuffled = np.random.default_rng(seed).permutation(len(table))
        self.order_ = shuffled[np.argsort(types[shuffled], kind="stable")]
        wanted = [Aim(value[self.order_], ridge, share) for (share, ridge), value in zip(self.aims, alike, strict=True)]
        self.neighbours_ = CosineNeighbours(self.weights, self.steps, self.ranges, self.unlearned).fit(
            table[self.order_], wanted, self.own_share, self.rank
        )
        return self._group(types[self.order_])._forget()

    def _forget(self) -> PatternMatcher:
        """Keep of the stored rows what enough hold together; what was learned from all of them stays."""
        rows = self.neighbours_.rows_
        self.sure_ = ~np.isnan(rows)
        if not self.exact:
            return self
        places = self.neighbours_.emphasised(self.blurred)
        rows, sure = microaggregated(rows, self.exact, self.blurred, places, self.at_least)
        types = np.where(np.isnan(rows[:, self.exact[0][0]]), -1, self.types_)
        again = np.argsort(types, kind="stable")
        self.order_, self.sure_ = self.order_[again], sure[again]
        self.neighbours_.keep(rows[again])
        return self._group(types[again])

    def _group(self, types: Array) -> PatternMatcher:
        self.types_ = types
        self._slices = {
            int(code): slice(int(np.searchsorted(types, code)), int(np.searchsorted(types, code, side="right")))
            for code in np.unique(types)
        }
        return self

    def similar(
        self,
        row: Array,
        k: int,
        user_type: int | None = None,
        join: Callable[[Array, slice], Array] | None = None,
    ) -> Neighbours:
        """The k users most like ``row``, shape (n_features,); among those of type ``user_type`` where enough exist.

        ``join`` is given the similarities to some stored users and which these are, and returns what they are once
        another measure is part of them: see :meth:`seqmatch.estimators.similarity.rule_embeddings.RuleEmbeddings.join`.
        """
        users = slice(0, len(self.types_))
        same_type = False
        if user_type is not None:
            group = self._slices.get(user_type, slice(0, 0))
            if group.stop - group.start >= self.min_type_users:
                users, same_type = group, True
        similarities = self.neighbours_.similarities(row, users)
        if join is not None:
            similarities = join(similarities, users).astype(np.float32)
        chosen = top_k(similarities, k)
        return Neighbours(chosen + users.start, similarities[chosen], same_type)

    def state(self) -> State:
        inner = self.neighbours_.state()
        arrays = {
            **inner.arrays,
            "types": self.types_.astype(np.int8),
            "sure": np.packbits(self.sure_, axis=1),
        }
        return State({"min_type_users": self.min_type_users}, arrays)

    @classmethod
    def from_state(cls, state: State) -> PatternMatcher:
        fitted = cls(state.arrays["weights"], state.arrays["steps"], state.params["min_type_users"])
        fitted.neighbours_ = CosineNeighbours.from_state(state)
        n_features = fitted.neighbours_.rows_.shape[1]
        fitted.sure_ = np.unpackbits(state.arrays["sure"], axis=1, count=n_features).astype(bool)
        return fitted._group(state.arrays["types"].astype(np.int64))
