"""Ranks automations by similar users, by the person's facts, and by what goes together.

Not for amounts. What may be suggested to whom is decided here, so that evaluation measures what is served.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.privacy.groups import Members, counts_of, pooled
from seqmatch.estimators.state import Array, State
from seqmatch.settings import MIN_SUPPORT

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Support:
    """What speaks for each automation.

    Attributes
    ----------
    adopters : shape (n_items,), similar users who automate each item; 0 where they are fewer than MIN_SUPPORT.
    of : similar users counted.
    adopted : shape (n_items,), 0 to 1, adoption among the similar, drawn towards that of the user type.
    score : shape (n_items,), 0 to 1, what the ranking goes by; -1 where an item may not be suggested.
    """

    adopters: NDArray[np.intp]
    of: int
    adopted: Floats
    score: Floats


@dataclass(frozen=True)
class Views:
    """Training users as they are seen when they ask.

    Attributes
    ----------
    new : shape (n_users, n_profile_inputs), every user without rules.
    known : shape (n_views, n_known_inputs), users with a random half of their rules known, several times each.
    owned, hidden : shape (n_views, n_items), bool, what the known half automates, and what only the other half does.
    """

    new: Floats
    known: Floats
    owned: NDArray[np.bool_]
    hidden: NDArray[np.bool_]


class AutomationRecommender:
    """Adoption among the most similar users, blended with a ridge regression of every item on the person's facts and,
    where rules are known, with item-to-item weights (EASE).

    Parameters
    ----------
    neighbours : how many similar users are counted: the nearest groups until they hold so many.
    sharpness : how much more the most similar count; 0 counts all alike.
    strength : how many users' worth of weight the user type's popularity has.
    new_ridge, known_ridge : ridge penalty per training row, for users without and with rules.
    item_ridge : ridge penalty of the item-to-item weights, in users.

    Attributes
    ----------
    adoption_ : shape (n_groups, n_items), share of each group that automates each item, in the order of the
        similarities given later.
    sizes_ : shape (n_groups,), users of each group.
    popularity_ : shape (n_types + 1, n_items), smoothed adoption by user type; the last row is of all users.
    new_, known_ : linear weights, shapes (n_inputs + 1, n_items), the last row the intercept.
    """

    def __init__(
        self,
        neighbours: int = 200,
        sharpness: float = 4.0,
        strength: float = 60.0,
        new_ridge: float = 1.1,
        known_ridge: float = 0.2,
        item_ridge: float = 200.0,
    ) -> None:
        self.neighbours = neighbours
        self.sharpness = sharpness
        self.strength = strength
        self.new_ridge = new_ridge
        self.known_ridge = known_ridge
        self.item_ridge = item_ridge

    def fit(
        self,
        adoption: Array,
        types: Array,
        n_types: int,
        business_only: Array,
        never: Array,
        views: Views,
        members: Members | None = None,
    ) -> AutomationRecommender:
        """Learn who automates what.

        Parameters
        ----------
        adoption : shape (n_users, n_items), bool.
        types : shape (n_groups,), user type codes of the groups, -1 where unknown.
        business_only : shape (n_items,), bool, items that make no sense without a business.
        never : shape (n_items,), bool, items that people have but nobody can advise.
        views : the same users as they are seen when they ask.
        members : the users of each group, of whom nothing but shares of the group is kept; None keeps everyone alone.
        """
        if members is None:
            self.adoption_, self.sizes_ = adoption.astype(np.float32), np.ones(len(adoption), dtype=np.int64)
        else:
            self.sizes_ = np.array([len(group) for group in members], dtype=np.int64)
            shares = pooled(counts_of(adoption, members), self.sizes_[:, None])
            self.adoption_ = np.round(shares, 4).astype(np.float32)
        self.business_only_ = business_only.astype(bool)
        self.never_ = never.astype(bool)
        overall = self.sizes_ @ self.adoption_ / self.sizes_.sum()
        rows = []
        for code in range(n_types):
            of_type = self.sizes_ * (types == code)
            rows.append((of_type @ self.adoption_ + 20 * overall) / (of_type.sum() + 20))
        self.popularity_ = np.array([*rows, overall])
        self.new_ = _ridge(views.new, adoption.astype(np.float64), self.new_ridge).astype(np.float32)
        self.known_ = self._fit_known(views, adoption.astype(np.float64), overall).astype(np.float32)
        return self

    def _fit_known(self, views: Views, adoption: Floats, overall: Floats) -> Floats:
        # What is owned cannot be hidden: there the target is unknown, and the item's mean stands in for it.
        open_ = ~views.owned
        means = (views.hidden & open_).sum(axis=0) / np.maximum(open_.sum(axis=0), 1)
        weights = _ridge(views.known, np.where(open_, views.hidden, means), self.known_ridge)
        # The items owned are the last inputs, so the item-to-item weights simply add to theirs.
        weights[-1 - len(overall) : -1] += 0.5 * _item_weights(adoption, self.item_ridge)
        weights[-1] += 0.15 * overall
        return weights

    def support(
        self, similarities: Array, user_type: int | None, owned: Array, has_business: bool, inputs: Array
    ) -> Support:
        """Score every item for one user.

        Parameters
        ----------
        similarities : shape (n_groups,), of the user to each group.
        user_type : type code, None where unknown.
        owned : shape (n_items,), bool, what the user automates already; never suggested again.
        has_business : whether items for businesses make sense for the user.
        inputs : shape (n_profile_inputs,) for a user without rules, (n_known_inputs,) for one with.
        """
        chosen = self.nearest(similarities)
        sizes = self.sizes_[chosen]
        count = int(sizes.sum())
        weight = np.exp(self.sharpness * (similarities[chosen] - 1.0)).astype(np.float64) * sizes
        weight *= count / weight.sum()
        base = self.popularity_[-1 if user_type is None else user_type]
        theirs = self.adoption_[chosen]
        adopted = (weight @ theirs + self.strength * base) / (count + self.strength)
        if len(inputs) + 1 == len(self.new_):
            score = (0.5 * adopted + inputs @ self.new_[:-1] + self.new_[-1]) / 1.5
        else:
            score = (adopted + inputs @ self.known_[:-1] + self.known_[-1]) / 2.15
        score = np.clip(score, 0.0, 1.0)
        score[owned | self.never_] = -1.0
        if not has_business:
            score[self.business_only_] = -1.0
        adopters = np.rint(sizes @ theirs).astype(np.intp)
        return Support(np.where(adopters < MIN_SUPPORT, 0, adopters), count, adopted, score)

    def nearest(self, similarities: Array) -> NDArray[np.intp]:
        """The most similar groups, in order, as many as hold ``neighbours`` users together; all where fewer do."""
        # Groups that are equally similar but for the last digits, which threads change, stay in their order.
        order = np.argsort(-np.round(similarities, 6), kind="stable")
        return order[: int(np.searchsorted(self.sizes_[order].cumsum(), self.neighbours)) + 1]

    def state(self) -> State:
        named = ("neighbours", "sharpness", "strength", "new_ridge", "known_ridge", "item_ridge")
        return State(
            {name: getattr(self, name) for name in named},
            {
                "adoption": self.adoption_,
                "sizes": self.sizes_.astype(np.int32),
                "popularity": self.popularity_,
                "business_only": self.business_only_,
                "never": self.never_,
                "new": self.new_,
                "known": self.known_,
            },
        )

    @classmethod
    def from_state(cls, state: State) -> AutomationRecommender:
        fitted = cls(**state.params)
        for name in ("adoption", "sizes", "popularity", "business_only", "never", "new", "known"):
            setattr(fitted, f"{name}_", state.arrays[name])
        return fitted


def _ridge(inputs: Floats, targets: Floats, penalty: float) -> Floats:
    """Ridge regression of every target on standardised inputs, as weights of the raw inputs and, last, intercepts."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    scale = np.where(spread > 1e-9, 1 / np.where(spread > 1e-9, spread, 1), 0.0)
    scaled = (inputs - mean) * scale
    gram = scaled.T @ scaled + penalty * len(inputs) * np.eye(inputs.shape[1])
    centre = targets.mean(axis=0)
    weights = np.linalg.solve(gram, scaled.T @ (targets - centre)) * scale[:, None]
    stacked: Floats = np.vstack([weights, centre - mean @ weights])
    return stacked


def _item_weights(adoption: Floats, penalty: float) -> Floats:
    """EASE: how much having each item speaks for each other, shape (n_items, n_items), zero diagonal."""
    inverse = np.linalg.inv(adoption.T @ adoption + penalty * np.eye(adoption.shape[1]))
    weights: Floats = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return weights
