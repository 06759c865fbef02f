"""Finds the groups of users most like a person.

Not for guessing goals: where no goal is stated, none is made up for the comparison. Not for finding single people,
unless it is fitted with groups of one, as an operator does on their own files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.privacy.groups import Members, group_means, groups_alike, smoothed
from seqmatch.estimators.similarity.learned_metric import Aim
from seqmatch.estimators.similarity.neighbours import CosineNeighbours, top_k
from seqmatch.estimators.state import Array, State

MANY = 4_000
"""People of a type from which on groups are found in less time; those of fewer stay what they were, byte for byte."""


@dataclass(frozen=True)
class Neighbours:
    """The k most similar groups, most similar first.

    Attributes
    ----------
    groups : shape (k,), indices into the stored groups.
    similarities : shape (k,), -1 to 1.
    same_type : whether only users of the query's type were compared.
    """

    groups: NDArray[np.intp]
    similarities: NDArray[np.float32]
    same_type: bool

    def first(self, k: int) -> Neighbours:
        """The k nearest of them."""
        return Neighbours(self.groups[:k], self.similarities[:k], self.same_type)


class PatternMatcher:
    """Cosine over coarsened features in a learned metric, of groups of users alike, with a same-type filter.

    The metric is learned from every user; kept are the means of groups of users who stand close together in it, all of
    one user type.

    Parameters
    ----------
    weights, steps, ranges, unlearned : see :class:`CosineNeighbours`.
    min_type_users : a user type with fewer users is matched without the filter.
    own_share : how much of a user's mean squared length the features have by their weights alone.
    aims : share and ridge penalty of each thing that similar users should have in common, in the order in which ``fit``
        is given them; none leaves the weights as they were set.
    rank : directions learned.
    least : users of the smallest group; 1 keeps every user alone, as they are.
    group_rank : directions along which the groups' rows are told; see :func:`smoothed`.
    type_columns : features that tell the user type; it is forgotten of users whose type has fewer than ``least``.

    Attributes
    ----------
    members_ : each group's rows of the training table; not part of the state.
    sizes_ : shape (n_groups,), users of each.
    types_ : shape (n_groups,), type code of each group, -1 where unknown; groups are sorted by it, else shuffled.

    Examples
    --------
    Users 0 and 2 like one thing, users 1 and 3 the other:

    >>> table = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1], [0.1, 1.0]])
    >>> matcher = PatternMatcher(np.ones(2), np.zeros(2)).fit(table, np.zeros(4, dtype=int), seed=1)
    >>> sorted(int(matcher.members_[group][0]) for group in matcher.similar(np.array([0.9, 0.0]), k=2).groups)
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
        least: int = 1,
        group_rank: int = 10,
        type_columns: Sequence[int] = (),
    ) -> None:
        self.weights = weights
        self.steps = steps
        self.min_type_users = min_type_users
        self.ranges = ranges
        self.unlearned = unlearned
        self.own_share = own_share
        self.aims = aims
        self.rank = rank
        self.least = least
        self.group_rank = group_rank
        self.type_columns = type_columns

    def fit(self, table: Array, types: Array, seed: int, alike: Sequence[Array] = ()) -> PatternMatcher:
        """Learn from ``table``, shape (n_users, n_features), and keep its groups in an order that tells nothing.

        Parameters
        ----------
        alike : what similar users should have in common, one of shape (n_users, n_outputs) for each of ``aims``, rows
            of NaN where it is not known.
        """
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(table))
        known, counts = np.unique(types[types >= 0], return_counts=True)
        common = np.isin(types, known[counts >= self.least])
        rows = np.array(table, dtype=np.float64)
        rows[np.ix_(np.flatnonzero(~common), np.array(self.type_columns, dtype=np.intp))] = np.nan
        wanted = [Aim(value[order], ridge, share) for (share, ridge), value in zip(self.aims, alike, strict=True)]
        self.neighbours_ = CosineNeighbours(self.weights, self.steps, self.ranges, self.unlearned).fit(
            rows[order], wanted, self.own_share, self.rank
        )
        places = self.neighbours_.places()
        told = np.where(common, types, -1)[order]
        groups = [
            (code, group)
            for code, part in _parts(told, self.least)
            for group in (
                groups_alike(places, part, self.least, len(part) >= MANY) if self.least > 1 else part[:, None]
            )
        ]
        groups = [groups[place] for place in rng.permutation(len(groups))]
        groups.sort(key=lambda group: group[0])
        within = [group for _, group in groups]
        self.members_ = tuple(order[group] for group in within)
        sizes = np.array([len(group) for group in within])
        self.neighbours_.keep(
            self._told(within, sizes) if self.least > 1 else self.neighbours_.inputs_[np.concatenate(within)]
        )
        return self._kept(np.array([code for code, _ in groups]), sizes)

    def _told(self, members: Members, sizes: Array) -> Array:
        """What is kept of each group, shape (n_groups, n_inputs): its type exactly, the rest as the mean, smoothed.

        Nothing is kept of what no direction was learned over: few tell it, and weighing much it would give them away.
        """
        means = group_means(self.neighbours_.inputs_, members)
        told = smoothed(means, sizes, self.neighbours_.scale_, self.group_rank)
        ranges = self.neighbours_.ranges[:, 0]
        of_type = np.isin(np.concatenate([np.arange(len(self.weights)), ranges]), list(self.type_columns))
        told = np.where(of_type, means, told).round(3)
        told[:, self.neighbours_.unlearned] = np.nan
        return told

    @property
    def order_(self) -> NDArray[np.intp]:
        """The rows of the training table, one group after another, shape (n_users,)."""
        return np.concatenate(self.members_)

    def _kept(self, types: Array, sizes: Array) -> PatternMatcher:
        self.types_, self.sizes_ = types, sizes
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
        """The k groups most like ``row``, shape (n_features,); of type ``user_type`` where enough users are.

        ``join`` is given the similarities to some stored groups and which these are, and returns what they are once
        another measure is part of them: see :meth:`seqmatch.estimators.similarity.rule_embeddings.RuleEmbeddings.join`.
        """
        compared = slice(0, len(self.types_))
        same_type = False
        if user_type is not None:
            of_type = self._slices.get(user_type, slice(0, 0))
            if self.sizes_[of_type].sum() >= self.min_type_users:
                compared, same_type = of_type, True
        similarities = self.neighbours_.similarities(row, compared)
        if join is not None:
            similarities = join(similarities, compared).astype(np.float32)
        chosen = top_k(similarities, k)
        return Neighbours(chosen + compared.start, similarities[chosen], same_type)

    def state(self) -> State:
        inner = self.neighbours_.state()
        kept: dict[str, Array] = {"types": self.types_.astype(np.int8), "sizes": self.sizes_.astype(np.int32)}
        return State({"min_type_users": self.min_type_users}, {**inner.arrays, **kept})

    @classmethod
    def from_state(cls, state: State) -> PatternMatcher:
        fitted = cls(state.arrays["weights"], state.arrays["steps"], state.params["min_type_users"])
        fitted.neighbours_ = CosineNeighbours.from_state(state)
        return fitted._kept(state.arrays["types"].astype(np.int64), state.arrays["sizes"].astype(np.int64))


def _parts(types: Array, least: int) -> list[tuple[int, NDArray[np.intp]]]:
    """The users of each type; those of unknown type join the commonest where they are fewer than ``least``."""
    parts = {int(code): np.flatnonzero(types == code) for code in np.unique(types)}
    if len(parts) > 1 and len(parts.get(-1, types)) < least:
        strays = parts.pop(-1)
        commonest = max(parts, key=lambda code: (len(parts[code]), -code))
        parts[commonest] = np.sort(np.concatenate([parts[commonest], strays]))
    return list(parts.items())
